"""A data set on disk changed in place, and made what it was.

Rules of this file: the suffix decides how, as everywhere. A MuData is never changed in place. What is in the way of a
change is said before the first byte.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import stat
from collections.abc import Callable, Iterator
from io import RawIOBase
from typing import TYPE_CHECKING, BinaryIO

from cellucid_session.errors import InputError, SessionError, UsageError
from cellucid_session.io import in_place_store, undo_file, undo_store
from cellucid_session.io.beside import KEPT, UNDO, beside, check_name
from cellucid_session.io.in_place_file import FileInPlace, open_alone
from cellucid_session.io.in_place_store import StoreInPlace
from cellucid_session.io.outputs import OutputError, cant
from cellucid_session.io.survey import ChangedError
from cellucid_session.io.syncing import sync_folder
from cellucid_session.report.text import shown_path
from cellucid_session.tools import datasets

if TYPE_CHECKING:
    from cellucid_session.io.tables import Edit

NOT_SO = "{} can't be changed in place: {}; write a new data set with --output"


@dataclasses.dataclass(frozen=True)
class InPlace:
    """That a data set is to be changed in place. keep: the way back too. dry: only look whether it can be."""

    keep: bool = False
    dry: bool = False


def check_kind(path: str) -> str:
    """Refuse a kind of data set that is never changed in place. Returns the kind. Raises UsageError."""
    if path.lower().rstrip(os.sep).endswith(".zip"):
        raise UsageError(
            f"{shown_path(path)} is a zip file, which can't be changed in place: unpack it first"
        )
    kind = datasets.kind_of(path)
    if kind == datasets.H5MU:
        raise UsageError(NOT_SO.format(shown_path(path), "it is a MuData"))
    return kind


@contextlib.contextmanager
def taken(path: str, asked: InPlace) -> Iterator[FileInPlace | StoreInPlace]:
    """A data set that is about to be changed, for this block. Raises UsageError, InputError: it can't be."""
    if check_kind(path) == datasets.ZARR:
        yield StoreInPlace(path, asked.keep)
        return
    with contextlib.closing(FileInPlace(path, asked.keep)) as place:
        yield place


def source(place: FileInPlace | StoreInPlace, path: str) -> str | RawIOBase:
    """What is opened to read a data set that is about to be changed."""
    return place.source() if isinstance(place, FileInPlace) else path


def change(place: FileInPlace | StoreInPlace, make: Callable[[str | BinaryIO | RawIOBase], Edit]) -> None:
    """Change a data set.

    Args:
        make: edits what it is handed, and looks whether it is what it should be.

    Raises:
        OutputError: it could not be; the data set is what it was, unless the message says otherwise. What `make`
            raises of this package; then nothing was written.
    """
    try:
        if isinstance(place, FileInPlace):
            with place.draft() as draft:
                edit = make(draft)
                place.commit(draft, lambda file: edit.check(file, half=True))
        else:
            with place.draft() as made:
                edit = make(made)
                place.commit(made, edit.touched, lambda store: edit.check(store, half=True))
    except ChangedError as exc:
        raise OutputError(
            f"the data set can't be changed in place, and is what it was: in it, {exc}"
        ) from exc
    except (MemoryError, SessionError):
        raise
    except Exception as exc:
        why = getattr(exc, "strerror", None) or type(exc).__name__
        raise OutputError(f"the data set can't be changed in place, and is what it was ({why})") from exc


def undo(path: str, *, moved: bool = False) -> bool:
    """Make a data set what it was before it was changed in place.

    It is one that was left half changed, or one of which the way back was kept and that was not changed since.

    Args:
        moved: believe a way back of another inode, of a file that was copied with it.

    Returns:
        Whether it was left half changed.

    Raises:
        UsageError: there is nothing to undo; or it is open in another program. InputError: the way back can't be gone:
            it is not of this data set, or this one was changed since; nothing is written then. OutputError: the system
            can't write; the way back is still there.
    """
    kind = check_kind(path)
    told = check_name(path)
    hot, kept = beside(path, UNDO), beside(path, KEPT)
    half = os.path.lexists(hot)
    if not half and not os.path.lexists(kept):
        raise UsageError(f"there is nothing to undo: beside {shown_path(path)} lies neither way back")
    journal = hot if half else kept
    try:
        if kind == datasets.ZARR:
            if not stat.S_ISDIR(told.st_mode):
                raise InputError(f"{shown_path(path)} is no folder")
            _undo_store(path.rstrip(os.sep), journal, hot, half)
        else:
            _undo_file(path, told, journal, hot, half, moved)
    except SessionError:
        raise
    except OSError as exc:
        raise cant(f"{shown_path(path)} can't be made what it was", exc, path) from exc
    return half


def _undo_file(path: str, told: os.stat_result, journal: str, hot: str, half: bool, moved: bool) -> None:
    with contextlib.closing(open_alone(path, told)) as file, file as number:
        with contextlib.closing(undo_file.Journal(journal)) as back:
            _hold(back.why_not(number, kept=not half, moved=moved), path)
            _heat(journal, hot)
            back.go_back(number)
        os.unlink(hot)
        sync_folder(os.path.dirname(hot))


def _undo_store(path: str, journal: str, hot: str, half: bool) -> None:
    with contextlib.closing(undo_store.StoreJournal(journal, path)) as back:
        _hold(back.why_not(done=not half), path)
        _heat(journal, hot)
        back.folder = hot
        back.go_back()
        in_place_store.discard(hot)


def _hold(reason: str | None, path: str) -> None:
    if reason is not None:
        raise InputError(f"{shown_path(path)} can't be made what it was, and nothing is written: {reason}")


def _heat(journal: str, hot: str) -> None:
    """From here on the data set may be half changed, and is called so."""
    if journal != hot:
        os.rename(journal, hot)
        sync_folder(os.path.dirname(hot))
