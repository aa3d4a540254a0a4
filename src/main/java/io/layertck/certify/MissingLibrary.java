package io.layertck.certify;

/** Says which class or native library a subject could not be linked with. */
final class MissingLibrary {
  private MissingLibrary() {}

  /** Tells whether a failure comes of a class or library that is not there. */
  static boolean isBehind(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof LinkageError) {
        return true;
      }
    }
    return false;
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
            + "; put the jar it needs, with the native library for this platform, on --classpath",
        failure);
  }
}
