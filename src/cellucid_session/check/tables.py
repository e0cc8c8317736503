"""The header of an analysis artifact, and its chunk id.

Rules of this file: what the header says is held against itself (rows times item size) before a column is read.
Spec: 5.5.
"""

from __future__ import annotations

from cellucid_session.check.entries import whole
from cellucid_session.generated import payloads
from cellucid_session.generated import rules as R
from cellucid_session.wire.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.check.place import Place

#: dtype of a column that a table has -> bytes of an item; any other dtype is a matter of table.columns alone
_WIDTHS = {dtype: width for dtype, width, _ in payloads.TABLE_COLUMNS.values()}
_HEX = frozenset("0123456789abcdefABCDEF")
ID_PARTS = 3


def layout(value: Any, at: Place, start: int, end: int) -> list[tuple[str, int, bool]]:
    """Judge the header of a table.

    Args:
        value: the parsed header. at: where the payload stands. start, end: the header's bytes in the payload.

    Returns:
        The columns in order, as (name, length in bytes, whether a column of that name has this length).

    Raises:
        Fault: table.header, table.column.
    """
    rows = whole(value.get("rowCount")) if isinstance(value, dict) else None
    columns = value.get("columns") if isinstance(value, dict) else None
    if rows is None or rows < 0 or not isinstance(columns, list):
        raise Fault(R.TABLE_HEADER, start, end, "the header gives no rowCount and columns")
    found: list[tuple[str, int, bool]] = []
    for number, column in enumerate(columns):
        name = column.get("name") if isinstance(column, dict) else None
        length = whole(column.get("byteLength")) if isinstance(column, dict) else None
        if not isinstance(name, str) or length is None or length < 0:
            raise Fault(R.TABLE_HEADER, start, end, f"column {number} gives no name and byteLength")
        width = _WIDTHS.get(str(column.get("dtype"))) if column.get("encoding", "raw") == "raw" else None
        if width is not None and length != rows * width:
            raise Fault(
                R.TABLE_COLUMN,
                start,
                end,
                f"column {number} has {length} bytes for {rows} rows of {width} bytes",
            )
        known = payloads.TABLE_COLUMNS.get(name)
        found.append((name, length, known is not None and length == rows * known[1]))
    return found


def chunk_name(at: Place) -> None:
    """table.id: three percent-encoded parts after the prefix."""
    parts = at.entry.rest.split("/")
    if len(parts) != ID_PARTS or not all(part and _escaped(part) for part in parts):
        at.collector.add(
            R.TABLE_ID,
            f"the id has {len(parts)} parts after its prefix"
            if len(parts) != ID_PARTS
            else "a part is empty or badly escaped",
            chunk=at.entry.id,
            path=at.entry.path("id"),
        )


def _escaped(part: str) -> bool:
    """Whether every % in a part begins an escape."""
    return all(len(rest) >= 2 and _HEX.issuperset(rest[:2]) for rest in part.split("%")[1:])
