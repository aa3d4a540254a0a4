"""The list of models: their names, what each computes, its inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import torch
from torch import nn

from exporting import functions, magnitudes, optimizers
from exporting.magnitudes import Magnitude

Dimension = str | int

FLOATS = ("float32", "float64")
HALVES = ("float16", "bfloat16")
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
    `regimes` are the kinds of data it is checked on (see cases.py). `eager` is PyTorch's own
    implementation where the exported function is not.
    `decomposed` says that the exporter's own translation of the forward is not used.
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
    eager: Callable[..., Any] | None = None
    decomposed: bool = False
    never_empty: tuple[str, ...] = ()

    @property
    def reference(self) -> Callable[..., Any]:
        """What the exported model is checked against; the exported function itself by default."""
        return self.eager or self.function


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
        _sgd(),
        _adam(),
        _sparse_adam(),
        _clipping(),
        _bag_forward(),
        _bag_gradient(),
        _article(),
    )
    return sorted((model for family in families for model in family), key=lambda m: m.name)


def _embedding_forward() -> Iterator[Model]:
    for rank, index, dtype in product(range(4), ("int32", "int64"), (*FLOATS, *HALVES)):
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
    for rank, bias, dtype in product(range(1, 5), (True, False), (*FLOATS, *HALVES)):
        function = functions.linear_bias_forward if bias else functions.linear_forward
        yield Model(
            f"linear_forward_rank{rank}_{_suffix(bias)}_{dtype}",
            f"input times the transpose of weight{', plus bias' if bias else ''}{_summed(dtype)}.",
            _linear_inputs(rank, bias, dtype),
            ("output",),
            _computed(function, dtype),
            magnitudes.of_products(function),
            eager=function,
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
    for rank, bias, dtype in product((1, 2), (True, False), (*FLOATS, *HALVES)):
        function = functions.tied_bias_forward if bias else functions.tied_forward
        yield Model(
            f"tied_forward_rank{rank}_{_suffix(bias)}_{dtype}",
            "The logits over the vocabulary of an embedding followed by a head"
            f" {'with' if bias else 'without'} bias that shares its weight{_summed(dtype)}.",
            (*_tied_parameters(bias, dtype), Input("indices", "int64", _LEADING[:rank])),
            ("output",),
            _computed(function, dtype),
            magnitudes.of_products(function),
            eager=function,
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


def _sgd() -> Iterator[Model]:
    for first, nesterov, dtype in product((True, False), (True, False), FLOATS):
        variant = ("_nesterov" if nesterov else "") + ("_first" if first else "")
        yield Model(
            f"sgd{variant}_step_{dtype}",
            f"{'The first' if first else 'A later'} step of torch.optim.SGD with momentum"
            f"{', by Nesterov' if nesterov else ''}: the parameter and the buffer after it."
            f"{' The buffer before it plays no part.' if first else ''}",
            (
                *(Input(name, dtype, (_ROWS, _COLUMNS)) for name in optimizers.Sgd._fields[:3]),
                *(Input(name, "float64", ()) for name in optimizers.Sgd._fields[3:]),
            ),
            ("updated_parameter", "updated_momentum_buffer"),
            optimizers.sgd_step(first, nesterov),
            optimizers.sgd_magnitude(first, nesterov),
            regimes=("dyadic", "decimal"),
            eager=optimizers.torch_sgd(first, nesterov),
        )


def _adam() -> Iterator[Model]:
    for decoupled, dtype in product((False, True), FLOATS):
        name = "AdamW" if decoupled else "Adam"
        yield Model(
            f"{name.lower()}_step_{dtype}",
            f"A step of torch.optim.{name}, the count of steps with this one: the parameter and"
            " the running means of the gradient and of its square after it.",
            (
                *(Input(given, dtype, (_ROWS, _COLUMNS)) for given in optimizers.Adam._fields[:4]),
                *(Input(given, "float64", ()) for given in optimizers.Adam._fields[4:]),
            ),
            ("updated_parameter", "updated_exp_avg", "updated_exp_avg_sq"),
            optimizers.adam_step(decoupled),
            optimizers.adam_magnitude(decoupled),
            regimes=("decimal",),
            eager=optimizers.torch_adam(decoupled),
        )


def _sparse_adam() -> Iterator[Model]:
    for dtype in FLOATS:
        table = (_ROWS, _COLUMNS)
        yield Model(
            f"sparse_adam_step_{dtype}",
            "A step of torch.optim.SparseAdam, the count of steps with this one, on the rows of a"
            " sparse gradient, those that occur twice summed first: the parameter and the running"
            " means after it. Rows that do not occur stay as they are.",
            (
                Input("parameter", dtype, table),
                Input("indices", "int64", (_POSITIONS,)),
                Input("values", dtype, (_POSITIONS, _COLUMNS)),
                Input("exp_avg", dtype, table),
                Input("exp_avg_sq", dtype, table),
                *(Input(given, "float64", ()) for given in optimizers.SparseAdam._fields[5:]),
            ),
            ("updated_parameter", "updated_exp_avg", "updated_exp_avg_sq"),
            optimizers.sparse_adam_step,
            optimizers.sparse_adam_magnitude,
            regimes=("decimal",),
            eager=optimizers.torch_sparse_adam,
        )


def _clipping() -> Iterator[Model]:
    for dtype in FLOATS:
        yield Model(
            f"clip_norm_step_{dtype}",
            "torch.nn.utils.clip_grad_norm_ on two gradients: their norm together, and both after.",
            (
                Input("weight_gradient", dtype, (_OUT, _IN)),
                Input("bias_gradient", dtype, (_OUT,)),
                Input("max_norm", "float64", ()),
            ),
            ("norm", "clipped_weight_gradient", "clipped_bias_gradient"),
            optimizers.clip_norm,
            optimizers.clip_magnitude,
            regimes=("decimal",),
            eager=optimizers.torch_clip_norm,
        )
        yield Model(
            f"clip_value_step_{dtype}",
            "torch.nn.utils.clip_grad_value_ on two gradients: both, each element cut at the given"
            " number and its negative.",
            (
                Input("weight_gradient", dtype, (_OUT, _IN)),
                Input("bias_gradient", dtype, (_OUT,)),
                Input("clip_value", "float64", ()),
            ),
            ("clipped_weight_gradient", "clipped_bias_gradient"),
            optimizers.clip_value,
            magnitudes.of_nothing(optimizers.clip_value),
            regimes=("decimal", "specials"),
            eager=optimizers.torch_clip_value,
        )


_REDUCTIONS = {"sum": "sum", "mean": "mean", "max": "largest element of each column"}


def _bag_forward() -> Iterator[Model]:
    for (mode, what), dtype in product(_REDUCTIONS.items(), (*FLOATS, *HALVES)):
        function = functions.bag_forward(mode)
        how = "" if mode == "max" else _summed(dtype)
        yield Model(
            f"bag_forward_{mode}_{dtype}",
            f"The {what} of the rows of each bag, zeros for an empty one{how}.",
            _bag_inputs(dtype),
            ("output",),
            _computed(function, dtype),
            None if mode == "max" else magnitudes.of_products(function),
            regimes=_bag_regimes(mode),
            eager=function,
            decomposed=True,
        )
    for dtype in (*FLOATS, *HALVES):
        function = functions.bag_weighted_forward
        yield Model(
            f"bag_forward_weighted_{dtype}",
            "The sum of the rows of each bag, each times its per-sample"
            f" weight{_summed(dtype)}.",
            (*_bag_inputs(dtype), Input("per_sample_weights", dtype, (_POSITIONS,))),
            ("output",),
            _computed(function, dtype),
            magnitudes.of_products(function),
            eager=function,
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


def _computed(function: Callable[..., Any], dtype: str) -> Callable[..., Any]:
    """Return what is exported of a function of sums at a type."""
    return functions.in_float32(function) if dtype in HALVES else function


def _summed(dtype: str) -> str:
    return ", added up in float32 and rounded once" if dtype in HALVES else ""


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
