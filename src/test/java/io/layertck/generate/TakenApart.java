package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.HostTensor;
import java.util.ArrayList;
import java.util.List;

/** What the parts of an example say, and that they make an example again. */
final class TakenApart {
  private TakenApart() {}

  /** Each part with its axes, and the one whose coordinates it names. */
  static List<String> parts(Example example) {
    return example.parts().stream().map(TakenApart::text).toList();
  }

  private static String text(Part part) {
    Axis target = part.target();
    return part.name()
        + " "
        + part.axes().stream().map(axis -> axis.unit() + " " + axis.dimension()).toList()
        + (target == null ? "" : " " + part.role() + " of " + target.unit());
  }

  /** Other tensors take the places of all parts, one by one. */
  static void takesOtherTensors(Example example) {
    List<HostTensor> others = new ArrayList<>();
    for (Part part : example.parts()) {
      HostTensor other = part.tensor().copy();
      if (part.role() == Part.Role.OPTION) {
        other = HostTensor.of(new long[] {part.tensor().longs()[0] + 1}, 1);
      }
      others.add(other);
    }

    Example changed = example.with(others);

    assertThat(changed.getClass()).isEqualTo(example.getClass());
    assertThat(parts(changed)).isEqualTo(parts(example));
    for (int i = 0; i < others.size(); i++) {
      HostTensor taken = changed.parts().get(i).tensor();
      if (example.parts().get(i).role() == Part.Role.OPTION) {
        assertThat(taken.longs()).containsExactly(others.get(i).longs());
      } else {
        assertThat(taken).isSameAs(others.get(i));
      }
    }
  }
}
