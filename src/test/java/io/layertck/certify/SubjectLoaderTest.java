package io.layertck.certify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Subject;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which subject a name stands for, and what is said where it stands for none. */
class SubjectLoaderTest {
  @TempDir Path folder;

  @Test
  void aShortNameIsABuiltInSubject() {
    assertThat(load("plain")).isInstanceOf(PlainSubject.class);
  }

  @Test
  void aClassNameIsItsSubject() {
    assertThat(load(Good.class.getName()).name()).isEqualTo("good");
  }

  @Test
  void aClassThatIsNowhere() {
    assertRefused(
        "com.acme.Absent",
        "there is no class 'com.acme.Absent' on the class path: check its name, and give its jar"
            + " with --classpath; the built-in subjects are plain and reference");
  }

  @Test
  void aClassThatIsNoSubject() {
    assertRefused(
        "java.lang.String",
        "java.lang.String is no subject: it must implement io.layertck.spi.Subject");
  }

  @Test
  void aSubjectWhoseConstructorNeedsArguments() {
    assertRefused(
        NeedsArguments.class.getName(),
        NeedsArguments.class.getName()
            + " cannot be made: a subject needs a public constructor without arguments");
  }

  @Test
  void aSubjectThatIsNotPublic() {
    assertRefused(
        Hidden.class.getName(),
        Hidden.class.getName()
            + " cannot be made: a subject must be a public class that is not abstract");
  }

  @Test
  void aSubjectWhoseConstructorThrows() {
    assertRefused(
        Throwing.class.getName(),
        "the constructor of "
            + Throwing.class.getName()
            + " threw java.lang.IllegalStateException: no licence: mend the adapter");
  }

  @Test
  void aSubjectWhoseLibraryIsNotThere() {
    assertRefused(
        Unlinked.class.getName(),
        Unlinked.class.getName()
            + " cannot be linked on "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ": java.lang.UnsatisfiedLinkError: no acme in java.library.path; put the jar it needs,"
            + " with the native library for this platform, on --classpath");
  }

  @Test
  void aSubjectWithoutAName() {
    assertRefused(
        Nameless.class.getName(),
        "name() of " + Nameless.class.getName() + " is empty: name the subject");
  }

  @Test
  void noSubjectNamedAndNoneOffered() {
    assertRefused(
        null,
        "no subject is named and the class path offers none: name one with --subject, or list its"
            + " class in META-INF/services/io.layertck.spi.Subject");
  }

  @Test
  void noSubjectNamedAndOneOffered() throws IOException {
    try (URLClassLoader loader = offering("com.acme.One")) {
      assertThat(new SubjectLoader(loader).load(null).name()).isEqualTo("com.acme.One");
    }
  }

  @Test
  void noSubjectNamedAndSeveralOffered() throws IOException {
    try (URLClassLoader loader = offering("com.acme.One", "com.acme.Two")) {
      assertThatExceptionOfType(CertificationException.class)
          .isThrownBy(() -> new SubjectLoader(loader).load(null))
          .withMessage(
              "no subject is named and the class path offers several: choose one with --subject"
                  + " from com.acme.One, com.acme.Two");
    }
  }

  private URLClassLoader offering(String... classNames) throws IOException {
    URL[] jars = new URL[classNames.length];
    for (int i = 0; i < classNames.length; i++) {
      jars[i] = jarOffering(classNames[i]);
    }
    return new URLClassLoader(jars, getClass().getClassLoader());
  }

  private URL jarOffering(String className) throws IOException, MalformedURLException {
    String simpleName = className.substring(className.lastIndexOf('.') + 1);
    String source =
        """
        package com.acme;
        import io.layertck.spi.Claims;
        import io.layertck.spi.Feature;
        import io.layertck.spi.Subject;
        public final class %s implements Subject {
          @Override public String name() { return getClass().getName(); }
          @Override public Claims claims() { return Claims.of(Feature.LOOKUP); }
        }
        """
            .formatted(simpleName);
    return SourceJar.build(folder.resolve(simpleName + ".jar"), className, source, true)
        .toUri()
        .toURL();
  }

  private static Subject load(@Nullable String name) {
    return new SubjectLoader(SubjectLoaderTest.class.getClassLoader()).load(name);
  }

  private static void assertRefused(@Nullable String name, String message) {
    assertThatExceptionOfType(CertificationException.class)
        .isThrownBy(() -> load(name))
        .withMessage(message);
  }

  /** Nothing is wrong with it. */
  public static class Good implements Subject {
    @Override
    public String name() {
      return "good";
    }

    @Override
    public Claims claims() {
      return Claims.of(Feature.LOOKUP);
    }
  }

  /** Cannot be made from its name alone. */
  public static final class NeedsArguments extends Good {
    /** Needs a path. */
    public NeedsArguments(Path path) {
      assertThat(path).isNotNull();
    }
  }

  static final class Hidden extends Good {
    /** Public, in a class that is not. */
    public Hidden() {}
  }

  /** Throws when it is made. */
  public static final class Throwing extends Good {
    /** Throws. */
    public Throwing() {
      throw new IllegalStateException("no licence");
    }
  }

  /** Needs a native library that is not there. */
  public static final class Unlinked extends Good {
    /** Throws as {@link System#loadLibrary} does. */
    public Unlinked() {
      throw new UnsatisfiedLinkError("no acme in java.library.path");
    }
  }

  /** Has no name. */
  public static final class Nameless extends Good {
    @Override
    public String name() {
      return " ";
    }
  }
}
