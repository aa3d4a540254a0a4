package io.layertck.fault;

import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A layer that computes with packed parameters, if any are, until some of its own are assigned.
 *
 * <p>When it packs, and what else renews what it packed, is up to the faults made of it.
 */
class PackedLayer extends Forwarding<HostTensor> {
  private final @Nullable List<String> names;
  private @Nullable Map<String, HostTensor> packed;

  /** Packs every parameter that stands in the state. */
  PackedLayer(LayerUnderTest<HostTensor> inner) {
    super(inner);
    this.names = null;
  }

  /** Packs one parameter alone. */
  PackedLayer(LayerUnderTest<HostTensor> inner, String name) {
    super(inner);
    this.names = List.of(name);
  }

  /** Makes a change of the parameters that a forward does not see. */
  final void behindItsBack(Runnable change) {
    Map<String, HostTensor> before = parameters();
    change.run();
    pack(before);
  }

  /** Computes with the layer's own parameters again. */
  final void unpack() {
    packed = null;
  }

  @Override
  public TensorHandle forward(HostTensor input) {
    Map<String, HostTensor> taken = packed;
    if (taken == null) {
      return inner.forward(input);
    }
    Map<String, HostTensor> own = parameters();
    assignAll(taken);
    try {
      return inner.forward(input).read();
    } finally {
      assignAll(own);
    }
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    inner.assign(name, firstRow, rows);
    unpack();
  }

  /** Returns copies of the parameters as they are, whatever is packed. */
  final Map<String, HostTensor> parameters() {
    Collection<String> taken = names == null ? inner.state().keySet() : names;
    Map<String, HostTensor> copies = new TreeMap<>();
    taken.forEach(name -> copies.put(name, inner.parameter(name).read().copy()));
    return copies;
  }

  private void assignAll(Map<String, HostTensor> parameters) {
    parameters.forEach((name, value) -> inner.assign(name, 0, value));
  }

  /** Packs parameters where none are packed. */
  final void pack(Map<String, HostTensor> parameters) {
    packed = packed == null ? parameters : packed;
  }

  /** Packs what its first forward computes with, which is still made as if nothing were packed. */
  static class ByForward extends PackedLayer {
    ByForward(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    ByForward(LayerUnderTest<HostTensor> inner, String name) {
      super(inner, name);
    }

    @Override
    public TensorHandle forward(HostTensor input) {
      Map<String, HostTensor> before = parameters();
      try {
        return super.forward(input);
      } finally {
        pack(before);
      }
    }
  }
}
