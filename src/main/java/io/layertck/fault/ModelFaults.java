package io.layertck.fault;

import static io.layertck.fault.Defect.ofBags;
import static io.layertck.fault.Defect.ofEmbeddings;
import static io.layertck.fault.Defect.ofLinears;
import static io.layertck.fault.Fault.made;
import static io.layertck.fault.Fault.reported;

import io.layertck.spi.BagMode;
import java.util.List;

/** Plain mistakes that an exported model must show as the implementation's own. */
final class ModelFaults {
  private static final String BLAMED = "the implementation is the outlier";

  private ModelFaults() {}

  static List<Fault> all() {
    return List.of(
        made(
            "neighbouringRowIsRead",
            "EMB-10",
            BLAMED,
            ofEmbeddings(
                Altered.input(
                    call -> Edits.indices(call.input(), index -> (index + 1) % call.rows())))),
        reported(
            "outputIsWrittenInColumnOrder",
            "B130",
            "deeplearning4j/deeplearning4j#6521",
            "LIN-12",
            BLAMED,
            ofLinears(Altered.outputElements(ModelFaults::writeInColumnOrder))),
        made(
            "gradientIsClippedByValue",
            "EGR-10",
            BLAMED,
            ofEmbeddings(
                Altered.gradientElements(
                    (pass, name, gradient) -> {
                      for (int i = 0; i < gradient.length; i++) {
                        gradient[i] = Math.max(-0.5, Math.min(0.5, gradient[i]));
                      }
                    }))),
        made(
            "bagIsReadToOneRowBeforeItsEnd",
            "BAG-05",
            BLAMED,
            ofBags(AlteredBag.outputElements(ModelFaults::dropLastRow))),
        made(
            "gradientIsAMeanOverTheBatch",
            "LGR-07",
            BLAMED,
            ofLinears(
                Altered.gradientElements(
                    (pass, name, gradient) -> {
                      for (int i = 0; i < gradient.length; i++) {
                        gradient[i] /= pass.call().batch();
                      }
                    }))));
  }

  private static void dropLastRow(BagCall call, double[] output) {
    int columns = call.columns();
    for (int i = 0; i < output.length && call.is(BagMode.SUM); i++) {
      int last = call.begins()[i / columns + 1] - 1;
      boolean weighted = call.input().perSampleWeights() != null;
      if (!weighted && call.count(i / columns) > 0 && !call.isPadding(last)) {
        output[i] -= call.weight()[(int) call.rows()[last] * columns + i % columns];
      }
    }
  }

  private static void writeInColumnOrder(Call call, double[] values) {
    double[] right = values.clone();
    int rows = call.batch();
    int out = call.rows();
    for (int i = 0; i < values.length; i++) {
      values[i % out * rows + i / out] = right[i];
    }
  }
}
