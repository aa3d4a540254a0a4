"""Optimiser steps and gradient clipping: their formulas as tensors, and PyTorch's own.

PyTorch's optimisers take Python numbers, which tracing would bake in. So a formula with the
arguments as tensors is what is exported, and PyTorch's own step is what it is checked against.
Arguments are float64, as Python's numbers are, and are combined before they are rounded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

Tensors = tuple[Tensor, ...]
Step = Callable[..., Tensors]

NORM_EPSILON = 1e-6


class Sgd(NamedTuple):
    """What a step of SGD is made from: the tensors of a parameter, and numbers."""

    parameter: Tensor
    gradient: Tensor
    momentum_buffer: Tensor
    learning_rate: Tensor
    momentum: Tensor
    dampening: Tensor
    weight_decay: Tensor


class Adam(NamedTuple):
    """What a step of Adam or AdamW is made from; `step` counts this one."""

    parameter: Tensor
    gradient: Tensor
    exp_avg: Tensor
    exp_avg_sq: Tensor
    step: Tensor
    learning_rate: Tensor
    beta1: Tensor
    beta2: Tensor
    epsilon: Tensor
    weight_decay: Tensor


class SparseAdam(NamedTuple):
    """What a step of SparseAdam is made from; the gradient is rows of it, some of them twice."""

    parameter: Tensor
    indices: Tensor
    values: Tensor
    exp_avg: Tensor
    exp_avg_sq: Tensor
    step: Tensor
    learning_rate: Tensor
    beta1: Tensor
    beta2: Tensor
    epsilon: Tensor


def sgd_step(first: bool, nesterov: bool) -> Step:
    """Return one step of SGD; the first starts the buffer, Nesterov's knows no dampening."""

    def step(*tensors: Tensor) -> Tensors:
        given = Sgd(*tensors)
        like = given.parameter.dtype
        decayed = given.gradient + given.weight_decay.to(like) * given.parameter
        kept = given.momentum.to(like)
        added = 1.0 if nesterov else (1 - given.dampening).to(like)
        buffer = decayed if first else kept * given.momentum_buffer + added * decayed
        direction = decayed + kept * buffer if nesterov else buffer
        return given.parameter - given.learning_rate.to(like) * direction, buffer

    return step


def torch_sgd(first: bool, nesterov: bool) -> Step:
    """Return one step of `torch.optim.SGD` with the same arguments."""

    def step(*tensors: Tensor) -> Tensors:
        given = Sgd(*tensors)
        trained = _with_gradient(given.parameter, given.gradient)
        optimizer = torch.optim.SGD(
            [trained],
            lr=given.learning_rate.item(),
            momentum=given.momentum.item(),
            dampening=0 if nesterov else given.dampening.item(),
            weight_decay=given.weight_decay.item(),
            nesterov=nesterov,
        )
        if not first:
            optimizer.state[trained]["momentum_buffer"] = given.momentum_buffer.clone()
        optimizer.step()
        return trained.detach(), optimizer.state[trained]["momentum_buffer"]

    return step


def adam_step(decoupled: bool) -> Step:
    """Return one step of Adam, or with decoupled weight decay of AdamW."""

    def step(*tensors: Tensor) -> Tensors:
        given = Adam(*tensors)
        parameter, gradient, like = given.parameter, given.gradient, given.parameter.dtype
        if decoupled:
            parameter = parameter * (1 - given.learning_rate * given.weight_decay).to(like)
        else:
            gradient = gradient + given.weight_decay.to(like) * parameter
        mean = given.exp_avg + (1 - given.beta1).to(like) * (gradient - given.exp_avg)
        kept = given.beta2.to(like) * given.exp_avg_sq
        square = kept + (1 - given.beta2).to(like) * gradient * gradient
        correction = torch.sqrt(1 - torch.pow(given.beta2, given.step)).to(like)
        rate = (given.learning_rate / (1 - torch.pow(given.beta1, given.step))).to(like)
        root = torch.sqrt(square) / correction + given.epsilon.to(like)
        return parameter - rate * (mean / root), mean, square

    return step


