"""Files that are cut, padded, changed and too large, and small budgets: tried on for what no verdict may depend on.

Each is drawn by hypothesis; `deterministic` gives the same sort of files to tests that start processes.
"""

from __future__ import annotations

import random
from typing import Any

import builders as b
from hypothesis import strategies as st

from cellucid_session import Limits, Report

LONG_LIST = b.chunk("x/y", list(range(50)), codec="none")
BASES: tuple[bytes, ...] = (
    b.typical(),
    b.session(
        b.meta(b.group("g", 2)),
        b.chunk(b.CELLS + "g", b.cells([3, 9]), codec="none"),
        b.chunk("core/state", {"a": [1, 2]}),
    ),
    b.session(
        b.overlays(b.field("f")),
        b.chunk(b.CODES + "f", b.codes([0] * 10)),
        b.chunk(b.TABLE + "a/b/c", b.table([1, 9])),
        LONG_LIST,
    ),
    # faults behind a budget, and budgets behind a fault
    b.session(b.chunk(b.CELLS + "g", b.cells([3, 99]), codec="none"), LONG_LIST, b.chunk("core/state", b"{,}")),
    b.session(LONG_LIST, b.meta(b.group("g", 2)), b.chunk(b.CELLS + "h", b"\x81\x00\x03"), b.chunk("x/z", b"[1")),
)  # fmt: skip

#: budget -> most that is drawn for it: in the region of what the files have
BUDGETS = {
    "file_bytes": 2500,
    "inflated_bytes": 1200,
    "json_bytes": 900,
    "total_json_bytes": 3000,
    "json_nodes": 150,
    "chunks": 12,
}

Edit = tuple[int, int, bytes]


def edited(base: bytes, edits: list[Edit], cut: int | None, padding: bytes) -> bytes:
    """A file with pieces replaced, cut at a place (modulo its length), and with bytes after it."""
    data = bytearray(base)
    for at, gone, new in edits:
        start = at % len(data)
        data[start : start + gone] = new
    return bytes(data[: len(data) if cut is None else cut % (len(data) + 1)]) + padding


EDITS = st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(0, 4), st.binary(max_size=3)), max_size=2)
FILES = st.builds(
    edited,
    st.sampled_from(BASES),
    EDITS,
    st.none() | st.integers(0, 1 << 16),
    st.sampled_from([b"", b"", b"\0", b"ab"]),
)
LIMITS = st.fixed_dictionaries(
    {}, optional={name: st.integers(1, most) for name, most in BUDGETS.items()}
).map(lambda given: Limits(**given))


def deterministic(count: int, seed: int) -> list[bytes]:
    """Files of the same sort, without hypothesis."""
    draw = random.Random(seed)
    return [
        edited(
            draw.choice(BASES),
            [
                (draw.randrange(1 << 16), draw.randrange(3), draw.randbytes(draw.randrange(3)))
                for _ in range(draw.randrange(3))
            ],
            draw.choice([None, draw.randrange(1 << 16)]),
            draw.choice([b"", b"", b"\0"]),
        )
        for _ in range(count)
    ]


def found(report: Report) -> tuple[Any, ...]:
    """What must be the same: the verdict, and each finding with its bytes."""
    return report.verdict, sorted(
        (
            each.rule,
            each.level,
            each.chunk or "",
            each.pointer or "",
            (-1, -1) if each.span is None else (each.span.start, each.span.end),
            (-1, -1) if each.inflated_span is None else (each.inflated_span.start, each.inflated_span.end),
        )
        for each in report.findings
    )


def told(result: dict[str, Any]) -> tuple[Any, ...]:
    """The same of a result in a JSON report."""

    def span(value: dict[str, int] | None) -> tuple[int, int]:
        return (-1, -1) if value is None else (value["start"], value["end"])

    return result["verdict"], sorted(
        (
            each["rule"],
            each["level"],
            each["chunk"] or "",
            each["pointer"] or "",
            span(each["span"]),
            span(each["inflated_span"]),
        )
        for each in result["findings"]
    )
