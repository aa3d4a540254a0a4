package io.layertck.benchmark;

import io.layertck.contract.Contract;
import io.layertck.contract.RuleParts;
import io.layertck.drive.Driver;
import io.layertck.generate.Case;
import io.layertck.generate.Example;
import io.layertck.rule.Judgement;
import io.layertck.spi.Claims;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The stages that a case passes through, each over the same cases and from what the stage before
 * returned.
 *
 * @param <E> the kind of example
 */
final class CaseStages<E extends Example> implements AutoCloseable {
  /** As many as a default run draws for a rule. */
  static final int CASES = 1000;

  private static final long SEED = 20_261_123;

  /** What jqwik asks for by itself: it widens or narrows the spread of unbounded numbers only. */
  private static final int GENERATION_SIZE = 1000;

  private final RuleParts<E> parts;
  private final Subject subject;
  private final Claims claims;
  private final Contract contract;
  private final RandomGenerator<Case<E>> generator;
  private final List<Case<E>> cases = new ArrayList<>(CASES);
  private final List<E> examples = new ArrayList<>(CASES);
  private final List<HostTensor> outputs = new ArrayList<>(CASES);
  private final List<HostTensor> references = new ArrayList<>(CASES);

  CaseStages(RuleParts<E> parts, Subject subject) {
    this.parts = parts;
    this.subject = subject;
    this.claims = subject.claims();
    this.contract = () -> subject;
    // Outside jqwik's engine, generators work in a session of their own thread only.
    JqwikSession.start();
    // Without jqwik's own edge cases, as the suite runs its properties.
    this.generator = parts.cases().generator(GENERATION_SIZE, false);
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      E example = prepare(generator.next(random).value());
      requireTheRulesJudgement(example, i);
    }
  }

  private E prepare(Case<E> drawn) {
    E example = drawn.materialise(claims);
    cases.add(drawn);
    examples.add(example);
    outputs.add(driven(example));
    references.add(parts.reference().apply(example));
    return example;
  }

  /** The parts are written down a second time: they must still be those of the rule. */
  private void requireTheRulesJudgement(E example, int i) {
    try (Driver driver = new Driver(subject, claims)) {
      Judgement whole = parts.body().judge(example, driver);
      Judgement ofParts = parts.judging().judge(example, outputs.get(i), references.get(i));
      if (!whole.equals(ofParts)) {
        throw new IllegalStateException("the rule says " + whole + ", its parts say " + ofParts);
      }
    }
  }

  private HostTensor driven(E example) {
    try (Driver driver = new Driver(subject, claims)) {
      return parts.layer().apply(example, driver);
    }
  }

  void drawing(Blackhole blackhole) {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      blackhole.consume(generator.next(random).value());
    }
  }

  void filling(Blackhole blackhole) {
    for (Case<E> drawn : cases) {
      blackhole.consume(drawn.materialise(claims));
    }
  }

  void layer(Blackhole blackhole) {
    for (E example : examples) {
      blackhole.consume(driven(example));
    }
  }

  void referenceValues(Blackhole blackhole) {
    for (E example : examples) {
      blackhole.consume(parts.reference().apply(example));
    }
  }

  void judging(Blackhole blackhole) {
    for (int i = 0; i < CASES; i++) {
      blackhole.consume(parts.judging().judge(examples.get(i), outputs.get(i), references.get(i)));
    }
  }

  void wholeCase() {
    Random random = new Random(SEED);
    for (int i = 0; i < CASES; i++) {
      contract.judge(generator.next(random).value(), parts.body());
    }
  }

  @Override
  public void close() {
    JqwikSession.finish();
  }
}
