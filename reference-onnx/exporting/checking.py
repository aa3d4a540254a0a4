"""An exported model against PyTorch's eager mode, both run on the same cases."""

from __future__ import annotations

import warnings

import numpy as np
import onnxruntime
import torch

from exporting.cases import Case, cases
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


def _onnx(model: Model, session: onnxruntime.InferenceSession, case: Case) -> list[np.ndarray]:
    try:
        return session.run(list(model.outputs), case.inputs)
    except Exception as failure:  # ONNX Runtime's exceptions have no common type but this
        raise Difference(
            f"{model.name}: ONNX Runtime fails on {case}: {failure}. The model was not written."
        ) from failure


def _eager(model: Model, case: Case) -> list[np.ndarray]:
    result = (model.eager or model.function)(*_tensors(case))
    results = result if isinstance(result, tuple) else (result,)
    return [tensor.detach().numpy() for tensor in results]


def _tensors(case: Case) -> list[torch.Tensor]:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "The given NumPy array is not writable", UserWarning)
        return [torch.from_numpy(values) for values in case.inputs.values()]


def _tolerances(model: Model, case: Case, expected: list[np.ndarray]) -> list[np.ndarray | None]:
    """Return the greatest difference allowed per element; None where every bit counts."""
    if model.magnitude is None:
        return [None] * len(expected)
    if case.regime in ("integers", "specials"):
        return [np.zeros(values.shape) for values in expected]
    shapes = [values.shape for values in case.inputs.values()]
    shapes += [values.shape for values in expected]
    roundings = 8 + sum(int(np.prod(shape[:-1])) + sum(shape[-1:]) for shape in shapes)
    magnitudes = model.magnitude(*_tensors(case))
    return [
        2 * roundings * np.finfo(values.dtype).eps * magnitude.detach().numpy()
        for values, magnitude in zip(expected, magnitudes, strict=True)
    ]


def _fault(expected: np.ndarray, actual: np.ndarray, tolerance: np.ndarray | None) -> str:
    """Say where and how the two differ, or return an empty text."""
    if expected.dtype != actual.dtype or expected.shape != actual.shape:
        return (
            f"eager gives {expected.dtype}{list(expected.shape)},"
            f" ONNX Runtime {actual.dtype}{list(actual.shape)}"
        )
    wrong = np.argwhere(~_agrees(expected, actual, tolerance))
    if not len(wrong):
        return ""
    at = tuple(wrong[0])
    allowed = "no" if tolerance is None else tolerance[at]
    return (
        f"at {[int(i) for i in at]} eager gives {expected[at]!r}, ONNX Runtime {actual[at]!r}"
        f" ({allowed} difference allowed, {len(wrong)} of {expected.size} elements wrong)"
    )


def _agrees(expected: np.ndarray, actual: np.ndarray, tolerance: np.ndarray | None) -> np.ndarray:
    if tolerance is None:
        bits = f"u{expected.itemsize}"
        return expected.view(bits) == actual.view(bits)
    with np.errstate(invalid="ignore"):
        near = np.abs(expected.astype(np.float64) - actual) <= tolerance
    return near | (expected == actual) | (np.isnan(expected) & np.isnan(actual))
