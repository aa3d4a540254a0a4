package io.layertck.correct;

/** How a running sum takes up its terms, and what it rounds on the way. */
enum Accumulator {
  /** Rounds every product and every sum to the working type. */
  ROUNDED {
    @Override
    double run(boolean single, double start, Terms terms, int from, int count, int step) {
      return single
          ? singly(start, terms, from, count, step)
          : doubly(start, terms, from, count, step);
    }

    private static double singly(double start, Terms terms, int from, int count, int step) {
      double[] a = terms.first;
      double[] b = terms.second;
      int i = terms.firstOf(from);
      int j = terms.secondOf(from);
      int nextFirst = step * terms.firstStep;
      int nextSecond = step * terms.secondStep;
      float sum = (float) start;
      for (int left = count; left > 0; left--) {
        sum += (float) a[i] * (float) b[j];
        i += nextFirst;
        j += nextSecond;
      }
      return sum;
    }
  },

  /** Adds the exact product and rounds once a term. */
  FUSED {
    @Override
    double run(boolean single, double start, Terms terms, int from, int count, int step) {
      double[] a = terms.first;
      double[] b = terms.second;
      int i = terms.firstOf(from);
      int j = terms.secondOf(from);
      double sum = start;
      for (int left = count; left > 0; left--) {
        sum =
            single ? Math.fma((float) a[i], (float) b[j], (float) sum) : Math.fma(a[i], b[j], sum);
        i += step * terms.firstStep;
        j += step * terms.secondStep;
      }
      return sum;
    }
  },

  /**
   * Carries along what rounding lost (Kahan, Further remarks on reducing truncation errors, Comm.
   * ACM 8, 1965).
   */
  COMPENSATED {
    @Override
    double run(boolean single, double start, Terms terms, int from, int count, int step) {
      return single
          ? singly(start, terms, from, count, step)
          : doubly(start, terms, from, count, step);
    }

    private static double singly(double start, Terms terms, int from, int count, int step) {
      double[] a = terms.first;
      double[] b = terms.second;
      int i = terms.firstOf(from);
      int j = terms.secondOf(from);
      float sum = (float) start;
      float lost = 0;
      for (int left = count; left > 0; left--) {
        float term = (float) a[i] * (float) b[j] - lost;
        float next = sum + term;
        float rest = (next - sum) - term;
        // Past the largest number nothing is lost that could be added back.
        lost = Math.abs(rest) <= Float.MAX_VALUE ? rest : 0;
        sum = next;
        i += step * terms.firstStep;
        j += step * terms.secondStep;
      }
      return sum;
    }

    private static double doubly(double start, Terms terms, int from, int count, int step) {
      double[] a = terms.first;
      double[] b = terms.second;
      int i = terms.firstOf(from);
      int j = terms.secondOf(from);
      double sum = start;
      double lost = 0;
      for (int left = count; left > 0; left--) {
        double term = a[i] * b[j] - lost;
        double next = sum + term;
        double rest = (next - sum) - term;
        lost = Math.abs(rest) <= Double.MAX_VALUE ? rest : 0;
        sum = next;
        i += step * terms.firstStep;
        j += step * terms.secondStep;
      }
      return sum;
    }
  },

  /** Keeps double all the way, whatever the working type. */
  DOUBLE {
    @Override
    double run(boolean single, double start, Terms terms, int from, int count, int step) {
      return doubly(start, terms, from, count, step);
    }

    @Override
    double join(boolean single, double left, double right) {
      return left + right;
    }
  };

  /**
   * Returns a start and some terms, one after the other.
   *
   * @param single whether the working type is float32, and not float64
   * @param from the first term
   * @param step from one term to the next, negative for backwards
   */
  abstract double run(boolean single, double start, Terms terms, int from, int count, int step);

  /** Returns the sum of two sums. */
  double join(boolean single, double left, double right) {
    return single ? (float) left + (float) right : left + right;
  }

  private static double doubly(double start, Terms terms, int from, int count, int step) {
    double[] a = terms.first;
    double[] b = terms.second;
    int i = terms.firstOf(from);
    int j = terms.secondOf(from);
    int nextFirst = step * terms.firstStep;
    int nextSecond = step * terms.secondStep;
    double sum = start;
    for (int left = count; left > 0; left--) {
      sum += a[i] * b[j];
      i += nextFirst;
      j += nextSecond;
    }
    return sum;
  }
}
