"""The pages of one viewer that are open, and which of them is in charge: the one that Python asks.

Rules of this file:

* A page draws an id when it is loaded, and tells what it holds and when a person touched it. What it tells is a claim.
* In charge is, of the pages that hold work, the one that was touched last; of empty ones only when no other is there.
* A page that was not heard of for a while, or said that it goes, is no longer there. No other takes its place for a
  bundle that it was asked for.
* How many are known is bounded: the one that was not heard of for longest goes. The caller holds the registry's lock.
Spec: 15.5.4.
"""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from cellucid_session.capture.events import GONE, STATE, Event
from cellucid_session.capture.limits import GateLimits
from cellucid_session.model import Frozen


class Tab(Frozen):
    """A page of a viewer, in a tab of a browser or in a notebook's frame, as it was when it was last heard of.

    Attributes:
        id: that it drew when it was loaded, 32 hex digits. context: "frame" or "tab", or None.
        opened: when it was first heard of, in seconds of `time.time()`. touched: when a person last did something in
            it, so too; None when nobody has.
        groups, fields: how many highlight groups and fields of labels it holds. empty: whether it holds no work at all.
        selected: how many cells are selected in it. moment: how often its selection or its work has changed.
    """

    __slots__ = ("context", "empty", "fields", "groups", "id", "moment", "opened", "selected", "touched")
    id: str
    context: str | None
    opened: float
    touched: float | None
    groups: int
    fields: int
    empty: bool
    selected: int
    moment: int

    def __init__(
        self,
        id: str,  # noqa: A002 - the word of the protocol
        context: str | None,
        opened: float,
        touched: float | None,
        groups: int,
        fields: int,
        empty: bool,
        selected: int = 0,
        moment: int = 0,
    ) -> None:
        self._fill(
            id=id, context=context, opened=opened, touched=touched, groups=groups, fields=fields, empty=empty,
            selected=selected, moment=moment,
        )  # fmt: skip

    def __str__(self) -> str:
        where = "frame" if self.context == "frame" else "tab"
        holds = (
            "no work" if self.empty else f"{_counted(self.groups, 'group')}, {_counted(self.fields, 'field')}"
        )
        touched = f", last touched at {_clock(self.touched)}" if self.touched is not None else ""
        return f"the {where} that was opened at {_clock(self.opened)}{touched} ({holds})"


class _Known:
    """What is kept of a page."""

    def __init__(self, tab: str, at: float) -> None:
        self.id = tab
        self.context: str | None = None
        self.opened = at
        self.touched: float | None = None
        self.turn = 0  # the how manieth touch of all pages its last one was
        self.heard = time.monotonic()
        self.groups = self.fields = self.selected = self.moment = 0
        self.empty = True

    def shown(self) -> Tab:
        held = self.groups, self.fields, self.empty, self.selected, self.moment
        return Tab(self.id, self.context, self.opened, self.touched, *held)


class Tabs:
    """The pages of one viewer.

    Attributes:
        any: whether a page ever told its id; one of an older protocol does not.
    """

    def __init__(self, limits: GateLimits) -> None:
        self._limits = limits
        self._known: dict[str, _Known] = {}
        self._turns = 0
        self._gone: deque[str] = deque(maxlen=limits.tabs)
        self.any = False

    def heard(self, tab: str) -> None:
        """A page asked something; one that said that it goes does not come back by a question from before."""
        if tab not in self._gone:
            self._of(tab, time.time())

    def told(self, event: Event) -> str | None:
        """A page told something. Returns the id of a page that is no longer there."""
        if event.tab is None:
            return None
        if event.type == GONE:
            self._gone.append(event.tab)
            return None if self._known.pop(event.tab, None) is None else event.tab
        known = self._of(event.tab, event.at)
        known.context = event.context or known.context
        if event.type == STATE:
            if event.tab in self._gone:  # taken out of the browser's memory
                self._gone.remove(event.tab)
            known.groups, known.fields = event.groups or 0, event.fields or 0
            known.empty = event.empty is not False
            known.selected, known.moment = event.selected or 0, event.moment or 0
            if event.touched:
                self._turns += 1
                known.turn, known.touched = self._turns, event.at
        return None

    def _of(self, tab: str, at: float) -> _Known:
        self.any = True
        known = self._known.get(tab)
        if known is None:
            if len(self._known) >= self._limits.tabs:
                del self._known[min(self._known.values(), key=lambda each: each.heard).id]
            known = self._known[tab] = _Known(tab, at)
        known.heard = time.monotonic()
        return known

    def here(self) -> list[Tab]:
        """The pages that are there, the one in charge first."""
        since = time.monotonic() - self._limits.tab_seconds
        found: list[Any] = [each for each in self._known.values() if each.heard >= since]
        found.sort(key=lambda each: (not each.empty, each.turn, each.opened), reverse=True)
        return [each.shown() for each in found]

    def in_charge(self) -> Tab | None:
        """The page that Python asks; None when none is there."""
        return next(iter(self.here()), None)


def _counted(number: int, one: str) -> str:
    return f"{number} {one}{'' if number == 1 else 's'}"


def _clock(at: float | None) -> str:
    return time.strftime("%H:%M:%S", time.localtime(at))
