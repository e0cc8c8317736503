"""How much is read in one go, and when numpy is worth it.

Rules of this file:

* Numbers here change speed and memory, never a finding: the plain path and the numpy path of every
  primitive give the same verdict and the same spans. Tests set them to force either path.
* numpy is imported late. A process that judges one small file must not pay for it, so the first bytes of a
  process are read plainly, until they have cost about as much as the import would.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

BLOCK = 32 * 1024
"""Bytes judged at once, at least 8 (a whole varint). Their int64 values fill 256 KiB: with the two or three
arrays that a kernel needs beside them, less than 1 MiB, and all of it in the cache of one core."""

WIDE = 1 << 18
"""Largest block of one-byte deltas processed at once when no temporary array of that length is needed."""

LEAST = 1024
"""Bytes below which a block is read plainly: the calls into numpy would cost more than they save."""

IMPORT = 512 * 1024
"""Bytes that a process reads plainly before it imports numpy (about as long as the import takes)."""

_plainly = 0  # bytes read plainly so far, in blocks that numpy would have read faster


def numpy_for(size: int) -> ModuleType | None:
    """numpy, when a block of `size` bytes should be read with it; else None."""
    global _plainly
    if size < LEAST:
        return None
    if "numpy" not in sys.modules:
        _plainly += size
        if _plainly < IMPORT:
            return None
    import numpy

    return numpy


def last_end(buffer: bytes, at: int) -> int:
    """Where the last whole varint of the block at `at` ends; `at` itself when there is no end in it."""
    stop = min(len(buffer), at + BLOCK)
    while stop > at and buffer[stop - 1] >= 0x80:
        stop -= 1
    return stop
