"""What the models compute, as PyTorch functions and modules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

IGNORE_INDEX = -100
MAX_NORM = 1.0

Tensors = tuple[Tensor, ...]


def in_float32(function: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """Return `function` for half types: computed in float32, and rounded once.

    ONNX Runtime has no product of bfloat16 on a processor, and in which type it adds up products of
    float16 is its own affair. PyTorch's own layers on half types, which add up in float32, are what
    the models are checked against.
    """

    def rounded(*arguments: Tensor) -> Tensor:
        halves = next(given.dtype for given in arguments if given.is_floating_point())
        wide = (given.float() if given.is_floating_point() else given for given in arguments)
        return function(*wide).to(halves)

    return rounded


def embedding_forward(weight: Tensor, indices: Tensor) -> Tensor:
    return F.embedding(indices, weight)


def embedding_gradient(weight: Tensor, indices: Tensor, upstream: Tensor) -> Tensors:
    return _gradients(lambda table: F.embedding(indices, table), [weight], upstream)


def embedding_frequency_gradient(weight: Tensor, indices: Tensor, upstream: Tensor) -> Tensors:
    return _gradients(
        lambda table: F.embedding(indices, table, scale_grad_by_freq=True), [weight], upstream
    )


def embedding_max_norm(order: float) -> Callable[[Tensor, Tensor], Tensors]:
    """Return the function from (weight, indices) to the output and the table the lookup leaves."""

    def renormalised(weight: Tensor, indices: Tensor) -> Tensors:
        table = weight.clone()
        return F.embedding(indices, table, max_norm=MAX_NORM, norm_type=order), table

    return renormalised


def embedding_max_norm_by_hand(order: float) -> Callable[[Tensor, Tensor], Tensors]:
    """Return what `embedding_max_norm` returns, for the orders whose export is wrong.

    With infinity the exported graph is another one, and the exponent 1/3 comes out in float32. The
    zeros beside the rows are there because the largest of no element has no value, and the multiple
    of zero because a row with a NaN is left alone.
    """

    def renormalised(weight: Tensor, indices: Tensor) -> Tensors:
        sizes = torch.cat([weight.abs(), weight.new_zeros(weight.shape[0], 1)], dim=1)
        if order == float("inf"):
            norm = sizes.amax(dim=1) + (0 * weight).sum(dim=1)
        else:
            root = torch.tensor(1 / order, dtype=weight.dtype)
            norm = torch.pow(torch.pow(sizes, order).sum(dim=1), root)
        used = torch.zeros_like(norm).index_put(
            (indices,), torch.ones_like(indices, dtype=norm.dtype)
        )
        scaled = (norm > MAX_NORM) & (used > 0)
        factor = torch.where(scaled, MAX_NORM / (norm + 1e-7), torch.ones_like(norm))
        table = weight * factor[:, None]
        return F.embedding(indices, table), table

    return renormalised


def linear_forward(input: Tensor, weight: Tensor) -> Tensor:
    return F.linear(input, weight)


def linear_bias_forward(input: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return F.linear(input, weight, bias)


def linear_gradient(input: Tensor, weight: Tensor, upstream: Tensor) -> Tensors:
    return _gradients(F.linear, [input, weight], upstream)


def linear_bias_gradient(input: Tensor, weight: Tensor, bias: Tensor, upstream: Tensor) -> Tensors:
    return _gradients(F.linear, [input, weight, bias], upstream)


def tied_forward(weight: Tensor, indices: Tensor) -> Tensor:
    return _logits(weight, weight, None, indices)


def tied_bias_forward(weight: Tensor, bias: Tensor, indices: Tensor) -> Tensor:
    return _logits(weight, weight, bias, indices)


def tied_gradient(weight: Tensor, indices: Tensor, upstream: Tensor) -> Tensors:
    """Return the whole gradient of the shared table, the embedding's part and the head's part."""
    whole = _gradients(lambda table: _logits(table, table, None, indices), [weight], upstream)
    return whole + _parts(weight, indices, upstream)


def tied_bias_gradient(weight: Tensor, bias: Tensor, indices: Tensor, upstream: Tensor) -> Tensors:
    """Return what `tied_gradient` returns, and then the bias's gradient."""
    whole, bias_gradient = _gradients(
        lambda table, shift: _logits(table, table, shift, indices), [weight, bias], upstream
    )
    return (whole, *_parts(weight, indices, upstream), bias_gradient)


