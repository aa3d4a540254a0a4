package io.layertck.certify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.layertck.catalogue.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads waivers from a JSON file: a list of {@code {"rule", "reason", "link"}}. */
public final class Waivers {
  private Waivers() {}

  /**
   * Reads a file of waivers.
   *
   * @throws CertificationException if there is no such file, it is no list of waivers, or a waiver
   *     names no rule, one that another names, gives no reason or gives no link
   */
  @SuppressWarnings("ConstantValue") // Jackson reads a null as one.
  public static List<Waiver> read(Path file) {
    List<Waiver> waivers;
    try {
      waivers =
          new ObjectMapper()
              .readValue(Files.readString(file), new TypeReference<List<Waiver>>() {});
    } catch (JsonProcessingException malformed) {
      throw new CertificationException(malformed(file, malformed.getOriginalMessage()), malformed);
    } catch (IOException unreadable) {
      throw new CertificationException(
          "there is no readable file of waivers at "
              + file.toAbsolutePath()
              + ": write it, or correct its name",
          unreadable);
    }
    if (waivers == null || waivers.contains(null)) {
      throw new CertificationException(malformed(file, "there is a null in place of a waiver"));
    }
    waivers.forEach(waiver -> check(waiver, file));
    Set<String> rules = new HashSet<>();
    for (Waiver waiver : waivers) {
      if (!rules.add(waiver.rule())) {
        throw new CertificationException(
            "the waivers in " + file + " name the rule " + waiver.rule() + " twice: keep one");
      }
    }
    return waivers;
  }

  private static String malformed(Path file, String reason) {
    return "the waivers in "
        + file
        + " cannot be read: "
        + reason
        + "; write a list such as"
        + " [{\"rule\": \"EMB-02\", \"reason\": \"...\", \"link\": \"...\"}]";
  }

  private static void check(Waiver waiver, Path file) {
    if (Catalogue.rules().stream().noneMatch(rule -> rule.id().equals(waiver.rule()))) {
      throw new CertificationException(
          "the waivers in "
              + file
              + " name the rule '"
              + waiver.rule()
              + "', which does not exist");
    }
    if (isBlank(waiver.reason()) || isBlank(waiver.link())) {
      throw new CertificationException(
          "the waiver of " + waiver.rule() + " in " + file + " needs a reason and a link");
    }
  }

  @SuppressWarnings("ConstantValue") // Jackson leaves a field that is not in the file null.
  private static boolean isBlank(String text) {
    return text == null || text.isBlank();
  }
}
