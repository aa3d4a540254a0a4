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
  private final List<String> names;
  private @Nullable Map<String, HostTensor> packed;

  /** Packs the parameters of these names. */
  PackedLayer(LayerUnderTest<HostTensor> inner, Collection<String> names) {
    super(inner);
    this.names = List.copyOf(names);
  }

  /** Packs all parameters. */
  PackedLayer(LayerUnderTest<HostTensor> inner) {
    this(inner, inner.state().keySet());
  }

  /** Returns copies of the parameters as they are, whatever is packed. */
  final Map<String, HostTensor> parameters() {
    Map<String, HostTensor> copies = new TreeMap<>();
    names.forEach(name -> copies.put(name, inner.parameter(name).read().copy()));
    return copies;
  }

  /** Packs parameters where none are packed. */
  final void pack(Map<String, HostTensor> parameters) {
    packed = packed == null ? parameters : packed;
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

  private void assignAll(Map<String, HostTensor> parameters) {
    parameters.forEach((name, value) -> inner.assign(name, 0, value));
  }

  @Override
  public void assign(String name, long firstRow, HostTensor rows) {
    inner.assign(name, firstRow, rows);
    unpack();
  }
}
