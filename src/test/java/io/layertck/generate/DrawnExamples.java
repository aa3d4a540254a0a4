package io.layertck.generate;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.RandomGenerator;

/** What a rule sees of a generator in one run, and what can be said of it. */
final class DrawnExamples {
  private static final Claims CLAIMS = new PlainSubject().claims();

  private DrawnExamples() {}

  /** Draws as often as that rule does which draws from the generator most often. */
  static <E extends Example> List<E> of(ArbitrarySupplier<Case<E>> supplier) {
    return of(supplier, tries(supplier.getClass()));
  }

  /** Draws as often, for a subject with other claims. */
  static <E extends Example> List<E> of(ArbitrarySupplier<Case<E>> supplier, Claims claims) {
    return of(supplier, tries(supplier.getClass()), claims);
  }

  static <E extends Example> List<E> of(ArbitrarySupplier<Case<E>> supplier, int tries) {
    return of(supplier, tries, CLAIMS);
  }

  static <E extends Example> List<E> of(
      ArbitrarySupplier<Case<E>> supplier, int tries, Claims claims) {
    RandomGenerator<Case<E>> generator =
        Objects.requireNonNull(supplier.get()).generator(tries, false);
    Random random = new Random(42);
    List<E> examples = new ArrayList<>();
    for (int i = 0; i < tries; i++) {
      examples.add(generator.next(random).value().materialise(claims));
    }
    return examples;
  }

  private static int tries(Class<?> supplier) {
    return Catalogue.rules().stream()
        .map(RuleEntry::property)
        .filter(
            property ->
                Arrays.stream(property.getParameters())
                    .map(parameter -> parameter.getAnnotation(ForAll.class))
                    .anyMatch(drawn -> drawn != null && drawn.supplier() == supplier))
        .mapToInt(property -> property.getAnnotation(Property.class).tries())
        .max()
        .orElseThrow(() -> new AssertionError("no rule draws from " + supplier));
  }

  /** Tells whether there is one index only, however often it occurs. */
  static boolean allEqual(long[] indices) {
    return LongStream.of(indices).distinct().count() == 1;
  }

  /** Tells whether an index occurs twice. */
  static boolean repeats(long[] indices) {
    return LongStream.of(indices).distinct().count() < indices.length;
  }

  /** Names the layout that a view shows. */
  static String layoutOf(HostTensor tensor) {
    long[] strides = tensor.strides();
    int rank = tensor.rank();
    if (tensor.offset() > 0) {
      return "offset";
    }
    if (rank == 0 || tensor.size() < 2) {
      return "trivial";
    }
    if (tensor.isContiguous()) {
      return "contiguous";
    }
    if (strides[0] == 0) {
      return "expanded";
    }
    if (strides[rank - 1] == 2 && (rank == 1 || strides[rank - 2] != 1)) {
      return "stepped";
    }
    return rank > 1 && strides[rank - 2] == 1 && strides[rank - 1] != 1
        ? "transposed"
        : "wide rows";
  }
}
