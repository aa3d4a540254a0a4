package io.layertck.benchmark;

import io.layertck.oracle.exact.ExactEmbedding;
import io.layertck.oracle.exact.ExactLinear;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.function.Supplier;

/** The exact results that layers are judged by, with the magnitudes their bounds need. */
final class ExactCalls implements LayerCalls {
  @Override
  public Supplier<Object> lookup(HostTensor weight, HostTensor indices) {
    return () -> ExactLookup.forward(weight, indices);
  }

  @Override
  public Supplier<Object> lookupGradient(
      HostTensor weight, HostTensor indices, HostTensor upstream) {
    return () -> ExactEmbedding.weightGradient(weight.extent(0), indices, upstream);
  }

  @Override
  public Supplier<Object> linear(HostTensor input, HostTensor weight, HostTensor bias) {
    return () -> ExactLinear.forward(input, weight, bias);
  }

  @Override
  public Supplier<Object> linearGradients(
      HostTensor input, HostTensor weight, HostTensor bias, HostTensor upstream) {
    return () ->
        List.of(
            ExactLinear.inputGradient(weight, upstream),
            ExactLinear.weightGradient(input, upstream),
            ExactLinear.biasGradient(upstream));
  }

  @Override
  public void close() {}
}
