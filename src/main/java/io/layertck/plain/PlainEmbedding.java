package io.layertck.plain;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An embedding: rows of a table by index. */
final class PlainEmbedding implements LayerUnderTest<HostTensor> {
  private static final long NO_PADDING = -1;

  private final PlainParameter weight;
  private final EmbeddingConfig config;
  private final long paddingRow;
  private final @Nullable PlainMaxNorm maxNorm;
  private final MatrixArithmetic arithmetic;

  /** Makes an embedding over a table, with options that have been checked. */
  PlainEmbedding(PlainParameter weight, EmbeddingConfig config, MatrixArithmetic arithmetic) {
    this.weight = weight;
    this.config = config;
    this.arithmetic = arithmetic;
    Long paddingIdx = config.paddingIdx();
    this.paddingRow =
        paddingIdx == null ? NO_PADDING : Math.floorMod(paddingIdx, (long) weight.rows());
    Double largest = config.maxNorm();
    this.maxNorm = largest == null ? null : new PlainMaxNorm(config, largest);
    if (config.sparse()) {
      weight.keepSparse();
    }
  }

  @Override
  public TensorHandle forward(HostTensor indices) {
    return rows(prepared(indices), outputShape(indices));
  }

  @Override
  public RecordedForward record(HostTensor indices) {
    long[] rows = prepared(indices);
    long[] shape = outputShape(indices);
    HostTensor output = rows(rows, shape);
    return new RecordedForward() {
      @Override
      public TensorHandle output() {
        return output;
      }

      @Override
      public Gradient backward(HostTensor upstream) {
        Refusals.requireType("the upstream gradient", upstream, weight.dtype());
        Refusals.requireShape("the upstream gradient", upstream, shape);
        // Threads that train one layer at once must not lose each other's terms.
        synchronized (weight) {
          accumulate(rows, upstream);
        }
        return new Gradient.None();
      }
    };
  }

  @Override
  public TensorHandle parameter(String name) {
    return parameterNamed(name).value();
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    parameterNamed(name).assign(firstRow, rows);
  }

  @Override
  public Gradient gradient(String name) {
    return parameterNamed(name).gradientCopy();
  }

  @Override
  public void zeroGradients() {
    weight.zeroGradient();
  }

  @Override
  public void reset(long seed) {
    weight.reset(seed);
    zeroPaddingRow();
  }

  @Override
  public Map<String, TensorHandle> state() {
    return wholeState().tensors();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    wholeState().load(state);
  }

  @Override
  public byte[] safetensors() {
    return wholeState().safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    wholeState().loadSafetensors(file);
  }

  private PlainState wholeState() {
    return new PlainState(Map.of("weight", weight));
  }

  /** Returns an embedding over another weight, with the same options. */
  PlainEmbedding over(PlainParameter otherWeight) {
    return new PlainEmbedding(otherWeight, config, arithmetic);
  }

  PlainParameter weight() {
    return weight;
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return new PlainOptimizer(config, List.of(weight));
  }

  /** The padding row is zero after every initialisation, and only then. */
  void zeroPaddingRow() {
    if (paddingRow != NO_PADDING) {
      weight.assign(paddingRow, HostTensor.zeros(weight.dtype(), 1, weight.columns()));
    }
  }

  /** Returns the rows to look up, renormalised where that is an option. */
  private long[] prepared(HostTensor indices) {
    long[] rows = indices.longs();
    Refusals.requireIndices(rows, weight.rows());
    if (maxNorm != null) {
      maxNorm.apply(weight.value(), rows);
    }
    return rows;
  }

  private long[] outputShape(HostTensor indices) {
    return indices.shapeAnd(weight.columns());
  }

  private HostTensor rows(long[] rows, long[] shape) {
    int dimension = weight.columns();
    HostTensor output = HostTensor.zeros(weight.dtype(), shape);
    Object source = weight.value().storage();
    Object target = output.storage();
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(source, (int) rows[i] * dimension, target, i * dimension, dimension);
    }
    return output;
  }

  private void accumulate(long[] rows, HostTensor upstream) {
    if (config.sparse() && config.scaleGradByFreq()) {
      throw new Refused(
          Refusal.CONFIGURATION, "scale_grad_by_freq is not supported with sparse gradients");
    }
    HostTensor terms = config.scaleGradByFreq() ? PlainFrequency.scaled(rows, upstream) : upstream;
    if (config.sparse()) {
      addRows(rows, terms);
    } else {
      scatterAdd(rows, terms);
    }
  }

  private void addRows(long[] rows, HostTensor terms) {
    int[] kept =
        IntStream.range(0, rows.length).filter(position -> rows[position] != paddingRow).toArray();
    int dimension = weight.columns();
    Object source = terms.copy().storage();
    HostTensor values = HostTensor.zeros(weight.dtype(), kept.length, dimension);
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(source, kept[i] * dimension, values.storage(), i * dimension, dimension);
    }
    weight.addRows(IntStream.of(kept).mapToLong(position -> rows[position]).toArray(), values);
  }

  private void scatterAdd(long[] rows, HostTensor upstream) {
    HostTensor terms = upstream.isContiguous() ? upstream : upstream.copy();
    arithmetic.addRows(
        terms.storage(),
        terms.offset(),
        rows,
        paddingRow,
        weight.gradient().storage(),
        weight.columns());
  }

  private PlainParameter parameterNamed(String name) {
    if (!name.equals("weight")) {
      throw new Refused(
          Refusal.CONFIGURATION, "an embedding has no parameter " + name + ", only weight");
    }
    return weight;
  }
}
