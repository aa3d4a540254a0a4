package io.layertck.reference.nd4j;

import io.layertck.spi.BagConfig;
import io.layertck.spi.Gradient;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import org.jspecify.annotations.Nullable;

/** One forward of a bag, with the rows that were looked up for it. */
final class Nd4jEmbeddingBagPass implements RecordedForward {
  private final RecordedForward lookup;
  private final BagPartition bags;
  private final BagReduction reduction;
  private final long[] indexShape;
  private final boolean weighted;
  private final DType dtype;
  private final HostTensor rows;
  private final HostTensor output;

  Nd4jEmbeddingBagPass(
      RecordedForward lookup,
      BagConfig config,
      BagPartition bags,
      long[] indexShape,
      @Nullable HostTensor weights) {
    this.lookup = lookup;
    this.bags = bags;
    this.indexShape = indexShape;
    this.weighted = weights != null;
    this.dtype = config.table().dtype();
    int columns = Math.toIntExact(config.table().embeddingDim());
    try (TensorHandle looked = lookup.output()) {
      this.rows = keptOf(looked.read(), columns);
    }
    this.reduction =
        BagReduction.of(
            config.mode(), weights == null ? null : keptOf(weights, 1).reshape(bags.kept().length));
    this.output = rounded(reduction.reduce(bags, rows));
  }

  @Override
  public TensorHandle output() {
    return output;
  }

  @Override
  public Gradient backward(HostTensor upstream) {
    Expectation.dtype("the upstream gradient", upstream, dtype);
    Expectation.shape("the upstream gradient", upstream.shape(), output.shape());
    HostTensor perBag = HostTensor.of(upstream.widened(), upstream.shape());
    lookup.backward(rounded(atPositions(reduction.spread(bags, rows, perBag)))).close();
    return weighted ? new Gradient.Dense(weightGradient(perBag)) : new Gradient.None();
  }

  /** Returns each row's product with the upstream row of its bag, and zeros at padding. */
  private HostTensor weightGradient(HostTensor perBag) {
    double[] factors = BagSum.repeated(bags, perBag).doubles();
    double[] looked = rows.doubles();
    int columns = rows.extent(1);
    double[] products = new double[bags.kept().length];
    for (int i = 0; i < products.length; i++) {
      for (int element = i * columns; element < (i + 1) * columns; element++) {
        products[i] += looked[element] * factors[element];
      }
    }
    HostTensor gradient = HostTensor.zeros(DType.FLOAT64, indexShape);
    for (int i = 0; i < products.length; i++) {
      ((double[]) gradient.storage())[(int) bags.kept()[i]] = products[i];
    }
    return rounded(gradient);
  }

  /** Returns rows of the kept positions put where they came from, and zeros between them. */
  private HostTensor atPositions(HostTensor keptRows) {
    int columns = keptRows.extent(1);
    HostTensor all =
        HostTensor.zeros(DType.FLOAT64, HostTensor.zeros(DType.BOOL, indexShape).shapeAnd(columns));
    for (int i = 0; i < bags.kept().length; i++) {
      System.arraycopy(
          keptRows.storage(), i * columns, all.storage(), (int) bags.kept()[i] * columns, columns);
    }
    return all;
  }

  /** Returns what belongs to the kept positions, {@code columns} elements each, as float64. */
  private HostTensor keptOf(HostTensor perPosition, int columns) {
    double[] all = perPosition.widened();
    long[] kept = bags.kept();
    double[] chosen = new double[kept.length * columns];
    for (int i = 0; i < kept.length; i++) {
      System.arraycopy(all, (int) kept[i] * columns, chosen, i * columns, columns);
    }
    return HostTensor.of(chosen, kept.length, columns);
  }

  private HostTensor rounded(HostTensor wide) {
    return wide.to(dtype);
  }

  @Override
  public void close() {
    lookup.close();
  }
}
