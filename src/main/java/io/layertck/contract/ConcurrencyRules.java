package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.generate.ConcurrentExample;
import io.layertck.generate.LinearExample;
import io.layertck.generate.LinearGradientExample;
import io.layertck.generate.LookupExample;
import io.layertck.generate.LookupGradientExample;
import io.layertck.oracle.exact.ExactLookup;
import io.layertck.oracle.exact.IntegerEmbedding;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.rule.Judgement;
import io.layertck.spi.Feature;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The body of the rule on calls by several threads at once. */
final class ConcurrencyRules {
  private static final int CALLS = 2;

  private ConcurrencyRules() {}

  static Judgement threads(ConcurrentExample example, Driver driver) {
    Judgement judgement = new Judgement.NoEvidence("neither lookup nor linear is claimed");
    if (driver.claims().has(Feature.LOOKUP)) {
      judgement =
          judgement
              .and(oneEmbedding(example, driver))
              .and(embeddings(example, driver))
              .and(oneEmbeddingTrained(example, driver));
    }
    return driver.claims().has(Feature.LINEAR)
        ? judgement.and(oneLinear(example, driver)).and(linears(example, driver))
        : judgement;
  }

  /** Runs the calls of every thread and judges each by what its thread should get. */
  private static Judgement judge(
      String what,
      Driver driver,
      List<List<Expected>> expected,
      IntFunction<List<HostTensor>> call) {
    int threads = expected.size();
    List<List<List<HostTensor>>> results =
        driver.concurrently(
            threads,
            thread -> IntStream.range(0, CALLS).mapToObj(i -> call.apply(thread)).toList());
    RepeatedCalls calls = new RepeatedCalls("calls by " + threads + " threads at once");
    for (int thread = 0; thread < threads; thread++) {
      for (int i = 0; i < CALLS; i++) {
        calls.add(
            "thread " + thread + ", call " + (i + 1) + " of " + CALLS + " of " + what,
            judge(thread, expected, results.get(thread).get(i)));
      }
    }
    return calls.judgement();
  }

  private static Judgement judge(
      int thread, List<List<Expected>> expected, List<HostTensor> actual) {
    Judgement judgement = new Judgement.NoEvidence("no result");
    for (int i = 0; i < actual.size(); i++) {
      Judgement one = expected.get(thread).get(i).judge(actual.get(i));
      judgement =
          judgement.and(
              one instanceof Judgement.Broken broken
                  ? Judgement.broken(broken.message() + owner(thread, i, expected, actual.get(i)))
                  : one);
    }
    return judgement;
  }

  /** Says whose result a thread got in place of its own. */
  private static String owner(
      int thread, int result, List<List<Expected>> expected, HostTensor actual) {
    for (int other = 0; other < expected.size(); other++) {
      if (other != thread
          && expected.get(other).get(result).judge(actual) instanceof Judgement.Kept) {
        return ": it is the result of thread " + other;
      }
    }
    return "";
  }

  private static Judgement oneEmbedding(ConcurrentExample example, Driver driver) {
    LookupExample table = example.lookups().get(0).lookup();
    DrivenLayer<HostTensor> layer = LookupRules.layer(table, driver);
    return judge(
        "one embedding",
        driver,
        example.lookups().stream()
            .map(own -> ExactLookup.forward(table.weight(), own.lookup().indices()))
            .map(output -> List.of(Expected.bits("the output", output)))
            .toList(),
        thread -> List.of(layer.forward(example.lookups().get(thread).lookup().indices()).copy()));
  }

  private static Judgement embeddings(ConcurrentExample example, Driver driver) {
    boolean gradients = driver.claims().has(Feature.OVERLAPPING_PASSES);
    List<DrivenLayer<HostTensor>> layers =
        example.lookups().stream().map(own -> LookupGradientRules.layer(own, driver)).toList();
    return judge(
        "an embedding of its own",
        driver,
        example.lookups().stream().map(own -> ofEmbedding(own, gradients)).toList(),
        thread -> {
          LookupGradientExample own = example.lookups().get(thread);
          DrivenLayer<HostTensor> layer = layers.get(thread);
          HostTensor output = layer.forward(own.lookup().indices()).copy();
          if (!gradients) {
            return List.of(output);
          }
          layer.zeroGradients();
          layer.backward(own.lookup().indices(), own.upstream());
          return List.of(output, layer.gradient("weight").dense().copy());
        });
  }

  private static List<Expected> ofEmbedding(LookupGradientExample own, boolean gradients) {
    LookupExample lookup = own.lookup();
    Expected output =
        Expected.bits("the output", ExactLookup.forward(lookup.weight(), lookup.indices()));
    return gradients ? List.of(output, weightGradient(own)) : List.of(output);
  }

  private static Expected weightGradient(LookupGradientExample own) {
    return Expected.numbers(
        "the weight gradient",
        IntegerEmbedding.weightGradient(
            own.lookup().vocabulary(), own.lookup().indices(), own.upstream()),
        own.lookup().config().dtype());
  }

