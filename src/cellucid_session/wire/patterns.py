"""Patterns of the schemas, matched without `re` while there is little to match.

Rules of this file:

* Importing `re` costs a gate that judges one small file half a bare interpreter's start. So a pattern comes with its
  automaton, made by the generator from the same text, and walks it for the first characters of a process; after
  `PATIENCE` characters `re` is worth its import, and compiles the pattern.
* Both say the same of every text: tests hold them against each other.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

DEAD, DONE = 255, 254  # states that no character leaves: no match any more, a match whatever follows
PATIENCE = 4096  # characters that a process walks before it imports re

_walked = 0


class Pattern:
    """A pattern that is asked whether it matches somewhere in a text.

    Args:
        text: the pattern for `re`. anchored: it can only match at the start.
        points: the characters at which another class of characters begins, in order, the first of them U+0000.
        rows: for each state, the next state for each class of characters. ends: states that match at the end.
    """

    __slots__ = ("_anchored", "_classes", "_compiled", "_ends", "_points", "_rows", "_text")

    def __init__(
        self, text: str, anchored: bool, points: str, rows: Sequence[bytes], ends: Sequence[int]
    ) -> None:
        self._text = text
        self._anchored = anchored
        self._points = points
        self._rows = rows
        self._ends = ends
        self._classes: dict[str, int] = {}
        self._compiled: Callable[[str], object] | None = None

    def __call__(self, text: str) -> bool:
        """Whether the pattern matches."""
        if self._compiled is None:
            global _walked
            if _walked + len(text) <= PATIENCE and "re" not in sys.modules:
                _walked += len(text)
                return self.walk(text)
            return self.compiled()(text) is not None
        return self._compiled(text) is not None

    def compiled(self) -> Callable[[str], object]:
        """What `re` makes of it; a process that is forked for each input has this done before."""
        if self._compiled is None:
            import re

            made = re.compile(self._text, re.ASCII)
            self._compiled = made.match if self._anchored else made.search
        return self._compiled

    def walk(self, text: str) -> bool:
        """Whether the pattern matches, by its automaton."""
        rows, classes = self._rows, self._classes
        state = 0
        for char in text:
            kind = classes.get(char)
            if kind is None:
                kind = classes[char] = sum(point <= char for point in self._points) - 1
            state = rows[state][kind]
            if state >= DONE:
                return state == DONE
        return state in self._ends
