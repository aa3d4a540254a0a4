package io.layertck.catalogue;

import static io.layertck.catalogue.Claim.holds;
import static io.layertck.catalogue.Ground.kept;
import static io.layertck.catalogue.Ground.recorded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sections 6.3 to 10: gradients, updates, tying and common mistakes. */
final class TrainingClaims {
  private static final List<Double> NO_ROW = List.of(0.0, 0.0, 0.0);

  private TrainingClaims() {}

  static List<Claim> all() {
    return List.of(
        holds(
                "6.3",
                "Only the rows that were looked up get a gradient in an embedding; all weights do"
                    + " in a linear layer.",
                kept("EGR-01"),
                kept("LGR-02"),
                recorded("6.3 rows with a gradient after looking up 7, 14 and 14", List.of(7, 14)),
                recorded("6.3 rows of Linear's weight with a gradient", 5000))
            .within(
                "Of an untied table and of rows that are not padding. Momentum, Adam and weight decay"
                    + " move rows that were not looked up.",
                kept("TIE-02"),
                kept("PAD-03"),
                kept("OPT-02"),
                recorded("6.3 rows of a tied table with a gradient after looking up one", 5000)),
        holds(
            "6.3",
            "Gradients accumulate until they are zeroed, and an optimiser updates the weights from"
                + " them.",
            kept("EGR-06"),
            kept("LGR-05"),
            kept("OPT-01"),
            recorded("6.3 gradient after two backward passes", 2.0),
            recorded("6.3 table after two steps of SGD", List.of(1.0, 0.8, 0.9, 0.9, 1.0))),
        holds(
                "7.1",
                "Padding, sparse gradients and positional tables are uses of an embedding.",
                kept("PAD-01"),
                kept("PAD-03"),
                kept("SPG-01"),
                recorded(
                    "7.1 the padding row and its gradient are zero",
                    List.of(4, NO_ROW, NO_ROW, List.of(1.0, 1.0, 1.0))),
                recorded(
                    "7.1 a sparse gradient keeps lookup order and duplicates and omits padding",
                    List.of(true, List.of(List.of(3, 1, 3)), List.of(3, 3))))
            .remarking("Positional tables are left to a later version."),
        holds(
                "7.3",
                "Tying shares one weight between the embedding and the head, which halves the"
                    + " parameters.",
                kept("TIE-01"),
                recorded("7.3 tied weights share storage", true),
                recorded(
                    "7.3 parameters of an untied and a tied pair without bias",
                    List.of(700_000, 350_000)))
            .within(
                "Halving is exact for an embedding and a head without bias alone.",
                recorded("7.3 parameters of a tied pair with bias", 355_000)),
        holds(
            "8.1",
            "Swapped sizes are a common mistake.",
            kept("EQV-08"),
            recorded("8.1 shape of a table with its sizes swapped", List.of(70, 5000)),
            raises("8.1 an id of the vocabulary with the sizes swapped", "IndexError")),
        holds(
            "8.2",
            "Passing token ids to a linear layer fails.",
            kept("ERR-06"),
            raises("8.2 Linear on a token id of rank 0", "RuntimeError"),
            raises("8.2 Linear on a list of token ids", "RuntimeError")),
        holds(
                "10",
                "Further study: sparse gradients, other initialisers, clipping.",
                kept("SPG-01"),
                kept("INI-05"),
                kept("OPT-04"),
                recorded(
                    "10 clip_grad_norm_ returns the norm before and scales by max / (norm + 1e-6),"
                        + " at most 1",
                    List.of(5.0, List.of(0.6, 0.8))))
            .remarking(
                "Quantisation, regularisation, positions, subwords and low rank are left to a later"
                    + " version."));
  }

  private static Ground raises(String fact, String exception) {
    return recorded(fact, "is a " + exception, text -> isOfType(text, exception));
  }

  private static boolean isOfType(@Nullable Object text, String exception) {
    return text instanceof String message && message.startsWith(exception + ": ");
  }
}
