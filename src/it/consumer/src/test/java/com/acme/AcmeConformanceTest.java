package com.acme;

import io.layertck.contract.EmbeddingContract;
import io.layertck.spi.Subject;
import io.layertck.spi.Subjects;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;

class AcmeConformanceTest implements EmbeddingContract {
  @Override
  public Subject subject() {
    return Subjects.lookup("acme", AcmeConformanceTest::rows);
  }

  private static HostTensor rows(HostTensor weight, HostTensor indices) {
    int d = weight.extent(1);
    float[] w = weight.floats();
    long[] ids = indices.longs();
    float[] out = new float[ids.length * d];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= weight.extent(0)) {
        throw new IndexOutOfBoundsException(ids[i] + " is outside [0, " + weight.extent(0) + ")");
      }
      System.arraycopy(w, (int) ids[i] * d, out, i * d, d);
    }
    long[] shape = Arrays.copyOf(indices.shape(), indices.rank() + 1);
    shape[indices.rank()] = d;
    return HostTensor.of(out, shape);
  }
}
