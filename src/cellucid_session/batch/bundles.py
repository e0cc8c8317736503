"""How many inputs are handed to another process at once, and whether there is enough to do for one.

Rules of this file:

* What is guessed is time, from the sizes of the files, and corrected by the time that it took. A bundle is so much
  work that handing it over costs nothing beside it, and so little that all processes end together.
* A large input travels alone, and so does one of which nothing is known.
* Nothing here changes a result or the order of results: an input that is guessed wrongly is late, no more.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from cellucid_session.batch.items import Item

    Asked = TypeVar("Asked")
    Told = TypeVar("Told")

SECONDS = 0.1  # of work in a bundle
WORTH = 0.25  # seconds of work for which other processes are worth their start
MOST = 256  # inputs in a bundle
#: what is guessed of a machine before it is measured: seconds for an input, and bytes in a second
EACH = 0.0005
RATE = 60 << 20


def guessed(item: Item) -> float:
    """Seconds that an input may take, on a machine like any other."""
    if item.failure is not None:
        return 0.0
    if item.url is not None or item.path is None:
        return WORTH
    try:
        size = os.stat(item.path if item.root is None else os.path.join(item.root, item.path)).st_size
    except (OSError, ValueError):
        return EACH
    return EACH + size / RATE


def worth_it(items: Sequence[Item]) -> bool:
    """Whether there is enough to do for several processes."""
    seconds = 0.0
    for item in items:
        seconds += guessed(item)
        if seconds >= WORTH:
            return len(items) > 1
    return False


class Bundle(list["Item"]):
    """Neighbours that travel together. guess: seconds that they may take, on a machine like any other."""

    __slots__ = ("guess",)
    guess: float


class Bundles:
    """Cuts inputs into bundles of neighbours.

    Args:
        hands: how many bundles are worked on at once.
    """

    def __init__(self, items: Sequence[Item], hands: int) -> None:
        self._items = items
        self._hands = hands
        self._at = 0
        self._factor = 1.0  # seconds that it took, for a second that was guessed

    @property
    def left(self) -> bool:
        """Whether there are more."""
        return self._at < len(self._items)

    def next(self) -> Bundle:
        """The next bundle: at least one input. What belongs to this process is a bundle of its own."""
        found = Bundle(self._items[self._at : self._at + 1])
        found.guess = guessed(found[0])
        self._at += 1
        # towards the end the bundles become small, so that no process works long after the others
        most = min(MOST, -(-(len(self._items) - self._at + 1) // (2 * self._hands)))
        while found[0].elsewhere and len(found) < most and self.left:
            item = self._items[self._at]
            guess = found.guess + guessed(item)
            if not item.elsewhere or guess * self._factor > SECONDS:
                break
            found.append(item)
            found.guess = guess
            self._at += 1
        return found

    def took(self, bundle: Bundle, seconds: float) -> None:
        """Learn from what a bundle took."""
        if bundle.guess > 0 and seconds > 0:
            now = min(max(seconds / bundle.guess, 0.1), 100.0)
            self._factor += (now - self._factor) / 4


class Done:
    """What became of a bundle. results: of its first inputs; raised: of the one after them, or None."""

    __slots__ = ("raised", "results", "seconds")

    def __init__(self, results: list[object], seconds: float, raised: Exception | None) -> None:
        self.results = results
        self.seconds = seconds
        self.raised = raised


def work_through(work: Callable[[Item, Asked], Told], bundle: Sequence[Item], asked: Asked) -> Done:
    """Do the same work on each input of a bundle, in another process. What is raised ends the bundle."""
    results: list[object] = []
    began = time.perf_counter()
    try:
        for item in bundle:
            results.append(work(item, asked))  # noqa: PERF401 - what was done before an exception is kept
    except Exception as exc:  # noqa: BLE001 - it is raised where it is waited for
        return Done(results, 0.0, exc)
    return Done(results, time.perf_counter() - began, None)
