package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.generate.SchemeExample;
import io.layertck.generate.SchemeExample.Sized;
import io.layertck.judge.BitJudge;
import io.layertck.judge.DistributionJudge;
import io.layertck.judge.MomentJudge;
import io.layertck.judge.OrthogonalJudge;
import io.layertck.judge.ShapeJudge;
import io.layertck.judge.SparsityJudge;
import io.layertck.judge.UniformRangeJudge;
import io.layertck.oracle.exact.OneHot;
import io.layertck.oracle.exact.SchemeLaw;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Limit;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Refusal;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;

/** The body of the rule on the named initialisation schemes. */
final class SchemeRules {
  /** As many cases as the property draws. */
  static final int TRIES = 2;

  /** No scheme is judged by more statistical tests than this. */
  static final int TESTS = 6;

  /** A default case holds at most so many schemes, each of which is judged in two types at most. */
  static final int SCHEMES = 2 * 28;

  private SchemeRules() {}

  static Judgement schemes(SchemeExample example, Driver driver) {
    RunBudget.OfCase budget = RunBudget.ofCase("INI-05");
    Judgement judgement = new Judgement.NoEvidence("no scheme");
    for (Sized sized : example.schemes()) {
      for (DType dtype : types(example, driver)) {
        if (judgement instanceof Judgement.Broken) {
          return judgement;
        }
        judgement = judgement.and(one(sized, dtype, example, driver, budget));
      }
    }
    return judgement;
  }

  /** Draws of half types tell less, so that the schemes are judged in a wider type as well. */
  private static List<DType> types(SchemeExample example, Driver driver) {
    Stream<DType> wider =
        Stream.of(DType.FLOAT32, DType.FLOAT64)
            .filter(driver.claims().dtypes()::contains)
            .filter(type -> InitialDraws.areCoarse(example.dtype()))
            .limit(1);
    return Stream.concat(wider, Stream.of(example.dtype())).toList();
  }

  private static Judgement one(
      Sized sized, DType dtype, SchemeExample example, Driver driver, RunBudget.OfCase budget) {
    SchemeLaw law = SchemeLaw.of(sized.scheme(), sized.rows(), sized.columns());
    if (law instanceof SchemeLaw.Orthogonal && InitialDraws.areCoarse(dtype)) {
      return new Judgement.NoEvidence("PyTorch has no orthogonal matrices in half types");
    }
    HostTensor weight;
    try {
      weight = made(sized, dtype, example.linear(), driver).parameter("weight");
    } catch (SubjectThrew thrown) {
      if (driver.claims().has(Limit.SOME_INIT_SCHEMES) && thrown.kind() == Refusal.UNSUPPORTED) {
        return new Judgement.NoEvidence(String.valueOf(thrown.getMessage()));
      }
      throw thrown;
    }
    String sample = dtype == example.dtype() ? sized.describe() : sized.describe() + " in " + dtype;
    Judgement form =
        ShapeJudge.judge(
            "the weight after " + sample, weight, dtype, sized.rows(), sized.columns());
    return form instanceof Judgement.Broken
        ? form
        : explained(judge(law, new Table(sample, sized, weight, budget)), law, sized, weight);
  }

  private static DrivenLayer<HostTensor> made(
      Sized sized, DType dtype, boolean linear, Driver driver) {
    return linear
        ? driver.linear(
            new LinearConfig(sized.columns(), sized.rows(), false, dtype), sized.scheme())
        : driver.embedding(
            EmbeddingConfig.of(sized.rows(), sized.columns(), dtype), sized.scheme());
  }

  private static Judgement explained(
      Judgement judgement, SchemeLaw law, Sized sized, HostTensor weight) {
    return judgement instanceof Judgement.Broken broken
        ? Judgement.broken(broken.message() + SchemeDiagnosis.of(law, sized, weight))
        : judgement;
  }

  private static Judgement judge(SchemeLaw law, Table table) {
    if (law instanceof SchemeLaw.Normal normal) {
      return table.normal(normal.mean(), normal.deviation());
    }
    if (law instanceof SchemeLaw.Uniform uniform) {
      return table.uniform(uniform.low(), uniform.high());
    }
    if (law instanceof SchemeLaw.Truncated truncated) {
      return table.truncated(truncated);
    }
    if (law instanceof SchemeLaw.Constant constant) {
      return table.equals(
          Tensors.filled(table.weight.dtype(), constant.value(), table.weight.shape()));
    }
    if (law instanceof SchemeLaw.Orthogonal orthogonal) {
      return table.orthogonal(orthogonal.gain());
    }
    if (law instanceof SchemeLaw.Sparse sparse) {
      return table.sparse(sparse.zeros(), sparse.deviation());
    }
    return table.equals(
        OneHot.rows(
            table.weight.dtype(),
            HostTensor.of(Tensors.ascending(table.rows), table.rows),
            Math.max(table.rows, table.columns)));
  }

