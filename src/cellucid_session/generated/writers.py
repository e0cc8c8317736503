"""Writers of a session and its binary payloads, generation 1."""

# Generated from declare/grammar.py, declare/families.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated.framing import MAGIC
from cellucid_session.generated.payloads import TABLE_COLUMNS
from cellucid_session.wire.build import array, deltas, number, one_of, pass_on, runs, uvarint, within
from cellucid_session.wire.build import columns as put_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from cellucid_session.wire.build import Out

#: family -> (its place in the order of writing, codec, what labels begin with)
FAMILIES = {
    "field overlays": (0, "gzip", "Field overlays"),
    "user-defined codes": (1, "gzip", "User-defined codes: "),
    "core state": (2, "gzip", "Core state"),
    "floating panels": (3, "gzip", "Floating panels"),
    "analysis windows": (4, "gzip", "Analysis windows"),
    "highlight metadata": (5, "gzip", "Highlight metadata"),
    "highlight cells": (6, "gzip", "Highlight cells: "),
    "analysis artifacts": (7, "gzip", "Analysis cache: "),
}


def session(out: Out, *, manifest: bytes, frames: Iterable[tuple[int, Iterable[bytes]]]) -> None:
    """Head, one frame for each of `frames` (stored length, pieces of the stored bytes), nothing after. Spec: 2."""
    out(MAGIC)
    manifest_length = len(manifest)
    within(
        manifest_length,
        L.MANIFEST_BYTES_MIN,
        L.MANIFEST_BYTES,
        R.FRAME_MANIFEST_LENGTH,
        "the manifest length",
    )
    number(out, manifest_length, 4, R.FRAME_TRUNCATED, "the manifest length")
    out(manifest)
    for stored_length, stored in frames:
        within(stored_length, 0, L.STORED_BYTES, R.FRAME_CHUNK_LENGTH, "the chunk length")
        number(out, stored_length, 4, R.FRAME_CHUNK_TRUNCATED, "the chunk length")
        pass_on(out, stored, stored_length, R.FRAME_CHUNK_TRUNCATED, "the chunk")


def index_list(out: Out, *, indices: Any, cells: int | None) -> None:
    """Members of a highlight group. indices: ascending, shape (k,). Spec: 5.3."""
    count = len(indices)
    if cells is not None:
        within(count, 0, cells, R.CELLS_COUNT, "the count")
    uvarint(out, count, "the count")
    deltas(out, indices, L.CELL_INDEX + 1 if cells is None else min(cells, L.CELL_INDEX + 1), R.CELLS_INDEX)


def codes(out: Out, *, encoding: int, length: int, payload: Any, lengths: Sequence[int] | None) -> None:
    """Codes of a user-defined field. payload: elements, shape (length,), or (values, runs). Spec: 5.4, 16.7."""
    one_of(encoding, (0, 1, 2), 2, R.CODES_ENCODING, "the encoding")
    number(out, encoding, 1, R.CODES_TRUNCATED, "the encoding")
    one_of(length, lengths, L.CODES_LENGTH, R.CODES_LENGTH, "the length")
    uvarint(out, length, "the length")
    if encoding == 0:  # raw u8
        array(out, payload, length, 1, R.CODES_TRUNCATED)
    elif encoding == 1:  # raw u16
        array(out, payload, length, 2, R.CODES_TRUNCATED)
    elif encoding == 2:  # run lengths
        runs(out, payload, length, L.CODE_VALUE, R.CODES_VALUE, R.CODES_RUNS, R.CODES_ZERO_RUN)


def table(out: Out, *, header: bytes, columns: Mapping[str, Any], cells: int | None) -> None:
    """An analysis artifact. header: its JSON text. columns: name -> values, shape (rows,). Spec: 5.5."""
    header_length = len(header)
    number(out, header_length, 4, R.TABLE_HEADER, "the table header length")
    out(header)
    put_columns(out, columns, TABLE_COLUMNS, {"cells": cells}, R.TABLE_COLUMN, R.TABLE_CELL_INDEX)
