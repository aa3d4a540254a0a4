package io.layertck.mutant;

import io.layertck.fault.Defect;
import io.layertck.fault.Edits;
import io.layertck.tensor.HostTensor;
import java.util.List;
import java.util.function.BiFunction;

/** A result of a layer that a mutant may change. */
enum Site {
  EMBEDDING_FORWARD("embedding forward", Place.EMBEDDING, "output", "EMB-02", "EMB-11", "EMB-13"),
  EMBEDDING_GRADIENT(
      "embedding weight gradient", Place.EMBEDDING, "weight", "EGR-02", "EGR-03", "SPG-01"),
  BAG_FORWARD("bag forward", Place.BAG, "output", "BAG-01", "BAG-02", "BAG-05"),
  BAG_GRADIENT("bag weight gradient", Place.BAG, "weight", "BAG-03", "BAG-02", "BAG-05"),
  SAMPLE_WEIGHT_GRADIENT("gradient of per-sample weights", Place.BAG, "input", "BAG-02", "BAG-05"),
  LINEAR_FORWARD("linear forward", Place.LINEAR, "output", "LIN-02", "LIN-13", "LIN-03"),
  INPUT_GRADIENT("linear input gradient", Place.LINEAR, "input", "LGR-02", "LGR-04", "LGR-03"),
  WEIGHT_GRADIENT("linear weight gradient", Place.LINEAR, "weight", "LGR-02", "LGR-04", "LGR-03"),
  BIAS_GRADIENT("linear bias gradient", Place.LINEAR, "bias", "LGR-02", "LGR-03", "LGR-05"),
  TIED_EMBEDDING_FORWARD(
      "tied embedding forward", Place.TIED_EMBEDDING, "output", "TIE-02", "TIE-01", "EMB-09"),
  HEAD_FORWARD("tied head forward", Place.HEAD, "output", "TIE-03", "TIE-01", "TIE-02"),
  HEAD_INPUT_GRADIENT("tied head input gradient", Place.HEAD, "input", "TIE-03", "TIE-02");

  private final String words;
  private final Place place;
  private final String result;
  private final List<String> likely;

  Site(String words, Place place, String result, String... likely) {
    this.words = words;
    this.place = place;
    this.result = result;
    this.likely = List.of(likely);
  }

  /** Changes the elements of a result in place. */
  @FunctionalInterface
  interface Edit {
    /**
     * Changes elements.
     *
     * @param call what they were computed with
     * @param columns the last extent of the result
     * @param values the elements in row-major order
     */
    void accept(Operands call, int columns, double[] values);
  }

  /** Returns the layers that have this result. */
  Place place() {
    return place;
  }

  /** Returns the ids of the rules that judge this result, the strictest first. */
  List<String> likely() {
    return likely;
  }

  /** Returns layers of which the elements of this result are changed. */
  Defect edited(Edit edit) {
    return changed(
        (call, tensor) ->
            Edits.edited(
                tensor,
                values -> edit.accept(call, tensor.rank() == 0 ? 1 : tensor.extent(-1), values)));
  }

  /** Returns layers of which this result is changed. */
  Defect changed(BiFunction<Operands, HostTensor, HostTensor> change) {
    return place.changedBy(
        () ->
            switch (result) {
              case "output" ->
                  new Change() {
                    @Override
                    public HostTensor output(Operands call, HostTensor output) {
                      return change.apply(call, output);
                    }
                  };
              case "input" ->
                  new Change() {
                    @Override
                    public HostTensor inputGradient(
                        Operands call, HostTensor upstream, HostTensor gradient) {
                      return change.apply(call, gradient);
                    }
                  };
              default ->
                  new Change() {
                    @Override
                    public HostTensor gradient(
                        Operands last, String parameter, HostTensor gradient) {
                      return parameter.equals(result) ? change.apply(last, gradient) : gradient;
                    }
                  };
            });
  }

  @Override
  public String toString() {
    return words;
  }
}
