package io.layertck.explain;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;

/** Correct layers, each of them altered by what it was made with. */
record AlteredSubject(Alteration embedding, Alteration linear) implements Subject {
  private static final Subject PLAIN = new PlainSubject();
  private static final Alteration NONE = (start, layer) -> layer;

  /** Alters one layer. */
  @FunctionalInterface
  interface Alteration {
    LayerUnderTest<HostTensor> of(Start.Given start, LayerUnderTest<HostTensor> layer);
  }

  static Subject ofEmbeddings(Alteration alteration) {
    return new AlteredSubject(alteration, NONE);
  }

  static Subject ofLinears(Alteration alteration) {
    return new AlteredSubject(NONE, alteration);
  }

  @Override
  public String name() {
    return "altered";
  }

  @Override
  public Claims claims() {
    return PLAIN.claims();
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    return embedding.of((Start.Given) start, PLAIN.embedding(config, start));
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    return linear.of((Start.Given) start, PLAIN.linear(config, start));
  }
}
