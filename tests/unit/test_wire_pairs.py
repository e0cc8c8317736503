"""Runs on every path: what the sink is given, with its places; what is counted; and which pair is the guilty one."""

from __future__ import annotations

from typing import Any

import pytest
import wire_plain as plain

from cellucid_session.wire.pairs import STEP, runs
from cellucid_session.wire.source import Source
from cellucid_session.wire.uvarint import Repeats

MOST = 300
RULES = ("value", "run", "zero")


def spelled(value: int, width: int = 0) -> bytes:
    data = bytearray()
    while value > 0x7F or len(data) + 1 < width:
        data.append(0x80 | value & 0x7F)
        value >>= 7
    return bytes([*data, value])


class Taker:
    def __init__(self) -> None:
        self.begun: list[tuple[int, int]] = []
        self.taken: list[tuple[int, int, int, int]] = []

    def begin(self, count: int, width: int) -> None:
        self.begun.append((count, width))

    def runs(self, values: Any, lengths: Any, span: Any) -> None:
        assert len(values) == len(lengths) > 0
        for at, (value, length) in enumerate(zip(values, lengths, strict=True)):
            self.taken.append((int(value), int(length), *map(int, span(at))))


Row = tuple[int, ...]  # value, run, and how many bytes each of them takes at least

#: rows, the length that they should fill, the rule and the row that is the guilty one
CASES: dict[str, tuple[list[Row], int, tuple[str, int] | None]] = {
    "one run": ([(5, 9)], 9, None),
    "runs of one byte each": (
        [(at % 100, 1 + at % 90) for at in range(60)],
        sum(1 + at % 90 for at in range(60)),
        None,
    ),
    "values and runs of all widths": (
        [(1, 200), (127, 127), (128, 128), (300, 20_000), (0, 3), (255, 1 << 22)],
        200 + 127 + 128 + 20_000 + 3 + (1 << 22),
        None,
    ),
    "the largest value": ([(300, 1), (1, 300), (300, 2)], 303, None),
    "a value one too large": ([(1, 2), (2, 3), (301, 4), (1, 1)], 10, ("value", 2)),
    "a value too large is the first": ([(301, 4), (1, 1)], 5, ("value", 0)),
    "a run one too long": ([(1, 2), (2, 3), (3, 6), (4, 1)], 10, ("run", 2)),
    "a run too long is the first": ([(1, 11), (2, 3)], 10, ("run", 0)),
    "runs that fall short": ([(1, 2), (2, 3)], 6, ("short", 1)),
    "a run of nothing": ([(1, 2), (2, 0), (3, 8)], 10, None),
    "runs of nothing at both ends": ([(200, 0), (2, 5), (3, 0), (4, 5), (5, 0)], 10, None),
    "a value of nothing is no run of nothing": ([(0, 2), (0, 8)], 10, None),
    "overlong values and runs": ([(1, 2, 2, 1), (2, 3, 1, 3), (0, 0, 2, 2), (130, 5, 4, 1)], 10, None),
    "overlong ones behind wide ones": ([(300, 2), (1, 200), (2, 3, 1, 2), (3, 0, 1, 2), (4, 0)], 205, None),
    "a run of the step, and one beside it": ([(1, STEP - 1), (2, 1)], STEP, None),
    "a run beyond the step": ([(1, 2), (2, STEP + 5), (3, 1)], STEP + 8, None),
    "so many runs that their sum would wrap": ([(1, (1 << 53) - 1)] * 2048, 10, ("run", 0)),
    "many runs beyond the step": ([(1, STEP), (2, STEP), (3, STEP)], 3 * STEP, None),
}


