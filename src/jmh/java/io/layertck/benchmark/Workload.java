package io.layertck.benchmark;

import io.layertck.generate.IndexPattern;
import io.layertck.generate.Layout;
import io.layertck.generate.Regime;
import io.layertck.generate.TensorFill;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.function.Supplier;

/** The sizes of the article and those of a common language model, at float32. */
public enum Workload {
  /** 32 sequences of 512 indices into the article's table. */
  LOOKUP_5000X70 {
    @Override
    Supplier<Object> on(LayerCalls calls) {
      return calls.lookup(normal("weight", 5000, 70), indices(5000, 32, 512));
    }
  },
  /** 4096 indices into a table that no cache holds. */
  LOOKUP_50000X768 {
    @Override
    Supplier<Object> on(LayerCalls calls) {
      return calls.lookup(normal("weight", 50_000, 768), indices(50_000, 4096));
    }
  },
  /** The gradient of the article's table for 32 sequences of 512 indices. */
  LOOKUP_GRADIENT_5000X70 {
    @Override
    Supplier<Object> on(LayerCalls calls) {
      return calls.lookupGradient(
          normal("weight", 5000, 70), indices(5000, 32, 512), normal("upstream", 32, 512, 70));
    }
  },
  /** The article's head, 512 rows. */
  LINEAR_70_TO_5000 {
    @Override
    Supplier<Object> on(LayerCalls calls) {
      return calls.linear(
          normal("input", 512, 70), normal("weight", 5000, 70), normal("bias", 5000));
    }
  },
  /** The widening layer of a common language model, 64 rows. */
  LINEAR_768_TO_3072 {
    @Override
    Supplier<Object> on(LayerCalls calls) {
      return calls.linear(
          normal("input", 64, 768), normal("weight", 3072, 768), normal("bias", 3072));
    }
  },
  /** The gradients of input, weight and bias of the article's head, 512 rows. */
  LINEAR_GRADIENTS_70_TO_5000 {
    @Override
    Supplier<Object> on(LayerCalls calls) {
      return calls.linearGradients(
          normal("input", 512, 70),
          normal("weight", 5000, 70),
          normal("bias", 5000),
          normal("upstream", 512, 5000));
    }
  };

  private static final long SEED = 70;

  /** Prepares the call. */
  abstract Supplier<Object> on(LayerCalls calls);

  static HostTensor normal(String name, long... shape) {
    return TensorFill.floating(
        DType.FLOAT32, Regime.GAUSSIAN, Layout.CONTIGUOUS, SEED, name, shape);
  }

  static HostTensor indices(long vocabulary, long... shape) {
    return TensorFill.indices(
        DType.INT64, IndexPattern.RANDOM, Layout.CONTIGUOUS, SEED, vocabulary, shape);
  }
}
