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


#: of the two chains of an order's digest: what each begins with, its factor, the bits that it turns by
LOW, HIGH = (0x9E3779B1, 0x85EBCA77, 13), (0x85EBCA6B, 0xC2B2AE3D, 17)
_OWN, _OTHER = 0x2C1B3C6D, 0x297A2D39  # factors of the end
_OWN_INVERSE = pow(_OWN, -1, 1 << 32)


def order_digest(coordinates: Any) -> str:
    """The digest of what the viewer drew, in the order of the cells.

    Args:
        coordinates: float32, shape (cells, 3).

    Returns:
        16 lower-case hexadecimal digits.
    """
    low, high = (_chain(coordinates, *chain) for chain in (LOW, HIGH))
    low = ((low ^ low >> 16) * _OWN ^ (high ^ high >> 13) * _OTHER) & WORD
    high = ((high ^ high >> 16) * _OWN ^ (low ^ low >> 13) * _OTHER) & WORD
    return f"{high:08x}{low:08x}"


def order_agrees(coordinates: Any, digest: str) -> bool:
    """Whether a digest is that of coordinates: what ends it is undone first, so that one chain that differs is enough.

    Args:
        coordinates: float32, shape (cells, 3). digest: 16 lower-case hexadecimal digits.
    """
    high, low = int(digest[:8], 16), int(digest[8:], 16)
    high = _unshifted((high ^ (low ^ low >> 13) * _OTHER) * _OWN_INVERSE & WORD)
    low = _unshifted((low ^ (high ^ high >> 13) * _OTHER) * _OWN_INVERSE & WORD)
    return _chain(coordinates, *LOW) == low and _chain(coordinates, *HIGH) == high


def _unshifted(word: int) -> int:
    """The word of which this is `word ^ word >> 16`."""
    return word ^ word >> 16


def _chain(coordinates: Any, state: int, factor: int, turn: int) -> int:
    """The end of a chain over all words: each depends on the one before, so that nothing of it can be done at once.

    A word is turned by a product that is as many bits further up: what leaves it above comes back below. What then
    stands above the word has no part in the bits of the next one that are kept, and goes with them.
    """
    import numpy as np

    words = np.ascontiguousarray(coordinates, dtype="<f4").reshape(-1).view("<u4")
    state ^= len(words) & WORD
    further, kept = factor << turn, WORD << turn
    for start in range(0, len(words), BLOCK):
        for word in words[start : start + BLOCK].tolist():
            state = (state ^ word) * further & kept
            state |= state >> 32
    return state & WORD
