"""From a model of the catalogue to the bytes of an ONNX file."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import onnx
import torch
from torch import Tensor, nn
from torch._decomp import get_decompositions
from torch.export import Dim
from torch.fx.experimental.proxy_tensor import make_fx

from exporting import bags
from exporting.catalogue import Dimension, Model
from tooling.environment import public_version

OPSET = 20

# Pairwise different, so that tracing cannot take one dimension for another, and none is 0 or 1,
# which tracing would bake in.
_TRACED_SIZES = {
    "num_embeddings": 11,
    "embedding_dim": 5,
    "in_features": 7,
    "out_features": 13,
    "batch": 2,
    "sequence": 3,
    "group": 4,
    "positions": 17,
    "bags": 6,
}

# Without these the exporter translates the backward operators itself, some of them wrongly:
# the gradient of a mean cross-entropy is one.
_DECOMPOSED = (
    torch.ops.aten.nll_loss_forward,
    torch.ops.aten.nll_loss_backward,
    torch.ops.aten._log_softmax_backward_data,
    torch.ops.aten.embedding_dense_backward,
)


def export(model: Model) -> bytes:
    """Trace `model` and return its ONNX file, which depends on nothing but the pinned versions."""
    arguments = tuple(_example(given.dtype, given.shape) for given in model.inputs)
    names = {d for given in model.inputs for d in given.shape if isinstance(d, str)}
    dimensions = {name: Dim(name) for name in names}
    shapes: Any = tuple(
        {axis: dimensions[d] for axis, d in enumerate(given.shape) if isinstance(d, str)}
        for given in model.inputs
    )
    module = _module(model, arguments)
    if isinstance(module, _Function):
        shapes = (shapes,)
    with _quiet():
        program = torch.onnx.export(
            module.eval(),
            arguments,
            None,
            dynamo=True,
            opset_version=OPSET,
            dynamic_shapes=shapes,
            input_names=[given.name for given in model.inputs],
            output_names=list(model.outputs),
            verbose=False,
        )
    return _normalised(program.model_proto).SerializeToString(deterministic=True)


class _Function(nn.Module):
    """A function of tensors as the module that the exporter asks for."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__()
        self._function = function

    def forward(self, *arguments: Tensor) -> Any:
        return self._function(*arguments)


def _module(model: Model, arguments: tuple[Tensor, ...]) -> nn.Module:
    if model.backward or model.decomposed:
        # "fake" and "real" tracing would bake the vocabulary's size in.
        return make_fx(
            model.function,
            decomposition_table={**get_decompositions(_DECOMPOSED), **bags.DECOMPOSITIONS},
            tracing_mode="symbolic",
            _allow_non_fake_inputs=True,
        )(*arguments)
    return model.function if isinstance(model.function, nn.Module) else _Function(model.function)


def _example(dtype: str, shape: tuple[Dimension, ...]) -> Tensor:
    sizes = [_TRACED_SIZES[d] if isinstance(d, str) else d for d in shape]
    return torch.zeros(sizes, dtype=getattr(torch, dtype))


def _normalised(model: onnx.ModelProto) -> onnx.ModelProto:
    """Remove what differs between folders and builds: source paths, notes, the build's tag."""
    _without_notes(model)
    for graph in _graphs(model.graph):
        for holder in (graph, *graph.node, *graph.input, *graph.output, *graph.initializer):
            _without_notes(holder)
        graph.ClearField("value_info")
    model.producer_version = public_version(model.producer_version)
    return model


def _without_notes(holder: Any) -> None:
    holder.ClearField("metadata_props")
    holder.ClearField("doc_string")


def _graphs(graph: onnx.GraphProto) -> Iterator[onnx.GraphProto]:
    """Yield a graph and the bodies of its loops and branches."""
    yield graph
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.HasField("g"):
                yield from _graphs(attribute.g)


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the exporter's remarks that are known and of no consequence here; no others."""
    logger = logging.getLogger("torch.onnx._internal.exporter._registration")
    level = logger.level
    logger.setLevel(logging.ERROR)  # torchvision is not installed
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", r".*isinstance\(treespec, LeafSpec\)", FutureWarning)
            warnings.filterwarnings("ignore", "# The axis name: .* will not be used", UserWarning)
            yield
    finally:
        logger.setLevel(level)
