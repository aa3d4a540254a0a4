package io.layertck.selftest;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.fault.Fault;
import io.layertck.fault.Faults;
import io.layertck.mutant.Mutants;
import io.layertck.rule.Need;
import io.layertck.spi.Claims;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** The faulty layers of a self-test. */
final class Candidates {
  private Candidates() {}

  /**
   * Returns every fault and every mutant, those that the class path offers as a service as well.
   */
  static List<List<Candidate>> all() {
    return Stream.concat(
            Faults.all().stream().map(Candidate::of),
            Stream.concat(
                    Mutants.all().stream(),
                    ServiceLoader.load(MutantSource.class).stream()
                        .flatMap(source -> source.get().mutants().stream()))
                .map(Candidate::of))
        .map(List::of)
        .toList();
  }

  /**
   * Returns the faults of each rule that a usual run judges of a subject with these claims; one
   * that can be put into the subject stands for all of its rule.
   */
  static List<List<Candidate>> sample(Claims claims) {
    Map<String, List<Candidate>> byRule = new LinkedHashMap<>();
    for (Fault fault : Faults.all()) {
      if (isJudged(fault.rule(), claims)) {
        byRule.computeIfAbsent(fault.rule(), rule -> new ArrayList<>()).add(Candidate.of(fault));
      }
    }
    return List.copyOf(byRule.values());
  }

  private static boolean isJudged(String id, Claims claims) {
    RuleEntry rule =
        Catalogue.rules().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
    return rule.need() == Need.NOTHING
        && rule.features().stream().allMatch(claims::has)
        && rule.excludedBy().stream().noneMatch(claims::has);
  }
}
