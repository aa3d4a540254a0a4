package io.layertck;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.layertck.spi.LayerUnderTest;
import io.layertck.spi.RecordedForward;
import io.layertck.spi.Subject;
import org.jspecify.annotations.NullMarked;

/** The rooms and the direction of the arrows between them. */
@AnalyzeClasses(packages = "io.layertck", importOptions = ImportOption.DoNotIncludeTests.class)
class RoomsTest {
  @ArchTest
  static final ArchRule arrowsGoOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("tensor")
          .definedBy("io.layertck.tensor")
          .layer("safetensors")
          .definedBy("io.layertck.safetensors")
          .layer("spi")
          .definedBy("io.layertck.spi")
          .layer("rule")
          .definedBy("io.layertck.rule")
          .layer("drive")
          .definedBy("io.layertck.drive")
          .layer("generate")
          .definedBy("io.layertck.generate")
          .layer("oracle")
          .definedBy("io.layertck.oracle..")
          .layer("judge")
          .definedBy("io.layertck.judge")
          .layer("plain")
          .definedBy("io.layertck.plain")
          .layer("reference")
          .definedBy("io.layertck.reference..")
          .layer("fault")
          .definedBy("io.layertck.fault..")
          .layer("mutant")
          .definedBy("io.layertck.mutant")
          .layer("contract")
          .definedBy("io.layertck.contract")
          .layer("explain")
          .definedBy("io.layertck.explain")
          .layer("observe")
          .definedBy("io.layertck.observe")
          .layer("catalogue")
          .definedBy("io.layertck.catalogue")
          .layer("power")
          .definedBy("io.layertck.power")
          .layer("certify")
          .definedBy("io.layertck.certify")
          .layer("selftest")
          .definedBy("io.layertck.selftest")
          .layer("report")
          .definedBy("io.layertck.report")
          .layer("cli")
          .definedBy("io.layertck.cli")
          .whereLayer("tensor")
          .mayNotAccessAnyLayer()
          .whereLayer("safetensors")
          .mayOnlyAccessLayers("tensor")
          .whereLayer("spi")
          .mayOnlyAccessLayers("tensor")
          .whereLayer("rule")
          .mayOnlyAccessLayers("tensor", "spi")
          .whereLayer("drive")
          .mayOnlyAccessLayers("tensor", "spi", "rule")
          .whereLayer("generate")
          .mayOnlyAccessLayers("tensor", "spi", "rule")
          .whereLayer("oracle")
          .mayOnlyAccessLayers("tensor", "safetensors", "spi", "rule")
          .whereLayer("judge")
          .mayOnlyAccessLayers("tensor", "spi", "rule")
          .whereLayer("plain")
          .mayOnlyAccessLayers("tensor", "safetensors", "spi", "rule")
          .whereLayer("reference")
          .mayOnlyAccessLayers("tensor", "safetensors", "spi", "rule")
          .whereLayer("fault")
          .mayOnlyAccessLayers("tensor", "safetensors", "spi", "rule", "plain")
          .whereLayer("mutant")
          .mayOnlyAccessLayers("tensor", "spi", "fault")
          .whereLayer("contract")
          .mayOnlyAccessLayers(
              "tensor", "safetensors", "spi", "rule", "drive", "generate", "oracle", "judge")
          .whereLayer("explain")
          .mayOnlyAccessLayers("tensor", "spi", "rule", "drive", "generate", "contract")
          .whereLayer("observe")
          .mayOnlyAccessLayers("tensor", "spi", "rule", "drive", "generate", "oracle", "judge")
          .whereLayer("catalogue")
          .mayOnlyAccessLayers("spi", "rule", "contract", "observe")
          .whereLayer("power")
          .mayOnlyAccessLayers("rule")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("selftest")
          .mayOnlyBeAccessedByLayers("report", "cli")
          .whereLayer("certify")
          .mayOnlyBeAccessedByLayers("selftest", "report", "cli");

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("io.layertck.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheDriverCallsASubject =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.layertck.drive",
              "io.layertck.spi",
              "io.layertck.plain",
              "io.layertck.reference..",
              "io.layertck.fault..",
              "io.layertck.mutant")
          .should()
          .callMethodWhere(
              target(
                  owner(
                      assignableTo(LayerUnderTest.class).or(assignableTo(RecordedForward.class)))));

  @ArchTest
  static final ArchRule onlyTheReferenceKnowsNd4j =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.layertck.reference.nd4j")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.nd4j..", "org.bytedeco..");

  @ArchTest
  static final ArchRule onlyItsOracleKnowsOnnxRuntime =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.layertck.oracle.onnx")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime", "ai.onnxruntime.providers..");

  /** Its conversions of half types are Java alone and load no native library. */
  @ArchTest
  static final ArchRule onlyTensorsUseItsConversions =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.layertck.tensor")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime.platform..");

  @ArchTest
  static final ArchRule tensorsNeedNoNativeLibrary =
      noClasses()
          .that()
          .resideInAPackage("io.layertck.tensor")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "io.layertck.tensor",
              "java.lang..",
              "java.util..",
              "org.jspecify.annotations",
              "ai.onnxruntime.platform");

  @ArchTest
  static final ArchRule onlyThePagesDraw =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.layertck.report")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.jfree..", "org.apache.batik..", "java.awt..", "freemarker..");

  /** Exported models wrap or ignore the indices that PyTorch refuses. */
  @ArchTest
  static final ArchRule noRuleOnRefusalsAsksAModel =
      noClasses()
          .that()
          .haveNameMatching("io\\.layertck\\.contract\\..*Refusal.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.layertck.oracle.onnx");

  @ArchTest
  static final ArchRule jqwikStaysInGeneratorsContractsAndHooks =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.layertck.generate", "io.layertck.contract", "io.layertck.certify")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("net.jqwik..");

  @ArchTest
  static final ArchRule theInterfaceCanRunOverAWire =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.layertck.spi")
          .and()
          .arePublic()
          .should()
          .haveRawReturnType(
              describe(
                  "a value, a record or a type of the interface",
                  type ->
                      type.isPrimitive()
                          || type.isArray()
                          || type.getPackageName().startsWith("io.layertck.")
                          || type.getPackageName().startsWith("java.lang")
                          || type.getPackageName().equals("java.util")));

  @ArchTest
  static final ArchRule nothingIsCalledUtils =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Util");

  @ArchTest
  static final ArchRule subjectsAreFactories =
      classes().that().implement(Subject.class).should().haveSimpleNameEndingWith("Subject");

  @ArchTest
  static final ArchRule everyRoomSaysThatNothingIsNull =
      classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);
}
