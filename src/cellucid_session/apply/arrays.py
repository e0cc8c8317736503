"""What a session may ask of a data set beside its two tables: genes, an embedding. In memory; `io.dataset` on disk.

Rules of this file: nothing is read before it is asked for, and one gene at a time. What is not there is None, or said
not to be there; what can't be read as numbers is the caller's to refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from cellucid_session.io.matrices import LAYER, RAW, X

if TYPE_CHECKING:
    from collections.abc import Mapping


class Data(Protocol):
    """A data set, as a plan looks at one.

    Attributes:
        obs, var: its tables, with `columns`, `index` and a length. uns: a mapping.
        modality: the one that `var` and the genes are of; None where there are none, "" where there is not this one.
    """

    obs: Any
    var: Any
    uns: Any
    modality: str | None

    def of(self, modality: str | None) -> Data:
        """What a session sees of it that shows a modality, or none."""

    def genes(self, matrix: str | None) -> Any:
        """The table of the genes of a matrix; None: there is no such matrix."""

    def names(self, table: Any) -> list[str]:
        """The names of a table's rows."""

    def gene(self, matrix: str, place: int) -> Any:
        """The values of one gene, shape (cells,); None: there is no such matrix."""

    def embedding(self, key: str) -> Any:
        """What obsm has under a key: shape (cells, k); None: it has no such key."""


class InMemory:
    """An AnnData, in memory or backed, as a plan looks at one."""

    modality: str | None = None

    def __init__(self, adata: Any) -> None:
        self._adata = adata
        self.obs = adata.obs
        self.var = adata.var
        self.uns: Mapping[str, Any] = adata.uns

    def of(self, modality: str | None) -> InMemory:
        return self

    def genes(self, matrix: str | None) -> Any:
        if matrix == RAW:
            return None if self._adata.raw is None else self._adata.raw.var
        if matrix is not None and matrix.startswith(LAYER) and matrix[len(LAYER) :] not in self._adata.layers:
            return None
        return self.var

    def names(self, table: Any) -> list[str]:
        return [str(name) for name in table.index]

    def gene(self, matrix: str, place: int) -> Any:
        if matrix == RAW:
            values = None if self._adata.raw is None else self._adata.raw.X
        elif matrix == X:
            values = self._adata.X
        else:
            values = self._adata.layers.get(matrix[len(LAYER) :])
        return None if values is None else flat(values[:, place])

    def embedding(self, key: str) -> Any:
        return self._adata.obsm.get(key)


def flat(column: Any) -> Any:
    """One column of a matrix of any kind, as an array of shape (cells,)."""
    import numpy as np

    dense = column.toarray() if hasattr(column, "toarray") else column
    return np.asarray(dense).reshape(-1)
