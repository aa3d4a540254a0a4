package io.layertck.plain;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.spi.Start;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;

/**
 * An embedding over more elements than one Java array holds: the rows lie in blocks.
 *
 * <p>It looks up and is assigned to; it is not trained, and its weight cannot be read at once.
 */
final class PlainLargeEmbedding implements LayerUnderTest<HostTensor> {
  private static final int USUAL_BLOCK = 1 << 27;

  private final DType dtype;
  private final long rows;
  private final int columns;
  private final int rowsOfABlock;
  private final HostTensor[] blocks;

  /**
   * Makes an embedding of zeros or by default.
   *
   * @throws UnsupportedFeature for any other start, and for every option
   */
  PlainLargeEmbedding(EmbeddingConfig config, Start start) {
    this(config, start, USUAL_BLOCK);
  }

  /**
   * Makes an embedding whose blocks have a size of their own.
   *
   * @param elements the size of a block, at least one row all the same
   */
  PlainLargeEmbedding(EmbeddingConfig config, Start start, int elements) {
    config.requireOnly();
    this.dtype = config.dtype();
    this.rows = config.numEmbeddings();
    this.columns = Math.toIntExact(config.embeddingDim());
    this.rowsOfABlock = Math.max(1, elements / Math.max(1, columns));
    this.blocks = new HostTensor[Math.toIntExact((rows + rowsOfABlock - 1) / rowsOfABlock)];
    for (int block = 0; block < blocks.length; block++) {
      long count = Math.min(rowsOfABlock, rows - (long) block * rowsOfABlock);
      blocks[block] = started(start, block, new long[] {count, columns});
    }
  }

  private HostTensor started(Start start, int block, long[] shape) {
    if (start instanceof Start.Default initial) {
      return PlainInitialization.draw(
          PlainInitialization.embedding(), initial.seed() + block, "weight", dtype, shape);
    }
    if (start instanceof Start.Scheme scheme && scheme.name().equals("zeros_")) {
      return HostTensor.zeros(dtype, shape);
    }
    throw new UnsupportedFeature(Feature.LARGE_TABLE);
  }

  @Override
  public TensorHandle forward(HostTensor indices) {
    long[] numbers = indices.longs();
    Refusals.requireIndices(numbers, rows);
    HostTensor output = HostTensor.zeros(dtype, indices.shapeAnd(columns));
    for (int i = 0; i < numbers.length; i++) {
      copyRow(block(numbers[i]), place(numbers[i]), output, i);
    }
    return output;
  }

  @Override
  public void assign(String name, long firstRow, HostTensor values) {
    Refusals.requireType(name, values, dtype);
    long count = values.rank() == 2 ? values.extent(0) : 0;
    Refusals.requireShape("the new rows", values, count, columns);
    if (!name.equals("weight") || firstRow < 0 || firstRow + count > rows) {
      throw new Refused(
          Refusal.SHAPE,
          count
              + " rows from row "
              + firstRow
              + " on of "
              + name
              + ": allowed are rows of weight"
              + Arrays.toString(new long[] {rows, columns}));
    }
    HostTensor source = values.copy();
    for (int i = 0; i < count; i++) {
      copyRow(source, i, block(firstRow + i), place(firstRow + i));
    }
  }

  private HostTensor block(long row) {
    return blocks[(int) (row / rowsOfABlock)];
  }

  private int place(long row) {
    return (int) (row % rowsOfABlock);
  }

  private void copyRow(HostTensor source, int from, HostTensor target, int to) {
    System.arraycopy(source.storage(), from * columns, target.storage(), to * columns, columns);
  }

  @Override
  public TensorHandle parameter(String name) {
    throw new UnsupportedFeature(Feature.LARGE_TABLE);
  }
}
