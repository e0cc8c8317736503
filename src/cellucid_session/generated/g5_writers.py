"""What generation 5 of the format writes in a way of its own."""

# Generated from declare/generations/g5.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated.g5_readers import ARRAY_TYPES
from cellucid_session.wire.build import array, deltas, number, one_of, pass_on, runs, uvarint, within
from cellucid_session.wire.build_sets import bitset, gap_runs, packed, typed_arrays

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from cellucid_session.wire.build import Out

MAGIC = b"CELLUCID_SESSION/2\n"
MANIFEST_BYTES = 4294967295
STORED_BYTES = 4294967295


def session(out: Out, *, manifest: bytes, frames: Iterable[tuple[int, Iterable[bytes]]]) -> None:
    """Head, one frame for each of `frames` (stored length, pieces of the stored bytes), nothing after. Spec: 2."""
    out(MAGIC)
    manifest_length = len(manifest)
    within(
        manifest_length, L.MANIFEST_BYTES_MIN, MANIFEST_BYTES, R.FRAME_MANIFEST_LENGTH, "the manifest length"
    )
    number(out, manifest_length, 4, R.FRAME_TRUNCATED, "the manifest length")
    out(manifest)
    for stored_length, stored in frames:
        within(stored_length, 0, STORED_BYTES, R.FRAME_CHUNK_LENGTH, "the chunk length")
        number(out, stored_length, 4, R.FRAME_CHUNK_TRUNCATED, "the chunk length")
        pass_on(out, stored, stored_length, R.FRAME_CHUNK_TRUNCATED, "the chunk")


def cell_set(out: Out, *, encoding: int, members: Any, cells: int | None) -> None:
    """Members of a highlight group. members: ascending, shape (k,); of a category: its size, digest, places. Spec:
    16.6."""
    one_of(encoding, (0, 1, 2, 3, 4), 4, R.CELLS_ENCODING, "the encoding")
    number(out, encoding, 1, R.CELLS_TRUNCATED, "the encoding")
    if encoding == 0:  # steps
        count = len(members)
        if cells is not None:
            within(count, 0, cells, R.CELLS_COUNT, "the count")
        uvarint(out, count, "the count")
        deltas(
            out,
            members,
            L.CELL_INDEX + 1 if cells is None else min(cells, L.CELL_INDEX + 1),
            R.CELLS_INDEX,
            R.CELLS_ASCENDING,
        )
    elif encoding == 1:  # bits
        bitset(out, members, cells, R.CELLS_PADDING)
    elif encoding == 2:  # runs
        gap_runs(
            out, members, L.CELL_INDEX + 1 if cells is None else min(cells, L.CELL_INDEX + 1), R.CELLS_INDEX
        )
    elif encoding == 3:  # some of a category
        reference_count, digest, count = members
        if cells is not None:
            within(reference_count, 0, cells, R.CELLS_COUNT, "the number of cells of the category")
        uvarint(out, reference_count, "the number of cells of the category")
        number(out, digest, 4, R.CELLS_TRUNCATED, "the digest of the category")
        bitset(out, count, reference_count, R.CELLS_PADDING)
    elif encoding == 4:  # all of a category
        reference_count, digest = members
        if cells is not None:
            within(reference_count, 0, cells, R.CELLS_COUNT, "the number of cells of the category")
        uvarint(out, reference_count, "the number of cells of the category")
        number(out, digest, 4, R.CELLS_TRUNCATED, "the digest of the category")


def codes(
    out: Out,
    *,
    encoding: int,
    length: int,
    payload: Any,
    lengths: Sequence[int] | None,
    width: int,
    greatest: int,
) -> None:
    """Codes of a user-defined field. payload: elements, shape (length,), or (values, runs), or (bits, codes). Spec:
    5.4, 16.7."""
    one_of(encoding, (0, 1, 2), 2, R.CODES_ENCODING, "the encoding")
    number(out, encoding, 1, R.CODES_TRUNCATED, "the encoding")
    one_of(length, lengths, L.CODES_LENGTH, R.CODES_LENGTH, "the length")
    uvarint(out, length, "the length")
    if encoding == 0:  # raw
        array(out, payload, length, width, R.CODES_TRUNCATED)
    elif encoding == 1:  # run lengths
        runs(
            out, payload, length, greatest, R.CODES_VALUE, R.CODES_RUNS, R.CODES_ZERO_RUN, R.CODES_NEIGHBOURS
        )
    elif encoding == 2:  # packed
        bits, values = payload
        one_of(bits, (1, 2, 4), 4, R.CODES_BITS, "the number of bits")
        number(out, bits, 1, R.CODES_TRUNCATED, "the number of bits")
        packed(out, values, length, bits, R.CODES_VALUE, R.CODES_TRUNCATED)


def typed_json(out: Out, *, text: bytes, arrays: Sequence[Any]) -> None:
    """A JSON text and the arrays that it refers to, each of one dimension. Spec: 16.8."""
    text_length = len(text)
    number(out, text_length, 4, R.TYPED_TRUNCATED, "the length of the JSON text")
    out(text)
    typed_arrays(out, arrays, ARRAY_TYPES, R.TYPED_DTYPE)
