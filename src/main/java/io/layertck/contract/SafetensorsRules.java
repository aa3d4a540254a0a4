package io.layertck.contract;

import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.LookupExample;
import io.layertck.oracle.golden.GoldenFiles;
import io.layertck.rule.Judgement;
import io.layertck.safetensors.SafetensorsReader;
import io.layertck.safetensors.SafetensorsWriter;
import io.layertck.spi.Feature;
import io.layertck.spi.Refusal;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The body of the rule on states in files. */
final class SafetensorsRules {
  private static final Map<String, byte[]> WRITTEN_BY_PYTORCH = new ConcurrentHashMap<>();

  private SafetensorsRules() {}

  static Judgement exchange(LookupExample example, Driver driver) {
    Judgement judgement = writtenByPyTorch(example.weight().dtype(), driver);
    for (StatefulLayer kind : StatefulLayer.over(example, driver)) {
      judgement = judgement.and(roundTrip(kind, driver)).and(refusals(kind, driver));
      if (judgement instanceof Judgement.Broken) {
        return judgement;
      }
    }
    return judgement.and(
        LayerStateRules.computes(
            example,
            driver,
            "after a file was loaded",
            (layer, state) -> layer.loadSafetensors(SafetensorsWriter.write(state))));
  }

  /** Reads a file that was recorded, once. */
  static byte[] recorded(String name) {
    return WRITTEN_BY_PYTORCH.computeIfAbsent(name, each -> GoldenFiles.shipped().content(each));
  }

  private static Judgement writtenByPyTorch(DType dtype, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    List<String> layers = new ArrayList<>();
    if (driver.claims().has(Feature.LOOKUP)) {
      layers.add("embedding");
    }
    if (driver.claims().has(Feature.LINEAR)) {
      layers.add("linear_nobias");
    }
    if (driver.claims().has(Feature.BIAS)) {
      layers.add("linear_bias");
    }
    for (String layer : layers) {
      byte[] file = recorded("state_" + layer + "_" + dtype);
      Map<String, HostTensor> parameters = SafetensorsReader.read(file);
      StatefulLayer kind =
          layer.equals("embedding")
              ? StatefulLayer.embedding(parameters.values().iterator().next())
              : StatefulLayer.linear(parameters);
      DrivenLayer<HostTensor> loaded = kind.empty(driver);
      loaded.loadSafetensors(file);
      judgement =
          judgement.and(
              kind.holds("after loading a file that PyTorch wrote", loaded, kind.parameters()));
    }
    return judgement;
  }

  private static Judgement roundTrip(StatefulLayer kind, Driver driver) {
    DrivenLayer<HostTensor> layer = kind.filled(driver);
    byte[] file = layer.safetensors();
    Map<String, HostTensor> entries;
    try {
      entries = SafetensorsReader.read(file);
    } catch (IllegalArgumentException malformed) {
      return Judgement.broken(kind.name() + " wrote " + malformed.getMessage());
    }
    Judgement judgement = kind.isState("the file of " + kind.name(), entries);
    DrivenLayer<HostTensor> loaded = kind.empty(driver);
    loaded.loadSafetensors(file);
    return judgement
        .and(kind.holds("after loading its own file", loaded, kind.parameters()))
        .and(afterAnAssignment(kind, layer));
  }

  /** A file holds what the layer holds now. */
  private static Judgement afterAnAssignment(StatefulLayer kind, DrivenLayer<HostTensor> layer) {
    Map<String, HostTensor> zeros = new TreeMap<>(kind.parameters());
    zeros.replaceAll((name, value) -> HostTensor.zeros(value.dtype(), value.shape()));
    zeros.forEach((name, value) -> layer.assign(name, 0, value));
    layer.loadSafetensors(layer.safetensors());
    return kind.holds("after an assignment and loading its own file", layer, zeros);
  }

  private static Judgement refusals(StatefulLayer kind, Driver driver) {
    DrivenLayer<HostTensor> layer = kind.filled(driver);
    Map<String, HostTensor> zeros = new TreeMap<>(kind.parameters());
    zeros.replaceAll((name, value) -> HostTensor.zeros(value.dtype(), value.shape()));
    byte[] whole = SafetensorsWriter.write(zeros);
    Judgement judgement = new Judgement.NoEvidence("no file to spoil");
    for (int length : new int[] {0, Long.BYTES - 1, Long.BYTES + 1}) {
      BadState bad = new BadState("cut after " + length + " bytes", zeros);
      judgement = judgement.and(refused(kind, layer, bad, Arrays.copyOf(whole, length), driver));
    }
    for (BadState bad : BadState.of(zeros)) {
      judgement =
          judgement.and(refused(kind, layer, bad, SafetensorsWriter.write(bad.entries()), driver));
    }
    return judgement;
  }

  private static Judgement refused(
      StatefulLayer kind, DrivenLayer<HostTensor> layer, BadState bad, byte[] file, Driver driver) {
    return RefusalRules.refused(
            driver,
            "loading a file " + bad.what() + " into " + kind.name(),
            EnumSet.allOf(Refusal.class),
            () -> layer.loadSafetensors(file),
            () -> "it was taken")
        .and(
            RefusedStates.nothingLost(
                new RefusedStates.OneLayer(kind, layer), kind.parameters(), bad.what()));
  }
}
