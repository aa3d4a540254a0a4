package io.layertck.drive;

import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.OptimizerConfig;
import io.layertck.spi.OptimizerUnderTest;
import io.layertck.spi.Refusal;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * Makes all calls into one subject for one example, and closes what they leave open.
 *
 * <p>Whatever a call throws comes out as {@link SubjectThrew}, so that a fault of the subject is
 * never taken for one of the suite. Several threads may make calls at once, as they do in {@link
 * #concurrently}.
 */
public final class Driver implements AutoCloseable {
  private final Subject subject;
  private final Claims claims;
  private final List<AutoCloseable> open = Collections.synchronizedList(new ArrayList<>(4));
  private final AtomicLong nanos = new AtomicLong();

  /** Makes a driver for a subject whose claims are known. */
  public Driver(Subject subject, Claims claims) {
    this.subject = subject;
    this.claims = claims;
  }

  /** Returns what the subject claims. */
  public Claims claims() {
    return claims;
  }

  /** Returns the time spent inside the subject so far, in nanoseconds, over all threads. */
  public long nanos() {
    return nanos.get();
  }

  /** Makes an embedding. */
  public DrivenLayer<HostTensor> embedding(EmbeddingConfig config, Start start) {
    return driven("embedding", () -> subject.embedding(config, start));
  }

  /** Makes a linear layer. */
  public DrivenLayer<HostTensor> linear(LinearConfig config, Start start) {
    return driven("linear", () -> subject.linear(config, start));
  }

  /** Makes an embedding bag. */
  public DrivenLayer<BagInput> embeddingBag(BagConfig config, Start start) {
    return driven("embeddingBag", () -> subject.embeddingBag(config, start));
  }

  /** Makes an embedding and a head that share one weight. */
  public DrivenPair tied(EmbeddingConfig config, boolean bias, Start start) {
    return pair("the tied ", call("tied", () -> subject.tied(config, bias, start)));
  }

  DrivenPair pair(String prefix, Tied pair) {
    open.add(pair);
    LayerUnderTest<HostTensor> embedding = call("embedding of the pair", pair::embedding);
    LayerUnderTest<HostTensor> head = call("head of the pair", pair::head);
    return new DrivenPair(
        this,
        new DrivenLayer<>(this, prefix + "embedding", embedding),
        new DrivenLayer<>(this, prefix + "head", head),
        call("whole of the pair", pair::whole));
  }

  DrivenOptimizer optimizer(
      OptimizerConfig config, String owner, Supplier<OptimizerUnderTest> factory) {
    OptimizerUnderTest optimizer =
        call("optimizer " + config.name() + config.arguments() + " of " + owner, factory);
    open.add(optimizer);
    return new DrivenOptimizer(this, config.name() + " of " + owner, optimizer);
  }

  private <I> DrivenLayer<I> driven(String what, Supplier<LayerUnderTest<I>> factory) {
    LayerUnderTest<I> layer = call("constructing the " + what, factory);
    open.add(layer);
    return new DrivenLayer<>(this, "the " + what, layer);
  }

  /**
   * Runs calls that the subject ought to refuse.
   *
   * @return what the subject threw, or nothing if it returned
   */
  public Optional<SubjectThrew> refusalOf(Runnable calls) {
    try {
      calls.run();
      return Optional.empty();
    } catch (SubjectThrew thrown) {
      return Optional.of(thrown);
    }
  }

  /**
   * Makes calls in several threads that set off together.
   *
   * @param threads how many
   * @param calls what each does, given its number from 0 on
   * @return what each returned, in the order of their numbers
   * @throws SubjectThrew the failure of the first thread that failed, after all have ended
   */
  public <T> List<T> concurrently(int threads, IntFunction<T> calls) {
    return new Concurrency(threads).run(calls);
  }

  /**
   * Closes every layer, pass and handle still open, the newest first.
   *
   * @throws SubjectThrew the first failure, after all are closed
   */
  @Override
  public void close() {
    SubjectThrew first = null;
    for (int i = open.size() - 1; i >= 0; i--) {
      AutoCloseable resource = open.get(i);
      try {
        run("close", () -> closeNow(resource));
      } catch (SubjectThrew thrown) {
        first = first == null ? thrown : first;
      }
    }
    open.clear();
    if (first != null) {
      throw first;
    }
  }

  HostTensor readAndClose(String what, TensorHandle handle) {
    return closing(what, handle::close, () -> read(what, handle));
  }

  /** Reads and then closes; a failure to close does not hide one to read. */
  private <T> T closing(String what, Runnable close, Supplier<T> read) {
    T result;
    try {
      result = read.get();
    } catch (SubjectThrew unread) {
      refusalOf(() -> run("closing " + what, close)).ifPresent(unread::addSuppressed);
      throw unread;
    }
    run("closing " + what, close);
    return result;
  }

  HostTensor read(String what, TensorHandle handle) {
    return call("reading " + what, handle::read);
  }

  Map<String, HostTensor> readAndClose(String what, Map<String, TensorHandle> handles) {
    Map<String, HostTensor> tensors = new TreeMap<>();
    handles.forEach(
        (name, handle) ->
            tensors.put(name, readAndClose("the entry " + name + " of the " + what, handle)));
    return tensors;
  }

  DrivenGradient readAndClose(String what, Gradient gradient) {
    return closing(what, gradient::close, () -> read(what, gradient));
  }

  private DrivenGradient read(String what, Gradient gradient) {
    if (gradient instanceof Gradient.Dense dense) {
      return new DrivenGradient.Dense(read(what, dense.value()));
    }
    if (gradient instanceof Gradient.Sparse sparse) {
      return new DrivenGradient.Sparse(
          read("the rows of " + what, sparse.rows()),
          read("the values of " + what, sparse.values()));
    }
    return new DrivenGradient.None();
  }

  void keep(AutoCloseable resource) {
    open.add(resource);
  }

  void run(String what, Runnable body) {
    call(
        what,
        () -> {
          body.run();
          return Boolean.TRUE;
        });
  }

  /** The one place where control passes into the subject. */
  <T> T call(String what, Supplier<T> body) {
    long begin = System.nanoTime();
    T result;
    try {
      result = body.get();
    } catch (Throwable thrown) {
      throw new SubjectThrew(what, thrown, classify(thrown));
    } finally {
      nanos.addAndGet(System.nanoTime() - begin);
    }
    if (result == null) {
      throw new SubjectThrew(what);
    }
    return result;
  }

  private Refusal classify(Throwable thrown) {
    try {
      Refusal kind = subject.classify(thrown);
      return kind == null ? Refusal.UNKNOWN : kind;
    } catch (RuntimeException unclassified) {
      thrown.addSuppressed(unclassified);
      return Refusal.UNKNOWN;
    }
  }

  private static void closeNow(AutoCloseable resource) {
    try {
      resource.close();
    } catch (RuntimeException unchecked) {
      throw unchecked;
    } catch (Exception checked) {
      throw new IllegalStateException(checked);
    }
  }
}
