package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.NativeMemory;
import io.layertck.generate.LeakExample;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The body of the rule on memory that calls leave behind outside the Java heap. */
final class LeakRules {
  /** More than compilers, allocators and the like grow by, less than a result a call adds up to. */
  private static final long TOLERATED_BYTES = 64L << 20;

  /** After a tenth of the calls caches are full and code is compiled. */
  private static final int WARM_UP = 10;

  /** The shares of the calls after which the process is looked at. */
  private static final int[] LOOKS = {10, 3, 1};

  private LeakRules() {}

  static Judgement growth(LeakExample example, Driver driver) {
    List<Runnable> calls = calls(example, driver);
    if (calls.isEmpty()) {
      return new Judgement.NoEvidence("neither lookup nor linear is claimed");
    }
    run(calls, example.calls() / WARM_UP);
    OptionalLong before = NativeMemory.bytes();
    if (before.isEmpty()) {
      return new Judgement.NoEvidence("this system does not tell how much memory a process holds");
    }
    int made = 0;
    for (int share : LOOKS) {
      run(calls, example.calls() / share - made);
      made = example.calls() / share;
      long grown = NativeMemory.bytes().orElse(before.getAsLong()) - before.getAsLong();
      if (grown > TOLERATED_BYTES) {
        int all = made * calls.size();
        return Judgement.broken(
            "after "
                + all
                + " calls whose results were closed the process holds "
                + (grown >> 20)
                + " MiB more outside the Java heap, "
                + grown / all
                + " bytes a call");
      }
    }
    return Judgement.kept((long) example.calls() * calls.size());
  }

  private static List<Runnable> calls(LeakExample example, Driver driver) {
    List<Runnable> calls = new ArrayList<>();
    if (driver.claims().has(Feature.LOOKUP)) {
      DrivenLayer<HostTensor> layer = LookupRules.layer(example.lookup(), driver);
      calls.add(() -> layer.forward(example.lookup().indices()));
    }
    if (driver.claims().has(Feature.LINEAR)) {
      DrivenLayer<HostTensor> layer = LinearRules.layer(example.linear(), driver);
      calls.add(() -> layer.forward(example.linear().input()));
    }
    return calls;
  }

  private static void run(List<Runnable> calls, int times) {
    for (int i = 0; i < times; i++) {
      calls.forEach(Runnable::run);
    }
  }
}
