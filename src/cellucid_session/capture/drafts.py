"""Drafts: work of a viewer's page that was not saved yet, kept outside the page.

Rules of this file:

* A draft is a session like any other: judged while it arrives, and judged anew before it is offered or handed on, from
  the descriptor that was judged. What is not valid, or tells other cells, is offered to nobody.
* It lies in a folder of mode 0700 that is this user's, in a file of mode 0600 that appears whole or not at all. Its
  name holds a digest of the cells' names, the process that wrote it and random digits; nothing of it comes from a page.
* It is kept for the data set whose cells it tells, whatever viewer or process shows that. The draft of a page that is
  still open is not offered to others.
* How many there are, how large and for how long, is bounded (`declare/gate.py`): the oldest goes.
Spec: 15.6.1.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cellucid_session.capture import expiry
from cellucid_session.capture.payload import Payload
from cellucid_session.capture.snapshot import Opened, pieces
from cellucid_session.capture.store import FolderStore, Writer
from cellucid_session.errors import SessionError, UsageError
from cellucid_session.io import files
from cellucid_session.judge.settings import Settings
from cellucid_session.judge.walk import judge
from cellucid_session.model import KIND_SESSION, DatasetFacts, Frozen
from cellucid_session.owning import Uncopied

if TYPE_CHECKING:
    from cellucid_session.capture.limits import GateLimits
    from cellucid_session.io.identity import Names

VARIABLE = "CELLUCID_SESSION_DRAFTS"  # names a folder, or says that nothing is kept
OFF = "off"
PAGES = 1000  # of which it is remembered which drafts are theirs
DAY = 86_400  # seconds
_NAME = re.compile(r"([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{32})\.draft", re.ASCII)


class DraftsWarning(UserWarning):
    """Work in the page can't be kept outside it."""


class Draft(Frozen):
    """A draft that is offered.

    Attributes:
        id: 32 hex digits. created: when its page made it, as the manifest's `createdAt` says, or None.
        groups, fields: how many. size: in bytes.
    """

    __slots__ = ("created", "fields", "groups", "id", "size")
    id: str
    created: str | None
    groups: int
    fields: int
    size: int

    def __init__(
        self,
        id: str,  # noqa: A002 - the word of the protocol
        created: str | None,
        groups: int,
        fields: int,
        size: int,
    ) -> None:
        self._fill(id=id, created=created, groups=groups, fields=fields, size=size)


class _Lying:
    """A draft in the folder, as its name tells it."""

    def __init__(self, entry: os.DirEntry[str], match: re.Match[str]) -> None:
        self.name = entry.name
        self.key, self.owner, self.id = match.groups()
        found = entry.stat(follow_symlinks=False)
        self.at, self.size = found.st_mtime, found.st_size


class _Writer(Writer):
    """A draft that is being written: the how manieth of its page, and the name that it gets."""

    def __init__(self, store: DraftStore, name: str, descriptor: int, target: str, number: int) -> None:
        super().__init__(store, name, descriptor)
        self.target = target
        self.number = number


class DraftStore(FolderStore):
    """The drafts of a user, in a folder.

    Raises:
        UsageError: the folder can't be used; its text says why. OSError: of the system.
    """

    INSTEAD = "Make another DraftStore of the same folder"

    def __init__(self, folder: str | os.PathLike[str], limits: GateLimits) -> None:
        self.limits = limits
        self._names: dict[str, str] = {}  # page -> its file
        self._numbers: dict[str, int] = {}  # file -> the number of what lies in it
        super().__init__(folder, quota_bytes=limits.drafts_all_bytes, keep=True)
        self.tidy(0)

    def lying(self) -> list[_Lying]:
        """What lies in the folder, the newest first."""
        found = []
        with os.scandir(self.folder) as entries:
            for entry in entries:
                match = _NAME.fullmatch(entry.name)
                if match is not None:
                    with suppress(FileNotFoundError):
                        found.append(_Lying(entry, match))
        return sorted(found, key=lambda each: (each.at, each.id), reverse=True)

    def tidy(self, size: int, key: str = "", target: str = "") -> None:
        """Make room for a draft: what is too old goes, then the oldest of its data set, then the oldest of all."""
        limits, since = self.limits, time.time() - self.limits.draft_days * DAY
        left, alike, room = limits.drafts_all - 1, limits.drafts - 1, limits.drafts_all_bytes - size
        for each in self.lying():
            mine = each.key == key
            if each.name == target:  # stays until it is replaced
                room -= each.size
            elif each.at < since or not left or each.size > room or (mine and not alike):
                self.drop(each.name)
            else:
                left, room, alike = left - 1, room - each.size, alike - mine

    def drop(self, name: str) -> None:
        """Remove a draft; one that is not there is no error."""
        if _NAME.fullmatch(name):
            with self._lock:
                self.unlink(name)
                self._lying = self._measure()

    def begin_draft(self, size: int, key: str, tab: str, number: int) -> Writer:
        """Begin the draft of a page. Raises QuotaError; OSError."""
        for place in [*self._names][: max(0, len(self._names) - PAGES)]:
            self._numbers.pop(self._names.pop(place), None)
        fresh = f"{key}-{self.owner.name}-{secrets.token_hex(16)}.draft"
        target = self._names.setdefault(f"{key} {tab}", fresh)
        self.tidy(size, key, target)
        plain = self.begin(size)
        return _Writer(self, plain.name, plain.descriptor, target, number)

    def publish(self, writer: Writer) -> str:
        """Put a draft in the place of the page's last one, unless that is a later one."""
        assert isinstance(writer, _Writer)
        target = os.path.join(self.folder, writer.target)
        os.fsync(writer.descriptor)
        with self._lock:
            if writer.number > self._numbers.get(writer.target, -1):
                self._numbers[writer.target] = writer.number
                os.replace(os.path.join(self.folder, writer.name), target)
            else:
                self.unlink(writer.name)
            self._open -= writer.size
            self._lying = self._measure()
        return target

    def page_of(self, name: str) -> str | None:
        """The id of the page of this process that a draft belongs to."""
        return next((place.split()[1] for place, each in self._names.items() if each == name), None)

    def of_page(self, key: str, tab: str) -> str | None:
        """The file of a page of this process."""
        return self._names.get(f"{key} {tab}")

    def _measure(self) -> int:
        return sum(each.size for each in self.lying())


