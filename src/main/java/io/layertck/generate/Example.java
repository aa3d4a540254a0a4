package io.layertck.generate;

/** What a rule is judged on: a configuration and tensors as values, drawn or written by hand. */
public interface Example {
  /** Returns the sizes, types and small tensors in one line, for the certificate. */
  String describe();
}
