"""Whose cells these are: what is kept of the names of rows, to know them again in another order or another set.

Rules of this file:

* The names are kept as digests: one of them in order, one of them as a set, and 64 bits of a keyed hash for each, in
  order. No name is kept. The key is drawn anew each time, so that nobody can choose names that fall together.
* A digest is of names as they are: no case is folded, nothing is cut or normalised; what is no text is taken as pandas
  writes it.
* Names that occur twice, and hashes that fall together, name nobody: who asks by name is told that it can't be known.
Spec: 3, 10.1.1.
"""

from __future__ import annotations

import array
import hashlib
import secrets
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np

KEY = 16  # characters of a key of SipHash


class Names:
    """The names of the rows of one table.

    Attributes:
        count: how many. ordered, unordered: SHA-256 of them in order, and whatever their order is, 64 hex digits.
        key: 16 hex digits. hashes: SipHash-2-4 under that key, uint64, shape (count,), in order.
    """

    __slots__ = ("count", "hashes", "key", "ordered", "unordered")

    def __init__(
        self, count: int, ordered: str, unordered: str, key: str, hashes: np.ndarray[Any, np.dtype[np.uint64]]
    ) -> None:
        self.count = count
        self.ordered = ordered
        self.unordered = unordered
        self.key = key
        self.hashes = hashes

    def __repr__(self) -> str:
        return f"<Names: {self.count}, {self.ordered[:16]} in order>"


def of(names: Iterable[object]) -> Names:
    """What is kept of names, such as an AnnData's `obs_names`. Needs numpy and pandas."""
    texts = [str(name) for name in names]
    key = secrets.token_hex(KEY // 2)
    return Names(len(texts), digest(texts), digest(sorted(texts)), key, _hashes(texts, key))


def digests(names: Iterable[object]) -> tuple[str, str]:
    """`ordered` and `unordered` of names alone, as a manifest's `cellNames` has them (spec 3)."""
    texts = [str(name) for name in names]
    return digest(texts), digest(sorted(texts))


def kept(tables: Mapping[str, Iterable[object] | None]) -> dict[str, Names]:
    """The same for several tables by name; one whose names can't be had is left out."""
    return {axis: of(names) for axis, names in tables.items() if names is not None}


def digest(texts: Sequence[str]) -> str:
    """SHA-256 of texts in order: how many code points each has (uint64, little-endian), then all texts as UTF-8."""
    lengths = array.array("Q", map(len, texts))
    if sys.byteorder == "big":
        lengths.byteswap()
    found = hashlib.sha256(lengths.tobytes())
    found.update("".join(texts).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _hashes(texts: Sequence[str], key: str) -> np.ndarray[Any, np.dtype[np.uint64]]:
    import numpy as np
    from pandas.util import hash_array

    held = np.empty(len(texts), dtype=object)
    # pandas hashes UTF-8, which a lone surrogate has none of; escaped it stays another name than any other
    held[:] = [
        text if text.isascii() else text.encode("utf-8", "surrogatepass").hex() + "\0" for text in texts
    ]
    return hash_array(held, hash_key=key, categorize=False) if len(texts) else np.empty(0, dtype=np.uint64)


class Placed:
    """Where the rows of one table stand in another.

    Attributes:
        how: "positions" (the same names in the same order), "names" (the same ones in another order), "some" (only some
            are the same), or "unknown" (names that occur twice can't tell).
        shared: how many rows are in both.
        sources: for each row here the place there, int64, -1 where it is not there; None for "positions" and "unknown".
    """

    __slots__ = ("how", "shared", "sources")

    def __init__(self, how: str, shared: int, sources: np.ndarray[Any, np.dtype[np.int64]] | None) -> None:
        self.how = how
        self.shared = shared
        self.sources = sources


def place(kept: Names, names: Iterable[object]) -> Placed:
    """Find rows by name: `names` are those here, `kept` is what is known of those there."""
    import numpy as np

    texts = [str(name) for name in names]
    if len(texts) == kept.count and digest(texts) == kept.ordered:
        return Placed("positions", kept.count, None)
    here = _hashes(texts, kept.key)
    order = np.argsort(kept.hashes, kind="stable")
    there = kept.hashes[order]
    if _repeated(there) or _repeated(np.sort(here)):
        return Placed("unknown", 0, None)
    at = np.searchsorted(there, here)
    at[at == len(there)] = 0
    found = there[at] == here if len(there) else np.zeros(len(here), dtype=np.bool_)
    sources = np.where(found, order[at] if len(there) else -1, -1).astype(np.int64)
    shared = int(found.sum())
    same = shared == kept.count == len(texts) and digest(sorted(texts)) == kept.unordered
    return Placed("names" if same else "some", shared, sources)


def _repeated(ordered: np.ndarray[Any, Any]) -> bool:
    return bool((ordered[1:] == ordered[:-1]).any())
