package io.layertck.fault;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;

/** A subject that hands every call to another one; override what should differ. */
class ForwardingSubject implements Subject {
  /** The subject that does the work. */
  protected final Subject inner;

  ForwardingSubject(Subject inner) {
    this.inner = inner;
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public String version() {
    return inner.version();
  }

  @Override
  public Claims claims() {
    return inner.claims();
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    return inner.embedding(config, start);
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    return inner.linear(config, start);
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    return inner.embeddingBag(config, start);
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    return inner.tied(config, bias, start);
  }

  @Override
  public Refusal classify(Throwable thrown) {
    return inner.classify(thrown);
  }
}
