package io.layertck.fault;

import static io.layertck.fault.Defect.ofBags;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.List;

/** Bags that renormalise no row, not every row, or too late. */
final class BagMaxNormFaults {
  private static final String RULE = "BAG-06";

  private BagMaxNormFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "maxNormIsIgnoredInABag",
            "B43",
            "pytorch/pytorch#7947",
            RULE,
            "was not renormalised, expected a factor of",
            new WithoutMaxNorm()),
        made(
            "paddingRowOfABagIsNotRenormalised",
            RULE,
            "was not renormalised, expected a factor of",
            ofBags(PaddingLeftOut::new)),
        made(
            "bagReducesTheRowsBeforeTheirRenormalisation",
            RULE,
            "that is what the rows made before this forward",
            new ReducedBefore()),
        made(
            "weightsAreTrainedByTheRowsBeforeTheirRenormalisation",
            RULE,
            "that is what the rows made before this forward",
            ofBags(TrainedByEarlierRows::new)));
  }

  private static BagConfig withoutMaxNorm(BagConfig config) {
    return new BagConfig(
        config.table().withoutMaxNorm(), config.mode(), config.includeLastOffset());
  }

  private static final class WithoutMaxNorm implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      return correct.embeddingBag(withoutMaxNorm(config), start);
    }
  }

  /** Puts the padding row back after every lookup. */
  private static final class PaddingLeftOut extends AlteredBag {
    private final EmbeddingConfig table;

    PaddingLeftOut(LayerUnderTest<BagInput> inner, BagConfig config) {
      super(inner, config);
      this.table = config.table();
    }

    @Override
    public TensorHandle forward(BagInput input) {
      Long padding = table.maxNorm() == null ? null : table.paddingIdx();
      if (padding == null) {
        return inner.forward(input);
      }
      long row = Math.floorMod(padding, table.numEmbeddings());
      HostTensor weight = inner.parameter("weight").read().copy();
      HostTensor kept =
          weight
              .view(
                  new long[] {1, weight.extent(1)},
                  weight.strides(),
                  weight.offset() + row * weight.strides()[0])
              .copy();
      TensorHandle output = inner.forward(input);
      inner.assign("weight", row, kept);
      return output;
    }
  }

  /** Reduces a copy of the table that is renormalised afterwards. */
  private static final class ReducedBefore implements Defect {
    @Override
    public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
      LayerUnderTest<BagInput> before = correct.embeddingBag(withoutMaxNorm(config), start);
      return new AlteredBag(correct.embeddingBag(config, start), config) {
        @Override
        HostTensor output(BagCall call, HostTensor output) {
          return config.table().maxNorm() == null
              ? output
              : before.forward(call.input()).read().copy();
        }
      };
    }
  }

  /** Reads the rows again in backward, from a copy made before the forward. */
  private static final class TrainedByEarlierRows extends AlteredBag {
    private final boolean renormalises;

    TrainedByEarlierRows(LayerUnderTest<BagInput> inner, BagConfig config) {
      super(inner, config);
      this.renormalises = config.table().maxNorm() != null;
    }

    @Override
    public RecordedForward record(BagInput input) {
      HostTensor before = inner.parameter("weight").read().copy();
      RecordedForward pass = super.record(input);
      return new ForwardingRecord(pass) {
        @Override
        public Gradient backward(HostTensor upstream) {
          Gradient gradient = inner.backward(upstream);
          return renormalises && gradient instanceof Gradient.Dense dense
              ? new Gradient.Dense(byRows(before, input, upstream, dense.value().read()))
              : gradient;
        }
      };
    }

    private HostTensor byRows(
        HostTensor table, BagInput input, HostTensor upstream, HostTensor gradient) {
      BagCall call = new BagCall(inner, config(), input);
      double[] rows = table.widened();
      double[] perBag = upstream.widened();
      int columns = call.columns();
      int[] begins = call.begins();
      return Edits.edited(
          gradient,
          values -> {
            for (int bag = 0; bag + 1 < begins.length; bag++) {
              for (int position = begins[bag]; position < begins[bag + 1]; position++) {
                int row = (int) call.rows()[position] * columns;
                double sum = 0;
                for (int column = 0; column < columns; column++) {
                  sum += rows[row + column] * perBag[bag * columns + column];
                }
                values[position] = call.isPadding(position) ? 0 : sum;
              }
            }
          });
    }
  }
}
