package io.layertck.fault;

import static io.layertck.fault.Defect.ofLayers;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.safetensors.SafetensorsReader;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** States under other names, that come back otherwise, or whose mistakes are taken. */
final class SavedStateFaults {
  private SavedStateFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "parametersAreNumberedInTheState",
            "B177",
            "keras-team/keras#19581",
            "STA-01",
            "has the entries [0",
            ofLayers(Numbered::new)),
        reported(
            "biasComesBackInAnotherShape",
            "B178",
            "keras-team/keras#20029",
            "STA-01",
            "has shape [1, ",
            ofLayers(ReshapedBias::new)),
        reported(
            "loadedWeightIsInitialisedAnew",
            "B172",
            "huggingface/transformers#45079",
            "STA-01",
            "after loading, the weight of",
            ofLayers(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public void load(Map<String, HostTensor> state) {
                        inner.load(state);
                        inner.reset(1);
                      }
                    })),
        made(
            "firstForwardOutlivesALoad",
            "STA-01",
            "after a load, ",
            ofLayers(PackedLayer.ByForward::new)),
        made(
            "fileIsThatOfTheStart",
            "STA-02",
            "after an assignment and loading its own file",
            ofLayers(
                layer ->
                    new Forwarding<>(layer) {
                      private final byte[] first = layer.safetensors();

                      @Override
                      public byte[] safetensors() {
                        return first.clone();
                      }
                    })),
        made(
            "stateIsThatOfTheStart",
            "STA-01",
            "of a state after an assignment of zeros",
            ofLayers(StartForEver::new)),
        made(
            "loadingZeroesTheGradient",
            "STA-01",
            "after a load that follows a backward, the gradient",
            ofLayers(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public void load(Map<String, HostTensor> state) {
                        inner.load(state);
                        inner.zeroGradients();
                      }
                    })),
        made(
            "unknownEntriesAreIgnored",
            "STA-01",
            "with an unknown entry",
            ofLayers(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public void load(Map<String, HostTensor> state) {
                        Map<String, HostTensor> known = new TreeMap<>(state);
                        known.keySet().retainAll(inner.state().keySet());
                        inner.load(known);
                      }
                    })),
        made(
            "entryOfAnotherTypeIsTakenByItsBits",
            "STA-01",
            "was taken, the weight of",
            ofLayers(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public void load(Map<String, HostTensor> state) {
                        Map<String, HostTensor> taken = new TreeMap<>(state);
                        DType dtype = inner.parameter("weight").read().dtype();
                        taken.replaceAll((name, value) -> byItsBits(dtype, value));
                        inner.load(taken);
                      }
                    })),
        made(
            "elementsAreWrittenInBigEndian",
            "STA-02",
            "of the file of",
            ofLayers(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public byte[] safetensors() {
                        return reversed(inner.safetensors());
                      }
                    })),
        made(
            "missingEntriesKeepTheirValues",
            "STA-02",
            "without the entry",
            ofLayers(
                layer ->
                    new Forwarding<>(layer) {
                      @Override
                      public void loadSafetensors(byte[] file) {
                        Map<String, HostTensor> entries =
                            new TreeMap<>(SafetensorsReader.read(file));
                        inner
                            .state()
                            .forEach((name, held) -> entries.putIfAbsent(name, held.read()));
                        inner.load(entries);
                      }
                    })));
  }

  /** Reads as many bits of every element as the type has. */
  private static HostTensor byItsBits(DType dtype, HostTensor value) {
    if (value.dtype() == dtype) {
      return value;
    }
    long mask = dtype.bytes() == Long.BYTES ? -1 : (1L << (Byte.SIZE * dtype.bytes())) - 1;
    return HostTensor.rounded(
        dtype,
        Arrays.stream(value.bits()).mapToDouble(bits -> dtype.number(bits & mask)).toArray(),
        value.shape());
  }

  /** Turns the bytes of every element round. */
  private static byte[] reversed(byte[] file) {
    byte[] turned = file.clone();
    int end = file.length;
    int elements = 0;
    int width = 1;
    for (HostTensor tensor : SafetensorsReader.read(file).values()) {
      elements += tensor.size();
      width = tensor.dtype().bytes();
    }
    int start = end - elements * width;
    for (int i = 0; i < elements * width; i++) {
      turned[start + i] = file[start + i / width * width + width - 1 - i % width];
    }
    return turned;
  }

  /** Saves and loads by position: numbers with gaps where there is nothing to save. */
  private static final class Numbered extends Forwarding<HostTensor> {
    Numbered(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public Map<String, TensorHandle> state() {
      Map<String, TensorHandle> numbered = new TreeMap<>();
      inner.state().forEach((name, handle) -> numbered.put(number(name), handle));
      return numbered;
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      Map<String, HostTensor> named = new TreeMap<>();
      state.forEach((number, value) -> named.put(number.equals("0") ? "weight" : "bias", value));
      inner.load(named);
    }

    private static String number(String name) {
      return name.equals("weight") ? "0" : "2";
    }
  }

  /** Keeps a bias of rank 2 after loading. */
  private static final class ReshapedBias extends Forwarding<HostTensor> {
    private boolean loaded;

    ReshapedBias(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      inner.load(state);
      loaded = true;
    }

    @Override
    public TensorHandle parameter(String name) {
      HostTensor value = inner.parameter(name).read();
      return loaded && name.equals("bias") ? value.reshape(1, value.size()) : value;
    }
  }

  /** Hands out the parameters that it was made with, or that were loaded. */
  private static final class StartForEver extends Forwarding<HostTensor> {
    private final Map<String, TensorHandle> first = new TreeMap<>();

    StartForEver(LayerUnderTest<HostTensor> inner) {
      super(inner);
      keep();
    }

    private void keep() {
      inner.state().forEach((name, value) -> first.put(name, value.read().copy()));
    }

    @Override
    public void load(Map<String, HostTensor> state) {
      inner.load(state);
      keep();
    }

    @Override
    public Map<String, TensorHandle> state() {
      return first;
    }
  }
}
