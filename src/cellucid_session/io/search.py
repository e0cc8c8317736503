"""Files that a folder or a pattern stands for, here or elsewhere.

Rules of this file:

* Pattern and path are two things: only what was given as a pattern is read as one, so a file may be called `a*[b]`.
* `*` and `?` stand for characters of one name, `[ab]` and `[!ab]` for one of a set, `**` for any folders; none of
  them stands for a leading dot. A special character in brackets stands for itself. Folders are never matched.
* The end of a name that says what is in it (.cellucid-session, state-snapshots.json) is taken in either case, in
  patterns too: `files.usual_name` is asked.
* The folders before the first special character are taken as they are. Below them no link is entered, and what was
  found is opened beneath them through no link. A link to a folder is told, unless it leads to one that was searched.
* What is found is sorted by its path; what can't be searched is told, never left out; the search is bounded.
"""

from __future__ import annotations

import errno
import os
import stat

from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import INPUT_NOT_REGULAR, INPUT_UNREADABLE
from cellucid_session.io.files import WALK_ENTRIES, _refused, _unreadable, is_judgeable, usual_name
from cellucid_session.safe import path_bytes, safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Protocol

    #: a name; whether it is a folder; of a link to a folder, where that is: relative to the base, or OUTSIDE
    Entry = tuple[str, bool, str | None]
    Lister = Callable[[str], Iterable[Entry]]  # of a folder, relative to the base; raises InputError
    State = frozenset[int]

    class Wanted(Protocol):
        """What is looked for."""

        def start(self) -> State: ...
        def below(self, state: State, name: str) -> State: ...
        def matches(self, state: State, name: str) -> bool: ...


OUTSIDE = ".."  # of the base, or where nobody can tell
_LINK = "this is a symbolic link to a folder, which is not followed here"
_NAMELESS = "this holds a folder without a name, which can't be searched"
_NOWHERE = (errno.ENOENT, errno.ELOOP, errno.ENOTDIR)  # a link that leads to nothing
ANY_FOLDERS = "**"
_SPECIAL = frozenset("*?[")


class Judgeable:
    """Looks for sessions and state-snapshots.json files in all folders."""

    def start(self) -> State:
        """Nothing to remember."""
        return frozenset([0])

    def below(self, state: State, name: str) -> State:
        """Every folder is entered."""
        del name
        return state

    def matches(self, state: State, name: str) -> bool:
        """Whether a name is one of theirs."""
        del state
        return is_judgeable(name)


class Pattern:
    """A pattern, cut into the folders to begin at and one pattern for each name below them.

    Attributes:
        base: the folder where the search begins; "" for the one where the program stands.

    Raises:
        UsageError: it has nothing to match, or climbs out of a folder.
    """

    def __init__(self, text: str) -> None:
        import re
        from fnmatch import translate

        names = text.split("/")
        first = next((at for at, name in enumerate(names) if _SPECIAL.intersection(name)), len(names) - 1)
        parts = [name for name in names[first:] if name]
        if not parts or any(part in (".", "..") for part in parts):
            raise UsageError(f"the pattern {safe(path_bytes(text))} names no files")
        self.base = "/".join(names[:first]) or ("/" if text.startswith("/") else "")
        self._names = [
            None if part == ANY_FOLDERS else (re.compile(translate(usual_name(part))), part.startswith("."))
            for part in parts
        ]

    def start(self) -> State:
        """The parts that the first name may fit."""
        return self._open([0])

    def below(self, state: State, name: str) -> State:
        """The parts that names in a folder of this name may fit; none: it need not be entered."""
        after = [at + 1 for at in state if self._fits(at, name)]
        if not name.startswith("."):
            after += [at for at in state if self._part(at) is None and at < len(self._names)]
        return self._open(at for at in after if at < len(self._names))

    def matches(self, state: State, name: str) -> bool:
        """Whether a file of this name fits the last part."""
        last = len(self._names) - 1
        if last not in state:
            return False
        return not name.startswith(".") if self._names[last] is None else self._fits(last, name)

    def _part(self, at: int) -> object:
        return self._names[at] if at < len(self._names) else self

    def _fits(self, at: int, name: str) -> bool:
        part = self._names[at]
        if part is None:
            return False
        pattern, dotted = part
        fits = pattern.match(name) or pattern.match(usual_name(name))
        return (dotted or not name.startswith(".")) and fits is not None

    def _open(self, ats: Iterable[int]) -> State:
        """The parts, and those that follow them when `**` stands for no folder."""
        state: set[int] = set()
        for at in ats:
            state.add(at)
            while at + 1 < len(self._names) and self._names[at] is None:
                at += 1
                state.add(at)
        return frozenset(state)


def search(listed: Lister, wanted: Wanted, most: int = WALK_ENTRIES) -> list[tuple[str, InputError | None]]:
    """Relative paths of what is wanted, sorted, each with what kept it from being searched.

    Raises:
        InputError: the base can't be listed, or holds more than `most` entries.
    """
    found: list[tuple[str, InputError | None]] = []
    waiting = [("", wanted.start())]
    entered: dict[str, State] = {}
    links: list[tuple[str, str, State]] = []
    seen = 0
    while waiting:
        folder, state = waiting.pop()
        entered[folder] = state
        try:
            for name, is_folder, leads in listed(folder):
                seen += 1
                if seen > most:
                    waiting.clear()
                    folder = ""
                    raise _refused(INPUT_UNREADABLE, f"the search met more than {most} entries")
                path = f"{folder}/{name}" if folder else name
                inner = wanted.below(state, name) if is_folder or leads is not None else frozenset()
                if is_folder:
                    if inner:
                        waiting.append((path, inner))
                elif wanted.matches(state, name):
                    found.append((path, None))
                elif leads is not None and inner:
                    links.append((path, leads, inner))
        except InputError as exc:
            if not folder:
                raise
            found.append((folder, exc))
    for path, leads, inner in links:
        if not inner <= entered.get(leads, frozenset()):
            why = _LINK if path.rpartition("/")[2] else _NAMELESS
            found.append((path, _refused(INPUT_NOT_REGULAR, why)))
    return sorted(found, key=lambda item: item[0])


def local(base: str) -> Lister:
    """Lists folders of this machine; links are listed as files, so that opening them fails."""
    root = os.path.realpath(base)

    def listed(folder: str) -> Iterator[Entry]:
        try:
            with os.scandir(os.path.join(base, folder) if folder else base) as entries:
                for entry in entries:
                    leads = _leads(entry.path, root) if entry.is_symlink() else None
                    yield entry.name, entry.is_dir(follow_symlinks=False), leads
        except OSError as exc:
            raise _unreadable(exc) from exc

    return listed


def _leads(path: str, root: str) -> str | None:
    """Where a link leads, when it leads to a folder."""
    try:
        if not stat.S_ISDIR(os.stat(path).st_mode):
            return None
    except OSError as exc:
        return None if exc.errno in _NOWHERE else OUTSIDE
    real, inside = os.path.realpath(path), root.rstrip(os.sep) + os.sep
    if real == root:
        return ""
    return real.removeprefix(inside).replace(os.sep, "/") if real.startswith(inside) else OUTSIDE
