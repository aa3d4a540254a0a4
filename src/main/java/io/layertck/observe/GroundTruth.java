package io.layertck.observe;

import io.layertck.oracle.onnx.ComputeDevice;
import io.layertck.oracle.onnx.CudaDevice;
import io.layertck.oracle.onnx.OnnxModels;
import java.util.function.Consumer;

/** The ground truth, computed a second time elsewhere. */
public final class GroundTruth {
  private GroundTruth() {}

  /**
   * Runs every exported model on a GPU beside the processor.
   *
   * @param seed from which the inputs follow
   * @param found takes the device, then each model as soon as it is compared
   * @throws io.layertck.oracle.resource.UnusableResource if there is no such device, naming what is
   *     missing, or the two give other results
   */
  public static void compareOnCuda(long seed, Consumer<Observation> found) {
    CudaDevice device = CudaDevice.require();
    found.accept(new GroundTruthDevice("CUDA, TF32 off", device.name(), device.driver()));
    OnnxModels cpu = OnnxModels.shipped();
    OnnxModels cuda = cpu.on(ComputeDevice.CUDA);
    new ModelComparison(cpu, cpu::run, "on CUDA", cuda::run, seed)
        .all(cuda::isWhollyOnTheDevice, found);
  }
}
