package io.layertck.benchmark;

import io.layertck.certify.InProcessRun;
import io.layertck.certify.JournalEntry;
import io.layertck.certify.RuleSelection;
import io.layertck.certify.RunSettings;
import io.layertck.contract.RuleParts;
import io.layertck.plain.PlainSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one case costs, stage by stage.
 *
 * <p>Each stage works on the same 1,000 cases of a rule. They lie in memory, while in a run each
 * stage finds in the cache what the stage before left there: the stages add up to a little more
 * than the whole.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class CaseBenchmark {
  /** Enough for the launcher's own time, paid once per run, to disappear. */
  private static final int TRIES = 10_000;

  /** The cases of a rule, whoever is judged by them. */
  @State(Scope.Benchmark)
  public static class Cases {
    /** The rule's id. */
    @Param({"EMB-02", "LIN-02", "EGR-02"})
    public String rule = "";

    private CaseStages<?> stages;

    /** Draws and prepares the cases. */
    @Setup
    public void prepare() {
      stages = new CaseStages<>(RuleParts.of(rule), new PlainSubject());
    }

    /** Ends the drawing. */
    @TearDown
    public void close() {
      stages.close();
    }
  }

  /** The cases of a rule that judge one subject. */
  @State(Scope.Benchmark)
  public static class JudgedSubject {
    /** The rule's id. */
    @Param({"EMB-02", "LIN-02", "EGR-02"})
    public String rule = "";

    /** Who is judged. */
    @Param({"plain", "reference"})
    public String subject = "";

    private CaseStages<?> stages;

    /** Draws and prepares the cases. */
    @Setup
    public void prepare() {
      stages = new CaseStages<>(RuleParts.of(rule), BuiltInSubjects.named(subject));
    }

    /** Ends the drawing. */
    @TearDown
    public void close() {
      stages.close();
    }
  }

  /** A run of one rule as the certification makes it. */
  @State(Scope.Benchmark)
  public static class RuleOfARun {
    /** The rule's id. */
    @Param({"EMB-02", "LIN-02", "EGR-02"})
    public String rule = "";

    private RunSettings settings;

    /** Prepares the settings. */
    @Setup
    public void prepare() {
      settings = new RunSettings(1, TRIES, new RuleSelection(rule), true);
    }
  }

  /** From jqwik's arbitrary to a case. */
  @Benchmark
  @OperationsPerInvocation(CaseStages.CASES)
  public void drawing(Cases cases, Blackhole blackhole) {
    cases.stages.drawing(blackhole);
  }

  /** From a case to an example with all its tensors. */
  @Benchmark
  @OperationsPerInvocation(CaseStages.CASES)
  public void filling(Cases cases, Blackhole blackhole) {
    cases.stages.filling(blackhole);
  }

  /** The exact values. */
  @Benchmark
  @OperationsPerInvocation(CaseStages.CASES)
  public void referenceValues(Cases cases, Blackhole blackhole) {
    cases.stages.referenceValues(blackhole);
  }

  /** The comparison of the layer's result with the exact values. */
  @Benchmark
  @OperationsPerInvocation(CaseStages.CASES)
  public void judging(Cases cases, Blackhole blackhole) {
    cases.stages.judging(blackhole);
  }

  /** Making the layer, calling it, reading its result and closing it, through the driver. */
  @Benchmark
  @OperationsPerInvocation(CaseStages.CASES)
  public void layer(JudgedSubject judged, Blackhole blackhole) {
    judged.stages.layer(blackhole);
  }

  /** All stages of a case after another, without jqwik's engine. */
  @Benchmark
  @OperationsPerInvocation(CaseStages.CASES)
  public void wholeCase(JudgedSubject judged) {
    judged.stages.wholeCase();
  }

  /** A case of a run on {@code plain}, with jqwik's engine, the hooks and the journal. */
  @Benchmark
  // jqwik's engine is a lot of code: after three seconds the JVM still compiles it.
  @Warmup(iterations = 8, time = 1)
  @OperationsPerInvocation(TRIES)
  public void caseOfARun(RuleOfARun run) {
    List<JournalEntry> journal = new ArrayList<>();
    InProcessRun.execute(new PlainSubject(), run.settings, journal::add, UnaryOperator.identity());
    requireKept(journal);
  }

  /** A run that ended early would pass for a fast one. */
  private static void requireKept(List<JournalEntry> journal) {
    boolean kept =
        journal.stream()
            .anyMatch(
                entry ->
                    entry instanceof JournalEntry.RuleFinished rule
                        && rule.outcome() == JournalEntry.Outcome.KEPT
                        && rule.tries() == TRIES);
    if (!kept) {
      throw new IllegalStateException("the rule was not kept in " + TRIES + " tries: " + journal);
    }
  }
}
