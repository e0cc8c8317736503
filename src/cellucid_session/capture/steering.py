"""From Python into the page of a viewer: groups, labels, colours and selections, and the selection back.

Rules of this file:

* What Python asks for is a step in the page as a person's is: it can be undone there, and is saved with the rest.
* Arguments are checked before anything is sent, and a call returns when the page has said that it was done.
* A command says only that there is something to do. What, and for which cells, the page fetches with its token; so no
  text of Python stands in a script of the notebook, and a million cells are bytes and no text.
* A callback runs in a thread of its own, one call after the other; changes that come meanwhile are one change.
Spec: 15.5.5, 15.8.5.
"""

from __future__ import annotations

import contextlib
import json
import re
import secrets
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from cellucid_session.arguments import FLAG, TEXT, hold, shown
from cellucid_session.capture.captured import CaptureError
from cellucid_session.capture.cells import Selection, positions
from cellucid_session.capture.data_provider import Answer, DataRequest
from cellucid_session.capture.deadline import Deadline
from cellucid_session.errors import UsageError
from cellucid_session.owning import Owning

if TYPE_CHECKING:
    from pathlib import Path

    from cellucid_session.capture.dataset import Dataset
    from cellucid_session.capture.server import CaptureServer
    from cellucid_session.capture.tabs import Tab
    from cellucid_session.errors import CaptureTimeoutError
    from cellucid_session.read.bundle import CellucidSessionBundle

READY_SECONDS = 30.0
NAME_LENGTH = 256  # characters of a name; as many as the page's own fields take
CALLBACKS = 32  # of one viewer
HOWS = ("new", "add", "remove", "keep")
PATH = "changes/"  # below the viewer

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}", re.ASCII).fullmatch
Callback = TypeVar("Callback", bound=Callable[[Any], object])


