"""The way back of a zarr store that is changed in place: what is set aside, what comes in its place, in which order.

Rules of this file:

* A journal is a folder beside the store, of the same file system. It has its name only when it is whole and on disk;
  it loses it in one step when the change, or the way back, is over. In between only names change: `new/3` of the
  journal takes the place of what goes to `old/3`.
* A file of metadata is replaced in one step, its old content lies in `old/3` before.
* Each step can be seen, by inodes and contents, to be made, half made or not made. Otherwise somebody changed the store
  since, and nothing is moved. So both ways may be cut off anywhere and gone again.
* Paths in a journal lead to what a step of ours can be about, through no link.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import stat

from cellucid_session.errors import InputError
from cellucid_session.io.beside import check_ours, lock, open_ours, shown
from cellucid_session.io.overlay import read_at
from cellucid_session.io.skeleton import METADATA, content
from cellucid_session.io.syncing import sync_folder
from cellucid_session.owning import Owning
from cellucid_session.wire import strict_json
from cellucid_session.wire.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.owning import Descriptor

FORMAT = "cellucid-undo 1"
NAME, OLD, NEW = "journal.json", "old", "new"
LONGEST = 16 << 20  # bytes of the file that lists the steps
DEEPEST = 4  # names of a path: uns, a key, a key in it, a file of metadata
MOVE, SWAP = "move", "swap"
_DIGITS = re.compile("[0-9]{1,39}", re.ASCII)


class Step:
    """One step: a folder that comes, goes or is replaced, or a file of metadata that is replaced.

    Attributes:
        kind: MOVE or SWAP. path: from the store's root, with "/".
        old, new: inode of what is there before and after, None where nothing is.
        digest: see `digest`, of what is there after, "" where nothing is.
    """

    __slots__ = ("digest", "kind", "new", "old", "path")

    def __init__(self, kind: str, path: str, old: int | None, new: int | None, digest: str) -> None:
        self.kind = kind
        self.path = path
        self.old = old
        self.new = new
        self.digest = digest


def digest(path: str) -> str:
    """SHA-256, in hex, of a file, or of all names and files in a folder. A link counts by its name. Raises OSError."""
    found = hashlib.sha256()
    if not os.path.isdir(path) or os.path.islink(path):
        _add(found, path)
        return found.hexdigest()
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted((*folders, *names)):
            each = os.path.join(folder, name)
            found.update(os.fsencode(os.path.relpath(each, path)) + b"\0")
            if name in names:
                _add(found, each)
    return found.hexdigest()


def _add(found: Any, path: str) -> None:
    if stat.S_ISREG(os.lstat(path).st_mode):
        with open(path, "rb") as stream:
            found.update(hashlib.file_digest(stream, "sha256").digest())


def inode(path: str) -> int | None:
    """Of what has a name; None: nothing has. A link is not followed."""
    try:
        return os.lstat(path).st_ino
    except FileNotFoundError:
        return None


def listing(store: str, steps: list[Step]) -> bytes:
    """What `NAME` says. Inodes are texts: they can be longer than numbers of JSON."""
    told = [
        {
            "kind": each.kind,
            "path": each.path,
            "old": None if each.old is None else str(each.old),
            "new": None if each.new is None else str(each.new),
            "digest": each.digest,
        }
        for each in steps
    ]
    return json.dumps({"format": FORMAT, "store": str(inode(store)), "steps": told}).encode()


def _step(raw: Any) -> Step | None:
    """A step as listed; None: it can't be one."""
    if not isinstance(raw, dict) or raw.keys() != {"kind", "path", "old", "new", "digest"}:
        return None
    kind, path, old, new, hexed = (raw[key] for key in ("kind", "path", "old", "new", "digest"))
    if kind not in (MOVE, SWAP) or not isinstance(path, str) or not isinstance(hexed, str) or old == new:
        return None
    for each in (old, new):
        if each is not None and not (isinstance(each, str) and _DIGITS.fullmatch(each)):
            return None
    names = path.split("/")
    if len(names) > DEEPEST or any(
        name in ("", ".", "..") or "\0" in name or os.sep in name for name in names
    ):
        return None
    if kind == SWAP and (names[-1] not in METADATA or old is None or new is None):
        return None
    return Step(kind, path, None if old is None else int(old), None if new is None else int(new), hexed)


