package io.layertck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.SourceJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of code in the README stands in a file that is compiled or run, or is run here. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final Path CONSUMER = Path.of("src/it/consumer");

  @TempDir Path folder;

  private record Block(String language, String text) {}

  private static List<Block> blocks() throws IOException {
    Matcher matcher = BLOCK.matcher(Files.readString(Path.of("README.md")));
    List<Block> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(new Block(matcher.group(1), matcher.group(2)));
    }
    return blocks;
  }

  private static String only(String language) throws IOException {
    List<Block> found =
        blocks().stream().filter(block -> block.language().equals(language)).toList();
    assertThat(found).as(language).hasSize(1);
    return found.get(0).text();
  }

  @Test
  void everyKindOfBlockIsCheckedHere() throws IOException {
    assertThat(blocks().stream().map(Block::language).distinct())
        .containsExactlyInAnyOrder("sh", "xml", "groovy", "java", "properties", "text");
  }

  @Test
  void noPlaceWaitsForItsText() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).doesNotContain("@@");
  }

  @Test
  void theTestClassIsThatOfTheProjectThatTheBuildRuns() throws IOException {
    String file =
        Files.readString(CONSUMER.resolve("src/test/java/com/acme/AcmeConformanceTest.java"));

    assertThat(file).endsWith("\n\n" + only("java"));
    assertThat(only("java").lines().filter(line -> !line.isBlank()).count())
        .as("ten lines for a forward-only layer, braces and annotations apart")
        .isLessThanOrEqualTo(10);
  }

  @Test
  void theDependencyIsThatOfTheProjectThatTheBuildRuns() throws IOException {
    String pom =
        Files.readString(CONSUMER.resolve("pom.xml")).replace("@project.version@", version());

    assertThat(withoutIndent(pom)).contains(withoutIndent(only("xml")));
  }

  @Test
  void theGradleLinesAreThoseOfTheExample() throws IOException {
    assertThat(withoutIndent(Files.readString(Path.of("examples/gradle/build.gradle"))))
        .contains(withoutIndent(only("groovy")))
        .contains(version());
  }

  @Test
  void thePropertiesAreThoseOfTheProjectThatTheBuildRuns() throws IOException {
    Path file = CONSUMER.resolve("src/test/resources/junit-platform.properties");

    assertThat(only("properties")).isEqualTo(Files.readString(file));
  }

  @Test
  void theCommandsAreThoseThatTheCheckOfEverythingRuns() throws IOException {
    String check = Files.readString(Path.of(".ci/run"));
    List<String> commands =
        blocks().stream()
            .filter(block -> block.language().equals("sh"))
            .flatMap(block -> block.text().lines())
            .map(line -> line.replaceAll("\\s+#.*", ""))
            .toList();

    assertThat(commands)
        .containsExactly(
            "mvn test",
            "mvn verify",
            "bin/layer-tck certify --classpath acme.jar --subject com.acme.AcmeSubject --seed 11",
            "mvn -q install -DskipTests",
            "mvn -f subjects/libtorch verify");
    assertThat(check)
        .contains("mvn -B clean test")
        .contains("mvn -B verify")
        .contains("mvn -B -q install -DskipTests")
        .contains("mvn -B -f subjects/libtorch clean verify");
  }

  @Test
  void theFailureIsTheOneThatItsCommandPrints() throws IOException {
    Path jar =
        SourceJar.build(
            folder.resolve("acme.jar"), "com.acme.AcmeSubject", CLAMPING_SUBJECT, false);

    CommandLineRun run =
        CommandLineRun.of(
            "certify",
            "--classpath",
            jar.toString(),
            "--subject",
            "com.acme.AcmeSubject",
            "--rules",
            "ERR-01",
            "--seed",
            "11",
            "--out",
            folder.resolve("out").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    String printed =
        run.out()
            .replace(jar.toString(), "acme.jar")
            .replace(" --out " + folder.resolve("out"), "");
    assertThat(printed).contains(only("text"));
    assertThat(folder.resolve("out/acme/failures/Err01Test.java"))
        .content()
        .contains(
            "    RefusalContract layer = () -> new com.acme.AcmeSubject();",
            "    layer.err01_anIndexPastTheVocabularyIsRefused(claims -> example);");
  }

  private static String version() throws IOException {
    Matcher matcher =
        Pattern.compile("<artifactId>layer-tck</artifactId>\\s+<version>(.*?)</version>")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  private static String withoutIndent(String text) {
    return text.lines().map(String::strip).reduce("", (all, line) -> all + line + "\n");
  }

  private static final String CLAMPING_SUBJECT =
      """
      package com.acme;
      import io.layertck.spi.Claims;
      import io.layertck.spi.EmbeddingConfig;
      import io.layertck.spi.LayerUnderTest;
      import io.layertck.spi.Start;
      import io.layertck.spi.Subject;
      import io.layertck.spi.Subjects;
      import io.layertck.tensor.HostTensor;
      public final class AcmeSubject implements Subject {
        private final Subject lookup = Subjects.lookup("acme", AcmeSubject::rows);
        @Override public String name() { return "acme"; }
        @Override public Claims claims() { return lookup.claims(); }
        @Override public LayerUnderTest<HostTensor> embedding(EmbeddingConfig c, Start s) {
          return lookup.embedding(c, s);
        }
        private static HostTensor rows(HostTensor weight, HostTensor indices) {
          float[] table = weight.floats();
          long[] ids = indices.longs();
          int dimension = weight.extent(1);
          float[] out = new float[ids.length * dimension];
          for (int i = 0; i < ids.length; i++) {
            int row = (int) Math.min(ids[i], weight.extent(0) - 1L);
            System.arraycopy(table, row * dimension, out, i * dimension, dimension);
          }
          return HostTensor.of(out, indices.shapeAnd(dimension));
        }
      }
      """;
}
