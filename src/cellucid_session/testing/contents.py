"""What a valid session holds: payloads of every family, the manifest, and the two put together.

Rules of this file: everything drawn here is valid, though it may deserve advice. A group or field that is drawn is
in its registry, and its payload fits it. Those of later generations are
drawn in `later_contents`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from cellucid_session.conformance import encode
from cellucid_session.errors import UsageError
from cellucid_session.generated.families import EXACT, PREFIXED
from cellucid_session.generated.generations import NUMBERS
from cellucid_session.model import Family
from cellucid_session.testing.later_contents import contents
from cellucid_session.testing.later_parts import anndata_of, parts_of
from cellucid_session.testing.payloads import OPEN_PAYLOADS, TEXTS, binary_payloads, json_payloads
from cellucid_session.testing.pieces import Chunk, Parts

MOST_CELLS, MOST_GENES = 20, 8
#: payload -> what its chunks' ids begin with, and its family
BY_PAYLOAD: dict[str, tuple[str, Family]] = {
    **{family.payload: (name, family) for name, family in EXACT.items()},
    **{family.payload: (family.prefix, family) for family in PREFIXED},
}

_YEAR = datetime(2025, 1, 1)  # all times are of one year: a day of another may not be in it


def ids() -> st.SearchStrategy[str]:
    """Ids of groups and fields: what the viewer makes, short."""
    return st.text("abcxyz0123456789_-", min_size=1, max_size=8)


@st.composite
def manifests(draw: st.DrawFn, n_obs: int | None = None, n_vars: int | None = None) -> dict[str, Any]:
    """Manifests without chunks; what may be left out is, now and then.

    Args:
        n_obs: number of cells; drawn when None. n_vars: number of genes; drawn when None.
    """
    n_obs = draw(st.integers(0, MOST_CELLS)) if n_obs is None else n_obs
    n_vars = draw(st.integers(0, MOST_GENES)) if n_vars is None else n_vars
    told = {"sourceType": draw(st.sampled_from(["local-demo", None])), "datasetId": draw(ids() | st.none())}
    moment = draw(st.datetimes(_YEAR, _YEAR.replace(month=12, day=31))).replace(microsecond=0).isoformat()
    manifest: dict[str, Any] = {
        "createdAt": moment + draw(st.sampled_from([".000Z", "Z", "+05:30"])),
        "dataSource": draw(st.sampled_from([None, told | {"userPath": None}])),
        "datasetFingerprint": told | {"cellCount": n_obs, "varCount": n_vars},
        "summary": None,
        "chunks": [],
    }
    for key in draw(st.sets(st.sampled_from(["createdAt", "dataSource", "summary"]), max_size=1)):
        del manifest[key]
    return manifest


def entry_of(family: Family, chunk_id: str, codec: str, priority: str) -> dict[str, Any]:
    """The entry of a chunk of a family, before its sizes are known."""
    return {
        "id": chunk_id,
        "contributorId": family.contributor,
        "priority": priority if family.priority == "either" else family.priority,
        "kind": family.kind,
        "codec": codec,
        "label": chunk_id,
        "datasetDependent": family.dataset_dependent,
        "storedBytes": 0,
        "uncompressedBytes": 0,
    }


@st.composite
def parts(draw: st.DrawFn) -> Parts:
    """Valid sessions in parts: the registries first, then, in any order that is allowed, everything else."""
    manifest = draw(manifests())
    told = manifest["datasetFingerprint"]
    n_obs, n_vars = told["cellCount"], told["varCount"]
    eager: list[Chunk] = []
    lazy: list[Chunk] = []

    def add(payload: str, rest: str, data: bytes, priority: str = "lazy") -> None:
        start, family = BY_PAYLOAD[payload]
        entry = entry_of(family, start + rest, draw(st.sampled_from(["gzip", "none"])), priority)
        (eager if entry["priority"] == "eager" else lazy).append(Chunk(entry, data))

    fields, coded = [], []
    for name in draw(st.lists(ids(), unique=True, max_size=3)):
        count = draw(st.sampled_from([0, 1, 2, 3, 256]))
        source = draw(st.sampled_from(["obs", "obs", "var"]))
        length = draw(st.sampled_from([n_obs, n_vars])) if source == "var" else n_obs
        fields.append(
            {"id": name, "source": source, "kind": "category", "key": name, "codesLength": length}
            | {"categories": [f"c{number}" for number in range(count)]}
            | {"codesType": draw(st.sampled_from(["Uint16Array", *["Uint8Array"] * (count < 256)]))}
        )
        coded.append(
            (name, draw(binary_payloads("codes", length, count)), draw(st.sampled_from(["eager", "lazy"])))
        )
    overlays = {"renames": {"fields": {}, "categories": {}}, "userDefinedFields": fields}
    add("core-field-overlays", "", encode.json_text(overlays))
    for name, payload, priority in coded:
        add("codes", name, payload, priority)
    for open_one in draw(st.lists(st.sampled_from(sorted(OPEN_PAYLOADS)), unique=True, max_size=2)):
        add(open_one, "", encode.json_text(draw(json_payloads(open_one))))
    shown: list[dict[str, Any]] = [{"type": "lasso"}, {"type": "range", "rangeMin": 0, "rangeMax": 1.5}]
    members = {name: draw(binary_payloads("index_list", n_obs)) for name in draw(st.lists(ids(), max_size=3))}
    listed = [
        {"id": name, "label": draw(TEXTS), "enabled": True, "cellCount": payload[0]}
        | draw(st.sampled_from(shown))
        for name, payload in members.items()
    ]
    cut = draw(st.integers(0, len(listed)))
    pages = [
        {"id": f"p{number}", "name": "Page", "color": "#aabbcc", "highlightedGroups": held}
        for number, held in enumerate([listed[:cut], listed[cut:]])
    ]
    meta = {"pages": pages, "activePageId": "p0", "activePageName": "Page"}
    add("highlights-meta", "", encode.json_text(meta))
    for name, payload in members.items():
        add("index-list", name, payload)
    for number in range(draw(st.integers(0, 1))):
        add("table", f"key/gene/p{number}", draw(binary_payloads("table", n_obs)))
    return Parts(manifest, [*eager, *draw(st.permutations(lazy))], (n_obs, n_vars))


def every(generation: int | None) -> st.SearchStrategy[Parts]:
    """Valid sessions in parts, of a generation, or of any. Raises UsageError: there is no such generation."""
    if generation is not None and generation not in NUMBERS:
        raise UsageError(f"generation must be one of {', '.join(map(str, NUMBERS))}, not {generation}")
    found = {each: parts() if each == NUMBERS[0] else contents(each).map(parts_of) for each in NUMBERS}
    return st.one_of(*found.values()) if generation is None else found[generation]


def sessions(generation: int | None = NUMBERS[0]) -> st.SearchStrategy[bytes]:
    """Valid sessions: every family, codec and encoding; groups with members, fields of cells and of genes.

    Args:
        generation: 1 to 5, or None for all of them.
    """
    return every(generation).map(Parts.build)


@st.composite
def annotated(draw: st.DrawFn, generation: int = NUMBERS[0]) -> tuple[Any, bytes]:
    """An AnnData and a valid session of the same shape, with the columns that the session speaks of. Needs anndata.

    Args:
        generation: 1 to 5.
    """
    if generation != NUMBERS[0]:
        content = draw(contents(generation))
        return anndata_of(content), parts_of(content).build()
    import anndata
    import numpy as np

    made = draw(parts())
    return anndata.AnnData(np.zeros(made.shape, dtype=np.float32)), made.build()
