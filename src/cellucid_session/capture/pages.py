"""The files of the page that comes with the package.

Rules of this file:

* What may be asked for is listed when the gate starts, by exact name; a path of a request is looked up in that list and
  never touches the file system.
* A file is read once, when it is first asked for, and answered from memory; all that is kept has a bound.
* Nothing but these files may run or be loaded in the page.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable

from cellucid_session.errors import UsageError

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "page")
INDEX = "index.html"
KEPT_BYTES = 32 << 20  # of all files together; what is beyond that is read anew for each answer

#: how a name ends -> Content-Type
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}
#: applications of this machine may frame the page: a notebook, whose port nobody knows
FRAMERS = ("http://localhost:*", "http://127.0.0.1:*")
_SOURCE = re.compile(r"https?://(?:\*\.)?[a-z0-9.-]+(?::(?:[1-9][0-9]{0,4}|\*))?", re.ASCII)


def policy(framers: Iterable[str]) -> str:
    """The content security policy of the page. Raises UsageError for a framer that is no origin."""
    given = list(dict.fromkeys(framers))
    if not all(_SOURCE.fullmatch(each) or each.startswith("http://[::1]:") for each in given):
        raise UsageError("those who may frame the page are origins, such as https://name:port")
    named = " ".join(["'self'", *(each for each in given if "[" not in each)])
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            f"frame-ancestors {named}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


class Pages:
    """The files of a page's folder; asked from any thread."""

    def __init__(self, folder: str = FOLDER, kept_bytes: int = KEPT_BYTES) -> None:
        self._lock = threading.Lock()
        self._room = kept_bytes
        self._kept: dict[str, bytes] = {}
        self._files: dict[str, str] = {}
        for at, folders, held in os.walk(folder):
            folders.sort()
            for name in sorted(held):
                if os.path.splitext(name)[1] in TYPES:
                    path = os.path.join(at, name)
                    self._files[os.path.relpath(path, folder).replace(os.sep, "/")] = path

    def __len__(self) -> int:
        return len(self._files)

    def read(self, name: str) -> tuple[str, bytes] | None:
        """Content-Type and bytes of a file, "" being the index; None when there is none of this name."""
        path = self._files.get(name or INDEX)
        if path is None:
            return None
        kind = TYPES[os.path.splitext(path)[1]]
        with self._lock:  # who comes while it is read waits for it, and reads nothing
            data = self._kept.get(path)
            if data is None:
                with open(path, "rb") as stream:
                    data = stream.read()
                if len(data) <= self._room:
                    self._room -= len(data)
                    self._kept[path] = data
        return kind, data
