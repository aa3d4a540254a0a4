package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Example;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

/** What is drawn in the half types keeps to their ranges, and still uses them. */
class HalfCasesTest {
  private static final int TRIES = 1000;
  private static final List<DType> HALVES = List.of(DType.FLOAT16, DType.BFLOAT16);
  private static final Claims CLAIMS = new PlainSubject().claims();

  private static <E extends io.layertck.generate.Example> List<E> drawn(
      DType dtype, ArbitrarySupplier<Case<E>> supplier) {
    return drawn(Objects.requireNonNull(supplier.get()), CLAIMS.at(dtype));
  }

  private static <T extends io.layertck.generate.Example> List<T> drawn(
      Arbitrary<Case<T>> arbitrary, Claims claims) {
    Random random = new Random(7);
    var generator = arbitrary.generator(TRIES, false);
    return java.util.stream.Stream.generate(() -> generator.next(random).value())
        .limit(TRIES)
        .map(drawn -> drawn.materialise(claims))
        .toList();
  }

  /** The largest sum of magnitudes over the rows of {@code left} and of {@code right}. */
  private static double largestSum(double[][] left, double[][] right) {
    double largest = 0;
    for (double[] first : left) {
      for (double[] second : right) {
        double sum = 0;
        for (int k = 0; k < first.length; k++) {
          sum += Math.abs(first[k] * second[k]);
        }
        largest = Math.max(largest, sum);
      }
    }
    return largest;
  }

