package io.layertck.contract;

import io.layertck.generate.LookupGradientExample;
import io.layertck.judge.Explanation;
import java.util.ArrayList;
import java.util.List;

/** Says what a wrong element of an embedding's gradient seems to be instead. */
final class GradientDiagnosis {
  private static final int SHOWN_POSITIONS = 8;

  private GradientDiagnosis() {}

  /** Explains elements of the weight gradient, {@code [V, D]}. */
  static Explanation of(LookupGradientExample example) {
    return (position, actual) -> {
      int dimension = example.lookup().dimension();
      int row = position / dimension;
      List<Integer> places = new ArrayList<>();
      long[] indices = example.lookup().indices().longs();
      for (int place = 0; place < indices.length; place++) {
        if (indices[place] == row) {
          places.add(place);
        }
      }
      return ": " + occurrences(row, places) + cause(example, places, position % dimension, actual);
    };
  }

  private static String occurrences(int row, List<Integer> places) {
    if (places.isEmpty()) {
      return "index " + row + " does not occur";
    }
    String shown =
        places.size() <= SHOWN_POSITIONS
            ? places.toString()
            : places.subList(0, SHOWN_POSITIONS) + " and so on";
    return "index " + row + " occurs " + places.size() + " times, at positions " + shown;
  }

  private static String cause(
      LookupGradientExample example, List<Integer> places, int column, double actual) {
    if (places.isEmpty()) {
      return "";
    }
    int dimension = example.lookup().dimension();
    double[] upstream = example.upstream().widened();
    double sum = 0;
    for (int place : places) {
      sum += upstream[place * dimension + column];
    }
    double first = upstream[places.get(0) * dimension + column];
    double last = upstream[places.get(places.size() - 1) * dimension + column];
    if (actual == 0) {
      return "; none of them was added";
    }
    if (places.size() > 1 && actual == last) {
      return "; only the last of them was written";
    }
    if (places.size() > 1 && actual == first) {
      return "; only the first of them was written";
    }
    if (actual == sum / places.size()) {
      return "; their sum was divided by their number";
    }
    if (actual == 2 * sum) {
      return "; each was added twice";
    }
    for (int place : places) {
      if (actual == sum - upstream[place * dimension + column]) {
        return "; the one at position " + place + " is lost";
      }
    }
    return "";
  }
}
