package io.layertck.oracle.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layertck.oracle.resource.UnusableResource;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which models there are, and what is said of one that cannot be used. */
class OnnxModelsTest {
  private static final String FOLDER = "io/layertck/oracle/onnx";
  private static final String NAME = "embedding_forward_rank1_int64_float32";
  private static final String DIGEST_OF_ALTERED =
      "4aa009153649a0a7c1425387f3da9c72330ad069ea9f69ce1640abe46f92a83b";
  private static final HostTensor TABLE = HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2);
  private static final HostTensor SECOND_ROW = HostTensor.of(new long[] {1}, 1);

  private Path classPath;
  private URLClassLoader loader;

  @BeforeEach
  void openClassPath(@TempDir Path folder) throws IOException {
    classPath = folder;
    loader = new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null);
  }

  @AfterEach
  void closeClassPath() throws IOException {
    loader.close();
  }

  @Test
  void everyModelOfTheManifestIsThereWithItsDigest() {
    OnnxModels models = OnnxModels.shipped();

    models.verify();

    assertThat(models.names()).hasSize(181);
  }

  @Test
  void aMissingModelIsNamedWithWhatToDo() throws IOException {
    copy(FOLDER + "/manifest.json");

    assertThatThrownBy(() -> models().run(NAME, TABLE, SECOND_ROW))
        .isExactlyInstanceOf(UnusableResource.class)
        .hasMessage(
            "the model embedding_forward_rank1_int64_float32 is missing:"
                + " io/layertck/oracle/onnx/models/embedding_forward_rank1_int64_float32.onnx is"
                + " not on the class path; run python reference-onnx/export.py");
  }

  @Test
  void anAlteredModelIsRefusedWithBothDigests() throws IOException {
    write("models/" + NAME + ".onnx", "altered");
    write(
        "manifest.json",
        """
        {"models": [{"name": "embedding_forward_rank1_int64_float32",
        "file": "models/embedding_forward_rank1_int64_float32.onnx", "sha256": "00ea87f5"}]}
        """);

    assertThatThrownBy(() -> models().run(NAME, TABLE, SECOND_ROW))
        .isExactlyInstanceOf(UnusableResource.class)
        .hasMessage(
            "the model embedding_forward_rank1_int64_float32 is not the one in the manifest:"
                + " expected digest 00ea87f5, found "
                + DIGEST_OF_ALTERED
                + " in io/layertck/oracle/onnx/models/embedding_forward_rank1_int64_float32.onnx;"
                + " run python reference-onnx/export.py");
  }

  @Test
  void verifyingFindsTheFirstModelThatIsMissing() throws IOException {
    copy(FOLDER + "/manifest.json");
    copy(FOLDER + "/models/adam_step_float32.onnx");

    assertThatThrownBy(() -> models().verify())
        .isExactlyInstanceOf(UnusableResource.class)
        .hasMessageStartingWith("the model adam_step_float64 is missing: ");
  }

  @Test
  void aMissingManifestIsNamedWithWhatToDo() {
    assertThatThrownBy(this::models)
        .isExactlyInstanceOf(UnusableResource.class)
        .hasMessage(
            "the manifest is missing: io/layertck/oracle/onnx/manifest.json is not on the class"
                + " path; run python reference-onnx/export.py");
  }

  @Test
  void aManifestThatIsNoJsonIsRefused() throws IOException {
    write("manifest.json", "{");

    assertThatThrownBy(this::models)
        .isExactlyInstanceOf(UnusableResource.class)
        .hasMessage(
            "the manifest io/layertck/oracle/onnx/manifest.json is no JSON; run python"
                + " reference-onnx/export.py");
  }

  @Test
  void aModelThatTheManifestDoesNotListIsRefused() {
    assertThatThrownBy(() -> OnnxModels.shipped().run("embedding_forward_rank9", TABLE))
        .isExactlyInstanceOf(UnusableResource.class)
        .hasMessage(
            "the model embedding_forward_rank9 is not listed in the manifest"
                + " io/layertck/oracle/onnx/manifest.json; run python reference-onnx/export.py");
  }

  @Test
  void aModelThatOnnxRuntimeCannotOpenIsNamed() throws IOException {
    write("x.onnx", "altered");
    write(
        "manifest.json",
        """
        {"models": [{"name": "x", "file": "x.onnx", "sha256": "%s"}]}
        """
            .formatted(DIGEST_OF_ALTERED));

    assertThatThrownBy(() -> models().run("x", TABLE))
        .isExactlyInstanceOf(UnusableResource.class)
        .hasMessageStartingWith("ONNX Runtime 1.28.0 cannot open the model x: ");
  }

  @Test
  void theWrongNumberOfInputsIsRefused() {
    assertThatThrownBy(() -> OnnxModels.shipped().run(NAME, TABLE))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the model embedding_forward_rank1_int64_float32 takes [weight, indices], not 1"
                + " tensors");
  }

  @Test
  void inputsOfTheWrongTypeAreRefused() {
    HostTensor truth = HostTensor.zeros(DType.BOOL, 1);

    assertThatThrownBy(() -> OnnxModels.shipped().run(NAME, TABLE, truth))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("no exported model takes bool");
    assertThatThrownBy(() -> OnnxModels.shipped().run(NAME, TABLE, TABLE))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the model embedding_forward_rank1_int64_float32 refuses [float32");
  }

  @Test
  void aLaterCallDoesNotChangeAnEarlierResult() {
    HostTensor first = OnnxEmbedding.forward(TABLE, SECOND_ROW);

    OnnxEmbedding.forward(TABLE, HostTensor.of(new long[] {0}, 1));

    assertThat(first.floats()).containsExactly(3, 4);
  }

  @Test
  void stridedInputsAreReadInTheirOwnOrder() {
    HostTensor transposed = TABLE.view(new long[] {2, 2}, new long[] {1, 2}, 0);
    HostTensor secondHalf = TABLE.view(new long[] {1, 2}, new long[] {2, 1}, 2);

    assertThat(OnnxEmbedding.forward(transposed, SECOND_ROW).floats()).containsExactly(2, 4);
    assertThat(OnnxEmbedding.forward(secondHalf, HostTensor.of(new long[] {0}, 1)).floats())
        .containsExactly(3, 4);
  }

  @Test
  void inputsLargerThanAnyBeforeFindRoom() {
    int rows = 300_000;
    HostTensor table = HostTensor.zeros(DType.FLOAT64, rows, 1);
    ((double[]) table.storage())[rows - 1] = 7;

    assertThat(OnnxEmbedding.forward(table, HostTensor.of(new long[] {rows - 1L}, 1)).doubles())
        .containsExactly(7);
  }

  @Test
  void severalThreadsMayAsk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<Boolean> task =
          () ->
              Stream.generate(() -> OnnxEmbedding.forward(TABLE, SECOND_ROW).floats())
                  .limit(500)
                  .allMatch(row -> row[0] == 3 && row[1] == 4);

      for (var answer : threads.invokeAll(Collections.nCopies(4, task))) {
        assertThat(answer.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private OnnxModels models() {
    return OnnxModels.from(loader);
  }

  private void write(String file, String content) throws IOException {
    Path target = classPath.resolve(FOLDER).resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, content);
  }

  private void copy(String resource) throws IOException {
    Path target = classPath.resolve(resource);
    Files.createDirectories(target.getParent());
    try (InputStream stream = OnnxModels.class.getClassLoader().getResourceAsStream(resource)) {
      Files.copy(Objects.requireNonNull(stream), target);
    }
  }
}
