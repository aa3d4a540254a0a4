package io.layertck.observe;

/**
 * The time of looking tokens up, and of the logits over the vocabulary that follow at the other end
 * of a language model.
 *
 * @param tokens how many
 * @param vocabulary the number of rows of the table
 * @param dimension the length of a row
 * @param lookupMicros the shortest time seen of the lookup
 * @param headMicros the shortest time seen of the logits
 */
public record TimeOfAHead(
    int tokens, int vocabulary, int dimension, double lookupMicros, double headMicros)
    implements Observation {

  /** Returns how many lookups take as long as the logits. */
  public double ratio() {
    return headMicros / lookupMicros;
  }
}
