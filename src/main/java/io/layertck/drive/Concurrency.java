package io.layertck.drive;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Threads that set off together.
 *
 * <p>They are daemons: where a subject's calls lock each other for good, the JVM can still be
 * ended.
 *
 * @param threads how many
 */
record Concurrency(int threads) {

  <T> List<T> run(IntFunction<T> calls) {
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads, Concurrency::daemon);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int number = thread;
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return calls.apply(number);
                }));
      }
      return results(running);
    } finally {
      pool.shutdown();
    }
  }

  private static Thread daemon(Runnable body) {
    Thread thread = new Thread(body, "layer-tck-concurrent-call");
    thread.setDaemon(true);
    return thread;
  }

  private static <T> List<T> results(List<Future<T>> running) {
    List<T> results = new ArrayList<>();
    Throwable first = null;
    for (Future<T> thread : running) {
      try {
        results.add(thread.get());
      } catch (ExecutionException failed) {
        first = first == null ? failed.getCause() : first;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("the concurrent calls were interrupted", interrupted);
      }
    }
    if (first instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    if (first != null) {
      throw new IllegalStateException("the concurrent calls failed", first);
    }
    return results;
  }
}
