package io.layertck.oracle.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.oracle.resource.UnusableResource;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFilesTest {
  private static final String FOLDER = "io/layertck/oracle/golden";

  @Test
  void everyFileOfTheManifestIsThereWithItsDigest() {
    GoldenFiles files = GoldenFiles.shipped();

    files.verify();

    assertThat(files.names()).hasSize(52);
  }

  @Test
  void tensorsAreGroupedByCase() {
    List<GoldenCase> cases = GoldenFiles.shipped().cases("linear_forward");

    assertThat(cases).hasSize(52);
    GoldenCase rank4 =
        cases.stream().filter(each -> each.name().equals("rank4_nobias_float64")).findAny().get();
    assertThat(rank4.tensors()).containsOnlyKeys("input", "weight", "output");
    assertThat(rank4.tensor("input").shape()).containsExactly(2, 3, 4, 6);
    assertThat(rank4.tensor("input").dtype()).isEqualTo(DType.FLOAT64);
    assertThat(rank4.tensorOrNull("bias")).isNull();
    assertThatThrownBy(() -> rank4.tensor("bias"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the golden case rank4_nobias_float64 has [")
        .hasMessageEndingWith("], no bias");
  }

  @Test
  void signallingNaNsAreReadAsTheyWereRecorded() {
    assertThat(GoldenFiles.shipped().cases("embedding_forward"))
        .flatMap(each -> each.tensors().values())
        .filteredOn(tensor -> tensor.dtype() == DType.FLOAT32)
        .anyMatch(tensor -> Arrays.stream(tensor.bits()).anyMatch(GoldenFilesTest::isSignalling));
  }

  private static boolean isSignalling(long bits) {
    boolean notANumber = (bits & 0x7F800000L) == 0x7F800000L && (bits & 0x7FFFFFL) != 0;
    return notANumber && (bits & 0x400000L) == 0;
  }

  @Test
  void onlyRoundedResultsAreNotExact() {
    GoldenFiles files = GoldenFiles.shipped();

    assertThat(files.names())
        .filteredOn(files::isRounded)
        .containsExactlyInAnyOrder(
            "clipping_by_norm",
            "embedding_frequency_gradient_gaussian",
            "embedding_gradient_gaussian",
            "embedding_max_norm",
            "linear_forward_gaussian",
            "linear_forward_half_gaussian",
            "linear_gradient_gaussian",
            "optimizer_steps",
            "tied_cross_entropy_mean",
            "tied_cross_entropy_sum",
            "tied_forward_half_gaussian",
            "tied_gradient_gaussian");
  }

  @Test
  void factsAreReadWithWhatWasObserved() {
    List<RecordedFact> facts = RecordedFact.all(GoldenFiles.shipped());

    assertThat(facts).hasSize(61);
    assertThat(facts)
        .filteredOn(fact -> fact.id().equals("3.1 shape of Embedding's weight"))
        .singleElement()
        .satisfies(
            fact -> {
              assertThat(fact.section()).isEqualTo("3.1");
              assertThat(fact.code()).isEqualTo("list(e.weight.shape)");
              assertThat(fact.observed()).isEqualTo(List.of(5000, 70));
            });
  }

  @Test
  void aMissingOrAlteredFileIsRefused(@TempDir Path classPath) throws IOException {
    Path folder = Files.createDirectories(classPath.resolve(FOLDER));
    Files.writeString(
        folder.resolve("manifest.json"),
        """
        {"files": [{"name": "gone", "file": "golden/gone.safetensors", "sha256": "00ea87f5"},
                   {"name": "errors", "file": "errors.json", "sha256": "00ea87f5"}]}
        """);
    Files.writeString(folder.resolve("errors.json"), "altered");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null)) {
      GoldenFiles files = GoldenFiles.from(loader);

      assertThatThrownBy(() -> files.cases("gone"))
          .isExactlyInstanceOf(UnusableResource.class)
          .hasMessage(
              "the golden file gone is missing: io/layertck/oracle/golden/golden/gone.safetensors"
                  + " is not on the class path; run python fixtures/record.py");
      assertThatThrownBy(() -> RecordedCall.all(files))
          .isExactlyInstanceOf(UnusableResource.class)
          .hasMessage(
              "the golden file errors is not the one in the manifest: expected digest 00ea87f5,"
                  + " found 4aa009153649a0a7c1425387f3da9c72330ad069ea9f69ce1640abe46f92a83b in"
                  + " io/layertck/oracle/golden/errors.json; run python fixtures/record.py");
      assertThatThrownBy(() -> files.cases("unknown"))
          .isExactlyInstanceOf(UnusableResource.class)
          .hasMessage(
              "the golden file unknown is not listed in the manifest"
                  + " io/layertck/oracle/golden/manifest.json; run python fixtures/record.py");
    }
  }

  @Test
  void aCaseKeepsItsOwnMap() {
    GoldenCase recorded = GoldenFiles.shipped().cases("one_hot_product").get(0);

    assertThatThrownBy(() -> recorded.tensors().put("x", HostTensor.zeros(DType.FLOAT32)))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
