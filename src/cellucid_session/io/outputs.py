"""Outputs appear whole or not at all.

Rules of this file:

* An output is written to a private file of unguessable name in its folder, synced, and renamed into place. A link is
  never written through, no input is ever overwritten, and nothing is put into a folder that is an input.
* What is there is replaced when the caller was told to, or when its first bytes say that it is what the output is: a
  path alone makes no file ours.
* Every place of the package that writes is in the table of tests/meta/test_writing.py, with a reason.
"""

from __future__ import annotations

import os
import stat

from cellucid_session.errors import SessionError, UsageError
from cellucid_session.io.files import NO_FOLLOW, SPECIAL, flag, why
from cellucid_session.io.naming import about

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, BinaryIO

    from cellucid_session.io.files import Identity


HEAD = 4096  # bytes of a file that tell what it is


class OutputError(SessionError, OSError):
    """An output can't be written."""


def cant(what: str, exc: Exception, path: str) -> OutputError:
    """The error for what the system says of an output."""
    error = OutputError(f"{what}: {why(exc)}")
    error.errno, error.strerror = getattr(exc, "errno", None), getattr(exc, "strerror", None)
    error.path = error.filename = path
    return error


def identities(*values: object) -> list[Identity]:
    """Device and inode of what is there under paths, and of the files that open data sets are read from.

    Args:
        values: paths; an AnnData or MuData, whose `filename` counts; anything else has no file.
    """
    found = []
    for value in values:
        path = value if isinstance(value, str | os.PathLike) else getattr(value, "filename", None)
        if isinstance(path, str | os.PathLike):
            try:
                there = os.stat(path)
            except (OSError, ValueError):
                continue
            found.append((there.st_dev, there.st_ino))
    return found


def check_destination(
    path: str,
    *,
    force: bool = False,
    inputs: Iterable[Identity] = (),
    ours: Callable[[bytes], bool] | None = None,
) -> None:
    """Refuse a destination that must not be written.

    Args:
        force: a regular file that is there may be replaced.
        inputs: identities (device, inode) of files that must not be replaced, and folders where nothing may be put.
        ours: with `force`, decides by the first `HEAD` bytes whether the file may be replaced; an empty one may.

    Raises:
        UsageError: it is a link, no regular file, one of the inputs or inside one, or there already and not to be
            replaced.
    """
    with about(path):
        _check(path, force, frozenset(inputs), ours)


def _check(path: str, force: bool, known: frozenset[Identity], ours: Callable[[bytes], bool] | None) -> None:
    if known:
        _check_above(path, known)
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        return
    except (OSError, ValueError) as exc:
        raise UsageError(f"the output can't be written: {why(exc)}") from exc
    kind = stat.S_IFMT(there.st_mode)
    if kind != stat.S_IFREG:
        raise UsageError(f"the output is {SPECIAL.get(kind, 'something else')}, not a regular file")
    if (there.st_dev, there.st_ino) in known:
        raise UsageError("the output is one of the inputs")
    if not force:
        raise UsageError("the output exists already")
    if ours is not None and there.st_size and not ours(_head(path)):
        raise UsageError("the output exists already and is something else; remove it, or name another one")


def _check_above(path: str, inputs: frozenset[Identity]) -> None:
    """Refuse what lies in a folder that is an input, under whatever name."""
    try:
        folder = os.path.dirname(os.path.realpath(path))
        while True:
            told = os.stat(folder)
            if (told.st_dev, told.st_ino) in inputs:
                raise UsageError("the output lies inside one of the inputs")
            if folder == os.path.dirname(folder):
                return
            folder = os.path.dirname(folder)
    except UsageError:
        raise
    except (OSError, ValueError):
        return  # no such folder: making the output tells


def _head(path: str) -> bytes:
    """The first bytes of a regular file; b"" where they can't be read."""
    try:
        descriptor = os.open(
            path, os.O_RDONLY | NO_FOLLOW | flag("O_NONBLOCK") | flag("O_CLOEXEC") | flag("O_BINARY")
        )
        with open(descriptor, "rb") as stream:
            return stream.read(HEAD)
    except (OSError, ValueError):
        return b""


def write_atomic(
    path: str | os.PathLike[str],
    data: bytes | Callable[[BinaryIO], Any],
    *,
    force: bool = False,
    inputs: Iterable[Identity] = (),
    ours: Callable[[bytes], bool] | None = None,
) -> None:
    """Write a file of mode 0600 that is there whole or not at all.

    Args:
        path: the destination.
        data: its bytes, or a function that writes them to a binary file.
        force: replace a regular file that is there already.
        inputs, ours: see `check_destination`.

    Raises:
        UsageError: the destination is refused; see `check_destination`.
        OutputError: the system can't write it.
    """
    path = os.fspath(path)
    known = frozenset(inputs)
    check_destination(path, force=force, inputs=known, ours=ours)
    partial = os.path.join(os.path.dirname(path), f".{os.urandom(12).hex()}.partial")
    try:
        descriptor = os.open(
            partial,
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | flag("O_CLOEXEC") | flag("O_BINARY"),
            0o600,
        )
    except (OSError, ValueError) as exc:
        raise cant("the output can't be written", exc, path) from exc
    try:
        with open(descriptor, "wb") as stream:
            if callable(data):
                data(stream)
            else:
                stream.write(data)
            stream.flush()
            os.fsync(descriptor)
        check_destination(path, force=force, inputs=known, ours=ours)
        _into_place(partial, path, force)
    except OSError as exc:
        _remove(partial)
        if isinstance(exc, SessionError):
            raise
        raise cant("the output can't be written", exc, path) from exc
    except BaseException:
        _remove(partial)
        raise


def new_folder(path: str) -> None:
    """Make a folder, or take an empty one, through no link.

    Raises:
        UsageError: something is there that is no empty folder. OutputError: it can't be made.
    """
    try:
        os.mkdir(path)
        return
    except FileExistsError:
        pass
    except (OSError, ValueError) as exc:
        raise cant("the folder can't be made", exc, path) from exc
    bare = path.rstrip(os.sep) or path
    try:
        empty = stat.S_ISDIR(os.lstat(bare).st_mode) and not os.listdir(bare)
    except OSError as exc:
        raise cant("the folder can't be read", exc, path) from exc
    if not empty:
        with about(path):
            raise UsageError("the output is there already and no empty folder")


def write_new(folder: str, name: str, data: bytes) -> None:
    """Write a file into a folder of ours, where nothing of that name is. Raises OutputError."""
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | flag("O_CLOEXEC") | flag("O_BINARY")
    path = os.path.join(folder, name)
    try:
        with open(os.open(path, new, 0o666), "wb") as stream:
            stream.write(data)
    except (OSError, ValueError) as exc:
        raise cant("the output can't be written", exc, path) from exc


def _into_place(partial: str, path: str, force: bool) -> None:
    """Give the finished file its name. Without `force` the system itself refuses a name that is taken."""
    if not force:
        try:
            os.link(partial, path)
        except FileExistsError:
            with about(path):
                raise UsageError("the output exists already") from None
        except OSError:  # a file system without hard links: what was checked a moment ago has to do
            os.replace(partial, path)
        else:
            _remove(partial)
        return
    os.replace(partial, path)


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except OSError:
        return
