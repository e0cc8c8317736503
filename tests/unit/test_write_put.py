"""The generated writers give the bytes that the grammar gives, and refuse what a reader would refuse."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Callable
from typing import Any

import builders
import numpy as np
import pytest

from cellucid_session.errors import UsageError
from cellucid_session.generated import rules as R
from cellucid_session.generated import writers
from cellucid_session.wire import build
from cellucid_session.wire import runs as runs_of
from cellucid_session.write import encode
from cellucid_session.write.encode import cells_payload, codes_payload, collect, table_payload

pytestmark = pytest.mark.libraries

MANY = [index * index for index in range(400)]
VALUES = [0, 1, 127, 128, 300, 16383, 16384, 2**21, 2**32, 2**49 - 1, 2**49, 2**53 - 1]


@pytest.mark.parametrize("indices", [[], [0], [3, 4, 10, 300], [2**32 - 1], MANY], ids=len)
@pytest.mark.parametrize("kind", [list, np.asarray], ids=["list", "array"])
def test_index_lists_are_those_of_the_grammar(indices: list[int], kind: Callable[[Any], Any]) -> None:
    given = kind(indices) if indices else []
    assert collect(writers.index_list, indices=given, cells=None) == builders.cells(indices)


@pytest.mark.parametrize("value", VALUES)
def test_uvarints_are_those_of_the_grammar(value: int) -> None:
    assert build.leb128(value) == builders.uvarint(value)
    assert build.leb128_block(np.array([value, value], np.uint64)) == 2 * builders.uvarint(value)
    assert build.uvarint_sizes(np.array([value], np.uint64))[0] == len(builders.uvarint(value))


CODES = {
    "no code": [],
    "a few": [0, 1, 255, 1],
    "wide ones": [0, 300, 65535],
    "many": [value % 7 for value in MANY],
    "many wide ones": [value % 1000 for value in MANY],
}


@pytest.mark.parametrize("case", CODES)
def test_codes_are_those_of_the_grammar(case: str) -> None:
    values = CODES[case]
    for encoding, payload in ((0, values), (1, values), (1, np.asarray(values, np.int64))):
        if encoding == 0 and max(values, default=0) > 255:
            continue
        made = collect(writers.codes, encoding=encoding, length=len(values), payload=payload, lengths=None)
        assert made == builders.codes(values, encoding)
    groups = [(value, len(list(run))) for value, run in itertools.groupby(values)]
    runs = [value for value, _ in groups], [count for _, count in groups]
    made = collect(writers.codes, encoding=2, length=len(values), payload=runs, lengths=None)
    assert made == builders.codes(values, 2)


def test_tables_are_those_of_the_grammar_bit_for_bit() -> None:
    bits = np.array([0x7FC00001, 0xFF800000, 0x80000000, 0x00000001], np.uint32)
    made = table_payload([3, 0, 3, 9], bits.view(np.float32), 10)
    assert made.endswith(struct.pack("<4I", 3, 0, 3, 9) + bits.astype("<u4").tobytes())
    assert table_payload([7, 2], [1.5, -0.25]) == builders.table([7, 2], [1.5, -0.25])
    assert table_payload([], []) == builders.table([])


REFUSED: dict[str, tuple[str, Callable[[], Any]]] = {
    "a count above the cells": (
        R.CELLS_COUNT,
        lambda: collect(writers.index_list, indices=[0, 1], cells=1),
    ),
    "an index that is no cell": (R.CELLS_INDEX, lambda: collect(writers.index_list, indices=[9], cells=9)),
    "an index that is no cell, among many": (
        R.CELLS_INDEX,
        lambda: collect(writers.index_list, indices=np.arange(1, 101), cells=100),
    ),
    "indices that do not ascend": (
        R.CELLS_INDEX,
        lambda: collect(writers.index_list, indices=[4, 3], cells=9),
    ),
    "many indices that do not ascend": (
        R.CELLS_INDEX,
        lambda: collect(writers.index_list, indices=np.arange(100)[::-1], cells=None),
    ),
    "a negative index": (R.CELLS_INDEX, lambda: collect(writers.index_list, indices=[-1], cells=None)),
    "an index beyond 32 bits": (R.CELLS_INDEX, lambda: cells_payload([2**32])),
    "a code of no encoding": (
        R.CODES_ENCODING,
        lambda: collect(writers.codes, encoding=3, length=0, payload=[], lengths=None),
    ),
    "another number of codes": (R.CODES_LENGTH, lambda: codes_payload([1, 2], lengths=(3, 4))),
    "fewer elements than announced": (
        R.CODES_TRUNCATED,
        lambda: collect(writers.codes, encoding=0, length=3, payload=[1], lengths=None),
    ),
    "a code that its width can't hold": (
        R.CODES_VALUE,
        lambda: collect(writers.codes, encoding=0, length=1, payload=[256], lengths=None),
    ),
    "many codes that their width can't hold": (
        R.CODES_VALUE,
        lambda: collect(writers.codes, encoding=0, length=400, payload=np.arange(400), lengths=None),
    ),
    "a code beyond 16 bits": (R.CODES_VALUE, lambda: codes_payload([65536])),
    "a negative code": (R.CODES_VALUE, lambda: codes_payload([-1])),
    "a run of none": (
        R.CODES_ZERO_RUN,
        lambda: collect(writers.codes, encoding=2, length=1, payload=([1, 2], [0, 1]), lengths=None),
    ),
    "a run past the end": (
        R.CODES_RUNS,
        lambda: collect(writers.codes, encoding=2, length=1, payload=([1], [2]), lengths=None),
    ),
    "runs that do not reach the end": (
        R.CODES_RUNS,
        lambda: collect(writers.codes, encoding=2, length=3, payload=([1], [2]), lengths=None),
    ),
    "a run of too large a code": (
        R.CODES_VALUE,
        lambda: collect(writers.codes, encoding=2, length=1, payload=([65536], [1]), lengths=None),
    ),
    "a row of no cell": (R.TABLE_CELL_INDEX, lambda: table_payload([5], [0.0], 5)),
    "columns of two lengths": (R.TABLE_COLUMN, lambda: table_payload([5], [0.0, 1.0])),
    "an empty manifest": (
        R.FRAME_MANIFEST_LENGTH,
        lambda: collect(writers.session, manifest=b"", frames=()),
    ),
    "a frame with fewer bytes than announced": (
        R.FRAME_CHUNK_TRUNCATED,
        lambda: collect(writers.session, manifest=b"{}", frames=[(3, [b"a", b"b"])]),
    ),
    "a frame with more bytes than announced": (
        R.FRAME_CHUNK_TRUNCATED,
        lambda: collect(writers.session, manifest=b"{}", frames=[(1, [b"a", b"b"])]),
    ),
    "a frame that is too long": (
        R.FRAME_CHUNK_LENGTH,
        lambda: collect(writers.session, manifest=b"{}", frames=[(2**29 + 1, [])]),
    ),
    "a uvarint beyond the safe integers": (R.UVARINT_RANGE, lambda: build.uvarint(bytes, 2**53, "it")),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_a_reader_would_refuse_is_not_written(case: str) -> None:
    rule, write = REFUSED[case]
    with pytest.raises(UsageError) as caught:
        write()
    assert caught.value.finding is not None
    assert caught.value.finding.rule == rule


@pytest.mark.parametrize("values", [[0.5], ["a"], [[1]], [True]], ids=repr)
def test_only_whole_numbers_are_codes(values: list[Any]) -> None:
    with pytest.raises(UsageError):
        codes_payload(values)


RUNS_PAY = {
    "one long run": ([3] * 100, None, 2),
    "no runs": ([1, 2, 3, 4], None, 0),
    "as long either way": ([1, 1, 1], None, 0),  # 1 + (1 + 1) bytes as runs, 3 as elements
    "one byte fewer as runs": ([1, 1, 1, 1], None, 2),
    "a wide type, where any repeated neighbour pays": ([1, 1, 2, 3], "Uint16Array", 2),
    "a wide type without one": ([1, 2, 3, 4], "Uint16Array", 1),
    "no codes": ([], None, 0),
    "codes that need the width": ([1, 300, 2, 300], "Uint8Array", 1),
}


@pytest.mark.parametrize("case", RUNS_PAY)
def test_runs_are_chosen_only_where_they_are_shorter(case: str) -> None:
    values, codes_type, encoding = RUNS_PAY[case]
    assert codes_payload(values, codes_type) == builders.codes(values, encoding)


def test_the_width_follows_the_array() -> None:
    values = [1, 2, 3, 4]
    assert codes_payload(np.array(values, np.uint16))[0] == 1
    assert codes_payload(np.array(values, np.uint8))[0] == 0


def test_cells_are_sorted_and_written_once() -> None:
    assert cells_payload([9, 3, 3, 4], 10) == builders.cells([3, 4, 9])
    assert cells_payload(np.array([False, True, True]), 3) == builders.cells([1, 2])
    with pytest.raises(UsageError, match="one value for each"):
        cells_payload(np.array([False, True]), 3)


def test_blocks_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (cells_payload(MANY), codes_payload(CODES["many"]), codes_payload(CODES["many wide ones"]))
    monkeypatch.setattr(build, "BLOCK", 7)
    monkeypatch.setattr(runs_of, "BLOCK", 5)
    assert whole == (
        cells_payload(MANY),
        codes_payload(CODES["many"]),
        codes_payload(CODES["many wide ones"]),
    )


@pytest.mark.parametrize("block", [1, 2, 3, 7, 1 << 18])
@pytest.mark.parametrize("case", CODES)
def test_runs_do_not_depend_on_how_codes_are_cut(
    monkeypatch: pytest.MonkeyPatch, case: str, block: int
) -> None:
    monkeypatch.setattr(runs_of, "BLOCK", block)
    codes = np.asarray(CODES[case], np.int64)
    codes = codes[np.arange(4 * len(codes)) // 4]  # each four times
    found = [
        (int(value), int(run))
        for values, runs in encode.of_elements(codes)
        for value, run in zip(values, runs, strict=True)
    ]
    assert found == [(value, len(list(run))) for value, run in itertools.groupby(codes.tolist())]


@pytest.mark.parametrize(
    "blocks", [[], [[]], [[0]], [[5]], [[0, 0, 1], [1, 1, 9], [9]], [[7, 7], [7, 300]]], ids=repr
)
def test_members_are_written_again_each_once(blocks: list[list[int]]) -> None:
    again = encode.Again()
    for block in blocks:
        again(block)
    assert again.payload() == builders.cells(sorted({index for block in blocks for index in block}))
