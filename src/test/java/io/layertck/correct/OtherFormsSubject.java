package io.layertck.correct;

import io.layertck.generate.Layout;
import io.layertck.generate.TensorFill;
import io.layertck.plain.PlainSubject;
import io.layertck.spi.BagConfig;
import io.layertck.spi.BagInput;
import io.layertck.spi.Claims;
import io.layertck.spi.EmbeddingConfig;
import io.layertck.spi.Forwarding;
import io.layertck.spi.Gradient;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.LinearConfig;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Start;
import io.layertck.spi.Subject;
import io.layertck.spi.Tied;
import io.layertck.tensor.HostTensor;
import io.layertck.tensor.TensorHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The plain layers, which hand out the same numbers in other forms: every tensor in one layout, and
 * a sparse gradient from its last entry to its first, with an entry of zeros for a row that has one
 * already.
 *
 * @param layout of every tensor that is handed out
 */
record OtherFormsSubject(Layout layout) implements Subject {
  private static final PlainSubject PLAIN = new PlainSubject();

  @Override
  public String name() {
    return "plain, " + layout;
  }

  @Override
  public Claims claims() {
    return PLAIN.claims();
  }

  @Override
  public LayerUnderTest<HostTensor> embedding(EmbeddingConfig config, Start start) {
    return layer(PLAIN.embedding(config, start));
  }

  @Override
  public LayerUnderTest<BagInput> embeddingBag(BagConfig config, Start start) {
    return layer(PLAIN.embeddingBag(config, start));
  }

  @Override
  public LayerUnderTest<HostTensor> linear(LinearConfig config, Start start) {
    return layer(PLAIN.linear(config, start));
  }

  @Override
  public Tied tied(EmbeddingConfig config, boolean bias, Start start) {
    Tied pair = PLAIN.tied(config, bias, start);
    return new Tied(layer(pair.embedding()), layer(pair.head()), pair.whole());
  }

  private <I> LayerUnderTest<I> layer(LayerUnderTest<I> plain) {
    return new Forwarding<>(plain) {
      @Override
      public TensorHandle forward(I input) {
        return handle(inner.forward(input));
      }

      @Override
      public RecordedForward record(I input) {
        return recorded(inner.record(input));
      }

      @Override
      public TensorHandle parameter(String name) {
        return handle(inner.parameter(name));
      }

      @Override
      public Gradient gradient(String name) {
        return inOtherForm(inner.gradient(name));
      }

      @Override
      public Map<String, TensorHandle> state() {
        Map<String, TensorHandle> state = new LinkedHashMap<>();
        inner.state().forEach((name, plain) -> state.put(name, handle(plain)));
        return state;
      }
    };
  }

  private RecordedForward recorded(RecordedForward plain) {
    return new RecordedForward() {
      @Override
      public TensorHandle output() {
        return handle(plain.output());
      }

      @Override
      public Gradient backward(HostTensor upstream) {
        return inOtherForm(plain.backward(upstream));
      }

      @Override
      public void close() {
        plain.close();
      }
    };
  }

  private TensorHandle handle(TensorHandle plain) {
    return new TensorHandle() {
      @Override
      public HostTensor read() {
        return TensorFill.placed(plain.read(), layout);
      }

      @Override
      public void write(HostTensor values) {
        plain.write(values);
      }

      @Override
      public void close() {
        plain.close();
      }
    };
  }

  private Gradient inOtherForm(Gradient plain) {
    if (plain instanceof Gradient.Dense dense) {
      return new Gradient.Dense(handle(dense.value()));
    }
    return plain instanceof Gradient.Sparse sparse ? backwards(sparse) : plain;
  }

  private Gradient.Sparse backwards(Gradient.Sparse plain) {
    long[] rows = plain.rows().read().longs();
    if (rows.length == 0) {
      return plain;
    }
    HostTensor values = plain.values().read();
    int columns = values.extent(1);
    long[] reversed = new long[rows.length + 1];
    HostTensor others = HostTensor.zeros(values.dtype(), reversed.length, columns);
    for (int i = 0; i < rows.length; i++) {
      reversed[i] = rows[rows.length - 1 - i];
      row(others, i, columns).write(row(values, rows.length - 1 - i, columns));
    }
    reversed[rows.length] = rows[0];
    return new Gradient.Sparse(handle(HostTensor.of(reversed, reversed.length)), handle(others));
  }

  private static HostTensor row(HostTensor matrix, int row, int columns) {
    return matrix.view(new long[] {1, columns}, new long[] {columns, 1}, (long) row * columns);
  }
}
