"""SHA-256 of what is small, without the price of importing hashlib.

Rules of this file: the digest is the same whoever makes it. For what is large see `io.files.sha256`.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Hash(Protocol):
        def update(self, data: bytes, /) -> None: ...
        def hexdigest(self) -> str: ...
        def copy(self) -> Hash: ...


SMALL = 1 << 20  # up to here the built-in sha256 costs less than importing hashlib


def sha256(size: int | None) -> Hash:
    """A fresh SHA-256 for `size` bytes, None if nobody knows how many."""
    if size is not None and size <= SMALL:
        try:
            small: Hash = __import__("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256()
        except ImportError:  # a build without it
            pass
        else:
            return small
    import hashlib

    return hashlib.sha256()
