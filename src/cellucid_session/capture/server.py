"""The gate on a socket, in a thread of its own beside whatever else the process does.

Rules of this file:

* The socket is bound when the server is made: its port is known, and a port that is taken is an error there and then.
* It listens on loopback unless it is told otherwise. TLS is a proxy's work.
* `stop` ends everything: open uploads are removed, those who wait are told, files that nobody claimed go.
Spec: 15.1.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING

from cellucid_session.capture import pages
from cellucid_session.capture.app import BASE, CaptureGate
from cellucid_session.capture.data_provider import Provider
from cellucid_session.capture.events import Event
from cellucid_session.capture.expected import Credentials, Pending
from cellucid_session.capture.gate import Refused
from cellucid_session.capture.hosts import Hosts
from cellucid_session.capture.limits import GateLimits
from cellucid_session.capture.metrics import Metrics
from cellucid_session.capture.registry import Moment, Registry
from cellucid_session.capture.store import FolderStore
from cellucid_session.capture.tabs import Tab
from cellucid_session.capture.upload import Bench
from cellucid_session.errors import DependencyError, SessionError, UsageError
from cellucid_session.judge.policy import Policy
from cellucid_session.model import DatasetFacts
from cellucid_session.owning import Owning

if TYPE_CHECKING:
    from uvicorn import Server

    from cellucid_session.capture.drafts import DraftStore, Shelf

START = 20.0  # seconds
STOP = 10.0  # seconds
GRACE = 1  # seconds that open connections get at the end


class ServerError(SessionError, OSError):
    """The gate can't listen where it should, or did not start."""


