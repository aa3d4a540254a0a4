package io.layertck.power;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says of the power of the run behind it.
 *
 * @param reason why nothing is known; empty where something is
 * @param figures what is known of faulty layers, or none
 * @param correctLayers what is known of correct layers, or none
 * @param detects the smallest deviations that the rules which ran are sure to detect
 */
public record PowerStatement(
    String reason,
    @Nullable Figures figures,
    @Nullable CorrectLayers correctLayers,
    List<Detectable> detects) {
  private static final int LEGIBLE = 12;

  /** Copies the list; a certificate from before there was one has none. */
  @SuppressWarnings("ConstantValue") // Jackson leaves a field that is not in the file null.
  public PowerStatement {
    detects = detects == null ? List.of() : List.copyOf(detects);
  }

  /**
   * A deviation that a default run detects with a probability of at least {@code 1 - 1e-6}.
   *
   * @param rule the rule that detects it
   * @param dtype the element type
   * @param quantity what is off by delta
   * @param delta the smallest such deviation
   */
  public record Detectable(String rule, String dtype, String quantity, double delta) {}

  /**
   * What the rules said of correct layers that compute in many ways.
   *
   * @param kernels how many layers
   * @param judged the cases that decided a rule
   * @param accused how often one was accused
   */
  public record CorrectLayers(int kernels, long judged, long accused) {}

  /**
   * What is known of the rules' power.
   *
   * @param mode which of the suite's self-tests measured it
   * @param seed its run seed
   * @param seeds under how many seeds each fault met the rule that it names
   * @param faults the faulty layers with names of their own
   * @param mutants the generated ones that must be caught
   * @param tries the cases up to the first that failed, over all faults
   */
  public record Figures(
      String mode, long seed, int seeds, Share faults, Share mutants, Spread tries) {}

  /**
   * How many of some faulty layers are caught.
   *
   * @param total how many there are
   * @param caught how many of them the whole catalogue catches
   * @param caughtHere how many of them are caught by rules that were judged in this run
   */
  public record Share(int total, int caught, int caughtHere) {
    static Share of(List<TriedLayer> layers, Collection<String> judged) {
      List<TriedLayer> due = layers.stream().filter(TriedLayer::mustBeCaught).toList();
      return new Share(
          due.size(),
          (int) due.stream().filter(TriedLayer::isCaught).count(),
          (int)
              due.stream()
                  .filter(TriedLayer::isCaught)
                  .filter(layer -> layer.caughtBy().stream().anyMatch(judged::contains))
                  .count());
    }
  }

  /**
   * Says what a stored self-test tells of a run.
   *
   * @param correct what correct layers were told by the same rules, where it was stored
   * @param detects the smallest deviations that the rules detect in the types that were judged
   * @param catalogueDigest the SHA-256 of the rules that the run judged by
   * @param judged the ids of the rules that ran in full
   */
  public static PowerStatement of(
      Optional<StoredPower> stored,
      Optional<FalseAlarms> correct,
      List<Detectable> detects,
      String catalogueDigest,
      Collection<String> judged) {
    if (stored.isEmpty()) {
      return unknown("this suite came without the result of a self-test");
    }
    StoredPower power = stored.get();
    if (!power.catalogueDigest().equals(catalogueDigest)) {
      return unknown(
          "the suite's self-test was of the catalogue "
              + brief(power.catalogueDigest())
              + " and the run judged by "
              + brief(catalogueDigest));
    }
    return new PowerStatement(
        "",
        new Figures(
            power.mode(),
            power.seed(),
            power.seeds(),
            Share.of(power.faults(), judged),
            Share.of(power.mutants(), judged),
            power.tries()),
        correct
            .filter(alarms -> alarms.isOf(catalogueDigest))
            .map(
                alarms ->
                    new CorrectLayers(
                        alarms.kernels().size(), alarms.totalJudged(), alarms.totalFailures()))
            .orElse(null),
        detects.stream().filter(one -> judged.contains(one.rule())).toList());
  }

  /** As much of a digest as tells it from others. */
  private static String brief(String digest) {
    return digest.substring(0, Math.min(LEGIBLE, digest.length()));
  }

  private static PowerStatement unknown(String reason) {
    return new PowerStatement(reason, null, null, List.of());
  }
}
