package io.layertck.correct;

/** In which order the terms of a sum are added. */
@FunctionalInterface
interface Order {
  /** Fewer terms than two such runs are not halved. */
  int LEAF = 4;

  /** From the first term to the last. */
  Order FORWARD = (sum, start, begin, count) -> sum.run(start, begin, count, 1);

  /** From the last term to the first. */
  Order BACKWARD = (sum, start, begin, count) -> sum.run(start, begin + count - 1, count, -1);

  /** Halves of halves, down to a few terms. */
  Order PAIRWISE =
      new Order() {
        @Override
        public double add(RunningSum sum, double start, int begin, int count) {
          if (count <= LEAF) {
            return sum.run(start, begin, count, 1);
          }
          int half = count / 2;
          return sum.join(add(sum, start, begin, half), add(sum, 0, begin + half, count - half));
        }
      };

  /** What adds terms up; an order only says which. */
  interface RunningSum {
    /** Returns a start and some terms, one after the other. */
    double run(double start, int from, int count, int step);

    /** Returns the sum of two sums. */
    double join(double left, double right);
  }

  /**
   * Returns a start and the terms of a range.
   *
   * @param start goes with the first terms that are added
   */
  double add(RunningSum sum, double start, int begin, int count);

  /** Returns the order of sums over so many neighbours each, which are then added up. */
  static Order blockedBy(int size) {
    return (sum, start, begin, count) -> {
      double total = sum.run(start, begin, Math.min(size, count), 1);
      for (int done = size; done < count; done += size) {
        int block = Math.min(size, count - done);
        total = sum.join(total, sum.run(0, begin + done, block, 1));
      }
      return total;
    };
  }

  /** Returns the order of a vector unit: each of so many sums takes every so many-th term. */
  static Order lanes(int lanes) {
    return (sum, start, begin, count) -> {
      double total = sum.run(start, begin, (count + lanes - 1) / lanes, lanes);
      for (int lane = 1; lane < Math.min(lanes, count); lane++) {
        int terms = (count - lane + lanes - 1) / lanes;
        total = sum.join(total, sum.run(0, begin + lane, terms, lanes));
      }
      return total;
    };
  }

  /** Returns the order of so many workers with a share of the terms each; the last ends first. */
  static Order splitK(int shares) {
    return (sum, start, begin, count) -> {
      double total = 0;
      for (int share = shares - 1; share >= 0; share--) {
        int from = (int) ((long) count * share / shares);
        int end = (int) ((long) count * (share + 1) / shares);
        total = sum.join(total, sum.run(share == 0 ? start : 0, begin + from, end - from, 1));
      }
      return total;
    };
  }
}
