package io.layertck.certify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs what watches child JVMs, each in a thread of its own. */
public final class Lanes {
  private static final long FAREWELL_SECONDS = 10;

  private Lanes() {}

  /**
   * Runs lanes beside each other; where one fails, the others are ended and waited for, though not
   * for longer than ten seconds.
   *
   * @param run names what they are part of, as in {@code "the certification"}
   * @return what they found, lane by lane
   * @throws CertificationException if this thread is interrupted
   */
  public static <T> List<T> run(String run, List<? extends Callable<List<T>>> lanes) {
    ExecutorService threads = Executors.newFixedThreadPool(lanes.size());
    try {
      List<Future<List<T>>> running = new ArrayList<>();
      for (Callable<List<T>> lane : lanes) {
        running.add(threads.submit(lane));
      }
      List<T> found = new ArrayList<>();
      for (Future<List<T>> lane : running) {
        found.addAll(lane.get());
      }
      return found;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a child JVM could not be watched", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CertificationException(run + " was interrupted", interrupted);
    } finally {
      end(threads);
    }
  }

  /** An interrupted lane ends its child, and what the child writes ends with it. */
  private static void end(ExecutorService threads) {
    boolean interrupted = Thread.interrupted();
    threads.shutdownNow();
    try {
      // All have ended but where one failed, and that failure is what the user must hear of.
      threads.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException again) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
