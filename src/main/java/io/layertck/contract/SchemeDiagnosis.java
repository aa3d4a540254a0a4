package io.layertck.contract;

import io.layertck.generate.SchemeExample.Sized;
import io.layertck.oracle.exact.SchemeLaw;
import io.layertck.spi.FanMode;
import io.layertck.spi.Nonlinearity;
import io.layertck.spi.Start;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Says which known mistake the spread of a wrongly initialised weight fits. */
final class SchemeDiagnosis {
  /** What is left of a standard deviation of 1 when a normal is cut at two of them. */
  private static final double CUT_AT_TWO = 0.8796;

  private static final double CLOSE = 0.03;

  private SchemeDiagnosis() {}

  static String of(SchemeLaw law, Sized sized, HostTensor weight) {
    double expected = deviation(law);
    if (!(expected > 0)) {
      return "";
    }
    double[] draws = weight.widened();
    int columns = sized.columns();
    if (sized.rows() > 1 && Arrays.equals(draws, 0, columns, draws, columns, 2 * columns)) {
      return "; rows 0 and 1 are the same";
    }
    double found = deviation(draws);
    for (Map.Entry<String, Double> mistake : mistakes(law, sized).entrySet()) {
      double fits = mistake.getValue();
      boolean distinct = Math.abs(fits / expected - 1) > 2 * CLOSE;
      if (distinct && Math.abs(found / fits - 1) < CLOSE) {
        return "; it fits " + mistake.getKey();
      }
    }
    return "";
  }

  private static Map<String, Double> mistakes(SchemeLaw law, Sized sized) {
    double expected = deviation(law);
    Map<String, Double> mistakes = new LinkedHashMap<>();
    Start.Scheme scheme = sized.scheme();
    if (scheme.name().startsWith("kaiming_")) {
      mistakes.put("the other fan", deviation(with(sized, "mode", otherFan(scheme))));
      mistakes.put(
          "no correction for the nonlinearity",
          deviation(with(sized, "nonlinearity", Nonlinearity.LINEAR.code())));
      mistakes.put("a slope a of 0", deviation(with(sized, "a", 0)));
    }
    if (scheme.name().startsWith("xavier_")) {
      double gain = scheme.argument("gain", 1);
      mistakes.put("a gain of 1", expected / gain);
      mistakes.put("the gain squared", expected * gain);
      mistakes.put("the fan-in alone", gain / Math.sqrt((double) sized.columns()));
      mistakes.put("the fan-out alone", gain / Math.sqrt((double) sized.rows()));
    }
    mistakes.put("the variance in place of the standard deviation", expected * expected);
    mistakes.put("a normal distribution cut at two deviations", expected * CUT_AT_TWO);
    return mistakes;
  }

  private static double otherFan(Start.Scheme scheme) {
    double mode = scheme.argument("mode", FanMode.FAN_IN.code());
    return mode == FanMode.FAN_IN.code() ? FanMode.FAN_OUT.code() : FanMode.FAN_IN.code();
  }

  private static SchemeLaw with(Sized sized, String argument, double value) {
    Map<String, Double> arguments = new TreeMap<>(sized.scheme().arguments());
    arguments.put(argument, value);
    return SchemeLaw.of(
        new Start.Scheme(sized.scheme().name(), arguments, 0), sized.rows(), sized.columns());
  }

  /** Returns the standard deviation of a law of independent draws that is not cut, else 0. */
  private static double deviation(SchemeLaw law) {
    if (law instanceof SchemeLaw.Normal normal) {
      return normal.deviation();
    }
    return law instanceof SchemeLaw.Uniform uniform
        ? (uniform.high() - uniform.low()) / Math.sqrt(12)
        : 0;
  }

  private static double deviation(double[] draws) {
    double sum = 0;
    double squares = 0;
    for (double draw : draws) {
      sum += draw;
      squares += draw * draw;
    }
    double mean = sum / draws.length;
    return Math.sqrt(Math.max(0, squares / draws.length - mean * mean));
  }
}
