"""Which library inflates: zlib-ng where it is installed, else zlib.

Rules of this file:

* A faster library can't change an answer. It is believed only when it calls a member whole or longer than it may be;
  all else that it says is asked of zlib, from the first byte (`gunzip`). That what is whole to it is whole to zlib is
  what `make inflaters` looks for, over hostile streams.
* It is taken when it is there, and does a small task right. `CELLUCID_SESSION_INFLATER=zlib` turns it off.
* It is loaded when there is enough to inflate, and inflates all members from then on. Spec: 4.3.
"""

from __future__ import annotations

import os
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VARIABLE = "CELLUCID_SESSION_INFLATER"
PLAIN = "zlib"
RAW_DEFLATE = -15  # no header of its own, a window of 32 KiB
TASK = b"a cell, a cell, a cell"
PACKED = bytes.fromhex("4b54484ecdc9d1514844a101")
CHECK = 0xBE052165  # CRC-32 of the task

WORTH = 1 << 16  # stored bytes, of all members so far, for which it is worth while to load another library

_chosen: Any = None
_before = 0  # stored bytes that were inflated before that


def chosen(stored: int = WORTH) -> Any:
    """The library: has `decompressobj`, `crc32` and `error`, as zlib has them.

    Args:
        stored: bytes that it will inflate.
    """
    global _before, _chosen
    if _chosen is None:
        _before += stored
        if _before < WORTH:
            return zlib
        _chosen = _found()
    return _chosen


def name() -> str:
    """What the library is called, with its version unless it is Python's own."""
    library = chosen()
    return PLAIN if library is zlib else f"zlib-ng {library.ZLIBNG_VERSION}"


def _found() -> Any:
    if os.environ.get(VARIABLE) == PLAIN:
        return zlib
    try:
        from zlib_ng import zlib_ng
    except ImportError:
        return zlib
    return zlib_ng if _right(zlib_ng) else zlib


def _right(library: Any) -> bool:
    """Whether a library does the task: one that is of another make is not taken."""
    try:
        inflater = library.decompressobj(RAW_DEFLATE)
        first = inflater.decompress(PACKED + b"rest", 5)
        data = first + inflater.decompress(inflater.unconsumed_tail, 100)
        told = (data, first, inflater.eof, inflater.unused_data, library.crc32(TASK))
        return told == (TASK, TASK[:5], True, b"rest", CHECK) and isinstance(library.ZLIBNG_VERSION, str)
    except Exception:  # noqa: BLE001 - whatever it does, it is not what is asked for
        return False