class Shelf(Uncopied):
    """The drafts of one data set.

    Args:
        names: what is known of its cells. facts: its counts.
    """

    HOLDS = "the drafts of a data set, which lie in a folder"
    INSTEAD = "Make another one of the same DraftStore"

    def __init__(self, store: DraftStore, names: Names, facts: DatasetFacts) -> None:
        self._store = store
        self._facts = facts
        self._cells = {"ordered": names.ordered, "unordered": names.unordered}
        said = f"{names.ordered} {facts.n_obs} {facts.n_vars}"
        self.key = hashlib.sha256(said.encode("ascii")).hexdigest()[:32]

    @property
    def limits(self) -> GateLimits:
        """Of the drafts."""
        return self._store.limits

    def begin(self, size: int, tab: str, number: int) -> Writer:
        """Begin the draft of a page. Raises QuotaError; OSError."""
        return self._store.begin_draft(size, self.key, tab, number)

    def id_of(self, tab: str) -> str | None:
        """The id of a page's draft."""
        name = self._store.of_page(self.key, tab)
        return None if name is None else name.split("-")[2].removesuffix(".draft")

    def offered(self, here: Callable[[str], bool], own: str | None) -> tuple[list[Draft], int]:
        """The drafts that a page may take back.

        Args:
            here: whether a page of this process is open. own: the page that asks.

        Returns:
            (drafts, how many are not offered because their page may still be open).
        """
        found, withheld = [], 0
        for each in self._mine():
            if each.owner != self._store.owner.name:
                if expiry.lives(self._store.folder, each.owner):
                    continue
            else:
                page = self._store.page_of(each.name)
                if page is not None and page == own:
                    continue
                if page is not None and here(page):
                    withheld += 1
                    continue
            draft = self._look(each)
            if draft is not None:
                found.append(draft)
        return found, withheld

    def _mine(self) -> Iterator[_Lying]:
        return (each for each in self._store.lying() if each.key == self.key)

    def _opened(self, each: _Lying) -> files.Input | None:
        """The file of a draft, judged valid; None when it is gone, or no longer what may be handed on."""
        try:
            source = files.open_input(each.name, self._store.folder)
        except SessionError:
            return None
        try:
            if judge(source, KIND_SESSION, Settings(dataset=self._facts)).valid:
                return source
        except BaseException:
            source.close()
            raise
        source.close()
        return None

    def _look(self, each: _Lying) -> Draft | None:
        source = self._opened(each)
        if source is None:
            return None
        with suppress(SessionError), Opened(source, each.name) as bundle:  # closes the source
            if bundle.cell_names != self._cells:
                return None
            fields = sum(not field.deleted for field in bundle.fields)
            created = bundle.manifest.get("createdAt")
            return Draft(each.id, created, len(bundle.groups), fields, each.size)
        return None

    def payload(self, draft: str) -> Payload | None:
        """The bytes of a draft that may be offered; None: there is none of this id."""
        each = next((each for each in self._mine() if each.id == draft), None)
        if each is None or self._look(each) is None:
            return None
        source = self._opened(each)
        return None if source is None else Payload(source.size or 0, None, pieces(source))

    def drop(self, draft: str | None, tab: str | None) -> None:
        """Remove a draft, or that of a page; one that is not there is no error."""
        if draft is not None:
            for each in self._mine():
                if each.id == draft:
                    self._store.drop(each.name)
        elif tab is not None and (name := self._store.of_page(self.key, tab)) is not None:
            self._store.drop(name)

    def newest(self, store: FolderStore) -> str | None:
        """A copy of the newest draft, in another store. Returns its path; None: there is no draft."""
        for each in self._mine():
            payload = None if self._look(each) is None else self.payload(each.id)
            if payload is None:
                continue
            writer = store.begin(payload.size)
            try:
                for piece in payload.blocks:
                    writer.write(piece)
                if writer.size == payload.size:
                    return writer.commit()
            finally:
                writer.abort()
        return None


def usual(limits: GateLimits) -> DraftStore | None:
    """The drafts of this user; None where `CELLUCID_SESSION_DRAFTS` is "off". Warns where they can't be kept."""
    said = os.environ.get(VARIABLE, "")
    if said == OFF:
        return None
    try:
        return DraftStore(said or _folder(), limits)
    except (UsageError, OSError) as exc:
        why = str(exc) if isinstance(exc, SessionError) else exc.strerror or "the system refuses it"
        warnings.warn(
            f"work in the page is not kept outside it before it is saved: {why}", DraftsWarning, stacklevel=2
        )
        return None


def _folder() -> str:
    """Where this system keeps what a program wants to find again."""
    home: Any = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_STATE_HOME")
    if not home or not os.path.isabs(home):
        home = os.path.join(os.path.expanduser("~"), ".local", "state")
    return os.path.join(home, "cellucid-session", "drafts")
