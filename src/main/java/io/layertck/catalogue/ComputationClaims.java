package io.layertck.catalogue;

import static io.layertck.catalogue.Claim.holds;
import static io.layertck.catalogue.Ground.kept;
import static io.layertck.catalogue.Ground.measured;
import static io.layertck.catalogue.Ground.recorded;

import io.layertck.observe.GrowthOfTime;
import io.layertck.observe.TimeOfAHead;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sections 3.3 to 6.2: what the two layers compute, and what that costs. */
final class ComputationClaims {
  /** Overheads of a call hide a part of the growth: these are halfway to 1, and to 0. */
  private static final double GROWS = 0.5;

  private static final double STAYS = 0.25;

  /** What takes ten times as long is the bottleneck. */
  private static final double BOTTLENECK = 10;

  private ComputationClaims() {}

  static List<Claim> all() {
    return List.of(
        holds(
                "3.3.2, 5.2.1",
                "The product of one-hot rows and the weight equals the lookup.",
                kept("EQV-01"),
                recorded("3.3.2 one-hot product equals lookup", true))
            .within(
                "For finite weights and up to the sign of zero: an infinity or NaN in any other"
                    + " row makes the product NaN.",
                kept("EQV-02"),
                recorded(
                    "3.3.2 one-hot product with an infinity in another row is NaN",
                    List.of(List.of(true))),
                recorded("3.3.2 lookup with an infinity in another row", List.of(List.of(1.0))),
                recorded(
                    "3.3.2 signs of minus zero after the one-hot product and after lookup",
                    List.of(false, true))),
        holds(
            "3.3.3, 5.2.1",
            "A lookup costs O(1) per row, the product with one-hot rows O(V D).",
            growth()),
        holds(
            "5.1.1",
            "The embedding's forward is weight[input_ids], for ids of any batch and sequence"
                + " shape.",
            kept("EMB-01"),
            kept("EMB-02"),
            recorded("5.1.1 shape of e(ids [32, 512])", List.of(32, 512, 70)),
            recorded("5.1.1 e(ids) is weight[ids]", true)),
        holds(
            "5.1.2",
            "The linear layer's forward is x W^T + b.",
            kept("LIN-02"),
            kept("LIN-03"),
            bothAlike("5.1.2 linear is x W^T + b on integers")),
        holds(
            "5.2.2",
            "Logits are the dot products with every row of the vocabulary.",
            kept("EQV-05"),
            bothAlike("5.2.2 a logit is the dot product with its row, on integers")),
        holds(
                "6.1",
                "Both take the same memory, V D 4 bytes: 50,000 x 768 are about 153 MB.",
                kept("EQV-03"),
                recorded("6.1 bytes of both weights", List.of(1_400_000, 1_400_000)),
                recorded("6.1 bytes of a table 50000 x 768", 153_600_000))
            .remarking("153.6 MB of a million bytes each, 146.5 MiB."),
        holds(
            "6.2",
            "A lookup costs O(batch seq), a linear layer O(batch seq hidden vocab): the logits are"
                + " the bottleneck.",
            bottleneck()));
  }

  private static Ground bothAlike(String fact) {
    return recorded(fact, "gives the same twice", ComputationClaims::isAPairOfEquals);
  }

  private static boolean isAPairOfEquals(@Nullable Object value) {
    return value instanceof List<?> pair && pair.size() == 2 && pair.get(0).equals(pair.get(1));
  }

  private static Ground growth() {
    return measured(
        "time over the vocabulary",
        GrowthOfTime.class,
        growth -> growth.points().size() > 1,
        growth ->
            Optional.of(
                new Ground.Reading(
                    growth.productExponent() > GROWS && growth.lookupExponent() < STAYS,
                    String.format(
                        Locale.ROOT,
                        "from V = %d to %d the time of a lookup grows as V^%.2f, of the product as"
                            + " V^%.2f",
                        growth.points().get(0).vocabulary(),
                        growth.points().get(growth.points().size() - 1).vocabulary(),
                        growth.lookupExponent(),
                        growth.productExponent()))));
  }

  private static Ground bottleneck() {
    return measured(
        "time of the logits",
        TimeOfAHead.class,
        time -> true,
        time ->
            Optional.of(
                new Ground.Reading(
                    time.ratio() > BOTTLENECK,
                    String.format(
                        Locale.ROOT,
                        "%d tokens, V = %d, D = %d: lookup %.3g ms, logits %.3g ms, %.0f times as"
                            + " long",
                        time.tokens(),
                        time.vocabulary(),
                        time.dimension(),
                        time.lookupMicros() / 1000,
                        time.headMicros() / 1000,
                        time.ratio()))));
  }
}
