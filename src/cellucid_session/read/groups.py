"""Highlight groups and their pages.

Rules of this file: cells are decoded when they are asked for, with the bounds of the data set that the caller names.
Texts are the file's own, unchanged: make them safe before they are shown. Spec: 6.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import UsageError
from cellucid_session.generated import rules as R
from cellucid_session.model import Finding
from cellucid_session.read.decode import refusal
from cellucid_session.read.references import Reference
from cellucid_session.read.view import View
from cellucid_session.safe import safe
from cellucid_session.wire.sinks import IndexSink, MaskSink

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    Indices = np.ndarray[Any, np.dtype[np.uint32 | np.int64]]

#: payloads that hold the cells of a group
MEMBERS = ("index-list", "cell-set")
CELL_SET = "cell-set"  # what reads sets that can be parts of a category


@dataclasses.dataclass(frozen=True)
class Group(View):
    """A highlight group.

    Attributes:
        id, label, type, enabled: as the session says; a missing `enabled` is True.
        cell_count: the session's hint, or None; the truth is `len(indices)`.
        page_id, page_name: the page it is on.
        chunk_id: the chunk with its cells, or None.
        meta: everything that the session says of the group.
    """

    id: str
    label: str
    type: str
    enabled: bool
    cell_count: int | None
    page_id: str
    page_name: str
    chunk_id: str | None
    meta: dict[str, Any] = dataclasses.field(repr=False)

    @property
    def has_cells(self) -> bool:
        """Whether the session says which cells are in the group: a chunk, or a count of 0."""
        return self.chunk_id is not None or not self.cell_count

    @property
    def indices(self) -> np.ndarray[Any, np.dtype[np.uint32 | np.int64]]:
        """Positions of the cells: uint32, shape (k,), sorted as stored; a cell that is listed twice is there twice.

        (int64, when one of them needs more than 32 bits.)

        Raises:
            InvalidSessionError: an index is not below the fingerprint's cellCount, or the chunk is broken.
            UsageError: the session names the cells by a category of the data set: `resolve`.
        """
        indices, reference = self._cells(None if self.chunk_id is None else self._bundle.facts.n_obs)
        if reference is not None:
            raise self._unresolved()
        return indices

    @property
    def reference(self) -> Reference | None:
        """The category of the data set that the session names the cells by; None where it lists them.

        Raises:
            InvalidSessionError: the chunk is broken, or the group names no category.
        """
        return self._cells(self._bundle.facts.n_obs)[1] if self._may_refer else None

    def resolve(self, adata: Any) -> Indices:
        """Positions of the cells, however the session names them: as `indices`, and as many.

        Args:
            adata: the data set, or what has its `obs`; only the column is looked at that the session names.

        Raises:
            AnotherCategoryError: the column's cells are not those that the session means, by their count and digest.
            InvalidSessionError: an index is not below the number of cells, or the chunk is broken.
        """
        indices, reference = self._cells(len(adata.obs))
        if reference is None:
            return indices
        resolved: Indices = reference.resolve(adata.obs)
        return resolved

    def mask(
        self, n_obs: int, members: Callable[[Reference], Any] | None = None
    ) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """The group as a mask over the cells: bool, shape (n_obs,).

        Args:
            members: gives which cells have the category that the session names them by, bool, shape (n_obs,), such as
                `lambda reference: reference.members(adata.obs)`. It is asked where the session does so.

        Raises:
            UsageError: it is needed and is not given. And as `resolve`.
        """
        import numpy as np

        mask = np.zeros(n_obs, dtype=np.bool_)
        if self.chunk_id is None:
            return mask
        places = self._meant(self._read(n_obs, MaskSink(mask)))
        if places is None:
            return mask
        if members is None:
            raise self._unresolved()
        column, category, count, digest, every = places
        reference = Reference(
            column, category, count, digest, None if every else np.flatnonzero(mask[:count])
        )
        there = members(reference)
        if len(there) != n_obs:
            raise UsageError(f"the data set has {len(there)} cells, not {n_obs}")
        resolved = reference.settle(there)
        mask[:] = False
        mask[resolved] = True
        return mask

    @property
    def counts(self) -> tuple[int, int] | None:
        """How many members the chunk lists, and how many cells they are; None without a chunk. Nothing is kept."""
        if self.chunk_id is None:
            return None
        told = self._read(self._bundle.facts.n_obs, None)
        return (told[1], told[1]) if isinstance(told, tuple) else (told.count, told.count - told.duplicates)

    @property
    def _may_refer(self) -> bool:
        """Whether there is a chunk, of a kind that can name cells by a category: others are not read to know it."""
        family = None if self.chunk_id is None else self._bundle.entry(self.chunk_id).family
        return family is not None and self._bundle.facts.generation.reads[family.payload] == CELL_SET

    @property
    def part_of(self) -> tuple[str, Any, int] | None:
        """The obs column, the category and its number of cells, where the session names the cells by it; else None."""
        if not self._may_refer:
            return None
        meant = self._meant(self._read(self._bundle.facts.n_obs, None))
        return None if meant is None else meant[:3]

    def _unresolved(self) -> UsageError:
        return UsageError(
            f"the session names the cells of group {safe(self.id, 80)} by a category of the data set: "
            "group.resolve(adata)"
        )

    def _cells(self, cells: int | None) -> tuple[Indices, Reference | None]:
        """Indices and None; or, for a set that is named by a category, an empty array and what it refers to."""
        sink = IndexSink(self.cell_count or 0, self._expand)
        if self.chunk_id is None:
            return sink.result(), None
        meant = self._meant(self._read(cells, sink))
        if meant is None:
            return sink.result(), None
        column, category, count, digest, every = meant
        places = sink.result()
        return places[:0], Reference(column, category, count, digest, None if every else places)

    def _meant(self, result: Any) -> tuple[str, Any, int, int, bool] | None:
        """What a set is a part of: column, category, cells of it, their digest, whether it is all; None: of all cells.

        Args:
            result: what the coroutine returned that has read the chunk.
        """
        count, digest = result[2:] if isinstance(result, tuple) else (None, None)
        if count is None:
            return None
        assert self.chunk_id is not None, "it was read"
        known = self._bundle.facts.groups.get(self.id)
        if known is None or known.category is None:
            what = "the group is bound to no category of an obs column"
            raise refusal(Finding(R.CELLS_REFERENCE, what, chunk=safe(self.chunk_id)))
        column, (_, category) = known.category
        return column, category, count, digest, result[1] == count

    def _expand(self, size: int) -> None:
        if self.chunk_id is not None:
            self._bundle.decoder.expand(self._bundle.entry(self.chunk_id), size)

    def _read(self, cells: int | None, sink: Any) -> Any:
        """What the coroutine that reads the chunk returns."""
        assert self.chunk_id is not None, "who calls has looked"
        entry = self._bundle.entry(self.chunk_id)
        assert entry.family is not None, "a group's chunk was found by its family"
        grammar = self._bundle.facts.generation.grammars[entry.family.payload]
        return self._bundle.decoder.read(entry, lambda source: grammar(source, cells=cells, sink=sink))


@dataclasses.dataclass(frozen=True)
class Page:
    """A highlight page. color: "#rrggbb" or None."""

    id: str
    name: str
    color: str | None
    groups: tuple[Group, ...]
