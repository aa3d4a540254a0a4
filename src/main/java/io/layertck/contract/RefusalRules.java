package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
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

  /** Judges whether one call that returns a tensor is refused. */
  static Judgement refusedForward(
      Driver driver,
      String what,
      Set<Refusal> kinds,
      DrivenLayer<HostTensor> layer,
      HostTensor input) {
    HostTensor[] output = new HostTensor[1];
    return refused(
        driver,
        what,
        kinds,
        () -> output[0] = layer.forward(input),
        () -> "forward returned " + shown(output[0]));
  }

  static String shown(HostTensor tensor) {
    return tensor.dtype() + Arrays.toString(tensor.shape());
  }
}
