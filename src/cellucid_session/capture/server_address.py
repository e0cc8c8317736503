"""Where a browser finds the server of this process: on this computer, behind a notebook's proxy, at an address given.

Rules of this file:

* An address that the caller names is used as it is, once it is seen to be one. Otherwise JupyterHub's environment says
  it, and otherwise the notebook's page finds out by itself: through the proxy of its own server, or directly.
* A host is allowed because it was named, or because a browser can only mean this computer by it. Any host is allowed
  only where no browser reaches this computer but through a hub that does not tell its name.
Spec: 15.8.2.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from cellucid_session.arguments import LIST, shown
from cellucid_session.errors import UsageError

#: what may be set in the environment instead of passing arguments
BASE_VARIABLE, HOSTS_VARIABLE = "CELLUCID_SESSION_BASE_URL", "CELLUCID_SESSION_HOSTS"
#: what JupyterHub sets: the path of this user's server; the address of the hub, if it knows it
HUB_PREFIX, HUB_PUBLIC = "JUPYTERHUB_SERVICE_PREFIX", ("JUPYTERHUB_PUBLIC_URL", "JUPYTERHUB_PUBLIC_HUB_URL")
ANY_HOST = "*"
PORT = "{port}"

_ADDRESS = re.compile(r"(?:https?://[A-Za-z0-9.:\[\]-]+)?/[A-Za-z0-9._~!$'()*+,;=:@%/-]*").fullmatch
_HOST = re.compile(r"\*|(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?").fullmatch


class Base:
    """Where the server is found.

    Attributes:
        named: whether the caller named the address; otherwise JupyterHub did.
        address: absolute, or a path at the notebook's origin; ends in "/"; None: the notebook's page finds out.
        hosts: values of Host that are to be taken, beside this computer's own names.
    """

    __slots__ = ("address", "hosts", "named")

    def __init__(self, address: str | None, hosts: tuple[str, ...], named: bool = False) -> None:
        self.named = named
        self.address = address
        self.hosts = hosts

    @property
    def absolute(self) -> str | None:
        """The address, if it says a host too."""
        return self.address if self.address is not None and not self.address.startswith("/") else None


def find(
    port: int,
    base_url: str | None = None,
    hosts: Iterable[str] = (),
    environment: Mapping[str, str] | None = None,
) -> Base:
    """Where a browser finds the server.

    Args:
        port: of the server. base_url: "https://name/path/", or "/path/"; "{port}" stands for the port.
        hosts: further names (with or without a port) by which a browser reaches the server.
        environment: instead of the process's own.

    Raises:
        UsageError: `base_url` is no address of that form, or a host is no name.
    """
    environment = os.environ if environment is None else environment
    if not LIST.fits(hosts):
        raise UsageError('hosts is a list of names, such as hosts=["notebooks.example.org"]')
    named = [*hosts, *environment.get(HOSTS_VARIABLE, "").replace(",", " ").split()]
    for host in named:
        if not isinstance(host, str) or not _HOST(host):
            raise UsageError(f"a host is a name, or name:port; this is none: {shown(host)}")
    address = base_url if base_url is not None else environment.get(BASE_VARIABLE) or None
    if address is not None:
        address = _address(address, port)
        netloc = urlsplit(address).netloc
        return Base(address, tuple(dict.fromkeys([*named, *([netloc] if netloc else [])])), named=True)
    prefix = environment.get(HUB_PREFIX)
    if prefix:
        public = [urlsplit(environment[name]).netloc for name in HUB_PUBLIC if environment.get(name)]
        known = [host for host in public if _HOST(host)]
        return Base(
            _address(f"{prefix.rstrip('/')}/proxy/{PORT}/", port),
            tuple(dict.fromkeys([*named, *(known or ([] if named else [ANY_HOST]))])),
        )
    return Base(None, tuple(dict.fromkeys(named)))


def _address(text: str, port: int) -> str:
    """An address of the one form that is taken, ending in a slash."""
    told = text.replace(PORT, str(port)) if isinstance(text, str) else ""
    if told and not told.endswith("/"):
        told += "/"
    if not _ADDRESS(told) or told.startswith("//"):
        raise UsageError(
            'base_url must be an address such as "https://name/path/" or a path such as "/user/me/proxy/{port}/"; '
            f"this is none: {shown(text)}"
        )
    return told
