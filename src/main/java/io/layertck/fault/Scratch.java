package io.layertck.fault;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The memory that every result of one shape shares. */
final class Scratch {
  private @Nullable HostTensor memory;

  HostTensor holding(HostTensor result) {
    HostTensor buffer = memory;
    if (buffer == null || !Arrays.equals(buffer.shape(), result.shape())) {
      memory = result;
      return result;
    }
    buffer.write(result);
    return buffer;
  }
}
