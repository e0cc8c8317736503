"""A zarr store without its chunks: what is needed to add arrays to it, and costs next to nothing to copy.

Rules of this file:

* Groups and arrays are what has a file of metadata. Folders of chunks are never listed, other files never opened.
* Links are followed when metadata are read, and never in a circle.
"""

from __future__ import annotations

import os
import stat

from cellucid_session.io.files import flag
from cellucid_session.io.survey import ChangedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: that say what a folder is: of zarr 3 and 2
GROUPS = ("zarr.json", ".zgroup")
ARRAY = ".zarray"
METADATA = (*GROUPS, ARRAY, ".zattrs", ".zmetadata")
MOST = 64 << 20  # bytes of one of these files


def copy(source: str, target: str) -> dict[str, int | bytes]:
    """Make a new folder with the metadata of a store.

    Returns:
        What was found, by path from the root: a folder's inode, the content of a file of metadata.

    Raises:
        ChangedError: the store can't be so. OSError.
    """
    base: dict[str, int | bytes] = {}
    _copy(source, target, "", frozenset(), base)
    return base


def _copy(
    source: str, target: str, inside: str, around: frozenset[tuple[int, int]], base: dict[str, int | bytes]
) -> None:
    told = os.stat(source)
    base[inside] = os.lstat(source).st_ino
    here = (told.st_dev, told.st_ino)
    if here in around:
        raise ChangedError("the store has a link to a folder that the link is in")
    found = {name: data for name in METADATA if (data := content(os.path.join(source, name))) is not None}
    if not found and around:
        return
    os.mkdir(target)
    for name, data in found.items():
        with open(os.path.join(target, name), "xb") as stream:
            stream.write(data)
        base[f"{inside}/{name}" if inside else name] = data
    if ARRAY in found or _is_array(found.get(GROUPS[0], b"")):
        return
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.is_dir():
                path = f"{inside}/{entry.name}" if inside else entry.name
                _copy(entry.path, os.path.join(target, entry.name), path, around | {here}, base)


def _is_array(data: bytes) -> bool:
    from cellucid_session.wire import strict_json
    from cellucid_session.wire.source import Fault

    try:
        value = strict_json.parse(data, len(data)) if data else {}
    except (Fault, ValueError):
        return False  # zarr says what is wrong with it
    return isinstance(value, dict) and value.get("node_type") == "array"


def content(path: str) -> bytes | None:
    """The bytes of a file of metadata; None: it is not there. Raises ChangedError: it is none. OSError."""
    try:
        number = os.open(path, os.O_RDONLY | flag("O_NONBLOCK") | flag("O_CLOEXEC") | flag("O_BINARY"))
    except FileNotFoundError:
        return None
    with open(number, "rb") as stream:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise ChangedError("a file of metadata is something else")
        data = stream.read(MOST + 1)
    if len(data) > MOST:
        raise ChangedError("a file of metadata is longer than any can be")
    return data


def changed(made: str, store: str, apart: frozenset[str]) -> Iterator[str]:
    """Files of metadata, by path from the root, that a skeleton has otherwise than its store: the deepest first.

    Args:
        apart: paths that are not looked into.
    """
    yield from sorted(_changed(made, store, "", apart), key=lambda path: (-path.count("/"), path))


def _changed(made: str, store: str, inside: str, apart: frozenset[str]) -> Iterator[str]:
    with os.scandir(os.path.join(made, inside)) as entries:
        for entry in entries:
            path = f"{inside}/{entry.name}" if inside else entry.name
            if path in apart:
                continue
            if entry.is_dir():
                yield from _changed(made, store, path, apart)
            elif content(entry.path) != content(os.path.join(store, path)):
                yield path
