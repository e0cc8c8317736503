"""What generation 2 of the format reads in a way of its own."""

# Generated from declare/generations/g2.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated.payloads import repeated, told
from cellucid_session.wire.arrays import array
from cellucid_session.wire.deltas import deltas
from cellucid_session.wire.fixed import at_hand, nothing_left, u8, within
from cellucid_session.wire.pairs import runs
from cellucid_session.wire.source import Fault
from cellucid_session.wire.uvarint import Repeats, uvarint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.wire.deltas import Deltas
    from cellucid_session.wire.source import Reading, Source


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
            source.note(R.CELLS_ASCENDING, *found.duplicate, repeated(found.duplicates))
        # end
        yield from nothing_left(source, R.CELLS_TRAILING, "the last index")
    return found


def codes(
    source: Source, *, lengths: tuple[int, ...] | None, encodings: tuple[int, ...] | None, sink: Any = None
) -> Reading[tuple[int, int]]:
    """Codes of a user-defined field: sink gets elements or runs. Returns encoding and length. Spec: 5.4."""
    with Repeats(source) as repeats:
        # encoding
        encoding_start = source.position
        encoding = at_hand(source, 1)
        if encoding is None:
            encoding = yield from u8(source, R.CODES_TRUNCATED, "the encoding")
        if encoding not in (0, 1, 2, 3):
            raise Fault(R.CODES_ENCODING, encoding_start, source.position, f"the encoding is {encoding}")
        if encodings is not None and encoding not in encodings:
            raise Fault(
                R.CODES_WIDTH,
                encoding_start,
                source.position,
                f"the encoding is {encoding}, which is not one for the type of the field",
            )
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
        elif encoding == 2:  # run lengths of u8
            pairs_start = source.position
            pairs = yield from uvarint(source, "the number of runs", repeats)
            yield from runs(
                source,
                pairs,
                length,
                L.CODE_U8,
                R.CODES_VALUE,
                R.CODES_RUNS,
                R.CODES_ZERO_RUN,
                pairs_start,
                sink,
                repeats,
                R.CODES_NEIGHBOURS,
            )
        elif encoding == 3:  # run lengths of u16
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
                R.CODES_NEIGHBOURS,
            )
        # end
        yield from nothing_left(source, R.CODES_TRAILING, "the last code")
    return encoding, length
