package io.layertck.fault;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;

/**
 * A correct subject some of whose layers have a defect; it claims what the correct one claims
 * unless the defect is a claim.
 */
final class FaultySubject extends ForwardingSubject {
  private final String defectName;
  private final Defect defect;

  FaultySubject(Subject correct, String defectName, Defect defect) {
    super(correct);
    this.defectName = defectName;
    this.defect = defect;
  }

  @Override
  public String name() {
    return inner.name() + " with " + defectName;
  }

  @Override
  public Claims claims() {
    return defect.claims(inner.claims());
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    return defect.embedding(inner, config, start);
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    return defect.linear(inner, config, start);
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    return defect.embeddingBag(inner, config, start);
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    return defect.tied(inner, config, bias, start);
  }
}
