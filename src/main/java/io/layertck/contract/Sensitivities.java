package io.layertck.contract;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.layertck.tensor.DType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The smallest deviations that the numeric and statistical rules are sure to detect.
 *
 * <p>They are computed from the judges' own thresholds and bounds, the alphas of {@link RunBudget}
 * and the sizes that the rules draw; no layer runs. {@code bin/layer-tck sensitivity} stores them.
 *
 * @param all in the order of the rules
 */
public record Sensitivities(List<Sensitivity> all) {
  /** How often a default run may miss a deviation of the stated size. */
  static final double MISS = 1e-6;

  private static final String STORED = "/io/layertck/power/sensitivity.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.CEILING);

  /** Copies the list. */
  public Sensitivities {
    all = List.copyOf(all);
  }

  /** Computes them, in some seconds. */
  public static Sensitivities computed() {
    List<Sensitivity> all = new ArrayList<>();
    for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)) {
      all.addAll(NumericSensitivity.of(dtype));
      all.addAll(StatisticalSensitivity.of(dtype));
    }
    return new Sensitivities(
        all.stream()
            .map(
                one ->
                    new Sensitivity(
                        one.rule(), one.dtype(), one.quantity(), roundedUp(one.delta()), one.how()))
            .toList());
  }

  /** A larger deviation is detected as well, so that the claim stays true. */
  private static double roundedUp(double delta) {
    return new BigDecimal(delta).round(THREE_DIGITS).doubleValue();
  }

  /** Returns what this suite was built with, or nothing. */
  public static Optional<Sensitivities> stored() {
    try (InputStream file = Sensitivities.class.getResourceAsStream(STORED)) {
      return file == null
          ? Optional.empty()
          : Optional.of(JSON.readValue(file, Sensitivities.class));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the stored " + STORED, unreadable);
    }
  }

  /** Returns them as text that is stored. */
  public String json() {
    try {
      return JSON.writeValueAsString(this) + "\n";
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Returns the delta of one.
   *
   * @throws IllegalArgumentException if there is none
   */
  double delta(String rule, DType dtype, String quantity) {
    return all.stream()
        .filter(
            one ->
                one.rule().equals(rule) && one.dtype() == dtype && one.quantity().equals(quantity))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no " + quantity + " of " + rule + " in " + dtype))
        .delta();
  }

  /** Returns them as a table in Markdown, a line for each quantity of a rule. */
  public String markdown() {
    Map<String, Map<DType, Double>> lines = new LinkedHashMap<>();
    Map<String, String> how = new LinkedHashMap<>();
    for (Sensitivity one : all) {
      String line = one.rule() + " | " + one.quantity();
      lines.computeIfAbsent(line, fresh -> new LinkedHashMap<>()).put(one.dtype(), one.delta());
      how.merge(line, one.how(), (some, more) -> some.contains(more) ? some : some + "; " + more);
    }
    StringBuilder table =
        new StringBuilder(
                "| rule | off by delta | float32 | float64 | float16 | bfloat16 | how |\n")
            .append("|---|---|---|---|---|---|---|\n");
    lines.keySet().stream()
        .sorted()
        .forEach(
            line -> {
              table.append("| ").append(line);
              for (DType dtype :
                  List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)) {
                Double delta = lines.getOrDefault(line, Map.of()).get(dtype);
                table.append(" | ").append(delta == null ? "-" : shown(delta));
              }
              table.append(" | ").append(how.get(line)).append(" |\n");
            });
    return table.toString();
  }

  private static String shown(double delta) {
    BigDecimal digits = new BigDecimal(delta).round(new MathContext(3)).stripTrailingZeros();
    return delta < 1e-4 || delta >= 1e3
        ? String.format(Locale.ROOT, "%.2e", delta)
        : digits.toPlainString();
  }
}
