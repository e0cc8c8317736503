"""Digests that a session holds over cells: of a set of them, and of the order in which they were drawn.

Rules of this file: all numbers are unsigned words of 32 bits and wrap, as in the viewer; the sums are taken so that
nothing else can. A digest that agrees is evidence, no proof: both are easy to make on purpose. Spec: 5, 10.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

WORD = 0xFFFFFFFF
BLOCK = 1 << 16  # cells, or words, at a time


def set_digest(cells: Any) -> int:
    """The digest32 of a set of cells.

    Args:
        cells: their indices, integers of any type, shape (k,), each once, below 2^32.
    """
    import numpy as np

    total = 0
    for start in range(0, len(cells), BLOCK):
        mixed = np.asarray(cells[start : start + BLOCK]).astype(np.uint32)
        for _ in range(2):
            mixed ^= mixed >> np.uint32(16)
            mixed *= np.uint32(0x045D9F3B)
        mixed ^= mixed >> np.uint32(16)
        total += int(mixed.sum(dtype=np.uint64))
    return total & WORD


def order_digest(coordinates: Any) -> str:
    """The digest of what the viewer drew, in the order of the cells.

    Args:
        coordinates: float32, shape (cells, 3).

    Returns:
        16 lower-case hexadecimal digits.
    """
    import numpy as np

    words = np.ascontiguousarray(coordinates, dtype="<f4").reshape(-1).view("<u4")
    count = len(words) & WORD
    low, high = 0x9E3779B1 ^ count, 0x85EBCA6B ^ count
    for start in range(0, len(words), BLOCK):
        for word in words[start : start + BLOCK].tolist():
            low = ((low ^ word) * 0x85EBCA77) & WORD
            low = (low << 13 | low >> 19) & WORD
            high = ((high ^ word) * 0xC2B2AE3D) & WORD
            high = (high << 17 | high >> 15) & WORD
    low = ((low ^ low >> 16) * 0x2C1B3C6D ^ (high ^ high >> 13) * 0x297A2D39) & WORD
    high = ((high ^ high >> 16) * 0x2C1B3C6D ^ (low ^ low >> 13) * 0x297A2D39) & WORD
    return f"{high:08x}{low:08x}"
