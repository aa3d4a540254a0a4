package io.layertck.judge;

/** Row-major positions as coordinates. */
final class Coordinates {
  private Coordinates() {}

  static long[] of(long position, long[] shape) {
    long[] coordinates = new long[shape.length];
    long rest = position;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      coordinates[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return coordinates;
  }
}
