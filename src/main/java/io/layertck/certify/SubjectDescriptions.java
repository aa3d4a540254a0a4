package io.layertck.certify;

import io.layertck.spi.Claims;
import io.layertck.spi.Subject;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Subjects as data for the journal. */
final class SubjectDescriptions {
  private SubjectDescriptions() {}

  /** Returns the subject's name in lower case, fit for a folder. */
  static String id(Subject subject) {
    String id = subject.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    return id.isEmpty() || id.startsWith(".") ? "subject" + id : id;
  }

  static JournalEntry.SubjectDescription of(Subject subject) {
    Claims claims = subject.claims();
    Map<String, String> limits = new TreeMap<>();
    claims.limits().forEach((limit, reason) -> limits.put(limit.name(), reason));
    return new JournalEntry.SubjectDescription(
        id(subject),
        subject.name(),
        subject.version(),
        claims.features().stream().map(Enum::name).toList(),
        claims.dtypes().stream().map(Object::toString).toList(),
        limits);
  }
}
