package io.layertck.generate;

/** How the indices tell where a bag begins. */
enum BagForm {
  /** Rank 1, with the begin of each bag. */
  OFFSETS,
  /** Rank 1, with the begin of each bag and the end of the last. */
  OFFSETS_AND_END,
  /** Rank 2, a bag per row. */
  MATRIX
}
