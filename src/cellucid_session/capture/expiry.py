"""Leftovers of processes that were killed: told by a lock that only a living process holds.

Rules of this file:

* Every process that writes into a folder holds an exclusive lock on a file of its own there, `OWNER.lock`, and begins
  the names of what it may leave behind with `OWNER-`. The system drops the lock with the process, however it ends.
* Only regular files whose names are exactly of our making are removed, when their owner's lock is free or gone.
* Where the system has no such locks nothing is swept.
Spec: 15.6.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from contextlib import suppress
from typing import Any

from cellucid_session.owning import Descriptor, Owning

fcntl: Any
try:
    import fcntl
except ImportError:  # a system without these locks
    fcntl = None

LOCK = ".lock"
_NAME = re.compile(r"([0-9a-f]{16})(?:\.lock|-[0-9a-f]{32}(?:\.partial|\.cellucid-session))", re.ASCII)
_KEPT = re.compile(r"[0-9a-f]{32}\.cellucid-session", re.ASCII)
_FLAGS = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def ours(name: str) -> bool:
    """Whether a name is of our making."""
    return bool(_NAME.fullmatch(name) or _KEPT.fullmatch(name))


def own(folder: str, owner: str) -> list[str]:
    """The names in a folder of what an owner may leave behind, without its lock."""
    return [name for name in sorted(os.listdir(folder)) if name.startswith(owner + "-") and ours(name)]


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Owner(Owning):
    """This process, as far as one folder goes.

    Attributes:
        name: 16 hex digits.
    """

    HOLDS = "a lock, which ends once"

    def __init__(self, folder: str) -> None:
        self._folder = folder
        while True:
            self.name = secrets.token_hex(8)
            path = os.path.join(folder, self.name + LOCK)
            descriptor = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
            # between its making and its locking somebody may have swept it
            if fcntl is None or (_try_lock(descriptor) and os.fstat(descriptor).st_nlink):
                self._lock = Descriptor(descriptor)
                return
            os.close(descriptor)

    def _release(self) -> None:
        """Remove the lock: nothing of this owner is left."""
        with suppress(FileNotFoundError):
            os.unlink(os.path.join(self._folder, self.name + LOCK))
        self._lock.close()


def sweep(folder: str, living: str) -> int:
    """Remove what dead owners left. Returns how many files that were, locks apart.

    Args:
        living: the owner that is sweeping.
    """
    if fcntl is None:
        return 0
    left: dict[str, list[str]] = {}
    for name in sorted(os.listdir(folder)):
        match = _NAME.fullmatch(name)
        if match is not None and match[1] != living:
            left.setdefault(match[1], []).append(name)
    return sum(_of_owner(folder, owner, names) for owner, names in left.items())


def lives(folder: str, owner: str) -> bool:
    """Whether an owner's process holds its lock."""
    if fcntl is None:
        return False
    try:
        lock = os.open(os.path.join(folder, owner + LOCK), _FLAGS)
    except OSError:
        return False
    try:
        return not _try_lock(lock)
    finally:
        os.close(lock)


def _of_owner(folder: str, owner: str, names: list[str]) -> int:
    """Remove the files of an owner, unless it lives; its lock goes last."""
    path = os.path.join(folder, owner + LOCK)
    try:
        lock = os.open(path, _FLAGS)
    except FileNotFoundError:
        lock = -1
    except OSError:  # not a file that we would have made
        return 0
    removed = 0
    try:
        if lock >= 0 and not _try_lock(lock):
            return 0
        for name in names:
            if not name.endswith(LOCK):
                removed += _remove(os.path.join(folder, name))
        if lock >= 0:
            _remove(path)
    finally:
        if lock >= 0:
            os.close(lock)
    return removed


def _remove(path: str) -> bool:
    try:
        if not stat.S_ISREG(os.stat(path, follow_symlinks=False).st_mode):
            return False
        os.unlink(path)
    except FileNotFoundError:
        return False
    return True
