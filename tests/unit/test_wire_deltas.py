"""Running indices on every path: what is counted, what is given to the sink, and where a fault or a note stands."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import wire_plain as plain

from cellucid_session.wire.deltas import STEP, deltas
from cellucid_session.wire.sinks import IndexSink
from cellucid_session.wire.source import Fault, Pump, Source

pytestmark = pytest.mark.libraries

#: runs of deltas: (delta, how many), in turn
LISTS: dict[str, list[tuple[int, int]]] = {
    "one": [(5, 1)],
    "zero alone": [(0, 1)],
    "ones": [(1, 23)],
    "nothing but zeros": [(0, 20)],
    "a first step, then zeros": [(3, 1), (0, 9)],
    "a zero at the end of a block": [(1, 7), (0, 1), (1, 9)],
    "zeros on both sides of a block's end": [(1, 6), (0, 4), (2, 9)],
    "the largest of one byte": [(127, 33)],
    "an even number of the largest": [(127, 34)],
    "the least of two bytes": [(128, 9)],
    "two bytes among ones": [(1, 3), (301, 1), (1, 9), (300, 2), (0, 1), (7, 2)],
    "three bytes": [(16384, 3), (0, 2), (2**21 - 1, 2)],
    "five bytes, with zeros": [(2**32, 2), (0, 3), (1, 2)],
    "the longest": [(2**49, 3), (0, 1), (2**46, 2), (2**46 - 1, 2)],
    "a long list": [(1, 40), (200, 3), (0, 2), (90, 30), (0, 1), (1, 8)],
}
CUTS: tuple[list[int], ...] = ([], [1, 7, 4])


class Listed:
    """Lists what it takes."""

    def __init__(self) -> None:
        self.taken: list[int] = []

    def __call__(self, block: Any) -> None:
        assert len(block)
        self.taken += [int(index) for index in block]

    def result(self) -> list[int]:
        return self.taken


class Lent(IndexSink):
    """Lends its array, for small blocks only."""

    __slots__ = ()
    wide = 11


def sinks(count: int, bound: int) -> list[Any]:
    lent = [IndexSink(), Lent()]
    for each in lent:
        each.begin(count, bound)
    return [None, Listed(), *lent]


def read(
    data: bytes, count: int, bound: int, sizes: list[int], sink: Any
) -> tuple[tuple[Any, ...], list[Any], int, int]:
    """What is told or the fault in its words; the notes; where reading stopped; how often it was told."""
    notes: list[Any] = []
    source = Source(lambda *note: notes.append(note), base=1000)
    pump = Pump(source, deltas(source, count, bound, "rule", sink))
    try:
        for piece in plain.pieces(data, sizes):
            pump.feed(piece)
        told = pump.end()
    except Fault as fault:
        return (
            ("fault", fault.rule, fault.start - 1000, fault.end - 1000, fault.detail),
            notes,
            source.position,
            0,
        )
    return ("told", told.count, told.last, told.duplicates, told.duplicate), notes, source.position, 1


def every(data: bytes, count: int, bound: int) -> tuple[tuple[Any, ...], list[Any], list[int]]:
    """What every path finds, for every cut and every sink; and what the sinks take."""
    answers, taken = [], []
    for name, sizes in itertools.product(plain.PATHS, CUTS):
        for sink in sinks(count, bound):
            with plain.path(name):
                told, notes, _, _ = read(data, count, bound, sizes, sink)
            answers.append((told, notes))
            if sink is not None:
                taken.append([int(index) for index in sink.result()])
    assert all(each == answers[0] for each in answers), answers
    assert all(each == taken[0] for each in taken)
    return *answers[0], taken[0]


@pytest.mark.parametrize("case", LISTS)
def test_what_is_told_of_a_list(case: str) -> None:
    steps = [delta for delta, many in LISTS[case] for _ in range(many)]
    indices = list(itertools.accumulate(steps))
    ends = list(itertools.accumulate(len(plain.leb(step)) for step in steps))
    data = b"".join(map(plain.leb, steps))
    again = [at for at in range(1, len(steps)) if not steps[at]]
    first = (1000 + ends[again[0] - 1], 1000 + ends[again[0]]) if again else None
    told = ("told", len(steps), indices[-1], len(again), first)
    for bound in (indices[-1] + 1, 1 << 53):
        assert every(data, len(steps), bound) == (told, [], indices)
    # what follows is left alone
    for tail in (b"\0", b"\1\2\3", b"\x7f\x80", b"\xff" * 9):
        assert every(data + tail, len(steps), 1 << 53)[0] == told
    # cut, there is one index less than announced
    fault, _, taken = every(data, len(steps) + 1, indices[-1] + 1)
    assert fault[:4] == ("fault", "uvarint.truncated", len(data), len(data))
    assert taken == indices


def test_of_no_indices_there_is_no_last() -> None:
    for data in (b"", b"\5"):
        assert every(data, 0, 10) == (("told", 0, -1, 0, None), [], [])


@pytest.mark.parametrize("case", LISTS)
def test_the_first_index_that_is_not_below_the_bound_is_blamed(case: str) -> None:
    steps = [delta for delta, many in LISTS[case] for _ in range(many)]
    indices = list(itertools.accumulate(steps))
    data = b"".join(map(plain.leb, steps))
    ends = [0, *itertools.accumulate(len(plain.leb(step)) for step in steps)]
    bounds = sorted({bound for index in indices for bound in (index, index + 1)} - {indices[-1] + 1})
    for bound in (*bounds[:2], *bounds[-2:]):
        guilty = next(at for at, index in enumerate(indices) if index >= bound)
        detail = f"index {guilty} (counted from 0) is {indices[guilty]}, not below {bound}"
        told, _, taken = every(data, len(steps), bound)
        assert told == ("fault", "rule", ends[guilty], ends[guilty + 1], detail)
        assert taken == indices[:guilty]


OVERLONG = {
    "a step in two bytes": (b"\x01\x81\x00\x01", [1, 2, 3], [(1, 3)], 0, None),
    "two of them": (b"\x81\x00" + b"\x01" * 9 + b"\x82\x80\x00", [*range(1, 11), 12], [(0, 2)], 0, None),
    "a zero in two bytes": (b"\x05\x80\x00\x01\x00", [5, 5, 6, 6], [(1, 3)], 2, (1, 3)),
    "a first zero in two bytes": (b"\x80\x00\x05", [0, 5], [(0, 2)], 0, None),
    "one among long ones": (b"\x80\x01\x00\x83\x80\x00", [128, 128, 131], [(3, 6)], 1, (2, 3)),
}


@pytest.mark.parametrize("case", OVERLONG)
def test_overlong_varints_are_noted_once_and_count_as_what_they_say(case: str) -> None:
    data, indices, spans, again, first = OVERLONG[case]
    place = None if first is None else (1000 + first[0], 1000 + first[1])
    told, notes, taken = every(data, len(indices), 1 << 20)
    assert told == ("told", len(indices), indices[-1], again, place)
    assert taken == indices
    assert [note[:3] for note in notes] == [
        ("uvarint.overlong", 1000 + start, 1000 + end) for start, end in spans
    ]


BROKEN = {
    "cut": (b"\x01\x02\x80", ("uvarint.truncated", 2, 3)),
    "too long": (b"\x01\x02" + b"\x80" * 8, ("uvarint.too-long", 2, 10)),
    "beyond the safe integers": (b"\x01\x02" + b"\x80" * 7 + b"\x10", ("uvarint.range", 2, 10)),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("lead", [0, 6, 8, 60])
def test_a_broken_varint_is_blamed_after_the_indices_before_it(case: str, lead: int) -> None:
    data, place = BROKEN[case]
    wanted = ("fault", place[0], place[1] + lead, place[2] + lead)
    told, _, taken = every(b"\1" * lead + data, 1 << 40, 1 << 53)
    assert told[:4] == wanted
    assert taken == list(itertools.accumulate([1] * lead + [1, 2]))


@pytest.mark.parametrize("step", [STEP - 1, STEP, 1 << 52, (1 << 53) - 1])
def test_no_sum_of_a_block_wraps(step: int) -> None:
    many = 4096  # so many of 2^52, 8 bytes each, fill a block and add up to nothing in 64 bits
    data, guilty = plain.leb(step) * many, -(-(1 << 53) // step) - 1
    told = ("rule", guilty * len(plain.leb(step))) if guilty < many else (many, many * step)
    for sink in sinks(many, 1 << 53):
        with plain.path("with numpy"):
            assert read(data, many, 1 << 53, [], sink)[0][1:3] == told


@pytest.mark.parametrize("many", [65_537, 131_072])
def test_many_small_steps_add_up_beyond_32_bits(many: int) -> None:
    start = (1 << 32) - 10
    data = plain.leb(start) + b"\x7f" * many
    for sink in sinks(many + 1, 1 << 53):
        with plain.path("with numpy"):
            assert read(data, many + 1, 1 << 53, [], sink)[0][:3] == ("told", many + 1, start + 127 * many)
        if isinstance(sink, IndexSink):
            assert sink.result().dtype == np.int64
            assert int(sink.result()[-1]) == start + 127 * many
