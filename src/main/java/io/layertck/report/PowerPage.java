package io.layertck.report;

import io.layertck.contract.Sensitivities;
import io.layertck.power.FalseAlarms;
import io.layertck.power.StoredPower;
import io.layertck.power.TriedLayer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The power of the suite as a document. */
public final class PowerPage {
  private PowerPage() {}

  /** Returns the document in Markdown. */
  public static String markdown(StoredPower power) {
    Map<String, List<TriedLayer>> families =
        power.mutants().stream()
            .collect(Collectors.groupingBy(TriedLayer::group, TreeMap::new, Collectors.toList()));
    return Templates.fill(
        "power.md.ftl",
        Map.of(
            "power",
            power,
            "families",
            families,
            "sensitivities",
            Sensitivities.stored().map(Sensitivities::markdown).orElse(""),
            "alarms",
            FalseAlarms.stored()
                .filter(stored -> stored.isOf(power.catalogueDigest()))
                .map(List::of)
                .orElse(List.of())));
  }
}
