package io.layertck.fault;

import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Feature;
import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.UnsupportedFeature;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.function.UnaryOperator;

/**
 * Lets a fault see the parameters that a layer was made with, where the layer cannot show them.
 *
 * <p>A forward-only layer never changes what it was given. To the rules it goes on refusing to show
 * it.
 */
public final class GivenParameters {
  private GivenParameters() {}

  /** Returns the same defect for subjects that claim to show their parameters or not. */
  public static UnaryOperator<Subject> shownTo(UnaryOperator<Subject> defect) {
    return correct ->
        correct.claims().has(Feature.PARAMETERS)
            ? defect.apply(correct)
            : new HidingSubject(defect.apply(new ShowingSubject(correct)));
  }

  private static final class ShowingSubject extends ForwardingSubject {
    ShowingSubject(Subject correct) {
      super(correct);
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return shown(inner.embedding(config, start), start);
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      return shown(inner.linear(config, start), start);
    }

    private static LayerUnderTest<HostTensor> shown(LayerUnderTest<HostTensor> layer, Start start) {
      return !(start instanceof Start.Given given)
          ? layer
          : new Forwarding<>(layer) {
            @Override
            public TensorHandle parameter(String name) {
              return given.parameter(name).copy();
            }
          };
    }
  }

  private static final class HidingSubject extends ForwardingSubject {
    HidingSubject(Subject faulty) {
      super(faulty);
    }

    @Override
    public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
      return hidden(inner.embedding(config, start));
    }

    @Override
    public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
      return hidden(inner.linear(config, start));
    }

    private static LayerUnderTest<HostTensor> hidden(LayerUnderTest<HostTensor> layer) {
      return new Forwarding<>(layer) {
        @Override
        public TensorHandle parameter(String name) {
          throw new UnsupportedFeature(Feature.PARAMETERS);
        }
      };
    }
  }
}