  /** A weight that a scheme has filled. */
  private static final class Table {
    private final String sample;
    private final HostTensor weight;
    private final double[] draws;
    private final int rows;
    private final int columns;
    private final RunBudget.OfCase budget;

    Table(String sample, Sized sized, HostTensor weight, RunBudget.OfCase budget) {
      this.budget = budget;
      this.sample = sample;
      this.weight = weight;
      this.draws = weight.widened();
      this.rows = sized.rows();
      this.columns = sized.columns();
    }

    Judgement normal(double mean, double deviation) {
      return new InitialDraws(sample, draws, columns, weight.dtype(), budget)
          .normal(mean, deviation);
    }

    Judgement uniform(double low, double high) {
      double middle = (low + high) / 2;
      double bound = (high - low) / 2;
      double[] centred = Arrays.stream(draws).map(draw -> draw - middle).toArray();
      String name = "U(" + low + ", " + high + ")";
      String about = middle == 0 ? sample : sample + ", counted from " + middle + ",";
      return new InitialDraws(about, centred, columns, weight.dtype(), budget)
          .uniform(bound)
          .and(distribution(centred, name, UniformContinuousDistribution.of(-bound, bound)));
    }

    Judgement truncated(SchemeLaw.Truncated cut) {
      TruncatedNormalDistribution law =
          TruncatedNormalDistribution.of(cut.mean(), cut.deviation(), cut.low(), cut.high());
      double middle = (cut.low() + cut.high()) / 2;
      double[] centred = Arrays.stream(draws).map(draw -> draw - middle).toArray();
      String name =
          "N("
              + cut.mean()
              + ", "
              + cut.deviation()
              + "^2) cut to ["
              + cut.low()
              + ", "
              + cut.high()
              + "]";
      Judgement judgement =
          UniformRangeJudge.contains(
                  sample + ", counted from " + middle + ",",
                  centred,
                  (cut.high() - cut.low()) / 2,
                  weight.dtype())
              .and(distribution(draws, name, law));
      if (InitialDraws.areCoarse(weight.dtype())) {
        return judgement;
      }
      // A normal distribution that is cut keeps a tail below that of the whole one.
      double tail = Math.min(cut.deviation(), (cut.high() - cut.low()) / 2);
      return judgement
          .and(MomentJudge.mean(sample, draws, law.getMean(), tail, budget.alpha()))
          .and(
              MomentJudge.boundedDeviation(
                  sample,
                  draws,
                  law.getMean(),
                  Math.sqrt(law.getVariance()),
                  cut.low(),
                  cut.high(),
                  budget.alpha()));
    }

    private Judgement distribution(double[] values, String name, ContinuousDistribution law) {
      DType dtype = weight.dtype();
      return DistributionJudge.judge(
          sample, values, name, law, dtype, InitialDraws.distributionSlack(dtype), budget.alpha());
    }

    Judgement equals(HostTensor expected) {
      HostTensor fitting =
          expected.extent(1) == columns
              ? expected
              : expected
                  .view(new long[] {rows, columns}, new long[] {expected.extent(1), 1}, 0)
                  .copy();
      return BitJudge.judge(
          sample, Names.element("after " + sample + ", element "), weight, fitting);
    }

    Judgement orthogonal(double gain) {
      return OrthogonalJudge.orthonormal(sample, draws, rows, columns, gain, weight.dtype())
          .and(OrthogonalJudge.spread(sample, draws, rows, columns, gain, budget.alpha()));
    }

    Judgement sparse(int zeros, double deviation) {
      double[] nonzero = Arrays.stream(draws).filter(draw -> draw != 0).toArray();
      Judgement judgement =
          SparsityJudge.zerosOfColumns(
                  sample, draws, rows, columns, zeros, weight.dtype(), budget.alpha())
              .and(SparsityJudge.zerosOfRows(sample, draws, rows, columns, zeros, budget.alpha()));
      String rest = "nonzero elements of " + sample;
      ContinuousDistribution law = NormalDistribution.of(0, deviation);
      DType dtype = weight.dtype();
      return InitialDraws.areCoarse(dtype)
          ? judgement
          : judgement
              .and(MomentJudge.normalDeviation(rest, nonzero, 0, deviation, budget.alpha()))
              .and(MomentJudge.mean(rest, nonzero, 0, deviation, budget.alpha()))
              .and(
                  DistributionJudge.judge(
                      rest, nonzero, "N(0, " + deviation + "^2)", law, dtype, budget.alpha()));
    }
  }
}
