"""What generation 5 of the format reads in a way of its own."""

# Generated from declare/generations/g5.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated.payloads import repeated, told
from cellucid_session.wire.arrays import array
from cellucid_session.wire.deltas import deltas
from cellucid_session.wire.fixed import at_hand, nothing_left, u8, u32le, within
from cellucid_session.wire.members import bitset, gap_runs
from cellucid_session.wire.packed import packed
from cellucid_session.wire.pairs import runs
from cellucid_session.wire.source import Fault, take
from cellucid_session.wire.typed import typed_arrays
from cellucid_session.wire.uvarint import Repeats, uvarint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.wire.source import Reading, Source

#: type byte of an array -> (name of the type, bytes of an item)
ARRAY_TYPES: dict[int, tuple[str, int]] = {
    1: ("uint8", 1),
    2: ("uint16", 2),
    3: ("uint32", 4),
    4: ("int32", 4),
    5: ("float32", 4),
    6: ("float64", 8),
}


def cell_set(
    source: Source, *, cells: int | None, sink: Any = None
) -> Reading[tuple[int, int, int | None, int | None]]:
    """A set of cells: sink gets indices, or places in a category. Returns encoding, count, category size and digest."""
    with Repeats(source) as repeats:
        reference_count: int | None = None
        digest: int | None = None
        # encoding
        encoding_start = source.position
        encoding = at_hand(source, 1)
        if encoding is None:
            encoding = yield from u8(source, R.CELLS_TRUNCATED, "the encoding")
        if encoding not in (0, 1, 2, 3, 4):
            raise Fault(R.CELLS_ENCODING, encoding_start, source.position, f"the encoding is {encoding}")
        # members
        if encoding == 0:  # steps
            # members: count
            count_start = source.position
            count = yield from uvarint(source, "the count", repeats)
            if cells is not None:
                within(count, 0, cells, R.CELLS_COUNT, count_start, source.position, "the count")
            # members: indices
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
        elif encoding == 1:  # bits
            # members: count
            if sink is not None:
                sink.begin(None, cells)
            count = yield from bitset(
                source, cells, R.CELLS_TRUNCATED, R.CELLS_PADDING, "the set of bits", sink
            )
        elif encoding == 2:  # runs
            # members: count
            if sink is not None:
                sink.begin(None, cells)
            count = yield from gap_runs(
                source,
                L.CELL_INDEX + 1 if cells is None else min(cells, L.CELL_INDEX + 1),
                R.CELLS_INDEX,
                R.CELLS_EMPTY_RUN,
                sink,
                repeats,
            )
        elif encoding == 3:  # some of a category
            # members: reference_count
            reference_count_start = source.position
            reference_count = yield from uvarint(source, "the number of cells of the category", repeats)
            if cells is not None:
                within(
                    reference_count,
                    0,
                    cells,
                    R.CELLS_COUNT,
                    reference_count_start,
                    source.position,
                    "the number of cells of the category",
                )
            # members: digest
            digest = at_hand(source, 4)
            if digest is None:
                digest = yield from u32le(source, R.CELLS_TRUNCATED, "the digest of the category")
            # members: count
            if sink is not None:
                sink.begin(None, reference_count)
            count = yield from bitset(
                source, reference_count, R.CELLS_TRUNCATED, R.CELLS_PADDING, "the set of bits", sink
            )
        elif encoding == 4:  # all of a category
            # members: reference_count
            reference_count_start = source.position
            reference_count = yield from uvarint(source, "the number of cells of the category", repeats)
            if cells is not None:
                within(
                    reference_count,
                    0,
                    cells,
                    R.CELLS_COUNT,
                    reference_count_start,
                    source.position,
                    "the number of cells of the category",
                )
            # members: digest
            digest = at_hand(source, 4)
            if digest is None:
                digest = yield from u32le(source, R.CELLS_TRUNCATED, "the digest of the category")
            # members: count
            count = reference_count
        # end
        yield from nothing_left(source, R.CELLS_TRAILING, "the set")
    return encoding, count, reference_count, digest


def codes(
    source: Source, *, lengths: tuple[int, ...] | None, width: int, greatest: int, sink: Any = None
) -> Reading[tuple[int, int]]:
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
        if encoding == 0:  # raw
            yield from array(source, length, width, R.CODES_TRUNCATED, sink)
        elif encoding == 1:  # run lengths
            pairs_start = source.position
            pairs = yield from uvarint(source, "the number of runs", repeats)
            yield from runs(
                source,
                pairs,
                length,
                greatest,
                R.CODES_VALUE,
                R.CODES_RUNS,
                R.CODES_ZERO_RUN,
                pairs_start,
                sink,
                repeats,
                R.CODES_NEIGHBOURS,
            )
        elif encoding == 2:  # packed
            # payload: bits
            bits_start = source.position
            bits = at_hand(source, 1)
            if bits is None:
                bits = yield from u8(source, R.CODES_TRUNCATED, "the number of bits")
            if bits not in (1, 2, 4):
                raise Fault(R.CODES_BITS, bits_start, source.position, f"the number of bits is {bits}")
            # payload: values
            yield from packed(source, length, bits, R.CODES_TRUNCATED, R.CODES_PADDING, sink)
        # end
        yield from nothing_left(source, R.CODES_TRAILING, "the last code")
    return encoding, length


def typed_json(source: Source, *, on: Any, sink: Any = None) -> Reading[int]:
    """Typed JSON: `on` judges the text; sink gets the arrays. Returns how many there are. Spec: 5.7."""
    with Repeats(source) as repeats:
        # text_length
        text_length = at_hand(source, 4)
        if text_length is None:
            text_length = yield from u32le(source, R.TYPED_TRUNCATED, "the length of the JSON text")
        # text
        text_start = source.position
        on.header_size(text_length, text_start)
        text = yield from take(source, text_length, R.TYPED_TRUNCATED, "the JSON text")
        on.text(text, text_start)
        # arrays
        arrays = yield from typed_arrays(source, ARRAY_TYPES, R.TYPED_DTYPE, R.TYPED_TRUNCATED, sink, repeats)
    return arrays
