package io.layertck.fault;

import io.layertck.report.CaughtFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A run of all faults, joined from its parts by whichever JVM of the build ends the last of them.
 *
 * @param folder gets the whole run and, in a folder of its own, the parts
 * @param build tells the parts of this build from those of an earlier one
 */
record FaultRun(Path folder, String build) {
  static final FaultRun OF_THIS_BUILD =
      new FaultRun(Path.of("target", "layer-tck"), System.getProperty("tck.build", "none"));

  Path whole() {
    return folder.resolve("faults.json");
  }

  /** Keeps a part in place of its earlier runs, and joins the whole where no part is missing. */
  void keep(FaultPart part, List<CaughtFault> caught) {
    removeEarlier(part);
    CaughtFault.write(caught, file(part));
    if (Arrays.stream(FaultPart.values()).map(this::file).allMatch(Files::exists)) {
      Map<String, CaughtFault> byName =
          Arrays.stream(FaultPart.values())
              .flatMap(each -> CaughtFault.read(file(each)).stream())
              .collect(Collectors.toMap(CaughtFault::name, Function.identity()));
      CaughtFault.write(
          Faults.all().stream()
              .map(fault -> Objects.requireNonNull(byName.get(fault.name()), fault.name()))
              .toList(),
          whole());
    }
  }

  private Path file(FaultPart part) {
    return folder.resolve("faults").resolve(part + "-" + build + ".json");
  }

  private void removeEarlier(FaultPart part) {
    try {
      Files.createDirectories(folder.resolve("faults"));
      try (DirectoryStream<Path> earlier =
          Files.newDirectoryStream(folder.resolve("faults"), part + "-*.json")) {
        for (Path file : earlier) {
          Files.delete(file);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot replace " + file(part), failed);
    }
  }
}
