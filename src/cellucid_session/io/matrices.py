"""One column of a matrix that lies in a store, without reading the rest of it into memory.

Rules of this file: a dense array is sliced; of a sparse one the indices are read in blocks, and of the values those
that belong to the column. Values that stand twice at one place are added, as those who wrote them mean it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

#: matrices, as a session's data mapping calls them
X, RAW, LAYER = "X", "raw", "layer:"
BLOCK = 1 << 20  # stored values at a time
#: what the attributes of a group say of a sparse matrix, by who wrote it
FORMATS = {"csr_matrix": "csr", "csc_matrix": "csc", "csr": "csr", "csc": "csc"}


def where(root: Any, matrix: str) -> Any:
    """The element that holds a matrix, or None."""
    path = {X: ("X",), RAW: ("raw", "X")}.get(matrix) or ("layers", matrix[len(LAYER) :])
    for name in path:
        if hasattr(root, "shape") or name not in set(root.keys()):  # a name with a slash would be a path
            return None
        root = root[name]
    return root


def column(element: Any, place: int, rows: int) -> Any:
    """The values of one column: shape (rows,).

    Args:
        element: an array, or a group that holds a sparse matrix.

    Raises:
        ValueError: it is neither, or does not have so many rows or columns.
    """
    import numpy as np

    if hasattr(element, "shape"):
        if len(element.shape) != 2 or element.shape[0] != rows or not place < element.shape[1]:
            raise ValueError(f"it has the shape {tuple(element.shape)}")
        return np.asarray(element[:, place])
    said = element.attrs.get("encoding-type", element.attrs.get("h5sparse_format", ""))
    form = FORMATS.get(said.decode() if isinstance(said, bytes) else str(said))
    shape = [int(size) for size in element.attrs.get("shape", element.attrs.get("h5sparse_shape", ()))]
    if form is None or len(shape) != 2 or shape[0] != rows or not place < shape[1]:
        raise ValueError("it is no matrix of as many rows that is known here")
    data, indices = element["data"], element["indices"]
    starts = np.asarray(element["indptr"][...], dtype=np.int64)
    values = np.zeros(rows, dtype=data.dtype)
    if form == "csc":
        first, last = int(starts[place]), int(starts[place + 1])
        np.add.at(values, np.asarray(indices[first:last]), np.asarray(data[first:last]))
        return values
    for first in range(0, int(starts[-1]), BLOCK):
        last = min(first + BLOCK, int(starts[-1]))
        found = np.flatnonzero(np.asarray(indices[first:last]) == place)
        if found.size:
            at = np.searchsorted(starts, found + first, side="right") - 1
            np.add.at(values, at, np.asarray(data[first:last])[found])
    return values
