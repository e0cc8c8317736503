"""The part of an .h5ad file or a zarr store that is shown, read and let go.

Rules of this file:

* Of the store only the table of the cells, colours of its categories, the number of variables and two columns of each
  embedding are read. It is closed before anything is shown, so that the analysis may write it. (Genes are read later,
  one by one: `genes`.)
* What can't be read is one error that names the file; the libraries' own texts may hold anything.
"""

from __future__ import annotations

import contextlib
import os
import warnings
from typing import TYPE_CHECKING, Any

from cellucid_session.capture.columns import CATEGORIES, Unread, places
from cellucid_session.errors import DependencyError, InputError, SessionError
from cellucid_session.io.dataset import MISSING, StoredUns, length_of, opened
from cellucid_session.report.text import shown_path
from cellucid_session.tools.datasets import ANNDATA, kind_of

if TYPE_CHECKING:
    import numpy as np

ROWS = 1 << 16  # rows of an embedding read at a time


def read(path: str) -> tuple[Any, dict[str, Any], tuple[int, int], Any, dict[str, Any]]:
    """The table of the cells, what obsm holds, (n_obs, n_vars), the names of the variables, and colours of categories.

    Returns:
        A DataFrame; name -> float32 array of shape (n_obs, 2), DataFrame or `Unread`; the shape; an array of
        names, None where they are stored in an old way; and of `uns` NAME_colors -> what it holds.

    Raises:
        InputError: it can't be read as an AnnData. UsageError: neither .h5ad nor .zarr.
        DependencyError: anndata or zarr is not installed.
    """
    kind_of(path, ANNDATA)
    try:
        from anndata.io import read_elem
    except ImportError as exc:
        raise DependencyError(MISSING) from exc
    if not os.path.exists(path):
        raise InputError(f"{shown_path(path)} is not there")
    try:
        with warnings.catch_warnings(), opened(path) as root:
            warnings.simplefilter("ignore")  # of libraries, on how the store was written
            obs = read_elem(root["obs"])
            shape = len(obs), length_of(root["var"])
            held = root.get("obsm", {})
            entries = {str(key): _entry(held[key], shape[0], read_elem) for key in held}
            return obs, entries, shape, _names(root["var"], read_elem), _colours(root.get("uns", None), obs)
    except (MemoryError, SessionError):
        raise
    except Exception as exc:
        why = getattr(exc, "strerror", None) or type(exc).__name__
        raise InputError(f"{shown_path(path)} can't be read as an AnnData ({why})") from exc


def _colours(uns: Any, obs: Any) -> dict[str, Any]:
    """What `uns` says of the colours of the columns; what can't be read is left out, for the cells can be shown."""
    held, found = StoredUns(uns), {}
    for key in (f"{column}_colors" for column in obs.columns):
        shape: Any = getattr(uns[key], "shape", ()) if key in held else ()
        if len(shape) == 1 and shape[0] <= CATEGORIES:
            with contextlib.suppress(KeyError, OSError, TypeError, ValueError):
                found[key] = held[key]
    return found


def _names(table: Any, read_elem: Any) -> Any:
    """The names of a table's rows; None where the table is one array, as old files have it."""
    if hasattr(table, "shape"):
        return None
    index = table.attrs["_index"]
    return read_elem(table[index.decode() if isinstance(index, bytes) else index])


def _entry(item: Any, cells: int, read_elem: Any) -> Any:
    """One entry of obsm: two columns of an array, or a table."""
    if not hasattr(item, "shape"):  # a group: a table, or a sparse matrix
        kind = item.attrs.get("encoding-type")
        return read_elem(item) if kind == "dataframe" else Unread("it is neither an array nor a table")
    if len(item.shape) != 2 or item.shape[0] != cells or item.shape[1] < 2 or item.dtype.kind not in "fiub":
        return Unread("it is no table of numbers with two columns and one row for each cell")
    return _two_columns(item, cells)


def _two_columns(item: Any, cells: int) -> np.ndarray[Any, Any]:
    import numpy as np

    out = np.empty((cells, 2), "<f4")
    for start in range(0, cells, ROWS):
        stop = min(cells, start + ROWS)
        out[start:stop] = places(item, start, stop)
    return out
