"""A session of ours that is judged before any other: what the first judgement of a process makes is there afterwards.

Rules of this file: it is small, valid, and has what nearly every session has.
"""

from __future__ import annotations

import json
import os
import zlib

from cellucid_session.batch import answers, child
from cellucid_session.judge.settings import Settings
from cellucid_session.model import KIND_SESSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.generation import Generation

_META = {
    "pages": [
        {
            "id": "p",
            "name": "Page",
            "color": None,
            "highlightedGroups": [
                {"id": "g", "type": "combined", "label": "Group", "enabled": True, "cellCount": 3}
            ],
        }
    ],
    "activePageId": "p",
    "activePageName": "Page",
}
_CELLS = b"\x03\x00\x03\x06"


def sample() -> bytes:
    """The session: one page, one group of three cells."""
    from cellucid_session.check.links import CELLS, META
    from cellucid_session.generated.generations import EARLIEST

    meta = json.dumps(_META).encode()
    packer = zlib.compressobj(wbits=31)
    packed = packer.compress(meta) + packer.flush()
    chunks = [
        _entry(EARLIEST, META, "eager", "gzip", len(packed), len(meta)),
        _entry(EARLIEST, CELLS + "g", "lazy", "none", len(_CELLS), len(_CELLS)),
    ]
    manifest = json.dumps(
        {
            "createdAt": "2026-01-01T00:00:00.000Z",
            "datasetFingerprint": {"sourceType": "local-demo", "datasetId": "warm", "cellCount": 10},
            "chunks": chunks,
        }
    ).encode()
    parts = (manifest, packed, _CELLS)
    return EARLIEST.magic + b"".join(len(part).to_bytes(4, "little") + part for part in parts)


def _entry(
    generation: Generation, name: str, priority: str, codec: str, stored: int, whole: int
) -> dict[str, Any]:
    family = generation.families.of(name)
    assert family is not None, "its families are declared"
    return {
        "id": name,
        "contributorId": family.contributor,
        "priority": priority,
        "kind": family.kind,
        "codec": codec,
        "label": name,
        "datasetDependent": family.dataset_dependent,
        "storedBytes": stored,
        "uncompressedBytes": whole,
    }


def judge() -> None:
    """Judge it as a child does, from standard input, which this process has no other use for."""
    child.head(b"")  # what hashes little is another module than what hashes an input of a pipe
    reading, writing = os.pipe()
    os.write(writing, sample())  # far less than a pipe holds
    os.close(writing)
    kept = os.dup(0)
    os.dup2(reading, 0)
    os.close(reading)
    try:
        child.answer(json.dumps(answers.request(Settings(), KIND_SESSION, None)).encode())
    finally:
        os.dup2(kept, 0)
        os.close(kept)
