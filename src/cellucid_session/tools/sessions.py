"""Opening a session for a tool, with the file named in every error, and counting what it holds as it streams.

Rules of this file: nothing is kept of a payload but counts; bounds are those of the reader.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import BudgetError, InputError, InvalidSessionError
from cellucid_session.generated import payloads
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.report.text import shown_path

if TYPE_CHECKING:
    from cellucid_session.read.views import Field, Group

CODES = 1 << 16  # a code has at most 16 bits


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """Put the file's name before the message of what goes wrong with it."""
    try:
        yield
    except (InvalidSessionError, BudgetError, InputError) as exc:
        raise type(exc)(f"{shown_path(path)}: {exc}", exc.finding) from exc


@contextlib.contextmanager
def opened(path: str) -> Iterator[CellucidSessionBundle]:
    """A session, open for the block; the file is named in what goes wrong at opening.

    Raises:
        InvalidSessionError: a safety rule refuses it. BudgetError: a budget ran out. InputError: it can't be read.
    """
    with naming(path):
        bundle = CellucidSessionBundle(path)
    with bundle:
        yield bundle


def dataset_counts(fingerprint: dict[str, Any]) -> tuple[int | None, int | None]:
    """The fingerprint's numbers of cells and variables, None where it gives none."""
    cells, variables = (
        value if type(value) is int and value >= 0 else None
        for value in (fingerprint.get("cellCount"), fingerprint.get("varCount"))
    )
    return cells, variables


def member_counts(bundle: CellucidSessionBundle, group: Group) -> tuple[int, int] | None:
    """How many members a group's chunk lists, and how many cells they are; None without a chunk."""
    if group.chunk_id is None:
        return None
    cells = bundle.facts.n_obs
    told = bundle.decoder.read(
        bundle.entry(group.chunk_id), lambda source: payloads.index_list(source, cells=cells)
    )
    return told.count, told.count - told.duplicates


class Tally:
    """Counts codes. counts: int64, shape (65536,), by code."""

    def __init__(self) -> None:
        import numpy as np

        self._np = np
        self.counts = np.zeros(CODES, dtype=np.int64)

    def begin(self, count: int, width: int) -> None:
        """Nothing to prepare."""

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Count whole elements."""
        values = self._np.frombuffer(data, "<u1" if width == 1 else "<u2")
        self.counts += self._np.bincount(values, minlength=CODES)

    def runs(self, values: Any, runs: Any, span: Any) -> None:
        """Count runs."""
        np = self._np
        np.add.at(self.counts, np.asarray(values, dtype=np.int64), np.asarray(runs, dtype=np.int64))


def code_counts(bundle: CellucidSessionBundle, field: Field) -> tuple[int, Any] | None:
    """How many codes a field has, and how often each occurs (int64, shape (65536,)); None without a chunk."""
    if field.chunk_id is None:
        return None
    tally = Tally()
    cells, variables = bundle.facts.n_obs, bundle.facts.n_vars
    lengths: tuple[int, ...] | None = None
    if field.source == "obs" and cells is not None:
        lengths = (cells,)
    elif field.source == "var" and cells is not None and variables is not None:
        lengths = (cells, variables)
    _, length = bundle.decoder.read(
        bundle.entry(field.chunk_id), lambda source: payloads.codes(source, lengths=lengths, sink=tally)
    )
    return length, tally.counts


def identity_of(bundle: CellucidSessionBundle) -> tuple[int, int]:
    """Device and inode of the file that a bundle has open."""
    return bundle._file.identity


def stored_size(bundle: CellucidSessionBundle, chunk_id: str) -> int:
    """Bytes of a chunk's frame, without its length."""
    return bundle.decoder._frames[bundle.entry(chunk_id).index][1]