class CaptureServer(Owning):
    """A gate for viewers in this process.

    Args:
        host: address to listen on; port: 0 lets the system choose one.
        allowed_hosts: further values of Host, "name" or "name:port". allowed_origins: further origins of pages and of
            those that frame them. frame_ancestors: who else may frame the page, as sources of a CSP.
        root_path: a prefix that a proxy puts before the paths; requests with and without it are answered.
        policy: that uploads are judged by. limits: of the gate. store: where uploads lie. drafts: where unsaved
            work of pages is kept, if anywhere; the server closes it.

    Raises:
        ServerError: nothing can listen there. UsageError: an argument is wrong. DependencyError: uvicorn is missing.
    """

    HOLDS = "a socket, a thread and the viewers"
    INSTEAD = "Make another CaptureServer"

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        allowed_hosts: Iterable[str] = (),
        allowed_origins: Iterable[str] = (),
        frame_ancestors: Iterable[str] = pages.FRAMERS,
        root_path: str = "",
        policy: str | Policy = "upload",
        limits: GateLimits | None = None,
        store: FolderStore | None = None,
        drafts: DraftStore | None = None,
    ) -> None:
        self.limits = limits if limits is not None else GateLimits()
        self.metrics = Metrics()
        self._socket = _listen(host, port)
        try:
            self.host, self.port = self._socket.getsockname()[:2]
            self.hosts = Hosts(self.port, allowed_hosts, allowed_origins)
            self.store = store if store is not None else FolderStore()
            self.drafts = drafts
            bench = Bench(policy, self.store, self.limits, self.metrics)
            self.registry = Registry(self.limits, self.store.discard)
            framers = tuple(frame_ancestors)
            self.app = CaptureGate(bench, self.hosts, self.registry, framers, root_path)
            self._server = self._uvicorn()
        except BaseException:
            self._socket.close()
            raise
        self._thread: threading.Thread | None = None

    def _uvicorn(self) -> Server:
        try:
            from uvicorn import Config, Server

            from cellucid_session.capture.protocol import protocol_class
        except ImportError as exc:
            raise DependencyError(
                "capturing needs uvicorn: python -m pip install 'cellucid-session[capture]'"
            ) from exc
        config = Config(
            self.app,
            http=protocol_class(self.limits, self.metrics),
            ws="none",
            loop="asyncio",
            lifespan="off",
            interface="asgi3",
            proxy_headers=False,
            server_header=False,
            date_header=False,
            access_log=False,
            log_config=None,
            h11_max_incomplete_event_size=self.limits.head_bytes * 2,
            timeout_graceful_shutdown=GRACE,
        )
        config.load()
        config.loaded_app = self.app  # without the wrapper that logs raw requests where everything is logged
        return Server(config)

    # -- running --

    @property
    def url(self) -> str:
        """The gate's base, without a slash at its end."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{name}:{self.port}"

    @property
    def running(self) -> bool:
        """Whether requests are answered."""
        return self._thread is not None and self._thread.is_alive() and self._server.started

    def start(self) -> CaptureServer:
        """Answer requests from now on. Raises ServerError."""
        if self.closed:
            raise ServerError("the gate was stopped: make a new one")
        if self._thread is not None:
            return self
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="cellucid-session", daemon=True)
        self._thread.start()
        if not ready.wait(START) or not self.running:
            self.stop()
            raise ServerError("the gate did not start")
        return self

    def _run(self, ready: threading.Event) -> None:
        async def serve() -> None:
            watch = asyncio.ensure_future(self._watch(ready))
            try:
                await self._server.serve(sockets=[self._socket])
            finally:
                watch.cancel()
                ready.set()

        asyncio.run(serve())

    async def _watch(self, ready: threading.Event) -> None:
        while not self._server.started:
            await asyncio.sleep(0.005)
        ready.set()

    def stop(self) -> None:
        """End, for good. Those who wait are told; nothing half written stays. May be called again."""
        self.close()

    def _release(self) -> None:
        self.registry.forget_all()
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(STOP)
        self._socket.close()
        self.app.bench.close()
        if self.drafts is not None:
            self.drafts.close()

    def __enter__(self) -> CaptureServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # -- viewers --

    def register_viewer(
        self,
        provider: Provider | None = None,
        dataset: DatasetFacts | None = None,
        shelf: Shelf | None = None,
    ) -> Credentials:
        """Register a viewer.

        Args:
            provider: answers what its page asks of the data. dataset: what its sessions must be made for. shelf: where
                its unsaved work is kept, if anywhere.

        Raises:
            UsageError: there are too many.
        """
        return self.registry.add(provider, dataset, shelf)

    def provide(self, viewer_id: str, provider: Provider | None) -> None:
        """Let somebody else answer for a viewer's data. Raises UsageError when there is no such viewer."""
        self.registry.viewer(viewer_id).provider = provider

    def forget_viewer(self, viewer_id: str) -> None:
        """Forget a viewer: what it was asked fails at once, and its page is answered 404."""
        self.registry.forget(viewer_id)

    def page_url(self, credentials: Credentials, base: str | None = None) -> str:
        """The page's address; the token is in the fragment, which no server sees."""
        start = self.url if base is None else base.rstrip("/")
        return f"{start}{BASE}page/?viewerId={credentials.viewer_id}#token={credentials.token}"

    def expect_bundle(self, viewer_id: str, ttl: float = 60.0, tab: str | None = None) -> Pending:
        """Expect a bundle of a viewer for `ttl` seconds, from one page (`Tab.id`) or from any. Raises UsageError."""
        return self.registry.expect(viewer_id, ttl, tab)

    def tabs(self, viewer_id: str) -> list[Tab]:
        """The pages of a viewer that are there, the one in charge first. Raises UsageError."""
        return self.registry.tabs(viewer_id)

    def wait_tab(self, viewer_id: str, timeout: float) -> tuple[bool, Tab | None]:
        """Whether a viewer's pages tell their ids, and the one in charge, when it is there or comes in time."""
        return self.registry.wait_tab(viewer_id, timeout)

    def events(self, viewer_id: str, last: int | None = None) -> list[Event]:
        """The events of a viewer, oldest first. Raises UsageError when there is no such viewer."""
        return self.registry.events(viewer_id, last)

    def wait_event(
        self, viewer_id: str, type_: str | tuple[str, ...], timeout: float, request_id: str | None = None
    ) -> Event | None:
        """The latest event of a type, or of one of several, when it is there or comes in time; else None."""
        return self.registry.wait_event(viewer_id, type_, timeout, request_id)

    def moment(self, viewer_id: str) -> Moment:
        """The page in charge and how often what is in it has changed. Raises UsageError."""
        return self.registry.moment(viewer_id)

    def wait_moment(self, viewer_id: str, seen: Moment) -> Moment:
        """Wait for another moment than the one that was seen. Raises UsageError when the viewer is gone."""
        return self.registry.wait_moment(viewer_id, seen)

    def send(self, viewer_id: str, command: dict[str, str]) -> None:
        """Leave a command for a viewer's page, until it is withdrawn. Raises UsageError.

        Args:
            command: `type` and `requestId`, and `tab` for one page.
        """
        self.registry.viewer(viewer_id).mailbox.put(command)

    def withdraw(self, viewer_id: str, request_id: str) -> None:
        """Take the command of a request back; an unknown viewer or request is no error."""
        with suppress(UsageError):
            self.registry.viewer(viewer_id).mailbox.withdraw(request_id)

    def last_heard(self, viewer_id: str) -> float | None:
        """When a viewer's page last asked or told something, in seconds of `time.time()`. Raises UsageError."""
        return self.registry.viewer(viewer_id).heard

    def refusals(self, last: int | None = None) -> list[Refused]:
        """The requests that were refused last, oldest first."""
        kept = list(self.app.refused)
        return kept if last is None else kept[max(0, len(kept) - last) :]

    def allow(self, host: str | None = None, origin: str | None = None) -> None:
        """Allow a further host or origin. Raises UsageError."""
        self.hosts.allow([] if host is None else [host], [] if origin is None else [origin])

    def __repr__(self) -> str:
        return f"<CaptureServer {self.url}: {'running' if self.running else 'not running'}>"


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ServerError; UsageError for what is no address."""
    if type(port) is not int or not 0 <= port <= 65535:
        raise UsageError("the port must be a number from 0 to 65535")
    made: socket.socket | None = None
    try:
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        made = socket.socket(family, kind, proto)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen(512)
    except OSError as exc:
        if made is not None:
            made.close()
        raise ServerError(f"the gate can't listen there: {exc.strerror}") from exc
    made.setblocking(False)
    return made
