package io.layertck.judge;

/** Says what one element of a judged tensor is. */
@FunctionalInterface
public interface ElementName {
  /** Returns a phrase such as "row 3 of the gradient, column 1". */
  String at(long... coordinates);
}
