"""Optimiser steps and gradient clipping: their formulas as tensors, and PyTorch's own.

PyTorch's optimisers take Python numbers, which tracing would bake in. So a formula with the
arguments as tensors is what is exported, and PyTorch's own step is what it is checked against.
Arguments are float64, as Python's numbers are, and are combined before they are rounded.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

Tensors = tuple[Tensor, ...]

NORM_EPSILON = 1e-6


def sgd_step(first: bool, nesterov: bool) -> Callable[..., Tensors]:
    """Return one step of SGD; the first starts the buffer, Nesterov's knows no dampening."""

    def step(
        parameter: Tensor,
        gradient: Tensor,
        momentum_buffer: Tensor,
        learning_rate: Tensor,
        momentum: Tensor,
        dampening: Tensor,
        weight_decay: Tensor,
    ) -> Tensors:
        like = parameter.dtype
        decayed = gradient + weight_decay.to(like) * parameter
        kept, added = momentum.to(like), 1.0 if nesterov else (1 - dampening).to(like)
        buffer = decayed if first else kept * momentum_buffer + added * decayed
        direction = decayed + kept * buffer if nesterov else buffer
        return parameter - learning_rate.to(like) * direction, buffer

    return step


def torch_sgd(first: bool, nesterov: bool) -> Callable[..., Tensors]:
    """Return one step of `torch.optim.SGD` with the same arguments."""

    def step(
        parameter: Tensor,
        gradient: Tensor,
        momentum_buffer: Tensor,
        learning_rate: Tensor,
        momentum: Tensor,
        dampening: Tensor,
        weight_decay: Tensor,
    ) -> Tensors:
        trained = _with_gradient(parameter, gradient)
        optimizer = torch.optim.SGD(
            [trained],
            lr=learning_rate.item(),
            momentum=momentum.item(),
            dampening=0 if nesterov else dampening.item(),
            weight_decay=weight_decay.item(),
            nesterov=nesterov,
        )
        if not first:
            optimizer.state[trained]["momentum_buffer"] = momentum_buffer.clone()
        optimizer.step()
        return trained.detach(), optimizer.state[trained]["momentum_buffer"]

    return step


def adam_step(decoupled: bool) -> Callable[..., Tensors]:
    """Return one step of Adam, or with decoupled weight decay of AdamW."""

    def step(
        parameter: Tensor,
        gradient: Tensor,
        exp_avg: Tensor,
        exp_avg_sq: Tensor,
        step: Tensor,
        learning_rate: Tensor,
        beta1: Tensor,
        beta2: Tensor,
        epsilon: Tensor,
        weight_decay: Tensor,
    ) -> Tensors:
        like = parameter.dtype
        if decoupled:
            parameter = parameter * (1 - learning_rate * weight_decay).to(like)
        else:
            gradient = gradient + weight_decay.to(like) * parameter
        mean = exp_avg + (1 - beta1).to(like) * (gradient - exp_avg)
        square = beta2.to(like) * exp_avg_sq + (1 - beta2).to(like) * gradient * gradient
        correction = torch.sqrt(1 - torch.pow(beta2, step)).to(like)
        rate = (learning_rate / (1 - torch.pow(beta1, step))).to(like)
        root = torch.sqrt(square) / correction + epsilon.to(like)
        return parameter - rate * (mean / root), mean, square

    return step


def torch_adam(decoupled: bool) -> Callable[..., Tensors]:
    """Return one step of `torch.optim.Adam` or `AdamW` with the same arguments."""

    def step(
        parameter: Tensor,
        gradient: Tensor,
        exp_avg: Tensor,
        exp_avg_sq: Tensor,
        step: Tensor,
        learning_rate: Tensor,
        beta1: Tensor,
        beta2: Tensor,
        epsilon: Tensor,
        weight_decay: Tensor,
    ) -> Tensors:
        trained = _with_gradient(parameter, gradient)
        optimizer = (torch.optim.AdamW if decoupled else torch.optim.Adam)(
            [trained],
            lr=learning_rate.item(),
            betas=(beta1.item(), beta2.item()),
            eps=epsilon.item(),
            weight_decay=weight_decay.item(),
        )
        state = {
            "step": torch.tensor(step.item() - 1),
            "exp_avg": exp_avg.clone(),
            "exp_avg_sq": exp_avg_sq.clone(),
        }
        optimizer.state[trained] = state
        optimizer.step()
        return trained.detach(), state["exp_avg"], state["exp_avg_sq"]

    return step


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


def sgd_magnitude(first: bool, nesterov: bool) -> Callable[..., Tensors]:
    """Return the sums of absolute values behind one step of SGD."""

    def magnitude(
        parameter: Tensor,
        gradient: Tensor,
        momentum_buffer: Tensor,
        learning_rate: Tensor,
        momentum: Tensor,
        dampening: Tensor,
        weight_decay: Tensor,
    ) -> Tensors:
        size, slope, held = (t.double().abs() for t in (parameter, gradient, momentum_buffer))
        decayed = slope + weight_decay * size
        buffer = decayed if first else momentum * held + decayed
        direction = decayed + momentum * buffer if nesterov else buffer
        return size + learning_rate * direction, buffer

    return magnitude


def adam_magnitude(decoupled: bool) -> Callable[..., Tensors]:
    """Return what the error of one step of Adam is proportional to.

    The mean and the decayed gradient may cancel, and so may what is under the root; the root of a
    sum moves by no more than the root of the term that cancels.
    """

    def magnitude(
        parameter: Tensor,
        gradient: Tensor,
        exp_avg: Tensor,
        exp_avg_sq: Tensor,
        step: Tensor,
        learning_rate: Tensor,
        beta1: Tensor,
        beta2: Tensor,
        epsilon: Tensor,
        weight_decay: Tensor,
    ) -> Tensors:
        size, slope, held = (t.double().abs() for t in (parameter, gradient, exp_avg))
        decay = 0 if decoupled else weight_decay * size
        decayed = slope + decay
        mean = 2 * held + decayed
        square = beta2 * exp_avg_sq.double() + (1 - beta2) * decayed * decayed
        exact = (gradient + (0 if decoupled else weight_decay * parameter)).double()
        held_square = beta2 * exp_avg_sq.double() + (1 - beta2) * exact * exact
        root = torch.sqrt(held_square) / torch.sqrt(1 - beta2**step) + epsilon
        rate = learning_rate / (1 - beta1**step)
        wrong_root = 1 + torch.sqrt((1 - beta2) / (1 - beta2**step)) * decayed / root
        return size + rate * mean / root * wrong_root, mean, square

    return magnitude


def clip_magnitude(weight_gradient: Tensor, bias_gradient: Tensor, max_norm: Tensor) -> Tensors:
    """Return the clipped sizes themselves: nothing cancels."""
    wide = (weight_gradient.double().abs(), bias_gradient.double().abs(), max_norm)
    return clip_norm(*wide)


def _with_gradient(value: Tensor, gradient: Tensor) -> nn.Parameter:
    parameter = nn.Parameter(value.clone())
    parameter.grad = gradient.clone()
    return parameter


def _gradient(parameter: nn.Parameter) -> Tensor:
    if parameter.grad is None:
        raise ValueError("clipping took the gradient away")
    return parameter.grad
