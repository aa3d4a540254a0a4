package io.layertck.observe;

import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.spi.Claims;
import io.layertck.spi.Subject;
import io.layertck.tensor.DType;
import java.util.List;
import java.util.function.Consumer;

/** Measures one subject, as far as its claims go. */
public final class Observer {
  private final Subject subject;
  private final Claims claims;
  private final long seed;
  private final Consumer<Observation> found;

  private Observer(Subject subject, long seed, Consumer<Observation> found) {
    this.subject = subject;
    this.claims = subject.claims();
    this.seed = seed;
    this.found = found;
  }

  /**
   * Measures the subject in about a second.
   *
   * @param seed from which the data and the initial weights follow
   * @param found takes each measurement as soon as it is made
   */
  public static void observe(Subject subject, long seed, Consumer<Observation> found) {
    new Observer(subject, seed, found).run();
  }

  private void run() {
    List<DType> types = claims.dtypes().stream().filter(DType::isFloating).sorted().toList();
    if (types.isEmpty()) {
      return;
    }
    DType usual = types.contains(DType.FLOAT32) ? DType.FLOAT32 : types.get(0);
    with("initial weights", driver -> InitialWeights.observe(driver, usual, seed, found));
    with(
        "growth of the time with the vocabulary",
        driver -> {
          if (Times.canBeMeasured(driver)) {
            found.accept(Times.growth(driver, usual, seed));
          }
        });
    with(
        "time of the logits",
        driver -> {
          if (Times.canBeMeasured(driver)) {
            found.accept(Times.head(driver, usual, seed));
          }
        });
    for (DType dtype : types) {
      with(
          "accuracy in " + dtype,
          driver -> {
            if (Roundings.canBeMeasured(driver)) {
              found.accept(Roundings.observe(driver, dtype, seed));
            }
          });
    }
  }

  private void with(String what, Consumer<Driver> measurement) {
    try (Driver driver = new Driver(subject, claims)) {
      measurement.accept(driver);
    } catch (SubjectThrew thrown) {
      found.accept(new NotObserved(what, String.valueOf(thrown.getMessage())));
    }
  }
}