  /**
   * Accumulates into one weight from every thread. PyTorch locks it, and its documentation warns
   * all the same: an advisory.
   */
  private static Judgement oneEmbeddingTrained(ConcurrentExample example, Driver driver) {
    LookupGradientExample first = example.lookups().get(0);
    DType dtype = first.lookup().config().dtype();
    if (!driver.claims().has(Feature.OVERLAPPING_PASSES)
        || !driver.claims().has(Feature.ACCUMULATION)
        || dtype.isHalf()) {
      // In half types the sum over all threads would pass the exact range.
      return new Judgement.NoEvidence("no exact sum over passes that overlap");
    }
    DrivenLayer<HostTensor> layer = LookupGradientRules.layer(first, driver);
    driver.concurrently(
        example.threads(),
        thread -> {
          for (int i = 0; i < CALLS; i++) {
            layer.backward(example.lookups().get(thread).lookup().indices(), first.upstream());
          }
          return Boolean.TRUE;
        });
    double[] sum = new double[first.lookup().weight().size()];
    for (LookupGradientExample own : example.lookups()) {
      double[] part =
          IntegerEmbedding.weightGradient(
                  first.lookup().vocabulary(), own.lookup().indices(), first.upstream())
              .widened();
      Arrays.setAll(sum, i -> sum[i] + CALLS * part[i]);
    }
    Judgement judgement =
        Expected.numbers(
                "the gradient that all threads add to",
                HostTensor.of(sum, first.lookup().weight().shape()),
                dtype)
            .judge(layer.gradient("weight").dense());
    return judgement instanceof Judgement.Broken broken
        ? new Judgement.Advisory(sum.length, broken.message())
        : judgement;
  }

  private static Judgement oneLinear(ConcurrentExample example, Driver driver) {
    LinearExample first = example.linears().get(0).linear();
    DrivenLayer<HostTensor> layer = LinearRules.layer(first, driver);
    List<HostTensor> inputs =
        IntStream.range(0, example.threads())
            .mapToObj(thread -> turned(first.input(), thread))
            .toList();
    return judge(
        "one linear layer",
        driver,
        inputs.stream().map(input -> List.of(output(first.withInput(input)))).toList(),
        thread -> List.of(layer.forward(inputs.get(thread)).copy()));
  }

  /** Returns the rows in another order, so that every thread has other ones at each place. */
  private static HostTensor turned(HostTensor rows, int thread) {
    int count = rows.extent(0);
    long[] order = new long[count];
    Arrays.setAll(order, i -> (i + 3L * thread) % count);
    return Tensors.rows(rows, order);
  }

  private static Judgement linears(ConcurrentExample example, Driver driver) {
    boolean gradients = driver.claims().has(Feature.OVERLAPPING_PASSES);
    List<DrivenLayer<HostTensor>> layers =
        example.linears().stream().map(own -> LinearRules.layer(own.linear(), driver)).toList();
    return judge(
        "a linear layer of its own",
        driver,
        example.linears().stream().map(own -> ofLinear(own, gradients)).toList(),
        thread -> {
          LinearGradientExample own = example.linears().get(thread);
          DrivenLayer<HostTensor> layer = layers.get(thread);
          HostTensor output = layer.forward(own.linear().input()).copy();
          return gradients ? withGradients(output, layer, own) : List.of(output);
        });
  }

  private static List<HostTensor> withGradients(
      HostTensor output, DrivenLayer<HostTensor> layer, LinearGradientExample own) {
    layer.zeroGradients();
    DrivenGradient ofInput = layer.backward(own.linear().input(), own.upstream());
    List<HostTensor> results = new ArrayList<>();
    results.add(output);
    results.add(ofInput.dense().copy());
    results.add(layer.gradient("weight").dense().copy());
    if (own.linear().bias() != null) {
      results.add(layer.gradient("bias").dense().copy());
    }
    return results;
  }

  private static List<Expected> ofLinear(LinearGradientExample own, boolean gradients) {
    LinearExample linear = own.linear();
    DType dtype = linear.config().dtype();
    List<Expected> expected = new ArrayList<>();
    expected.add(output(linear));
    if (gradients) {
      expected.add(
          Expected.numbers(
              "the input gradient",
              IntegerLinear.inputGradient(linear.weight(), own.upstream()),
              dtype));
      expected.add(
          Expected.numbers(
              "the weight gradient",
              IntegerLinear.weightGradient(linear.input(), own.upstream()),
              dtype));
      expected.add(
          Expected.numbers("the bias gradient", IntegerLinear.biasGradient(own.upstream()), dtype));
    }
    return expected;
  }

  private static Expected output(LinearExample linear) {
    return Expected.numbers(
        "the output",
        IntegerLinear.forward(linear.input(), linear.weight(), linear.bias()),
        linear.config().dtype());
  }
}
