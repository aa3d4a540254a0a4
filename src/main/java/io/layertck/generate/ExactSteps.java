package io.layertck.generate;

import io.layertck.spi.OptimizerConfig;

/**
 * How many steps of gradient descent stay exact on integers, in any order of evaluation.
 *
 * <p>Every intermediate result is a multiple of a power of two, the grid. While the sum of the
 * absolute values of its terms is at most {@code 2^p} of them, no rounding happens.
 */
final class ExactSteps {
  private final double largest;
  private double grid = 1;
  private double bound;

  private ExactSteps(int precision, double bound) {
    this.largest = Math.scalb(1.0, precision);
    this.bound = bound;
  }

  /**
   * Counts the exact steps.
   *
   * @param wanted the most that are asked for
   * @param precision of the element type, in bits
   * @param weight the largest magnitude of a parameter
   * @param gradient the largest magnitude of a gradient, sums included
   */
  static int of(OptimizerConfig config, int wanted, int precision, double weight, double gradient) {
    ExactSteps parameter = new ExactSteps(precision, weight);
    ExactSteps buffer = new ExactSteps(precision, 0);
    for (int step = 0; step < wanted; step++) {
      if (!parameter.step(config, gradient, buffer, step == 0)) {
        return step;
      }
    }
    return wanted;
  }

  private boolean step(OptimizerConfig config, double gradient, ExactSteps buffer, boolean first) {
    double momentum = config.argument("momentum", 0);
    double undampened = 1 - config.argument("dampening", 0);
    double decay = config.argument("weight_decay", 0);
    double rate = config.argument("lr", 1e-3);
    double directionGrid = Math.min(1, decay == 0 ? 1 : grid * decay);
    double direction = gradient + decay * bound;
    if (momentum != 0) {
      double kept = first ? 0 : momentum;
      buffer.grid =
          first
              ? directionGrid
              : Math.min(buffer.grid * momentum, directionGrid * lowestBit(undampened));
      buffer.bound = kept * buffer.bound + (first ? 1 : undampened) * direction;
      boolean nesterov = config.argument("nesterov", 0) != 0;
      directionGrid = nesterov ? Math.min(directionGrid, buffer.grid * momentum) : buffer.grid;
      direction = nesterov ? direction + momentum * buffer.bound : buffer.bound;
    }
    grid = Math.min(grid, directionGrid * rate);
    bound += rate * direction;
    // What is exact here was so before: every sum on the way is a part of the last one.
    return bound <= largest * grid;
  }

  /** Returns the largest power of two that a positive number is a multiple of. */
  private static double lowestBit(double number) {
    double unit = Math.ulp(number);
    return unit * Long.lowestOneBit((long) (number / unit));
  }
}
