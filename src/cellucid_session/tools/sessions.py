"""Opening a session for a tool, with the file named in every error, and counting what it holds as it streams.

Rules of this file: nothing is kept of a payload but counts; bounds are those of the reader.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import BudgetError, InputError, InvalidSessionError
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.report.text import shown_path

if TYPE_CHECKING:
    from cellucid_session.read.fields import Field


@contextlib.contextmanager
def naming(path: str) -> Iterator[None]:
    """Put the file's name before the message of what goes wrong with it."""
    try:
        yield
    except (InvalidSessionError, BudgetError, InputError) as exc:
        raise type(exc)(f"{shown_path(path)}: {exc.message}", exc.finding) from exc


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


class Tally:
    """Counts codes that name a category, those that are markers, and the others.

    Args:
        categories: how many there are. markers: codes that mean "no category".

    Attributes:
        counts: int64, shape (categories,). marked, others: numbers of codes.
    """

    def __init__(self, categories: int, markers: tuple[int, ...]) -> None:
        import numpy as np

        self._np = np
        self._markers = [code for code in markers if code >= categories]
        self.counts = np.zeros(categories, dtype=np.int64)
        self.marked = self.others = 0

    def begin(self, count: int, width: int) -> None:
        """Nothing to prepare."""

    def elements(self, data: bytes, start: int, width: int) -> None:
        """Count whole elements."""
        self._take(self._np.frombuffer(data, f"<u{width}"), None)

    def packed(self, codes: bytes, start: int, bits: int) -> None:
        """Count codes that were packed, one a byte."""
        self._take(self._np.frombuffer(codes, self._np.uint8), None)

    def runs(self, values: Any, runs: Any, span: Any) -> None:
        """Count runs."""
        self._take(
            self._np.asarray(values, dtype=self._np.int64), self._np.asarray(runs, dtype=self._np.int64)
        )

    def _take(self, values: Any, runs: Any) -> None:
        np = self._np
        known = values < len(self.counts)
        named = values[known].astype(np.int64)
        if runs is None:
            self.counts += np.bincount(named, minlength=len(self.counts))
        else:
            np.add.at(self.counts, named, runs[known])
        rest = ~known
        if not rest.any():
            return
        others = values[rest]
        sizes = np.ones(len(others), dtype=np.int64) if runs is None else runs[rest]
        marked = np.zeros(len(others), dtype=np.bool_)
        for marker in self._markers:
            marked |= others == marker
        self.marked += int(sizes[marked].sum())
        self.others += int(sizes[~marked].sum())


def code_counts(bundle: CellucidSessionBundle, field: Field) -> tuple[int, Tally] | None:
    """How many codes a field has, and how often each of its categories occurs; None without a chunk."""
    tally = Tally(len(field.categories), field.markers)
    told = field.read(field.lengths(bundle.facts.n_obs, bundle.facts.n_vars), tally)
    return None if told is None else (told[1], tally)


def identity_of(bundle: CellucidSessionBundle) -> tuple[int, int]:
    """Device and inode of the file that a bundle has open."""
    return bundle._file.identity


def stored_size(bundle: CellucidSessionBundle, chunk_id: str) -> int:
    """Bytes of a chunk's frame, without its length."""
    return bundle.decoder._frames[bundle.entry(chunk_id).index][1]