  private static double[][] rows(HostTensor tensor) {
    int columns = tensor.extent(-1);
    double[] values = tensor.widened();
    double[][] rows = new double[columns == 0 ? 0 : values.length / columns][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * columns, (i + 1) * columns));
    return rows;
  }

  private static double[][] columns(HostTensor tensor) {
    double[][] rows = rows(tensor);
    double[][] columns = new double[tensor.extent(-1)][rows.length];
    for (int row = 0; row < rows.length; row++) {
      for (int column = 0; column < columns.length; column++) {
        columns[column][row] = rows[row][column];
      }
    }
    return columns;
  }

  private static double largest(HostTensor tensor) {
    return Arrays.stream(tensor.widened()).map(Math::abs).max().orElse(0);
  }

  private static <E> void assertWithin(
      DType dtype, List<E> examples, double least, ToDoubleFunction<E> sumOfMagnitudes) {
    double room = Math.scalb(1.0, dtype.precision() - 1);
    double most = examples.stream().mapToDouble(sumOfMagnitudes).max().orElse(0);
    assertThat(most).as("%s", dtype).isLessThanOrEqualTo(room).isGreaterThan(least * room);
  }

  @Example
  void everyOutputSumsToHalfOfTheExactRangeAtMost() {
    for (DType dtype : HALVES) {
      assertWithin(
          dtype,
          drawn(dtype, new LinearCases()),
          0.5,
          each ->
              largestSum(rows(each.input()), rows(each.weight()))
                  + (each.bias() == null ? 0 : largest(each.bias())));
    }
  }

  @Example
  void everyGradientSumsToHalfOfTheExactRangeAtMost() {
    for (DType dtype : HALVES) {
      List<LinearGradientExample> examples = drawn(dtype, new LinearGradientCases());
      assertWithin(
          dtype,
          examples,
          0.5,
          each -> largestSum(rows(each.upstream()), columns(each.linear().weight())));
      assertWithin(
          dtype,
          examples,
          0.3,
          each -> largestSum(columns(each.upstream()), columns(each.linear().input())));
    }
  }

  @Example
  void everyEdgeSumsToHalfOfTheExactRangeAtMost() {
    for (DType dtype : HALVES) {
      List<LinearExample> examples =
          drawn(dtype, new LinearEdgeCases()).stream()
              .filter(each -> each.input().size() < 100_000)
              .toList();
      assertWithin(
          dtype,
          examples,
          0.5,
          each ->
              largestSum(rows(each.input()), rows(each.weight()))
                  + (each.bias() == null ? 0 : largest(each.bias())));
      assertThat(examples)
          .filteredOn(each -> each.inFeatures() > 4000)
          .isNotEmpty()
          .allSatisfy(each -> assertThat(each.input().widened()).contains(0, 1));
    }
  }

  @Example
  void everyTableGradientSumsToHalfOfTheExactRangeAtMost() {
    for (DType dtype : HALVES) {
      List<LookupGradientExample> examples =
          drawn(dtype, new LookupGradientCases.ManyOccurrences());
      assertWithin(
          dtype,
          examples,
          0.5,
          each ->
              Arrays.stream(columns(each.upstream()))
                  .mapToDouble(column -> Arrays.stream(column).map(Math::abs).sum())
                  .max()
                  .orElse(0));
      assertThat(examples)
          .filteredOn(each -> each.lookup().indices().size() > 4000)
          .isNotEmpty()
          .allSatisfy(each -> assertThat(nonzeros(each.upstream())).isGreaterThan(100));
    }
  }

  private static int nonzeros(HostTensor tensor) {
    return (int) Arrays.stream(tensor.widened()).filter(value -> value != 0).count();
  }

  @Example
  void everyTiedGradientSumsToTheExactRangeAtMost() {
    for (DType dtype : HALVES) {
      double room = Math.scalb(1.0, dtype.precision());
      for (TiedExample each : drawn(dtype, new TiedCases())) {
        double factor = largest(each.lookup().weight());
        double all = Arrays.stream(each.upstream().widened()).map(Math::abs).sum();
        double head =
            Arrays.stream(columns(each.upstream()))
                .mapToDouble(column -> Arrays.stream(column).map(Math::abs).sum())
                .max()
                .orElse(0);
        assertThat(factor * (all + head)).as("%s %s", dtype, each).isLessThanOrEqualTo(room);
      }
    }
  }

  @Example
  void realFloat16ProductsAreNormalNumbers() {
    for (LinearExample each : drawn(DType.FLOAT16, new LinearCases.Real())) {
      double least =
          Arrays.stream(each.input().widened()).map(Math::abs).min().orElse(1)
              * Arrays.stream(each.weight().widened()).map(Math::abs).min().orElse(1);
      assertThat(least).isGreaterThanOrEqualTo(DType.FLOAT16.minNormal());
      assertThat(largest(each.input())).isLessThan(65504);
    }
  }

  @Example
  void cancellingHalvesCancelToMoreThanNothing() {
    for (DType dtype : HALVES) {
      double[] pair =
          TensorFill.floating(dtype, Regime.CANCELLING, Layout.CONTIGUOUS, 3, "weight", 1, 64)
              .widened();
      int different = 0;
      for (int i = 0; i < pair.length; i += 2) {
        assertThat(Math.abs(pair[i] + pair[i + 1])).isLessThan(Math.abs(pair[i]) / 4);
        different += pair[i] + pair[i + 1] == 0 ? 0 : 1;
      }
      assertThat(different).isGreaterThan(20);
    }
  }

  @Example
  void specialHalvesHoldEveryPattern() {
    for (DType dtype : HALVES) {
      List<Long> seen =
          drawn(dtype, new LookupCases.Special()).stream()
              .flatMap(each -> Arrays.stream(each.weight().bits()).boxed())
              .distinct()
              .toList();
      assertThat(seen).containsAll(SpecialBits.patterns(dtype));
    }
  }

  @Example
  void everyClaimedTypeIsDrawnAndNoOther() {
    Claims all = CLAIMS.at(DType.FLOAT16, DType.FLOAT32, DType.BFLOAT16, DType.FLOAT64);
    List<Tuple2<Claims, Integer>> expected =
        List.of(Tuple.of(all, 4), Tuple.of(CLAIMS.at(DType.BFLOAT16), 1));
    for (Tuple2<Claims, Integer> each : expected) {
      List<DType> types =
          drawn(Objects.requireNonNull(new LookupCases().get()), each.get1()).stream()
              .map(example -> example.config().dtype())
              .toList();
      assertThat(types).containsAll(each.get1().dtypes());
      assertThat(types.stream().distinct()).hasSize(each.get2());
      for (DType dtype : each.get1().dtypes()) {
        assertThat(types.stream().filter(dtype::equals).count()).isGreaterThan(90);
      }
    }
  }
}
