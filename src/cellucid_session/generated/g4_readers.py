"""What generation 4 of the format reads in a way of its own."""

# Generated from declare/generations/g4.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated.payloads import told
from cellucid_session.wire.arrays import array
from cellucid_session.wire.fixed import at_hand, end_of_input, nothing_left, u8, u32le, within
from cellucid_session.wire.pairs import runs
from cellucid_session.wire.source import Fault, pass_on, passed
from cellucid_session.wire.uvarint import Repeats, uvarint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.wire.source import Reading, Source

STORED_BYTES = 4294967295


def frames(source: Source, on: Any, entries: int) -> Reading[None]:
    """Read one frame for each entry of the manifest, and the end. Spec: 2."""
    # frames
    for index in range(entries):
        stored_length_start = source.position
        stored_length = at_hand(source, 4)
        if stored_length is None:
            stored_length = yield from u32le(source, R.FRAME_CHUNK_TRUNCATED, "the chunk length")
        within(
            stored_length,
            0,
            STORED_BYTES,
            R.FRAME_CHUNK_LENGTH,
            stored_length_start,
            source.position,
            "the chunk length",
        )
        stored_start = source.position
        on.frame(index, stored_length, stored_length_start, stored_start)
        if not passed(source, stored_length, on.stored):
            yield from pass_on(source, stored_length, R.FRAME_CHUNK_TRUNCATED, "the chunk", on.stored)
        on.frame_end()
    # end
    yield from end_of_input(source, R.FRAME_TRAILING, "the last chunk")


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
        if encoding not in (0, 1, 2, 3, 4, 5):
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
        elif encoding == 4:  # raw u32
            yield from array(source, length, 4, R.CODES_TRUNCATED, sink)
        elif encoding == 5:  # run lengths of u32
            pairs_start = source.position
            pairs = yield from uvarint(source, "the number of runs", repeats)
            yield from runs(
                source,
                pairs,
                length,
                L.CODE_U32,
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