def tied_cross_entropy(reduction: str) -> Callable[[Tensor, Tensor, Tensor], Tensors]:
    """Return the function from (weight, indices, targets) to the loss and its three gradients."""

    def loss_and_gradients(weight: Tensor, indices: Tensor, targets: Tensor) -> Tensors:
        def loss(table: Tensor, head: Tensor) -> Tensor:
            logits = _logits(table, head, None, indices)
            return F.cross_entropy(logits, targets, reduction=reduction, ignore_index=IGNORE_INDEX)

        whole = _gradients(lambda table: loss(table, table), [weight])
        return (loss(weight, weight), *whole, *_gradients(loss, [weight, weight]))

    return loss_and_gradients


def one_hot_product(weight: Tensor, indices: Tensor) -> Tensor:
    rows = torch.arange(weight.shape[0])
    return (indices[..., None] == rows).to(weight.dtype) @ weight


def bag_forward(mode: str) -> Callable[[Tensor, Tensor, Tensor], Tensor]:
    def forward(weight: Tensor, indices: Tensor, offsets: Tensor) -> Tensor:
        return _bag(mode, weight, indices, offsets)

    return forward


def bag_gradient(mode: str) -> Callable[[Tensor, Tensor, Tensor, Tensor], Tensors]:
    def gradient(weight: Tensor, indices: Tensor, offsets: Tensor, upstream: Tensor) -> Tensors:
        return _gradients(lambda table: _bag(mode, table, indices, offsets), [weight], upstream)

    return gradient


def bag_weighted_forward(
    weight: Tensor, indices: Tensor, offsets: Tensor, per_sample_weights: Tensor
) -> Tensor:
    return _bag("sum", weight, indices, offsets, per_sample_weights)


def bag_weighted_gradient(
    weight: Tensor, indices: Tensor, offsets: Tensor, per_sample_weights: Tensor, upstream: Tensor
) -> Tensors:
    return _gradients(
        lambda table, factors: _bag("sum", table, indices, offsets, factors),
        [weight, per_sample_weights],
        upstream,
    )


def _bag(
    mode: str,
    weight: Tensor,
    indices: Tensor,
    offsets: Tensor,
    per_sample_weights: Tensor | None = None,
) -> Tensor:
    return F.embedding_bag(
        indices, weight, offsets, mode=mode, per_sample_weights=per_sample_weights
    )


class TiedModules(nn.Module):
    """An embedding and a head without bias that share one table."""

    def __init__(self, num_embeddings: int, embedding_dim: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(num_embeddings, embedding_dim)
        self.head = nn.Linear(embedding_dim, num_embeddings, bias=False, device="meta")
        self.head.weight = self.embedding.weight

    def forward(self, indices: Tensor) -> Tensor:
        return self.head(self.embedding(indices))


def _logits(table: Tensor, head: Tensor, bias: Tensor | None, indices: Tensor) -> Tensor:
    return F.linear(F.embedding(indices, table), head, bias)


def _parts(weight: Tensor, indices: Tensor, upstream: Tensor) -> Tensors:
    """Return the gradients of the table and of the head as if they were two tensors."""
    return _gradients(
        lambda table, head: _logits(table, head, None, indices), [weight, weight], upstream
    )


def _gradients(
    function: Callable[..., Tensor], at: Sequence[Tensor], upstream: Tensor | None = None
) -> Tensors:
    leaves = [value.detach().requires_grad_() for value in at]
    return torch.autograd.grad(function(*leaves), leaves, upstream)
