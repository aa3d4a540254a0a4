package io.layertck.contract;

import io.layertck.drive.DrivenGradient;
import io.layertck.drive.DrivenLayer;
import io.layertck.drive.Driver;
import io.layertck.judge.NumberJudge;
import io.layertck.rule.Judgement;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;

/** What a layer says of a gradient before the first backward. */
final class UntrainedGradients {
  private UntrainedGradients() {}

  /** Judges that it is absent or zero; that there is none yet may be an exception as well. */
  static Judgement judge(
      DrivenLayer<HostTensor> layer, String parameter, HostTensor value, Driver driver) {
    DrivenGradient[] gradient = new DrivenGradient[1];
    boolean refused = driver.refusalOf(() -> gradient[0] = layer.gradient(parameter)).isPresent();
    String what = "before the first backward, the gradient of the " + parameter;
    return !refused && gradient[0] instanceof DrivenGradient.Dense dense
        ? NumberJudge.judge(
            what,
            Names.element(what),
            dense.value(),
            HostTensor.zeros(DType.FLOAT64, value.shape()),
            value.dtype())
        : new Judgement.NoEvidence("there is no gradient yet");
  }
}
