"""What generation 2 of the format writes in a way of its own."""

# Generated from declare/generations/g2.py; do not edit: run python -m cellucid_session.generate

from __future__ import annotations

from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.build import array, deltas, number, one_of, runs, uvarint, within

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from cellucid_session.wire.build import Out


def index_list(out: Out, *, indices: Any, cells: int | None) -> None:
    """Members of a highlight group. indices: ascending, shape (k,). Spec: 5.3."""
    count = len(indices)
    if cells is not None:
        within(count, 0, cells, R.CELLS_COUNT, "the count")
    uvarint(out, count, "the count")
    deltas(
        out,
        indices,
        L.CELL_INDEX + 1 if cells is None else min(cells, L.CELL_INDEX + 1),
        R.CELLS_INDEX,
        R.CELLS_ASCENDING,
    )


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
    one_of(encoding, (0, 1, 2, 3), 3, R.CODES_ENCODING, "the encoding")
    number(out, encoding, 1, R.CODES_TRUNCATED, "the encoding")
    one_of(encoding, encodings, 3, R.CODES_WIDTH, "the encoding")
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
