package io.layertck.mutant;

import io.layertck.fault.Defect;
import io.layertck.mutant.Operands.Made;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import java.util.function.Function;
import java.util.function.Supplier;

/** The layers that a mutant may change. */
enum Place {
  EMBEDDING(
      "embedding",
      change ->
          Defect.ofConfigured(
              (config, start, layer) -> Changed.layer(layer, made(config), change.get()))),

  BAG(
      "bag",
      change ->
          Defect.ofBags(
              (layer, config) -> Changed.bag(layer, made(config.table()), config, change.get()))),

  LINEAR("linear", Place::inLinears),

  TIED_EMBEDDING(
      "tied embedding",
      change ->
          inPairs(
              change,
              (pair, config, bias, own) ->
                  new Tied(
                      Changed.layer(pair.embedding(), made(config), own),
                      pair.head(),
                      pair.whole()))),

  HEAD(
      "tied head",
      change ->
          inPairs(
              change,
              (pair, config, bias, own) ->
                  new Tied(
                      pair.embedding(),
                      Changed.layer(pair.head(), made(headOf(config, bias)), own),
                      pair.whole())));

  private final String words;
  private final Function<Supplier<Change>, Defect> defect;

  Place(String words, Function<Supplier<Change>, Defect> defect) {
    this.words = words;
    this.defect = defect;
  }

  /** Returns a subject whose layers of this kind go each through a change of its own. */
  Defect changedBy(Supplier<Change> change) {
    return defect.apply(change);
  }

  private static Defect inLinears(Supplier<Change> change) {
    return new Defect() {
      @Override
      public LayerUnderTest<HostTensor> linear(Subject correct, LinearConfig config, Start start) {
        return Changed.layer(correct.linear(config, start), made(config), change.get());
      }
    };
  }

  /** Puts a change into one layer of a pair. */
  @FunctionalInterface
  private interface ChangeOfPair {
    Tied in(Tied pair, EmbeddingConfig config, boolean bias, Change own);
  }

  private static Defect inPairs(Supplier<Change> change, ChangeOfPair layer) {
    return new Defect() {
      @Override
      public Tied tied(Subject correct, EmbeddingConfig config, boolean bias, Start start) {
        Tied pair = correct.tied(config, bias, start);
        Change own = change.get();
        Tied changed = layer.in(pair, config, bias, own);
        return new Tied(changed.embedding(), changed.head(), new ChangedPair(pair.whole(), own));
      }
    };
  }

  private static LinearConfig headOf(EmbeddingConfig table, boolean bias) {
    return new LinearConfig(table.embeddingDim(), table.numEmbeddings(), bias, table.dtype());
  }

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
