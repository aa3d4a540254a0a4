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
      List<Integer> places = positions(example, row);
      return ": " + occurrences(row, places) + cause(example, places, position % dimension, actual);
    };
  }

  /** Explains elements of the weight gradient of a layer that scales by frequency. */
  static Explanation ofScaled(LookupGradientExample example) {
    return (position, actual) -> {
      int dimension = example.lookup().dimension();
      int row = position / dimension;
      List<Integer> places = positions(example, row);
      return ": "
          + occurrences(row, places)
          + divisor(example, places, position % dimension, actual);
    };
  }

  private static List<Integer> positions(LookupGradientExample example, int row) {
    List<Integer> places = new ArrayList<>();
    long[] indices = example.lookup().indices().longs();
    for (int place = 0; place < indices.length; place++) {
      if (indices[place] == row) {
        places.add(place);
      }
    }
    return places;
  }

  private static String divisor(
      LookupGradientExample example, List<Integer> places, int column, double actual) {
    double[] upstream = example.upstream().widened();
    double sum = 0;
    for (int place : places) {
      sum += upstream[place * example.lookup().dimension() + column];
    }
    if (actual == sum) {
      return "; their sum was not divided";
    }
    for (int divisor = 2; divisor <= upstream.length; divisor++) {
      if (actual * divisor == sum) {
        return "; their sum was divided by " + divisor;
      }
    }
    return "";
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

  /** Returns every mistake that the element alone cannot tell from the others. */
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
    boolean several = places.size() > 1;
    List<String> findings = new ArrayList<>();
    add(findings, actual == 0, "none of them was added");
    add(findings, several && actual == last, "only the last of them was written");
    add(findings, several && actual == first, "only the first of them was written");
    add(findings, actual == sum / places.size(), "their sum was divided by their number");
    add(findings, actual == 2 * sum, "each was added twice");
    for (int place : places) {
      if (findings.isEmpty() && actual == sum - upstream[place * dimension + column]) {
        findings.add("the one at position " + place + " is lost");
      }
    }
    return findings.isEmpty() ? "" : "; " + String.join(", or ", findings);
  }

  private static void add(List<String> findings, boolean fits, String finding) {
    if (fits) {
      findings.add(finding);
    }
  }
}
