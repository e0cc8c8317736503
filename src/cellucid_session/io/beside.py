"""What lies beside a data set that is changed in place: the way back.

Rules of this file:

* The names are made here. `DATA.cellucid-undo` is there as long as DATA may be half changed, and nobody reads it then;
  `DATA.cellucid-kept` is there when the way back was to be kept.
* What has such a name may come from anybody. It is believed only when it is this user's, nobody else can write to it
  and it is no link; and what it says is held to the data set before a byte is changed.
"""

from __future__ import annotations

import errno
import os
import stat

from cellucid_session.errors import InputError, UsageError
from cellucid_session.io.files import NO_FOLLOW, SPECIAL, flag, why
from cellucid_session.io.syncing import UNABLE
from cellucid_session.owning import Descriptor
from cellucid_session.safe import path_bytes, safe

UNDO = ".cellucid-undo"
KEPT = ".cellucid-kept"
OTHERS = stat.S_IWGRP | stat.S_IWOTH
#: what the system says where files can't be locked
_UNLOCKABLE = UNABLE | {errno.ENOLCK}


def shown(path: str) -> str:
    """A path for a message."""
    return safe(path_bytes(path), 400)


def beside(path: str, suffix: str) -> str:
    """The path of what lies beside a data set, whatever links lead there."""
    return os.path.realpath(path).rstrip(os.sep) + suffix


def check_whole(path: str) -> None:
    """Refuse a data set that may be half changed. Raises InputError."""
    if os.path.lexists(beside(path, UNDO)):
        raise InputError(
            f"{shown(path)} is being changed in place, or was left half changed: when no other run is at work, "
            f"`cellucid-session undo {shown(path)}` makes it what it was"
        )


def check_name(path: str) -> os.stat_result:
    """Refuse what is only another name of a data set. Returns what the system says of it.

    Raises:
        UsageError: it is a link. InputError: it is not there.
    """
    bare = path.rstrip(os.sep) or path
    try:
        told = os.lstat(bare)
    except (OSError, ValueError) as exc:
        raise InputError(f"{shown(path)} can't be read: {why(exc)}") from exc
    if stat.S_ISLNK(told.st_mode):
        raise UsageError(f"{shown(path)} is a symbolic link: name the data set itself to change it in place")
    return told


def check_ours(told: os.stat_result, path: str, kind: int) -> None:
    """Refuse a way back that somebody else may have made. Raises InputError."""
    problem = None
    if stat.S_IFMT(told.st_mode) != kind:
        problem = f"it is {SPECIAL.get(stat.S_IFMT(told.st_mode), 'a file')}"
    elif told.st_uid != os.geteuid():
        problem = "it belongs to another user"
    elif told.st_mode & OTHERS:
        problem = "others may write to it"
    if problem is not None:
        raise InputError(
            f"{shown(path)} is not believed: {problem}; look where it comes from before you remove it"
        )


def open_ours(path: str) -> Descriptor:
    """A file of ours, open for reading. Raises InputError."""
    try:
        number = os.open(path, os.O_RDONLY | NO_FOLLOW | flag("O_NONBLOCK") | flag("O_CLOEXEC"))
    except (OSError, ValueError) as exc:
        link = getattr(exc, "errno", None) == errno.ELOOP
        raise InputError(
            f"{shown(path)} is not believed: it is {SPECIAL[stat.S_IFLNK]}"
            if link
            else f"{shown(path)} can't be read: {why(exc)}"
        ) from exc
    descriptor = Descriptor(number)
    try:
        check_ours(os.fstat(number), path, stat.S_IFREG)
    except BaseException:
        descriptor.close()
        raise
    return descriptor


def lock(descriptor: int, path: str) -> None:
    """Have a file for us alone, as HDF5 locks files, until the descriptor is closed.

    Raises:
        UsageError: somebody else has it open, or it can't be known.
    """
    try:
        import fcntl
    except ImportError as exc:
        raise UsageError("this system has no locks for files: write a new data set with --output") from exc
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as exc:
        if exc.errno in _UNLOCKABLE and os.environ.get("HDF5_USE_FILE_LOCKING", "").upper() in ("FALSE", "0"):
            return
        if exc.errno in _UNLOCKABLE:
            raise UsageError(
                f"{shown(path)} lies where files can't be locked, so that nobody can tell whether another program has "
                "it open: HDF5_USE_FILE_LOCKING=FALSE goes on all the same"
            ) from exc
        raise UsageError(f"{shown(path)} is open in another program, or in this one: close it first") from exc
