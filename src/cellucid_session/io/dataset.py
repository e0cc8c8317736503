"""What a data set on disk says about the sessions that are meant for it.

Rules of this file: only the two lengths are read, never a matrix or a table; h5py is imported here and only
when it is asked for.
"""

from __future__ import annotations

from cellucid_session.errors import DependencyError, UsageError
from cellucid_session.model import DatasetFacts
from cellucid_session.safe import path_bytes, safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MISSING = "reading a data set needs anndata: python -m pip install 'cellucid-session[anndata]'"


def table_length(table: Any) -> int:
    """Rows of `obs` or `var`: the length of its index column; old files hold the table as one array."""
    if hasattr(table, "shape"):
        return int(table.shape[0])
    index = table.attrs["_index"]
    return int(table[index.decode() if isinstance(index, bytes) else index].shape[0])


def facts(path: str, dataset_id: str | None = None) -> DatasetFacts:
    """The number of cells and of variables of an .h5ad file.

    Raises:
        DependencyError: h5py is not installed.
        UsageError: the file can't be read, or is no AnnData.
    """
    try:
        import h5py
    except ImportError as exc:
        raise DependencyError(MISSING) from exc
    try:
        with h5py.File(path, "r") as data:
            return DatasetFacts(table_length(data["obs"]), table_length(data["var"]), dataset_id)
    except (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError) as exc:
        shown = safe(path_bytes(path))
        raise UsageError(f"{shown} can't be read as an .h5ad file ({type(exc).__name__})") from exc
