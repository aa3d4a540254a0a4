package io.layertck.observe;

import io.layertck.drive.Driver;
import io.layertck.observe.WeightHistogram.Law;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import java.util.function.Consumer;

/** The article's two layers as the subject initialises them. */
final class InitialWeights {
  private static final int VOCABULARY = 5000;
  private static final int DIMENSION = 70;

  /** Of 350,000 normal draws two lie further out. */
  private static final double BELL_REACH = 4.5;

  private static final int BELL_BINS = 72;

  /** Some room beside the flat top, whose edges lie between two bins. */
  private static final double FLAT_REACH = 1.25;

  private static final int FLAT_BINS = 50;

  private InitialWeights() {}

  static void observe(Driver driver, DType dtype, long seed, Consumer<Observation> found) {
    if (!driver.claims().has(Feature.INIT)) {
      return;
    }
    boolean own = driver.claims().has(Limit.OWN_DEFAULT_INIT);
    Start start = new Start.Default(seed);
    if (driver.claims().has(Feature.LOOKUP)) {
      double[] weights =
          driver
              .embedding(EmbeddingConfig.of(VOCABULARY, DIMENSION, dtype), start)
              .parameter("weight")
              .widened();
      found.accept(
          WeightHistogram.of(
              "Embedding(5000, 70)",
              Law.NORMAL,
              1,
              own,
              weights,
              -BELL_REACH,
              BELL_REACH,
              BELL_BINS));
    }
    if (driver.claims().has(Feature.LINEAR)) {
      double bound = 1 / Math.sqrt(DIMENSION);
      double[] weights =
          driver
              .linear(
                  new LinearConfig(DIMENSION, VOCABULARY, driver.claims().has(Feature.BIAS), dtype),
                  start)
              .parameter("weight")
              .widened();
      found.accept(
          WeightHistogram.of(
              "Linear(70, 5000)",
              Law.UNIFORM,
              bound,
              own,
              weights,
              -FLAT_REACH * bound,
              FLAT_REACH * bound,
              FLAT_BINS));
    }
  }
}
