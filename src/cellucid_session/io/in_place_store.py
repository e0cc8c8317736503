"""A zarr store changed in place, wholly or not at all.

Rules of this file:

* The change is made in a skeleton of the store beside it, and looked at there. What came about is moved into the store:
  new arrays first, then the attributes that name them, the metadata that are kept in one place last.
* Whatever goes wrong on the way is taken back at once. What is killed on the way is taken back by `undo`.
* Files of the store are never written to, so that other names of them (hard links) keep their content.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat

from cellucid_session.errors import InputError, UsageError
from cellucid_session.io import skeleton
from cellucid_session.io.beside import KEPT, UNDO, beside, check_name, check_whole, shown
from cellucid_session.io.in_place_file import check_folder, check_kept, taking_back
from cellucid_session.io.outputs import OutputError, cant
from cellucid_session.io.stores import foreign
from cellucid_session.io.survey import AXES
from cellucid_session.io.syncing import sync_files, sync_folder
from cellucid_session.io.undo_store import (
    MOVE,
    NAME,
    NEW,
    OLD,
    SWAP,
    Step,
    StoreJournal,
    digest,
    inode,
    listing,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: folders of a store that names come to
CHANGED = ("", *AXES, "uns", "uns/cellucid")


class StoreInPlace:
    """A store that is about to be changed.

    Args:
        path: of the store. keep: whether the way back is kept when the change is made.

    Raises:
        UsageError, InputError: it can't be changed in place, with the reason.
    """

    def __init__(self, path: str, keep: bool) -> None:
        told = check_name(path)
        if not stat.S_ISDIR(told.st_mode):
            raise InputError(f"{shown(path)} is no folder; a store in a zip file can't be changed in place")
        check_whole(path)
        check_kept(path, keep)
        check_folder(path)
        self._path = path.rstrip(os.sep)
        self._keep = keep
        self._base: dict[str, int | bytes] = {}
        for inside in CHANGED:
            self._check_folder(inside, told.st_dev)

    def _check_folder(self, inside: str, device: int) -> None:
        """Refuse a store in which nothing can be moved."""
        folder = os.path.join(self._path, inside).rstrip(os.sep)
        try:
            told = os.lstat(folder)
        except FileNotFoundError:
            return
        if not stat.S_ISDIR(told.st_mode):
            raise UsageError(
                f"{shown(folder)} is no folder, or a link to one: write a new store with --output"
            )
        if told.st_dev != device:
            raise UsageError(f"{shown(folder)} lies on another disk: write a new store with --output")
        if not os.access(folder, os.W_OK | os.X_OK):
            raise InputError(f"{shown(folder)} can't be changed in place: nothing can be written there")

    @contextlib.contextmanager
    def draft(self) -> Iterator[str]:
        """A skeleton of the store, to be changed: its path, in a folder of ours that goes with it."""
        bare = os.path.realpath(self._path)
        private = os.path.join(os.path.dirname(bare), f".{os.urandom(12).hex()}.partial")
        try:
            os.mkdir(private, 0o700)
        except OSError as exc:
            raise cant("nothing can be written beside the store", exc, self._path) from exc
        try:
            made = os.path.join(private, "made.zarr")
            self._base = skeleton.copy(self._path, made)
            yield made
        finally:
            shutil.rmtree(private, ignore_errors=True)

    def commit(self, made: str, touched: Sequence[str], look: Callable[[str], None]) -> None:
        """Have a draft in the store.

        Args:
            made: its path. touched: paths in it where something was written or deleted, with all that is below.
            look: is handed the path of the store as it is then; raises when it is not what it should be.

        Raises:
            OutputError: it could not be; the store is what it was, unless the message says otherwise.
        """
        private, folder = os.path.dirname(made), beside(self._path, UNDO)
        steps = self._prepare(private, made, touched)
        if not steps:
            return
        begun = False
        # opened and locked before it has its name: what `undo` would not believe never gets it
        with contextlib.closing(StoreJournal(private, self._path)) as journal:
            try:
                self._name(private, folder)
                journal.folder = folder
                if not journal.untouched():
                    raise InputError(f"{shown(self._path)} changed while it was read; nothing is written")
                sync_folder(os.path.dirname(folder))
                begun = True
                journal.go_on()
                look(self._path)
                reason = journal.why_not(done=True)
                if reason is not None:
                    raise OutputError(f"what was written is not there: {reason}")
                settle(self._path, self._keep)
            except BaseException as exc:
                if not os.path.lexists(private):  # it has its name, and is ours
                    journal.folder = folder
                    _take_back(self._path, journal, exc, begun)
                raise

    def _name(self, private: str, folder: str) -> None:
        """From here on the store may be half changed, and is called so."""
        try:
            os.rename(private, folder)
        except OSError as exc:
            check_whole(self._path)
            raise cant("nothing can be written beside the store", exc, self._path) from exc

    def _prepare(self, private: str, made: str, touched: Sequence[str]) -> list[Step]:
        """Have everything that comes in the folder that becomes the journal, on disk, and what is replaced listed."""
        for name in (OLD, NEW):
            os.mkdir(os.path.join(private, name))
        moved = [
            each for each in dict.fromkeys(touched) if not any(each.startswith(f"{t}/") for t in touched)
        ]
        swapped = list(skeleton.changed(made, self._path, frozenset(moved)))
        steps: list[Step] = []
        for path in (*moved, *swapped):
            old, new = (os.path.join(private, each, str(len(steps))) for each in (OLD, NEW))
            here, there = (os.path.join(root, *path.split("/")) for root in (self._path, made))
            if inode(there) is not None:
                os.rename(there, new)
            numbers = inode(here), inode(new)
            if self._base.get(path) != (skeleton.content(here) if path in swapped else numbers[0]):
                raise InputError(f"{shown(self._path)} changed while it was read; nothing is written")
            if numbers == (None, None):
                continue
            swap = path in swapped and numbers[0] is not None
            if swap:
                if os.path.islink(here):
                    raise UsageError(f"{shown(here)} is a symbolic link: write a new store with --output")
                shutil.copy2(here, old)
                shutil.copymode(here, new)
            elif numbers[0] is not None and not os.path.islink(here) and (found := foreign(here)) is not None:
                raise UsageError(f"{shown(here)} is to be replaced, and {found}: put it elsewhere first")
            told = "" if numbers[1] is None else digest(new)
            steps.append(Step(SWAP if swap else MOVE, path, *numbers, told))
        shutil.rmtree(made)
        with open(os.path.join(private, NAME), "xb", opener=_for_us_alone) as stream:
            stream.write(listing(self._path, steps))
        _sync(private)
        return steps


def _for_us_alone(path: str, flags: int) -> int:
    """Open a new file that others can't write to, whatever the umask: else no journal is believed."""
    return os.open(path, flags, 0o600)


