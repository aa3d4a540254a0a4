package io.layertck.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.layertck.plain.PlainSubject;
import io.layertck.spi.Claims;
import io.layertck.tensor.DType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Example;

/** The finite lists of size edges hold every edge in every type that is claimed. */
class EdgeTypesReachTest {
  private static final Claims CLAIMS = new PlainSubject().claims();

  private static <E extends io.layertck.generate.Example> Stream<E> all(
      ArbitrarySupplier<Case<E>> supplier) {
    return Objects.requireNonNull(supplier.get())
        .allValues()
        .orElseThrow()
        .map(each -> each.materialise(CLAIMS));
  }

  @Example
  void everyEdgeOfALookupIsDrawnInEveryType() {
    Map<DType, Set<List<Integer>>> sizes =
        all(new LookupEdgeCases())
            .collect(
                Collectors.groupingBy(
                    each -> each.weight().dtype(),
                    Collectors.mapping(
                        each -> List.of(each.vocabulary(), each.dimension(), each.indices().size()),
                        Collectors.toSet())));

    assertThat(sizes).containsOnlyKeys(CLAIMS.dtypes());
    assertThat(sizes.values()).containsOnly(sizes.get(DType.FLOAT32));
  }

  @Example
  void everyEdgeOfALinearLayerIsDrawnInEveryType() {
    Map<DType, Set<List<Integer>>> sizes =
        all(new LinearEdgeCases())
            .collect(
                Collectors.groupingBy(
                    each -> each.weight().dtype(),
                    Collectors.mapping(
                        each ->
                            List.of(
                                each.input().size(),
                                each.inFeatures(),
                                each.outFeatures(),
                                each.bias() == null ? 0 : 1),
                        Collectors.toSet())));

    assertThat(sizes).containsOnlyKeys(CLAIMS.dtypes());
    assertThat(sizes.values()).containsOnly(sizes.get(DType.FLOAT32));
  }

  @Example
  void wideIndicesAreDrawnInEveryTypeAndTheWidestInTheFirst() {
    Map<DType, Set<Integer>> vocabularies =
        all(new WideIndexCases())
            .collect(
                Collectors.groupingBy(
                    each -> each.weight().dtype(),
                    Collectors.mapping(LookupExample::vocabulary, Collectors.toSet())));

    assertThat(vocabularies).containsOnlyKeys(CLAIMS.dtypes());
    assertThat(vocabularies.get(DType.FLOAT32)).contains(65543, 16777223);
    for (DType dtype : List.of(DType.FLOAT64, DType.FLOAT16, DType.BFLOAT16)) {
      assertThat(vocabularies.get(dtype)).containsExactlyInAnyOrder(263, 2055, 32775, 65543);
    }
  }
}
