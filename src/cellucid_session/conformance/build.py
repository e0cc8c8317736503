"""The conformance suite as files in a folder.

Rules of this file: writing needs the standard library alone and gives the same bytes everywhere. What there is to write
says `catalogue`, what bytes it has `assembling`.

`python -m cellucid_session.conformance.build OUTDIR` writes every file, and an index.json that says what is in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from cellucid_session.conformance.assembling import SUFFIXES
from cellucid_session.conformance.catalogue import load, told_span
from cellucid_session.errors import SessionError, UsageError
from cellucid_session.io import outputs

if TYPE_CHECKING:
    from cellucid_session.conformance.catalogue import Suite


def put_beside(folder: str, beside: tuple[str, ...]) -> None:
    """Lay empty files and links beside a list. Where no link can be made, nothing lies in its place."""
    for told in beside:
        name, link, where = told.partition(" -> ")
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if not link:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400))
            continue
        with contextlib.suppress(OSError, NotImplementedError):
            os.symlink(where, path)


def write(suite: Suite, folder: str) -> dict[str, Any]:
    """Write every base and vector into a new or empty folder, and index.json. Returns the index.

    Raises:
        UsageError: something is there that is no empty folder. OutputError: the system can't write there.
    """
    outputs.new_folder(folder)
    entries = []

    def put(name: str, kind: str, data: bytes, **told: Any) -> None:
        file = name + SUFFIXES[kind]
        outputs.write_new(folder, file, data)
        entries.append(
            {"name": name, "file": file, "kind": kind, "sha256": hashlib.sha256(data).hexdigest()} | told
        )

    for name, described in suite.bases.items():
        valid: dict[str, Any] = {
            "verdict": "valid",
            "rule": None,
            "span": None,
            "inflated_span": None,
            "also": [],
        }
        put(
            f"base.{name}",
            described["kind"],
            suite.base(name),
            advice=described.get("advice", []),
            expect=valid,
            flags=[],
            note=described["note"],
            limits={},
            dataset={},
            beside=None,
            generation=suite.generation(name),
            taken=None,
        )
    for vector in suite.vectors:
        expect = vector.expect
        put(
            vector.id,
            suite.kind(vector),
            suite.build(vector),
            advice=suite.bases[vector.base].get("advice", []),
            expect={
                "verdict": expect.verdict,
                "rule": expect.rule,
                "span": told_span(expect.span),
                "inflated_span": told_span(expect.inflated_span),
                "also": list(expect.also),
            },
            flags=list(vector.flags),
            note=vector.note,
            limits=vector.limits,
            dataset=vector.dataset,
            beside=None if vector.beside is None else list(vector.beside),
            generation=suite.generation(vector.base),
            taken=None if vector.taken is None else list(vector.taken),
        )
    index = {"index": 1, "flags": suite.flags, "files": entries}
    outputs.write_new(folder, "index.json", json.dumps(index, ensure_ascii=True, indent=1).encode() + b"\n")
    return index


def main(arguments: list[str]) -> int:
    """Write the suite into the folder that is the only argument."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: python -m cellucid_session.conformance.build OUTDIR\n")
        return 2
    try:
        index = write(load(), arguments[0])
    except SessionError as exc:
        sys.stderr.write(f"{exc}\n")
        return 2 if isinstance(exc, UsageError) else 4
    sys.stdout.write(f"{len(index['files'])} files and index.json\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
