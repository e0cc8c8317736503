"""Inputs on other file systems, through fsspec: https, http, S3, Google Cloud Storage.

Rules of this file:

* Nothing is read from elsewhere unless its scheme was asked for by name. What is not in `SCHEMES` can't be asked
  for: no URL reaches a local file, memory, a chain of file systems, or code.
* A redirect is never followed: a URL says who was asked, and nobody else is. Only the answer 200 is an input.
* Bytes come in pieces and stop at the budget of the policy. What stalls or takes too long is an error, and so is
  what is not the same at the end as at the beginning, or ends early.
* A URL that carries a user or a password is refused; its query is never shown, because it may be a signature.
  No text of a library or a server is shown either: both repeat URLs.
"""

from __future__ import annotations

import functools
import os

from cellucid_session.errors import DependencyError, InputError, UsageError
from cellucid_session.generated.rules import INPUT_CHANGED, INPUT_UNREADABLE
from cellucid_session.io import files
from cellucid_session.io.files import _refused
from cellucid_session.io.search import OUTSIDE
from cellucid_session.model import Frozen
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from typing import Any

    from cellucid_session.digests import Hash
    from cellucid_session.io.search import Entry, Lister

STALL = 60  # seconds without a byte
SECONDS = 1800  # seconds for one input
BLOCK = 4 << 20  # bytes that a store is asked for at a time
URL_LENGTH = 8192  # characters
SEPARATOR = "://"
ENVIRONMENT = (
    "AWS_",
    "GOOGLE_",
    "GCLOUD_",
    "STORAGE_",
    "FSSPEC_",
)  # who asks, and where: read by the libraries
MISSING = "inputs from elsewhere need fsspec and its kin: python -m pip install 'cellucid-session[files]'"
#: what a store says of an object that changes when its bytes do
_MARKS = ("size", "ETag", "etag", "generation", "LastModified", "mtime")


class Place(Frozen):
    """How a scheme is read.

    Attributes:
        web: it is a web server: it has no folders, and its queries may hold secrets.
        options: gives what its file system is made with.
    """

    __slots__ = ("options", "web")
    web: bool
    options: Callable[[], dict[str, Any]]

    def __init__(self, web: bool, options: Callable[[], dict[str, Any]]) -> None:
        self._fill(web=web, options=options)


async def _only_200(response: Any) -> None:
    """The one answer that is an input."""
    if response.status in range(300, 400):
        raise _refused(INPUT_UNREADABLE, "the server answers with a redirect, which is not followed")
    if response.status != 200:
        raise _refused(INPUT_UNREADABLE, f"the server answers {int(response.status)}")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise _refused(INPUT_UNREADABLE, "the server sends the input in a coding that was not asked for")


def _web() -> dict[str, Any]:
    import aiohttp

    return {
        "allow_redirects": False,
        "encoded": True,
        "client_kwargs": {
            "auto_decompress": False,
            "headers": {"Accept-Encoding": "identity"},
            "raise_for_status": _only_200,
            "timeout": aiohttp.ClientTimeout(total=SECONDS, sock_connect=STALL, sock_read=STALL),
            "trust_env": False,
        },
    }


def _s3() -> dict[str, Any]:
    return {
        "default_block_size": BLOCK,
        "use_listings_cache": False,
        "config_kwargs": {"connect_timeout": STALL, "read_timeout": STALL, "retries": {"max_attempts": 3}},
    }


def _gs() -> dict[str, Any]:
    return {"use_listings_cache": False, "timeout": STALL}


#: what can be asked for
SCHEMES = {
    "https": Place(True, _web),
    "s3": Place(False, _s3),
    "gs": Place(False, _gs),
    "http": Place(True, _web),
}


def scheme_of(text: str) -> str | None:
    """The scheme of a URL; None for what is none."""
    scheme, separator, _ = text.partition(SEPARATOR)
    fits = (
        scheme.isascii()
        and scheme.replace("+", "").replace("-", "").replace(".", "").replace(":", "").isalnum()
    )
    return scheme if separator and fits and scheme[0].isalpha() else None


