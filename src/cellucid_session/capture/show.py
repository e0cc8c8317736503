"""`show` and `show_anndata`: a data set in, a viewer out.

Rules of this file:

* One server serves all viewers of a process. It is started with the first of them and stopped when the process ends;
  a process that was forked has none until it shows something itself.
* A viewer stays with the server as long as its page may ask, so the number of viewers is bounded: the oldest is closed.
Spec: 15.8.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cellucid_session.arguments import FLAG, TEXT, hold, shown
from cellucid_session.capture import dataset, drafts, server_address
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.viewer import HEIGHT, Viewer
from cellucid_session.errors import UsageError

if TYPE_CHECKING:
    from cellucid_session.capture.server import CaptureServer

MOST_VIEWERS = 32
HEIGHTS = (100, 10_000)  # CSS pixels

_lock = threading.RLock()
_server: CaptureServer | None = None
_viewers: list[Viewer] = []


def show_anndata(
    data: Any,
    *,
    height: int = HEIGHT,
    name: str | None = None,
    dataset_id: str | None = None,
    source_type: str | None = None,
    restore: bool = True,
    base_url: str | None = None,
    hosts: Sequence[str] = (),
) -> Viewer:
    """A viewer of an AnnData: its embedding in two dimensions, coloured by the columns of `obs`.

    In a notebook let the viewer be the last value of a cell; elsewhere `viewer.open()` opens a browser. Nothing of the
    data is changed, and nothing leaves this computer but what the page draws.

    Args:
        data: an AnnData, or the path of an .h5ad file or a zarr store (of which `obs` and `obsm` are read, and a
            gene when somebody asks for it).
        height: of the frame in a notebook, in CSS pixels.
        name: what the page calls the data set; by default the stem of its file.
        dataset_id, source_type: how sessions made here name their data set; by default as the session that lies beside
            the data does, if there is one for as many cells and variables, else the name and "jupyter-bridge".
        restore: whether the latest session in the state-snapshots.json beside the data is restored at the start.
        base_url: where a browser reaches the server, when that is not found by itself: an address or a path at the
            notebook's origin; "{port}" stands for the server's port. Also `CELLUCID_SESSION_BASE_URL`.
        hosts: names by which a browser reaches the notebook, when that is not this computer and the viewer says that it
            does not know them. Also `CELLUCID_SESSION_HOSTS`.

    Returns:
        The handle of the viewer.

    Raises:
        UsageError: `obsm` has nothing to draw, or an argument is wrong. InputError: the path can't be read.
        TypeError: neither AnnData nor path. DependencyError: an extra is missing.

    Example:
        >>> viewer = show_anndata(adata, height=650)  # doctest: +SKIP
        >>> viewer  # doctest: +SKIP

    Spec: 15.8.
    """
    if type(height) is not int or not HEIGHTS[0] <= height <= HEIGHTS[1]:
        raise UsageError(
            f"height is a number of pixels from {HEIGHTS[0]} to {HEIGHTS[1]}; it is {shown(height)}"
        )
    options: dict[str, Any] = {
        "name": name,
        "dataset_id": dataset_id,
        "source_type": source_type,
        "restore": restore,
    }
    hold({"name": TEXT.optional(), "restore": FLAG}, locals())
    is_path = isinstance(data, str | os.PathLike)
    found = dataset.of_path(os.fsdecode(data), **options) if is_path else dataset.of_anndata(data, **options)
    return _register(found, height, base_url, hosts)


def show(path: str | os.PathLike[str], **options: Any) -> Viewer:
    """A viewer of an .h5ad file or a zarr store; see `show_anndata`, whose options it takes.

    Raises:
        TypeError: `path` is no path.
    """
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"show takes a path, show_anndata takes an AnnData; this is {type(path).__name__}")
    return show_anndata(path, **options)


def _register(shown: dataset.Dataset, height: int, base_url: str | None, hosts: Sequence[str]) -> Viewer:
    """A viewer at the server of this process."""
    with _lock:
        server = _running()
        found = server_address.find(server.port, base_url, hosts)
        for host in found.hosts:
            server.allow(host=host)
        while len(_viewers) >= MOST_VIEWERS:
            _viewers[0].close()
        viewer = Viewer(server, shown, found, height=height, closed=_let_go)
        _viewers.append(viewer)
    return viewer


def _let_go(viewer: Viewer) -> None:
    with _lock, contextlib.suppress(ValueError):
        _viewers.remove(viewer)


def _running() -> CaptureServer:
    """The server of this process, started."""
    global _server
    if _server is None or not _server.running:
        from cellucid_session.capture.server import CaptureServer

        for viewer in [*_viewers]:  # theirs stopped; nobody can ask for them any more
            viewer.close()
        limits = GateLimits()
        _server = CaptureServer(limits=limits, drafts=drafts.usual(limits))
        _server.start()
    return _server


def close_all() -> None:
    """Close every viewer of this process and stop its server."""
    global _server
    with _lock:
        viewers, _viewers[:] = list(_viewers), []
        server, _server = _server, None
        for viewer in viewers:
            viewer.close()
        if server is not None:
            server.stop()


def _forget() -> None:
    """In a process that was forked: threads and files are the parent's."""
    global _server, _lock
    _lock = threading.RLock()
    _server = None
    _viewers.clear()


atexit.register(close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
