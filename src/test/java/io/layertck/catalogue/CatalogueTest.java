package io.layertck.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.layertck.contract.Contract;
import io.layertck.contract.EmbeddingContract;
import io.layertck.contract.LinearContract;
import io.layertck.rule.Rule;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final List<Method> METHODS_OF_ALL_CONTRACTS =
      new ClassFileImporter()
          .importPackages("io.layertck.contract").stream()
              .filter(type -> type.isInterface() && type.isAssignableTo(Contract.class))
              .map(JavaClass::reflect)
              .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
              .toList();

  @Test
  void everyPropertyIsARuleAndEveryRuleAProperty() {
    List<Method> properties =
        METHODS_OF_ALL_CONTRACTS.stream()
            .filter(method -> method.isAnnotationPresent(Property.class))
            .toList();
    List<Method> rules =
        METHODS_OF_ALL_CONTRACTS.stream()
            .filter(method -> method.isAnnotationPresent(Rule.class))
            .toList();

    assertThat(properties).isNotEmpty().containsExactlyInAnyOrderElementsOf(rules);
  }

  @Test
  void theCatalogueHoldsEveryRuleOnce() {
    List<String> ids =
        METHODS_OF_ALL_CONTRACTS.stream()
            .filter(method -> method.isAnnotationPresent(Rule.class))
            .map(method -> method.getAnnotation(Rule.class).id())
            .toList();

    assertThat(Catalogue.rules().stream().map(RuleEntry::id))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void theTwoContractsOfAUserHoldEveryRule() {
    assertThat(
            Stream.of(EmbeddingContract.class, LinearContract.class)
                .flatMap(contract -> Catalogue.readOff(contract).stream())
                .map(RuleEntry::id)
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.rules().stream().map(RuleEntry::id).toList());
  }

  @Test
  void aMethodNameBeginsWithTheIdOfItsRule() {
    assertThat(Catalogue.rules())
        .allSatisfy(
            rule ->
                assertThat(rule.property().getName())
                    .startsWith(rule.id().toLowerCase(Locale.ROOT).replace("-", "") + "_"));
  }

  @Test
  void everyAreaOfThisCatalogueIsComplete() {
    assertThat(Catalogue.rules().stream().map(RuleEntry::id))
        .contains("CAP-01", "CAP-02")
        .containsAll(numbered("EMB", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13))
        .containsAll(numbered("ERR", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
        .containsAll(numbered("EQV", 1, 2, 3, 4, 5, 6, 7, 8))
        .containsAll(numbered("LIN", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15))
        .containsAll(numbered("EGR", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10))
        .containsAll(numbered("PAD", 1, 2, 3, 4, 5, 6))
        .contains("FRQ-01")
        .containsAll(numbered("NRM", 1, 2, 3, 4, 5))
        .containsAll(numbered("SPG", 1, 2, 3, 4, 5))
        .containsAll(numbered("LGR", 1, 2, 3, 4, 5, 6, 7, 8, 9))
        .containsAll(numbered("BAG", 1, 2, 3, 4, 5, 7))
        .containsAll(numbered("TIE", 1, 2, 3, 6))
        .containsAll(numbered("INI", 1, 2, 3, 4, 6));
  }

  private static List<String> numbered(String area, int... numbers) {
    return Arrays.stream(numbers).mapToObj(n -> "%s-%02d".formatted(area, n)).toList();
  }

  @Test
  void everyRuleSaysWhereItComesFrom() {
    assertThat(Catalogue.rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.statement()).endsWith(".");
              assertThat(rule.source()).isNotBlank();
            });
  }
}
