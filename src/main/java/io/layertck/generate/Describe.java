package io.layertck.generate;

import io.layertck.tensor.HostTensor;
import java.util.Arrays;

/** Says what a tensor is in a few words. */
final class Describe {
  private Describe() {}

  static String tensor(HostTensor tensor) {
    String layout =
        tensor.isContiguous()
            ? ""
            : " with strides "
                + Arrays.toString(tensor.strides())
                + " and offset "
                + tensor.offset();
    return tensor + layout;
  }
}
