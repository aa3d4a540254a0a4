package io.layertck.certify;

import org.jspecify.annotations.Nullable;

/**
 * Where a subject comes from.
 *
 * @param name a built-in subject's short name, a class name, or nothing for the one that the class
 *     path offers as a service
 * @param classPath the subject's own class path, besides that of the suite
 */
public record SubjectSource(@Nullable String name, ClassPath classPath) {
  /** Returns the class path of a JVM that runs the suite and the subject. */
  ClassPath childClassPath() {
    ClassPath suite = ClassPath.ofThisJvm();
    boolean reference =
        name != null
            && BuiltInSubject.named(name).filter(BuiltInSubject.REFERENCE::equals).isPresent();
    return (reference ? suite : suite.withoutReference()).then(classPath);
  }
}
