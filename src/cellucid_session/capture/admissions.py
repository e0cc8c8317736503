"""Who may hold a large JSON text: a few at a time, the others wait on disk.

Rules of this file:

* A judgement with large budgets runs only while it is admitted. A whole upload waits its turn, first come, first
  served.
* An upload that is still coming is admitted only when nobody waits, and gives its place up as soon as somebody does:
  a slow client can't keep the others out. It waits with the rest when it is whole.
* All of this runs in one event loop; no lock is needed.
Spec: 15.4.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from cellucid_session.capture.metrics import Metrics
from cellucid_session.capture.refusals import Refusal


class Admissions:
    """The places of one gate.

    Args:
        places: how many are admitted at once. seconds: how long a whole upload waits at most.
    """

    def __init__(self, places: int, seconds: float, metrics: Metrics) -> None:
        self._free = places
        self._seconds = seconds
        self._metrics = metrics
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._live: dict[object, Callable[[], None]] = {}

    def borrow(self, holder: object, give_back: Callable[[], None]) -> bool:
        """Take a place that may be asked for again: `give_back` must then lead to `give(holder)` soon.

        Returns:
            Whether there was one.
        """
        if self._free < 1 or self._waiting:
            return False
        self._free -= 1
        self._live[holder] = give_back
        self._metrics.add("admitted")
        return True

    async def take(self) -> None:
        """Wait for a place that is kept until `give(None)`. Raises Refusal `busy` after too long."""
        if self._free > 0 and not self._waiting:
            self._free -= 1
            self._metrics.add("admitted")
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        self._metrics.add("waiting")
        self._ask()
        try:
            async with asyncio.timeout(self._seconds):
                await turn
        except BaseException as exc:
            if turn in self._waiting:
                self._waiting.remove(turn)
            elif turn.done() and not turn.cancelled():  # the place came at the same moment
                self.give(None)
            if isinstance(exc, TimeoutError):
                raise Refusal("busy") from None
            raise
        finally:
            self._metrics.add("waiting", -1)
        self._metrics.add("admitted")

    def _ask(self) -> None:
        """Ask the one that has borrowed a place for the longest time."""
        for holder, give_back in list(self._live.items()):
            del self._live[holder]
            self._metrics.add("revoked")
            give_back()
            return

    def settle(self, holder: object) -> bool:
        """Keep a borrowed place to the end: the upload is whole. Returns whether it is still ours."""
        return self._live.pop(holder, None) is not None

    def give(self, holder: object) -> None:
        """Give a place back."""
        self._live.pop(holder, None)
        self._free += 1
        while self._waiting and self._free > 0:
            turn = self._waiting.popleft()
            if not turn.done():
                self._free -= 1
                turn.set_result(None)
