"""A viewer as the gate knows it, and the bundles that are expected of it.

Rules of this file: they hold what is known; the registry changes them, under its lock. Spec: 15.2, 15.3.
"""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from cellucid_session.capture.captured import CaptureError
from cellucid_session.capture.mailbox import Mailbox
from cellucid_session.capture.tabs import Tabs
from cellucid_session.model import Frozen
from cellucid_session.owning import Uncopied

if TYPE_CHECKING:
    from types import TracebackType

    from cellucid_session.capture.captured import Captured
    from cellucid_session.capture.data_provider import Provider
    from cellucid_session.capture.drafts import Shelf
    from cellucid_session.capture.events import Event
    from cellucid_session.capture.limits import GateLimits
    from cellucid_session.errors import SessionError
    from cellucid_session.model import DatasetFacts

WAITING, TAKEN, DONE = "waiting", "taken", "done"


class Credentials(Frozen):
    """What a page needs to speak for a viewer.

    Attributes:
        viewer_id: 32 lower-case hex digits. token: 43 characters of base64url; a secret.
    """

    __slots__ = ("token", "viewer_id")
    viewer_id: str
    token: str

    def __init__(self, viewer_id: str, token: str) -> None:
        self._fill(viewer_id=viewer_id, token=token)

    def __repr__(self) -> str:
        return f"Credentials(viewer_id={self.viewer_id!r}, token=<secret>)"


class Viewer:
    """One viewer: its secrets, its data, its events and what it was asked."""

    def __init__(
        self,
        credentials: Credentials,
        limits: GateLimits,
        provider: Provider | None,
        dataset: Any,
        shelf: Shelf | None = None,
    ) -> None:
        self.credentials = credentials
        self.provider = provider
        self.dataset: DatasetFacts | None = dataset
        self.events: deque[Event] = deque(maxlen=limits.events)
        self.pending: dict[str, Pending] = {}
        self.mailbox = Mailbox()
        self.tabs = Tabs(limits)
        self.shelf = shelf
        self.heard: float | None = None  # when its page last asked or told something


class Keeper(Protocol):
    """Who keeps what is expected, and settles it."""

    def wait(self, pending: Pending, timeout: float | None) -> Captured: ...
    def settle(
        self, pending: Pending, captured: Captured | None = None, error: SessionError | None = None
    ) -> object: ...


class Pending(Uncopied):
    """A bundle that is expected. As a context manager it is cancelled at the end.

    Attributes:
        viewer_id, request_id: the pair that the upload must name.
        tab: the id of the page that is asked; None: any.
    """

    HOLDS = "a place of its viewer, which is settled once"
    INSTEAD = "Expect another bundle"

    def __init__(
        self, registry: Keeper, viewer_id: str, request_id: str, ttl: float, tab: str | None = None
    ) -> None:
        self._registry = registry
        self.viewer_id = viewer_id
        self.request_id = request_id
        self.tab = tab
        self.until = time.monotonic() + ttl
        self.state = WAITING
        self.captured: Captured | None = None
        self.error: SessionError | None = None
        self.claimed = False

    def wait(self, timeout: float | None = None) -> Captured:
        """Wait for the bundle.

        Args:
            timeout: seconds; None waits for as long as the request lives, and then for its upload.

        Returns:
            The captured bundle; its file belongs to the caller.

        Raises:
            UploadRefusedError: it came and is not valid; with the report, at once.
            DeadlineError: nothing came, or did not end, in time; also a TimeoutError.
            CaptureError: it broke off, there is no room, the viewer or the gate is gone.
        """
        return self._registry.wait(self, timeout)

    def cancel(self) -> None:
        """Expect the bundle no longer. A file that came and was not claimed is removed."""
        self._registry.settle(self, error=CaptureError("the request was cancelled", "cancelled"))

    def __enter__(self) -> Pending:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cancel()
