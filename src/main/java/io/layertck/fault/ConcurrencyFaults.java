package io.layertck.fault;

import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.Forwarding;
import io.layertck.spi.LayerUnderTest;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/**
 * What calls that run at once take from each other, and what comes out differently now and then.
 *
 * <p>Races are not waited for: threads meet where they would collide, and what happens in so many
 * runs of a hundred happens in exactly those.
 */
final class ConcurrencyFaults {
  private ConcurrencyFaults() {}

  static List<Fault> all() {
    return List.of(
        reported(
            "workersOfProductsShareStaticSlots",
            "B185",
            "ooples/AiDotNet.Tensors#492",
            "CON-01",
            "of one linear layer: the output",
            swappingOutputs(false)),
        made(
            "lookupsKeepTheirIndicesInOnePlace",
            "CON-01",
            "it is the result of thread",
            swappingOutputs(true)),
        made(
            "backwardsOfEmbeddingsShareTheirUpstream",
            "CON-01",
            "of an embedding of its own: the weight gradient",
            swappingUpstreams()),
        reported(
            "runsAreNowAndThenWrongInABandOfRows",
            "B188",
            "pytorch/executorch#22327",
            "CON-02",
            "22 of 100 runs differ",
            ofLinears(layer -> new NowAndThen(layer, 22))),
        reported(
            "largeBackwardIsNowAndThenNotANumber",
            "B75",
            "apache/mxnet#11314",
            "CON-02",
            "9 of 100 runs differ",
            ofEmbeddings(layer -> new NotANumberNowAndThen(layer, 9))),
        reported(
            "atomicAdditionsRace",
            "B80",
            "PaddlePaddle/Paddle#50245",
            "CON-02",
            "50 of 100 runs differ",
            ofEmbeddings(layer -> new LostNowAndThen(layer, 50))),
        made(
                "resultsAreNotFreed",
                "CON-03",
                "MiB more outside the Java heap",
                ofLinears(Hoarding::new))
            .showingInNoResult());
  }

  /** Calls by threads other than the one that made the layer get each other's results. */
  private static Defect swappingOutputs(boolean ofEmbeddings) {
    Swap<HostTensor> swap = new Swap<>();
    UnaryOperator<LayerUnderTest<HostTensor>> wrapper =
        layer -> {
          Thread maker = Thread.currentThread();
          return new Forwarding<>(layer) {
            @Override
            public TensorHandle forward(HostTensor input) {
              HostTensor output = inner.forward(input).read();
              return maker.equals(Thread.currentThread()) ? output : swap.of(output);
            }
          };
        };
    return ofEmbeddings ? ofEmbeddings(wrapper) : ofLinears(wrapper);
  }

  private static Defect swappingUpstreams() {
    Swap<HostTensor> swap = new Swap<>();
    return ofEmbeddings(
        layer -> {
          Thread maker = Thread.currentThread();
          return new Altered(layer) {
            @Override
            HostTensor upstream(Call call, HostTensor upstream) {
              return maker.equals(Thread.currentThread())
                  ? upstream
                  : fitted(swap.of(upstream), upstream);
            }
          };
        });
  }

  /** Returns the first elements of another tensor under the shape of one's own. */
  private static HostTensor fitted(HostTensor other, HostTensor own) {
    double[] found = other.widened();
    return Edits.edited(
        own,
        values -> System.arraycopy(found, 0, values, 0, Math.min(found.length, values.length)));
  }

  /** Two threads that come by at the same time leave with each other's value. */
  private static final class Swap<T> {
    /** Long enough for a thread that is on its way, short where there is none. */
    private static final long PATIENCE_MILLIS = 50;

    private final Exchanger<T> meeting = new Exchanger<>();

    T of(T own) {
      try {
        return meeting.exchange(own, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException alone) {
        return own;
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return own;
      }
    }
  }

  /** Picks so many calls of every hundred, spread evenly. */
  private static final class Share {
    private final int ofHundred;
    private final AtomicInteger calls = new AtomicInteger();

    Share(int ofHundred) {
      this.ofHundred = ofHundred;
    }

    boolean picksThisCall() {
      return calls.incrementAndGet() * ofHundred % 100 < ofHundred;
    }
  }

  /** Outputs whose last rows are a little off in some calls; the first call is right. */
  private static final class NowAndThen extends Altered {
    private static final int BAND = 32;
    private final Share share;

    NowAndThen(LayerUnderTest<HostTensor> inner, int ofHundred) {
      super(inner);
      this.share = new Share(ofHundred);
    }

    @Override
    HostTensor output(Call call, HostTensor output) {
      boolean wrong = share.picksThisCall();
      int first = Math.max(0, call.batch() - BAND) * call.rows();
      return Edits.edited(
          output,
          values -> {
            for (int i = first; wrong && i < values.length; i++) {
              values[i] *= 1.5;
            }
          });
    }
  }

  /** Gradients one row of which is NaN after some backwards of many indices. */
  private static final class NotANumberNowAndThen extends Altered {
    private static final int LARGE = 512;
    private final Share share;

    NotANumberNowAndThen(LayerUnderTest<HostTensor> inner, int ofHundred) {
      super(inner);
      this.share = new Share(ofHundred);
    }

    @Override
    HostTensor gradient(Pass pass, String parameter, HostTensor gradient) {
      boolean wrong = pass.call().input().size() > LARGE && share.picksThisCall();
      int row = (int) pass.call().input().longs()[0];
      int columns = gradient.extent(1);
      return Edits.edited(
          gradient,
          values -> {
            for (int i = 0; wrong && i < columns; i++) {
              values[row * columns + i] = Double.NaN;
            }
          });
    }
  }

  /** Backwards some of which read a sum before the term before it has been added: it is lost. */
  private static final class LostNowAndThen extends Altered {
    private final Share share;

    LostNowAndThen(LayerUnderTest<HostTensor> inner, int ofHundred) {
      super(inner);
      this.share = new Share(ofHundred);
    }

    @Override
    HostTensor upstream(Call call, HostTensor upstream) {
      boolean wrong = call.input().size() > 1 && share.picksThisCall();
      int columns = call.columns();
      return Edits.edited(
          upstream,
          values -> {
            for (int i = 0; wrong && i < columns; i++) {
              values[i] = 0;
            }
          });
    }
  }

  /** Keeps native memory of 20 kilobytes from every forward, taken in large pieces. */
  private static final class Hoarding extends Altered {
    /** Pieces of more than 32 MiB are the system's again once they are freed. */
    private static final int KEPT = 40 << 20;

    private static final int CALLS_A_PIECE = 2048;
    private final List<ByteBuffer> kept = new ArrayList<>();
    private int calls;

    Hoarding(LayerUnderTest<HostTensor> inner) {
      super(inner);
    }

    @Override
    HostTensor output(Call call, HostTensor output) {
      // Layers that are called a few times keep nothing, or no other rule would come to an end.
      if (++calls % CALLS_A_PIECE == 0) {
        kept.add(ByteBuffer.allocateDirect(KEPT));
      }
      return output;
    }
  }
}
