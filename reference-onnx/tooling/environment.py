"""What the programs need from the machine, and the one way in which they fail."""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements.txt"


class Trouble(Exception):
    """The program cannot do its work here: bad usage or a wrong environment (exit status 2)."""


class Difference(Exception):
    """The work was done, and two things that must be equal are not (exit status 1)."""


def run(program: Callable[[], None]) -> int:
    """Run `program` and turn its failure into a message and an exit status."""
    try:
        with tempfile.TemporaryDirectory() as cache:
            # Otherwise PyTorch leaves a cache folder behind, and ONNX Runtime a device identifier.
            os.environ["TORCHINDUCTOR_CACHE_DIR"] = cache
            os.environ["ORT_DISABLE_TELEMETRY"] = "1"
            program()
    except Trouble as trouble:
        print(f"error: {trouble}", file=sys.stderr)
        return 2
    except OSError as failure:
        print(f"error: {failure}", file=sys.stderr)
        return 2
    except Difference as difference:
        print(difference, file=sys.stderr)
        return 1
    return 0


def wants_check(description: str) -> bool:
    """Read the command line, whose one option is to compare and write nothing."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--check", action="store_true", help="make everything again and compare; write nothing"
    )
    return parser.parse_args().check


def public_version(version: str) -> str:
    """Drop the build tag: the CPU and GPU builds of one release are one version here."""
    return version.partition("+")[0]


def require_pins(packages: Iterable[str]) -> dict[str, str]:
    """Return the pinned version of each package, or raise `Trouble` where another is installed."""
    pins = _pins()
    remedy = "install the pinned packages: python -m pip install -r reference-onnx/requirements.txt"
    for package in packages:
        try:
            installed = public_version(importlib.metadata.version(package))
        except importlib.metadata.PackageNotFoundError:
            raise Trouble(f"{package} {pins[package]} is not installed; {remedy}") from None
        if installed != pins[package]:
            raise Trouble(
                f"{package} {installed} is installed, {pins[package]} is needed; {remedy}"
            )
    return pins


def draws_as_recorded() -> bool:
    """Tell whether PyTorch's initialisers give the recorded bits on this processor.

    The same seed gives other last bits where PyTorch runs without AVX2 code.
    """
    import torch

    return torch.backends.cpu.get_cpu_capability() in ("AVX2", "AVX512")


def _pins() -> dict[str, str]:
    lines = (line.strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines())
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))
