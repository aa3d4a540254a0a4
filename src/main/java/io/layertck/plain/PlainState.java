package io.layertck.plain;

import io.layertck.safetensors.SafetensorsReader;
import io.layertck.safetensors.SafetensorsWriter;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Parameters under the names of a state; a parameter may have several. */
final class PlainState {
  private final Map<String, PlainParameter> parameters;

  /**
   * Names the parameters of a state.
   *
   * @param parameters by name, in the order in which they are registered
   */
  PlainState(Map<String, PlainParameter> parameters) {
    this.parameters = parameters;
  }

  Map<String, TensorHandle> tensors() {
    Map<String, TensorHandle> tensors = new HashMap<>();
    parameters.forEach((name, parameter) -> tensors.put(name, parameter.value()));
    return tensors;
  }

  /**
   * Loads a whole state; nothing is changed by one that is refused. Of two entries for one
   * parameter the later registered one stays.
   *
   * @throws Refused if an entry is missing, not known, or of another type or shape
   */
  void load(Map<String, HostTensor> state) {
    if (!state.keySet().equals(parameters.keySet())) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "the state has entries "
              + new TreeSet<>(state.keySet())
              + ", allowed are exactly "
              + parameters.keySet());
    }
    parameters.forEach((name, parameter) -> require(name, parameter, state));
    parameters.forEach((name, parameter) -> parameter.value().write(entry(name, state)));
  }

  private static void require(
      String name, PlainParameter parameter, Map<String, HostTensor> state) {
    HostTensor entry = entry(name, state);
    Refusals.requireType("the entry " + name, entry, parameter.dtype());
    Refusals.requireShape("the entry " + name, entry, parameter.value().shape());
  }

  private static HostTensor entry(String name, Map<String, HostTensor> state) {
    return Objects.requireNonNull(state.get(name));
  }

  /** Writes a file in which a parameter has the first of its names only. */
  byte[] safetensors() {
    Map<String, HostTensor> tensors = new HashMap<>();
    Set<PlainParameter> written = new HashSet<>();
    parameters.forEach(
        (name, parameter) -> {
          if (written.add(parameter)) {
            tensors.put(name, parameter.value());
          }
        });
    return SafetensorsWriter.write(tensors);
  }

  /**
   * Loads a file in which a parameter has any of its names.
   *
   * @throws Refused if it is no such file, or its entries are not right
   */
  void loadSafetensors(byte[] file) {
    Map<String, HostTensor> entries;
    try {
      entries = new HashMap<>(SafetensorsReader.read(file));
    } catch (IllegalArgumentException malformed) {
      throw new Refused(Refusal.CONFIGURATION, String.valueOf(malformed.getMessage()));
    }
    Map<PlainParameter, HostTensor> known = new HashMap<>();
    parameters.forEach(
        (name, parameter) -> {
          HostTensor entry = entries.get(name);
          if (entry != null) {
            known.put(parameter, entry);
          }
        });
    parameters.forEach(
        (name, parameter) -> {
          HostTensor entry = known.get(parameter);
          if (entry != null) {
            entries.putIfAbsent(name, entry);
          }
        });
    load(entries);
  }
}
