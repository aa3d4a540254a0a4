package io.layertck.oracle.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.layertck.oracle.resource.UnusableResource;
import org.junit.jupiter.api.Test;

/** What is said where CUDA is asked for and cannot be had. */
class CudaDeviceTest {
  private static final String MISSING_LIBRARY =
      "Failed to load library /tmp/onnxruntime-java1/libonnxruntime_providers_cuda.so with error:"
          + " libcublasLt.so.12: cannot open shared object file: No such file or directory";

  @Test
  void theBuildForTheProcessorAloneIsNamed() {
    assumeThat(System.getProperty("java.class.path")).doesNotContain("onnxruntime_gpu");

    assertThatThrownBy(CudaDevice::require)
        .isInstanceOf(UnusableResource.class)
        .hasMessageStartingWith(
            "the ground truth on CUDA cannot be had: ONNX Runtime on the class path is the build"
                + " for the CPU alone; ")
        .hasMessageEndingWith(
            "; it needs an NVIDIA driver, CUDA 12 and cuDNN 9 on the library path, and the build"
                + " profile 'cuda', which takes onnxruntime_gpu; or leave CUDA out");
  }

  @Test
  void everythingThatIsMissingIsNamed() {
    assertThat(CudaDevice.missing(false, false, "Failed to find CUDA shared provider"))
        .containsExactly(
            "ONNX Runtime on the class path is the build for the CPU alone",
            "there is no NVIDIA driver that shows a GPU (nvidia-smi)");
    assertThat(CudaDevice.missing(true, false, MISSING_LIBRARY))
        .containsExactly(
            "there is no NVIDIA driver that shows a GPU (nvidia-smi)",
            "the library libcublasLt.so.12 is missing");
    assertThat(CudaDevice.missing(true, true, MISSING_LIBRARY))
        .containsExactly("the library libcublasLt.so.12 is missing");
    assertThat(CudaDevice.missing(true, true, "CUDA failure 35: driver version is insufficient"))
        .containsExactly("ONNX Runtime says: CUDA failure 35: driver version is insufficient");
  }

  @Test
  void theDriverSaysWhichGpuItIs() {
    assertThat(CudaDevice.parse("NVIDIA H100 80GB HBM3, 550.54.15\n"))
        .contains(new CudaDevice("NVIDIA H100 80GB HBM3", "550.54.15"));
    assertThat(CudaDevice.parse("no devices were found")).isEmpty();
  }
}
