"""The handle of a viewer: it shows a data set in a page, and fetches the session back from there.

Rules of this file:

* One deadline holds for everything that a call waits for, and an error says which step was missed and what to do.
* Nothing outlives its call: a request that was not answered is withdrawn on every way out, an interrupt of the kernel
  included, and a file that arrived for nobody is removed.
* A handle belongs to the process that made it. It may be used from several threads, and closed more than once.
Spec: 15.8.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from cellucid_session.capture import display
from cellucid_session.capture.app import proof
from cellucid_session.capture.captured import CaptureError
from cellucid_session.capture.deadline import Deadline
from cellucid_session.capture.drafts import Shelf
from cellucid_session.capture.fetching import Fetching, remove
from cellucid_session.capture.server_address import Base
from cellucid_session.capture.steering import READY_SECONDS
from cellucid_session.capture.steps import ADVICE, STEPS
from cellucid_session.errors import CaptureTimeoutError, UsageError
from cellucid_session.generated.gate import REFUSALS
from cellucid_session.model import DatasetFacts
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.capture.connection import Connection
    from cellucid_session.capture.dataset import Dataset
    from cellucid_session.capture.server import CaptureServer
    from cellucid_session.capture.tabs import Tab

PING_SECONDS = 5.0
HEIGHT = 600  # CSS pixels


class Viewer(Fetching):
    """A data set in a page of the browser; made by `show` and `show_anndata`.

    Example:
        >>> viewer = show_anndata(adata, height=650)  # doctest: +SKIP
        >>> viewer  # doctest: +SKIP
        >>> bundle = viewer.get_session_bundle(timeout=60)  # doctest: +SKIP

    Attributes:
        dataset: what is shown. height: of the frame in a notebook, in CSS pixels.

    Spec: 15.8.
    """

    HOLDS = "its page, and files that go when it is closed"
    INSTEAD = "Make another one: show_anndata(adata)"

    def __init__(
        self,
        server: CaptureServer,
        dataset: Dataset,
        base: Base,
        *,
        height: int = HEIGHT,
        closed: Callable[[Viewer], object] | None = None,
    ) -> None:
        self.dataset = dataset
        self.height = height
        self._server = server
        self._base = base
        facts, cells = DatasetFacts(*dataset.shape), (dataset.names or {}).get("obs")
        self._shelf = None if server.drafts is None or cells is None else Shelf(server.drafts, cells, facts)
        self._credentials = server.register_viewer(self._answer, facts, self._shelf)
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._ready = False
        self._shown = 0
        self._ways: list[Path] = []
        self._at_close = closed
        self._begin_fetching()
        self._begin_steering()

    # -- what it is --

    @property
    def viewer_id(self) -> str:
        """Its id, 32 hexadecimal digits; the token that goes with it is told to the page only."""
        return self._credentials.viewer_id

    @property
    def url(self) -> str:
        """The address of the page, for a browser. It holds the page's token: whoever has it may read what is shown."""
        return self._server.page_url(self._credentials, base=self._base.absolute)

    @property
    def ready(self) -> bool:
        """Whether a page has said that it is ready."""
        if not self._ready and not self.closed:
            with contextlib.suppress(UsageError):  # closed meanwhile
                self._ready = self._server.wait_event(self.viewer_id, "ready", 0) is not None
            if self._ready:
                self._remove_ways()
        return self._ready

    @property
    def tabs(self) -> list[Tab]:
        """The pages of this viewer that are open, in tabs and frames; Python asks the first of them."""
        if self.closed:
            return []
        with self._told():
            return self._server.tabs(self.viewer_id)

    # -- showing --

    def show(self) -> None:
        """Show the viewer: in the notebook's cell that runs, otherwise in a browser."""
        self._usable()
        notebook = display.Notebook()
        if notebook:
            notebook.show(self)
        else:
            self.open()

    def open(self) -> bool:
        """Open the page in a browser of this computer. False: there is none; then open `url` by hand.

        The browser is given a file that only this user can read and that leads to the page: arguments of a process,
        which others can see, hold no token. The file goes when the page is ready, or the viewer is closed.
        """
        self._usable()
        import webbrowser

        try:
            found = webbrowser.get()
        except webbrowser.Error:
            return False
        if type(found) is webbrowser.GenericBrowser:  # one in the terminal would take it from us
            return False
        way = display.private_way(self.url)
        with self._lock:
            self._ways.append(way)
        self._shown += 1
        return found.open_new_tab(way.as_uri())

    def _remove_ways(self) -> None:
        """Remove the files that led a browser to the page."""
        with self._lock:
            ways, self._ways = self._ways, []
        for way in ways:
            remove(way)

    def _repr_html_(self) -> str:
        if self.closed:
            return "<p>This viewer was closed.</p>"
        self._shown += 1
        challenge = secrets.token_hex(16)
        page = self._server.page_url(self._credentials, base="").lstrip("/")
        return display.frame_html(
            viewer_id=self.viewer_id,
            number=self._shown,
            page=page,
            port=self._server.port,
            base=self._base.address,
            height=self.height,
            title=safe(self.dataset.name, 80),
            refusal=REFUSALS["host"][1],
            named=self._base.named,
            challenge=challenge,
            proof=proof(self._credentials.token, challenge),
        )

    def __repr__(self) -> str:
        state = (
            "closed" if self.closed else "ready" if self.ready else "shown" if self._shown else "not shown"
        )
        cells, _ = self.dataset.shape
        where = (
            "" if self.closed or display.Notebook() else f", its address is viewer.url at {self._server.url}"
        )
        return f"<Viewer of {safe(self.dataset.name, 80)!r}: {cells} cells, {state}{where}>"

    # -- waiting --

    def wait_for_ready(self, timeout: float = READY_SECONDS) -> None:
        """Wait until the page can be used; shows the viewer if it was not shown.

        Args:
            timeout: seconds.

        Raises:
            CaptureTimeoutError: also a TimeoutError; says which step was missed. CaptureError: the viewer was closed.
        """
        self._until_ready(Deadline(timeout))

    def _until_ready(self, deadline: Deadline) -> None:
        self._usable()
        if not self._shown and not self.ready:
            self.show()
        while not self.ready:
            if deadline.over:
                raise self._missed("ready" if self._shown else "shown", deadline)
            with self._told():
                self._server.wait_event(self.viewer_id, "ready", deadline.left())

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """An error of the server that comes of closing the viewer meanwhile is told as that."""
        try:
            yield
        except UsageError:
            self._usable()
            raise

    def _missed(self, step: str, deadline: Deadline, tab: Tab | None = None) -> CaptureTimeoutError:
        asked = "" if tab is None else f" (asked was {tab})"
        text = f"{STEPS[step]} within {deadline.seconds:g} s{asked}; {ADVICE[step]}"
        return CaptureTimeoutError(text, step=step)

    # -- commands --

    @contextlib.contextmanager
    def _command(self, kind: str, request_id: str, tab: str | None = None) -> Iterator[None]:
        """A command to one page or to all, for the block: by HTTP, and in a notebook by a script too."""
        command = {"type": kind, "requestId": request_id} | ({} if tab is None else {"tab": tab})
        self._server.send(self.viewer_id, command)
        notebook = display.Notebook()
        display_id = f"cellucid-{request_id}"
        try:
            if notebook:
                notebook.run(
                    display.command_html(self.viewer_id, self._credentials.token, command), display_id
                )
            yield
        finally:
            self._server.withdraw(self.viewer_id, request_id)
            if notebook:
                notebook.take_back(display_id)

    # -- the connection --

    def debug_connection(self, timeout: float = PING_SECONDS) -> Connection:
        """What works and what does not between this process, the server and the page, and what to do.

        Args:
            timeout: seconds that the page gets to answer.

        Returns:
            A dict; shown as a text for people.
        """
        from cellucid_session.capture.connection import look

        return look(self, timeout)

    def _ping(self, timeout: float) -> float | None:
        """Seconds until the page answered, or None."""
        request_id = secrets.token_hex(16)
        began = time.monotonic()
        with self._told(), self._command("ping", request_id):
            found = self._server.wait_event(self.viewer_id, "pong", timeout, request_id)
        return None if found is None else time.monotonic() - began

    # -- the end --

    def _usable(self) -> None:
        """Raise CaptureError when the handle can't be used any more."""
        if self.closed:
            raise CaptureError("this viewer was closed: make another with show_anndata", "closed")
        if os.getpid() != self._process:
            raise CaptureError("this viewer belongs to the process that this one was forked from", "forked")

    def _release(self) -> None:
        """Take the viewer away from the page and remove captured files that were not saved."""
        captured = self._end_fetching()
        if os.getpid() != self._process:  # the files and the server are the parent's
            return
        self._remove_ways()
        self._end_steering()
        self._server.forget_viewer(self.viewer_id)
        for path in captured:
            remove(path)
        if self._at_close is not None:
            self._at_close(self)

    def __enter__(self) -> Viewer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
