package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.drive.SubjectThrew;
import io.layertck.generate.LargeTableExample;
import io.layertck.judge.BitJudge;
import io.layertck.rule.Judgement;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.Map;

/** The body of the rule on tables whose elements 31 bits do not count. */
final class LargeTableRules {
  private LargeTableRules() {}

  static Judgement addressing(LargeTableExample example, Driver driver) {
    try {
      return filledAndLookedUp(example, driver);
    } catch (SubjectThrew thrown) {
      if (thrown.getCause() instanceof OutOfMemoryError) {
        return new Judgement.NoEvidence(
            "the table did not fit into the subject's memory: " + thrown.getMessage());
      }
      throw thrown;
    }
  }

  private static Judgement filledAndLookedUp(LargeTableExample example, Driver driver) {
    DrivenLayer<HostTensor> layer =
        driver.embedding(
            EmbeddingConfig.of(example.rows(), example.columns(), example.dtype()),
            driver.claims().has(Feature.INIT_SCHEMES)
                ? new Start.Scheme("zeros_", Map.of(), 0)
                : new Start.Default(0));
    int rows = example.rowsOfAPiece();
    for (long first = 0; first < example.rows(); first += rows) {
      int count = (int) Math.min(rows, example.rows() - first);
      layer.assign("weight", first, example.piece(first, count));
    }
    long[] indices = example.indices().longs();
    HostTensor expected = example.rowsOf(indices);
    Judgement judgement =
        BitJudge.judge(
            "the output of a table of " + example.rows() + " rows",
            coordinates ->
                "column "
                    + coordinates[1]
                    + " of the output row for index "
                    + indices[(int) coordinates[0]]
                    + ", which begins at element "
                    + indices[(int) coordinates[0]] * example.columns()
                    + " of "
                    + example.rows() * example.columns()
                    + ",",
            layer.forward(example.indices()),
            expected);
    return judgement instanceof Judgement.Kept && example.limit() < LargeTableExample.FULL_LIMIT
        ? new Judgement.Advisory(
            expected.size(),
            "a rehearsal: the table has "
                + example.rows() * example.columns()
                + " elements, fewer than 2^31")
        : judgement;
  }
}
