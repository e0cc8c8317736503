"""What the rows on the later generations measure: sets of cells, codes and arrays in each encoding, and a session.

Every input is made from a fixed seed, by the suite's own encoder or the writer. Names begin with `later-`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from cellucid_session import SessionWriter
from cellucid_session.generated.generations import generation
from cellucid_session.wire.build import leb128, leb128_block
from cellucid_session.write.payloads import members_payload, typed_codes_payload, typed_payload

TYPES = {1: "Uint8Array", 2: "Uint16Array", 4: "Uint32Array"}
RANDOM = 5
MAPPING = {
    "kind": "anndata",
    "embeddings": {
        "enabled": [{"key": "X_umap", "columns": [0, 1]}],
        "defaults": {"1d": None, "2d": {"key": "X_umap", "columns": [0, 1]}, "3d": None},
    },
    "knn": None,
    "geneNames": "index",
    "expression": "X",
    "log1p": {},
    "highlyVariable": None,
    "latent": None,
    "vectorFields": [],
}
ORDER = {"embedding": {"key": "X_umap", "columns": [0, 1]}, "dimension": 2, "digest": "0123456789abcdef"}


def _lengths(count: int, mean: int) -> Any:
    """Lengths of runs that have about `count` things: int64, shape (k,)."""
    return np.random.default_rng(RANDOM).geometric(1 / mean, max(2, count // mean))


def _runs_of_cells(count: int) -> tuple[bytes, int, int]:
    """A set of about half of `count` cells, in runs of mean 50: payload, members, cells."""
    lengths, gaps = _lengths(count // 2, 50), _lengths(count // 2, 50)
    pairs = np.stack((gaps, lengths), axis=1).ravel().astype(np.uint64)
    return b"\2" + leb128(len(lengths)) + leb128_block(pairs), int(lengths.sum()), int(pairs.sum())


def _codes(count: int, width: int) -> dict[str, bytes]:
    """Payloads of codes of a width, by the name of the encoding."""
    draw = np.random.default_rng(RANDOM)
    noise = draw.integers(0, 256**width - 1, count, dtype=np.uint64).astype(f"u{width}")
    lengths = _lengths(count, 50)
    values = np.cumsum(draw.integers(1, 200, len(lengths))) % min(256**width - 1, 60_000)
    pairs = np.stack((values, lengths), axis=1).ravel().astype(np.uint64)
    total = int(lengths.sum())
    runs = b"\1" + leb128(total) + leb128(len(lengths)) + leb128_block(pairs)
    return {"raw": typed_codes_payload(generation(5), noise, TYPES[width], None, "raw"), "runs": runs}


def session(path: Path, cells: int) -> None:
    """A session of generation 5: 20 groups in every encoding, 5 fields."""
    draw = np.random.default_rng(RANDOM)
    with SessionWriter(
        generation=5,
        dataset_id="ds",
        name=None,
        n_obs=cells,
        n_vars=4,
        cell_order=ORDER,
        data_mapping=MAPPING,
        source=None,
        requires={"obs": [], "var": []},
    ) as writer:
        fields, groups = [], []
        for at in range(5):
            about = {
                "id": f"f{at}",
                "source": "obs",
                "kind": "category",
                "key": f"field {at}",
                "sourceField": None,
            }
            about |= {"isDeleted": False, "isPurged": False, "operation": None, "createdAt": None}
            about |= {"categories": list("abcdefgh"), "codesLength": cells, "codesType": "Uint8Array"}
            about |= {"sourcePages": [], "overlapStrategy": "first", "overlapLabel": None}
            fields.append(about | {"intersectionLabels": None, "uncoveredLabel": None})
        overlays = {
            "renames": {"fields": {}, "categories": {}},
            "deletedFields": {"deleted": [], "purged": []},
        }
        writer.add("core/field-overlays", overlays | {"userDefinedFields": fields})
        for at, about in enumerate(fields):
            steps = np.cumsum(draw.integers(1, 8, cells // 50 + 1)) % 8
            codes = np.repeat(steps, 50)[:cells] if at % 2 else draw.integers(0, 8, cells)
            writer.add_codes(about["id"], codes.astype(np.uint8))
        for at in range(20):
            if at % 3 == 0:
                members = np.flatnonzero(draw.random(cells) < 0.05)
            elif at % 3 == 1:
                members = np.flatnonzero(draw.random(cells) < 0.5)
            else:
                start = int(draw.integers(0, cells // 2))
                members = np.arange(start, start + cells // 4)
            about = {"id": f"highlight_{at + 1}", "type": "lasso", "label": f"g{at}", "enabled": True}
            groups.append(about | {"cellCount": len(members)})
            writer.add_cells(about["id"], members)
        page = {"id": "page_1", "name": "Page", "color": "#112233", "highlightedGroups": groups}
        writer.add("highlights/meta", {"pages": [page], "activePageId": "page_1"})
        for name in ("core/state", "cinematic/camera", "ui/dockable-layout", "ui/figure-export"):
            writer.add(name, {})
        for name in ("analysis/windows", "analysis/docked"):
            writer.add(name, {})
        path.write_bytes(writer.to_bytes())


def make(folder: Path, count: int, cells: int) -> dict[str, Any]:
    """Make the inputs. Returns what a measurement has to know of them."""
    facts: dict[str, Any] = {}

    def put(name: str, payload: bytes, **told: Any) -> None:
        (folder / f"later-{name}").write_bytes(payload)
        facts[f"later-{name}"] = told

    half = np.flatnonzero(np.random.default_rng(RANDOM).random(count) < 0.5)
    put("bits", members_payload(generation(5), half, count, encoding="bits"), count=len(half), cells=count)
    payload, members, there = _runs_of_cells(count)
    put("gaps", payload, count=members, cells=there)
    for width in TYPES:
        for name, payload in _codes(count, width).items():
            put(f"{name}-{width}", payload, width=width)
    for bits in (1, 2, 4):
        codes = np.random.default_rng(RANDOM).integers(0, 1 << bits, count, dtype=np.uint8)
        put(
            f"packed-{bits}",
            typed_codes_payload(generation(5), codes, TYPES[1], None, "packed"),
            width=1,
            bits=bits,
        )
    array = np.random.default_rng(RANDOM).random(count, dtype=np.float32)
    put("typed", typed_payload(generation(5), {"values": array}), count=count)
    session(folder / "later-apply.session", cells)
    (folder / "later.json").write_text(json.dumps(facts))
    return facts