class Steering(Owning):
    """What a viewer does in its page; the other half of `Viewer`."""

    dataset: Dataset
    viewer_id: Any
    _server: CaptureServer

    def _begin_steering(self) -> None:
        self._turn = threading.Lock()  # one change after the other
        self._following = threading.Lock()  # the callbacks, and the thread that calls them
        self._asked: dict[str, tuple[bytes, bytes | None]] = {}
        self._callbacks: list[Callable[[Any], object]] = []
        self._watch: threading.Thread | None = None

    def _end_steering(self) -> None:
        """Let the thread of the callbacks end; it is woken when the viewer is forgotten."""
        self._callbacks.clear()
        self._asked.clear()

    # -- what Viewer gives --

    if TYPE_CHECKING:

        def _usable(self) -> None: ...
        def _until_ready(self, deadline: Deadline) -> None: ...
        def _missed(self, step: str, deadline: Deadline, tab: Tab | None = None) -> CaptureTimeoutError: ...
        def _told(self) -> contextlib.AbstractContextManager[None]: ...
        def _command(
            self, kind: str, request_id: str, tab: str | None = None
        ) -> contextlib.AbstractContextManager[None]: ...
        def _capture(self, deadline: Deadline, kind: str) -> tuple[Path, Tab | None, str]: ...

    # -- into the page --

    def highlight(
        self,
        cells: Any,
        label: str,
        *,
        page: str | None = None,
        color: str | None = None,
        replace: bool = False,
        timeout: float = READY_SECONDS,
    ) -> None:
        """Make a highlight group of cells in the page; it can be undone there.

        Args:
            cells: a mask with True or False for each cell, in the order that is shown; or names of `obs_names`; or a
                column of `obs` compared with something, whose names are used.
            label: what the group is called.
            page: name of the page of groups that it comes to, which is made if need be; by default the one that is
                shown.
            color: of the group, "#rrggbb"; by default the next one that is free.
            replace: give the cells to a group of this label on that page, in place of its own.
            timeout: seconds, for everything together; the viewer is shown if it was not shown.

        Raises:
            UsageError: a name is not shown, a mask has another length, or an argument is wrong.
            CaptureError: the page did not do it, and says why; or the viewer was closed.
            CaptureTimeoutError: no page is open, or it did not answer; says what to do.

        Example:
            >>> viewer.highlight(adata.obs["leiden"] == "3", "check this")  # doctest: +SKIP
        """
        hold({"label": TEXT, "page": TEXT.optional(), "color": TEXT.optional(), "replace": FLAG}, locals())
        if color is not None and not _COLOUR(color):
            raise UsageError(f"color is written as #rrggbb, such as #e6194b; it is {shown(color)}")
        names = {"label": _name("label", label), "page": None if page is None else _name("page", page)}
        self._change({"do": "highlight", **names, "color": color, "replace": replace}, cells, timeout)

    def label(
        self, cells: Any, category: str | None, field: str = "labels", *, timeout: float = READY_SECONDS
    ) -> None:
        """Give cells a category of a field of labels in the page; it can be undone there.

        Args:
            cells: as for `highlight`. category: made if the field has it not; None takes the label away.
            field: name of the field, which is made if need be.
            timeout: seconds, as for `highlight`, and so is what is raised.
        """
        hold({"category": TEXT.optional(), "field": TEXT}, locals())
        names = {
            "category": None if category is None else _name("category", category),
            "field": _name("field", field),
        }
        self._change({"do": "label", **names}, cells, timeout)

    def color_by(self, key: str | None, *, timeout: float = READY_SECONDS) -> None:
        """Colour the cells of the page by a column of `obs` or a field of labels of this name; None: all alike.

        Raises:
            CaptureError: the page has nothing of this name to colour cells by. Else as `highlight`.
        """
        hold({"key": TEXT.optional()}, locals())
        self._change({"do": "colour", "key": None if key is None else _name("key", key)}, None, timeout)

    def select(self, cells: Any, how: str = "new", *, timeout: float = READY_SECONDS) -> None:
        """Select cells in the page; it can be undone there.

        Args:
            cells: as for `highlight`; none of them takes the selection away.
            how: "new", or "add" to what is selected, or "remove" from it, or "keep" of it these cells only.
            timeout: seconds, as for `highlight`, and so is what is raised.
        """
        if how not in HOWS:
            raise UsageError(f"how is one of {', '.join(HOWS)}; it is {shown(how)}")
        self._change({"do": "select", "how": how}, cells, timeout)

    def _change(self, what: dict[str, Any], cells: Any, timeout: float) -> None:
        """Have the page in charge change something, and wait until it has."""
        self._usable()
        deadline = Deadline(timeout)
        n_obs = self.dataset.shape[0]
        data = None
        if what["do"] != "colour":
            data = positions(cells, n_obs, self.dataset.names).astype("<u4").tobytes()
        self._until_ready(deadline)
        request_id = secrets.token_hex(16)
        told = json.dumps({**what, "cells": None if data is None else len(data) // 4}).encode("ascii")
        with self._turn:
            named, tab = self._tab(deadline)
            if named and tab is None:
                raise self._missed("open", deadline)
            self._asked[request_id] = told, data
            try:
                with self._told(), self._command("change", request_id, None if tab is None else tab.id):
                    said = self._server.wait_event(
                        self.viewer_id, ("done", "error"), deadline.left(), request_id
                    )
            finally:
                self._asked.pop(request_id, None)
        if said is None:
            raise self._missed("change", deadline, tab)
        if said.type == "error":
            raise CaptureError(f"the page did not do it: {said.text or 'it gave no reason'}", "page")

    def _tab(self, deadline: Deadline) -> tuple[bool, Tab | None]:
        with self._told():
            return self._server.wait_tab(self.viewer_id, deadline.left())

    def _answer(self, request: DataRequest) -> Answer | None:
        """What the gate sends to the page: what it was asked to change, else of the data."""
        if not request.path.startswith(PATH):
            return self.dataset.answer(request)
        request_id, _, rest = request.path.removeprefix(PATH).partition("/")
        told, data = self._asked.get(request_id, (b"", None))
        if told and not rest:
            return Answer(told, content_type="application/json")
        return Answer(data) if rest == "cells" and data is not None else None

    # -- back --

    @property
    def selection(self) -> Selection:
        """The cells that are selected in the page now; see `get_selection`."""
        return self.get_selection()

    def get_selection(self, timeout: float = READY_SECONDS) -> Selection:
        """The cells that are selected in the page now, with their `obs_names`.

        Args:
            timeout: seconds, for everything together; the viewer is shown if it was not shown.

        Raises:
            What `get_session_bundle` raises.

        Example:
            >>> adata[viewer.selection.obs_names]  # doctest: +SKIP
        """
        import numpy as np

        from cellucid_session.read.bundle import CellucidSessionBundle

        deadline = Deadline(timeout)
        self._until_ready(deadline)
        path, _, _ = self._capture(deadline, "requestSelection")
        try:
            with CellucidSessionBundle(path) as bundle:
                self._check_cells(bundle)
                groups = [group.indices for group in bundle.groups if group.has_cells]
            found = np.asarray(groups[0] if groups else [], dtype=np.int64)
        finally:
            with contextlib.suppress(OSError):
                path.unlink()
        return Selection(found, self.dataset.cells[found], self.dataset.shape[0])

    def _check_cells(self, bundle: CellucidSessionBundle) -> None:
        """Raise CaptureError when a session says that its cells are others than those that are shown."""
        said, kept = bundle.cell_names, (self.dataset.names or {}).get("obs")
        if (
            kept is not None
            and said is not None
            and said != {"ordered": kept.ordered, "unordered": kept.unordered}
        ):
            raise CaptureError(
                "the page shows other cells than this viewer, or in another order: run its cell again, and save the "
                "work of the old page with Save State",
                "cells",
            )

    def on_change(self, callback: Callback) -> Callback:
        """Have a function called, with this viewer, when the selection or the work in the page has changed.

        It runs in a thread of its own, one call after the other: changes that come while it runs are told by one more
        call. An exception in it becomes a warning. It ends when the viewer is closed, or `forget_change(callback)`.

        Returns:
            The function, so that this can be used as a decorator.

        Example:
            >>> @viewer.on_change  # doctest: +SKIP
            ... def show_markers(viewer):
            ...     print(len(viewer.selection), "cells")
        """
        self._usable()
        if not callable(callback):
            raise UsageError(f"callback must be a function that takes the viewer; it is {shown(callback)}")
        with self._following:
            if len(self._callbacks) >= CALLBACKS:
                raise UsageError(
                    f"this viewer calls {CALLBACKS} functions already: forget_change() one of them"
                )
            self._callbacks.append(callback)
            if self._watch is None:
                seen = self._server.moment(self.viewer_id)
                self._watch = threading.Thread(
                    target=self._follow, args=(seen,), name="cellucid-session-changes", daemon=True
                )
                self._watch.start()
        return callback

    def forget_change(self, callback: Callable[[Any], object]) -> None:
        """Call a function no longer; one that is not called is no error."""
        with self._following, contextlib.suppress(ValueError):
            self._callbacks.remove(callback)

    def _follow(self, seen: Any) -> None:
        for _ in self._moments(seen):
            for callback in [*self._callbacks]:
                try:
                    callback(self)
                except Exception as exc:  # noqa: BLE001 - a person's own function: it must not end the others
                    warnings.warn(f"a function of on_change failed: {exc!r}", RuntimeWarning, stacklevel=2)

    def _moments(self, seen: Any) -> Iterator[Any]:
        """Each moment of the page in charge that is another than the last, until the viewer is closed."""
        while not self.closed:
            try:
                moment = self._server.wait_moment(self.viewer_id, seen)
            except UsageError:  # closed
                return
            if moment != seen and not self.closed:
                seen = moment
                yield moment


def _name(what: str, text: str) -> str:
    """A name that the page takes. Raises UsageError."""
    text = text.strip()
    if not text:
        raise UsageError(f"{what} is empty: give it a name")
    if len(text) > NAME_LENGTH:
        raise UsageError(f"{what} has {len(text)} characters; at most {NAME_LENGTH} are shown")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(f"{what} holds half a character (a lone surrogate), which no session can") from None
    return text