class StoreJournal(Owning):
    """A journal, locked until this is closed.

    Args:
        folder: of the journal; it may get another name. store: of the store.
    """

    HOLDS = "an open file, locked"
    INSTEAD = "Open the journal again"

    def __init__(self, folder: str, store: str) -> None:
        """Open one. Raises InputError: it can't be read, or is not believed. UsageError: another run holds it."""
        self.folder = folder
        self._store = store
        try:
            check_ours(os.lstat(folder), folder, stat.S_IFDIR)
        except FileNotFoundError as exc:
            raise InputError(f"{shown(folder)} is not there") from exc
        self._file: Descriptor = open_ours(os.path.join(folder, NAME))
        try:
            with self._file as number:
                lock(number, folder)
                data = read_at(number, 0, LONGEST + 1)
            self.steps = self._read(data)
        except BaseException:
            self.close()
            raise

    def _release(self) -> None:
        self._file.close()

    def _read(self, data: bytes) -> list[Step]:
        broken = InputError(f"{shown(self.folder)} is no whole journal of a change in place")
        try:
            told = strict_json.parse(data, LONGEST) if len(data) <= LONGEST else None
        except Fault as exc:
            raise broken from exc
        if (
            not isinstance(told, dict)
            or told.get("format") != FORMAT
            or not isinstance(told.get("steps"), list)
        ):
            raise broken
        if told.get("store") != str(inode(self._store)):
            raise InputError(f"{shown(self.folder)} is of another store, or the store was copied since")
        steps = [_step(each) for each in told["steps"]]
        found = [each for each in steps if each is not None]
        if len(found) < len(steps):
            raise broken
        return found

    def _places(self, number: int) -> tuple[str, str, str]:
        """Where a step's thing belongs in the store, where the old one lies, where the new one."""
        step = self.steps[number]
        aside = (os.path.join(self.folder, each, str(number)) for each in (OLD, NEW))
        return (os.path.join(self._store, *step.path.split("/")), *aside)  # type: ignore[return-value]

    def why_not(self, done: bool) -> str | None:
        """Why the way back can't be gone, or None. done: the change was made wholly."""
        root = os.lstat(self._store).st_dev
        for number, step in enumerate(self.steps):
            here, old, new = self._places(number)
            above = self._store
            for name in ("", *step.path.split("/")[:-1]):
                above = os.path.join(above, name)
                try:
                    told = os.lstat(above.rstrip(os.sep))
                except FileNotFoundError:
                    return f"{shown(step.path)} has no folder now"
                if not stat.S_ISDIR(told.st_mode) or told.st_dev != root:
                    return f"the folder of {shown(step.path)} is something else now"
            if not self._fits(step, here, old, new, done):
                return f"{shown(step.path)} was changed since"
        return None

    def untouched(self) -> bool:
        """Whether no step is made, and the store is what the steps were made for."""
        for number, step in enumerate(self.steps):
            here, old, _ = self._places(number)
            if inode(here) != step.old or (step.kind == SWAP and content(here) != content(old)):
                return False
        return True

    def _fits(self, step: Step, here: str, old: str, new: str, done: bool) -> bool:
        """Whether a step can be seen to be made; or, unless everything is `done`, half made or not made."""
        if step.kind == SWAP:
            aside, now = content(old), content(here)
            made = now is not None and digest(here) == step.digest
            return aside is not None if made else not done and now is not None and aside in (None, now)
        found = (inode(here), inode(old), inode(new))
        if found == (step.new, step.old, None):
            return step.new is None or digest(here) == step.digest
        return not done and found in ((None, step.old, step.new), (step.old, None, step.new))

    def go_on(self) -> None:
        """Make the change. Raises OSError."""
        for number, step in enumerate(self.steps):
            here, old, new = self._places(number)
            if step.kind == SWAP:
                os.replace(new, here)
                continue
            if step.old is not None:
                os.rename(here, old)
            if step.new is not None:
                os.rename(new, here)
        self._sync()

    def go_back(self) -> None:
        """Make the store what it was. May be cut off anywhere and called again. Raises OSError."""
        for number in reversed(range(len(self.steps))):
            step = self.steps[number]
            here, old, new = self._places(number)
            if step.kind == SWAP:
                if inode(old) is not None:
                    os.replace(old, here)
                continue
            if step.new is not None and inode(here) == step.new:
                os.rename(here, new)
            if step.old is not None and inode(old) == step.old:
                os.rename(old, here)
        self._sync()

    def _sync(self) -> None:
        folders = {os.path.dirname(self._places(number)[0]) for number in range(len(self.steps))}
        for folder in (*folders, os.path.join(self.folder, OLD), os.path.join(self.folder, NEW)):
            with contextlib.suppress(FileNotFoundError):
                sync_folder(folder)
