"""Columns of `obs` and `var`, and keys of `uns`, put into a copy of a store, without reading the rest of it.

Rules of this file:

* A store is copied byte by byte and then edited: what is not spoken of keeps its type, chunks and compression, known to
  anndata or not.
* anndata writes the columns; the names and the order of a table's columns are attributes that it reads.
* What was written is read back and compared, and everything else is held to the source, before anybody gets the copy.
* Links to folders inside a store are followed, but never in a circle.
"""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Callable, Mapping, Sequence
from io import RawIOBase
from typing import Any, BinaryIO

from cellucid_session.io.dataset import length_of, opened, text
from cellucid_session.io.survey import AXES, ORDER, ChangedError, Survey, check_tables, compare, survey
from cellucid_session.safe import safe

#: a value for a key of `uns` that takes the key away
GONE = object()
#: the layout of tables that anndata writes since 0.8; the ones before had categories elsewhere, or were one array
LAYOUT = ("dataframe", "0.2.0")
COMPRESSIONS = ("gzip", "lzf")  # that HDF5 always has
PIECE = 1 << 24
AT_ONCE = 1 << 28  # bytes that the system copies before anything else is looked at

#: a column: its name, its values, whether it replaces one
Column = tuple[str, Any, bool]


def why_not(root: Any) -> str | None:
    """Why the tables of a store can't be edited, in words, or None when they can."""
    for axis in AXES:
        attrs = root[axis].attrs
        found = tuple(text(attrs.get(key, "none")) for key in ("encoding-type", "encoding-version"))
        if found != LAYOUT or hasattr(root[axis], "shape"):
            return f"the layout of {axis} is older than anndata 0.8, or unknown"
    if "uns" in root and hasattr(root["uns"], "shape"):
        return "uns is no group"
    return None


def copy(source: str, target: str) -> None:
    """A store or a file, byte by byte."""
    if os.path.isdir(source):
        _copy_folder(source, target, frozenset())
    else:
        _copy_file(source, target)


def _copy_folder(source: str, target: str, around: frozenset[tuple[int, int]]) -> None:
    told = os.stat(source)
    here = (told.st_dev, told.st_ino)
    if here in around:
        raise ChangedError("the store has a link to a folder that the link is in")
    os.mkdir(target)
    with os.scandir(source) as entries:
        for entry in entries:
            there = os.path.join(target, entry.name)
            if entry.is_dir():
                _copy_folder(entry.path, there, around | {here})
            elif entry.is_file():
                _copy_file(entry.path, there)
            else:
                raise ChangedError("the store holds what is neither a file nor a folder")


def _copy_file(source: str, target: str) -> None:
    """A file; where the file system can share its blocks, nothing is copied at all."""
    with open(source, "rb") as old, open(target, "xb") as new:
        size = os.fstat(old.fileno()).st_size
        done = 0
        try:
            while done < size:
                count = os.copy_file_range(old.fileno(), new.fileno(), min(size - done, AT_ONCE))
                if not count:
                    break
                done += count
        except (AttributeError, OSError):  # not this system, or not between these two
            old.seek(done)
            new.seek(done)
            shutil.copyfileobj(old, new, PIECE)
        if os.fstat(new.fileno()).st_size != size or os.fstat(old.fileno()).st_size != size:
            raise ChangedError("a file changed while it was copied")


class Edit:
    """What was put into a copy of a store.

    Attributes:
        touched: paths where something was written or deleted.
    """

    def __init__(self, source: Any, before: Survey, columns: Mapping[str, Sequence[Column]]) -> None:
        self._before = before
        self._columns = columns
        self._rows = {axis: length_of(source[axis]) for axis in AXES}
        self.order = {axis: _order(source[axis], columns.get(axis, ())) for axis in AXES}
        self.touched: Sequence[str] = ()

    def check(self, path: str | BinaryIO | RawIOBase, half: bool = False) -> None:
        """Look whether a store, or a file, is what it should be. half: see `opened`.

        Raises:
            ChangedError: it does not hold what it should. What the libraries raise.
        """
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of libraries, on their next formats
            with opened(path, half=half) as root:
                compare(self._before, survey(root), self.touched)
                check_tables(root, self.order, self._rows)
                _check_values(root, self._columns)


