package io.layertck.oracle.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;

/**
 * How a session computes.
 *
 * @param intraOpThreads threads inside one operator
 * @param interOpThreads threads across operators
 * @param mode whether independent operators run one after another
 * @param deterministic whether kernels that may give other bits on another run are avoided
 */
record SessionSettings(
    int intraOpThreads, int interOpThreads, ExecutionMode mode, boolean deterministic) {

  /**
   * The same bits on every run. With more than one thread inside an operator, the scattered
   * additions of the exported gradients lose updates.
   */
  static final SessionSettings REPRODUCIBLE =
      new SessionSettings(1, 1, ExecutionMode.SEQUENTIAL, true);

  /** Returns the options of a session, which the caller closes. */
  OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(intraOpThreads);
    options.setInterOpNumThreads(interOpThreads);
    options.setExecutionMode(mode);
    options.setDeterministicCompute(deterministic);
    return options;
  }
}
