package io.layertck.drive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
  private static final int PIECE = 1 << 20;
  private static final int PIECES = 192;

  /** What the rest of this JVM may do meanwhile. */
  private static final long AROUND = 48L << 20;

  @Test
  void memoryOutsideTheHeapIsSeenAndTheHeapIsNot() {
    long before = NativeMemory.bytes().orElseThrow();

    List<byte[]> arrays = new ArrayList<>();
    for (int i = 0; i < PIECES; i++) {
      arrays.add(new byte[PIECE]);
    }
    long withArrays = NativeMemory.bytes().orElseThrow() - before;
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < PIECES; i++) {
      buffers.add(ByteBuffer.allocateDirect(PIECE));
    }
    long withBuffers = NativeMemory.bytes().orElseThrow() - before;

    assertThat(withArrays).as("beside %s arrays", arrays.size()).isBetween(-AROUND, AROUND);
    assertThat(withBuffers)
        .as("beside %s buffers", buffers.size())
        .isBetween((long) PIECES * PIECE - AROUND, (long) PIECES * PIECE + AROUND);
  }
}
