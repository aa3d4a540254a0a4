package io.layertck.fault;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What a faulty subject makes in place of a correct one's layers; by default, the same. */
public interface Defect {
  /** Returns a subject with this defect, which its name tells. */
  default Subject in(Subject correct, String name) {
    return new FaultySubject(correct, name, this);
  }

  /** Returns what the faulty subject claims. */
  default Claims claims(Claims correct) {
    return correct;
  }

  /** Makes an embedding. */
  default LayerUnderTest<HostTensor> embedding(
      Subject correct, EmbeddingConfig config, Start start) {
    return correct.embedding(config, start);
  }

  /** Makes a linear layer. */
  default LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
    return correct.linear(config, start);
  }

  /** Makes an embedding bag. */
  default LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
    return correct.embeddingBag(config, start);
  }

  /** Makes a tied pair. */
  default Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
    return correct.tied(config, bias, start);
  }

  /** Wraps every embedding that is not tied. */
  static Defect ofEmbeddings(UnaryOperator<LayerUnderTest<HostTensor>> wrapper) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> embedding(
          Subject correct, EmbeddingConfig config, Start start) {
        return wrapper.apply(correct.embedding(config, start));
      }
    };
  }

  /** Wraps an embedding, knowing how it was made. */
  @FunctionalInterface
  interface EmbeddingWrapper {
    /** Returns the layer with its defect. */
    LayerUnderTest<HostTensor> wrap(
        EmbeddingConfig config, Start start, LayerUnderTest<HostTensor> layer);
  }

  /** Wraps every embedding that is not tied, by its options. */
  static Defect ofConfigured(EmbeddingWrapper wrapper) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> embedding(
          Subject correct, EmbeddingConfig config, Start start) {
        return wrapper.wrap(config, start, correct.embedding(config, start));
      }
    };
  }

  /** Hands other options than the given ones to every embedding that is not tied. */
  static Defect ofOptions(UnaryOperator<EmbeddingConfig> change) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> embedding(
          Subject correct, EmbeddingConfig config, Start start) {
        return correct.embedding(change.apply(config), start);
      }
    };
  }

  /** Wraps every linear layer that is not tied. */
  static Defect ofLinears(UnaryOperator<LayerUnderTest<HostTensor>> wrapper) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
        return wrapper.apply(correct.linear(config, start));
      }
    };
  }

  /** Wraps every layer that is not tied. */
  static Defect ofLayers(UnaryOperator<LayerUnderTest<HostTensor>> wrapper) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> embedding(
          Subject correct, EmbeddingConfig config, Start start) {
        return wrapper.apply(correct.embedding(config, start));
      }

      @Override
      public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
        return wrapper.apply(correct.linear(config, start));
      }
    };
  }

  /** Makes a wrapper of an embedding bag out of its configuration. */
  @FunctionalInterface
  interface BagWrapper {
    /** Wraps a correct layer. */
    LayerUnderTest<BagInput> wrap(LayerUnderTest<BagInput> layer, BagConfig config);
  }

  /** Wraps every embedding bag. */
  static Defect ofBags(BagWrapper wrapper) {
    return new Defect() {
      @Override
      public LayerUnderTest<BagInput> embeddingBag(Subject correct, BagConfig config, Start start) {
        return wrapper.wrap(correct.embeddingBag(config, start), config);
      }
    };
  }

  /** Wraps every tied pair. */
  static Defect ofPairs(UnaryOperator<Tied> wrapper) {
    return new Defect() {
      @Override
      public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
        return wrapper.apply(correct.tied(config, bias, start));
      }
    };
  }

  /** Hands other parameters than the given ones to every linear layer. */
  static Defect ofLinearParameters(UnaryOperator<HostTensor> change) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
        return correct.linear(config, changed(start, change));
      }
    };
  }

  private static Start changed(Start start, UnaryOperator<HostTensor> change) {
    if (!(start instanceof Start.Given given)) {
      return start;
    }
    Map<String, HostTensor> parameters = new TreeMap<>(given.parameters());
    parameters.replaceAll((name, value) -> change.apply(value));
    return new Start.Given(parameters);
  }
}