@pytest.mark.parametrize("path", plain.PATHS)
@pytest.mark.parametrize("case", CASES)
def test_runs_on_every_path(case: str, path: str) -> None:
    rows, length, guilty = CASES[case]
    data, places = b"\xaa", []
    for value, run, *widths in rows:
        start = len(data)
        data += spelled(value, widths[0] if widths else 0)
        middle = len(data)
        data += spelled(run, widths[1] if widths else 0)
        places.append((start, middle, len(data)))
    good = len(rows) if guilty is None or guilty[0] == "short" else guilty[1]
    wanted = [(rows[at][0], rows[at][1], *places[at][:2]) for at in range(good)]
    fault = None
    if guilty is not None:
        start, middle, end = places[guilty[1]]
        fault = {"value": ("value", start, middle), "run": ("run", middle, end), "short": ("run", 1, end)}[
            guilty[0]
        ]
    notes: dict[str, tuple[int, int, int]] = {}
    for at in range(good):
        start, middle, end = places[at]
        long = [
            span
            for span in ((start, middle), (middle, end))
            if span[1] - span[0] > 1 and not data[span[1] - 1]
        ]
        for rule, span in [
            *(("uvarint.overlong", span) for span in long),
            *([("zero", (middle, end))] if not rows[at][1] else []),
        ]:
            first = notes.get(rule, (*span, 0))
            notes[rule] = (first[0], first[1], first[2] + 1)

    def reading(source: Source) -> Any:
        taker = Taker()
        takers.append(taker)
        source.at += 1
        with Repeats(source) as repeats:
            yield from runs(source, len(rows), length, MOST, *RULES, 1, taker, repeats)
        return None

    for sizes, behind in (([], b"\1\1"), ([], b"\1\0\0\0"), ([1], b""), ([7, 3], b"\1\1"), ([50], b"")):
        takers: list[Taker] = []
        with plain.path(path):
            found, noted, _ = plain.drive(reading, data + (behind if guilty is None else b""), sizes)
        assert found == fault
        assert takers[0].begun == [(length, 0)]
        assert takers[0].taken == wanted
        told = {
            rule: (start, end, int(detail.partition("; ")[2].split(" ")[0] or 1))
            for rule, start, end, detail in noted
        }
        assert told == notes


@pytest.mark.parametrize("path", plain.PATHS)
def test_runs_that_nobody_wants_are_judged_alike(path: str) -> None:
    data = spelled(1) + spelled(200) + spelled(2) + spelled(100)

    def reading(length: int) -> Any:
        def read(source: Source) -> Any:
            with Repeats(source) as repeats:
                yield from runs(source, 2, length, MOST, *RULES, 0, None, repeats)

        return read

    for length, fault in ((300, None), (299, ("run", 4, 5)), (301, ("run", 0, 5))):
        for sizes in ([], [1]):
            with plain.path(path):
                assert plain.drive(reading(length), data, sizes)[:2] == (fault, [])


BROKEN = {
    "a value of nine bytes": (b"\x80" * 9, ("uvarint.too-long", 2, 10)),
    "a value beyond the safe range": (b"\xff" * 7 + b"\x7f", ("uvarint.range", 2, 10)),
    "a run of nine bytes": (b"\x01" + b"\x80" * 9, ("uvarint.too-long", 3, 11)),
    "a value that is cut": (b"\x80", ("uvarint.truncated", 2, 3)),
    "a run that is not there": (b"\x01", ("uvarint.truncated", 3, 3)),
}


@pytest.mark.parametrize("path", plain.PATHS)
@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_varint_is_the_guilty_one(case: str, path: str) -> None:
    data, fault = BROKEN[case]
    whole = b"\x05\x02" + data + (b"\x01" * 30 if "uvarint.truncated" not in fault else b"")

    def reading(source: Source) -> Any:
        taker = Taker()
        takers.append(taker)
        with Repeats(source) as repeats:
            yield from runs(source, 9, 100, MOST, *RULES, 0, taker, repeats)

    for sizes in ([], [1], [3]):
        takers: list[Taker] = []
        with plain.path(path):
            assert plain.drive(reading, whole, sizes)[0] == fault
        assert takers[0].taken == [(5, 2, 0, 1)]


@pytest.mark.parametrize("path", plain.PATHS)
def test_a_first_byte_of_nothing_hides_no_run_of_nothing(path: str) -> None:
    def reading(source: Source) -> Any:
        with Repeats(source) as repeats:
            yield from runs(source, 3, 5, MOST, *RULES, 0, None, repeats)

    with plain.path(path):
        fault, notes, _ = plain.drive(reading, b"\x00\x02\x07\x00\x01\x03")
    assert (fault, [note[:3] for note in notes]) == (None, [("zero", 3, 4)])
