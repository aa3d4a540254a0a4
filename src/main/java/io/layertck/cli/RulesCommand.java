package io.layertck.cli;

import io.layertck.catalogue.Catalogue;
import io.layertck.catalogue.RuleEntry;
import io.layertck.certify.RuleSelection;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the rules. */
@Command(name = "rules", description = "Lists the rules: id, level, features and statement.")
final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Mixin private final RulesOption rules = new RulesOption();

  @Override
  public void run() {
    RuleSelection selection = rules.selection();
    PrintWriter out = spec.commandLine().getOut();
    for (RuleEntry rule : Catalogue.rules()) {
      if (selection.includes(rule.id())) {
        String features =
            rule.features().stream().map(Enum::name).collect(Collectors.joining(", "));
        out.printf("%-7s %-6s [%s] %s%n", rule.id(), rule.level(), features, rule.statement());
      }
    }
    out.flush();
  }
}