def torch_adam(decoupled: bool) -> Step:
    """Return one step of `torch.optim.Adam` or `AdamW` with the same arguments."""

    def step(*tensors: Tensor) -> Tensors:
        given = Adam(*tensors)
        trained = _with_gradient(given.parameter, given.gradient)
        optimizer = (torch.optim.AdamW if decoupled else torch.optim.Adam)(
            [trained],
            **_adam_keywords(given),
            weight_decay=given.weight_decay.item(),
        )
        state = _adam_state(given, torch.tensor(given.step.item() - 1))
        optimizer.state[trained] = state
        optimizer.step()
        return trained.detach(), state["exp_avg"], state["exp_avg_sq"]

    return step


def sparse_adam_step(*tensors: Tensor) -> Tensors:
    """Return one step of SparseAdam: rows that are named twice are summed first, and rows that are
    not named stay as they are."""
    given = SparseAdam(*tensors)
    like = given.parameter.dtype
    gradient = _densified(given)
    moved = _moved(given)
    mean = given.exp_avg + (1 - given.beta1).to(like) * (gradient - given.exp_avg)
    rest = (1 - given.beta2).to(like)
    square = given.exp_avg_sq + rest * (gradient * gradient - given.exp_avg_sq)
    correction = torch.sqrt(1 - torch.pow(given.beta2, given.step))
    rate = given.learning_rate * correction / (1 - torch.pow(given.beta1, given.step))
    change = rate.to(like) * (mean / (torch.sqrt(square) + given.epsilon.to(like)))
    return (
        torch.where(moved, given.parameter - change, given.parameter),
        torch.where(moved, mean, given.exp_avg),
        torch.where(moved, square, given.exp_avg_sq),
    )


def torch_sparse_adam(*tensors: Tensor) -> Tensors:
    """Return one step of `torch.optim.SparseAdam` with the same arguments."""
    given = SparseAdam(*tensors)
    gradient = torch.sparse_coo_tensor(
        given.indices[None], given.values, given.parameter.shape, check_invariants=True
    )
    trained = _with_gradient(given.parameter, gradient)
    optimizer = torch.optim.SparseAdam([trained], **_adam_keywords(given))
    state = _adam_state(given, int(given.step.item()) - 1)
    optimizer.state[trained] = state
    optimizer.step()
    return trained.detach(), state["exp_avg"], state["exp_avg_sq"]


def clip_norm(weight_gradient: Tensor, bias_gradient: Tensor, max_norm: Tensor) -> Tensors:
    """Return the norm of two gradients together and both scaled to at most `max_norm`."""
    squares = (weight_gradient * weight_gradient).sum() + (bias_gradient * bias_gradient).sum()
    norm = torch.sqrt(squares)
    factor = torch.clamp(max_norm.to(norm.dtype) / (norm + NORM_EPSILON), max=1.0)
    return norm, weight_gradient * factor, bias_gradient * factor


def torch_clip_norm(weight_gradient: Tensor, bias_gradient: Tensor, max_norm: Tensor) -> Tensors:
    """Return what `clip_grad_norm_` makes of the same."""
    parameters = [_with_gradient(g, g) for g in (weight_gradient, bias_gradient)]
    norm = nn.utils.clip_grad_norm_(parameters, max_norm.item())
    return (norm, *(_gradient(parameter) for parameter in parameters))


def clip_value(weight_gradient: Tensor, bias_gradient: Tensor, clip_value: Tensor) -> Tensors:
    """Return two gradients, each element cut at `clip_value` and its negative; NaN stays."""
    limit = clip_value.to(weight_gradient.dtype)
    return tuple(
        torch.minimum(torch.maximum(gradient, -limit), limit)
        for gradient in (weight_gradient, bias_gradient)
    )


def torch_clip_value(weight_gradient: Tensor, bias_gradient: Tensor, clip_value: Tensor) -> Tensors:
    """Return what `clip_grad_value_` makes of the same."""
    parameters = [_with_gradient(g, g) for g in (weight_gradient, bias_gradient)]
    nn.utils.clip_grad_value_(parameters, clip_value.item())
    return tuple(_gradient(parameter) for parameter in parameters)


