package io.layertck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of wrong arguments: one message, exit code 2, no certificate. */
class WrongCommandTest {
  @TempDir Path folder;

  @Test
  void aJarThatIsNotThere() {
    Path jar = folder.resolve("acme.jar");
    assertMessage(
        "there is no jar or folder '"
            + jar
            + "' for the class path (looked for "
            + jar
            + "): build it, or correct --classpath",
        "--classpath",
        jar.toString(),
        "--subject",
        "plain");
  }

  @Test
  void aPatternThatSelectsNoRule() {
    CommandLineRun run = certify("--rules", "XYZ-*", "--subject", "plain");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .startsWith("layer-tck: no rule matches 'XYZ-*'; ids are BAG-01, BAG-02")
        .endsWith("and patterns such as 'EMB-*' select several" + System.lineSeparator());
  }

  @Test
  void aSeedThatIsNoNumber() {
    assertMessage(
        "the seed 'abc' is no number: give a whole number from -9223372036854775808 to"
            + " 9223372036854775807",
        "--seed",
        "abc",
        "--subject",
        "plain");
  }

  @Test
  void triesThatAreNone() {
    assertMessage(
        "the number of tries '0' must be a whole number from 1 to 2147483647",
        "--tries",
        "0",
        "--subject",
        "plain");
  }

  @Test
  void waiversThatAreNotThere() {
    Path file = folder.resolve("waivers.json");
    assertMessage(
        "there is no readable file of waivers at " + file + ": write it, or correct its name",
        "--waivers",
        file.toString(),
        "--subject",
        "plain");
  }

  @Test
  void waiversThatAreNoList() throws IOException {
    Path file = Files.writeString(folder.resolve("waivers.json"), "EMB-02");
    CommandLineRun run = certify("--waivers", file.toString(), "--subject", "plain");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .startsWith("layer-tck: the waivers in " + file + " cannot be read: ")
        .endsWith(
            "write a list such as [{\"rule\": \"EMB-02\", \"reason\": \"...\", \"link\": \"...\"}]"
                + System.lineSeparator());
  }

  @Test
  void aWaiverOfNoRule() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("waivers.json"),
            "[{\"rule\": \"EMB-99\", \"reason\": \"known\", \"link\": \"here\"}]");
    assertMessage(
        "the waivers in " + file + " name the rule 'EMB-99', which does not exist",
        "--waivers",
        file.toString(),
        "--subject",
        "plain");
  }

  @Test
  void aWaiverWithoutAReason() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("waivers.json"), "[{\"rule\": \"EMB-02\", \"link\": \"here\"}]");
    assertMessage(
        "the waiver of EMB-02 in " + file + " needs a reason and a link",
        "--waivers",
        file.toString(),
        "--subject",
        "plain");
  }

  @Test
  void twoWaiversOfOneRule() throws IOException {
    String waiver = "{\"rule\": \"EMB-02\", \"reason\": \"known\", \"link\": \"here\"}";
    Path file =
        Files.writeString(folder.resolve("waivers.json"), "[" + waiver + ", " + waiver + "]");
    assertMessage(
        "the waivers in " + file + " name the rule EMB-02 twice: keep one",
        "--waivers",
        file.toString(),
        "--subject",
        "plain");
  }

  @Test
  void aNullInPlaceOfAWaiver() throws IOException {
    Path file = Files.writeString(folder.resolve("waivers.json"), "[null]");
    assertMessage(
        "the waivers in "
            + file
            + " cannot be read: there is a null in place of a waiver; write a list such as"
            + " [{\"rule\": \"EMB-02\", \"reason\": \"...\", \"link\": \"...\"}]",
        "--waivers",
        file.toString(),
        "--subject",
        "plain");
  }

  @Test
  void aSubjectThatIsNamedTwice() {
    assertMessage(
        "the subject 'plain' is named twice: name each once with --subject",
        "--subject",
        "plain,reference, plain");
  }

  @Test
  void aPlaceThatCannotBeWritten() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    CommandLineRun run = CommandLineRun.of("spec", "--out", file.resolve("SPEC.md").toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .startsWith("layer-tck: cannot write " + file.resolve("SPEC.md") + " (")
        .endsWith("): choose another place" + System.lineSeparator());
  }

  @Test
  void aCertificateOfAnotherForm() throws IOException {
    Files.writeString(folder.resolve("certificate.json"), "{\"schema\": \"acme/9\"}");
    CommandLineRun run = CommandLineRun.of("page", folder.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error().strip())
        .isEqualTo(
            "layer-tck: the file at "
                + folder.resolve("certificate.json")
                + " is of the form 'acme/9', and this suite reads 'layer-tck/certificate/1':"
                + " certify again");
    assertThat(folder.resolve("index.html")).doesNotExist();
  }

  @Test
  void noWorker() {
    assertMessage("at least one worker is needed, not 0", "--workers", "0", "--subject", "plain");
  }

  @Test
  void noTime() {
    assertMessage(
        "a rule needs at least 1 s, not 0 s: correct --rule-timeout",
        "--rule-timeout",
        "0",
        "--subject",
        "plain");
  }

  @Test
  void anUnknownOption() {
    CommandLineRun run = certify("--sede=1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .startsWith("layer-tck: Unknown option: '--sede=1'")
        .contains("Try 'layer-tck certify --help'.");
  }

  @Test
  void anUnknownSubjectIsFoundOutInTheChild() {
    CommandLineRun run = certify("--subject", "com.acme.Absent");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error().strip())
        .isEqualTo(
            "layer-tck: there is no class 'com.acme.Absent' on the class path: check its name, and"
                + " give its jar with --classpath; the built-in subjects are plain and reference");
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void cudaThatCannotBeHadIsNoReasonToGoOnWithoutIt() {
    assumeThat(System.getProperty("java.class.path")).doesNotContain("onnxruntime_gpu");

    CommandLineRun run = certify("--cuda", "--rules", "EMB-01", "--subject", "plain");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error())
        .startsWith(
            "layer-tck: the ground truth on CUDA cannot be had: ONNX Runtime on the class path is"
                + " the build for the CPU alone; ");
    assertThat(folder.resolve("out")).isEmptyDirectory();
  }

  @Test
  void theStackTraceIsForThoseWhoAsk() {
    CommandLineRun run = certify("--verbose", "--seed", "abc", "--subject", "plain");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("NumberFormatException").contains("\tat ");
  }

  private void assertMessage(String message, String... arguments) {
    CommandLineRun run = certify(arguments);
    assertThat(run.error().strip()).isEqualTo("layer-tck: " + message);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  private CommandLineRun certify(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "certify";
    all[1] = "--out";
    all[2] = folder.resolve("out").toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandLineRun.of(all);
  }
}
