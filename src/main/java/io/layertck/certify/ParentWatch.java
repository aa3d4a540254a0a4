package io.layertck.certify;

import java.io.IOException;

/** Ends a child JVM when its parent ends: nobody else would. */
public final class ParentWatch {
  private ParentWatch() {}

  /**
   * Watches from now on; the parent never writes to this JVM's input, so its end is the parent's.
   */
  public static void begin() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // Nothing is ever sent.
                }
              } catch (IOException gone) {
                // The same as the end.
              }
              Runtime.getRuntime().halt(1);
            },
            "layer-tck-parent-watch");
    watch.setDaemon(true);
    watch.start();
  }
}
