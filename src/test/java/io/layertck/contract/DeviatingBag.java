package io.layertck.contract;

import io.layertck.generate.BagExample;
import io.layertck.oracle.exact.BagMembers;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.BagMode;
import io.layertck.spi.Forwarding;
import io.layertck.spi.ForwardingRecord;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.tensor.TensorHandle;
import java.util.function.IntPredicate;

/** A bag whose sums or means, or whose gradient of means, are off. */
final class DeviatingBag extends Forwarding<BagInput> {
  private final BagConfig config;
  private final DeviatingTensors tensors;
  private final String quantity;
  private IntPredicate trained = row -> false;

  DeviatingBag(
      LayerUnderTest<BagInput> inner, BagConfig config, DeviatingTensors tensors, String quantity) {
    super(inner);
    this.config = config;
    this.tensors = tensors;
    this.quantity = quantity;
  }

  @Override
  public TensorHandle forward(BagInput input) {
    return tensors.scaled(inner.forward(input), bags(input));
  }

  @Override
  public RecordedForward record(BagInput input) {
    trained = rows(input);
    IntPredicate bags = bags(input);
    return new ForwardingRecord(inner.record(input)) {
      @Override
      public TensorHandle output() {
        return tensors.scaled(inner.output(), bags);
      }
    };
  }

  @Override
  public Gradient gradient(String name) {
    return tensors.scaled(inner.gradient(name), trained);
  }

  private IntPredicate bags(BagInput input) {
    BagExample bag = example(input);
    BagMembers members = BagMembers.of(config, input);
    return switch (quantity) {
      case BagSensitivity.MEANS -> number -> BagSensitivity.divides(bag, members, number);
      case BagSensitivity.SUMS -> number -> config.mode() != BagMode.MAX;
      default -> number -> false;
    };
  }

  private IntPredicate rows(BagInput input) {
    boolean[] divided = BagSensitivity.dividedRows(example(input), BagMembers.of(config, input));
    return switch (quantity) {
      case BagSensitivity.GRADIENTS_OF_MEANS -> row -> divided[row];
      case BagSensitivity.SUMS -> row -> config.mode() != BagMode.MAX;
      default -> row -> false;
    };
  }

  private BagExample example(BagInput input) {
    return new BagExample(config, inner.parameter("weight").read().copy(), input);
  }
}
