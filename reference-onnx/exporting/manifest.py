"""The manifest's account of a model, read off its exported graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import onnx

from exporting.catalogue import Model
from exporting.tracing import OPSET
from tooling.artefacts import identity
from tooling.environment import Difference

_DTYPES = {
    onnx.TensorProto.FLOAT: "float32",
    onnx.TensorProto.DOUBLE: "float64",
    onnx.TensorProto.FLOAT16: "float16",
    onnx.TensorProto.BFLOAT16: "bfloat16",
    onnx.TensorProto.INT32: "int32",
    onnx.TensorProto.INT64: "int64",
}


def describe(model: Model, exported: bytes) -> dict[str, Any]:
    """Return the entry of one model; raise `Difference` if its graph is not what was asked for."""
    proto = onnx.load_model_from_string(exported)
    _require_wanted_form(model, proto)
    entry = {
        **identity(model.name, f"models/{model.name}.onnx", exported),
        "computes": model.computes,
        "inputs": [_signature(value) for value in proto.graph.input],
        "outputs": [_signature(value) for value in proto.graph.output],
    }
    wanted = [
        {"name": given.name, "dtype": given.dtype, "shape": list(given.shape)}
        for given in model.inputs
    ]
    if entry["inputs"] != wanted:
        raise Difference(f"{model.name}: inputs are {entry['inputs']}, expected {wanted}")
    return entry


def manifest(pins: Mapping[str, str], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the whole manifest."""
    return {
        "schema": 1,
        "torch": pins["torch"],
        "onnx": pins["onnx"],
        "onnxscript": pins["onnxscript"],
        "opset": OPSET,
        "models": entries,
    }


def _require_wanted_form(model: Model, proto: onnx.ModelProto) -> None:
    onnx.checker.check_model(proto, full_check=True)
    opsets = [(opset.domain, opset.version) for opset in proto.opset_import]
    if opsets != [("", OPSET)] or proto.functions:
        raise Difference(
            f"{model.name}: uses operator sets {opsets} and {len(proto.functions)} functions"
        )
    if tuple(value.name for value in proto.graph.output) != model.outputs:
        raise Difference(f"{model.name}: outputs are not {model.outputs}")
    named = {d for given in model.inputs for d in given.shape}
    for value in proto.graph.output:
        unknown = [d for d in _signature(value)["shape"] if isinstance(d, str) and d not in named]
        if unknown:
            raise Difference(
                f"{model.name}: output {value.name} has dimensions of its own: {unknown}"
            )


def _signature(value: onnx.ValueInfoProto) -> dict[str, Any]:
    tensor = value.type.tensor_type
    shape = [d.dim_param if d.HasField("dim_param") else d.dim_value for d in tensor.shape.dim]
    return {"name": value.name, "dtype": _DTYPES[tensor.elem_type], "shape": shape}
