"""The list of models: their names, what each computes, its inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import torch
from torch import nn

from exporting import functions, magnitudes
from exporting.magnitudes import Magnitude

Dimension = str | int

FLOATS = ("float32", "float64")
ARTICLE_SEED = 0

_ROWS, _COLUMNS = "num_embeddings", "embedding_dim"
_IN, _OUT = "in_features", "out_features"
_LEADING = ("batch", "sequence", "group")
_POSITIONS, _BAGS = "positions", "bags"


@dataclass(frozen=True)
class Input:
    """One graph input; a named dimension is free at run time, a number is fixed."""

    name: str
    dtype: str
    shape: tuple[Dimension, ...]


@dataclass(frozen=True)
class Model:
    """One model to export.

    `magnitude` is None where the model only moves data, so that every bit must agree.
    `regimes` are the kinds of data it is checked on (see cases.py).
    `decomposed` says that the exporter's own translation of the forward is not used.
    `eager` is what it is checked against, where that is not the exported function itself.
    `never_empty` are the dimensions at 0 of which eager mode itself raises.
    """

    name: str
    computes: str
    inputs: tuple[Input, ...]
    outputs: tuple[str, ...]
    function: Callable[..., Any] | nn.Module
    magnitude: Magnitude | None
    regimes: tuple[str, ...] = ("integers", "gaussian", "specials")
    backward: bool = False
    decomposed: bool = False
    eager: Callable[..., Any] | None = None
    never_empty: tuple[str, ...] = ()


def models() -> list[Model]:
    """Return every model, sorted by name."""
    families = (
        _embedding_forward(),
        _embedding_gradient(),
        _embedding_frequency_gradient(),
        _embedding_max_norm(),
        _linear_forward(),
        _linear_gradient(),
        _tied_forward(),
        _tied_gradient(),
        _tied_cross_entropy(),
        _one_hot_product(),
        _bag_forward(),
        _bag_gradient(),
        _article(),
    )
    return sorted((model for family in families for model in family), key=lambda m: m.name)


def _embedding_forward() -> Iterator[Model]:
    for rank, index, dtype in product(range(4), ("int32", "int64"), FLOATS):
        yield Model(
            f"embedding_forward_rank{rank}_{index}_{dtype}",
            "The rows of weight that indices name, moved bit for bit.",
            (_table(dtype), Input("indices", index, _LEADING[:rank])),
            ("output",),
            functions.embedding_forward,
            magnitude=None,
            regimes=("bits",),
        )


def _embedding_gradient() -> Iterator[Model]:
    for rank, dtype in product(range(4), FLOATS):
        leading = _LEADING[:rank]
        yield Model(
            f"embedding_gradient_rank{rank}_int64_{dtype}",
            "The gradient of an embedding's weight: each row is the sum of upstream over the"
            " positions of its index, and zero where the index does not occur.",
            (
                _table(dtype),
                Input("indices", "int64", leading),
                Input("upstream", dtype, (*leading, _COLUMNS)),
            ),
            ("weight_gradient",),
            functions.embedding_gradient,
            magnitudes.of_products(functions.embedding_gradient),
            backward=True,
        )


def _embedding_frequency_gradient() -> Iterator[Model]:
    for dtype in FLOATS:
        yield Model(
            f"embedding_frequency_gradient_rank1_int64_{dtype}",
            "The gradient of an embedding's weight with scale_grad_by_freq: each row is the sum of"
            " upstream over the positions of its index, divided by their number.",
            (
                _table(dtype),
                Input("indices", "int64", _LEADING[:1]),
                Input("upstream", dtype, (*_LEADING[:1], _COLUMNS)),
            ),
            ("weight_gradient",),
            functions.embedding_frequency_gradient,
            magnitudes.of_products(functions.embedding_frequency_gradient),
            regimes=("gaussian",),
            backward=True,
        )


def _embedding_max_norm() -> Iterator[Model]:
    for order, dtype in product(("0.5", "1", "2", "3", "inf"), FLOATS):
        eager = functions.embedding_max_norm(float(order))
        by_hand = order == "inf" or (order, dtype) == ("3", "float64")
        yield Model(
            f"embedding_max_norm_p{order}_int64_{dtype}",
            f"A lookup with max_norm = {functions.MAX_NORM:g} and norm_type = {order}: the output,"
            " and the table, whose looked-up rows are renormalised.",
            (_table(dtype), Input("indices", "int64", _LEADING[:1])),
            ("output", "table"),
            functions.embedding_max_norm_by_hand(float(order)) if by_hand else eager,
            magnitudes.of_products(eager),
            regimes=("gaussian",),
            eager=eager,
            never_empty=(_COLUMNS,) if order == "inf" else (),
        )


def _linear_forward() -> Iterator[Model]:
    for rank, bias, dtype in product(range(1, 5), (True, False), FLOATS):
        function = functions.linear_bias_forward if bias else functions.linear_forward
        yield Model(
            f"linear_forward_rank{rank}_{_suffix(bias)}_{dtype}",
            f"input times the transpose of weight{', plus bias' if bias else ''}.",
            _linear_inputs(rank, bias, dtype),
            ("output",),
            function,
            magnitudes.of_products(function),
        )


def _linear_gradient() -> Iterator[Model]:
    for rank, bias, dtype in product(range(1, 5), (True, False), FLOATS):
        function = functions.linear_bias_gradient if bias else functions.linear_gradient
        differentiated = "input, weight and bias" if bias else "input and weight"
        upstream = Input("upstream", dtype, (*_LEADING[: rank - 1], _OUT))
        yield Model(
            f"linear_gradient_rank{rank}_{_suffix(bias)}_{dtype}",
            f"The gradients of a linear layer's {differentiated} for the given upstream gradient.",
            (*_linear_inputs(rank, bias, dtype), upstream),
            ("input_gradient", "weight_gradient") + (("bias_gradient",) if bias else ()),
            function,
            magnitudes.of_products(function),
            backward=True,
        )


def _tied_forward() -> Iterator[Model]:
    for rank, bias, dtype in product((1, 2), (True, False), FLOATS):
        function = functions.tied_bias_forward if bias else functions.tied_forward
        yield Model(
            f"tied_forward_rank{rank}_{_suffix(bias)}_{dtype}",
            "The logits over the vocabulary of an embedding followed by a head"
            f" {'with' if bias else 'without'} bias that shares its weight.",
            (*_tied_parameters(bias, dtype), Input("indices", "int64", _LEADING[:rank])),
            ("output",),
            function,
            magnitudes.of_products(function),
        )


def _tied_gradient() -> Iterator[Model]:
    for rank, bias, dtype in product((1, 2), (True, False), FLOATS):
        function = functions.tied_bias_gradient if bias else functions.tied_gradient
        leading = _LEADING[:rank]
        yield Model(
            f"tied_gradient_rank{rank}_{_suffix(bias)}_{dtype}",
            "The gradient of the weight that an embedding and its head share: the whole, the"
            f" embedding's part and the head's part{'; and that of the bias' if bias else ''}.",
            (
                *_tied_parameters(bias, dtype),
                Input("indices", "int64", leading),
                Input("upstream", dtype, (*leading, _ROWS)),
            ),
            ("weight_gradient", "embedding_part", "linear_part")
            + (("bias_gradient",) if bias else ()),
            function,
            magnitudes.of_products(function),
            backward=True,
        )


def _tied_cross_entropy() -> Iterator[Model]:
    for reduction, dtype in product(("mean", "sum"), FLOATS):
        yield Model(
            f"tied_cross_entropy_{reduction}_{dtype}",
            f"The cross-entropy ({reduction}) of the tied logits, targets equal to"
            f" {functions.IGNORE_INDEX} left out, and the gradient of the shared weight: the whole,"
            " the embedding's part and the head's part.",
            (
                _table(dtype),
                Input("indices", "int64", _LEADING[:1]),
                Input("targets", "int64", _LEADING[:1]),
            ),
            ("loss", "weight_gradient", "embedding_part", "linear_part"),
            functions.tied_cross_entropy(reduction),
            magnitudes.of_cross_entropy(reduction),
            regimes=("gaussian", "ignored"),
            backward=True,
        )


def _one_hot_product() -> Iterator[Model]:
    for rank, dtype in product(range(4), FLOATS):
        yield Model(
            f"one_hot_product_rank{rank}_int64_{dtype}",
            "The one-hot encoding of indices times weight, as a real matrix product.",
            (_table(dtype), Input("indices", "int64", _LEADING[:rank])),
            ("output",),
            functions.one_hot_product,
            magnitudes.of_products(functions.one_hot_product),
        )


_REDUCTIONS = {"sum": "sum", "mean": "mean", "max": "largest element of each column"}


def _bag_forward() -> Iterator[Model]:
    for (mode, what), dtype in product(_REDUCTIONS.items(), FLOATS):
        function = functions.bag_forward(mode)
        yield Model(
            f"bag_forward_{mode}_{dtype}",
            f"The {what} of the rows of each bag, zeros for an empty one.",
            _bag_inputs(dtype),
            ("output",),
            function,
            None if mode == "max" else magnitudes.of_products(function),
            regimes=_bag_regimes(mode),
            decomposed=True,
        )
    for dtype in FLOATS:
        yield Model(
            f"bag_forward_weighted_{dtype}",
            "The sum of the rows of each bag, each times its per-sample weight.",
            (*_bag_inputs(dtype), Input("per_sample_weights", dtype, (_POSITIONS,))),
            ("output",),
            functions.bag_weighted_forward,
            magnitudes.of_products(functions.bag_weighted_forward),
            decomposed=True,
        )


def _bag_gradient() -> Iterator[Model]:
    for (mode, what), dtype in product(_REDUCTIONS.items(), FLOATS):
        function = functions.bag_gradient(mode)
        yield Model(
            f"bag_gradient_{mode}_{dtype}",
            f"The gradient of the table for the {what} of each bag.",
            (*_bag_inputs(dtype), Input("upstream", dtype, (_BAGS, _COLUMNS))),
            ("weight_gradient",),
            function,
            magnitudes.of_maximum_gradient(function)
            if mode == "max"
            else magnitudes.of_products(function),
            regimes=_bag_regimes(mode),
            backward=True,
        )
    for dtype in FLOATS:
        yield Model(
            f"bag_gradient_weighted_{dtype}",
            "The gradients of the table and of the per-sample weights for the weighted sum of each"
            " bag.",
            (
                *_bag_inputs(dtype),
                Input("per_sample_weights", dtype, (_POSITIONS,)),
                Input("upstream", dtype, (_BAGS, _COLUMNS)),
            ),
            ("weight_gradient", "per_sample_weights_gradient"),
            functions.bag_weighted_gradient,
            magnitudes.of_products(functions.bag_weighted_gradient),
            backward=True,
        )


def _bag_inputs(dtype: str) -> tuple[Input, ...]:
    indices = Input("indices", "int64", (_POSITIONS,))
    return (_table(dtype), indices, Input("offsets", "int64", (_BAGS,)))


def _bag_regimes(mode: str) -> tuple[str, ...]:
    """Return the data on which a mode is defined: a mean of integers is rounded, and which of a
    NaN and a number is larger is nobody's rule."""
    regimes = {
        "sum": ("integers", "gaussian", "specials"),
        "mean": ("gaussian",),
        "max": ("integers", "gaussian"),
    }
    return regimes[mode]


