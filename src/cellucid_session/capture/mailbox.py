"""Commands that wait for a viewer's page to fetch them.

Rules of this file:

* A command stays until it is withdrawn, so that a page that was loaded anew gets it too; a page asks for what came
  after the last one that it has seen.
* A command for one page (`tab`) is told to no other.
* Commands are put and withdrawn from any thread; a page that waits does so in the loop of the server. What is kept and
  who waits is bounded: beyond that the oldest command goes, and who asks is answered at once.
Spec: 15.5.
"""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from cellucid_session.owning import Owning

COMMANDS = 64  # kept for one viewer
WAITING = 4  # polls of one viewer that wait at once
WAIT_SECONDS = 25  # that a poll waits at most


class Mailbox(Owning):
    """The commands of one viewer."""

    HOLDS = "a lock, and those who wait for commands"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._commands: OrderedDict[int, dict[str, Any]] = OrderedDict()
        self._last = 0
        self._waiting: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = set()

    def put(self, command: dict[str, Any]) -> int:
        """Add a command (plain values, with a requestId); those who wait are woken.

        Returns:
            Its number, counted from 1.
        """
        with self._lock:
            self._last += 1
            self._commands[self._last] = command
            if len(self._commands) > COMMANDS:
                self._commands.popitem(last=False)
            number, waiting = self._last, list(self._waiting)
        _wake(waiting)
        return number

    def withdraw(self, request_id: str) -> None:
        """Take back what was asked under an id; what was fetched already is not undone."""
        with self._lock:
            gone = [number for number, each in self._commands.items() if each.get("requestId") == request_id]
            for number in gone:
                del self._commands[number]

    def after(self, number: int, tab: str | None = None) -> dict[str, Any]:
        """What a page is told that has seen the commands up to `number`."""
        with self._lock:
            new = [
                {"seq": at, **command}
                for at, command in self._commands.items()
                if at > number and command.get("tab") in (None, tab)
            ]
            return {"protocol": 1, "next": self._last, "commands": new}

    def wake(self) -> None:
        """Let those who wait look whether they still should."""
        with self._lock:
            waiting = list(self._waiting)
        _wake(waiting)

    async def wait(
        self, number: int, seconds: float, tab: str | None = None, enough: Callable[[], bool] = lambda: False
    ) -> dict[str, Any]:
        """As `after`, as soon as there is something, or it is `enough`; at the latest after `seconds`."""
        told = self.after(number, tab)
        if told["commands"] or seconds <= 0 or enough():
            return told
        me = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            if len(self._waiting) >= WAITING or self.closed:
                return told
            self._waiting.add(me)
        try:
            async with asyncio.timeout(min(seconds, WAIT_SECONDS)):
                while not (told := self.after(number, tab))["commands"] and not self.closed and not enough():
                    await me[1].wait()
                    me[1].clear()
        except TimeoutError:
            pass
        finally:
            with self._lock:
                self._waiting.discard(me)
        return told

    def _release(self) -> None:
        """Let those go who wait."""
        with self._lock:
            self._commands.clear()
            waiting = list(self._waiting)
        _wake(waiting)


def _wake(waiting: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]) -> None:
    for loop, event in waiting:
        if not loop.is_closed():
            loop.call_soon_threadsafe(event.set)
