package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.tensor.DType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The generators of bad input reach what matters within the tries of a default run. */
class RefusalReachTest {
  @net.jqwik.api.Example
  void badIndicesStandAtEveryPositionAndOnBothSides() {
    List<LookupExample> examples = DrawnExamples.of(new BadIndexCases.Any());
    Set<Integer> places = new TreeSet<>();
    Set<String> kinds = new TreeSet<>();
    for (LookupExample example : examples) {
      long[] indices = example.indices().longs();
      long vocabulary = example.vocabulary();
      for (int position = 0; position < indices.length; position++) {
        if (indices[position] < 0 || indices[position] >= vocabulary) {
          places.add(position == 0 ? 0 : position == indices.length - 1 ? 2 : 1);
          kinds.add(kindOf(indices[position], vocabulary));
        }
      }
    }

    assertThat(places).containsExactly(0, 1, 2);
    assertThat(kinds)
        .contains("-1", "-V", "-V-1", "V", "V+1", "2^31-1", "2^40", "2^63-1", "-2^63", "-2^31");
    assertThat(examples.stream().map(LookupExample::vocabulary)).contains(0);
    assertThat(examples.stream().map(LookupExample::dimension)).contains(0);
  }

  private static String kindOf(long index, long vocabulary) {
    if (index == -1) {
      return "-1";
    }
    if (index == vocabulary) {
      return "V";
    }
    if (index == vocabulary + 1) {
      return "V+1";
    }
    if (index == -vocabulary) {
      return "-V";
    }
    if (index == -vocabulary - 1) {
      return "-V-1";
    }
    if (index == Integer.MAX_VALUE) {
      return "2^31-1";
    }
    if (index == 1L << 40) {
      return "2^40";
    }
    if (index == Long.MAX_VALUE) {
      return "2^63-1";
    }
    if (index == Long.MIN_VALUE) {
      return "-2^63";
    }
    return index == Integer.MIN_VALUE ? "-2^31" : "other";
  }

  @net.jqwik.api.Example
  void everyTypeThatIsNoIndexTypeIsTriedWithAndWithoutElements() {
    List<LookupExample> examples = DrawnExamples.of(new MistypedIndexCases());
    Set<DType> types =
        EnumSet.of(DType.FLOAT32, DType.FLOAT64, DType.BOOL, DType.INT8, DType.INT16, DType.UINT8);

    for (DType type : types) {
      assertThat(examples)
          .anyMatch(example -> example.indices().dtype() == type && example.indices().size() == 0)
          .anyMatch(example -> example.indices().dtype() == type && example.indices().size() > 0);
    }
  }
}
