"""Do the cells stand in the order that they had when the session was saved?

Rules of this file:

* Later sessions hold a digest of the embedding that was drawn, in the order of the cells. It is made again from the
  data set, where the rule is known: nothing else in any session can show that cells were reordered.
* "confirmed" is said only where a digest agrees, "different" only where the rule is known for certain and no way of it
  agrees; everything else is "unknown", and why. A digest that differs may mean another embedding as well.
* A digest is no protection against somebody who makes a session on purpose. Spec: 10.1.2.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from cellucid_session.errors import SessionError
from cellucid_session.safe import safe
from cellucid_session.wire.cell_digest import order_agrees, order_digest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cellucid_session.apply.arrays import Data
    from cellucid_session.generation import Generation

WARN, REQUIRE, IGNORE = "warn", "require", "ignore"
MODES = (WARN, REQUIRE, IGNORE)
CONFIRMED, DIFFERENT, UNKNOWN = "confirmed", "different", "unknown"
#: the keys of obsm that are drawn where the session names none, by the number of dimensions
DRAWN = {dimension: f"X_umap_{dimension}d" for dimension in (1, 2, 3)}
OTHERWISE = "X_umap"  # where none of them is there
KNOWN = "known"
_DIGEST = re.compile("[0-9a-f]{16}")


class CellOrderError(SessionError, ValueError):
    """The order of the cells is not confirmed, and the caller asked for that."""


class CellOrderWarning(UserWarning):
    """The cells are not in the order of the session, or its embedding is another one: labels may be on other cells."""


@dataclasses.dataclass(frozen=True)
class Order:
    """What is known of the order. status: "confirmed", "different" or "unknown". why: a sentence, or ""."""

    status: str = UNKNOWN
    why: str = ""

    def require(self) -> None:
        """Raise CellOrderError unless the order is confirmed."""
        if self.status != CONFIRMED:
            why = self.why or "the session holds nothing that tells it"
            raise CellOrderError(f"the order of the cells is not confirmed ({self.status}): {why}")


@dataclasses.dataclass(frozen=True)
class _Drawn:
    """What was drawn: a key of obsm, its columns (None: all), the number of dimensions and the digest."""

    key: str
    columns: list[int] | None
    dimension: int
    digest: str


def look(manifest: dict[str, Any], generation: Generation, data: Data, shown: Any = None) -> Order:
    """Make the digest again.

    Args:
        shown: for each cell of the session its row in the data set, int64, shape (cells,); None: the same one.
    """
    fingerprint = manifest.get("datasetFingerprint")
    said = fingerprint.get("cellOrder") if isinstance(fingerprint, dict) else None
    if not generation.order or said is None:
        return Order()
    drawn = _drawn(said, data)
    if isinstance(drawn, str):
        return Order(UNKNOWN, drawn)
    named = f"obsm {safe(drawn.key, 80)}"
    values = data.embedding(drawn.key)
    if values is None:
        return Order(UNKNOWN, f"the data set has no {named}, which was drawn")
    columns = _columns(values, drawn)
    if isinstance(columns, str):
        return Order(UNKNOWN, f"{named} {columns}")
    if shown is not None:
        columns = columns[shown]
    ways = list(_ways(columns))
    if any(order_agrees(_padded(way), drawn.digest) for way in ways):
        return Order(CONFIRMED, f"by the digest of {named}")
    if len(ways) < 2:
        return Order(UNKNOWN, f"{named} has no extent, or values that are not finite")
    told = f"the cells stand in another order than in the session, or {named} is another one"
    if generation.order != KNOWN:
        return Order(UNKNOWN, f"{told}, or release {generation.releases[0]} makes its digest otherwise")
    return Order(DIFFERENT, f"{told}: labels may be on other cells")


def _drawn(said: Any, data: Data) -> _Drawn | str:
    """What was drawn, or why nobody can tell."""
    malformed = "cellOrder of the fingerprint is not well formed"
    dimension, digest = (
        (said.get("dimension"), said.get("digest")) if isinstance(said, dict) else (None, None)
    )
    if (
        type(dimension) is not int
        or dimension not in DRAWN
        or not isinstance(digest, str)
        or not _DIGEST.fullmatch(digest)
    ):
        return malformed
    if "embedding" not in said:
        key = (
            DRAWN[dimension]
            if any(data.embedding(each) is not None for each in DRAWN.values())
            else OTHERWISE
        )
        return _Drawn(key, None, dimension, digest)
    embedding = said["embedding"] if isinstance(said["embedding"], dict) else {}
    named, columns = embedding.get("key"), embedding.get("columns", 0)
    if not isinstance(named, str):
        return malformed
    if columns is None:
        return "it was drawn from an exported data set, whose coordinates an AnnData does not have"
    if not isinstance(columns, list) or len(columns) != dimension or len({*map(str, columns)}) != dimension:
        return malformed
    if not all(type(column) is int and column >= 0 for column in columns):
        return malformed
    return _Drawn(named, columns, dimension, digest)


def _columns(values: Any, drawn: _Drawn) -> Any:
    """The columns that were drawn: float64, shape (cells, dimension); or why there are none, as a text."""
    import numpy as np

    array = np.asarray(values.toarray() if hasattr(values, "toarray") else values)
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2 or array.dtype.kind not in "iuf":
        return "is no table of numbers"
    wanted = list(range(array.shape[1])) if drawn.columns is None else drawn.columns
    if len(wanted) != drawn.dimension or max(wanted, default=0) >= array.shape[1]:
        return f"has {array.shape[1]} columns, others than were drawn"
    return array[:, wanted].astype(np.float64)


def _ways(columns: Any) -> Iterator[Any]:
    """The coordinates that can have been drawn, float32: brought to one scale, and as they are; none that can't be."""
    import numpy as np

    if not np.isfinite(columns).all():
        return
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        if len(columns):
            low, high = columns.min(axis=0), columns.max(axis=0)
            extent = float((high - low).max())
            if np.isfinite(extent) and extent > 0:
                scaled = ((columns - (low + high) / 2) * (2 / extent)).astype(np.float32)
                if np.isfinite(scaled).all():
                    yield scaled
        plain = columns.astype(np.float32)
    if np.isfinite(plain).all():
        yield plain


def drawn_digest(columns: Any) -> str:
    """The digest of coordinates as a viewer draws them. columns: numbers, shape (cells, 1 to 3), finite."""
    import numpy as np

    return order_digest(_padded(next(_ways(np.asarray(columns, dtype=np.float64)))))


def _padded(columns: Any) -> Any:
    """Coordinates with zeros where there are fewer than three."""
    import numpy as np

    coordinates = np.zeros((len(columns), 3), dtype=np.float32)
    coordinates[:, : columns.shape[1]] = columns
    return coordinates
