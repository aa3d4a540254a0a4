package io.layertck.oracle.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;

/** Where the sessions of a set of models compute. */
public enum ComputeDevice {
  /** The processor. The ground truth of the rules is computed here. */
  CPU {
    @Override
    void addTo(OrtSession.SessionOptions options) {}
  },
  /** A GPU of NVIDIA's, with float32 products of full length: TF32 would round their factors. */
  CUDA {
    @Override
    void addTo(OrtSession.SessionOptions options) throws OrtException {
      try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(FIRST_GPU)) {
        cuda.add("use_tf32", "0");
        options.addCUDA(cuda);
      }
    }
  };

  private static final int FIRST_GPU = 0;

  /** Lets sessions compute here; what the device has no kernel for stays on the processor. */
  abstract void addTo(OrtSession.SessionOptions options) throws OrtException;
}
