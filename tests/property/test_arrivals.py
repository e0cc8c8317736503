"""One content has one verdict, however its bytes arrive, and whatever is known of them beforehand.

Held against the spec's table of reasons (2.2): what the smallest offset proves decides, with and without early exit.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import builders as b
import pytest
from arrivals import FILES, LIMITS, found
from hypothesis import event, given, settings
from hypothesis import strategies as st

from cellucid_session import Limits, validate

pytest.importorskip("construct", reason="the reference engine needs its extra")


class Trickle:
    """A stream that gives pieces of these sizes, over and over."""

    def __init__(self, data: bytes, sizes: list[int]) -> None:
        self._data, self._sizes, self._at, self._turn = data, sizes, 0, 0

    def read(self, size: int) -> bytes:
        start = self._at
        self._at += min(size, self._sizes[self._turn % len(self._sizes)])
        self._turn += 1
        return self._data[start : self._at]


@settings(max_examples=120)
@given(FILES, LIMITS, st.lists(st.integers(1, 300), min_size=1, max_size=4))
def test_no_way_to_arrive_changes_the_answer(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, limits: Limits, sizes: list[int]
) -> None:
    path = tmp_path_factory.getbasetemp() / "arrival.cellucid-session"
    path.write_bytes(data)
    ways: dict[str, Callable[[], Any]] = {
        "bytes": lambda: data,
        "path": lambda: path,
        "stream": lambda: io.BytesIO(data),
        "pieces": lambda: Trickle(data, sizes),
    }
    verdicts = set()
    for early_exit in (True, False):
        answers = {
            (way, engine): found(
                validate(make(), kind="session", limits=limits, early_exit=early_exit, engine=engine)
            )
            for way, make in ways.items()
            for engine in ("generated", "reference", "both")
        }
        first = answers["bytes", "generated"]
        assert {which: answer for which, answer in answers.items() if answer != first} == {}
        verdicts.add(first[0])
    for make in ways.values():
        verdicts.add(validate(make(), kind="session", limits=limits, certificate=True).verdict)
    assert len(verdicts) == 1
    event(verdicts.pop())


def big_json(size: int, extra: int) -> bytes:
    """A frame of `size` bytes of JSON that says it has `extra` more."""
    data = b.session(b.chunk("core/state", b"[" + b" " * (size - 2) + b"]", codec="none"))
    return data[: len(data) - extra] if extra else data


CELLS = b.session(b.chunk(b.CELLS + "g", b.cells([3, 99]), codec="none"))
MAGIC = b"CELLUCID_SESSION\r" + b"\0" * 30
WRONG_ENTRY = b.session(manifest={"chunks": [5, 5]})
LONG = b.chunk("x/y", [0] * 400, priority="lazy")
OVERLONG = b.chunk(b.CELLS + "h", b"\x81\x00\x03", priority="lazy")
WRONG_CRC = b.chunk("core/state", {"a": "x" * 200})
CRC = b.session(b.chunk("core/state", b"", stored=WRONG_CRC.stored[:-8] + b"\0" * 8, uncompressedBytes=208))

#: (file, budgets) -> the verdict and the first reason
PAIRS: dict[str, tuple[bytes, dict[str, int], str, str]] = {
    "a text beyond its budget in a frame that is cut": (
        big_json(900, 1), {"json_bytes": 800}, "inconclusive", "budget.json-bytes",
    ),
    "a frame that is cut before its text is beyond the budget": (
        big_json(900, 101), {"json_bytes": 800}, "invalid", "frame.chunk-truncated",
    ),
    "payloads beyond their budget in a frame that is cut": (
        big_json(900, 1), {"inflated_bytes": 800}, "inconclusive", "budget.inflated-bytes",
    ),
    "a wrong magic before the budget of bytes": (MAGIC, {"file_bytes": 20}, "invalid", "frame.magic"),
    "a wrong magic at the byte that passes the budget": (MAGIC, {"file_bytes": 16}, "invalid", "frame.magic"),
    "a wrong magic behind the budget of bytes": (
        MAGIC, {"file_bytes": 15}, "inconclusive", "budget.file-bytes",
    ),
    "the byte behind the last frame, which passes the budget": (
        b.typical() + b"\0", {"file_bytes": len(b.typical())}, "invalid", "frame.trailing",
    ),
    "a file that ends early, behind the budget of bytes": (
        b.typical()[:-1], {"file_bytes": len(b.typical()) - 2}, "inconclusive", "budget.file-bytes",
    ),
    "a cell that is none, at the byte that passes the budget of payloads": (
        CELLS, {"inflated_bytes": 2}, "invalid", "cells.index",
    ),
    "a cell that is none, behind the budget of payloads": (
        CELLS, {"inflated_bytes": 1}, "inconclusive", "budget.inflated-bytes",
    ),
    "entries that are none, more than there may be": (WRONG_ENTRY, {"chunks": 1}, "invalid", "chunk.entry"),
    "a text beyond its budget before a wrong CRC-32": (
        CRC, {"json_bytes": 200}, "inconclusive", "budget.json-bytes",
    ),
    "an overlong number, then a text beyond its budget": (
        b.session(OVERLONG, LONG),
        {"json_bytes": 700}, "invalid", "uvarint.overlong",
    ),
    "a text beyond its budget, then an overlong number": (
        b.session(LONG, OVERLONG),
        {"json_bytes": 700}, "inconclusive", "budget.json-bytes",
    ),
    "texts beyond their budget together": (
        b.session(LONG, b.chunk("x/z", [0] * 400, priority="lazy")), {"total_json_bytes": 2000}, "inconclusive",
        "budget.total-json-bytes",
    ),
}  # fmt: skip


@pytest.mark.parametrize("engine", ["generated", "reference", "both"])
@pytest.mark.parametrize("early_exit", [True, False])
@pytest.mark.parametrize("pair", PAIRS)
def test_the_reason_that_is_proven_first_decides(pair: str, early_exit: bool, engine: str) -> None:
    data, limits, verdict, rule = PAIRS[pair]
    for source in (data, io.BytesIO(data), Trickle(data, [1])):
        report = validate(source, limits=Limits(**limits), early_exit=early_exit, engine=engine)
        assert (report.verdict, rule in {each.rule for each in report.findings}) == (verdict, True)
        if early_exit and rule != "uvarint.overlong":
            assert {each.rule for each in report.of_level("error")} == {rule}


@pytest.mark.parametrize("engine", ["generated", "reference"])
def test_nothing_is_said_of_a_chunk_that_could_not_be_judged(engine: str) -> None:
    """Neither that a registry does not name it, nor that it is missing."""
    members = b.chunk(b.CELLS + "g", b.cells([1, 2]))
    known = b.meta(*(b.group(f"g{at}" if at else "g", 2) for at in range(9)))
    fields = b.overlays(*(b.field(f"f{at}" if at else "f") for at in range(9)))
    codes = b.chunk(b.CODES + "f", b.codes([0] * 10))
    broken = b.chunk(b.CELLS + "g", b"\x02\x01\x80")
    wanted = {
        "a registry beyond the budget": (b.session(known, members), {"json_nodes": 50}, "inconclusive"),
        "the other registry": (b.session(fields, codes), {"json_nodes": 50}, "inconclusive"),
        "a registry that is no JSON": (b.session(b.chunk(b.META, b"{,}"), members), {}, "invalid"),
        "members that are broken": (b.session(b.meta(b.group("g", 2)), broken), {}, "invalid"),
    }
    for case, (data, limits, verdict) in wanted.items():
        report = validate(data, limits=Limits(**limits), early_exit=False, engine=engine)
        rules = {each.rule for each in report.findings}
        assert report.verdict == verdict, case
        assert not rules & {"cells.orphan", "codes.orphan", "cells.missing"}, case
    alone = validate(b.session(members, codes), early_exit=False, engine=engine)
    assert {"cells.orphan", "codes.orphan"} <= {each.rule for each in alone.findings}
