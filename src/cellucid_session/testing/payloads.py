"""Payloads of every family, by themselves.

Rules of this file: what is drawn is valid for the counts that are given. Codes come in all encodings, runs cut where
they need not be; texts hold what deserves advice.
"""

from __future__ import annotations

import math
from typing import Any

from hypothesis import strategies as st

from cellucid_session.conformance import encode

TEXTS = st.text("aB9 _=+@\t\u00e9\u200b\u202e", max_size=5)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
OPEN = st.dictionaries(TEXTS, VALUES, max_size=2)


def _codes(draw: st.DrawFn, values: list[int]) -> bytes:
    narrow = ["u8"] if max(values, default=0) < 256 else []
    encoding = draw(st.sampled_from([*narrow, "u16", "runs"]))
    if encoding != "runs":
        return encode.payload({"codes": {"encoding": encoding, "values": values}})
    runs: list[list[int]] = []
    for value in values:
        if runs and runs[-1][0] == value and draw(st.booleans()):
            runs[-1][1] += 1
        else:
            runs.append([value, 1])
    return encode.payload({"codes": {"encoding": encoding, "runs": runs}})


@st.composite
def binary_payloads(draw: st.DrawFn, what: str, n_obs: int, categories: int = 1) -> bytes:
    """Payloads of a binary chunk.

    Args:
        what: "index_list" (members of a group), "codes" (of a field, in any encoding) or "table" (an artifact).
        n_obs: number of cells. categories: of the field; with more than 255 of them codes are wide.
    """
    cell = st.integers(0, max(n_obs - 1, 0))
    if what == "index_list":
        members = draw(st.lists(cell, max_size=n_obs, unique=draw(st.booleans())))
        return encode.payload({"index_list": sorted(members)})
    if what == "codes":
        marker = 255 if categories <= 255 else 65535
        code = st.sampled_from(
            [marker, 0 if categories else marker, max(categories - 1, 0) if categories else marker]
        )
        return _codes(draw, draw(st.lists(code, min_size=n_obs, max_size=n_obs)))
    rows = draw(st.lists(st.tuples(cell, st.floats(width=32).map(_float)), max_size=min(n_obs, 4)))
    columns = [("cellIndex", "uint32"), ("value", "float32")]
    described = [
        {"name": name, "dtype": dtype, "encoding": "raw", "byteLength": 4 * len(rows)}
        for name, dtype in columns
    ]
    spec = {
        "header": {"rowCount": len(rows), "columns": described},
        "columns": [{"u32": [index for index, _ in rows]}, {"f32": [value for _, value in rows]}],
    }
    return encode.payload({"table": spec})


def _float(value: float) -> float | str:
    """A number as the suite's encoder takes it."""
    return value if math.isfinite(value) else "NaN" if value != value else f"{'-' * (value < 0)}Infinity"


#: payload of a JSON family without a registry -> what it may say
OPEN_PAYLOADS: dict[str, st.SearchStrategy[Any]] = {
    "core-state": st.fixed_dictionaries(
        {},
        optional={
            "camera": OPEN | st.none(),
            "camerasLocked": st.booleans(),
            "activeDimensionLevel": NUMBERS | st.none(),
            "filters": st.dictionaries(
                TEXTS, st.fixed_dictionaries({"kind": st.just("category")}), max_size=2
            ),
            "uiControls": st.dictionaries(
                TEXTS, st.fixed_dictionaries({"type": st.just("range")}), max_size=2
            ),
        },
    ),
    "ui-dockable-layout": st.fixed_dictionaries(
        {},
        optional={
            "panels": st.lists(st.fixed_dictionaries({"id": TEXTS, "open": st.booleans()}), max_size=2)
        },
    ),
    "analysis-windows": st.fixed_dictionaries(
        {},
        optional={
            "windows": st.lists(st.fixed_dictionaries({"modeId": TEXTS, "settings": VALUES}), max_size=2)
        },
    ),
}


def json_payloads(family: str) -> st.SearchStrategy[Any]:
    """Values of a JSON chunk that stands for itself.

    Args:
        family: "core-state", "ui-dockable-layout" or "analysis-windows".
    """
    return OPEN_PAYLOADS[family]
