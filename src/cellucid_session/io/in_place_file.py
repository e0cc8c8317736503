"""An HDF5 file changed in place, wholly or not at all.

Rules of this file:

* The file is opened once, for us alone, and everything reads and writes through that descriptor.
* The change is made in an overlay, looked at there, and only then goes into the file: behind its journal.
* Whatever goes wrong on the way is taken back at once. What is killed on the way is taken back by `undo`.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile

from cellucid_session.errors import InputError, SessionError, UsageError
from cellucid_session.io import undo_file
from cellucid_session.io.beside import KEPT, UNDO, beside, check_name, check_whole, lock, shown
from cellucid_session.io.files import NO_FOLLOW, flag, why
from cellucid_session.io.outputs import OutputError, cant, write_atomic
from cellucid_session.io.overlay import Overlay, read_at
from cellucid_session.io.syncing import sync_folder
from cellucid_session.owning import Descriptor, Owning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IN_MEMORY = 32 << 20  # bytes of a change that are kept in memory; the rest is in a file without a name
SPARE = 1 << 20  # bytes that must be left on the disk
SIGNATURE = b"\x89HDF\r\n\x1a\n"
_FLAGGED = 3  # version of the superblock from which on it says whether somebody writes to the file
_SEARCHED = 1 << 26  # bytes in which the superblock is looked for: at 0, 512, 1024, ...


def open_alone(path: str, told: os.stat_result) -> Descriptor:
    """A regular file of one name, open for reading and writing, locked.

    Args:
        told: what the system said of it.

    Raises:
        UsageError: it has several names, or is open elsewhere. InputError: it is no file, or can't be written.
    """
    if not stat.S_ISREG(told.st_mode):
        raise InputError(f"{shown(path)} is no regular file")
    if told.st_nlink != 1:
        raise UsageError(
            f"{shown(path)} has {told.st_nlink} names (hard links), and what changes under one changes under all: "
            "write a new file with --output"
        )
    try:
        number = os.open(path, os.O_RDWR | NO_FOLLOW | flag("O_CLOEXEC") | flag("O_NONBLOCK"))
    except (OSError, ValueError) as exc:
        raise InputError(f"{shown(path)} can't be changed in place: {why(exc)}") from exc
    found = Descriptor(number)
    try:
        here = os.fstat(number)
        if (here.st_dev, here.st_ino) != (told.st_dev, told.st_ino):
            raise InputError(f"{shown(path)} was replaced by another file just now")
        lock(number, path)
    except BaseException:
        found.close()
        raise
    return found


class FileInPlace(Owning):
    """A file that is about to be changed. It is locked until this is closed.

    Args:
        path: of the file. keep: whether the way back is kept when the change is made.

    Raises:
        UsageError, InputError: it can't be changed in place, with the reason.
    """

    HOLDS = "an open file, locked"
    INSTEAD = "Wait until the change is over"

    def __init__(self, path: str, keep: bool) -> None:
        told = check_name(path)
        self._path = path
        self._keep = keep
        self._file = open_alone(path, told)
        try:
            check_whole(path)
            check_kept(path, keep)
            check_folder(path)
            with self._file as number:
                self._told = os.fstat(number)
                _check_writers(number, self._told.st_size, path)
        except BaseException:
            self.close()
            raise

    def _release(self) -> None:
        self._file.close()

    def source(self) -> Overlay:
        """The file as it is, to be read."""
        return Overlay(self._file.number, os.fstat(self._file.number).st_size)

    @contextlib.contextmanager
    def draft(self) -> Iterator[Overlay]:
        """The file as it will be, to be read and written."""
        with tempfile.SpooledTemporaryFile(
            IN_MEMORY, dir=os.path.dirname(os.path.realpath(self._path))
        ) as pages:
            yield Overlay(self._file.number, self._told.st_size, pages)  # type: ignore[arg-type]

    def commit(self, draft: Overlay, look: Callable[[Overlay], None]) -> None:
        """Have a draft in the file.

        Args:
            look: is handed the file as it is then; raises when it is not what it should be.

        Raises:
            OutputError: it could not be; the file is what it was, unless the message says otherwise.
        """
        journal = beside(self._path, UNDO)
        grown_only = True
        with self._file as number:
            self._check_same(number)
            self._check_space(draft)
            try:
                try:
                    write_atomic(journal, lambda stream: undo_file.write(stream, draft, number))
                except UsageError:  # of that name something is there
                    check_whole(self._path)
                    raise
                sync_folder(os.path.dirname(journal))
                undo_file.grow(draft, number)
                grown_only = False
                undo_file.overwrite(draft, number)
                look(self.source())
                with contextlib.closing(undo_file.Journal(journal)) as told:
                    if not told.holds(number):
                        raise OutputError("what was written is not there")
                settle(self._path, self._keep)
            except BaseException as exc:
                _take_back(self._path, number, exc, grown_only)
                raise

    def _check_same(self, number: int) -> None:
        """Whether nobody changed the file, or gave its name to another, since it was opened."""
        there, here = os.fstat(number), check_name(self._path)
        for key in ("st_size", "st_mtime_ns", "st_ino", "st_dev"):
            if not getattr(there, key) == getattr(self._told, key) == getattr(here, key):
                raise InputError(f"{shown(self._path)} changed while it was read; nothing is written")

    def _check_space(self, draft: Overlay) -> None:
        rewritten = sum(undo_file.RANGE.size + 2 * size for _, size in draft.overwritten())
        needed = draft.after - draft.before + rewritten + SPARE
        free = os.statvfs(os.path.dirname(beside(self._path, UNDO)))
        if free.f_bavail * free.f_frsize < needed:
            raise OutputError(
                f"the disk has too little space: {needed:,} bytes are needed; nothing is written"
            )


def check_kept(path: str, keep: bool) -> None:
    """Refuse to keep a second way back. Raises UsageError."""
    kept = beside(path, KEPT)
    if keep and os.path.lexists(kept):
        raise UsageError(
            f"{shown(kept)} is there, from a change before: remove it to keep the way back of this one"
        )


def check_folder(path: str) -> None:
    """Refuse a data set beside which nothing can be put. Raises InputError."""
    if not os.access(os.path.dirname(beside(path, UNDO)), os.W_OK | os.X_OK):
        raise InputError(f"{shown(path)} can't be changed in place: nothing can be written beside it")


def settle(path: str, keep: bool) -> None:
    """The change is made: away with the way back, or keep it. Raises OSError."""
    journal = beside(path, UNDO)
    if keep:
        os.rename(journal, beside(path, KEPT))
    else:
        os.unlink(journal)
    with contextlib.suppress(OSError):  # it is made all the same; should the name come back, undo still works
        sync_folder(os.path.dirname(journal))


def _check_writers(number: int, size: int, path: str) -> None:
    """Refuse a file that says that somebody writes to it: HDF5 locks no file that is written and read at once."""
    at = 0
    while at < min(size, _SEARCHED):
        head = read_at(number, at, 12)
        if head.startswith(SIGNATURE):
            if len(head) == 12 and head[8] >= _FLAGGED and head[11]:
                raise UsageError(
                    f"{shown(path)} is marked as open for writing: close it where it is, or if that program is gone, "
                    "run h5clear -s on it"
                )
            return
        at = at * 2 or 512


def _take_back(path: str, number: int, exc: BaseException, grown_only: bool) -> None:
    """Make the file what it was. Raises OutputError: it could not be; the way back is still there."""
    journal = beside(path, UNDO)
    with taking_back(path, exc):
        if not os.path.lexists(journal):
            return
        with contextlib.closing(undo_file.Journal(journal)) as told:
            reason = told.why_not(number, kept=False)
            if reason is not None:
                raise OutputError(reason)
            told.go_back(number, grown_only)
        os.unlink(journal)
        sync_folder(os.path.dirname(journal))


@contextlib.contextmanager
def taking_back(path: str, exc: BaseException) -> Iterator[None]:
    """For this block, which makes a data set what it was. exc: why that has to be.

    Raises:
        OutputError: the block could not; or it could, and `exc` is the system's, which is put in words here.
    """
    try:
        yield
    except (OSError, SessionError) as error:
        raise OutputError(
            f"{shown(path)} is half changed, and could not be made what it was ({type(error).__name__}): "
            f"`cellucid-session undo {shown(path)}` does it when that is mended"
        ) from exc
    if isinstance(exc, OSError) and not isinstance(exc, SessionError):
        raise cant(f"{shown(path)} can't be changed in place, and is what it was", exc, path) from exc
