package io.layertck.certify;

import io.layertck.spi.Subject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds a subject and makes it. */
public final class SubjectLoader {
  private final ClassLoader loader;

  /** Looks for subjects where a class loader does. */
  public SubjectLoader(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Makes a subject.
   *
   * @param name a built-in subject's short name, a class name, or nothing for the one that the
   *     class path offers as a service
   * @throws CertificationException if it cannot be made
   */
  public Subject load(@Nullable String name) {
    Subject subject = name == null ? offered() : instance(name);
    requireAnswers(subject);
    return subject;
  }

  private Subject instance(String name) {
    String className = BuiltInSubject.named(name).map(BuiltInSubject::className).orElse(name);
    try {
      Class<?> found = Class.forName(className, true, loader);
      if (!Subject.class.isAssignableFrom(found)) {
        throw new CertificationException(
            className + " is no subject: it must implement " + Subject.class.getName());
      }
      Constructor<?> constructor = found.getConstructor();
      if (!Modifier.isPublic(found.getModifiers()) || Modifier.isAbstract(found.getModifiers())) {
        throw new CertificationException(
            className + " cannot be made: a subject must be a public class that is not abstract");
      }
      return (Subject) constructor.newInstance();
    } catch (ClassNotFoundException absent) {
      throw new CertificationException(
          BuiltInSubject.named(name).isPresent()
              ? "the subject '" + name + "' is not part of this build: " + className + " is absent"
              : "there is no class '"
                  + name
                  + "' on the class path: check its name, and give its jar with --classpath;"
                  + " the built-in subjects are plain and reference",
          absent);
    } catch (NoSuchMethodException absent) {
      throw new CertificationException(
          className + " cannot be made: a subject needs a public constructor without arguments",
          absent);
    } catch (InvocationTargetException thrown) {
      throw failure(className, thrown.getCause() == null ? thrown : thrown.getCause());
    } catch (ReflectiveOperationException refused) {
      throw failure(className, refused);
    } catch (LinkageError unlinked) {
      throw failure(className, unlinked);
    }
  }

  private static CertificationException failure(String className, Throwable thrown) {
    return thrown instanceof LinkageError
        ? MissingLibrary.of(className, thrown)
        : new CertificationException(
            "the constructor of " + className + " threw " + thrown + ": mend the adapter", thrown);
  }

  private Subject offered() {
    List<Subject> subjects = new ArrayList<>();
    try {
      ServiceLoader.load(Subject.class, loader).forEach(subjects::add);
    } catch (ServiceConfigurationError broken) {
      throw new CertificationException(
          "a subject that the class path offers as a service cannot be made: "
              + broken.getMessage(),
          broken);
    }
    if (subjects.isEmpty()) {
      throw new CertificationException(
          "no subject is named and the class path offers none: name one with --subject, or list"
              + " its class in META-INF/services/"
              + Subject.class.getName());
    }
    if (subjects.size() > 1) {
      throw new CertificationException(
          "no subject is named and the class path offers several: choose one with --subject from "
              + subjects.stream()
                  .map(subject -> subject.getClass().getName())
                  .collect(Collectors.joining(", ")));
    }
    return subjects.get(0);
  }

  @SuppressWarnings("ConstantValue") // An adapter may return null against the interface.
  private static void requireAnswers(Subject subject) {
    String className = subject.getClass().getName();
    try {
      if (subject.name() == null || subject.name().isBlank()) {
        throw new CertificationException("name() of " + className + " is empty: name the subject");
      }
      if (subject.version() == null) {
        throw new CertificationException("version() of " + className + " returned null");
      }
      if (subject.claims() == null) {
        throw new CertificationException("claims() of " + className + " returned null");
      }
    } catch (CertificationException found) {
      throw found;
    } catch (LinkageError unlinked) {
      throw MissingLibrary.of(className, unlinked);
    } catch (RuntimeException thrown) {
      throw new CertificationException(
          "name(), version() or claims() of " + className + " threw " + thrown, thrown);
    }
  }
}
