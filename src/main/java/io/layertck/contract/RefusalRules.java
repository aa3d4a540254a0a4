package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** What all rules on refusals share. */
final class RefusalRules {
  private RefusalRules() {}

  /**
   * Judges whether calls are refused.
   *
   * @param what is wrong with them, such as {@code index 7 with V = 5}
   * @param kinds what the subject may say it complains about
   * @param calls what to try
   * @param returned says what came back instead
   */
  static Judgement refused(
      Driver driver, String what, Set<Refusal> kinds, Runnable calls, Supplier<String> returned) {
    Optional<SubjectThrew> thrown = driver.refusalOf(calls);
    if (thrown.isEmpty()) {
      return Judgement.broken(what + " was not refused: " + returned.get());
    }
    SubjectThrew refusal = thrown.get();
    if (!refusal.isRefusal()) {
      return Judgement.broken(what + " was not refused by an exception: " + refusal.getMessage());
    }
    if (kinds.contains(refusal.kind())) {
      return Judgement.kept(1);
    }
    String wrongKind =
        what
            + " was refused, but as "
            + refusal.kind()
            + ", expected "
            + kinds
            + ": "
            + refusal.getMessage();
    return driver.claims().has(Feature.TYPED_REFUSALS)
        ? Judgement.broken(wrongKind)
        : new Judgement.Advisory(1, wrongKind);
  }

  /** Judges whether a forward is refused, and a recorded one where there is a gradient. */
  static <I> Judgement refusedForward(
      Driver driver, String what, Set<Refusal> kinds, DrivenLayer<I> layer, I input) {
    return refusedForward(driver, what, kinds, layer, input, output -> "returned " + shown(output));
  }

  /**
   * Judges whether a forward is refused, and a recorded one where there is a gradient.
   *
   * @param returned says what came back instead, such as {@code returned float32[3]}
   */
  static <I> Judgement refusedForward(
      Driver driver,
      String what,
      Set<Refusal> kinds,
      DrivenLayer<I> layer,
      I input,
      Function<HostTensor, String> returned) {
    HostTensor[] output = new HostTensor[1];
    Judgement forward =
        refused(
            driver,
            what,
            kinds,
            () -> output[0] = layer.forward(input),
            () -> "forward " + returned.apply(output[0]));
    if (forward instanceof Judgement.Broken || !driver.claims().has(Feature.GRADIENT)) {
      return forward;
    }
    return forward.and(
        refused(
            driver,
            what + " in a recorded forward",
            kinds,
            () -> output[0] = recorded(layer, input),
            () -> "record " + returned.apply(output[0])));
  }

  private static <I> HostTensor recorded(DrivenLayer<I> layer, I input) {
    try (DrivenPass pass = layer.record(input)) {
      return pass.output();
    }
  }

  static String shown(HostTensor tensor) {
    return tensor.dtype() + Arrays.toString(tensor.shape());
  }
}
