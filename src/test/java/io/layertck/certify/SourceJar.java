package io.layertck.certify;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Builds jars that the suite has never seen, from source. */
public final class SourceJar {
  private SourceJar() {}

  /**
   * Compiles one class against the suite and packs it.
   *
   * @param className its full name
   * @param source its source, the package declaration included
   * @param services whether the jar offers it as a service
   */
  public static Path build(Path jar, String className, String source, boolean services)
      throws IOException {
    return build(jar, className, source, services ? "io.layertck.spi.Subject" : "");
  }

  /**
   * Compiles one class against the suite and packs it.
   *
   * @param className its full name
   * @param source its source, the package declaration included
   * @param service as what the jar offers it, or nothing
   */
  public static Path build(Path jar, String className, String source, String service)
      throws IOException {
    Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
    compile(classes, className, source);
    try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        packed.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, packed);
      }
      if (!service.isEmpty()) {
        packed.putNextEntry(new JarEntry("META-INF/services/" + service));
        packed.write(className.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static void compile(Path classes, String className, String source) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///" + className.replace('.', '/') + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter errors = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of(
                    "-proc:none",
                    "--release",
                    "17",
                    "-d",
                    classes.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                List.of(file))
            .call();
    if (!compiled) {
      throw new IllegalArgumentException(errors.toString());
    }
  }

  /**
   * Returns the source of a forward-only subject {@code com.acme.AcmeSubject} that does something
   * before it looks rows up.
   *
   * @param before statements over {@code w}, {@code ix} (may be changed), {@code v} and {@code d}
   */
  public static String lookup(String before) {
    return """
        package com.acme;
        import io.layertck.spi.Claims;
        import io.layertck.spi.EmbeddingConfig;
        import io.layertck.spi.LayerUnderTest;
        import io.layertck.spi.Start;
        import io.layertck.spi.Subject;
        import io.layertck.spi.Subjects;
        import io.layertck.tensor.HostTensor;
        import java.util.Arrays;
        public final class AcmeSubject implements Subject {
          private final Subject lookup = Subjects.lookup("Acme", AcmeSubject::rows);
          @Override public String name() { return "Acme"; }
          @Override public Claims claims() { return lookup.claims(); }
          @Override public LayerUnderTest<HostTensor> embedding(EmbeddingConfig c, Start s) {
            return lookup.embedding(c, s);
          }
          private static HostTensor rows(HostTensor weight, HostTensor indices) {
            float[] w = weight.floats();
            long[] ix = indices.longs();
            int v = (int) weight.shape()[0];
            int d = (int) weight.shape()[1];
            for (long i : ix) { if (i < 0 || i >= v) throw new IndexOutOfBoundsException(i + " of " + v); }
            %s
            float[] out = new float[ix.length * d];
            for (int i = 0; i < ix.length; i++) {
              System.arraycopy(w, Math.toIntExact(ix[i]) * d, out, i * d, d);
            }
            long[] shape = Arrays.copyOf(indices.shape(), indices.shape().length + 1);
            shape[shape.length - 1] = d;
            return HostTensor.of(out, shape);
          }
        }
        """
        .formatted(before);
  }
}
