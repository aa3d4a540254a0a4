package io.layertck.catalogue;

import static io.layertck.catalogue.Claim.holds;
import static io.layertck.catalogue.Ground.kept;
import static io.layertck.catalogue.Ground.recorded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sections 6.3 to 10: gradients, updates, tying and common mistakes. */
final class TrainingClaims {
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
                "Of an untied table: the head of a tied one gives every row a gradient.",
                kept("TIE-02"),
                recorded("6.3 rows of a tied table with a gradient after looking up one", 5000)),
        holds(
            "6.3",
            "Gradients accumulate until they are zeroed.",
            kept("EGR-06"),
            kept("LGR-05"),
            recorded("6.3 gradient after two backward passes", 2.0)),
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
            raises("8.2 Linear on a list of token ids", "RuntimeError")));
  }

  private static Ground raises(String fact, String exception) {
    return recorded(fact, "is a " + exception, text -> isOfType(text, exception));
  }

  private static boolean isOfType(@Nullable Object text, String exception) {
    return text instanceof String message && message.startsWith(exception + ": ");
  }
}
