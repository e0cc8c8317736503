"""Who may upload: viewers with their tokens, and the requests that wait for a bundle.

Rules of this file:

* A request is registered beforehand, for a time. The pair of viewer and request is accepted once: whoever takes it
  first has it, and what becomes of that upload settles the request.
* Ids and tokens are compared in constant time, all of them, so that no answer is quicker than another.
* The methods are called from any thread; one lock guards all. Waiting calls are woken at once.
Spec: 15.2, 15.3.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from typing import TYPE_CHECKING, Any

from cellucid_session.capture.captured import CaptureError
from cellucid_session.capture.events import UNKEPT
from cellucid_session.capture.expected import DONE, TAKEN, WAITING, Credentials, Pending, Viewer
from cellucid_session.capture.refusals import Refusal
from cellucid_session.errors import DeadlineError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from cellucid_session.capture.captured import Captured
    from cellucid_session.capture.data_provider import Provider
    from cellucid_session.capture.drafts import Shelf
    from cellucid_session.capture.events import Event
    from cellucid_session.capture.limits import GateLimits
    from cellucid_session.capture.tabs import Tab
    from cellucid_session.errors import SessionError
    from cellucid_session.model import DatasetFacts

#: a page and the number of changes in it, or no page
Moment = tuple[str, int] | None


class Registry:
    """The viewers of one gate and what they are asked.

    Args:
        remove: removes a captured file that nobody claimed.
    """

    def __init__(self, limits: GateLimits, remove: Any) -> None:
        self._limits = limits
        self._remove = remove
        self._changed = threading.Condition()
        self._viewers: dict[str, Viewer] = {}

    # -- the owner's side --

    def add(
        self,
        provider: Provider | None = None,
        dataset: DatasetFacts | None = None,
        shelf: Shelf | None = None,
    ) -> Credentials:
        """Register a viewer. Raises UsageError when there are too many."""
        with self._changed:
            if len(self._viewers) >= self._limits.viewers:
                raise UsageError(
                    f"there are {len(self._viewers)} viewers already: close those that are not used"
                )
            credentials = Credentials(secrets.token_hex(16), secrets.token_urlsafe(32))
            self._viewers[credentials.viewer_id] = Viewer(credentials, self._limits, provider, dataset, shelf)
            return credentials

    def viewer(self, viewer_id: str) -> Viewer:
        """A viewer by its id. Raises UsageError when there is none."""
        with self._changed:
            found = self._viewers.get(viewer_id)
        if found is None:
            raise UsageError("the gate has no viewer of this id: register one")
        return found

    def forget(self, viewer_id: str, reason: str = "forgotten", why: str = "the viewer was closed") -> None:
        """Remove a viewer; what it was asked fails at once. An unknown one is no error."""
        with self._changed:
            viewer = self._viewers.pop(viewer_id, None)
            waiting = list(viewer.pending.values()) if viewer is not None else []
            self._changed.notify_all()
        if viewer is not None:
            viewer.mailbox.close()
        for pending in waiting:
            self.settle(pending, error=CaptureError(why, reason))

    def forget_all(self) -> None:
        """Remove all viewers: the gate is closing."""
        with self._changed:
            known = list(self._viewers)
        for viewer_id in known:
            self.forget(viewer_id, "stopping", "the gate was closed")

    def expect(self, viewer_id: str, ttl: float, tab: str | None = None) -> Pending:
        """Register a request for `ttl` seconds, of one page or of any. Raises UsageError."""
        if not 0 < ttl <= 86_400:
            raise UsageError("a request lives between 0 seconds and a day")
        viewer = self.viewer(viewer_id)
        with self._changed:
            now = time.monotonic()
            for key, each in list(viewer.pending.items()):
                if each.state == DONE or (each.state == WAITING and now >= each.until):
                    del viewer.pending[key]
            if len(viewer.pending) >= self._limits.pending:
                raise UsageError(
                    f"the viewer is asked {len(viewer.pending)} times already: wait, or cancel one"
                )
            pending = Pending(self, viewer_id, secrets.token_hex(16), ttl, tab)
            viewer.pending[pending.request_id] = pending
            return pending

    def wait(self, pending: Pending, timeout: float | None) -> Captured:
        """See `Pending.wait`."""
        end = None if timeout is None else time.monotonic() + timeout
        with self._changed:
            while pending.state != DONE:
                until = pending.until if pending.state == WAITING else None
                times = [each for each in (end, until) if each is not None]
                left = min(times) - time.monotonic() if times else None
                if left is not None and left <= 0:
                    raise DeadlineError(_late(pending))
                self._changed.wait(left)
            if pending.error is not None:
                raise pending.error
            assert pending.captured is not None
            pending.claimed = True
            return pending.captured

    def wait_event(
        self, viewer_id: str, type_: str | tuple[str, ...], timeout: float, request_id: str | None = None
    ) -> Event | None:
        """The latest event of this type, or of one of several (and request), if it comes within `timeout` seconds."""
        viewer = self.viewer(viewer_id)
        end = time.monotonic() + timeout
        types = (type_,) if isinstance(type_, str) else type_

        def wanted(each: Event) -> bool:
            return each.type in types and request_id in (None, each.request_id)

        with self._changed:
            while True:
                found = next((each for each in reversed(viewer.events) if wanted(each)), None)
                left = end - time.monotonic()
                if found is not None or left <= 0:
                    return found
                self._changed.wait(left)

    def events(self, viewer_id: str, last: int | None = None) -> list[Event]:
        """The events of a viewer, oldest first; of these the `last` ones."""
        viewer = self.viewer(viewer_id)
        with self._changed:
            kept = list(viewer.events)
        return kept if last is None else kept[max(0, len(kept) - last) :]

    def tabs(self, viewer_id: str) -> list[Tab]:
        """The pages of a viewer that are there, the one in charge first."""
        viewer = self.viewer(viewer_id)
        with self._changed:
            return viewer.tabs.here()

    def wait_tab(self, viewer_id: str, timeout: float) -> tuple[bool, Tab | None]:
        """The page in charge, when one is there or comes within `timeout` seconds.

        Returns:
            (whether its pages tell their ids, the page); one that does not is asked without a name.
        """
        viewer = self.viewer(viewer_id)
        end = time.monotonic() + timeout
        with self._changed:
            while True:
                found, left = viewer.tabs.in_charge(), end - time.monotonic()
                if found is not None or not viewer.tabs.any or left <= 0:
                    return viewer.tabs.any, found
                self._changed.wait(left)

    def moment(self, viewer_id: str) -> Moment:
        """The page in charge, and how often what is in it has changed, as it told."""
        viewer = self.viewer(viewer_id)
        with self._changed:
            return _moment(viewer)

    def wait_moment(self, viewer_id: str, seen: Moment) -> Moment:
        """Another moment than one that was seen. Raises UsageError when the viewer is gone."""
        while True:
            viewer = self.viewer(viewer_id)
            with self._changed:
                if (now := _moment(viewer)) != seen:
                    return now
                if viewer_id in self._viewers:
                    self._changed.wait()

    # -- the page's side --

    def in_charge(self, viewer: Viewer, tab: str | None = None) -> Tab | None:
        """The page in charge of a viewer; `tab` is the page that asks."""
        with self._changed:
            if tab is not None:
                viewer.tabs.heard(tab)
            return viewer.tabs.in_charge()

    def known(self, viewer_id: str, token: str) -> Viewer:
        """The viewer whose id and token these are. Raises Refusal `no-pending`."""
        with self._changed:
            found = None
            for viewer in self._viewers.values():
                right = _equal(viewer.credentials.viewer_id, viewer_id) & _equal(
                    viewer.credentials.token, token
                )
                found = viewer if right else found
            if found is not None:
                found.heard = time.time()
        if found is None:
            raise Refusal("no-pending")
        return found

    def is_here(self, tab: str) -> bool:
        """Whether a page is open, of whatever viewer."""
        with self._changed:
            return any(each.id == tab for viewer in self._viewers.values() for each in viewer.tabs.here())

    def take(self, viewer: Viewer, request_id: str, tab: str | None = None) -> Pending:
        """Take a waiting request; nobody else can any more. Raises Refusal `no-pending`, to any page but the asked."""
        with self._changed:
            found = None
            for pending in viewer.pending.values():
                found = pending if _equal(pending.request_id, request_id) else found
            if found is None or found.state != WAITING or time.monotonic() >= found.until:
                raise Refusal("no-pending")
            if found.tab is not None and found.tab != tab:
                raise Refusal("no-pending")
            found.state = TAKEN
            return found

    def release(self, pending: Pending) -> None:
        """Undo `take`: the upload was refused before its body."""
        with self._changed:
            if pending.state == TAKEN:
                pending.state = WAITING

    def settle(
        self, pending: Pending, captured: Captured | None = None, error: SessionError | None = None
    ) -> bool:
        """Say what became of a request. Returns whether this was the first time; later ones change nothing.

        A bundle that comes to a settled request is not kept, and one that is cancelled before it was claimed goes.
        """
        unclaimed: Path | None = None
        with self._changed:
            first = pending.state != DONE
            if first:
                pending.state, pending.captured, pending.error = DONE, captured, error
                viewer = self._viewers.get(pending.viewer_id)
                if viewer is not None:
                    viewer.pending.pop(pending.request_id, None)
                self._changed.notify_all()
            elif error is not None and pending.captured is not None and not pending.claimed:
                unclaimed, pending.captured, pending.error = pending.captured.path, None, error
        if unclaimed is not None:
            self._remove(unclaimed)
        return first

    def tell(self, viewer: Viewer, event: Event) -> None:
        """Keep an event, unless it says only how things stand; an `error` that answers a request fails it.

        What a page was asked for that is no longer there fails too.
        """
        with self._changed:
            gone = viewer.tabs.told(event)
            orphans = [each for each in viewer.pending.values() if gone is not None and each.tab == gone]
            if event.type not in UNKEPT:
                viewer.events.append(event)
            pending = viewer.pending.get(event.request_id or "")
            self._changed.notify_all()
        if event.tab is not None:
            viewer.mailbox.wake()
        for each in orphans:
            if each.state == WAITING:
                self.settle(
                    each, error=CaptureError("the page was closed before it sent its session", "gone")
                )
        if event.type == "error" and pending is not None:
            why = event.text or "it gave no reason"
            self.settle(pending, error=CaptureError(f"the page could not make a bundle: {why}", "page"))


def _moment(viewer: Viewer) -> Moment:
    tab = viewer.tabs.in_charge()
    return None if tab is None else (tab.id, tab.moment)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("ascii", "replace"), other.encode("ascii", "replace"))


def _late(pending: Pending) -> str:
    if pending.state == TAKEN:
        return "the viewer's upload began and did not end in time"
    return "the viewer's page uploaded nothing in time"
