"""Names and shapes of everything that a store holds, to tell whether two stores hold the same.

Rules of this file:

* No value of a matrix or a column is read: kind, shape, type, chunks, compression and attributes.
* An .h5ad file may point into other files, which a copy elsewhere would not find: that is told, never followed.
* Everything in the store is looked at, known to anndata or not, and each thing once.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from typing import Any

from cellucid_session.errors import SessionError
from cellucid_session.io.dataset import length_of, text
from cellucid_session.safe import safe

#: path -> what is there, comparable
Survey = dict[str, Any]
#: the attribute of a table that changes when columns come
ORDER = "column-order"
AXES = ("obs", "var")
#: groups of an AnnData -> the axis that their elements are as long as
ALONG = {"layers": "obs", "obsm": "obs", "obsp": "obs", "varm": "var", "varp": "var"}


class ChangedError(SessionError):
    """A store does not hold what it should."""


def _attributes(attrs: Any) -> dict[str, str]:
    told = {}
    for name in attrs:
        try:
            value = attrs[name]
            told[name] = (
                f"{getattr(value, 'dtype', type(value))} {getattr(value, 'tolist', lambda v=value: v)()!r}"
            )
        except (OSError, TypeError, ValueError) as exc:  # a type that the library has no word for
            told[name] = type(exc).__name__
    return told


def _filed(group: Any, path: str, seen: dict[int, str]) -> Iterator[tuple[str, Any]]:
    """What lies in a group of an .h5ad file."""
    import h5py

    for name in group:
        here = f"{path}/{name}" if path else name
        link = group.get(name, getlink=True)
        if not isinstance(link, h5py.HardLink):
            yield here, (type(link).__name__, getattr(link, "filename", None), link.path)
            continue
        item = group[name]
        address = h5py.h5o.get_info(item.id).addr
        if address in seen:
            yield here, ("again", seen[address])
            continue
        seen[address] = here
        attributes = _attributes(item.attrs)
        if isinstance(item, h5py.Dataset):
            elsewhere = bool(item.external) or item.is_virtual
            stored = (item.chunks, item.compression, item.compression_opts, item.shuffle, item.fletcher32)
            yield here, ("array", item.shape, str(item.dtype), item.maxshape, *stored, elsewhere, attributes)
        elif isinstance(item, h5py.Group):
            yield here, ("group", attributes)
            yield from _filed(item, here, seen)
        else:
            yield here, ("type", str(item.dtype), attributes)


def survey(root: Any) -> Survey:
    """Everything in a store, by its path; the root's own attributes are at ""."""
    told: Survey = {"": ("group", _attributes(root.attrs))}
    if not hasattr(root, "members"):
        told.update(_filed(root, "", {}))
        return told
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of files in the folder that are none of zarr's
        for path, item in root.members(max_depth=None):
            if hasattr(item, "shape"):
                told[path] = ("array", repr(item.metadata.to_dict()))
            else:
                told[path] = ("group", _attributes(item.attrs))
    return told


def elsewhere(told: Survey) -> str | None:
    """The first path whose content lies in another file, or None."""
    for path, (kind, *rest) in told.items():
        if kind == "ExternalLink" or (kind == "array" and len(rest) > 2 and rest[-2] is True):
            return path
    return None


def _less_order(what: Any) -> Any:
    kind, *rest = what
    return (kind, *rest[:-1], {name: told for name, told in rest[-1].items() if name != ORDER})


def compare(before: Survey, after: Survey, touched: Iterable[str]) -> None:
    """Hold a store to the one that it was made from.

    Args:
        touched: paths where something was written or deleted, with all that is below.

    Raises:
        ChangedError: anything else differs.
    """
    ours = tuple(touched)

    def free(path: str) -> bool:
        return path.startswith(tuple(f"{each}/" for each in ours)) or path in ours

    for path in before.keys() | after.keys():
        if free(path):
            continue
        was, now = before.get(path), after.get(path)
        if path in AXES and was and now:
            was, now = _less_order(was), _less_order(now)
        if was != now:
            raise ChangedError(f"{safe(path, 80) or 'the root'} is not what it was")


def check_tables(root: Any, columns: dict[str, list[str]], rows: dict[str, int]) -> None:
    """Hold tables, and what goes along with them, to their names and lengths.

    Args:
        columns, rows: by axis, as they must be.

    Raises:
        ChangedError: a column is not there, or anything has another length.
    """
    for axis in AXES:
        table = root[axis]
        found = [text(name) for name in table.attrs[ORDER]]
        if found != columns[axis]:
            raise ChangedError(f"the columns of {axis} are not those that it should have")
        if _length(root, axis, axis) != rows[axis]:
            raise ChangedError(f"{axis} has another number of rows")
        for name in found:
            if _length(table, name, axis) != rows[axis]:
                raise ChangedError(f"{axis}/{safe(name, 80)} has another number of rows")
    for key, axis in ALONG.items():
        for name in root.get(key, ()):
            if _length(root[key], name, key) not in (rows[axis], None):
                raise ChangedError(f"{key}/{safe(name, 80)} has another number of rows")


def _length(group: Any, name: str, where: str) -> int | None:
    """Rows of an element; None: nothing that is known here says how many."""
    try:
        element = group[name]
    except (KeyError, ValueError) as exc:
        raise ChangedError(f"{where}/{safe(name, 80)} can't be opened") from exc
    try:
        return length_of(element)
    except (KeyError, TypeError, ValueError, IndexError):
        return None
