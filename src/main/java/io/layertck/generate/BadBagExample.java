package io.layertck.generate;

/**
 * Bags whose input a layer must refuse, beside input that it must take.
 *
 * @param valid what the layer takes
 * @param bad the same with one flaw
 * @param flaw what is wrong
 */
public record BadBagExample(BagExample valid, BagExample bad, BagFlaw flaw) implements Example {
  @Override
  public String describe() {
    return flaw + ": " + bad.describe();
  }
}
