package io.layertck.reference.nd4j;

import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.PairUnderTest;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An embedding and a head as one module, tied or no longer so. */
final class Nd4jPair implements PairUnderTest {
  private final Nd4jEmbedding embedding;
  private final Nd4jLinear head;

  private Nd4jPair(Nd4jEmbedding embedding, Nd4jLinear head) {
    this.embedding = embedding;
    this.head = head;
  }

  /** Makes the pair of two layers. */
  static Tied of(Nd4jEmbedding embedding, Nd4jLinear head) {
    return new Tied(embedding, head, new Nd4jPair(embedding, head));
  }

  private boolean isTied() {
    return embedding.weight().equals(head.weight());
  }

  @Override
  public OptimizerUnderTest optimizer(OptimizerConfig config) {
    List<Nd4jParameter> distinct = new ArrayList<>(head.parameters());
    if (!isTied()) {
      distinct.add(embedding.weight());
    }
    return new Nd4jOptimizer(config, distinct);
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
    Nd4jParameter table = embedding.weight().copy();
    return of(embedding.over(table), head.over(tied ? table.shared() : head.weight().copy()));
  }

  @Override
  public Map<String, TensorHandle> state() {
    return named().handles();
  }

  @Override
  public void load(Map<String, HostTensor> state) {
    named().load(state);
  }

  @Override
  public byte[] safetensors() {
    return named().safetensors();
  }

  @Override
  public void loadSafetensors(byte[] file) {
    named().loadSafetensors(file);
  }

  /** The embedding is registered first, so the head's entry is loaded last. */
  private Nd4jState named() {
    Nd4jState state = new Nd4jState().with("embedding.weight", embedding.weight());
    head.parameters().forEach(parameter -> state.with("head." + parameter.name(), parameter));
    return state;
  }
}