def settle(path: str, keep: bool) -> None:
    """The change is made: away with the way back, or keep it. Raises OSError."""
    folder = beside(path, UNDO)
    if keep:
        os.rename(folder, beside(path, KEPT))
        with contextlib.suppress(
            OSError
        ):  # it is made all the same; should the name come back, undo still works
            sync_folder(os.path.dirname(folder))
    else:
        discard(folder)


def discard(folder: str) -> None:
    """Take a journal away: its name first, in one step. Raises OSError."""
    above = os.path.dirname(folder)
    private = os.path.join(above, f".{os.urandom(12).hex()}.partial")
    os.rename(folder, private)
    with contextlib.suppress(OSError):  # should the name come back, it says what is true still
        sync_folder(above)
    shutil.rmtree(private, ignore_errors=True)


def _sync(folder: str) -> None:
    """Have a folder of ours on disk, with all that is in it."""
    found = list(os.walk(folder, topdown=False))
    sync_files([os.path.join(here, name) for here, _, names in found for name in names])
    for here, _, _ in found:
        sync_folder(here)


def _take_back(path: str, journal: StoreJournal, exc: BaseException, begun: bool) -> None:
    """Make the store what it was. Raises OutputError: it could not be; the way back is still there."""
    folder = beside(path, UNDO)
    with taking_back(path, exc):
        if not os.path.lexists(folder):
            return
        if begun:
            reason = journal.why_not(done=False)
            if reason is not None:
                raise OutputError(reason)
            journal.go_back()
        discard(folder)
