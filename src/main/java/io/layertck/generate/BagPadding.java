package io.layertck.generate;

/** Which row of a bag's table is padding, and where it occurs. */
enum BagPadding {
  /** No row is. */
  NONE,
  /** A row that occurs, named from the begin. */
  OCCURRING,
  /** A row that occurs, named from the end. */
  OCCURRING_FROM_THE_END,
  /** The row that is all of the first bag that is not empty. */
  WHOLE_BAG
}
