"""Outputs appear whole or not at all.

Rules of this file: an output is written to a private file of unguessable name in its folder, synced, and renamed into
place. A link is never written through, and no input is ever overwritten.
"""

from __future__ import annotations

import os
import stat

from cellucid_session.errors import SessionError, UsageError
from cellucid_session.io.files import NO_FOLLOW, SPECIAL, flag, why

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, BinaryIO

    from cellucid_session.io.files import Identity


class OutputError(SessionError, OSError):
    """An output can't be written."""


def check_destination(path: str, *, force: bool = False, inputs: Iterable[Identity] = ()) -> None:
    """Refuse a destination that must not be written.

    Raises:
        UsageError: it is a link, no regular file, one of the inputs, or there already and `force` is off.
    """
    try:
        there = os.lstat(path)
    except FileNotFoundError:
        return
    except (OSError, ValueError) as exc:
        raise UsageError(f"the output can't be written: {why(exc)}") from exc
    kind = stat.S_IFMT(there.st_mode)
    if kind != stat.S_IFREG:
        raise UsageError(f"the output is {SPECIAL.get(kind, 'something else')}, not a regular file")
    if (there.st_dev, there.st_ino) in set(inputs):
        raise UsageError("the output is one of the inputs")
    if not force:
        raise UsageError("the output exists already")


def write_atomic(
    path: str | os.PathLike[str],
    data: bytes | Callable[[BinaryIO], Any],
    *,
    force: bool = False,
    inputs: Iterable[Identity] = (),
) -> None:
    """Write a file of mode 0600 that is there whole or not at all.

    Args:
        path: the destination.
        data: its bytes, or a function that writes them to a binary file.
        force: replace a regular file that is there already.
        inputs: identities (device, inode) of files that must not be replaced.

    Raises:
        UsageError: the destination is refused; see `check_destination`.
        OutputError: the system can't write it.
    """
    path = os.fspath(path)
    known = frozenset(inputs)
    check_destination(path, force=force, inputs=known)
    partial = os.path.join(os.path.dirname(path), f".{os.urandom(12).hex()}.partial")
    try:
        descriptor = os.open(
            partial,
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | flag("O_CLOEXEC") | flag("O_BINARY"),
            0o600,
        )
    except (OSError, ValueError) as exc:
        raise OutputError(f"the output can't be written: {why(exc)}") from exc
    try:
        with open(descriptor, "wb") as stream:
            if callable(data):
                data(stream)
            else:
                stream.write(data)
            stream.flush()
            os.fsync(descriptor)
        check_destination(path, force=force, inputs=known)
        _into_place(partial, path, force)
    except OSError as exc:
        _remove(partial)
        if isinstance(exc, SessionError):
            raise
        raise OutputError(f"the output can't be written: {why(exc)}") from exc
    except BaseException:
        _remove(partial)
        raise


def _into_place(partial: str, path: str, force: bool) -> None:
    """Give the finished file its name. Without `force` the system itself refuses a name that is taken."""
    if not force:
        try:
            os.link(partial, path)
        except FileExistsError:
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
