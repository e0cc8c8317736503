"""What generation 4 of the format writes in a way of its own."""

# Generated from declare/generations/g4.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.build import array, number, one_of, pass_on, runs, uvarint, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from cellucid_session.wire.build import Out

MAGIC = b"CELLUCID_SESSION\n"
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


def codes(
    out: Out,
    *,
    encoding: int,
    length: int,
    payload: Any,
    lengths: Sequence[int] | None,
    encodings: Sequence[int] | None,
) -> None:
    """Codes of a user-defined field. payload: elements, shape (length,), or (values, runs). Spec: 5.4, 16.7."""
    one_of(encoding, (0, 1, 2, 3, 4, 5), 5, R.CODES_ENCODING, "the encoding")
    number(out, encoding, 1, R.CODES_TRUNCATED, "the encoding")
    one_of(encoding, encodings, 5, R.CODES_WIDTH, "the encoding")
    one_of(length, lengths, L.CODES_LENGTH, R.CODES_LENGTH, "the length")
    uvarint(out, length, "the length")
    if encoding == 0:  # raw u8
        array(out, payload, length, 1, R.CODES_TRUNCATED)
    elif encoding == 1:  # raw u16
        array(out, payload, length, 2, R.CODES_TRUNCATED)
    elif encoding == 2:  # run lengths of u8
        runs(
            out, payload, length, L.CODE_U8, R.CODES_VALUE, R.CODES_RUNS, R.CODES_ZERO_RUN, R.CODES_NEIGHBOURS
        )
    elif encoding == 3:  # run lengths of u16
        runs(
            out,
            payload,
            length,
            L.CODE_VALUE,
            R.CODES_VALUE,
            R.CODES_RUNS,
            R.CODES_ZERO_RUN,
            R.CODES_NEIGHBOURS,
        )
    elif encoding == 4:  # raw u32
        array(out, payload, length, 4, R.CODES_TRUNCATED)
    elif encoding == 5:  # run lengths of u32
        runs(
            out,
            payload,
            length,
            L.CODE_U32,
            R.CODES_VALUE,
            R.CODES_RUNS,
            R.CODES_ZERO_RUN,
            R.CODES_NEIGHBOURS,
        )
