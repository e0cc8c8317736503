"""Graphs of neighbours of a data set, as a page gets them to grow and shrink a selection.

Rules of this file:

* A graph is sent as it lies: where the neighbours of each cell begin, and the neighbours; weights are not looked at.
* It belongs to the cells only while the rows are those that are shown: where they are not, there is no answer.
* How many graphs and entries are told is bounded. Only AnnData in memory or backed have them, no paths.
Spec: 15.5.2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

GRAPHS = 8
ENTRIES = 1 << 25  # of one graph: 128 MiB
FIRST = "connectivities"  # what scanpy calls the one of its neighbours


class Graph:
    """One graph.

    Attributes:
        key: its name in `obsp`.
        parts: where the neighbours of each cell begin, and one place more; and the neighbours: uint32. None when the
            rows are not those that are shown.
    """

    __slots__ = ("key", "parts")

    def __init__(self, key: str, parts: Callable[[], tuple[Any, Any] | None]) -> None:
        self.key = key
        self.parts = parts


def of_anndata(adata: Any) -> tuple[list[Graph], list[tuple[str, str]]]:
    """The graphs of an AnnData, that of scanpy first, and what is left out with the reason."""
    rows, index = int(adata.n_obs), adata.obs.index
    obsp = getattr(adata, "obsp", {})

    def reader(key: str) -> Callable[[], tuple[Any, Any] | None]:
        def parts() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]] | None:
            if adata.n_obs != rows or not (adata.obs.index is index or adata.obs.index.equals(index)):
                return None
            matrix = adata.obsp[key].tocsr()
            return matrix.indptr.astype("<u4"), matrix.indices.astype("<u4")

        return parts

    found: list[Graph] = []
    left: list[tuple[str, str]] = []
    for key in sorted(map(str, obsp), key=lambda key: (key != FIRST, key)):
        matrix = obsp[key]
        if not hasattr(matrix, "tocsr"):
            continue  # distances of all to all are no graph
        if int(matrix.nnz) > ENTRIES:
            left.append((key, f"it has {int(matrix.nnz)} entries, more than {ENTRIES}"))
        elif len(found) == GRAPHS:
            left.append((key, f"more than {GRAPHS} graphs"))
        else:
            found.append(Graph(key, reader(key)))
    return found, left
