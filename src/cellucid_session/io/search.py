"""Files that a pattern or a remote folder stands for.

Rules of this file:

* Pattern and path are two things: only what was given as a pattern is read as one, so a file may be called `a*[b]`.
* `*` and `?` stand for characters of one name, `[ab]` and `[!ab]` for one of a set, `**` for any folders; none of
  them stands for a leading dot. A special character in brackets stands for itself. Folders are never matched.
* The folders before the first special character are taken as they are. Below them no link is entered, and what was
  found is opened beneath them through no link.
* What is found is sorted by its path; what can't be searched is told, never left out; the search is bounded.
"""

from __future__ import annotations

import os

from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import INPUT_UNREADABLE
from cellucid_session.io.files import SESSION_SUFFIX, SNAPSHOTS_NAME, WALK_ENTRIES, _refused, _unreadable
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Protocol

    Entry = tuple[str, bool]  # a name, and whether it is a folder
    Lister = Callable[[str], Iterable[Entry]]  # of a folder, relative to the base; raises InputError
    State = frozenset[int]

    class Wanted(Protocol):
        """What is looked for."""

        def start(self) -> State: ...
        def below(self, state: State, name: str) -> State: ...
        def matches(self, state: State, name: str) -> bool: ...


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
        return name.endswith(SESSION_SUFFIX) or name == SNAPSHOTS_NAME


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
            raise UsageError(f"the pattern {safe(os.fsencode(text))} names no files")
        self.base = "/".join(names[:first]) or ("/" if text.startswith("/") else "")
        self._names = [
            None if part == ANY_FOLDERS else (re.compile(translate(part)), part.startswith("."))
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
        return (dotted or not name.startswith(".")) and pattern.match(name) is not None

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
    seen = 0
    while waiting:
        folder, state = waiting.pop()
        try:
            for name, is_folder in listed(folder):
                seen += 1
                if seen > most:
                    waiting.clear()
                    folder = ""
                    raise _refused(INPUT_UNREADABLE, f"the search met more than {most} entries")
                path = f"{folder}/{name}" if folder else name
                if is_folder:
                    inner = wanted.below(state, name)
                    if inner:
                        waiting.append((path, inner))
                elif wanted.matches(state, name):
                    found.append((path, None))
        except InputError as exc:
            if not folder:
                raise
            found.append((folder, exc))
    return sorted(found, key=lambda item: item[0])


def local(base: str) -> Lister:
    """Lists folders of this machine; links are listed as files, so that opening them fails."""

    def listed(folder: str) -> Iterator[Entry]:
        try:
            with os.scandir(os.path.join(base, folder) if folder else base) as entries:
                for entry in entries:
                    yield entry.name, entry.is_dir(follow_symlinks=False)
        except OSError as exc:
            raise _unreadable(exc) from exc

    return listed
