package io.layertck.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/**
 * Draws sequences of calls on two layers, in one draw of three a tied pair.
 *
 * <p>A chain of actions is played on the list of moves so far, which decides what may follow; what
 * a subject does not claim, and what would leave the exact integers, is left out when the case is
 * materialised. A failing sequence shrinks to one from which no step can be left out.
 */
public final class SequenceCases implements ArbitrarySupplier<Case<SequenceExample>> {
  private static final int STEPS = 12;
  private static final int LAYERS = 2;

  @Override
  public Arbitrary<Case<SequenceExample>> get() {
    return Combinators.combine(
            // What stands first is made smaller first.
            usually().list().ofSize(STEPS),
            Combinators.combine(usually(), usually()).as(SequenceCase.Variety::new),
            layer().list().ofSize(LAYERS),
            Arbitraries.frequency(Tuple.of(2, false), Tuple.of(1, true)),
            moves().dontShrink(),
            Arbitraries.of(0, 1),
            Draws.types(),
            Draws.seed())
        .as(
            (kept, variety, layers, tied, moves, momentum, types, seed) ->
                new SequenceCase(
                    layers, tied, chosen(moves, kept), variety, momentum, types, seed));
  }

  /**
   * Truth in nineteen of twenty draws, which shrinks to its contrary.
   *
   * <p>With one for each move a failing sequence shrinks to the moves that matter. A chain of
   * actions left to shrink by itself kept nine of twelve in two seconds.
   */
  private static Arbitrary<Boolean> usually() {
    return Arbitraries.frequency(Tuple.of(1, false), Tuple.of(19, true));
  }

  private static List<Move> chosen(List<Move> moves, List<Boolean> kept) {
    return IntStream.range(0, moves.size()).filter(kept::get).mapToObj(moves::get).toList();
  }

  private static Arbitrary<SequenceCase.Size> layer() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.integers().between(2, 5),
            Arbitraries.integers().between(2, 4),
            Arbitraries.of(false, true),
            Arbitraries.integers().between(-1, 1))
        .as(SequenceCase.Size::new);
  }

  private static Arbitrary<List<Move>> moves() {
    ActionChainArbitrary<List<Move>> chains = ActionChain.startWith(List::of);
    for (Move.Kind kind : Move.Kind.values()) {
      chains = chains.withAction(kind.weight(), new Append(kind));
    }
    return chains.withMaxTransformations(STEPS).map(ActionChain::run);
  }

  /** Appends a move of one kind; a state can be loaded once one was saved. */
  private record Append(Move.Kind kind) implements Action.Independent<List<Move>> {
    @Override
    public boolean precondition(List<Move> moves) {
      return kind != Move.Kind.LOAD
          || moves.stream().anyMatch(move -> move.kind() == Move.Kind.SAVE);
    }

    @Override
    public Arbitrary<Transformer<List<Move>>> transformer() {
      return Combinators.combine(
              Arbitraries.integers().between(0, LAYERS - 1),
              Arbitraries.integers().between(1, 4),
              Draws.layout(),
              Draws.seed())
          .as((layer, count, layout, seed) -> new Move(kind, layer, count, layout, seed))
          .map(move -> Transformer.transform(kind.name(), moves -> appended(moves, move)));
    }

    private static List<Move> appended(List<Move> moves, Move move) {
      List<Move> longer = new ArrayList<>(moves);
      longer.add(move);
      return List.copyOf(longer);
    }
  }
}
