package io.layertck.generate;

import io.layertck.generate.SchemeExample.Sized;
import io.layertck.spi.Claims;
import io.layertck.spi.FanMode;
import io.layertck.spi.Feature;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Draws every scheme of {@code torch.nn.init}, Kaiming's with every nonlinearity, each with
 * arguments that are now and then absent.
 *
 * <p>A case holds them all, so that each is judged in every try; a failing one shrinks to the
 * scheme that fails. Bounds of uniform and truncated draws are multiples of 1/8, and so exact in
 * every type.
 */
public final class SchemeCases implements ArbitrarySupplier<Case<SchemeExample>> {
  /** The elements of each weight that is judged statistically. */
  public static final int STATISTICAL_ELEMENTS = 20_000;

  /** How often a case leaves a scheme out, to which one shrinks where another scheme fails. */
  public static final double ABSENT = 1.0 / 50;

  /** Of that many elements, the fans far apart. */
  private static final List<int[]> STATISTICAL =
      List.of(new int[] {2000, 10}, new int[] {10, 2000}, new int[] {500, 40});

  private static final List<int[]> MATRICES =
      List.of(new int[] {60, 20}, new int[] {20, 60}, new int[] {40, 40});

  private static final List<int[]> SMALL =
      List.of(new int[] {7, 5}, new int[] {5, 7}, new int[] {1, 9});

  /** One set of arguments of a function. */
  private static Map<String, Double> arguments(Object... namesAndValues) {
    Map<String, Double> arguments = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      arguments.put((String) namesAndValues[i], ((Number) namesAndValues[i + 1]).doubleValue());
    }
    return arguments;
  }

  @Override
  public Arbitrary<Case<SchemeExample>> get() {
    return Combinators.combine(
            Combinators.combine(schemes()).as(SchemeCases::present),
            Arbitraries.of(true, false),
            Draws.types(),
            Draws.seed())
        .as(
            (drawn, linear, types, seed) ->
                claims ->
                    new SchemeExample(
                        seeded(drawn, seed), isLinear(linear, claims), types.floating(claims)));
  }

  private static boolean isLinear(boolean drawn, Claims claims) {
    return !claims.has(Feature.LOOKUP) || (drawn && claims.has(Feature.LINEAR));
  }

  private static List<Sized> present(List<Optional<Sized>> drawn) {
    return drawn.stream().flatMap(Optional::stream).toList();
  }

  /** Gives each scheme a seed of its own, which does not depend on the others. */
  private static List<Sized> seeded(List<Sized> drawn, long seed) {
    return drawn.stream()
        .map(
            sized ->
                new Sized(
                    new Start.Scheme(
                        sized.scheme().name(),
                        sized.scheme().arguments(),
                        CoordinateHash.step(
                            CoordinateHash.start(seed, sized.scheme().name()),
                            sized.scheme().arguments().hashCode())),
                    sized.rows(),
                    sized.columns()))
        .toList();
  }

  private static List<Arbitrary<Optional<Sized>>> schemes() {
    List<Arbitrary<Optional<Sized>>> schemes = new ArrayList<>();
    schemes.addAll(elementwise());
    schemes.addAll(fanned());
    schemes.add(scheme("orthogonal_", MATRICES, arguments()));
    schemes.add(scheme("orthogonal_", MATRICES, arguments("gain", 2), arguments("gain", 0.5)));
    schemes.add(scheme("sparse_", MATRICES, arguments("sparsity", 0.03125)));
    schemes.add(
        scheme(
            "sparse_",
            MATRICES,
            arguments("sparsity", 0.125, "std", 2),
            arguments("sparsity", 0.5, "std", 1)));
    return schemes;
  }

  private static List<Arbitrary<Optional<Sized>>> elementwise() {
    return List.of(
        scheme("normal_", STATISTICAL, arguments(), arguments("mean", 0.5)),
        scheme("normal_", STATISTICAL, arguments("std", 0.02), arguments("mean", -2, "std", 3)),
        scheme("uniform_", STATISTICAL, arguments()),
        scheme("uniform_", STATISTICAL, arguments("a", -0.5, "b", 0.25), arguments("a", 1, "b", 3)),
        scheme("trunc_normal_", STATISTICAL, arguments("mean", 0.25, "std", 0.5, "a", 0, "b", 1)),
        scheme(
            "trunc_normal_",
            STATISTICAL,
            arguments(),
            arguments("std", 0.02),
            arguments("mean", 1, "std", 2, "a", -2, "b", 3),
            arguments("a", 1, "b", 2)),
        scheme("constant_", SMALL, arguments("val", 0.3), arguments("val", 1e-3)),
        scheme("constant_", SMALL, arguments("val", -2)),
        scheme("zeros_", SMALL, arguments()),
        scheme("ones_", SMALL, arguments()),
        scheme("eye_", SMALL, arguments()),
        scheme("eye_", MATRICES, arguments()));
  }

  /** The schemes that look at the fans, of which the shapes' lie far apart. */
  private static List<Arbitrary<Optional<Sized>>> fanned() {
    List<Arbitrary<Optional<Sized>>> schemes = new ArrayList<>();
    for (String name : List.of("xavier_uniform_", "xavier_normal_")) {
      schemes.add(scheme(name, STATISTICAL, arguments()));
      schemes.add(scheme(name, STATISTICAL, arguments("gain", 5.0 / 3), arguments("gain", 0.5)));
    }
    schemes.add(scheme("kaiming_uniform_", STATISTICAL, arguments()));
    schemes.add(scheme("kaiming_normal_", STATISTICAL, arguments()));
    for (Nonlinearity nonlinearity : Nonlinearity.values()) {
      schemes.add(kaiming(nonlinearity));
    }
    return schemes;
  }

  private static Arbitrary<Optional<Sized>> kaiming(Nonlinearity nonlinearity) {
    List<Map<String, Double>> sets = new ArrayList<>();
    for (FanMode mode : FanMode.values()) {
      for (double slope : new double[] {0.5, Math.sqrt(5)}) {
        sets.add(arguments("a", slope, "mode", mode.code(), "nonlinearity", nonlinearity.code()));
      }
    }
    return optional(Arbitraries.of("kaiming_uniform_", "kaiming_normal_"), STATISTICAL, sets);
  }

  @SafeVarargs
  private static Arbitrary<Optional<Sized>> scheme(
      String name, List<int[]> shapes, Map<String, Double>... arguments) {
    List<Map<String, Double>> sets = new ArrayList<>();
    for (Map<String, Double> set : arguments) {
      sets.add(set);
    }
    return optional(Arbitraries.just(name), shapes, sets);
  }

  private static Arbitrary<Optional<Sized>> optional(
      Arbitrary<String> name, List<int[]> shapes, List<Map<String, Double>> arguments) {
    Arbitrary<Optional<Sized>> present =
        Combinators.combine(name, Arbitraries.of(shapes), Arbitraries.of(arguments))
            .as(
                (called, shape, with) ->
                    Optional.of(new Sized(new Start.Scheme(called, with, 0), shape[0], shape[1])));
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(Optional.<Sized>empty())),
        Tuple.of((int) Math.round(1 / ABSENT) - 1, present));
  }
}
