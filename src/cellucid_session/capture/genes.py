"""Values of one gene in all cells, out of the matrices of a data set, when a page asks for them.

Rules of this file:

* No matrix is read, copied or converted: a value is looked up where it lies (in memory, dense or sparse; in a file)
  when it is asked for. Of a file that is not held open only the names are kept; it is opened for each gene and closed.
* A value belongs to a cell only while the rows are those that are shown: where they are not, there is no answer.
* How many matrices, genes and bytes of names are told is bounded; what is left out is listed with the reason.
Spec: 15.5.2.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cellucid_session.io import matrices
from cellucid_session.safe import safe

if TYPE_CHECKING:
    import numpy as np

MATRICES = 16
GENES = 200_000  # of one matrix
NAMES_BYTES = 8 << 20  # of the names of one matrix, as UTF-8

Column = Callable[[int], Any]


class Matrix:
    """One matrix that cells can be coloured by.

    Attributes:
        key: "X", "raw" or "layer:NAME", as a session calls it. names: of its genes, in order.
        column: the values of the gene at a place, shape (cells,); None when the rows are not those that are shown.
    """

    __slots__ = ("column", "key", "names")

    def __init__(self, key: str, names: list[str], column: Column) -> None:
        self.key = key
        self.names = names
        self.column = column


def _named(key: str, names: Iterable[object], column: Column) -> tuple[Matrix | None, str]:
    """A matrix, or None and why it is not told."""
    texts = [str(name).encode("utf-8", "replace").decode("utf-8") for name in names]
    if len(texts) > GENES:
        return None, f"it has {len(texts)} genes, more than {GENES}"
    if sum(len(text) for text in texts) > NAMES_BYTES // 4:
        return None, "its genes have too long names"
    return Matrix(key, texts, column), ""


def _gathered(found: Iterable[tuple[str, Any, Column]]) -> tuple[list[Matrix], list[tuple[str, str]]]:
    kept: list[Matrix] = []
    left: list[tuple[str, str]] = []
    for key, names, column in found:
        matrix, why = (
            (None, f"more than {MATRICES} matrices") if len(kept) == MATRICES else _named(key, names, column)
        )
        if matrix is None:
            left.append((key, why))
        else:
            kept.append(matrix)
    return kept, left


def of_anndata(adata: Any) -> tuple[list[Matrix], list[tuple[str, str]]]:
    """The matrices of an AnnData, in memory or backed, and what is left out with the reason."""
    rows, index = int(adata.n_obs), adata.obs.index

    def reader(get: Callable[[str], Any], name: str) -> Column:
        def column(place: int) -> Any:
            if adata.n_obs != rows or not (adata.obs.index is index or adata.obs.index.equals(index)):
                return None  # cells were taken out or sorted since
            return of_matrix(get(name), place, rows)

        return column

    def found() -> Iterator[tuple[str, Any, Column]]:
        if has_rows(adata.X, rows):
            yield matrices.X, adata.var_names, reader(lambda _: adata.X, "")
        for name in getattr(adata, "layers", {}):
            if name is None:  # anndata 0.13 has X among the layers, under this name
                continue
            if has_rows(adata.layers[name], rows):
                yield (
                    matrices.LAYER + str(name),
                    adata.var_names,
                    reader(lambda name: adata.layers[name], name),
                )
        raw = getattr(adata, "raw", None)
        if raw is not None:
            yield matrices.RAW, raw.var_names, reader(lambda _: adata.raw.X, "")

    return _gathered(found())


def has_rows(matrix: Any, rows: int) -> bool:
    """Whether it is a matrix of so many cells, of numbers."""
    shape: Any = getattr(matrix, "shape", ())
    kind = getattr(getattr(matrix, "dtype", None), "kind", "f")
    return len(shape) == 2 and shape[0] == rows and kind in "fiub"


def of_path(path: str, rows: int) -> tuple[list[Matrix], list[tuple[str, str]]]:
    """The matrices of an .h5ad file that is opened for each gene. None of a zarr store."""
    from cellucid_session.io.dataset import opened

    if os.path.isdir(path):
        return [], [("X", "genes of a zarr store are shown when it is opened as an AnnData (backed or not)")]
    sign = _sign(path)

    def reader(key: str) -> Column:
        def column(place: int) -> Any:
            if _sign(path) != sign:
                return None  # it was written anew since; its cells may stand in another order
            with opened(path) as root:
                return matrices.column(matrices.where(root, key), place, rows)

        return column

    from anndata.io import read_elem

    found = []
    with opened(path) as root:
        keys = [matrices.X, *(matrices.LAYER + str(name) for name in root.get("layers", {})), matrices.RAW]
        for key in keys:
            if matrices.where(root, key) is not None:
                table = root["raw/var"] if key == matrices.RAW else root["var"]
                names = [] if hasattr(table, "shape") else read_elem(table[_text(table.attrs["_index"])])
                found.append((key, names, reader(key)))
    return _gathered(found)


def _sign(path: str) -> tuple[int, ...]:
    """What differs when a file was written anew."""
    found = os.stat(path)
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


def of_matrix(matrix: Any, place: int, rows: int) -> np.ndarray[Any, Any]:
    """One column of a matrix in memory, or of one that a backed AnnData gives. Raises ValueError."""
    import numpy as np

    stored = getattr(matrix, "group", matrix)  # what anndata gives of a sparse matrix in a file
    if hasattr(stored, "attrs"):
        return np.asarray(matrices.column(stored, place, rows))
    if not has_rows(matrix, rows) or not place < matrix.shape[1]:
        raise ValueError(f"it has the shape {safe(str(getattr(matrix, 'shape', None)), 40)}")
    if hasattr(matrix, "tocsc"):
        return np.asarray(matrix[:, [place]].toarray()).reshape(rows)
    return np.asarray(matrix[:, place]).reshape(rows)
