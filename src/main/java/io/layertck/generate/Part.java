package io.layertck.generate;

import io.layertck.tensor.HostTensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tensor of an example, and how its sizes hang together with those of the others.
 *
 * @param name what messages call it
 * @param tensor the tensor
 * @param role what its elements mean
 * @param axes the size of each of its dimensions
 * @param target the axis whose coordinates its elements name, or none
 */
public record Part(
    String name, HostTensor tensor, Role role, List<Axis> axes, @Nullable Axis target) {

  /** What the elements of a tensor mean. */
  public enum Role {
    /** Numbers that are computed with or moved. */
    VALUES,
    /** Rows of the target axis, some of which may lie outside it. */
    INDICES,
    /** Rows of the target axis; a negative one names none. */
    TARGETS,
    /** Where on the target axis something begins. */
    OFFSETS,
    /** One row of the target axis that an option names, negative ones counting from the end. */
    OPTION
  }

  /** Copies the axes. */
  public Part {
    axes = List.copyOf(axes);
  }

  static Part values(String name, HostTensor tensor, Axis... axes) {
    return new Part(name, tensor, Role.VALUES, List.of(axes), null);
  }

  /** Indices; of a type that is no index type, they are values that are better left alone. */
  static Part indices(String name, HostTensor tensor, Axis target, Axis... axes) {
    return new Part(name, tensor, Role.INDICES, List.of(axes), target);
  }

  static Part targets(String name, HostTensor tensor, Axis target, Axis... axes) {
    return new Part(name, tensor, Role.TARGETS, List.of(axes), target);
  }

  static Part offsets(String name, HostTensor tensor, Axis target, Axis... axes) {
    return new Part(name, tensor, Role.OFFSETS, List.of(axes), target);
  }

  static Part option(String name, long row, Axis target) {
    return new Part(name, HostTensor.of(new long[] {row}), Role.OPTION, List.of(), target);
  }

  /** Returns the same part of one layer or step among several. */
  Part of(String owner) {
    return new Part(name + " of " + owner, tensor, role, axes, target);
  }
}
