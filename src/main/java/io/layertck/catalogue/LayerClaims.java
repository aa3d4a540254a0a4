package io.layertck.catalogue;

import static io.layertck.catalogue.Claim.holds;
import static io.layertck.catalogue.Claim.isFalse;
import static io.layertck.catalogue.Ground.kept;
import static io.layertck.catalogue.Ground.measured;
import static io.layertck.catalogue.Ground.recorded;
import static io.layertck.catalogue.Ground.recordedNear;

import io.layertck.observe.WeightHistogram;
import io.layertck.observe.WeightHistogram.Law;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sections 2 to 4: what the two layers are, and what they hold before training. */
final class LayerClaims {
  /** Twelve standard errors of the kurtosis of 350,000 normal draws. */
  private static final double KURTOSIS_TOLERANCE = 0.1;

  private static final double MANY_ATTRIBUTES = 100;

  private LayerClaims() {}

  static List<Claim> all() {
    return List.of(
        holds(
            "2.1, 4.1",
            "Both layers wrap one table of parameters; the mechanism underneath is the same.",
            kept("EQV-03"),
            kept("TIE-01"),
            recorded("2.1 type of both weights", List.of("Parameter", "Parameter")),
            recorded("4.1 elements of both weights", List.of(350_000, 350_000))),
        holds(
            "3.1",
            "The constructors take their sizes in opposite order: Embedding(5000, 70) and"
                + " Linear(70, 5000) both hold a weight of [5000, 70].",
            kept("EQV-03"),
            kept("EQV-08"),
            recorded("3.1 shape of Embedding's weight", List.of(5000, 70)),
            recorded("3.1 shape of Linear's weight", List.of(5000, 70))),
        holds(
                "3.2.1",
                "dir(layer) lists more than 100 names for both.",
                manyNames("3.2.1 length of dir(Embedding)"),
                manyNames("3.2.1 length of dir(Linear)"))
            .remarking("The numbers are those of PyTorch 2.13 and change with its version."),
        holds(
                "3.2.2",
                "Only Embedding has _fill_padding_idx_with_zero, max_norm, norm_type,"
                    + " scale_grad_by_freq, sparse and padding_idx; only Linear has in_features,"
                    + " out_features and bias.",
                names(
                    "3.2.2 attributes only Embedding has",
                    "_fill_padding_idx_with_zero",
                    "max_norm",
                    "norm_type",
                    "scale_grad_by_freq",
                    "sparse",
                    "padding_idx"),
                recorded(
                    "3.2.2 attributes only Linear has",
                    List.of("bias", "in_features", "out_features")))
            .within(
                "The list is incomplete: embedding_dim, num_embeddings and from_pretrained are"
                    + " Embedding's alone as well.",
                names(
                    "3.2.2 attributes only Embedding has",
                    "embedding_dim",
                    "num_embeddings",
                    "from_pretrained")),
        holds(
            "3.3.1",
            "Calling the embedding with [14] gives a tensor of [1, 70]: row 14.",
            kept("EMB-01"),
            kept("EMB-02"),
            recorded("3.3.1 shape of e([14])", List.of(1, 70)),
            recorded("3.3.1 e([14]) is row 14", true)),
        holds(
            "3.3.2",
            "Calling the linear layer with 14 raises a TypeError.",
            kept("ERR-06"),
            recorded("3.3.2 l(14)", "is a TypeError", text -> says(text, "TypeError: "))),
        isFalse(
            "3.3.2",
            "Its message is \u201cforward() missing required argument\u201d.",
            "The message is: linear(): argument 'input' (position 1) must be Tensor, not int.",
            recorded(
                "3.3.2 l(14)",
                "has this message",
                text -> says(text, "TypeError: forward() missing"))),
        holds(
            "3.3.2",
            "linear.weight[14] is a row of 70 elements.",
            kept("EQV-04"),
            recorded("3.3.2 shape of l.weight[14]", List.of(70))),
        holds(
            "3.4.1",
            "Embedding starts from N(0, 1): mean about 0, deviation about 1.",
            kept("INI-01"),
            moments(Law.NORMAL)),
        holds(
                "3.4.1",
                "Linear starts from U(-k, k) with k = sqrt(1 / in): for 70 inputs k is about"
                    + " 0.1195, the deviation k / sqrt(3) about 0.069.",
                kept("INI-02"),
                moments(Law.UNIFORM),
                recordedNear("3.4.1 bound of Linear's weight, as a double", 0.1195, 5e-5),
                recordedNear("3.4.1 bound of Linear's weight / sqrt(3)", 0.069, 5e-5))
            .remarking("The interval is half-open: -k can be drawn, k cannot."),
        holds(
            "3.4.1",
            "Their histograms are a bell and a flat top.",
            shape("bell", Law.NORMAL),
            shape("flat top", Law.UNIFORM)),
        holds(
            "3.4.2, 8.3",
            "A linear layer re-initialised with N(0, 1) starts like an embedding.",
            kept("INI-06"),
            recordedNear(
                "3.4.2 standard deviation of Linear's weight after normal_, to 2 digits", 1, 0.01)),
        holds(
                "3.4.3",
                "The bound of Kaiming's uniform initialisation is sqrt(6 / ((1 + a^2) fan_in)): with"
                    + " a = 0 sqrt(6 / fan_in).",
                kept("INI-05"),
                recordedNear("3.4.3 sqrt(6 / fan_in), a = 0", Math.sqrt(6.0 / 70), 1e-12),
                recordedNear(
                    "3.4.3 sqrt(6 / ((1 + a**2) fan_in)), a = sqrt(5)", 1 / Math.sqrt(70), 1e-12),
                recorded(
                    "3.4.3 kaiming_uniform_ with a = 0 stays within and reaches its bound, to 2"
                        + " digits",
                    List.of(-0.29, 0.29)))
            .remarking("nn.Linear itself uses a = sqrt(5), which gives 1 / sqrt(fan_in)."));
  }

