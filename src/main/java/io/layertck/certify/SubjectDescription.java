package io.layertck.certify;

import io.layertck.spi.Claims;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import io.layertck.spi.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Who is certified.
 *
 * @param id a name fit for a folder
 * @param name the subject's own name
 * @param version the framework's version
 * @param features the claimed features
 * @param dtypes the claimed floating types
 * @param accumulators for every claimed type the type in which it claims to accumulate sums
 * @param limits the declared deviations and their reasons
 */
public record SubjectDescription(
    String id,
    String name,
    String version,
    List<String> features,
    List<String> dtypes,
    Map<String, String> accumulators,
    Map<String, String> limits) {

  /** Takes a certificate from before accumulators were kept. */
  @SuppressWarnings("ConstantValue") // Jackson leaves a field that is not in the file null.
  public SubjectDescription {
    accumulators = accumulators == null ? Map.of() : accumulators;
  }

  static SubjectDescription of(Subject subject) {
    Claims claims = subject.claims();
    Map<String, String> limits = new TreeMap<>();
    claims.limits().forEach((limit, reason) -> limits.put(limit.name(), reason));
    Map<String, String> accumulators = new TreeMap<>();
    claims
        .accumulators()
        .forEach((type, wider) -> accumulators.put(type.toString(), wider.toString()));
    return new SubjectDescription(
        idOf(subject.name()),
        subject.name(),
        subject.version(),
        claims.features().stream().map(Enum::name).toList(),
        claims.dtypes().stream().map(Object::toString).toList(),
        accumulators,
        limits);
  }

  /** File systems end names at 255 bytes. */
  private static final int LONGEST_ID = 100;

  /** Returns a name in lower case, fit for a folder. */
  static String idOf(String name) {
    String safe = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-");
    String id = safe.substring(0, Math.min(LONGEST_ID, safe.length()));
    return id.isEmpty() || id.startsWith(".") ? "subject" + id : id;
  }

  /**
   * Returns what keeps a rule from being judged: the features that are not claimed and the limits
   * that are declared.
   *
   * @param needed the features that the rule needs
   * @param excluding the limits under which it is not judged
   */
  List<String> missing(List<Feature> needed, List<Limit> excluding) {
    return Stream.concat(
            needed.stream().map(Enum::name).filter(feature -> !features.contains(feature)),
            excluding.stream()
                .map(Enum::name)
                .filter(limits::containsKey)
                .map(limit -> "limit " + limit))
        .toList();
  }
}
