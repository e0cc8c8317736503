"""What tallies count, what arrays hold, and how much of what is declared is allocated."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
import wire_plain as plain

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.blocks import WIDE
from cellucid_session.wire.sinks import (
    EXPAND,
    GROW,
    NARROW,
    TRUST,
    CellIndexTally,
    CodeSink,
    CodeTally,
    IndexSink,
    MaskSink,
)
from cellucid_session.wire.source import Fault

pytestmark = pytest.mark.libraries

PATHS = ("plainly", "with numpy")

#: codes, categories, markers; then the greatest, those of 255 and 65535 that occur, and which codes are guilty
TALLIES: dict[str, tuple[list[int], int | None, tuple[int, ...], tuple[int, tuple[int, ...], list[int]]]] = {
    "no code": ([], 3, (), (-1, (), [])),
    "zeros": ([0, 0], 1, (), (0, (), [])),
    "no category": ([0, 0], 0, (), (0, (), [0, 1])),
    "nobody knows": ([0, 7, 254], None, (), (254, (), [])),
    "the last category": ([2, 0, 1, 2], 3, (), (2, (), [])),
    "one beyond the last": ([2, 3, 1, 3, 3], 3, (), (3, (), [1, 3, 4])),
    "255 is a code like others": ([1, 255, 2], 3, (), (2, (255,), [1])),
    "255 is a marker": ([1, 255, 2], 3, (255,), (2, (255,), [])),
    "nothing but the marker": ([255, 255], 0, (255,), (-1, (255,), [])),
    "many categories": ([1, 255, 2], 256, (), (2, (255,), [])),
    "65535 is a marker": ([65535, 1, 4], 3, (65535,), (4, (65535,), [2])),
    "65535 is none": ([1, 65535, 255], 3, (255,), (1, (255, 65535), [1])),
    "both": ([65535, 255, 300], None, (), (300, (255, 65535), [])),
    "one less and one more": ([254, 256, 65534], 255, (255,), (65534, (), [1, 2])),
}


def told(tally: CodeTally) -> tuple[Any, ...]:
    return tally.highest, tally.seen, tally.count, tally.first


@pytest.mark.parametrize("width", [1, 2])
@pytest.mark.parametrize("case", TALLIES)
def test_what_is_told_of_codes(case: str, width: int) -> None:
    values, categories, markers, (highest, seen, guilty) = TALLIES[case]
    if values and max(values) >= 256**width:
        pytest.skip("not in one byte")
    data = b"".join(value.to_bytes(width, "little") for value in values)
    first = (7 + guilty[0] * width, 7 + guilty[0] * width + width) if guilty else None
    for path in PATHS:
        tally = CodeTally(categories, markers)
        with plain.path(path):
            tally.elements(data, 7, width)
            assert told(tally) == (highest, seen, len(guilty), first)
            tally.elements(data, 100, width)  # the first stays the first
        assert told(tally) == (highest, seen, 2 * len(guilty), first)


@pytest.mark.parametrize("case", TALLIES)
def test_what_is_told_of_runs_of_codes(case: str) -> None:
    values, categories, markers, (highest, seen, guilty) = TALLIES[case]
    runs = [3 + 2 * at for at in range(len(values))]
    first = (10 * guilty[0], 10 * guilty[0] + 1) if guilty else None
    wanted = (highest, seen, sum(runs[at] for at in guilty), first)
    for kind in (list, lambda given: np.array(given, np.int64)):
        tally = CodeTally(categories, markers)
        tally.runs(kind(values), kind(runs), lambda at: (10 * at, 10 * at + 1))
        assert told(tally) == wanted
        empty = CodeTally(0)
        empty.runs(kind([9, *values]), kind([0] * (len(values) + 1)), lambda at: (at, at))
        assert told(empty) == (-1, (), 0, None)
        mixed = CodeTally(3)
        mixed.runs(kind([9, 9, 1, 9]), kind([0, 1, 1, 4]), lambda at: (at, at))
        assert told(mixed) == (9, (), 5, (1, 1))
        single = CodeTally(3)
        single.runs(kind([9, 7, 1, 9]), kind([0, 1, 1, 0]), lambda at: (at, at))
        assert told(single) == (7, (), 1, (1, 1))


def test_runs_are_added_up_beyond_64_bits() -> None:
    tally = CodeTally(0)
    tally.runs(np.array([1, 2, 3]), np.array([2**62, 2**62, 2**62]), lambda at: (at, at))
    assert tally.count == 3 * 2**62


INDICES = {
    "the last cell": ([0, 9], 10, None),
    "one beyond it": ([0, 10, 11], 10, 1),
    "of no cells": ([0], 0, 0),
    "the last of four bytes": ([5, 2**32 - 1], 2**32 - 1, 1),
    "none is": ([5, 2**32 - 1], 2**32, None),
}


@pytest.mark.parametrize("case", INDICES)
def test_cell_indices_are_held_to_their_bound(case: str) -> None:
    values, bound, guilty = INDICES[case]
    data = b"".join(value.to_bytes(4, "little") for value in values)
    for path in PATHS:
        kept: list[bytes] = []
        for keep in (kept.append, None):
            tally = CellIndexTally(bound, "rule", keep)
            with plain.path(path):
                if guilty is None:
                    tally.elements(data, 100, 4)
                    continue
                with pytest.raises(Fault) as caught:
                    tally.elements(data, 100, 4)
            fault = caught.value
            start = 100 + 4 * guilty
            assert (fault.rule, fault.start, fault.end) == ("rule", start, start + 4)
            assert fault.detail == f"cell index {values[guilty]}, there are {bound} cells"
        assert kept == [data]


# -- arrays --


def allocated(sink: IndexSink, size: int) -> int:
    """How many elements there are room for when `size` more are wanted."""
    room = sink.room(size)
    assert len(room) == size
    return len(room if room.base is None else room.base)


GROWTH = {
    "few are declared": (100, 1, 100),
    "as many as may be trusted": (TRUST * 7, 7, TRUST * 7),
    "nobody would believe it": (1 << 40, 1, GROW),
    "one too few to be trusted": (TRUST * GROW * 2, GROW * 2 - 1, GROW * 2 - 1),
    "enough to be trusted": (TRUST * GROW * 2, GROW * 2, TRUST * GROW * 2),
    "a large block": (1 << 40, GROW + 1, GROW + 1),
    "the last one": (TRUST * 40 + 1, 40, min(GROW, TRUST * 40 + 1)),
}


@pytest.mark.parametrize("case", GROWTH)
def test_what_is_declared_is_allocated_when_a_part_of_it_is_there(case: str) -> None:
    declared, there, wanted = GROWTH[case]
    sink = IndexSink()
    sink.begin(declared, None)
    assert allocated(sink, there) == wanted


def test_an_array_grows_by_doubling_until_its_size_is_believed() -> None:
    sink = IndexSink()
    declared = TRUST * GROW * 4
    sink.begin(declared, None)
    sizes = []
    for _ in range(9):
        sizes.append(allocated(sink, GROW // 2))
        sink.room(GROW // 2)[:] = len(sizes)
        sink(sink.room(GROW // 2))
    assert sizes == [GROW, GROW, 2 * GROW, 2 * GROW, *[4 * GROW] * 4, declared]
    result = sink.result()
    assert (result == np.repeat(np.arange(1, 10), GROW // 2)).all()


@pytest.mark.parametrize("last", [0, NARROW - 1, NARROW, NARROW + 1])
@pytest.mark.parametrize("cells", [None, NARROW, NARROW + 1, 1 << 53])
def test_indices_are_kept_in_as_many_bits_as_they_need(last: int, cells: int | None) -> None:
    if last >= (NARROW if cells is None else cells):
        return
    for kind in (list, np.array):
        sink = IndexSink()
        sink.begin(5, cells)
        if kind is list:
            sink([0, 0, last])
        else:
            sink.room(3)[:] = [0, 0, last]
            sink(sink.room(3))
        result = sink.result()
        assert result.tolist() == [0, 0, last]  # and no more of what was declared
        assert result.dtype == (np.int64 if last >= NARROW else np.uint32)
    empty = IndexSink()
    empty.begin(0, cells)
    assert (len(empty.result()), empty.result().dtype) == (0, np.uint32)


def test_indices_that_do_not_come_are_no_indices() -> None:
    for declared in (1, 3, 10**6):
        sink = IndexSink()
        sink.begin(declared, None)
        sink([4])
        assert sink.result().tolist() == [4]
        assert sink.result().nbytes == 4


def test_indices_are_cut_to_size_while_their_room_is_still_lent() -> None:
    sink = IndexSink()
    sink.begin(100, None)
    lent = sink.room(1)
    lent[:] = 7
    sink(lent)
    assert sink.result().tolist() == [7]


def test_what_was_told_nothing_is_empty() -> None:
    for sink, dtype in ((IndexSink(), np.uint32), (CodeSink(), np.uint8)):
        assert (sink.result().shape, sink.result().dtype) == ((0,), dtype)


def test_large_blocks_are_made_in_the_array_itself() -> None:
    assert IndexSink.wide == WIDE == 1 << 18
    assert getattr(MaskSink, "wide", 0) == 0


def test_a_mask_lends_the_same_room_again() -> None:
    mask = np.zeros(100, np.bool_)
    sink = MaskSink(mask)
    sink.begin(3, 100)
    wide = sink.room(8)
    assert (wide.shape, wide.dtype) == ((8,), np.int64)
    for size in (8, 3, 1):
        assert sink.room(size).shape == (size,)
        assert np.shares_memory(sink.room(size), wide)
    assert sink.room(9).shape == (9,)
    sink(np.array([3, 99]))
    sink([3, 5])
    assert np.flatnonzero(mask).tolist() == [3, 5, 99]


@pytest.mark.parametrize("most", [0, 5, L.INFLATED_BYTES])
def test_no_more_codes_are_decoded_than_asked_for(most: int) -> None:
    sink = CodeSink() if most == L.INFLATED_BYTES else CodeSink(most)
    sink.begin(most, 1)
    with pytest.raises(Fault) as caught:
        sink.begin(most + 1, 1)
    fault = caught.value
    assert (fault.rule, fault.start, fault.end) == (R.BUDGET_INFLATED_BYTES, 0, 0)
    assert fault.detail == f"{most + 1} codes are more than the {most} that are decoded at once"


#: runs as (value, run), block by block
RUNS: dict[str, list[list[tuple[int, int]]]] = {
    "none": [],
    "one": [[(7, 1)]],
    "narrow ones": [[(7, 3), (255, 2), (0, 1)], [(1, 4)]],
    "runs of none": [[(7, 0), (8, 2), (9, 0)], [(3, 0)], [(0, 1)]],
    "the first is wide": [[(256, 3), (1, 2)], [(7, 1)]],
    "wide in a later block": [[(7, 3), (255, 2)], [(1, 1), (65535, 2)], [(9, 1), (300, 1)]],
    "long ones": [
        [(1, EXPAND - 1), (2, 1), (3, 1)],
        [(4, EXPAND), (5, EXPAND + 1), (6, 2)],
        [(7, EXPAND * 2)],
    ],
    "long ones, widened at the end": [[(1, EXPAND), (2, EXPAND - 1), (3, 5)], [(300, 2)]],
    "widened where a block ends": [[(5, EXPAND + 1)], [(300, 1)]],
    "widened where nothing is": [[(300, EXPAND + 5)]],
}


@pytest.mark.parametrize("case", RUNS)
@pytest.mark.parametrize("kind", [list, np.array], ids=["list", "array"])
def test_runs_become_codes(case: str, kind: Any) -> None:
    blocks = RUNS[case]
    wanted = [value for value, run in itertools.chain(*blocks) for _ in range(run)]
    for declared in {len(wanted), len(wanted) + 1000}:
        sink = CodeSink()
        sink.begin(declared, 0)
        for block in blocks:
            sink.runs(kind([value for value, _ in block]), kind([run for _, run in block]), None)
        result = sink.result()
        assert result.dtype == (np.uint16 if max((value for each in blocks for value, _ in each), default=0) > 255
                                else np.uint8)  # fmt: skip
        assert result.tolist() == wanted


@pytest.mark.parametrize("width", [1, 2])
def test_elements_become_codes(width: int) -> None:
    values = [0, 1, 255, 7, 256**width - 1]
    data = b"".join(value.to_bytes(width, "little") for value in values)
    sink = CodeSink()
    sink.begin(12, width)
    sink.elements(data, 0, width)
    sink.elements(data, len(data), width)
    assert sink.result().tolist() == values * 2
    assert sink.result().dtype == (np.uint8, np.uint16)[width - 1]


@pytest.mark.parametrize("width", [1, 2])
def test_codes_that_nobody_would_believe_grow_with_what_is_there(width: int) -> None:
    sink = CodeSink()
    sink.begin(L.INFLATED_BYTES, width)
    blocks = [np.full(GROW, number, f"<u{width}").tobytes() for number in range(5)]
    for block in blocks:
        sink.elements(block, 0, width)
    assert sink.result().astype(f"<u{width}").tobytes() == b"".join(blocks)
