"""What an embedding bag is made of, for the exporter.

PyTorch has no decomposition of its backward, and its translation of the forward computes in float32
whatever the table's type, and fails without a bag. Only the operators' insides are written here: the
models are checked against what PyTorch's own operators give.
"""

from __future__ import annotations

import torch
from torch import Tensor

_MEAN, _MAX = 1, 2
_NO_ROW = -1


def _embedding_bag(
    weight: Tensor,
    indices: Tensor,
    offsets: Tensor,
    scale_grad_by_freq: bool = False,
    mode: int = 0,
    sparse: bool = False,
    per_sample_weights: Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int = -1,
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the output, and what the backward reads: the bag of each position, the size of each
    bag, and the row of each largest element."""
    bags = torch.arange(offsets.shape[0])
    positions = torch.arange(indices.shape[0])
    bag_of = (offsets[None, :] <= positions[:, None]).sum(1) - 1
    members = bag_of[None, :] == bags[:, None]
    sizes = members.sum(1)
    rows = weight[indices]
    if mode == _MAX:
        largest, found = _largest(rows, indices, members)
        filled = sizes[:, None] > 0
        return (
            torch.where(filled, largest, 0.0),
            bag_of,
            sizes,
            torch.where(filled, found, _NO_ROW),
        )
    if per_sample_weights is not None:
        rows = rows * per_sample_weights[:, None]
    output = weight.new_zeros(offsets.shape[0], weight.shape[1]).index_add(0, bag_of, rows)
    if mode == _MEAN:
        output = output / sizes.clamp(min=1)[:, None]
    return output, bag_of, sizes, bags


def _largest(rows: Tensor, indices: Tensor, members: Tensor) -> tuple[Tensor, Tensor]:
    """Return the largest element of each column of each bag, and the first row that holds it."""
    lowest = torch.where(members[:, :, None], rows[None], float("-inf"))
    # One row that no bag has, so that there is always one to find.
    none = lowest.new_full((members.shape[0], 1, rows.shape[1]), -torch.inf)
    scores = torch.cat([lowest, none], 1)
    named = torch.cat([indices, torch.full((1,), _NO_ROW, dtype=indices.dtype)])
    return scores.amax(1), named[scores.argmax(1)]


def _embedding_bag_backward(
    grad: Tensor,
    indices: Tensor,
    offsets: Tensor,
    offset2bag: Tensor,
    bag_size: Tensor,
    maximum_indices: Tensor,
    num_weights: int,
    scale_grad_by_freq: bool,
    mode: int,
    sparse: bool,
    per_sample_weights: Tensor | None,
    padding_idx: int = -1,
) -> Tensor:
    if mode == _MAX:
        # What belongs to no row goes to one past the last, which is cut off.
        rows = torch.where(maximum_indices < 0, num_weights, maximum_indices)
        table = grad.new_zeros(num_weights + 1, grad.shape[1])
        return table.scatter_add(0, rows, grad)[:num_weights]
    shared = grad / bag_size.clamp(min=1)[:, None] if mode == _MEAN else grad
    rows = shared[offset2bag]
    if per_sample_weights is not None:
        rows = rows * per_sample_weights[:, None]
    return torch.ops.aten.embedding_dense_backward(rows, indices, num_weights, -1, False)


def _per_sample_weights_backward(
    grad: Tensor,
    weight: Tensor,
    indices: Tensor,
    offsets: Tensor,
    offset2bag: Tensor,
    mode: int,
    padding_idx: int = -1,
) -> Tensor:
    return (grad[offset2bag] * weight[indices]).sum(1)


DECOMPOSITIONS = {
    torch.ops.aten._embedding_bag.default: _embedding_bag,
    torch.ops.aten._embedding_bag_forward_only.default: _embedding_bag,
    torch.ops.aten._embedding_bag_backward.default: _embedding_bag_backward,
    torch.ops.aten._embedding_bag_per_sample_weights_backward.default: _per_sample_weights_backward,
}
