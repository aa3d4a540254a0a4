package io.layertck.contract;

import static io.layertck.contract.NumericSensitivity.SCALED;

import io.layertck.generate.InitialCases;
import io.layertck.generate.InitialExample;
import io.layertck.generate.LookupCases;
import io.layertck.generate.LookupExample;
import io.layertck.generate.TiedCases;
import io.layertck.generate.TiedExample;
import io.layertck.generate.TypesCases;
import io.layertck.generate.TypesExample;
import io.layertck.oracle.exact.IntegerLinear;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import io.layertck.tensor.HostTensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * From which size on the rules reject a deviation that let a layer compute after a load or a reset,
 * or in each of its types.
 */
final class ComputationSensitivity {
  static final String ROUNDED = "all outputs of linear layers, relative";

  private static final int SAMPLE = 100;
  private static final String EXACT = "equality of exact integers";

  private ComputationSensitivity() {}

  static List<NumericRule<?>> rules() {
    return List.of(
        new NumericRule<>(
            CapabilityContract.class,
            "CAP-03",
            new TypesCases(),
            TypeRules::everyClaimedType,
            SAMPLE,
            ComputationSensitivity::roundedOnce,
            "one rounding of exact integers"),
        new NumericRule<>(
            StateContract.class,
            "STA-01",
            new LookupCases.Special(),
            LayerStateRules::roundTrip,
            SAMPLE,
            ComputationSensitivity::afterALoad,
            EXACT),
        new NumericRule<>(
            StateContract.class,
            "STA-02",
            new LookupCases.Special(),
            SafetensorsRules::exchange,
            SAMPLE,
            ComputationSensitivity::afterALoad,
            EXACT),
        new NumericRule<>(
            TyingContract.class,
            "TIE-05",
            new TiedCases(),
            TiedStateRules::copiesAndStates,
            SAMPLE,
            (TiedExample example, Claims claims) -> afterALoad(example.lookup(), claims),
            EXACT),
        new NumericRule<>(
            InitializationContract.class,
            "INI-03",
            new InitialCases(),
            InitializationRules::seeds,
            SAMPLE,
            ComputationSensitivity::afterAReset,
            EXACT));
  }

  private static Map<String, Double> roundedOnce(TypesExample example, Claims claims) {
    double smallest = Double.POSITIVE_INFINITY;
    for (DType dtype : example.dtypes()) {
      double[] exact = TypeRules.exactOutput(dtype, example, claims).widened();
      double[] rounding =
          Arrays.stream(exact).map(sum -> dtype.unitRoundoff() * Math.abs(sum)).toArray();
      smallest = Math.min(smallest, new Deviations(exact, rounding, rounding).scaled(dtype));
    }
    return Map.of(ROUNDED, smallest);
  }

  private static Map<String, Double> afterALoad(LookupExample example, Claims claims) {
    return ofIntegers(
        example.weight().dtype(), example.weight().extent(0), example.weight().extent(1));
  }

  private static Map<String, Double> afterAReset(InitialExample example, Claims claims) {
    return ofIntegers(example.dtype(), example.rows(), example.columns());
  }

  /** Two rows of integers give the gradient of a weight, whatever it is. */
  private static Map<String, Double> ofIntegers(DType dtype, int rows, int columns) {
    HostTensor gradient =
        IntegerLinear.weightGradient(
            ComputationRules.integers(dtype, 2, columns),
            ComputationRules.integers(dtype, 2, rows));
    return Map.of(SCALED, Deviations.ofEquality(gradient.widened()).scaled(dtype));
  }
}
