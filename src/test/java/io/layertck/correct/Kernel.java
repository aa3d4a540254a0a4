package io.layertck.correct;

import io.layertck.tensor.DType;
import java.util.List;

/**
 * One way to compute what the layers compute.
 *
 * @param name what is special about it
 * @param order of the terms of every sum
 * @param outputs how an output and a bag are accumulated
 * @param gradients how a gradient is accumulated
 * @param bias when the bias is added
 * @param layout how the weight lies while outputs are computed
 * @param route how the terms of a call join the gradient of the calls before
 * @param declared whether the subject says that it accumulates in double
 */
record Kernel(
    String name,
    Order order,
    Accumulator outputs,
    Accumulator gradients,
    BiasPlace bias,
    WeightLayout layout,
    GradientRoute route,
    boolean declared) {

  /** When the bias is added. */
  enum BiasPlace {
    /** The sum starts with it. */
    FIRST,
    /** To the sum, which is then rounded to the element type. */
    LAST,
    /** To the sum that was rounded to the element type. */
    AFTER_ROUNDING
  }

  /** How the weight lies while outputs are computed. */
  enum WeightLayout {
    /** As it is given, {@code [O,I]}. */
    ROW_MAJOR,
    /** Transposed at every call, {@code [I,O]}. */
    COLUMN_MAJOR,
    /** In panels of some outputs each, packed at the first call after a change. */
    PACKED
  }

  /** How the terms of a call join the gradient of the calls before. */
  enum GradientRoute {
    /** One by one, the gradient being what the sum starts with. */
    IN_PLACE,
    /** As a gradient of their own, of the element type, which is then added. */
    APART,
    /** An embedding's by rows: each row is summed first; a sparse gradient holds it once. */
    COALESCED
  }

  /** Forward in the working type, as plain is, but for the bias. */
  private static final Kernel BASE =
      new Kernel(
          "bias first",
          Order.FORWARD,
          Accumulator.ROUNDED,
          Accumulator.ROUNDED,
          BiasPlace.FIRST,
          WeightLayout.ROW_MAJOR,
          GradientRoute.IN_PLACE,
          false);

  private static final List<Kernel> ALL =
      List.of(
          BASE,
          BASE.called("backward, bias last").in(Order.BACKWARD).with(BiasPlace.LAST),
          BASE.called("pairwise").in(Order.PAIRWISE),
          BASE.called("blocked by 4").in(Order.blockedBy(4)),
          BASE.called("blocked by 8, bias last").in(Order.blockedBy(8)).with(BiasPlace.LAST),
          BASE.called("blocked by 16, gradients apart")
              .in(Order.blockedBy(16))
              .with(GradientRoute.APART),
          BASE.called("blocked by 64, column-major")
              .in(Order.blockedBy(64))
              .with(WeightLayout.COLUMN_MAJOR),
          BASE.called("eight lanes").in(Order.lanes(8)).with(BiasPlace.LAST),
          BASE.called("Kahan").with(Accumulator.COMPENSATED),
          BASE.called("double accumulation").with(Accumulator.DOUBLE),
          BASE.called("double accumulation, declared").with(Accumulator.DOUBLE).declaring(),
          BASE.called("double accumulation backward, bias after rounding")
              .in(Order.BACKWARD)
              .with(Accumulator.DOUBLE)
              .with(BiasPlace.AFTER_ROUNDING),
          BASE.called("fused").with(Accumulator.FUSED),
          BASE.called("fused in sixteen lanes, packed")
              .in(Order.lanes(16))
              .with(Accumulator.FUSED)
              .with(WeightLayout.PACKED),
          BASE.called("split-K by 3").in(Order.splitK(3)).with(BiasPlace.LAST),
          BASE.called("fused split-K by 8, column-major")
              .in(Order.splitK(8))
              .with(Accumulator.FUSED)
              .with(WeightLayout.COLUMN_MAJOR),
          BASE.called("packed, bias after rounding")
              .with(WeightLayout.PACKED)
              .with(BiasPlace.AFTER_ROUNDING),
          BASE.called("gradients in double").gradientsWith(Accumulator.DOUBLE),
          BASE.called("pairwise, coalesced").in(Order.PAIRWISE).with(GradientRoute.COALESCED),
          BASE.called("double gradients backward, coalesced and packed")
              .in(Order.BACKWARD)
              .gradientsWith(Accumulator.DOUBLE)
              .with(GradientRoute.COALESCED)
              .with(WeightLayout.PACKED));

  /** Returns every kernel, the one that is most like plain first. */
  static List<Kernel> all() {
    return ALL;
  }

  private Kernel called(String other) {
    return new Kernel(other, order, outputs, gradients, bias, layout, route, declared);
  }

  private Kernel in(Order other) {
    return new Kernel(name, other, outputs, gradients, bias, layout, route, declared);
  }

  private Kernel with(Accumulator both) {
    return new Kernel(name, order, both, both, bias, layout, route, declared);
  }

  private Kernel gradientsWith(Accumulator other) {
    return new Kernel(name, order, outputs, other, bias, layout, route, declared);
  }

  private Kernel with(BiasPlace other) {
    return new Kernel(name, order, outputs, gradients, other, layout, route, declared);
  }

  private Kernel with(WeightLayout other) {
    return new Kernel(name, order, outputs, gradients, bias, other, route, declared);
  }

  private Kernel with(GradientRoute other) {
    return new Kernel(name, order, outputs, gradients, bias, layout, other, declared);
  }

  private Kernel declaring() {
    return new Kernel(name, order, outputs, gradients, bias, layout, route, true);
  }

  /** Tells whether a call leaves something behind that a later one uses. */
  boolean keepsSomething() {
    return layout == WeightLayout.PACKED;
  }

  /** Returns the sum of a start and some products, as outputs are accumulated. */
  double output(DType dtype, double start, Terms terms, int count) {
    return sum(outputs, dtype, start, terms, count);
  }

  /** Returns the sum of a start and some products, as gradients are accumulated. */
  double gradient(DType dtype, double start, Terms terms, int count) {
    return sum(gradients, dtype, start, terms, count);
  }

  private double sum(Accumulator accumulator, DType dtype, double start, Terms terms, int count) {
    boolean single = dtype != DType.FLOAT64;
    return order.add(
        new Order.RunningSum() {
          @Override
          public double run(double from, int first, int many, int step) {
            return accumulator.run(single, from, terms, first, many, step);
          }

          @Override
          public double join(double left, double right) {
            return accumulator.join(single, left, right);
          }
        },
        start,
        0,
        count);
  }

  @Override
  public String toString() {
    return name;
  }
}
