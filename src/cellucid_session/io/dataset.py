"""An AnnData on disk, opened without reading it: lengths, names, tables.

Rules of this file:

* Only attributes, names and lengths are read, never a matrix; a column only when it is asked for by name. h5py, zarr
  and anndata are imported here and only when they are asked for.
* An index and a column are an array, or a group of arrays: how they are stored depends on their type and on who wrote
  them. One table says where the length is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from cellucid_session.errors import DependencyError, InputError, UsageError
from cellucid_session.io.beside import check_whole
from cellucid_session.io.matrices import RAW, X, column, where
from cellucid_session.model import DatasetFacts
from cellucid_session.safe import path_bytes, safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from io import RawIOBase
    from typing import Any, BinaryIO, Literal

MISSING = "reading a data set needs anndata: python -m pip install 'cellucid-session[anndata]'"
NO_ZARR = "a .zarr store needs zarr: python -m pip install zarr"
#: attributes of a group that hold its shape or its length: of sparse matrices, new and old, and of ragged arrays
SHAPES = ("shape", "h5sparse_shape", "length")
#: arrays of a group that are as long as what it stands for: of categories, of values that can be missing
PARTS = ("codes", "values")


@contextmanager
def opened(
    path: str | BinaryIO | RawIOBase, mode: Literal["r", "r+"] = "r", *, half: bool = False
) -> Iterator[Any]:
    """The root group of a store, closed at the end. mode: "r", or "r+" to change it.

    A folder is a zarr store; it is read as its consolidated metadata say, if it has some, and changed without them. A
    file object is an .h5ad file.

    Args:
        half: it may be one that is being changed in place.

    Raises:
        InputError: it may be half changed. DependencyError: h5py or zarr is not installed. What the libraries raise.
    """
    if isinstance(path, str) and not half:
        check_whole(path)
    if isinstance(path, str) and os.path.isdir(path):
        try:
            import zarr
        except ImportError as exc:
            raise DependencyError(NO_ZARR) from exc
        options: dict[str, Any] = {}
        if mode == "r+" and int(zarr.__version__.split(".")[0]) >= 3:
            options["use_consolidated"] = False
        yield zarr.open_group(path, mode=mode, **options)
        return
    try:
        import h5py
    except ImportError as exc:
        raise DependencyError(MISSING) from exc
    with h5py.File(path, mode) as root:
        yield root


def text(value: Any) -> str:
    """A text of an attribute; old files hold bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)


def length_of(element: Any) -> int:
    """Rows of a table, a column, a matrix or an index. Raises KeyError: nothing says how many."""
    if hasattr(element, "shape"):
        return int(element.shape[0])
    if "_index" in element.attrs:
        return length_of(element[text(element.attrs["_index"])])
    for name in SHAPES:
        if name in element.attrs:
            value = element.attrs[name]
            return int(value if name == "length" else value[0])
    for name in PARTS:
        if name in element:
            return length_of(element[name])
    raise KeyError("length")


def facts(path: str, dataset_id: str | None = None) -> DatasetFacts:
    """The number of cells and of variables of an .h5ad file or a zarr store.

    Raises:
        DependencyError: h5py or zarr is not installed.
        UsageError: it can't be read, or is no AnnData. InputError: it may be half changed.
    """
    check_whole(path)
    try:
        with opened(path) as data:
            if "mod" in data and text(data.attrs.get("encoding-type", "")) == "MuData":
                raise UsageError(
                    f"{safe(path_bytes(path))} is a MuData, each modality of which has variables of its own: give the "
                    "modality as an .h5ad file, or the numbers of cells and variables"
                )
            return DatasetFacts(length_of(data["obs"]), length_of(data["var"]), dataset_id)
    except (OSError, KeyError, ValueError, TypeError, AttributeError, IndexError) as exc:
        what = "a zarr store" if os.path.isdir(path) else "an .h5ad file"
        raise UsageError(f"{safe(path_bytes(path))} can't be read as {what} ({type(exc).__name__})") from exc


def _read(group: Any, name: str) -> Any:
    """An element, in memory. Raises KeyError: it is not there. InputError: it can't be read."""
    from anndata.io import read_elem

    element = group[name]
    try:
        return read_elem(element)
    except MemoryError:
        raise
    except Exception as exc:
        raise InputError(f"{safe(name, 80)} of the data set can't be read ({type(exc).__name__})") from exc


class _Index:
    """What is asked of an index: its name, its length, and the names in it, which are read only then."""

    def __init__(self, name: str | None, rows: int, read: Callable[[], Iterable[object]]) -> None:
        self.name = name
        self._rows = rows
        self._read = read

    def __len__(self) -> int:
        return self._rows

    def __iter__(self) -> Iterator[object]:
        return iter(self._read())


class StoredTable:
    """`obs` or `var` of a store; to a plan it is a table.

    Attributes:
        columns: their names, in their order. index: its name is None when it has none.
        kept: names in the table's group that are no columns.
    """

    def __init__(self, table: Any) -> None:
        self._table = table
        index = text(table.attrs["_index"])
        self.columns = [text(name) for name in table.attrs["column-order"]]
        self.kept = sorted(set(table.keys()) - set(self.columns))
        self._known = frozenset(self.columns)
        self._rows = length_of(table)
        self.index = _Index(None if index == "_index" else index, self._rows, lambda: _read(table, index))

    def __len__(self) -> int:
        return self._rows

    def __contains__(self, name: object) -> bool:
        return name in self._known

    def __getitem__(self, name: str) -> Any:
        """A column, as a Series."""
        import pandas as pd

        return pd.Series(_read(self._table, name))

    def names(self) -> list[str]:
        """The names of the rows."""
        return [str(name) for name in _read(self._table, text(self._table.attrs["_index"]))]


class StoredUns(Mapping[str, "Any"]):
    """`uns` of a store; what is asked for is read. group: its group, or None where there is none."""

    def __init__(self, group: Any) -> None:
        self._group = {} if group is None else group
        self._keys = dict.fromkeys(self._group.keys())

    def __getitem__(self, key: str) -> Any:
        return _read(self._group, key)

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


class StoredData:
    """An AnnData on disk, as far as a plan looks at one. root: of a store that stays open.

    Attributes:
        obs, var, uns: its tables, and a mapping. modality: None, for it has none.
    """

    modality: str | None = None

    def __init__(self, root: Any) -> None:
        self._root = root
        self.obs = StoredTable(root["obs"])
        self.var = StoredTable(root["var"])
        self.uns = StoredUns(root.get("uns", None))

    def of(self, modality: str | None) -> StoredData:
        """Itself, whatever a session shows."""
        return self

    def genes(self, matrix: str | None) -> Any:
        """The table of the genes of a matrix; None: there is no such matrix."""
        if matrix == RAW:
            raw = self._root.get("raw", None)
            return None if raw is None or "var" not in raw else StoredTable(raw["var"])
        if matrix is not None and matrix != X and where(self._root, matrix) is None:
            return None
        return self.var

    def names(self, table: StoredTable) -> list[str]:
        """The names of a table's rows."""
        return table.names()

    def gene(self, matrix: str, place: int) -> Any:
        """The values of one gene, shape (cells,); None: no such matrix. Raises ValueError: it is of another shape."""
        element = where(self._root, matrix)
        return None if element is None else column(element, place, len(self.obs))

    def embedding(self, key: str) -> Any:
        """What obsm has under a key: shape (cells, k); None: it has no such key."""
        obsm = self._root.get("obsm", None)
        if obsm is None or hasattr(obsm, "shape") or key not in set(obsm.keys()):
            return None
        return _read(obsm, key)
