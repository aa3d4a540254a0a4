"""The sums of absolute values that the error bounds are proportional to.

The functions here are products and sums, so evaluating one at the absolute values of its
arguments gives the magnitude of every output. Cross-entropy is not, and has its own estimate.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from exporting import functions
from exporting.functions import IGNORE_INDEX, Tensors

Magnitude = Callable[..., Tensors]


def of_products(function: Callable[..., Tensor | Tensors]) -> Magnitude:
    """Return the magnitude of a function that only multiplies and adds its arguments."""

    def magnitude(*arguments: Tensor) -> Tensors:
        result = function(*(_wide(argument) for argument in arguments))
        return result if isinstance(result, tuple) else (result,)

    return magnitude


def of_nothing(function: Callable[..., Tensors]) -> Magnitude:
    """Return zeros: the function only chooses among its arguments, NaN and the signs of zero apart."""

    def magnitude(*arguments: Tensor) -> Tensors:
        return tuple(torch.zeros_like(result) for result in function(*arguments))

    return magnitude


def of_linear(layer: nn.Linear) -> Magnitude:
    """Return the magnitude of a linear layer that holds its own parameters."""

    def magnitude(input: Tensor) -> Tensors:
        return (F.linear(_wide(input), _wide(layer.weight), _wide(layer.bias)),)

    return magnitude


def of_tied_modules(modules: functions.TiedModules) -> Magnitude:
    """Return the magnitude of the tied modules' logits."""

    def magnitude(indices: Tensor) -> Tensors:
        return (functions.tied_forward(_wide(modules.embedding.weight), indices),)

    return magnitude


def of_maximum_gradient(function: Callable[..., Tensors]) -> Magnitude:
    """Return the magnitude of a gradient whose way depends on the table, not on its size."""

    def magnitude(weight: Tensor, indices: Tensor, offsets: Tensor, upstream: Tensor) -> Tensors:
        return function(weight.double(), indices, offsets, _wide(upstream))

    return magnitude


def of_cross_entropy(reduction: str) -> Magnitude:
    """Return a magnitude for the loss and its gradients.

    A probability is at most 1 and moves by at most twice the error of its row's logits, so the
    gradient of a logit is given the size 1 + the row's largest logit magnitude.
    """

    def magnitude(weight: Tensor, indices: Tensor, targets: Tensor) -> Tensors:
        table = _wide(weight)
        logits = functions.tied_forward(table, indices)
        kept = (targets != IGNORE_INDEX).to(table.dtype)
        scale = 1 / kept.sum().clamp(min=1) if reduction == "mean" else torch.ones(())
        row = scale * kept * (1 + logits.amax(dim=1) + torch.log(torch.tensor(len(table) + 1.0)))
        upstream = row[:, None].expand(logits.shape)
        return (row.sum(), *functions.tied_gradient(table, indices, upstream))

    return magnitude


def _wide(argument: Tensor) -> Tensor:
    return argument.detach().double().abs() if argument.is_floating_point() else argument
