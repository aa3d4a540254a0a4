package io.layertck.observe;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.Elements;
import io.layertck.generate.IndexPattern;
import io.layertck.generate.Layout;
import io.layertck.generate.Regime;
import io.layertck.generate.TensorFill;
import io.layertck.observe.GrowthOfTime.Point;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The times of a lookup beside those of the products that the article compares it with. */
final class Times {
  private static final int DIMENSION = 70;
  private static final int[] VOCABULARIES = {128, 512, 2048, 8192, 32_768};
  private static final int ROWS = 16;
  private static final int ARTICLE_VOCABULARY = 5000;

  /** A quarter of one of the article's 32 sequences. */
  private static final int TOKENS = 128;

  /** With three calls of the slowest, plain Java stays below a second in all. */
  private static final long BUDGET_NANOS = 15_000_000;

  /** The first calls of all compile what they call, or load it. */
  private static final long WARM_UP_NANOS = 60_000_000;

  /** Past this a larger vocabulary is left out. */
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private Times() {}

  /** Tells whether both ways to the same rows are claimed. */
  static boolean canBeMeasured(Driver driver) {
    return driver.claims().has(Feature.LOOKUP) && driver.claims().has(Feature.LINEAR);
  }

  static GrowthOfTime growth(Driver driver, DType dtype, long seed) {
    List<Point> points = new ArrayList<>();
    long begin = System.nanoTime();
    point(driver, dtype, seed, VOCABULARIES[0], WARM_UP_NANOS);
    for (int vocabulary : VOCABULARIES) {
      if (System.nanoTime() - begin < PATIENCE_NANOS) {
        points.add(point(driver, dtype, seed, vocabulary, BUDGET_NANOS));
      }
    }
    return new GrowthOfTime(ROWS, DIMENSION, points);
  }

  private static Point point(
      Driver driver, DType dtype, long seed, int vocabulary, long budgetNanos) {
    HostTensor table = table(dtype, seed, vocabulary);
    HostTensor indices = indices(seed, vocabulary, ROWS);
    HostTensor oneHot = oneHot(dtype, indices, vocabulary);
    DrivenLayer<HostTensor> embedding = embedding(driver, table);
    HostTensor transposed =
        table
            .view(new long[] {DIMENSION, vocabulary}, new long[] {1, DIMENSION}, table.offset())
            .copy();
    DrivenLayer<HostTensor> linear =
        driver.linear(
            new LinearConfig(vocabulary, DIMENSION, false, dtype),
            new Start.Given(Map.of("weight", transposed)));
    return new Point(
        vocabulary,
        CallTime.shortestMicros(() -> embedding.forward(indices), budgetNanos),
        CallTime.shortestMicros(() -> linear.forward(oneHot), budgetNanos));
  }

  static TimeOfAHead head(Driver driver, DType dtype, long seed) {
    HostTensor table = table(dtype, seed, ARTICLE_VOCABULARY);
    HostTensor indices = indices(seed, ARTICLE_VOCABULARY, TOKENS);
    DrivenLayer<HostTensor> embedding = embedding(driver, table);
    DrivenLayer<HostTensor> head =
        driver.linear(
            new LinearConfig(DIMENSION, ARTICLE_VOCABULARY, false, dtype),
            new Start.Given(Map.of("weight", table)));
    HostTensor hidden = embedding.forward(indices).copy();
    return new TimeOfAHead(
        TOKENS,
        ARTICLE_VOCABULARY,
        DIMENSION,
        CallTime.shortestMicros(() -> embedding.forward(indices), BUDGET_NANOS),
        CallTime.shortestMicros(() -> head.forward(hidden), BUDGET_NANOS));
  }

  private static DrivenLayer<HostTensor> embedding(Driver driver, HostTensor table) {
    return driver.embedding(
        EmbeddingConfig.of(table.extent(0), table.extent(1), table.dtype()),
        new Start.Given(Map.of("weight", table)));
  }

  private static HostTensor table(DType dtype, long seed, int vocabulary) {
    return TensorFill.floating(
        dtype, Regime.SMALL_INTEGERS, Layout.CONTIGUOUS, seed, "weight", vocabulary, DIMENSION);
  }

  private static HostTensor indices(long seed, int vocabulary, int count) {
    return TensorFill.indices(
        DType.INT64, IndexPattern.RANDOM, Layout.CONTIGUOUS, seed, vocabulary, count);
  }

  private static HostTensor oneHot(DType dtype, HostTensor indices, int vocabulary) {
    Elements.Numbers ones = (row, column) -> 1;
    HostTensor one = TensorFill.floating(dtype, ones, Layout.CONTIGUOUS, 0, "one", 1);
    HostTensor rows = HostTensor.zeros(dtype, indices.size(), vocabulary);
    long[] hot = indices.longs();
    for (int row = 0; row < hot.length; row++) {
      rows.view(new long[] {1}, new long[] {1}, (long) row * vocabulary + hot[row]).write(one);
    }
    return rows;
  }
}
