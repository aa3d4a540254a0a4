"""Files under a manifest: digests, writing all or nothing, naming what differs."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tooling.environment import Trouble

MANIFEST = "manifest.json"


def digest(data: bytes) -> str:
    """Return the SHA-256 of `data` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def identity(name: str, file: str, data: bytes) -> dict[str, Any]:
    """Return the part of a manifest entry that every file has."""
    return {"name": name, "file": file, "sha256": digest(data), "bytes": len(data)}


def as_json(document: Any) -> bytes:
    """Return `document` as stable, readable ASCII JSON; NaN and infinity are refused."""
    return (json.dumps(document, indent=2, allow_nan=False) + "\n").encode("ascii")


def publish(files: Mapping[str, bytes], manifest: dict[str, Any], home: Path) -> None:
    """Write `files` and then the manifest into `home`; remove files that are listed no more.

    Everything is written aside first and then renamed, the manifest last.
    """
    complete = {**files, MANIFEST: as_json(manifest)}
    with tempfile.TemporaryDirectory(dir=home, prefix=".aside-") as folder:
        aside = Path(folder)
        for file, data in complete.items():
            (aside / file).parent.mkdir(parents=True, exist_ok=True)
            (aside / file).write_bytes(data)
        for file in complete:
            (home / file).parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside / file, home / file)
    for stray in _strays(files, home):
        (home / stray).unlink()


def read_manifest(home: Path, entries: str, program: str) -> dict[str, Any]:
    """Return the manifest in `home`, whose list of files is called `entries`."""
    path = home / MANIFEST
    remedy = f"write it anew with: python {program}"
    if not path.is_file():
        raise Trouble(f"{path} does not exist; {remedy}")
    try:
        manifest = json.loads(path.read_bytes())
        for entry in manifest[entries]:
            entry["name"], entry["file"], entry["sha256"]
    except (ValueError, KeyError, TypeError) as failure:
        raise Trouble(f"{path} is no manifest ({failure!r}); {remedy}") from None
    return manifest


def damage(entries: Iterable[dict[str, Any]], home: Path) -> list[str]:
    """Name each file in `home` that is missing, is not the manifest's, or is not listed."""
    found = []
    listed = {entry["file"]: entry["sha256"] for entry in entries}
    for file, expected in listed.items():
        path = home / file
        if not path.is_file():
            found.append(f"{file}: the manifest lists it, but it is missing")
        elif (actual := digest(path.read_bytes())) != expected:
            found.append(f"{file}: has SHA-256 {actual}, the manifest says {expected}")
    found += [f"{file}: the manifest does not list it" for file in _strays(listed, home)]
    return found


def changes(recorded: dict[str, Any], remade: dict[str, Any], entries: str) -> list[str]:
    """Name each difference between the manifest on disk and the one just made again."""
    found = [
        f"{MANIFEST}: {key!r} is {recorded.get(key)!r}, made again it is {remade.get(key)!r}"
        for key in sorted({*recorded, *remade} - {entries})
        if recorded.get(key) != remade.get(key)
    ]
    before = {entry["name"]: entry for entry in recorded[entries]}
    after = {entry["name"]: entry for entry in remade[entries]}
    for name in sorted({*before, *after}):
        if name not in after:
            found.append(f"{before[name]['file']}: listed, but nothing makes it any more")
        elif name not in before:
            found.append(f"{after[name]['file']}: made, but the manifest does not list it")
        else:
            found += _entry_changes(before[name], after[name])
    if not found and recorded != remade:
        found.append(f"{MANIFEST}: its entries are in another order when made again")
    return found


def _entry_changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    if before["sha256"] != after["sha256"]:
        return [
            f"{after['file']}: made again it has SHA-256 {after['sha256']},"
            f" the manifest says {before['sha256']}"
        ]
    return [
        f"{after['file']}: {key!r} is {before.get(key)!r} in the manifest,"
        f" made again it is {after.get(key)!r}"
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    ]


def _strays(listed: Iterable[str], home: Path) -> list[str]:
    """Return the files beside listed ones, of the same kind, that are not listed themselves.

    Only folders below `home` are looked at: the top level also holds the programs.
    """
    known = set(listed)
    kinds = {(str(Path(file).parent), Path(file).suffix) for file in known}
    strays = (
        path.relative_to(home).as_posix()
        for folder, suffix in kinds
        if folder != "."
        for path in (home / folder).glob(f"*{suffix}")
    )
    return sorted(file for file in strays if file not in known)
