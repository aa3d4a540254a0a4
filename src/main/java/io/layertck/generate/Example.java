package io.layertck.generate;

import io.layertck.generate.Part.Role;
import io.layertck.tensor.HostTensor;
import java.util.List;

/**
 * What a rule is judged on: a configuration and tensors as values, drawn or written by hand.
 *
 * <p>An example is a record of values, so that it can be written down as an expression. It may
 * offer its tensors as parts, out of which smaller examples of the same kind are made.
 */
public interface Example {
  /** Returns the sizes, types and small tensors in one line, for the certificate. */
  String describe();

  /** Returns the tensors that can be replaced, the sizes of layers before those of inputs. */
  default List<Part> parts() {
    return List.of();
  }

  /**
   * Returns the same example with other tensors.
   *
   * @param tensors in the order of {@link #parts}
   */
  default Example with(List<HostTensor> tensors) {
    return this;
  }

  /** Returns this example without one option, step or tensor each. */
  default List<Omission> omissions() {
    return List.of();
  }

  /** Returns how many tensor elements it holds. */
  default long numbers() {
    return parts().stream()
        .filter(part -> part.role() != Role.OPTION)
        .mapToLong(part -> part.tensor().size())
        .sum();
  }
}
