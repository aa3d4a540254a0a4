package io.layertck.generate;

import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Layers and a sequence of calls on them, all over integers so small that every result is exact.
 *
 * @param layers alive at the same time; of different sizes unless they are tied
 * @param tied whether the first layer is an embedding and the second a head that hold one weight:
 *     zeroing, optimiser, save, load and copy are of the whole pair
 * @param momentum of the optimisers, plain gradient descent at a learning rate of 1 but for it
 * @param steps in their order
 */
public record SequenceExample(List<Layer> layers, boolean tied, double momentum, List<Step> steps)
    implements Example {
  /**
   * A layer as it begins.
   *
   * @param isEmbedding whether it is an embedding, not a linear layer
   * @param weight {@code [V, D]} or {@code [O, I]}
   * @param bias {@code [O]}, or none
   * @param paddingIdx the row of an embedding that is never trained, or none
   */
  public record Layer(
      boolean isEmbedding,
      HostTensor weight,
      @Nullable HostTensor bias,
      @Nullable Long paddingIdx) {

    private String describe() {
      return (isEmbedding ? "embedding" : "linear")
          + " with weight "
          + Describe.tensor(weight)
          + (bias == null ? "" : " and bias " + Describe.tensor(bias))
          + (paddingIdx == null ? "" : " and padding_idx " + paddingIdx);
    }
  }

  /** Returns the first steps in words, numbered. */
  public String sequence(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> (i + 1) + ". " + steps.get(i).describe())
        .collect(Collectors.joining("; "));
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      String owner = "layer " + i;
      if (!isHead(i)) {
        parts.add(Part.values("weight", layer.weight(), rows(i), columns(i)).of(owner));
      }
      if (layer.bias() != null) {
        parts.add(Part.values("bias", layer.bias(), rows(i)).of(owner));
      }
      if (layer.paddingIdx() != null) {
        parts.add(Part.option("padding_idx", layer.paddingIdx(), rows(i)).of(owner));
      }
    }
    for (int i = 0; i < steps.size(); i++) {
      parts.addAll(parts(steps.get(i), "step " + (i + 1)));
    }
    return parts;
  }

  private List<Part> parts(Step step, String owner) {
    if (step instanceof Step.Overlap overlap) {
      List<Part> both = new ArrayList<>(parts(overlap.first(), "the first pass of " + owner));
      both.addAll(parts(overlap.second(), "the second pass of " + owner));
      return both;
    }
    int layer = step.layer();
    return StepParts.of(step, owner, layers.get(layer).isEmbedding(), rows(layer), columns(layer));
  }

  /** The head of a tied pair has no weight of its own. */
  private boolean isHead(int layer) {
    return tied && layer > 0;
  }

  private Axis rows(int layer) {
    return new Axis("rows", 0).of("layer " + (isHead(layer) ? 0 : layer));
  }

  private Axis columns(int layer) {
    return Axis.COLUMNS.of("layer " + (isHead(layer) ? 0 : layer));
  }

  @Override
  public SequenceExample with(List<HostTensor> tensors) {
    Iterator<HostTensor> next = tensors.iterator();
    List<Layer> others = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      others.add(
          new Layer(
              layer.isEmbedding(),
              isHead(i) ? others.get(0).weight() : next.next(),
              layer.bias() == null ? null : next.next(),
              layer.paddingIdx() == null ? null : Long.valueOf(next.next().longs()[0])));
    }
    return new SequenceExample(
        others, tied, momentum, steps.stream().map(step -> StepParts.with(step, next)).toList());
  }

  /** The last layer, where no step is on it: fewer steps might leave the exact integers. */
  @Override
  public List<Omission> omissions() {
    int last = layers.size() - 1;
    return last == 0 || tied || steps.stream().anyMatch(step -> step.layer() == last)
        ? List.of()
        : List.of(
            new Omission(
                "layer " + last,
                new SequenceExample(layers.subList(0, last), false, momentum, steps)));
  }

  @Override
  public String describe() {
    return IntStream.range(0, layers.size())
            .mapToObj(i -> "layer " + i + ": " + layers.get(i).describe())
            .collect(Collectors.joining("; "))
        + (tied ? "; the two layers are a tied pair" : "")
        + (momentum == 0 ? "" : "; momentum " + momentum)
        + "; steps: "
        + sequence(steps.size());
  }
}
