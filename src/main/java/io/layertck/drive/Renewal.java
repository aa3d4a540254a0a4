package io.layertck.drive;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Shows whether a layer's own past matters: one of its forwards is made on a new layer with the
 * same parameters instead.
 */
public final class Renewal {
  private static final List<String> PARAMETERS = List.of("weight", "bias");

  private Renewal() {}

  /**
   * Returns the subject with one forward of each layer made on a new layer.
   *
   * @param call the number of the forward among those of a layer, from 1 on
   */
  public static Subject ofForward(Subject subject, int call) {
    return new RenewedSubject(subject, call);
  }

  private record RenewedSubject(Subject inner, int call) implements Subject {
    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public Claims claims() {
      return inner.claims();
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return renewed(start, given -> inner.embedding(config, given));
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      return renewed(start, given -> inner.linear(config, given));
    }

    @Override
    public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
      return renewed(start, given -> inner.embeddingBag(config, given));
    }

    @Override
    public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
      return inner.tied(config, bias, start);
    }

    @Override
    public Refusal classify(Throwable thrown) {
      return inner.classify(thrown);
    }

    private <I> LayerUnderTest<I> renewed(Start start, Function<Start, LayerUnderTest<I>> factory) {
      boolean readable = inner.claims().has(Feature.PARAMETERS);
      return start instanceof Start.Given given && readable
          ? new Renewed<>(factory.apply(start), given, factory, call)
          : factory.apply(start);
    }
  }

  private static final class Renewed<I> extends Forwarding<I> {
    private final Start.Given start;
    private final Function<Start, LayerUnderTest<I>> factory;
    private final int call;
    private final List<LayerUnderTest<I>> others = new ArrayList<>();
    private int calls;

    Renewed(
        LayerUnderTest<I> inner,
        Start.Given start,
        Function<Start, LayerUnderTest<I>> factory,
        int call) {
      super(inner);
      this.start = start;
      this.factory = factory;
      this.call = call;
    }

    @Override
    public TensorHandle forward(I input) {
      calls++;
      TensorHandle own = inner.forward(input);
      if (calls != call) {
        return own;
      }
      // The layer lives through the call all the same, so that its later calls keep their numbers.
      own.close();
      Map<String, HostTensor> parameters = new TreeMap<>();
      for (String parameter : PARAMETERS) {
        if (start.parameters().containsKey(parameter)) {
          parameters.put(parameter, inner.parameter(parameter).read().copy());
        }
      }
      LayerUnderTest<I> other = factory.apply(new Start.Given(parameters));
      others.add(other);
      return other.forward(input);
    }

    @Override
    public void close() {
      others.forEach(LayerUnderTest::close);
      inner.close();
    }
  }
}
