"""Cells, codes and tables as payloads, in the form that a writer chooses among those allowed.

Rules of this file: positions are sorted and written once; runs are written only where they are strictly fewer bytes;
values of a table stay as they are, bit for bit. Spec: 9.3, 9.4, 9.5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import UsageError
from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.generated import writers
from cellucid_session.generated.payloads import TABLE_COLUMNS
from cellucid_session.wire.build import leb128, leb128_block, refused, uvarint_sizes, whole
from cellucid_session.wire.runs import expanded, of_elements
from cellucid_session.write.texts import json_text

if TYPE_CHECKING:
    import numpy as np

    from cellucid_session.wire.runs import Block

    Integers = np.ndarray[Any, np.dtype[Any]]

RAW = {1: 0, 2: 1}  # bytes of a code -> encoding byte
RUNS = 2
WIDTHS = {"Uint8Array": 1, "Uint16Array": 2}


def collect(write: Callable[..., None], **values: Any) -> bytes:
    """What one of the generated writers writes, in one piece."""
    parts: list[bytes] = []
    write(parts.append, **values)
    return b"".join(parts)


def positions(cells: Any, n_obs: int | None) -> Integers:
    """Cells as positions: int64, shape (k,), ascending, each once.

    Args:
        cells: positions in any order, or a mask of bool, shape (n_obs,).

    Raises:
        UsageError: neither of both, a mask of another length, a position below 0 or not below n_obs.
    """
    import numpy as np

    found = np.asarray(cells)
    if found.dtype == np.bool_:
        if n_obs is not None and found.shape != (n_obs,):
            raise UsageError(f"a mask must have one value for each of the {n_obs} cells")
        found = np.flatnonzero(found)
    found = np.unique(whole(found, "cells"))
    below = min(L.CELL_INDEX + 1, L.CELL_INDEX + 1 if n_obs is None else n_obs)
    for index in (int(found[0]), int(found[-1])) if len(found) else ():
        if not 0 <= index < below:
            raise refused(R.CELLS_INDEX, f"a cell has the position {index}, allowed: 0 to {below - 1}")
    return found.astype(np.int64)


def cells_payload(cells: Any, n_obs: int | None = None) -> bytes:
    """The members of a highlight group. cells: see `positions`."""
    return collect(writers.index_list, indices=positions(cells, n_obs), cells=n_obs)


def width_of(codes: Any, codes_type: str | None) -> int:
    """Bytes of a raw code: as the type of the array says, and enough for every code.

    Args:
        codes: integers, shape (k,). codes_type: "Uint8Array" or "Uint16Array"; None for the narrowest.
    """
    most = int(codes.max()) if len(codes) else 0
    return max(WIDTHS.get(codes_type or "", 1), 1 if most <= L.UNASSIGNED_U8 else 2)


def shorter_runs(blocks: Callable[[], Iterator[Block]], raw: int) -> Block | None:
    """All runs, where with their number they take fewer bytes than `raw`; None otherwise.

    They are measured before they are kept, so that noise costs no memory.
    """
    import numpy as np

    size = count = 0
    for values, runs in blocks():
        count += len(values)
        size += int(uvarint_sizes(values).sum()) + int(uvarint_sizes(runs).sum())
        if size >= raw:
            return None
    if size + len(leb128(count)) >= raw:
        return None
    kept = [(values, runs.astype(np.uint32)) for values, runs in blocks()]
    return np.concatenate([values for values, _ in kept]), np.concatenate([runs for _, runs in kept])


def runs_payload(blocks: Callable[[], Iterator[Block]], length: int, codes_type: str) -> bytes:
    """The codes of a user-defined field, from their runs: see `codes_payload`. Nothing is expanded that is not written.

    Args:
        blocks: gives the runs, as long as they can be. length: how many codes they are. codes_type: see `width_of`.
    """
    most = max((int(values.max()) for values, _ in blocks()), default=0)
    width = max(WIDTHS.get(codes_type, 1), 1 if most <= L.UNASSIGNED_U8 else 2)
    runs = shorter_runs(blocks, width * length)
    return collect(
        writers.codes,
        encoding=RAW[width] if runs is None else RUNS,
        length=length,
        payload=expanded(blocks, length) if runs is None else runs,
        lengths=None,
    )


class Again:
    """Writes the members of a group again as they are read, each once: a sink for a reader of index lists."""

    def __init__(self) -> None:
        self._count = 0
        self._last = -1
        self._parts: list[bytes] = []

    def begin(self, count: int, cells: int | None) -> None:
        """Nothing to prepare."""

    def __call__(self, block: Any) -> None:
        """Take a block of ascending positions."""
        import numpy as np

        wide = np.asarray(block, dtype=np.int64)
        steps = np.diff(wide, prepend=np.int64(self._last))
        steps = steps[steps > 0]
        if self._count == 0 and len(steps):
            steps[0] -= 1  # the first is the position itself, counted from 0
        self._count += len(steps)
        self._last = int(wide[-1]) if len(wide) else self._last
        self._parts.append(leb128_block(steps.astype(np.uint64)))

    def payload(self) -> bytes:
        """The index list."""
        return b"".join((leb128(self._count), *self._parts))


def codes_payload(codes: Any, codes_type: str | None = None, lengths: Sequence[int] | None = None) -> bytes:
    """The codes of a user-defined field, raw or as runs, whichever is shorter; raw where both are as long.

    Args:
        codes: integers from 0 to 65535, shape (k,). codes_type: see `width_of`; by default that of the array.
        lengths: how many codes there may be; None for any number.
    """
    import numpy as np

    found = whole(codes, "codes")
    if codes_type is None and found.dtype == np.uint16:
        codes_type = "Uint16Array"
    for code in (int(found.min()), int(found.max())) if len(found) else ():
        if not 0 <= code <= L.CODE_VALUE:
            raise refused(R.CODES_VALUE, f"a code is {code}, allowed: 0 to {L.CODE_VALUE}")
    width = width_of(found, codes_type)
    runs = shorter_runs(lambda: of_elements(found), width * len(found))
    return collect(
        writers.codes,
        encoding=RAW[width] if runs is None else RUNS,
        length=len(found),
        payload=found if runs is None else runs,
        lengths=lengths,
    )


def table_header(rows: int) -> dict[str, Any]:
    """The header of an artifact of so many rows."""
    return {
        "rowCount": rows,
        "columns": [
            {"name": name, "dtype": dtype, "encoding": "raw", "byteLength": rows * width}
            for name, (dtype, width, _) in TABLE_COLUMNS.items()
        ],
    }


def table_payload(cells: Any, values: Any, n_obs: int | None = None) -> bytes:
    """An analysis artifact.

    Args:
        cells: positions, shape (rows,), in any order. values: float32, shape (rows,), kept bit for bit.
    """
    import numpy as np

    columns = {"cellIndex": whole(cells, "cells"), "value": np.asarray(values, dtype=np.float32)}
    header = json_text(table_header(len(columns["cellIndex"])))
    return collect(writers.table, header=header, columns=columns, cells=n_obs)
