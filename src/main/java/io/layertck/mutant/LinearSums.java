package io.layertck.mutant;

import io.layertck.fault.Defect;
import io.layertck.fault.Edits;
import io.layertck.tensor.HostTensor;
import java.util.function.Predicate;

/**
 * The four sums of a linear layer, computed term by term in float64 and rounded once.
 *
 * @param term adds one product to a sum
 * @param left where an element of the first operand is read: the input, or the upstream gradient
 * @param right where an element of the second operand is read: the weight, or the input
 * @param bias what is added to a sum at the end of a forward
 * @param when the calls that are changed
 */
record LinearSums(Term term, Reading left, Reading right, Bias bias, Predicate<Operands> when) {

  /** Adds one product to a sum. */
  @FunctionalInterface
  interface Term {
    /** Returns the sum with the product of two factors, one of so many terms. */
    double add(double sum, double left, double right, int index, int count);
  }

  /** Finds an element of a matrix in row-major order. */
  @FunctionalInterface
  interface Reading {
    /** Returns the position of an element. */
    int at(int row, int column, int rows, int columns);
  }

  /** Finishes an output. */
  @FunctionalInterface
  interface Bias {
    /** Returns the sum with the bias of a row and a column. */
    double add(double sum, double[] bias, int row, int column, int rows);
  }

  static final Reading RIGHT = (row, column, rows, columns) -> row * columns + column;
  static final Term EVERY = (sum, left, right, index, count) -> sum + left * right;
  static final Bias ONCE = (sum, bias, row, column, rows) -> sum + bias[column];

  /** Adds terms in another way. */
  static LinearSums of(Term term) {
    return new LinearSums(term, RIGHT, RIGHT, ONCE, call -> true);
  }

  /** Reads the operands elsewhere. */
  static LinearSums reading(Reading left, Reading right) {
    return new LinearSums(EVERY, left, right, ONCE, call -> true);
  }

  /** Adds the bias in another way. */
  static LinearSums adding(Bias bias) {
    return new LinearSums(EVERY, RIGHT, RIGHT, bias, call -> true);
  }

  /** Returns the same sums for some calls only. */
  LinearSums only(Predicate<Operands> calls) {
    return new LinearSums(term, left, right, bias, calls);
  }

  /** Returns linear layers that compute one of their results so. */
  Defect at(Site site) {
    return switch (site) {
      case LINEAR_FORWARD ->
          site.changed(
              (call, output) ->
                  when.test(call) ? Edits.like(output, outputOf(call), output.shape()) : output);
      case INPUT_GRADIENT ->
          Place.LINEAR.changedBy(
              () ->
                  new Change() {
                    @Override
                    public HostTensor inputGradient(
                        Operands call, HostTensor upstream, HostTensor gradient) {
                      return when.test(call)
                          ? Edits.like(gradient, inputGradientOf(call, upstream), gradient.shape())
                          : gradient;
                    }
                  });
      case WEIGHT_GRADIENT ->
          Place.LINEAR.changedBy(() -> own("weight", LinearSums::weightGradient));
      case BIAS_GRADIENT -> Place.LINEAR.changedBy(() -> own("bias", LinearSums::biasGradient));
      default -> throw new IllegalArgumentException(site + " is no sum of a linear layer");
    };
  }

  @FunctionalInterface
  private interface Part {
    double[] of(LinearSums sums, Operands call, HostTensor upstream);
  }

  private Change own(String parameter, Part part) {
    return new OwnGradient(parameter) {
      private boolean changed = true;

      @Override
      double[] part(Operands call, HostTensor upstream) {
        changed &= when.test(call);
        return part.of(LinearSums.this, call, upstream);
      }

      @Override
      public HostTensor gradient(Operands last, String name, HostTensor gradient) {
        return changed ? super.gradient(last, name, gradient) : gradient;
      }
    };
  }

  private double[] outputOf(Operands call) {
    double[] input = call.input().widened();
    double[] weight = call.weight();
    double[] added = call.bias();
    int rows = call.count();
    int in = call.columns();
    int out = call.rows();
    double[] output = new double[rows * out];
    for (int m = 0; m < rows; m++) {
      for (int o = 0; o < out; o++) {
        double sum = 0;
        for (int k = 0; k < in; k++) {
          sum =
              term.add(sum, input[left.at(m, k, rows, in)], weight[right.at(o, k, out, in)], k, in);
        }
        output[m * out + o] = call.made().bias() ? bias.add(sum, added, m, o, rows) : sum;
      }
    }
    return output;
  }

  private double[] inputGradientOf(Operands call, HostTensor upstream) {
    double[] terms = upstream.widened();
    double[] weight = call.weight();
    int rows = call.count();
    int in = call.columns();
    int out = call.rows();
    double[] gradient = new double[rows * in];
    for (int m = 0; m < rows; m++) {
      for (int i = 0; i < in; i++) {
        double sum = 0;
        for (int o = 0; o < out; o++) {
          sum =
              term.add(
                  sum, terms[left.at(m, o, rows, out)], weight[right.at(o, i, out, in)], o, out);
        }
        gradient[m * in + i] = sum;
      }
    }
    return gradient;
  }

  private double[] weightGradient(Operands call, HostTensor upstream) {
    double[] terms = upstream.widened();
    double[] input = call.input().widened();
    int rows = call.count();
    int in = call.columns();
    int out = call.rows();
    double[] gradient = new double[out * in];
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        double sum = 0;
        for (int m = 0; m < rows; m++) {
          sum =
              term.add(
                  sum, terms[left.at(m, o, rows, out)], input[right.at(m, i, rows, in)], m, rows);
        }
        gradient[o * in + i] = sum;
      }
    }
    return gradient;
  }

  private double[] biasGradient(Operands call, HostTensor upstream) {
    double[] terms = upstream.widened();
    int rows = call.count();
    int out = call.rows();
    double[] gradient = new double[out];
    for (int o = 0; o < out; o++) {
      for (int m = 0; m < rows; m++) {
        gradient[o] = term.add(gradient[o], terms[left.at(m, o, rows, out)], 1, m, rows);
      }
    }
    return gradient;
  }
}
