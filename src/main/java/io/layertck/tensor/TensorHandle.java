package io.layertck.tensor;

/**
 * A tensor where its owner keeps it: on the heap, in native memory, on a device, in another
 * process.
 *
 * <p>Results of a layer are handles and not copies, so that a result that shares memory with the
 * layer or with another result can be told from one that does not.
 */
public interface TensorHandle extends AutoCloseable {
  /**
   * Copies out what the tensor holds now.
   *
   * <p>On an asynchronous device this is the point of synchronisation. A {@link HostTensor} returns
   * itself.
   */
  HostTensor read();

  /**
   * Writes through to the live memory; needed only where writable results are claimed.
   *
   * @param values as many elements, of the same type and shape
   * @throws UnsupportedOperationException unless overridden
   */
  default void write(HostTensor values) {
    throw new UnsupportedOperationException("write");
  }

  /** Releases what the handle holds; a second call has no effect. */
  @Override
  default void close() {}
}
