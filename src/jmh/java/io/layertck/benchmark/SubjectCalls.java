package io.layertck.benchmark;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.DrivenPass;
import io.layertck.drive.Driver;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The layers of a subject. */
final class SubjectCalls implements LayerCalls {
  private final Driver driver;

  SubjectCalls(Subject subject) {
    this.driver = new Driver(subject, subject.claims());
  }

  @Override
  public Supplier<Object> lookup(HostTensor weight, HostTensor indices) {
    DrivenLayer<HostTensor> layer = embedding(weight);
    return () -> layer.forward(indices);
  }

  @Override
  public Supplier<Object> lookupGradient(
      HostTensor weight, HostTensor indices, HostTensor upstream) {
    DrivenLayer<HostTensor> layer = embedding(weight);
    DrivenPass pass = layer.record(indices);
    return () -> {
      layer.zeroGradients();
      pass.backward(upstream);
      return layer.gradient("weight").dense();
    };
  }

  @Override
  public Supplier<Object> linear(HostTensor input, HostTensor weight, HostTensor bias) {
    DrivenLayer<HostTensor> layer = affine(weight, bias);
    return () -> layer.forward(input);
  }

  @Override
  public Supplier<Object> linearGradients(
      HostTensor input, HostTensor weight, HostTensor bias, HostTensor upstream) {
    DrivenLayer<HostTensor> layer = affine(weight, bias);
    DrivenPass pass = layer.record(input);
    return () -> {
      layer.zeroGradients();
      return List.of(
          pass.backward(upstream).dense(),
          layer.gradient("weight").dense(),
          layer.gradient("bias").dense());
    };
  }

  private DrivenLayer<HostTensor> embedding(HostTensor weight) {
    return driver.embedding(
        EmbeddingConfig.of(weight.extent(0), weight.extent(1), weight.dtype()),
        new Start.Given(Map.of("weight", weight)));
  }

  private DrivenLayer<HostTensor> affine(HostTensor weight, HostTensor bias) {
    return driver.linear(
        new LinearConfig(weight.extent(1), weight.extent(0), true, weight.dtype()),
        new Start.Given(Map.of("weight", weight, "bias", bias)));
  }

  @Override
  public void close() {
    driver.close();
  }
}
