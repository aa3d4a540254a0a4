package io.layertck.generate;

import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/** Draws lookups whose indices, each inside the vocabulary, have a type that is no index type. */
public final class MistypedIndexCases implements ArbitrarySupplier<Case<LookupExample>> {
  @Override
  public Arbitrary<Case<LookupExample>> get() {
    return Combinators.combine(
            new LookupCases()
                .lookups(Draws.size(24), Draws.size(8), Draws.indexShape(Draws.indexCount())),
            Arbitraries.of(
                DType.FLOAT32,
                DType.FLOAT64,
                DType.BOOL,
                DType.INT8,
                DType.INT16,
                DType.UINT8,
                DType.FLOAT16,
                DType.BFLOAT16))
        .as(Mistyped::new);
  }

  private record Mistyped(LookupCase lookup, DType type) implements Case<LookupExample> {
    @Override
    public LookupExample materialise(Claims claims) {
      LookupExample example = lookup.materialise(claims);
      long[] indices = example.indices().longs();
      long[] shape = example.indices().shape();
      return example.withIndices(
          switch (known(claims)) {
            case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 ->
                HostTensor.rounded(known(claims), doubles(indices), shape);
            case BOOL -> HostTensor.of(booleans(indices), shape);
            case INT16 -> HostTensor.of(DType.INT16, shorts(indices), shape);
            default -> HostTensor.of(type, bytes(indices), shape);
          });
    }

    /** An adapter need not know a half type that its subject does not claim. */
    private DType known(Claims claims) {
      boolean half = type == DType.FLOAT16 || type == DType.BFLOAT16;
      return half && !claims.dtypes().contains(type) ? DType.FLOAT32 : type;
    }

    private static double[] doubles(long[] indices) {
      double[] values = new double[indices.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (double) indices[i];
      }
      return values;
    }

    private static boolean[] booleans(long[] indices) {
      boolean[] values = new boolean[indices.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = indices[i] % 2 == 1;
      }
      return values;
    }

    private static short[] shorts(long[] indices) {
      short[] values = new short[indices.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (short) indices[i];
      }
      return values;
    }

    private static byte[] bytes(long[] indices) {
      byte[] values = new byte[indices.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = (byte) indices[i];
      }
      return values;
    }
  }
}
