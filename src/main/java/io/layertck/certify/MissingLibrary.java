package io.layertck.certify;

import org.jspecify.annotations.Nullable;

/** Says which class or native library a subject could not be linked with. */
final class MissingLibrary {
  private MissingLibrary() {}

  /** Returns the innermost linkage error behind a failure, or nothing. */
  static @Nullable LinkageError behind(Throwable failure) {
    LinkageError found = null;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof LinkageError linkage) {
        found = linkage;
      }
    }
    return found;
  }

  static CertificationException of(String subject, Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return new CertificationException(
        subject
            + " cannot be linked on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": "
            + innermost
            + "; put the jar it needs, with the native library for this platform, on --classpath"
            + (subject.contains(".nd4j.") ? " (ND4J is an optional dependency of the suite)" : ""),
        failure);
  }
}
