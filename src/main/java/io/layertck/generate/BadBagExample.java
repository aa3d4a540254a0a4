package io.layertck.generate;

import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Bags whose input a layer must refuse, beside input that it must take.
 *
 * @param valid what the layer takes
 * @param bad the same with one flaw
 * @param flaw what is wrong
 */
public record BadBagExample(BagExample valid, BagExample bad, BagFlaw flaw) implements Example {
  /** The table alone: what is wrong lies in the input. */
  @Override
  public List<Part> parts() {
    return List.of(
        Part.values("weight", valid.weight(), Axis.VOCABULARY, Axis.COLUMNS),
        Part.indices(
            "indices",
            valid.input().indices(),
            Axis.VOCABULARY,
            Axis.leading("indices", valid.input().indices().rank())),
        Part.indices(
            "bad indices",
            bad.input().indices(),
            Axis.VOCABULARY,
            Axis.leading("bad indices", bad.input().indices().rank())));
  }

  @Override
  public BadBagExample with(List<HostTensor> tensors) {
    return new BadBagExample(
        changed(valid, tensors.get(0), tensors.get(1)),
        changed(bad, tensors.get(0), tensors.get(2)),
        flaw);
  }

  private static BagExample changed(BagExample bag, HostTensor weight, HostTensor indices) {
    List<HostTensor> tensors = new ArrayList<>(bag.parts().stream().map(Part::tensor).toList());
    tensors.set(0, weight);
    tensors.set(1, indices);
    return bag.with(tensors);
  }

  @Override
  public long numbers() {
    return bad.numbers();
  }

  @Override
  public String describe() {
    return flaw + ": " + bad.describe();
  }
}
