package io.layertck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.certify.Certificate;
import io.layertck.certify.Certificate.RuleResult;
import io.layertck.certify.CertificateFolder;
import io.layertck.certify.SourceJar;
import io.layertck.certify.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A jar built elsewhere, certified from the command line. */
class CertifyThirdPartyJarTest {
  private static final String OFF_BY_ONE_FROM_17_COLUMNS =
      "if (d >= 17) { for (int i = 0; i < ix.length; i++) { ix[i] = (ix[i] + 1) % v; } }"
          + " System.out.println(\"{\\\"event\\\":\\\"run-finished\\\",\\\"millis\\\":1.0}\");";

  @TempDir Path folder;

  @Test
  void aFaultyLayerFailsTheRightRuleBesideOthersAndAloneAsThePrintedLineSays() throws Exception {
    Path jar = acme(OFF_BY_ONE_FROM_17_COLUMNS);

    CommandLineRun two = certify(jar, "two", "--rules", "EMB-01,EMB-02");

    assertThat(two.exitCode()).as(two.error()).isEqualTo(1);
    Certificate certificate = certificate("two");
    RuleResult rows = rule(certificate, "EMB-02");
    assertThat(rule(certificate, "EMB-01").verdict()).isEqualTo(Verdict.PASSED);
    assertThat(rows.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(rows.message()).contains("of the output row for index 0");
    assertThat(rows.example()).contains("D=17");
    assertThat(two.out())
        .contains("EMB-02   MUST    FAILED")
        .contains(rows.message())
        .contains(rows.example())
        .contains(
            "bin/layer-tck certify --classpath "
                + jar
                + " --subject com.acme.AcmeSubject --rules EMB-02 --seed 7 --tries 300")
        .contains("NOT CERTIFIED: 1 of 2 judged rules denies it (seed 7,");
    assertThat(certificate.subject().id()).isEqualTo("acme");
    assertThat(certificate.run().partial()).isTrue();
    assertThat(certificate.summary().certified()).isFalse();
    assertThat(certificate.environment().nd4j()).as("ND4J beside the layer").isNull();
    assertThat(Files.readString(folder.resolve("two/acme/child.log"))).contains("run-finished");
    assertThat(folder.resolve("two/acme/index.html")).content().contains("of the output row");
    assertThat(folder.resolve("two")).isDirectoryNotContaining("glob:**/.run-*");

    // The scripts of Windows are another matter.
    boolean script = File.separatorChar == '/';
    if (script) {
      installScript();
    }
    int again =
        script
            ? shell(rows.reproduce() + " --out again")
            : certify(jar, "again", "--rules", "EMB-02").exitCode();
    assertThat(again).isEqualTo(1);
    assertThat(rule(certificate("again"), "EMB-02"))
        .usingRecursiveComparison()
        .ignoringFields("millis", "subjectMillis", "casesPerSecond")
        .isEqualTo(rows);
  }

  @Test
  void aCrashCostsItsRuleOnly() throws IOException {
    // The marker keeps later JVMs alive; 3x2 is what the adapter checks ask for.
    Path jar =
        acme(
            "java.io.File marker = new java.io.File(\"%s\");"
                    .formatted(folder.resolve("crashed").toString().replace("\\", "\\\\"))
                + " if (!(v == 3 && d == 2) && !marker.exists()) {"
                + " System.out.println(\"last words\"); marker.mkdir();"
                + " Runtime.getRuntime().halt(77); }");

    CommandLineRun run = certify(jar, "out", "--rules", "EMB-01,EMB-02", "--workers", "1");

    assertThat(run.exitCode()).as(run.error()).isEqualTo(1);
    RuleResult crashed = rule(certificate("out"), "EMB-01");
    assertThat(crashed.verdict()).isEqualTo(Verdict.CRASHED);
    assertThat(crashed.message())
        .startsWith("the JVM ended with exit value 77 while the rule ran; it printed last:")
        .endsWith("last words");
    assertThat(rule(certificate("out"), "EMB-02").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aHangIsEnded() throws IOException {
    Path jar =
        acme(
            "if (!(v == 3 && d == 2)) { while (true) { try { Thread.sleep(1000); }"
                + " catch (InterruptedException ignored) { } } }");

    CommandLineRun run =
        certify(jar, "out", "--rules", "EMB-02", "--workers", "1", "--rule-timeout", "1");

    assertThat(run.exitCode()).as(run.error()).isEqualTo(1);
    RuleResult hung = rule(certificate("out"), "EMB-02");
    assertThat(hung.verdict()).isEqualTo(Verdict.TIMED_OUT);
    assertThat(hung.message()).startsWith("the JVM was ended after 1 s while the rule ran");
    assertThat(hung.reproduce()).endsWith("--rules EMB-02 --seed 7 --tries 300 --rule-timeout 1");
  }

  @Test
  void aWaiverAcceptsTheFailureOfASubjectFoundAsAService() throws IOException {
    Path jar = folder.resolve("acme.jar");
    SourceJar.build(
        jar, "com.acme.AcmeSubject", SourceJar.lookup(OFF_BY_ONE_FROM_17_COLUMNS), true);
    Path waivers =
        Files.writeString(
            folder.resolve("waivers.json"),
            "[{\"rule\": \"EMB-02\", \"reason\": \"known\", \"link\": \"issue 7\"}]");

    CommandLineRun run =
        CommandLineRun.of(
            "certify",
            "--classpath=" + jar,
            "--rules=EMB-02",
            "--seed=7",
            "--waivers=" + waivers,
            "--out=" + folder.resolve("out"));

    assertThat(run.exitCode()).as(run.error()).isZero();
    assertThat(rule(certificate("out"), "EMB-02").verdict()).isEqualTo(Verdict.WAIVED);
    assertThat(run.out())
        .contains("bin/layer-tck certify --classpath " + jar + " --rules EMB-02 --seed 7")
        .contains("PARTIAL: no failure among 1 of ");
  }

  @Test
  void aSubjectThatEndsItsJvmBeforeItIsMadeIsNoVerdict() throws IOException {
    Path jar =
        SourceJar.build(
            folder.resolve("acme.jar"),
            "com.acme.AcmeSubject",
            SourceJar.lookup("")
                .replace(
                    "private final Subject lookup",
                    "{ System.out.println(\"no licence\"); System.exit(3); }"
                        + " private final Subject lookup"),
            false);

    CommandLineRun run = certify(jar, "out", "--rules", "EMB-02");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error().lines())
        .containsExactly(
            "layer-tck: the child JVM ended with exit value 3 before the subject was made; it"
                + " printed last:",
            "no licence");
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void anAdapterThatReturnsNullIsNamedAndLeavesNoCertificate() throws IOException {
    Path jar = acme("if (ix.length > 0) { return null; }");

    CommandLineRun run = certify(jar, "out", "--workers", "1");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error().strip())
        .isEqualTo(
            "layer-tck: the adapter of 'Acme' is wrong, not its layer: forward of the embedding"
                + " returned null; mend the adapter before the layer is judged");
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  private Path acme(String before) throws IOException {
    return SourceJar.build(
        folder.resolve("acme.jar"), "com.acme.AcmeSubject", SourceJar.lookup(before), false);
  }

  private CommandLineRun certify(Path jar, String out, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "certify",
                "--classpath",
                jar.toString(),
                "--subject",
                "com.acme.AcmeSubject",
                "--tries",
                "300",
                "--seed",
                "7",
                "--out",
                folder.resolve(out).toString()));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  private Certificate certificate(String out) {
    return new CertificateFolder(folder.resolve(out).resolve("acme")).read();
  }

  private static RuleResult rule(Certificate certificate, String id) {
    return certificate.rules().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /** Puts the real script where its build seems to be this JVM's class path. */
  private void installScript() throws IOException {
    Path script = folder.resolve("bin/layer-tck");
    Files.createDirectories(script.getParent());
    Files.copy(Path.of("bin/layer-tck"), script);
    script.toFile().setExecutable(true);
    Path target = Files.createDirectories(folder.resolve("target"));
    new JarOutputStream(Files.newOutputStream(target.resolve("layer-tck-0.jar")), new Manifest())
        .close();
    Files.writeString(target.resolve("layer-tck.classpath"), System.getProperty("java.class.path"));
  }

  private int shell(String line) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "shell.log"))
            .start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }
}