def shown(url: str) -> str:
    """A URL without what may be a secret: a user, a password, a query, a fragment."""
    scheme, _, rest = url.partition(SEPARATOR)
    host, slash, path = rest.partition("/")
    if "@" in host:
        host = "***@" + host.rpartition("@")[2]
    place = SCHEMES.get(scheme)
    if place is None or place.web:
        for mark in "?#":
            host, path = (
                part.partition(mark)[0] + (f"{mark}***" if mark in part else "") for part in (host, path)
            )
    return f"{scheme}{SEPARATOR}{host}{slash}{path}"


def check(url: str, allowed: Collection[str]) -> Place:
    """How a URL is read. Raises InputError for one that must not be read."""
    scheme, _, rest = url.partition(SEPARATOR)
    if scheme not in SCHEMES:
        known = ", ".join(SCHEMES)
        raise _refused(INPUT_UNREADABLE, f"{safe(scheme)}:// is never read; there are: {known}")
    if scheme not in allowed:
        raise _refused(INPUT_UNREADABLE, f"{scheme}:// is read only when asked for: --remote {scheme}")
    host = rest.partition("/")[0]
    place = SCHEMES[scheme]
    if "@" in host:
        raise _refused(
            INPUT_UNREADABLE, "a user or a password has no place in a URL; give it in the environment"
        )
    if not host or len(url) > URL_LENGTH or not url.isprintable() or (place.web and not _plain(url)):
        raise _refused(INPUT_UNREADABLE, "this is no URL that can be read")
    return place


def _plain(url: str) -> bool:
    """Whether a URL of the web is written as one: ASCII, nothing in it that a server may read in two ways."""
    return url.isascii() and not set(url) & set(' "<>\\^`{|}#')


class RemoteInput(files.Stream):
    """An input that comes once from elsewhere.

    Args:
        file: a binary file of fsspec, or anything with `read` and `close`.
        size: its bytes, as far as the other side says.
        again: says anew what tells the input from another one, or None.
        seconds: how long reading may take.
    """

    def __init__(
        self, file: Any, size: int | None, again: Callable[[], object] | None = None, seconds: float = SECONDS
    ) -> None:
        super().__init__(file.read)
        self.size = size
        self._file = file
        self._again = again
        self._before = None if again is None else again()
        self._seconds = seconds

    def pieces(self) -> Iterator[bytes]:
        """The bytes as they come. Raises InputError when reading fails or takes too long."""
        import time

        end = time.monotonic() + self._seconds
        pieces = super().pieces()
        while True:
            try:
                piece = next(pieces, b"")
            except InputError:
                raise
            except Exception as exc:
                raise _broken(exc) from exc
            if not piece:
                return
            if time.monotonic() > end:
                raise _refused(INPUT_UNREADABLE, f"the input took more than {self._seconds:g} seconds")
            yield piece

    def changed(self, total: int, digest: Hash | None = None) -> str | None:
        """What shows that this is not what was opened."""
        del total, digest
        if self._again is None:
            return None
        try:
            return None if self._again() == self._before else "the store has another object of this name now"
        except Exception:  # noqa: BLE001 - what can't be looked at again is not known to be the same
            return "the store can't be asked again"

    def _release(self) -> None:
        import contextlib

        with contextlib.suppress(Exception):
            self._file.close()


def _broken(exc: Exception) -> InputError:
    """An error of a library, without its words: they may hold the URL."""
    name = type(exc).__name__
    if name == "FileExpired":
        return _refused(INPUT_CHANGED, "the input changed while it was read")
    if isinstance(exc, FileNotFoundError):
        return _refused(INPUT_UNREADABLE, "the input can't be read: there is nothing of this name")
    if isinstance(exc, PermissionError):
        return _refused(INPUT_UNREADABLE, "the input can't be read: access is denied")
    return _refused(INPUT_UNREADABLE, f"the input can't be read from there ({safe(name)})")


