package io.layertck.catalogue;

import io.layertck.contract.DrawnTries;
import io.layertck.rule.Level;
import io.layertck.rule.Need;
import io.layertck.rule.Rule;
import io.layertck.spi.Feature;
import io.layertck.spi.Limit;
import java.lang.reflect.Method;
import java.util.List;

/**
 * One rule of the catalogue.
 *
 * @param id never reused
 * @param level how binding it is
 * @param features what a subject must claim for it to be judged
 * @param excludedBy the declared deviations under which it is not judged
 * @param need what it needs beyond a usual run
 * @param tries the cases of a usual run, fewer where there are fewer
 * @param statement the obligation
 * @param source where it comes from
 * @param since the catalogue version that introduced it
 * @param property the method that draws its cases
 */
public record RuleEntry(
    String id,
    Level level,
    List<Feature> features,
    List<Limit> excludedBy,
    Need need,
    int tries,
    String statement,
    String source,
    String since,
    Method property) {

  static RuleEntry of(Method property) {
    Rule rule = property.getAnnotation(Rule.class);
    return new RuleEntry(
        rule.id(),
        rule.level(),
        List.of(rule.features()),
        List.of(rule.excludedBy()),
        rule.need(),
        DrawnTries.of(property),
        rule.statement(),
        rule.source(),
        rule.since(),
        property);
  }
}
