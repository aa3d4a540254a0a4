"""Random cases a model is checked on: edge sizes, duplicates, special values."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from exporting.catalogue import Dimension, Model
from exporting.functions import IGNORE_INDEX

# The integers as wide as a floating-point number, by the bytes of both.
BITS = {2: torch.int16, 4: torch.int32, 8: torch.int64}

_USUAL = {
    "num_embeddings": 11,
    "embedding_dim": 6,
    "in_features": 9,
    "out_features": 7,
    "batch": 5,
    "sequence": 4,
    "group": 3,
    "positions": 9,
    "bags": 4,
}
_LARGE = {
    "num_embeddings": 37,
    "embedding_dim": 33,
    "in_features": 65,
    "out_features": 31,
    "batch": 17,
    "sequence": 8,
    "group": 2,
    "positions": 40,
    "bags": 7,
}
_ARTICLE_ROWS = 5000

# The arguments of optimisers: what exact arithmetic takes, and what people write.
_ARGUMENTS: dict[str, dict[str, tuple[float, ...]]] = {
    "learning_rate": {"dyadic": (0.5, 1.0), "decimal": (0.1, 1e-3)},
    "momentum": {"dyadic": (0.5,), "decimal": (0.9, 0.3)},
    "dampening": {"dyadic": (0.0, 0.5), "decimal": (0.0, 0.1)},
    "weight_decay": {"dyadic": (0.0, 0.5), "decimal": (0.0, 0.01, 0.3)},
    "step": {"decimal": (1.0, 2.0, 7.0)},
    "beta1": {"decimal": (0.9, 0.5)},
    "beta2": {"decimal": (0.999, 0.75)},
    "epsilon": {"decimal": (1e-8, 0.125)},
    "max_norm": {"decimal": (0.0, 0.7, 1e3)},
    "clip_value": dict.fromkeys(("decimal", "specials"), (0.1, 2.0, 1e3)),
}


@dataclass(frozen=True)
class Case:
    """Inputs by name, and how they came about."""

    regime: str
    sizes: dict[str, int]
    inputs: dict[str, Tensor]

    def __str__(self) -> str:
        sizes = ", ".join(f"{name}={size}" for name, size in self.sizes.items())
        return f"{self.regime} data, {sizes}"


def cases(model: Model) -> Iterator[Case]:
    """Yield the model's cases: every regime at every combination of sizes."""
    names = sorted({d for given in model.inputs for d in given.shape if isinstance(d, str)})
    random = np.random.default_rng(zlib.crc32(model.name.encode()))
    for sizes in _sizes(names):
        if _impossible(model, sizes):
            continue
        for regime in model.regimes:
            inputs = {
                given.name: _fill(
                    given.name, given.dtype, _resolve(given.shape, sizes), sizes, regime, random
                )
                for given in model.inputs
            }
            yield Case(regime, sizes, inputs)


def _sizes(names: list[str]) -> Iterator[dict[str, int]]:
    usual = {name: _USUAL[name] for name in names}
    yield usual
    yield {name: _LARGE[name] for name in names}
    yield dict.fromkeys(names, 1)
    yield dict.fromkeys(names, 0)
    yield dict.fromkeys(names, 4)
    for name in names:
        yield {**usual, name: 1}
        yield {**usual, name: 0}
    if "num_embeddings" in names:
        none = {name: 0 for name in ("batch", "positions") if name in names}
        yield {**usual, "num_embeddings": 0, **none}
        if "batch" in names:
            yield {**usual, "num_embeddings": 3, "batch": 4097}


def _impossible(model: Model, sizes: dict[str, int]) -> bool:
    """Tell whether an index would need a row or a bag where there is none, or eager mode raises."""
    if any(sizes.get(name) == 0 for name in model.never_empty):
        return True
    if sizes.get("bags") == 0 and sizes["positions"] > 0:
        return True  # PyTorch ends the process
    if sizes.get("num_embeddings") != 0:
        return False
    indices = next((given for given in model.inputs if given.name == "indices"), None)
    if indices is None:
        return False
    needs_a_class = any(given.name == "targets" for given in model.inputs)
    return needs_a_class or 0 not in _resolve(indices.shape, sizes)


def _resolve(shape: tuple[Dimension, ...], sizes: dict[str, int]) -> tuple[int, ...]:
    return tuple(sizes[d] if isinstance(d, str) else d for d in shape)


def _fill(
    name: str,
    dtype: str,
    shape: tuple[int, ...],
    sizes: dict[str, int],
    regime: str,
    random: np.random.Generator,
) -> Tensor:
    wanted = getattr(torch, dtype)
    if regime == "bits" and wanted.is_floating_point:
        bits = torch.iinfo(BITS[wanted.itemsize])
        drawn = random.integers(bits.min, bits.max, shape, dtype=bits.dtype, endpoint=True)
        return torch.tensor(drawn, dtype=BITS[wanted.itemsize]).view(wanted)
    return torch.tensor(_draw(name, shape, sizes, regime, random), dtype=wanted)


def _draw(
    name: str,
    shape: tuple[int, ...],
    sizes: dict[str, int],
    regime: str,
    random: np.random.Generator,
) -> np.ndarray:
    """Return numbers, or indices, before they are rounded to a type."""
    if name in _ARGUMENTS:
        return np.asarray(random.choice(_ARGUMENTS[name][regime]))
    if name == "offsets":
        begins = np.sort(random.integers(0, sizes["positions"] + 1, shape))
        begins[:1] = 0
        return begins
    if name in ("indices", "targets"):
        rows = sizes.get("num_embeddings", _ARTICLE_ROWS)
        drawn = np.asarray(random.integers(0, max(rows, 1), shape))
        if name == "indices":
            return drawn
        ignored = random.random(shape) < (1.0 if regime == "ignored" else 0.25)
        return np.where(ignored, IGNORE_INDEX, drawn)
    if regime in ("gaussian", "ignored", "decimal"):
        drawn = np.asarray(random.standard_normal(shape))
        return np.abs(drawn) if name == "exp_avg_sq" else drawn
    integers = np.asarray(random.integers(-4, 5, shape), "float64")
    return integers if regime in ("integers", "dyadic") else _with_specials(integers, random)


def _with_specials(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Replace about one value in six by NaN, an infinity or minus zero."""
    specials = np.array([np.nan, np.inf, -np.inf, -0.0])
    chosen = specials[random.integers(0, len(specials), values.shape)]
    return np.where(random.random(values.shape) < 1 / 6, chosen, values)