def _file_system(url: str) -> Any:
    """The file system behind a URL. Raises DependencyError."""
    told = frozenset(item for item in os.environ.items() if item[0].startswith(ENVIRONMENT))
    try:
        return _made(url.partition(SEPARATOR)[0], STALL, told, os.getpid())
    except ImportError as exc:
        raise DependencyError(MISSING) from exc


@functools.lru_cache(maxsize=8)
def _made(scheme: str, stall: float, told: frozenset[tuple[str, str]], process: int) -> Any:
    """A file system for what the environment says now: fsspec would go on with the one that it made first."""
    import fsspec

    del stall, told, process
    return fsspec.filesystem(scheme, skip_instance_cache=True, **SCHEMES[scheme].options())


def open_remote(url: str, allowed: Collection[str]) -> RemoteInput:
    """Open an input elsewhere.

    Args:
        allowed: the schemes that were asked for.

    Raises:
        InputError: it must not or can't be read.
        DependencyError: the extra is not installed.
    """
    place = check(url, allowed)
    try:
        system = _file_system(url)
        if place.web:
            file = system.open(url, block_size=0, size=1)  # a size: nothing is asked beforehand
            length = file.r.headers.get("Content-Length", "")
            return RemoteInput(file, int(length) if length.isascii() and length.isdigit() else None)
        file = system.open(url, "rb")
        path = url.partition(SEPARATOR)[2]

        def again() -> object:
            told = system.info(path)
            return [str(told.get(mark)) for mark in _MARKS]

        return RemoteInput(file, int(file.size), again)
    except (InputError, DependencyError):
        raise
    except Exception as exc:
        raise _broken(exc) from exc


def lister(base: str, allowed: Collection[str]) -> Lister:
    """Lists folders of a store. `base` is a URL. Raises InputError."""
    place = check(base, allowed)
    if place.web:
        raise _refused(INPUT_UNREADABLE, "a web server has no folders to search")
    system = _file_system(base)
    root = base.partition(SEPARATOR)[2].strip("/")

    def listed(folder: str) -> Iterator[Entry]:
        here = f"{root}/{folder}" if folder else root
        try:
            entries = system.ls(here, detail=True)
        except Exception as exc:
            raise _broken(exc) from exc
        for entry in entries:
            name = str(entry["name"]).strip("/").removeprefix(here).lstrip("/")
            is_folder = entry["type"] == "directory"
            if name and "/" not in name:
                yield name, is_folder, None
            elif not name and is_folder and str(entry["name"]).strip("/") == here:
                yield "", False, OUTSIDE  # keys such as a//b: nothing here can ask for what is in it

    return listed


def spooled(source: RemoteInput, most: int) -> files.Input:
    """What comes from elsewhere as a file without a name, to be read more than once; never more than `most` + 1 bytes.

    Raises:
        InputError: it can't be read, or changed.
    """
    import tempfile

    size = 0
    with tempfile.TemporaryFile() as store:
        for piece in source.pieces():
            store.write(piece[: most + 1 - size])
            size += len(piece)
            if size > most:  # whoever judges it finds that out, after what these bytes prove
                store.seek(0)
                return files.Input(os.dup(store.fileno()))
        store.flush()
        change = source.changed(size)
        if change is None and source.size is not None and source.size != size:
            change = f"of {source.size} bytes only {size} could be read"
        if change is not None:
            raise _refused(INPUT_CHANGED, f"the input changed while it was read: {change}")
        store.seek(0)
        return files.Input(os.dup(store.fileno()))


def require(allowed: Collection[str]) -> None:
    """Raise UsageError where a scheme can't be read by what is installed."""
    for scheme in allowed:
        try:
            import fsspec

            if SCHEMES[scheme].web:
                import aiohttp  # noqa: F401
            fsspec.get_filesystem_class(scheme)
        except ImportError as exc:
            raise UsageError(MISSING) from exc
