package io.layertck.reference.nd4j;

import io.layertck.safetensors.SafetensorsReader;
import io.layertck.safetensors.SafetensorsWriter;
import io.layertck.spi.Refusal;
import io.layertck.spi.Refused;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Parameters under the names of a state; tied layers give one parameter two names.
 *
 * <p>Names are in the order of registration, in which a state is loaded.
 */
final class Nd4jState {
  private final LinkedHashMap<String, Nd4jParameter> byName = new LinkedHashMap<>();

  /** Registers a parameter under one more name. */
  Nd4jState with(String name, Nd4jParameter parameter) {
    byName.put(name, parameter);
    return this;
  }

  /** Returns live handles of all entries. */
  Map<String, TensorHandle> handles() {
    Map<String, TensorHandle> handles = new TreeMap<>();
    byName.forEach((name, parameter) -> handles.put(name, parameter.live()));
    return handles;
  }

  /**
   * Loads a whole state after all of it was checked.
   *
   * @throws Refused if an entry is missing, not known, or of another type or shape
   */
  void load(Map<String, HostTensor> state) {
    if (!state.keySet().equals(byName.keySet())) {
      throw new Refused(
          Refusal.CONFIGURATION,
          "the state has the entries "
              + state.keySet()
              + ", but must have exactly "
              + byName.keySet());
    }
    byName.forEach((name, parameter) -> parameter.requireFits("entry " + name, of(state, name)));
    byName.forEach((name, parameter) -> parameter.assign(0, of(state, name)));
  }

  private static HostTensor of(Map<String, HostTensor> state, String name) {
    HostTensor entry = state.get(name);
    if (entry == null) {
      throw new Refused(Refusal.CONFIGURATION, "the state has no entry " + name);
    }
    return entry;
  }

  /** Writes a file that holds every parameter once, under its first name. */
  byte[] safetensors() {
    Map<Nd4jParameter, String> firstNames = new LinkedHashMap<>();
    byName.forEach((name, parameter) -> firstNames.putIfAbsent(parameter, name));
    Map<String, HostTensor> tensors = new TreeMap<>();
    firstNames.forEach((parameter, name) -> tensors.put(name, parameter.value().read()));
    return SafetensorsWriter.write(tensors);
  }

  /**
   * Loads a file that holds every parameter under at least one of its names.
   *
   * @throws Refused if the file is malformed or its entries are not right
   */
  void loadSafetensors(byte[] file) {
    Map<String, HostTensor> found;
    try {
      found = SafetensorsReader.read(file);
    } catch (IllegalArgumentException malformed) {
      throw new Refused(Refusal.CONFIGURATION, String.valueOf(malformed.getMessage()));
    }
    Map<Nd4jParameter, HostTensor> known = new LinkedHashMap<>();
    found.forEach(
        (name, values) -> {
          Nd4jParameter parameter = byName.get(name);
          if (parameter != null) {
            known.put(parameter, values);
          }
        });
    Map<String, HostTensor> whole = new TreeMap<>(found);
    byName.forEach(
        (name, parameter) -> {
          HostTensor values = known.get(parameter);
          if (values != null) {
            whole.putIfAbsent(name, values);
          }
        });
    load(whole);
  }
}
