"""An exported model against PyTorch's eager mode, both run on the same cases."""

from __future__ import annotations

import onnx
import onnxruntime
import torch
from torch import Tensor

from exporting.cases import BITS, Case, cases
from exporting.catalogue import Model
from tooling.environment import Difference

_FATAL = 4


def check(model: Model, exported: bytes) -> int:
    """Raise `Difference` unless the exported model agrees with eager; return the cases' number."""
    session = _session(exported)
    checked = list(cases(model))
    for case in checked:
        expected = _eager(model, case)
        actual = _onnx(model, session, case)
        tolerances = _tolerances(model, case, expected)
        for name, *compared in zip(model.outputs, expected, actual, tolerances, strict=True):
            if fault := _fault(*compared):
                raise Difference(
                    f"{model.name}: {name} differs from PyTorch's eager mode on {case}: {fault}."
                    " The model was not written."
                )
    return len(checked)


def _session(exported: bytes) -> onnxruntime.InferenceSession:
    """Open the model on one thread: with more, scattered additions lose updates."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.use_deterministic_compute = True
    options.log_severity_level = _FATAL
    return onnxruntime.InferenceSession(exported, options, providers=["CPUExecutionProvider"])


def _onnx(model: Model, session: onnxruntime.InferenceSession, case: Case) -> list[Tensor]:
    try:
        feeds = {name: _value(tensor) for name, tensor in case.inputs.items()}
        results = session.run_with_ort_values(list(model.outputs), feeds)
        return [torch.from_dlpack(result).clone() for result in results]
    except Exception as failure:  # ONNX Runtime's exceptions have no common type but this
        raise Difference(
            f"{model.name}: ONNX Runtime fails on {case}: {failure}. The model was not written."
        ) from failure


def _value(tensor: Tensor) -> onnxruntime.OrtValue:
    """Hand a tensor over; NumPy has no bfloat16, so its bits go under their own name."""
    if tensor.dtype == torch.bfloat16:
        return onnxruntime.OrtValue.ortvalue_from_numpy_with_onnx_type(
            tensor.view(torch.int16).numpy(), onnx.TensorProto.BFLOAT16
        )
    return onnxruntime.OrtValue.ortvalue_from_numpy(tensor.numpy())


def _eager(model: Model, case: Case) -> list[Tensor]:
    result = model.reference(*case.inputs.values())
    results = result if isinstance(result, tuple) else (result,)
    return [tensor.detach() for tensor in results]


def _tolerances(model: Model, case: Case, expected: list[Tensor]) -> list[Tensor | None]:
    """Return the greatest difference allowed per element; None where every bit counts."""
    if model.magnitude is None:
        return [None] * len(expected)
    if case.regime in ("integers", "specials", "dyadic"):
        return [torch.zeros(values.shape) for values in expected]
    shapes = [tensor.shape for tensor in (*case.inputs.values(), *expected)]
    roundings = 8 + sum(shape[:-1].numel() + sum(shape[-1:]) for shape in shapes)
    magnitudes = model.magnitude(*case.inputs.values())
    return [
        _allowance(values.dtype, roundings) * magnitude.detach().double()
        for values, magnitude in zip(expected, magnitudes, strict=True)
    ]


def _allowance(dtype: torch.dtype, roundings: int) -> float:
    """Return what two results may differ by in units of their magnitude.

    Half types are added up in float32, and each result is rounded to its type at most twice.
    """
    unit = torch.finfo(dtype).eps
    if dtype.itemsize > 2:
        return 2 * roundings * unit
    return 2 * (roundings * torch.finfo(torch.float32).eps + 2 * unit)


def _fault(expected: Tensor, actual: Tensor, tolerance: Tensor | None) -> str:
    """Say where and how the two differ, or return an empty text."""
    if expected.dtype != actual.dtype or expected.shape != actual.shape:
        return (
            f"eager gives {expected.dtype}{list(expected.shape)},"
            f" ONNX Runtime {actual.dtype}{list(actual.shape)}"
        )
    wrong = ~_agrees(expected, actual, tolerance)
    if not wrong.any():
        return ""
    at = tuple(int(i) for i in wrong.nonzero()[0])
    allowed = "no" if tolerance is None else tolerance[at].item()
    return (
        f"at {list(at)} eager gives {expected[at].item()!r}, ONNX Runtime {actual[at].item()!r}"
        f" ({allowed} difference allowed, {int(wrong.sum())} of {wrong.numel()} elements wrong)"
    )


def _agrees(expected: Tensor, actual: Tensor, tolerance: Tensor | None) -> Tensor:
    if tolerance is None:
        bits = BITS[expected.dtype.itemsize]
        return expected.view(bits) == actual.view(bits)
    near = (expected.double() - actual.double()).abs() <= tolerance
    return near | (expected == actual) | (expected.isnan() & actual.isnan())
