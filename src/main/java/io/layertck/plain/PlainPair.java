package io.layertck.plain;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.PairUnderTest;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** An embedding and a head as one module, whose weights are one parameter or two. */
final class PlainPair implements PairUnderTest {
  private final PlainEmbedding embedding;
  private final PlainLinear head;

  private PlainPair(PlainEmbedding embedding, PlainLinear head) {
    this.embedding = embedding;
    this.head = head;
  }

  static Tied of(PlainEmbedding embedding, PlainLinear head) {
    return new Tied(embedding, head, new PlainPair(embedding, head));
  }

  private boolean isTied() {
    return embedding.weight().equals(head.weight());
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    return new PlainOptimizer(config, List.copyOf(new LinkedHashSet<>(named().values())));
  }

  @Override
  public Tied copy() {
    return copied(isTied());
  }

  @Override
  public Tied untied() {
    return copied(false);
  }

  private Tied copied(boolean tied) {
    PlainParameter table = embedding.weight().copy();
    return of(embedding.over(table), head.over(tied ? table : head.weight().copy()));
  }

  @Override
  public Map<String, TensorHandle> state() {
    return new PlainState(named()).tensors();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    new PlainState(named()).load(state);
  }

  @Override
  public byte[] safetensors() {
    return new PlainState(named()).safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    new PlainState(named()).loadSafetensors(file);
  }

  private Map<String, PlainParameter> named() {
    Map<String, PlainParameter> parameters = new LinkedHashMap<>();
    parameters.put("embedding.weight", embedding.weight());
    head.named().forEach((name, parameter) -> parameters.put("head." + name, parameter));
    return parameters;
  }
}
