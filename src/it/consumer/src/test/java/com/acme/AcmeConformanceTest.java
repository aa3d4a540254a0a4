package com.acme;

import io.layertck.contract.EmbeddingContract;
import io.layertck.spi.Subject;
import io.layertck.spi.Subjects;
import io.layertck.tensor.HostTensor;

class AcmeConformanceTest implements EmbeddingContract {
  @Override
  public Subject subject() {
    return Subjects.lookup("acme", AcmeConformanceTest::rows);
  }

  private static HostTensor rows(HostTensor weight, HostTensor indices) {
    AcmeEmbedding layer = new AcmeEmbedding(weight.floats(), weight.extent(0), weight.extent(1));
    return HostTensor.of(layer.lookup(indices.longs()), indices.shapeAnd(weight.extent(1)));
  }
}
