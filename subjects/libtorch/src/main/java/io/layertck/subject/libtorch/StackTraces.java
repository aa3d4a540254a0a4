package io.layertck.subject.libtorch;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.StringSupplier;
import org.bytedeco.pytorch.global.torch;

/**
 * Keeps the stack of C++ calls out of the messages.
 *
 * <p>LibTorch looks up a name for every frame of every exception; that takes a hundred times as
 * long as the refused call itself.
 */
final class StackTraces {
  private static final StringSupplier NONE = new NoFrames().retainReference();

  static {
    torch.SetStackTraceFetcher(NONE);
  }

  private StackTraces() {}

  /** Leaves them out from now on. */
  static void leaveOut() {
    // Done once, when this class is initialised.
  }

  private static final class NoFrames extends StringSupplier {
    private final BytePointer nothing = new BytePointer("").retainReference();

    @Override
    public BytePointer call() {
      return nothing;
    }
  }
}
