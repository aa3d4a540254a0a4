package io.layertck.selftest;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.layertck.certify.CertificateFolder;
import io.layertck.rule.SetUpException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a child JVM of a self-test is asked to do; handed over as a file.
 *
 * @param subject the correct subject's short name or class name, or nothing for the one that the
 *     class path offers as a service
 * @param sampled whether a sample of the faults is put into a user's own subject, rather than all
 *     faults and mutants into {@code plain}
 * @param only a pattern of the names, groups and rules of the faulty layers to try; empty for all
 * @param rules the rules that judge; empty for all
 * @param mode how much of the matrix is run
 * @param seed the first run seed
 * @param seeds under how many seeds each fault meets the rule it names
 * @param shrinking whether failing cases are made smaller
 * @param lanes how many JVMs share the faulty layers
 * @param lane which of them this one is, from 0 on
 * @param done the faulty layers whose trials are over
 * @param results gets a line when a trial begins and one when it ends
 */
record SelfTestTask(
    @Nullable String subject,
    boolean sampled,
    String only,
    String rules,
    Mode mode,
    long seed,
    int seeds,
    boolean shrinking,
    int lanes,
    int lane,
    List<String> done,
    String results) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Returns this JVM's share of the faulty layers that are not done.
   *
   * @param all what can be tried, with the alternatives of which one is enough
   * @throws SetUpException if the pattern chooses none
   */
  List<List<Candidate>> shareOf(List<List<Candidate>> all) {
    List<List<Candidate>> chosen =
        all.stream()
            .map(several -> several.stream().filter(each -> each.matches(only)).toList())
            .filter(several -> !several.isEmpty())
            .toList();
    if (chosen.isEmpty()) {
      throw new SetUpException(
          "no faulty layer matches '"
              + only
              + "': give a name, a report, a family or a rule, with * for any text");
    }
    return IntStream.range(0, chosen.size())
        .filter(i -> i % lanes == lane)
        .mapToObj(chosen::get)
        .filter(several -> several.stream().noneMatch(each -> done.contains(each.name())))
        .toList();
  }

  SelfTestTask after(List<String> trials, Path otherResults) {
    return new SelfTestTask(
        subject,
        sampled,
        only,
        rules,
        mode,
        seed,
        seeds,
        shrinking,
        lanes,
        lane,
        List.copyOf(trials),
        otherResults.toString());
  }

  void write(Path file) {
    try {
      CertificateFolder.replace(file, JSON.writeValueAsString(this));
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot write " + file, failed);
    }
  }

  static SelfTestTask read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), SelfTestTask.class);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read " + file, failed);
    }
  }
}
