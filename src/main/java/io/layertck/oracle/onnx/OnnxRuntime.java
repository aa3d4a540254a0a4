package io.layertck.oracle.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.layertck.oracle.resource.UnusableResource;
import java.util.function.Supplier;

/**
 * ONNX Runtime in this JVM: one environment, and sessions that compute where they are told to.
 *
 * <p>The version is 1.28: on Linux 1.29 collects usage data from its first call on, before Java can
 * forbid it, and ended the JVM with SIGSEGV where the command line was long
 * (microsoft/onnxruntime#32173, vespa-engine/vespa#37786).
 */
public final class OnnxRuntime {
  private static final String SUPPORTED = "Linux x86-64 and arm64, macOS arm64, Windows x86-64";

  private OnnxRuntime() {}

  /** Holds the environment, made when first asked for and alive as long as the JVM. */
  private static final class Loaded {
    static final OrtEnvironment ENVIRONMENT = quiet();

    private static OrtEnvironment quiet() {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      try {
        environment.setTelemetry(false);
      } catch (OrtException failed) {
        throw new IllegalStateException(failed);
      }
      return environment;
    }
  }

  /**
   * Returns the version of the runtime.
   *
   * @throws UnusableResource if there is no native library for this platform
   */
  public static String version() {
    return environment().getVersion();
  }

  static OrtEnvironment environment() {
    return loaded(() -> Loaded.ENVIRONMENT);
  }

  /** Returns what loads the library, or says which platforms there are libraries for. */
  static OrtEnvironment loaded(Supplier<OrtEnvironment> loading) {
    try {
      return loading.get();
    } catch (LinkageError | IllegalStateException failed) {
      throw new UnusableResource(
          "ONNX Runtime has no native library that loads on "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch")
              + ": it runs on "
              + SUPPORTED
              + "; certify on one of these",
          failed);
    }
  }

  /** Opens a session on a model. */
  static OrtSession open(byte[] model, ComputeDevice device) throws OrtException {
    return open(model, device, false);
  }

  /** Opens a session of which no operator runs elsewhere, or refuses. */
  static OrtSession openWholly(byte[] model, ComputeDevice device) throws OrtException {
    return open(model, device, device != ComputeDevice.CPU);
  }

  private static OrtSession open(byte[] model, ComputeDevice device, boolean nowhereElse)
      throws OrtException {
    // Made first: a device that cannot be had says so to the environment's log.
    OrtEnvironment environment = environment();
    try (OrtSession.SessionOptions options = SessionSettings.REPRODUCIBLE.options()) {
      device.addTo(options);
      if (nowhereElse) {
        options.addConfigEntry("session.disable_cpu_ep_fallback", "1");
      }
      return environment.createSession(model, options);
    }
  }
}
