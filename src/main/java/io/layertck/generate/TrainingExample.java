package io.layertck.generate;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.Start;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A layer, an optimiser, and what the layer is trained on, step by step.
 *
 * @param optimizer name and arguments
 * @param layer which layer is trained
 * @param weight {@code [V, D]} or {@code [O, I]}
 * @param bias {@code [O]}, or none
 * @param batches one per step, at least one
 * @param exact whether every step is so exact that its result is one number for all
 */
public record TrainingExample(
    OptimizerConfig optimizer,
    Trained layer,
    HostTensor weight,
    @Nullable HostTensor bias,
    List<Batch> batches,
    boolean exact)
    implements Example {

  /** Which layer is trained. */
  public enum Trained {
    /** An embedding with a dense gradient. */
    EMBEDDING,
    /** An embedding with a sparse gradient. */
    SPARSE_EMBEDDING,
    /** A linear layer. */
    LINEAR
  }

  /**
   * What one step is made with.
   *
   * @param input indices, or rows of the fan-in
   * @param upstream the gradient of the output
   */
  public record Batch(HostTensor input, HostTensor upstream) {}

  /** Copies the list, not the tensors. */
  public TrainingExample {
    batches = List.copyOf(batches);
  }

  /** Returns the arguments of the trained embedding. */
  public EmbeddingConfig embedding() {
    EmbeddingConfig config = EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype());
    return layer == Trained.SPARSE_EMBEDDING ? config.withSparse() : config;
  }

  /** Returns the arguments of the trained linear layer. */
  public LinearConfig linear() {
    return new LinearConfig(weight.extent(1), weight.extent(0), bias != null, weight.dtype());
  }

  /** Returns the start that gives the layer these parameters. */
  public Start start() {
    return new Start.Given(
        bias == null ? Map.of("weight", weight) : Map.of("weight", weight, "bias", bias));
  }

  /** Returns the element type of the parameters. */
  public DType dtype() {
    return weight.dtype();
  }

  @Override
  public List<Part> parts() {
    boolean isLinear = layer == Trained.LINEAR;
    Axis rows = isLinear ? Axis.OUTPUTS : Axis.VOCABULARY;
    Axis columns = isLinear ? Axis.INPUTS : Axis.COLUMNS;
    List<Part> parts = new ArrayList<>();
    parts.add(Part.values("weight", weight, rows, columns));
    if (bias != null) {
      parts.add(Part.values("bias", bias, rows));
    }
    for (int step = 0; step < batches.size(); step++) {
      String owner = "step " + (step + 1);
      Axis positions = new Axis(isLinear ? "input rows" : "indices", 0).of(owner);
      Batch batch = batches.get(step);
      parts.add(
          isLinear
              ? Part.values("input", batch.input(), positions, columns).of(owner)
              : Part.indices("indices", batch.input(), rows, positions).of(owner));
      parts.add(
          Part.values("upstream gradient", batch.upstream(), positions, isLinear ? rows : columns)
              .of(owner));
    }
    return parts;
  }

  @Override
  public TrainingExample with(List<HostTensor> tensors) {
    Iterator<HostTensor> next = tensors.iterator();
    HostTensor changed = next.next();
    HostTensor addend = bias == null ? null : next.next();
    List<Batch> other = new ArrayList<>();
    while (next.hasNext()) {
      other.add(new Batch(next.next(), next.next()));
    }
    return new TrainingExample(optimizer, layer, changed, addend, other, exact);
  }

  /**
   * Of the optimisers' arguments, only those of plain descent do without a default of their own.
   */
  @Override
  public List<Omission> omissions() {
    List<Omission> omissions = new ArrayList<>();
    for (int step = 0; step < batches.size() && batches.size() > 1; step++) {
      List<Batch> fewer = new ArrayList<>(batches);
      fewer.remove(step);
      omissions.add(
          new Omission(
              "step " + (step + 1),
              new TrainingExample(optimizer, layer, weight, bias, fewer, exact)));
    }
    if (bias != null) {
      omissions.add(
          new Omission(
              "a bias", new TrainingExample(optimizer, layer, weight, null, batches, exact)));
    }
    if (optimizer.name().equals("SGD")) {
      for (String argument : optimizer.arguments().keySet()) {
        Map<String, Double> fewer = new TreeMap<>(optimizer.arguments());
        fewer.remove(argument);
        if (!argument.equals("lr")) {
          omissions.add(
              new Omission(
                  argument + "=" + optimizer.arguments().get(argument),
                  new TrainingExample(
                      new OptimizerConfig(optimizer.name(), fewer),
                      layer,
                      weight,
                      bias,
                      batches,
                      exact)));
        }
      }
    }
    return omissions;
  }

  @Override
  public String describe() {
    StringBuilder text =
        new StringBuilder(optimizer.name())
            .append(optimizer.arguments())
            .append(", ")
            .append(layer)
            .append(", weight ")
            .append(Describe.tensor(weight));
    if (bias != null) {
      text.append(", bias ").append(Describe.tensor(bias));
    }
    for (Batch batch : batches) {
      text.append(", input ")
          .append(Describe.tensor(batch.input()))
          .append(" with upstream ")
          .append(Describe.tensor(batch.upstream()));
    }
    return text.toString();
  }
}
