package io.layertck.oracle.onnx;

import ai.onnxruntime.OrtException;
import io.layertck.oracle.resource.UnusableResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The GPU that sessions on {@link ComputeDevice#CUDA} compute on.
 *
 * <p>ONNX Runtime lists CUDA among its providers wherever it was built for it, driver or none; so a
 * session is opened to find out.
 *
 * @param name as the driver has it
 * @param driver the driver's version
 */
public record CudaDevice(String name, String driver) {
  private static final String NEEDED =
      "it needs an NVIDIA driver, CUDA 12 and cuDNN 9 on the library path, and the build profile"
          + " 'cuda', which takes onnxruntime_gpu; or leave CUDA out";
  private static final String PROVIDER_LIBRARY = "onnxruntime_providers_cuda";
  private static final Pattern MISSING_LIBRARY =
      Pattern.compile("([\\w.+-]+\\.so[.\\d]*): cannot open shared object file");
  private static final long PATIENCE_SECONDS = 20;

  /**
   * Returns the GPU, after a model was opened on it.
   *
   * @throws UnusableResource naming what is missing; the processor is never fallen back to
   */
  public static CudaDevice require() {
    Optional<CudaDevice> seen = ofDriver();
    try {
      OnnxModels.shipped().on(ComputeDevice.CUDA).openSmallest();
    } catch (OrtException | LinkageError refused) {
      throw new UnusableResource(
          "the ground truth on CUDA cannot be had: "
              + String.join(
                  "; ",
                  missing(
                      hasProviderLibrary(), seen.isPresent(), String.valueOf(refused.getMessage())))
              + "; "
              + NEEDED,
          refused);
    }
    return seen.orElse(new CudaDevice("a GPU that nvidia-smi does not show", "unknown"));
  }

  /**
   * Returns what stands between a session and the GPU.
   *
   * @param builtForCuda whether ONNX Runtime on the class path has its part for CUDA
   * @param driverSeen whether the driver shows a GPU
   * @param refusal what ONNX Runtime said
   */
  static List<String> missing(boolean builtForCuda, boolean driverSeen, String refusal) {
    List<String> obstacles = new ArrayList<>();
    if (!builtForCuda) {
      obstacles.add("ONNX Runtime on the class path is the build for the CPU alone");
    }
    if (!driverSeen) {
      obstacles.add("there is no NVIDIA driver that shows a GPU (nvidia-smi)");
    }
    Matcher library = MISSING_LIBRARY.matcher(refusal);
    if (library.find()) {
      obstacles.add("the library " + library.group(1) + " is missing");
    }
    if (obstacles.isEmpty()) {
      obstacles.add("ONNX Runtime says: " + refusal);
    }
    return obstacles;
  }

  private static boolean hasProviderLibrary() {
    ClassLoader loader = CudaDevice.class.getClassLoader();
    return loader.getResource("ai/onnxruntime/native/linux-x64/lib" + PROVIDER_LIBRARY + ".so")
            != null
        || loader.getResource("ai/onnxruntime/native/win-x64/" + PROVIDER_LIBRARY + ".dll") != null;
  }

  private static Optional<CudaDevice> ofDriver() {
    try {
      Process query =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=name,driver_version",
                  "--format=csv,noheader",
                  "--id=0")
              .redirectErrorStream(true)
              .start();
      String answer = new String(query.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return query.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && query.exitValue() == 0
          ? parse(answer)
          : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Reads a line such as {@code NVIDIA H100 80GB HBM3, 550.54.15}. */
  static Optional<CudaDevice> parse(String line) {
    int comma = line.lastIndexOf(',');
    return comma < 0
        ? Optional.empty()
        : Optional.of(
            new CudaDevice(line.substring(0, comma).strip(), line.substring(comma + 1).strip()));
  }
}
