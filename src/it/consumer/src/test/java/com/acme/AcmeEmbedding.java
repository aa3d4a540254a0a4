package com.acme;

import java.util.Objects;

/** A layer of a user's own. */
record AcmeEmbedding(float[] table, int vocabulary, int dimension) {
  float[] lookup(long[] ids) {
    float[] rows = new float[ids.length * dimension];
    for (int i = 0; i < ids.length; i++) {
      int row = Math.toIntExact(Objects.checkIndex(ids[i], vocabulary));
      System.arraycopy(table, row * dimension, rows, i * dimension, dimension);
    }
    return rows;
  }
}