  private static Ground manyNames(String fact) {
    return recorded(
        fact,
        "is more than 100",
        count -> count instanceof Number number && number.doubleValue() > MANY_ATTRIBUTES);
  }

  private static Ground names(String fact, String... names) {
    return recorded(
        fact,
        "has " + String.join(", ", names),
        listed -> listed instanceof List<?> list && list.containsAll(List.of(names)));
  }

  private static boolean says(@Nullable Object text, String beginning) {
    return text instanceof String message && message.startsWith(beginning);
  }

  private static Ground moments(Law law) {
    double deviation = law == Law.NORMAL ? 1 : 1 / Math.sqrt(3);
    return histogram(
        law,
        weights ->
            new Ground.Reading(
                Math.abs(weights.mean()) < 0.01 * weights.scale()
                    && Math.abs(weights.deviation() - deviation * weights.scale())
                        < 0.01 * weights.scale(),
                String.format(
                    Locale.ROOT,
                    "%s: mean %.4f, deviation %.4f",
                    weights.layer(),
                    weights.mean(),
                    weights.deviation())));
  }

  private static Ground shape(String name, Law law) {
    return histogram(
        law,
        weights ->
            new Ground.Reading(
                Math.abs(weights.kurtosis() - law.kurtosis()) < KURTOSIS_TOLERANCE,
                String.format(
                    Locale.ROOT,
                    "%s: kurtosis %.3f, %s of a %s",
                    weights.layer(),
                    weights.kurtosis(),
                    law.kurtosis(),
                    name)));
  }

  /** A subject that declares an initialisation of its own says nothing of PyTorch's. */
  private static Ground histogram(Law law, Function<WeightHistogram, Ground.Reading> reading) {
    return measured(
        "initial weights",
        WeightHistogram.class,
        weights -> weights.law() == law,
        weights -> weights.own() ? Optional.empty() : Optional.of(reading.apply(weights)));
  }
}
