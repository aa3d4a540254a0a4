#!/usr/bin/env python3
"""Export the reference models from PyTorch, or check that exporting again gives the same files.

    python reference-onnx/export.py           writes models/*.onnx and manifest.json
    python reference-onnx/export.py --check   exports again and compares, and writes nothing

Exit status: 0 done; 1 a model disagrees with PyTorch's eager mode, or a file with its digest;
2 wrong usage or environment.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True

from tooling import artefacts, environment  # noqa: E402

HOME = Path(__file__).resolve().parent
PROGRAM = "reference-onnx/export.py"
PACKAGES = ("torch", "onnx", "onnx-ir", "onnxscript", "onnxruntime", "numpy")


def main() -> None:
    check = environment.wants_check("Export the reference models from PyTorch.")
    pins = environment.require_pins(PACKAGES)
    recorded = artefacts.read_manifest(HOME, "models", PROGRAM) if check else None
    files, manifest = export_all(pins)
    if recorded is not None:
        compare(recorded, manifest)
        return
    if not environment.draws_as_recorded():
        raise environment.Trouble(
            "PyTorch runs without AVX2 code here, so the article's modules would be initialised"
            " with other bits; export on an x86-64 processor with AVX2"
        )
    artefacts.publish(files, manifest, HOME)
    print(f"wrote {len(files)} models, {sum(map(len, files.values()))} bytes")


def export_all(pins: dict[str, str]) -> tuple[dict[str, bytes], dict]:
    """Export every model, check each against eager mode, and describe them."""
    import torch

    from exporting.catalogue import models
    from exporting.checking import check
    from exporting.manifest import describe, manifest
    from exporting.tracing import export

    torch.set_num_threads(1)
    began = time.monotonic()
    files, entries, cases = {}, [], 0
    for model in models():
        exported = export(model)
        entry = describe(model, exported)
        cases += check(model, exported)
        files[entry["file"]] = exported
        entries.append(entry)
    seconds = time.monotonic() - began
    print(f"exported {len(files)} models, equal to eager mode on {cases} cases ({seconds:.0f} s)")
    return files, manifest(pins, entries)


def compare(recorded: dict, remade: dict) -> None:
    """Raise `Difference` unless the files, their manifest and the new export agree."""
    found = artefacts.damage(recorded["models"], HOME)
    if not environment.draws_as_recorded():
        print("not compared: article_* (PyTorch runs without AVX2 code, seeds give other bits)")
        for manifest in (recorded, remade):
            manifest["models"] = [
                entry for entry in manifest["models"] if not entry["name"].startswith("article_")
            ]
    found += artefacts.changes(recorded, remade, "models")
    if found:
        raise environment.Difference("\n".join(found))
    print(f"all {len(remade['models'])} models are what the manifest says, exported again too")


if __name__ == "__main__":
    sys.exit(environment.run(main))
