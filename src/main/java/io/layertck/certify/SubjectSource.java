package io.layertck.certify;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a subject comes from.
 *
 * @param name a built-in subject's short name, a class name, or nothing for the one that the class
 *     path offers as a service
 * @param classPath the subject's own class path, besides that of the suite
 */
public record SubjectSource(@Nullable String name, ClassPath classPath) {
  /**
   * Returns the JVM for a run over the subject.
   *
   * <p>A user's subject gets the JVM it has in production, and none of the libraries that only the
   * reference stands on.
   */
  public ChildJvm jvm(RunSettings settings) {
    Optional<BuiltInSubject> builtIn = name == null ? Optional.empty() : BuiltInSubject.named(name);
    ClassPath suite = ClassPath.ofThisJvm();
    boolean reference = builtIn.filter(BuiltInSubject.REFERENCE::equals).isPresent();
    return new ChildJvm(
        (reference ? suite : suite.withoutReference()).then(classPath),
        builtIn.isPresent() && settings.tries() == null);
  }
}
