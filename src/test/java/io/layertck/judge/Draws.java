package io.layertck.judge;

import java.util.SplittableRandom;

/** Seeded draws to judge. */
final class Draws {
  private Draws() {}

  static double[] normal(int count, double mean, double deviation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[count];
    for (int i = 0; i < count; i++) {
      draws[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return draws;
  }

  static double[] uniform(int count, double bound, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] draws = new double[count];
    for (int i = 0; i < count; i++) {
      draws[i] = (float) random.nextDouble(-bound, bound);
    }
    return draws;
  }
}
