"""The bytes of an input a second time, from the descriptor that they came from, held to what they were at first.

Rules of this file:

* What comes the second time is digested as it is handed out, from a copy of the running digest: if a byte is another,
  the input has changed while it was read, and nothing that was found in these bytes is a judgement.
* Only the rest of one piece is kept: memory does not grow with what is read twice.
* It is for inputs that can be read anywhere. What comes once has no second time.
"""

from __future__ import annotations

import os

from cellucid_session.errors import InputError
from cellucid_session.finding import Finding
from cellucid_session.generated.rules import INPUT_CHANGED
from cellucid_session.owning import Uncopied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cellucid_session.digests import Hash

CHANGED = "the input changed while it was read: its bytes were others when they were read again"


def can_be(source: object) -> bool:
    """Whether an input can be read anywhere, while it is read from its beginning."""
    from cellucid_session.io import files

    return isinstance(source, files.Memory) or (isinstance(source, files.Input) and hasattr(os, "pread"))


class Twice(Uncopied):
    """Watches an input as it is read, and reads a part of it again.

    Args:
        read: gives up to so many bytes (second argument) from an offset of the input (first).
        digest: takes every piece that is read; may be copied.
        start: offset of the first byte that will be read.
    """

    __slots__ = ("_digest", "_from", "_kept", "_last", "_mark", "_read", "_start", "_total")

    def __init__(self, read: Callable[[int, int], bytes], digest: Hash, start: int = 0) -> None:
        self._read = read
        self._digest = digest
        self._total = start  # offset of the next byte
        self._last = b""  # the piece before it
        self._start = self._from = start
        self._kept = b""  # from the mark to the end of the piece that it lies in
        self._mark: Hash | None = None  # the digest up to there

    def update(self, piece: bytes) -> None:
        """Take the next piece."""
        self._digest.update(piece)
        self._total += len(piece)
        self._last = piece

    def mark(self, start: int) -> bool:
        """Begin at an offset of the last piece. False: it lies before that."""
        at = start - (self._total - len(self._last))
        if not 0 <= at <= len(self._last):
            return False
        self._start, self._from = start, self._total
        self._kept = self._last[at:]
        self._mark = self._digest.copy()
        return True

    def pieces(self, stop: int, most: int) -> Iterator[bytes]:
        """The bytes from the mark up to an offset of the last piece, at most `most` at a time.

        Raises:
            InputError: input.changed, instead of an end, if they are not those that were read.
        """
        kept = self._kept[: stop - self._start]
        for at in range(0, len(kept), most):
            yield kept[at : at + most]
        if stop <= self._from:
            return
        assert self._mark is not None
        digest = self._mark.copy()
        at = self._from
        while at < stop and (piece := self._read(at, min(most, stop - at))):
            digest.update(piece)
            at += len(piece)
            yield piece
        digest.update(self._last[len(self._last) - (self._total - stop) :])
        if digest.hexdigest() != self._digest.copy().hexdigest():
            raise InputError(CHANGED, Finding(INPUT_CHANGED, CHANGED))
