"""Whom the gate answers: names that a request may call it by, and origins that a page may come from.

Rules of this file:

* A name that is not on the list is refused, so that a foreign name that resolves to this machine opens nothing. The
  loopback's own names are right at any port: nobody can give them another meaning, and a tunnel ends at another port.
* An origin that is sent must be one of ours. None sent is no browser, or the same origin.
Spec: 15.3.
"""

from __future__ import annotations

from collections.abc import Iterable

from cellucid_session.arguments import LIST, TEXT, hold
from cellucid_session.capture import http_text
from cellucid_session.capture.refusals import Refusal
from cellucid_session.errors import UsageError
from cellucid_session.safe import safe

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ANY = "*"
PORTS = {"http": ":80", "https": ":443"}


class Hosts:
    """The allow-lists of one gate.

    Args:
        port: of the socket; the names of this machine's loopback at this port are always allowed.
        hosts: further values of Host, "name" or "name:port".
        origins: further origins, "https://name" or "https://name:port".

    Raises:
        UsageError: a host or an origin is none.
    """

    def __init__(
        self, port: int | None = None, hosts: Iterable[str] = (), origins: Iterable[str] = ()
    ) -> None:
        self._hosts: frozenset[str] = frozenset()
        self._loopback = port is not None
        self._any = False
        self._origins: tuple[str, ...] = ()
        self.allow(hosts=hosts, origins=origins)

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins that were allowed beside the hosts' own, in the order in which they were."""
        return self._origins

    def allow(self, hosts: Iterable[str] = (), origins: Iterable[str] = ()) -> None:
        """Add to the lists. Raises UsageError for what is no host or no origin."""
        if not LIST.fits(hosts) or not LIST.fits(origins):
            raise UsageError("allowed hosts and origins are lists")
        hosts, origins = tuple(hosts), tuple(origins)
        for text in (*hosts, *origins):
            hold({"each allowed host and origin": TEXT}, {"each allowed host and origin": text})
        self._any = self._any or ANY in hosts
        new = [http_text.host(_bytes(host)) for host in hosts if host != ANY]
        if None in new:
            raise UsageError(f"these are no hosts, such as name or name:port: {_shown(hosts)}")
        more = [http_text.origin(_bytes(origin)) for origin in origins]
        if None in more:
            raise UsageError(f"these are no origins, such as https://name:port: {_shown(origins)}")
        # replaced, never changed: another thread reads them
        self._hosts = self._hosts | {host for host in new if host is not None}
        kept = dict.fromkeys((*self._origins, *(origin for origin in more if origin is not None)))
        self._origins = tuple(kept)

    def check(self, headers: dict[bytes, bytes], *, changes: bool, anywhere: bool = False) -> None:
        """Refuse a request that does not call one of our names, or comes from elsewhere.

        Args:
            headers: from `http_text.singles`. changes: whether the request changes something (a POST).
            anywhere: whether pages of any origin may ask.

        Raises:
            Refusal: `host`, `origin` or `cross-site`.
        """
        host = http_text.host(headers.get(b"host"))
        if host is None or not self._known(host):
            raise Refusal("host")
        if not anywhere:
            self._from(headers, host)
        if changes and headers.get(b"sec-fetch-site", b"").lower() == b"cross-site":
            raise Refusal("cross-site")

    def _known(self, host: str) -> bool:
        return self._any or host in self._hosts or (self._loopback and _name(host) in LOOPBACK)

    def _from(self, headers: dict[bytes, bytes], host: str) -> None:
        given = headers.get(b"origin")
        if given is None:
            return
        origin = http_text.origin(given)
        if origin is None or not (origin in self._origins or same(origin, host)):
            raise Refusal("origin")


class SameOrigin(Hosts):
    """For a gate inside another application, which looks at Host itself: an origin that is sent must be the host's."""

    def check(self, headers: dict[bytes, bytes], *, changes: bool, anywhere: bool = False) -> None:
        """As `Hosts.check`, for any host."""
        if not anywhere:
            self._from(headers, http_text.host(headers.get(b"host")) or "")
        if changes and headers.get(b"sec-fetch-site", b"").lower() == b"cross-site":
            raise Refusal("cross-site")


def same(origin: str, host: str) -> bool:
    """Whether an origin is that of a host, whatever the scheme: a proxy may speak TLS for the gate."""
    scheme, _, name = origin.partition("://")
    usual = PORTS[scheme]
    return bool(host) and name.removesuffix(usual) == host.removesuffix(usual)


def _name(host: str) -> str:
    """A host without its port."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def _shown(texts: Iterable[str]) -> str:
    return ", ".join(safe(str(text), 80) for text in texts)
