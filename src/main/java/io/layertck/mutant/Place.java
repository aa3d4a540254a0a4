package io.layertck.mutant;

import io.layertck.fault.Defect;
import io.layertck.mutant.Operands.Made;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import java.util.function.Supplier;

/** The layers that a mutant may change. */
enum Place {
  EMBEDDING("embedding") {
    @Override
    Defect changedBy(Supplier<Change> change) {
      return new Defect() {
        @Override
        public LayerUnderTest<HostTensor> embedding(
            Subject correct, EmbeddingConfig config, Start start) {
          return Changed.layer(correct.embedding(config, start), made(config), change.get());
        }
      };
    }
  },

  BAG("bag") {
    @Override
    Defect changedBy(Supplier<Change> change) {
      return new Defect() {
        @Override
        public LayerUnderTest<BagInput> embeddingBag(
            Subject correct, BagConfig config, Start start) {
          return Changed.bag(
              correct.embeddingBag(config, start), made(config.table()), config, change.get());
        }
      };
    }
  },

  LINEAR("linear") {
    @Override
    Defect changedBy(Supplier<Change> change) {
      return new Defect() {
        @Override
        public LayerUnderTest<HostTensor> linear(
            Subject correct, LinearConfig config, Start start) {
          return Changed.layer(correct.linear(config, start), made(config), change.get());
        }
      };
    }
  },

  TIED_EMBEDDING("tied embedding") {
    @Override
    Defect changedBy(Supplier<Change> change) {
      return new Defect() {
        @Override
        public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
          Tied pair = correct.tied(config, bias, start);
          Change own = change.get();
          return new Tied(
              Changed.layer(pair.embedding(), made(config), own),
              pair.head(),
              new ChangedPair(pair.whole(), own));
        }
      };
    }
  },

  HEAD("tied head") {
    @Override
    Defect changedBy(Supplier<Change> change) {
      return new Defect() {
        @Override
        public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
          Tied pair = correct.tied(config, bias, start);
          LinearConfig head =
              new LinearConfig(config.embeddingDim(), config.numEmbeddings(), bias, config.dtype());
          Change own = change.get();
          return new Tied(
              pair.embedding(),
              Changed.layer(pair.head(), made(head), own),
              new ChangedPair(pair.whole(), own));
        }
      };
    }
  };

  private final String words;

  Place(String words) {
    this.words = words;
  }

  /** Returns a subject whose layers of this kind go each through a change of its own. */
  abstract Defect changedBy(Supplier<Change> change);

  private static Made made(EmbeddingConfig config) {
    return new Made(
        Math.toIntExact(config.numEmbeddings()),
        Math.toIntExact(config.embeddingDim()),
        false,
        config.dtype(),
        config);
  }

  private static Made made(LinearConfig config) {
    return new Made(
        Math.toIntExact(config.outFeatures()),
        Math.toIntExact(config.inFeatures()),
        config.bias(),
        config.dtype(),
        null);
  }

  @Override
  public String toString() {
    return words;
  }
}