def _article() -> Iterator[Model]:
    """Yield the article's modules at its sizes, each initialised right after seeding."""
    indices = Input("indices", "int64", _LEADING[:2])
    seeded = f"with seed {ARTICLE_SEED}"
    torch.manual_seed(ARTICLE_SEED)
    yield Model(
        "article_embedding_5000x70",
        f"nn.Embedding(5000, 70) as it initialises itself {seeded}.",
        (indices,),
        ("output",),
        nn.Embedding(5000, 70),
        magnitude=None,
        regimes=("bits",),
    )
    torch.manual_seed(ARTICLE_SEED)
    linear = nn.Linear(70, 5000)
    yield Model(
        "article_linear_70x5000",
        f"nn.Linear(70, 5000) as it initialises itself {seeded}.",
        (Input("input", "float32", ("batch", 70)),),
        ("output",),
        linear,
        magnitudes.of_linear(linear),
        regimes=("gaussian",),
    )
    torch.manual_seed(ARTICLE_SEED)
    tied = functions.TiedModules(5000, 70)
    yield Model(
        "article_tied_5000x70",
        f"nn.Embedding(5000, 70) as it initialises itself {seeded}, followed by nn.Linear(70, 5000)"
        " without bias that shares its weight.",
        (indices,),
        ("output",),
        tied,
        magnitudes.of_tied_modules(tied),
        regimes=("gaussian",),
    )


def _table(dtype: str) -> Input:
    return Input("weight", dtype, (_ROWS, _COLUMNS))


def _linear_inputs(rank: int, bias: bool, dtype: str) -> tuple[Input, ...]:
    inputs = (
        Input("input", dtype, (*_LEADING[: rank - 1], _IN)),
        Input("weight", dtype, (_OUT, _IN)),
    )
    return (*inputs, Input("bias", dtype, (_OUT,))) if bias else inputs


def _tied_parameters(bias: bool, dtype: str) -> tuple[Input, ...]:
    return (_table(dtype), Input("bias", dtype, (_ROWS,))) if bias else (_table(dtype),)


def _suffix(bias: bool) -> str:
    return "bias" if bias else "nobias"