def sgd_magnitude(first: bool, nesterov: bool) -> Step:
    """Return the sums of absolute values behind one step of SGD."""

    def magnitude(*tensors: Tensor) -> Tensors:
        given = Sgd(*tensors)
        size, slope, held = (tensor.double().abs() for tensor in given[:3])
        decayed = slope + given.weight_decay * size
        buffer = decayed if first else given.momentum * held + decayed
        direction = decayed + given.momentum * buffer if nesterov else buffer
        return size + given.learning_rate * direction, buffer

    return magnitude


def adam_magnitude(decoupled: bool) -> Step:
    """Return what the error of one step of Adam is proportional to."""

    def magnitude(*tensors: Tensor) -> Tensors:
        given = Adam(*tensors)
        decay = 0.0 if decoupled else given.weight_decay
        exact = (given.gradient + decay * given.parameter).double()
        slope = given.gradient.double().abs() + decay * given.parameter.double().abs()
        correction = torch.sqrt(1 - given.beta2**given.step)
        return _adam_sizes(given, exact, slope, correction)

    return magnitude


def sparse_adam_magnitude(*tensors: Tensor) -> Tensors:
    """Return what the error of one step of SparseAdam is proportional to: none where no row is
    named."""
    given = SparseAdam(*tensors)
    exact = _densified(given).double()
    slope = _densified(given._replace(values=given.values.double().abs()))
    sizes = _adam_sizes(given, exact, slope, torch.ones(()))
    return tuple(torch.where(_moved(given), size, 0.0) for size in sizes)


def _adam_sizes(
    given: Adam | SparseAdam, exact: Tensor, slope: Tensor, correction: Tensor
) -> Tensors:
    """Return the sizes behind the parameter, the mean and the square.

    The mean and the gradient may cancel, and so may what is under the root; the root of a sum moves
    by no more than the root of the term that cancels. `slope` is the sum of the absolute values that
    the gradient `exact` is made of, `correction` what the root is divided by.
    """
    size, held = (tensor.double().abs() for tensor in (given.parameter, given.exp_avg))
    kept, rest = given.beta2 * given.exp_avg_sq.double(), 1 - given.beta2
    mean = 2 * held + slope
    root = torch.sqrt(kept + rest * exact * exact) / correction + given.epsilon
    rate = given.learning_rate / (1 - given.beta1**given.step)
    wrong_root = 1 + torch.sqrt(rest) / correction * slope / root
    squares = kept + given.exp_avg_sq.double() + rest * slope * slope
    return size + rate * mean / root * wrong_root, mean, squares


def clip_magnitude(weight_gradient: Tensor, bias_gradient: Tensor, max_norm: Tensor) -> Tensors:
    """Return the clipped sizes themselves: nothing cancels."""
    wide = (weight_gradient.double().abs(), bias_gradient.double().abs(), max_norm)
    return clip_norm(*wide)


def _densified(given: SparseAdam) -> Tensor:
    """Return the whole gradient, of the type of its values."""
    zeros = given.values.new_zeros(given.parameter.shape)
    return zeros.index_add(0, given.indices, given.values)


def _moved(given: SparseAdam) -> Tensor:
    """Return for each row whether it is named, as a column; a sum, since there may be no index."""
    rows = torch.arange(given.parameter.shape[0])
    return (given.indices[None, :] == rows[:, None]).sum(1)[:, None] > 0


def _adam_keywords(given: Adam | SparseAdam) -> dict[str, Any]:
    return {
        "lr": given.learning_rate.item(),
        "betas": (given.beta1.item(), given.beta2.item()),
        "eps": given.epsilon.item(),
    }


def _adam_state(given: Adam | SparseAdam, steps: Tensor | int) -> dict[str, Any]:
    return {
        "step": steps,
        "exp_avg": given.exp_avg.clone(),
        "exp_avg_sq": given.exp_avg_sq.clone(),
    }


def _with_gradient(value: Tensor, gradient: Tensor) -> nn.Parameter:
    parameter = nn.Parameter(value.clone())
    parameter.grad = gradient.clone()
    return parameter


def _gradient(parameter: nn.Parameter) -> Tensor:
    if parameter.grad is None:
        raise ValueError("clipping took the gradient away")
    return parameter.grad
