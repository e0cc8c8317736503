"""A digest that a second core makes while the first one judges.

Rules of this file:

* What is digested is what was judged: the same pieces, in the same order, one after the other.
* At most AHEAD pieces wait. An exception of the other thread comes out of the next call, so that no report ever has
  a digest of a part.
* Where no thread can be had, the digest is made at once.
* It is worth it for large inputs only, and with a second core: `files.sha256` decides.
"""

from __future__ import annotations

import os
from collections import deque

from cellucid_session.owning import Uncopied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from cellucid_session.digests import Hash

AHEAD = 4  # pieces


def cores() -> int:
    """How many cores this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Aside(Uncopied):
    """A hash whose updates run in a thread of its own. digest: the hash that does the work."""

    HOLDS = "a thread"

    def __init__(self, digest: Hash) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._digest = digest
        self._pool: ThreadPoolExecutor | None = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def update(self, data: bytes) -> None:
        """Take a piece, which must not change. Raises what an earlier piece has raised."""
        if self._pool is not None:
            try:
                self._waiting.append(self._pool.submit(self._digest.update, data))
            except RuntimeError:  # no thread can be started, now or (at the end of an interpreter) any more
                self._finish()
                self._pool = None
        if self._pool is None:
            self._digest.update(data)
        elif len(self._waiting) > AHEAD:
            self._waiting.popleft().result()

    def _finish(self) -> None:
        while self._waiting:
            self._waiting.popleft().result()

    def copy(self) -> Hash:
        """The hash of all pieces so far, by itself. Raises what one of them has raised."""
        self._finish()
        return self._digest.copy()

    def hexdigest(self) -> str:
        """The digest of all pieces. Raises what one of them has raised."""
        self._finish()
        if self._pool is not None:
            self._pool.shutdown()
        return self._digest.hexdigest()
