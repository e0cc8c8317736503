"""The session out of a page: asked for, waited for, and handed over as a bundle.

Rules of this file:

* One deadline holds for everything that a call waits for.
* Nothing outlives its call: a request that was not answered is withdrawn on every way out, and a file that arrived for
  nobody is removed.
* The page counts its work as saved only when it lies in a file that stays, or was applied.
Spec: 15.8.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cellucid_session.capture.captured import CaptureError
from cellucid_session.capture.deadline import Deadline
from cellucid_session.capture.drafts import Shelf
from cellucid_session.capture.expected import TAKEN
from cellucid_session.capture.steering import Steering
from cellucid_session.errors import DeadlineError, UsageError

if TYPE_CHECKING:
    from cellucid_session.capture.fetched import FetchedBundle
    from cellucid_session.capture.tabs import Tab

CAPTURE_SECONDS = 60.0
TTL_SECONDS = 0.1  # that a request lives at least
KEPT = 8  # sessions that the page may still have to be told were saved


class Fetching(Steering):
    """What comes out of a viewer's page; another part of `Viewer`."""

    _lock: threading.Lock
    _process: int
    _shelf: Shelf | None

    def _begin_fetching(self) -> None:
        self._captured: list[Path] = []
        self._kept: list[str] = []  # commands that wait for the page to hear that a session was saved

    def _end_fetching(self) -> list[Path]:
        """The files that were not saved, which are the caller's now."""
        with self._lock:
            captured, self._captured = self._captured, []
        return captured

    def get_session_bundle(self, timeout: float = CAPTURE_SECONDS) -> FetchedBundle:
        """The session that is in the page now; shows the viewer if it was not shown.

        Where the viewer is open in several tabs or frames, the one that was touched last is asked, of those that hold
        work. `bundle.tab` says which one that was.

        The bundle's file is temporary: it is removed when the viewer is closed or the process ends.
        `bundle.save(path)` keeps it. The page counts its work as saved only when that was done, or the bundle applied.

        Args:
            timeout: seconds, for everything together: until the page is ready, and until its session is here.

        Raises:
            CaptureTimeoutError: also a TimeoutError; says which step was missed.
            UploadRefusedError: what the page sent is no valid session; also a ValueError; `.report` has the findings.
            CaptureError: the page could not make its session, or shows other cells than this viewer, or the viewer was
                closed.

        Warns:
            OtherTabWarning: another tab or frame of the viewer holds work that is not in the bundle.
        """
        from cellucid_session.capture.fetched import FetchedBundle, tell_others

        deadline = Deadline(timeout)
        self._until_ready(deadline)
        path, tab, request_id = self._capture(deadline)
        with self._own(path):
            with self._told():
                tell_others(tab, self._server.tabs(self.viewer_id))
            bundle = FetchedBundle(path, tab)
            self._check_cells(bundle)
            bundle.shown = self.dataset.names
            bundle.kept = lambda: self._tell_kept(request_id, tab)
        return bundle

    @contextlib.contextmanager
    def _own(self, path: Path) -> Iterator[None]:
        """A file that came is made a bundle in the block: then it is this viewer's, and otherwise it is removed."""
        try:
            yield
            with self._lock:
                self._usable()
                self._captured.append(path)
        except BaseException:
            remove(path)
            raise

    def _tell_kept(self, request_id: str, tab: Tab | None) -> None:
        """Tell the page that the session which it sent was saved or applied; a page that is gone is no error."""
        command = {"type": "sessionKept", "requestId": secrets.token_hex(16), "bundle": request_id}
        with self._lock:
            self._kept.append(command["requestId"])
            over = self._kept[: max(0, len(self._kept) - KEPT)]
            self._kept = self._kept[len(over) :]
        if self.closed or os.getpid() != self._process:
            return
        for old in over:
            self._server.withdraw(self.viewer_id, old)
        with contextlib.suppress(UsageError):  # closed meanwhile
            self._server.send(self.viewer_id, command | ({} if tab is None else {"tab": tab.id}))

    def _capture(
        self, deadline: Deadline, kind: str = "requestSessionBundle"
    ) -> tuple[Path, Tab | None, str]:
        """Ask the page in charge, and wait. The file, which is the caller's, with the page and the request.

        Args:
            kind: of the command, which says what the page puts into the session.
        """
        while True:
            with self._told():
                named, tab = self._server.wait_tab(self.viewer_id, deadline.left())
                if named and tab is None:
                    raise self._missed("open", deadline)
                asked = None if tab is None else tab.id
                pending = self._server.expect_bundle(self.viewer_id, max(deadline.left(), TTL_SECONDS), asked)
            with self._told(), pending, self._command(kind, pending.request_id, asked):
                try:
                    return Path(pending.wait(deadline.left()).path), tab, pending.request_id
                except DeadlineError:
                    raise self._missed(
                        "upload" if pending.state == TAKEN else "answer", deadline, tab
                    ) from None
                except CaptureError as exc:  # one that is loaded anew has another id
                    if exc.reason != "gone":
                        raise

    def apply_session_to_anndata(
        self, adata: Any, inplace: bool = False, *, timeout: float = CAPTURE_SECONDS, **kwargs: Any
    ) -> Any:
        """Fetch the session and apply it to an AnnData; nothing temporary is left.

        Args:
            adata: the AnnData that is shown, or another one of the same cells: these are found by their `obs_names`.
            inplace: change it, instead of a copy. timeout: as for `get_session_bundle`.
            kwargs: what `apply_cellucid_session_to_anndata` takes.

        Returns:
            What that returns.

        Raises:
            What `get_session_bundle` and `apply_cellucid_session_to_anndata` raise; then `adata` is as it was.
        """
        bundle = self.get_session_bundle(timeout)
        try:
            with bundle:
                return bundle.apply_to_anndata(adata, inplace=inplace, **kwargs)
        finally:
            with self._lock, contextlib.suppress(ValueError):
                self._captured.remove(bundle.path)
            remove(bundle.path)

    def draft(self) -> FetchedBundle | None:
        """The newest work on these cells that was not saved, as it is kept outside the page; None when there is none.

        Pages keep what a person does as it is done, until it is saved; so it outlives a reload, and the end of the
        kernel. The bundle is a copy, and temporary as that of `get_session_bundle`: `bundle.save(path)` keeps it.

        Raises:
            CaptureError: the viewer was closed. QuotaError, OSError: there is no room for the copy.
        """
        from cellucid_session.capture.fetched import FetchedBundle

        self._usable()
        found = None if self._shelf is None else self._shelf.newest(self._server.store)
        if found is None:
            return None
        path = Path(found)
        with self._own(path):
            bundle = FetchedBundle(path, None)
            bundle.shown = self.dataset.names
        return bundle


def remove(path: Path) -> None:
    """Remove a file that may be gone already."""
    with contextlib.suppress(OSError):
        path.unlink()
