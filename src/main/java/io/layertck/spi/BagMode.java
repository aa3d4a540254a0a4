package io.layertck.spi;

/** How an embedding bag reduces the rows of one bag. */
public enum BagMode {
  /** The sum of the rows. */
  SUM,
  /** The sum divided by the count. */
  MEAN,
  /** The largest element of each column. */
  MAX
}
