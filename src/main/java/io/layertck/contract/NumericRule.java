package io.layertck.contract;

import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.rule.Rule;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A rule that judges numbers, with the deviations that it is certain to reject in a case.
 *
 * <p>A run of N cases misses what all of them miss; so a deviation must be certain in the part
 * {@code 1 - (1e-6)^(1/N)} of the cases, which for 500 is 2.7 %. That part is found in cases which
 * the rule's own generator draws: of the sizes in ascending order the one is taken below which, but
 * for once in a million samples, at least that part of all cases lies (Clopper and Pearson).
 *
 * @param contract the interface that holds the rule, and so the number of its tries
 * @param id of the rule
 * @param drawn what a run draws
 * @param body how a case is judged
 * @param sampled what is drawn here: all that a run draws, or a part of it
 * @param share which part of a run's cases that is
 * @param sample how many are drawn here
 * @param sizes of each quantity from which on one case is certain to reject it
 * @param judges by which judges, in a phrase
 */
record NumericRule<E extends Example>(
    Class<? extends Contract> contract,
    String id,
    ArbitrarySupplier<Case<E>> drawn,
    RuleBody<E> body,
    ArbitrarySupplier<Case<E>> sampled,
    double share,
    int sample,
    CertainSizes<E> sizes,
    String judges) {
  private static final long SEED = 4;

  /** From which size on a case is certain to reject each quantity that it can tell. */
  interface CertainSizes<E> {
    /**
     * Returns the size of every quantity that the rule tells, infinity where this case does not.
     */
    Map<String, Double> of(E example, Claims claims);
  }

  /** Returns a rule of which a part of all cases is sampled. */
  NumericRule(
      Class<? extends Contract> contract,
      String id,
      ArbitrarySupplier<Case<E>> drawn,
      RuleBody<E> body,
      int sample,
      CertainSizes<E> sizes,
      String judges) {
    this(contract, id, drawn, body, drawn, 1, sample, sizes, judges);
  }

  /** Returns how many cases a default run draws. */
  int tries() {
    for (Method method : contract.getMethods()) {
      Rule rule = method.getAnnotation(Rule.class);
      if (rule != null && rule.id().equals(id)) {
        return DrawnTries.of(method);
      }
    }
    throw new IllegalStateException(contract.getSimpleName() + " has no rule " + id);
  }

  /** Computes the deviations that a run of one type is sure to detect, where it is of any. */
  List<Sensitivity> sensitivities(DType dtype, Claims claims) {
    Map<String, List<Double>> certain = new TreeMap<>();
    for (Case<E> description : drawn(sampled, tries(), SEED, sample)) {
      sizes
          .of(description.materialise(claims), claims)
          .forEach(
              (quantity, size) ->
                  certain.computeIfAbsent(quantity, fresh -> new ArrayList<>()).add(size));
    }
    return certain.entrySet().stream()
        .map(entry -> new Sensitivity(id, dtype, entry.getKey(), delta(entry.getValue()), judges))
        .filter(one -> Double.isFinite(one.delta()))
        .toList();
  }

  /**
   * Returns the size that is certain to be rejected in as many cases as a run needs, infinity where
   * too few cases tell.
   */
  private double delta(List<Double> certain) {
    double needed = -Math.expm1(Math.log(Sensitivities.MISS) / tries()) / share;
    int below =
        BinomialDistribution.of(certain.size(), needed)
            .inverseSurvivalProbability(Sensitivities.MISS);
    double[] sizes = certain.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return below < sizes.length ? sizes[below] : Double.POSITIVE_INFINITY;
  }

  /**
   * Draws cases as a run does.
   *
   * @param tries of the rule, which a generator may look at
   */
  static <E extends Example> List<Case<E>> drawn(
      ArbitrarySupplier<Case<E>> supplier, int tries, long seed, int count) {
    List<Case<E>> cases = new ArrayList<>();
    JqwikSession.run(
        () -> {
          RandomGenerator<Case<E>> generator =
              Objects.requireNonNull(supplier.get()).generator(tries, false);
          Random random = new Random(seed);
          for (int i = 0; i < count; i++) {
            cases.add(generator.next(random).value());
          }
        });
    return cases;
  }
}
