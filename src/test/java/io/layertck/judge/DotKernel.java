package io.layertck.judge;

/** One float32 way of computing {@code sum x_k w_k + b}. */
@FunctionalInterface
interface DotKernel {
  float dot(float[] x, float[] w, float b);
}
