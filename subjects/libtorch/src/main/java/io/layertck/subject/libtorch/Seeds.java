package io.layertck.subject.libtorch;

import org.bytedeco.pytorch.global.torch;

/** LibTorch's one random generator. */
final class Seeds {
  private Seeds() {}

  static void plant(long seed) {
    torch.manual_seed(seed);
  }
}
