package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the tensors of an example that gets other sizes. */
class ResizedTest {
  private static final Axis ROWS = new Axis("rows", 0);
  private static final Axis COLUMNS = new Axis("columns", 0);

  /** An example that is nothing but its tensors. */
  private record Tensors(List<Part> parts) implements Example {
    static Tensors of(Part... parts) {
      return new Tensors(List.of(parts));
    }

    @Override
    public Example with(List<HostTensor> tensors) {
      List<Part> others = new ArrayList<>();
      for (int i = 0; i < tensors.size(); i++) {
        Part part = parts.get(i);
        others.add(new Part(part.name(), tensors.get(i), part.role(), part.axes(), part.target()));
      }
      return new Tensors(others);
    }

    @Override
    public String describe() {
      return parts.toString();
    }
  }

  private static HostTensor numbers(int... shape) {
    long[] extents = Arrays.stream(shape).asLongStream().toArray();
    long[] values = new long[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
    Arrays.setAll(values, i -> i);
    return HostTensor.of(values, extents);
  }

  private static HostTensor longs(long... values) {
    return HostTensor.of(values, values.length);
  }

  private static Part values(HostTensor tensor, Axis... axes) {
    return Part.values("values", tensor, axes);
  }

  private static HostTensor only(Optional<Example> resized) {
    List<Part> parts = resized.orElseThrow().parts();
    return parts.get(parts.size() - 1).tensor();
  }

  private static long[] renamed(Part.Role role, int extent, int[] coordinates, long... names) {
    Example example =
        Tensors.of(
            values(numbers(extent), ROWS),
            new Part("names", longs(names), role, List.of(COLUMNS), ROWS));
    return only(Resized.to(example, ROWS, coordinates)).longs();
  }

  @Test
  void axesAreThoseAlongWhichAllTensorsAgree() {
    Axis differing = new Axis("differing", 0);
    Axis empty = new Axis("empty", 0);
    Axis emptyInOne = new Axis("empty in one", 0);

    Example example =
        Tensors.of(
            values(numbers(2, 3), ROWS, COLUMNS),
            values(numbers(3, 4), COLUMNS, differing),
            values(numbers(5, 0, 0), differing, empty, emptyInOne),
            values(numbers(2), emptyInOne));

    assertThat(Resized.axes(example)).containsExactly(ROWS, COLUMNS, empty);
    assertThat(Resized.extent(example, ROWS)).isEqualTo(2);
    assertThat(Resized.extent(example, COLUMNS)).isEqualTo(3);
    assertThat(Resized.extent(example, empty)).isZero();
    assertThat(Resized.extent(example, differing)).isNegative();
    assertThat(Resized.extent(example, emptyInOne)).isNegative();
    assertThat(Resized.extent(example, new Axis("rows", 1))).isNegative();
  }

  @Test
  void coordinatesAreTakenInTheirOrderAndRepeated() {
    Example example =
        Tensors.of(values(numbers(2, 3, 2), new Axis("outer", 0), ROWS, new Axis("inner", 0)));

    HostTensor resized = only(Resized.to(example, ROWS, 2, 0, 2, 1));

    assertThat(resized.shape()).containsExactly(2, 4, 2);
    assertThat(resized.longs()).containsExactly(4, 5, 0, 1, 4, 5, 2, 3, 10, 11, 6, 7, 10, 11, 8, 9);
  }

  @Test
  void everyDimensionAlongTheAxisIsResizedAndNoOther() {
    HostTensor square = numbers(3, 3);
    HostTensor other = numbers(3);
    Example example = Tensors.of(values(other, COLUMNS), values(square, ROWS, ROWS));

    Example resized = Resized.to(example, ROWS, 0, 2).orElseThrow();

    assertThat(resized.parts().get(1).tensor().longs()).containsExactly(0, 2, 6, 8);
    assertThat(resized.parts().get(0).tensor()).isSameAs(other);
  }

  @ParameterizedTest
  @EnumSource(value = Layout.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPANDED")
  void layoutsStay(Layout layout) {
    Example example =
        Tensors.of(
            values(TensorFill.placed(numbers(3, 4), layout), ROWS, COLUMNS),
            new Part(
                "indices",
                TensorFill.placed(numbers(2, 2), layout),
                Part.Role.INDICES,
                List.of(new Axis("indices", 0), new Axis("indices", 1)),
                COLUMNS));

    Example resized = Resized.to(example, COLUMNS, 3, 2, 1, 0).orElseThrow();
    Example fewer = Resized.to(example, ROWS, 2, 1).orElseThrow();

    assertThat(resized.parts())
        .extracting(part -> TensorFill.layoutOf(part.tensor()))
        .containsOnly(layout);
    assertThat(resized.parts().get(1).tensor().longs()).containsExactly(3, 2, 1, 0);
    assertThat(TensorFill.layoutOf(fewer.parts().get(0).tensor())).isEqualTo(layout);
    assertThat(fewer.parts().get(0).tensor().longs()).containsExactly(8, 9, 10, 11, 4, 5, 6, 7);
  }

  @Test
  void indicesGoOnNamingTheirRows() {
    assertThat(renamed(Part.Role.INDICES, 4, new int[] {3, 0, 1}, 0, 1, 3, 0))
        .containsExactly(1, 2, 0, 1);
    assertThat(renamed(Part.Role.INDICES, 2, new int[] {1, 0, 1, 0}, 0, 1)).containsExactly(1, 0);
  }

  @Test
  void narrowIndicesStayNarrow() {
    Example example =
        Tensors.of(
            values(numbers(3), ROWS),
            new Part(
                "indices",
                HostTensor.of(new int[] {2, 1}, 2),
                Part.Role.INDICES,
                List.of(COLUMNS),
                ROWS));

    HostTensor indices = only(Resized.to(example, ROWS, 1, 2));

    assertThat(indices.dtype()).isEqualTo(DType.INT32);
    assertThat(indices.longs()).containsExactly(1, 0);
  }

  @ParameterizedTest
  @EnumSource(
      value = Part.Role.class,
      names = {"INDICES", "TARGETS", "OPTION"})
  void aRowThatIsNamedCannotBeLeftOut(Part.Role role) {
    Example example =
        Tensors.of(
            values(numbers(3), ROWS), new Part("names", longs(0), role, List.of(COLUMNS), ROWS));

    assertThat(Resized.to(example, ROWS, 1, 2)).isEmpty();
    assertThat(Resized.to(example, ROWS, 0, 2)).isPresent();
  }

  @Test
  void namesOfATypeThatIsNoIndexTypeForbidAnotherSize() {
    Example example =
        Tensors.of(
            values(numbers(2, 3), ROWS, COLUMNS),
            Part.indices("indices", HostTensor.of(new float[] {1}, 1), ROWS, new Axis("i", 0)));

    assertThat(Resized.to(example, ROWS, 0, 1)).isEmpty();
    assertThat(Resized.to(example, COLUMNS, 0, 1)).isPresent();
  }

  @Test
  void indicesALittleOutsideStayAsFarOutside() {
    assertThat(renamed(Part.Role.INDICES, 3, new int[] {0, 1}, 3, 4, 11)).containsExactly(2, 3, 10);
    assertThat(renamed(Part.Role.INDICES, 3, new int[] {0, 1}, -3, -4, -11))
        .containsExactly(-2, -3, -10);
  }

  @Test
  void indicesFarOutsideAndSmallNegativeOnesStayAsTheyAre() {
    assertThat(renamed(Part.Role.INDICES, 3, new int[] {0, 1}, 12, Long.MAX_VALUE))
        .containsExactly(12, Long.MAX_VALUE);
    assertThat(renamed(Part.Role.INDICES, 3, new int[] {0, 1}, -1, -2, -12, Long.MIN_VALUE))
        .containsExactly(-1, -2, -12, Long.MIN_VALUE);
    assertThat(renamed(Part.Role.INDICES, 1, new int[] {0, 0}, -1)).containsExactly(-1);
  }

  @Test
  void targetsThatNameNothingStay() {
    assertThat(renamed(Part.Role.TARGETS, 3, new int[] {2, 0}, -100, 2, -4, 3))
        .containsExactly(-100, 0, -4, 3);
  }

  @Test
  void anOptionGoesOnCountingFromTheEndItCountedFrom() {
    assertThat(renamed(Part.Role.OPTION, 3, new int[] {1, 0}, 0)).containsExactly(1);
    assertThat(renamed(Part.Role.OPTION, 3, new int[] {2, 1, 0, 0}, -1)).containsExactly(-4);
    assertThat(renamed(Part.Role.OPTION, 3, new int[] {2, 0}, -3)).containsExactly(-1);
    assertThat(renamed(Part.Role.OPTION, 3, new int[] {0, 1}, 5)).containsExactly(4);
    assertThat(renamed(Part.Role.OPTION, 3, new int[] {0, 1}, -5)).containsExactly(-4);
  }

  @Test
  void offsetsGoOnDividingWhatIsLeft() {
    assertThat(renamed(Part.Role.OFFSETS, 5, new int[] {0, 3, 4}, 0, 2, 3, 4, 5))
        .containsExactly(0, 1, 1, 2, 3);
    assertThat(renamed(Part.Role.OFFSETS, 5, new int[] {0, 3, 4}, -1, 7, 0))
        .containsExactly(-1, 5, 0);
    assertThat(renamed(Part.Role.OFFSETS, 3, new int[] {0, 0, 1}, 3)).containsExactly(3);
    assertThat(renamed(Part.Role.OFFSETS, 3, new int[] {2}, 0, 1, 2, 3))
        .containsExactly(0, 0, 0, 1);
  }

  @Test
  void twoLeadingDimensionsBecomeOneWhereverTheyOccur() {
    Axis[] leading = Axis.leading("indices", 3);
    HostTensor alone = numbers(2);
    Example example =
        Tensors.of(
            values(alone, ROWS),
            values(TensorFill.placed(numbers(2, 3, 4), Layout.TRANSPOSED), leading),
            values(numbers(4, 2, 3), COLUMNS, leading[0], leading[1]),
            values(numbers(4, 5, 2, 3, 6), ROWS, COLUMNS, leading[0], leading[1], leading[2]));

    List<Part> flat = Resized.flattened(example, "indices").orElseThrow().parts();

    assertThat(flat.get(0).tensor()).isSameAs(alone);
    assertThat(flat.get(1).tensor().shape()).containsExactly(6, 4);
    assertThat(flat.get(1).tensor().longs()).containsExactly(numbers(24).longs());
    assertThat(TensorFill.layoutOf(flat.get(1).tensor())).isEqualTo(Layout.TRANSPOSED);
    assertThat(flat.get(2).tensor().shape()).containsExactly(4, 6);
    assertThat(flat.get(3).tensor().shape()).containsExactly(4, 5, 6, 6);
  }

  @Test
  void withoutTwoNeighbouringDimensionsNothingIsMerged() {
    Axis[] leading = Axis.leading("indices", 2);

    assertThat(Resized.flattened(Tensors.of(values(numbers(3), leading[0])), "indices")).isEmpty();
    assertThat(Resized.flattened(Tensors.of(values(numbers(3), leading[1])), "indices")).isEmpty();
    assertThat(
            Resized.flattened(Tensors.of(values(numbers(2, 3), leading[1], leading[0])), "indices"))
        .isEmpty();
    assertThat(
            Resized.flattened(
                Tensors.of(values(numbers(2, 3, 4), leading[0], ROWS, leading[1])), "indices"))
        .isEmpty();
    assertThat(Resized.flattened(Tensors.of(values(numbers(2, 3), leading)), "rows")).isEmpty();
  }

  @Test
  void axesOfOneTensorAmongSeveralAreNamedAfterIt() {
    assertThat(Axis.leading("indices", 2))
        .containsExactly(new Axis("indices", 0), new Axis("indices", 1));
    assertThat(Axis.and(Axis.leading("indices", 1), COLUMNS))
        .containsExactly(new Axis("indices", 0), COLUMNS);
    assertThat(new Axis("indices", 1).of("step 2")).isEqualTo(new Axis("indices of step 2", 1));
    assertThat(values(numbers(1), ROWS).of("step 2").name()).isEqualTo("values of step 2");
  }
}
