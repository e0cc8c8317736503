"""Kernels against plain loops: one finding, one content, on every path and for every cut of the bytes.

Inputs are valid, nearly valid (a few bytes replaced by those that matter to varints) and random.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
import wire_plain as plain
from hypothesis import event, given, settings
from hypothesis import strategies as st

from cellucid_session.generated import payloads
from cellucid_session.wire.columns import columns
from cellucid_session.wire.deltas import deltas
from cellucid_session.wire.sinks import CodeSink, CodeTally, IndexSink, MaskSink

pytestmark = pytest.mark.libraries

SIZES = st.lists(st.integers(1, 300), max_size=5) | st.just([1])
EDIT = st.tuples(
    st.integers(0, 1 << 20),
    st.integers(0, 2),
    st.sampled_from([b"\x00", b"\x7f", b"\x80", b"\x80\x00", b"\xff", b"\xff" * 8, b"\xff" * 7 + b"\x0f",
                     b"\xff" * 7 + b"\x10", b"\x80" * 7 + b"\x01"]) | st.binary(max_size=2),
)  # fmt: skip


def edited(data: bytes, edits: list[tuple[int, int, bytes]]) -> bytes:
    changed = bytearray(data)
    for at, gone, new in edits:
        start = at % (len(changed) + 1)
        changed[start : start + gone] = new
    return bytes(changed)


def same(reading: Any, data: bytes, sizes: list[int], wanted: plain.Found) -> list[Any]:
    """Every path and cut finds what the plain reader found, in the same words. Returns the results."""
    results, words = [], []
    for name in plain.PATHS:
        for cut in ([], sizes, [1] if len(data) < 400 else sizes):
            with plain.path(name):
                fault, notes, result = plain.drive(reading, data, cut)
            assert fault == wanted.fault, (name, cut)
            assert sorted(note[:3] for note in notes) == wanted.notes, (name, cut)
            results.append(result)
            words.append(notes)
    assert all(each == words[0] for each in words)
    event(wanted.fault[0] if wanted.fault else "accepted with notes" if wanted.notes else "accepted")
    return results


class Listed:
    """A sink that lists what it takes."""

    def __init__(self) -> None:
        self.indices: list[int] = []
        self.pairs: list[tuple[int, int]] = []
        self.places: list[tuple[int, int]] = []

    def begin(self, count: int, width: int | None) -> None:
        pass

    def __call__(self, block: Any) -> None:
        self.indices += [int(index) for index in block]

    def runs(self, values: Any, runs: Any, span: Any) -> None:
        self.pairs += [(int(value), int(run)) for value, run in zip(values, runs, strict=True)]
        self.places += [span(number) for number in range(len(values))]

    def elements(self, data: bytes, start: int, width: int) -> None:
        for at in range(0, len(data), width):
            self.pairs.append((int.from_bytes(data[at : at + width], "little"), 1))
            self.places.append((start + at, start + at + width))


@st.composite
def index_lists(draw: Any) -> tuple[bytes, int | None]:
    maker = random.Random(draw(st.integers(0, 1 << 30)))
    count = draw(st.sampled_from([0, 1, 2, 5, 40, 2000]))
    widest = draw(st.sampled_from([1, 2, 100, 200, 40_000, 1 << 31]))
    least = draw(st.sampled_from([0, 1]))
    indices = [maker.randint(0, widest)]
    while len(indices) < count:
        indices.append(indices[-1] + maker.randint(least, widest))
    indices = indices[:count]
    data = plain.steps(indices)
    cells = draw(
        st.sampled_from([None, indices[-1] + 1, indices[-1], len(indices), 1 << 53])
        if indices
        else st.just(0)
    )
    return edited(data, draw(st.lists(EDIT, max_size=2))), cells


@settings(max_examples=200)
@given(index_lists() | st.tuples(st.binary(max_size=60), st.sampled_from([None, 0, 1, 300, 1 << 40])), SIZES)
def test_index_lists(case: tuple[bytes, int | None], sizes: list[int]) -> None:
    data, cells = case
    wanted = plain.plain_index_list(data, cells)

    def reading(source: Any) -> Any:
        sink = Listed()
        found = yield from payloads.index_list(source, cells=cells, sink=sink)
        return sink.indices, found.count, found.last

    for result in same(reading, data, sizes, wanted):
        if wanted.taken is not None:
            last = wanted.taken[-1] if wanted.taken else -1
            assert result == (wanted.taken, len(wanted.taken), last)
    if wanted.taken is not None and not [note for note in wanted.notes if note[0] != "cells.duplicate"]:
        assert plain.steps(wanted.taken) == data  # BC-21: what is accepted without a remark has one spelling
    sinks_agree(data, cells, sizes, wanted)


def sinks_agree(data: bytes, cells: int | None, sizes: list[int], wanted: plain.Found) -> None:
    if wanted.taken is None:
        return
    for name in plain.PATHS:
        array = IndexSink()
        with plain.path(name):
            plain.read_list(data, cells, array, sizes)
        result = array.result()
        assert result.dtype == np.uint32 or (cells > 1 << 32 and wanted.taken[-1] >= 1 << 32)
        assert result.tolist() == wanted.taken
        if cells is not None and cells < 1 << 17:
            mask = np.zeros(cells, dtype=np.bool_)
            with plain.path(name):
                plain.read_list(data, cells, MaskSink(mask), sizes)
            assert np.flatnonzero(mask).tolist() == sorted(set(wanted.taken))


@settings(max_examples=60)
@given(index_lists(), SIZES)
def test_indices_before_a_fault_are_given(case: tuple[bytes, int | None], sizes: list[int]) -> None:
    data, _ = case
    before = set()
    for name in plain.PATHS:
        for cut in ([], sizes, [1]):
            sink = Listed()
            with plain.path(name):
                plain.drive(lambda source, sink=sink: deltas(source, 1 << 40, 1000, "rule", sink), data, cut)
            before.add(tuple(sink.indices))
    assert len(before) == 1


@st.composite
def code_payloads(draw: Any) -> tuple[bytes, tuple[int, ...] | None]:
    maker = random.Random(draw(st.integers(0, 1 << 30)))
    encoding = draw(st.integers(0, 2))
    count = draw(st.sampled_from([0, 1, 3, 30, 1500]))
    highest = draw(st.sampled_from([1, 20, 255, 300, 65535, 65700]))
    if encoding == 2:
        least = draw(st.sampled_from([0, 1]))
        longest = draw(st.sampled_from([1, 3, 200]))
        runs = [(maker.randint(0, highest), maker.randint(least, longest)) for _ in range(count)]
        length = sum(run for _, run in runs)
        data = plain.pairs(runs)
    else:
        length = count
        values = [maker.randint(0, min(highest, 255 if encoding == 0 else 65535)) for _ in range(count)]
        body = b"".join(value.to_bytes(encoding + 1, "little") for value in values)
        data = bytes([encoding]) + plain.leb(count) + body
    lengths = draw(st.sampled_from([None, (length,), (3, length), None, (length + 1,)]))
    return edited(data, draw(st.lists(EDIT, max_size=2))), lengths


CODE_CASES = code_payloads() | st.tuples(
    st.tuples(st.integers(0, 3), st.integers(0, 30), st.binary(max_size=50)).map(
        lambda parts: bytes(parts[:2]) + parts[2]
    )
    | st.binary(max_size=3),
    st.sampled_from([None, (10,), (5, 30)]),
)


@settings(max_examples=250)
@given(CODE_CASES, SIZES)
def test_codes(case: tuple[bytes, tuple[int, ...] | None], sizes: list[int]) -> None:
    data, lengths = case
    wanted = plain.plain_codes(data, lengths)

    def reading(source: Any) -> Any:
        sink = Listed()
        yield from payloads.codes(source, lengths=lengths, sink=sink)
        return sink.pairs, sink.places

    for result in same(reading, data, sizes, wanted):
        if wanted.taken is not None:
            assert result[0] == [each[:2] for each in wanted.taken]
            assert result[1] == [each[2:] for each in wanted.taken]
    if wanted.taken is None:
        return
    if not wanted.notes and data[0] == 2:
        assert plain.pairs([each[:2] for each in wanted.taken]) == data  # BC-21
    expanded = [value for value, run, *_ in wanted.taken for _ in range(run)]
    for name in plain.PATHS:
        array = CodeSink()
        with plain.path(name):
            plain.read_codes(data, lengths, array, sizes)
        result = array.result()
        assert result.tolist() == expanded
        wide = data[0] == 1 or any(value > 255 for value, *_ in wanted.taken)
        assert result.dtype == (np.uint16 if wide else np.uint8)


@settings(max_examples=150)
@given(
    CODE_CASES, SIZES, st.sampled_from([None, 0, 1, 15, 255, 256]), st.sampled_from([(), (255,), (65535,)])
)
def test_tallies(
    case: tuple[bytes, tuple[int, ...] | None],
    sizes: list[int],
    categories: int | None,
    markers: tuple[int, ...],
) -> None:
    data, lengths = case
    wanted = plain.plain_codes(data, lengths)
    if wanted.taken is None:
        return
    real = [each for each in wanted.taken if each[1]]
    bad = [
        each for each in real if categories is not None and each[0] >= categories and each[0] not in markers
    ]
    for name in plain.PATHS:
        for cut in ([], sizes, [1]):
            tally = CodeTally(categories, markers)
            with plain.path(name):
                plain.read_codes(data, lengths, tally, cut)
            assert tally.highest == max((each[0] for each in real if each[0] not in (255, 65535)), default=-1)
            assert tally.seen == tuple(sorted({each[0] for each in real} & {255, 65535}))
            assert tally.first == (bad[0][2:] if bad else None)
            assert tally.count == sum(each[1] for each in bad)


KNOWN: dict[str, tuple[str, int, str | None]] = {
    "index": ("uint32", 4, "cells"),
    "value": ("float32", 4, None),
}


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(st.sampled_from(["index", "value", "else"]), st.integers(0, 13), st.booleans()).map(
            lambda column: (column[0], column[1], column[2] and column[1] % 4 == 0)  # rows are of four bytes
        ),
        max_size=3,
    ),
    st.binary(max_size=40),
    st.sampled_from([None, 1, 300, 1 << 24]),
    SIZES,
    st.booleans(),
)
def test_columns(
    layout: list[tuple[str, int, bool]], data: bytes, cells: int | None, sizes: list[int], kept: bool
) -> None:
    at, fault = 0, None
    for name, length, as_rows in layout:
        end = min(len(data), at + length)
        if name == "index" and as_rows and cells is not None and length % 4 == 0:
            for start in range(at, end - 3, 4):
                if fault is None and int.from_bytes(data[start : start + 4], "little") >= cells:
                    fault = ("table.cell-index", start, start + 4)
        if fault is None and at + length > len(data):
            fault = ("table.column", at, len(data))
        if fault is not None:
            break
        at = end

    for name in plain.PATHS:
        for cut in ([], sizes, [1]):
            got: list[bytes] = []

            def reading(source: Any, got: list[bytes] = got) -> Any:
                return columns(
                    source,
                    layout,
                    KNOWN,
                    {"cells": cells},
                    "table.column",
                    "table.cell-index",
                    (lambda column, piece: got.append(piece)) if kept else None,
                )

            with plain.path(name):
                found, notes, _ = plain.drive(reading, data, cut)
            assert (found, notes) == (fault, [])
            if kept and fault is None:
                assert b"".join(got) == data[:at]