def edit(
    source: Any,
    before: Survey,
    path: str | BinaryIO | RawIOBase,
    columns: Mapping[str, Sequence[Column]],
    uns: Mapping[str, Any],
    record: tuple[str, str, Any] | None,
) -> Edit:
    """Put columns and keys of `uns` into the copy of a store, and look whether it is what it should be.

    Args:
        source: the root of the store that was copied. before: its survey. path: of the copy, or a binary file of it.
        columns: axis -> the columns that come: arrays of bool or of numbers, or Categoricals, of the table's length.
        uns: key -> value, or `GONE`. record: (key, key in it, value) of one more, in a dict of `uns`.

    Raises:
        ChangedError: the copy does not hold what it should. What the libraries raise.
    """
    from anndata.io import write_elem

    made = Edit(source, before, columns)
    touched = [f"{axis}/{name}" for axis in AXES for name, _, _ in columns.get(axis, ())]
    touched += [f"uns/{key}" for key in uns]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, on their next formats
        with opened(path, "r+") as root:
            for axis in AXES:
                for name, values, _ in columns.get(axis, ()):
                    write_elem(root[axis], name, values, dataset_kwargs=_compression(root[axis]))
                if columns.get(axis):
                    _set_order(root[axis], made.order[axis])
            if (uns or record) and "uns" not in root:
                touched.append("uns")
                write_elem(root, "uns", {})
            for key, value in uns.items():
                if value is not GONE:
                    write_elem(root["uns"], key, value)
                elif key in root["uns"]:
                    del root["uns"][key]
            if record is not None:
                key, part, value = record
                if key not in root["uns"]:
                    touched.append(f"uns/{key}")
                    write_elem(root["uns"], key, {})
                touched.append(f"uns/{key}/{part}")
                write_elem(root["uns"][key], part, value)
        _consolidate(path)
    made.touched = touched
    made.check(path)
    return made


def _order(table: Any, columns: Sequence[Column]) -> list[str]:
    return [text(name) for name in table.attrs[ORDER]] + [
        name for name, _, replaces in columns if not replaces
    ]


def _set_order(table: Any, names: list[str]) -> None:
    if hasattr(table, "members"):
        table.attrs[ORDER] = names
        return
    import h5py
    import numpy as np

    table.attrs.create(ORDER, np.array(names, dtype=object), dtype=h5py.string_dtype())


def _compression(table: Any) -> dict[str, Any]:
    """How the table's own arrays are compressed; a zarr store has a way of its own for each array."""
    if hasattr(table, "members"):
        return {}
    import h5py

    found: dict[str, Any] = {}

    def look(_: str, item: Any) -> bool | None:
        if not isinstance(item, h5py.Dataset) or not item.shape:
            return None
        if item.compression in COMPRESSIONS:
            found.update(compression=item.compression, compression_opts=item.compression_opts)
        return True  # the first tells enough

    table.visititems(look)
    return found


def _consolidate(path: str | BinaryIO | RawIOBase) -> None:
    """Have the metadata that a zarr store keeps in one place made anew, if it keeps them so."""
    if not isinstance(path, str) or not os.path.isdir(path):
        return
    import zarr

    root = zarr.open_group(path, mode="r")
    if root.metadata.consolidated_metadata is not None:
        zarr.consolidate_metadata(path, zarr_format=root.metadata.zarr_format)


def _check_values(root: Any, columns: Mapping[str, Sequence[Column]]) -> None:
    """Read our columns back."""
    import numpy as np
    from anndata.io import read_elem

    for axis in columns:
        for name, values, _ in columns[axis]:
            found = read_elem(root[axis][name])
            same: Callable[[Any, Any], bool] = np.array_equal
            if hasattr(values, "categories"):
                good = same(found.codes, values.codes) and list(found.categories) == list(values.categories)
            else:
                # a value that is not a number is one that was written, and read back
                good = np.array_equal(found, values, equal_nan=values.dtype.kind == "f")
            if not good:
                raise ChangedError(f"{axis}/{safe(name, 80)} was read back otherwise")
