"""The binary payloads, generation 1."""

# Generated from declare/grammar.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.arrays import array
from cellucid_session.wire.columns import columns
from cellucid_session.wire.deltas import deltas
from cellucid_session.wire.fixed import at_hand, nothing_left, u8, u16le, u32le, within
from cellucid_session.wire.pairs import runs
from cellucid_session.wire.source import Fault, take
from cellucid_session.wire.uvarint import Repeats, uvarint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.wire.deltas import Deltas
    from cellucid_session.wire.source import Reading, Source

#: encoding byte of codes -> what people call it
ENCODINGS = {
    0: "raw u8",
    1: "raw u16",
    2: "run lengths",
}

#: column of a table -> (dtype, bytes of an item, what every item is below)
TABLE_COLUMNS: dict[str, tuple[str, int, str | None]] = {
    "cellIndex": ("uint32", 4, "cells"),
    "value": ("float32", 4, None),
}


#: dtype of a column -> bytes of an item
DTYPE_BYTES = {
    "uint8": 1,
    "uint16": 2,
    "uint32": 4,
    "int32": 4,
    "float32": 4,
    "float64": 8,
}


def told(what: str, value: int, allowed: tuple[int, ...] | None) -> str:
    """A number that is none of the allowed ones, in words."""
    return f"{what} is {value}" + ("" if allowed is None else f", allowed: {' or '.join(map(str, allowed))}")


def repeated(count: int) -> str:
    """Repeated members, in words."""
    return f"{count} cells are listed twice or more often, this is the first"


def index_list(source: Source, *, cells: int | None, sink: Any = None) -> Reading[Deltas]:
    """Members of a highlight group: sink gets the cell indices in blocks. Spec: 5.3."""
    with Repeats(source) as repeats:
        # count
        count_start = source.position
        count = yield from uvarint(source, "the count", repeats)
        if cells is not None:
            within(count, 0, cells, R.CELLS_COUNT, count_start, source.position, "the count")
        # indices
        if sink is not None:
            sink.begin(count, cells)
        found = yield from deltas(
            source,
            count,
            L.CELL_INDEX + 1 if cells is None else min(cells, L.CELL_INDEX + 1),
            R.CELLS_INDEX,
            sink,
            repeats,
        )
        if found.duplicate is not None:
            source.note(R.CELLS_DUPLICATE, *found.duplicate, repeated(found.duplicates))
        # end
        yield from nothing_left(source, R.CELLS_TRAILING, "the last index")
    return found


def codes(source: Source, *, lengths: tuple[int, ...] | None, sink: Any = None) -> Reading[tuple[int, int]]:
    """Codes of a user-defined field: sink gets elements or runs. Returns encoding and length. Spec: 5.4."""
    with Repeats(source) as repeats:
        # encoding
        encoding_start = source.position
        encoding = at_hand(source, 1)
        if encoding is None:
            encoding = yield from u8(source, R.CODES_TRUNCATED, "the encoding")
        if encoding not in (0, 1, 2):
            raise Fault(R.CODES_ENCODING, encoding_start, source.position, f"the encoding is {encoding}")
        # length
        length_start = source.position
        length = yield from uvarint(source, "the length", repeats)
        if length > L.CODES_LENGTH or (lengths is not None and length not in lengths):
            raise Fault(R.CODES_LENGTH, length_start, source.position, told("the length", length, lengths))
        # payload
        if encoding == 0:  # raw u8
            yield from array(source, length, 1, R.CODES_TRUNCATED, sink)
        elif encoding == 1:  # raw u16
            yield from array(source, length, 2, R.CODES_TRUNCATED, sink)
        elif encoding == 2:  # run lengths
            pairs_start = source.position
            pairs = yield from uvarint(source, "the number of runs", repeats)
            yield from runs(
                source,
                pairs,
                length,
                L.CODE_VALUE,
                R.CODES_VALUE,
                R.CODES_RUNS,
                R.CODES_ZERO_RUN,
                pairs_start,
                sink,
                repeats,
            )
        # end
        yield from nothing_left(source, R.CODES_TRAILING, "the last code")
    return encoding, length


def table(source: Source, *, cells: int | None, on: Any, sink: Any = None) -> Reading[None]:
    """An analysis artifact: `on` judges the header and gives the layout of the columns. Spec: 5.5."""
    # header_length
    header_length = at_hand(source, 4)
    if header_length is None:
        header_length = yield from u32le(source, R.TABLE_HEADER, "the table header length")
    # header
    header_start = source.position
    on.header_size(header_length, header_start)
    header = yield from take(source, header_length, R.TABLE_HEADER, "the table header")
    layout = on.header(header, header_start)
    # columns
    yield from columns(
        source, layout, TABLE_COLUMNS, {"cells": cells}, R.TABLE_COLUMN, R.TABLE_CELL_INDEX, sink
    )
    # end
    yield from nothing_left(source, R.TABLE_TRAILING, "the last column")
