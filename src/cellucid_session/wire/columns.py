"""The columns of a table, back to back, in the order that its header gives.

Rules of this file: a column that is not known, or is not as long as its rows need, is passed over; one whose elements
have a bound is held against it element by element; none of them is kept unless a sink wants it.
"""

from __future__ import annotations

from cellucid_session.wire.arrays import array
from cellucid_session.wire.sinks import CellIndexTally
from cellucid_session.wire.source import pass_on

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cellucid_session.wire.source import Reading, Source


def columns(
    source: Source,
    layout: Sequence[tuple[str, int, bool]],
    known: Mapping[str, tuple[str, int, str | None]],
    bounds: Mapping[str, int | None],
    rule: str,
    bound_rule: str,
    sink: Callable[[str, bytes], None] | None = None,
) -> Reading[None]:
    """Read the columns of a table.

    Args:
        layout: (name, length in bytes, whether that is the length of its rows) of each column, in order.
        known: name -> (dtype, bytes of an item, name of its bound or None).
        bounds: bound name -> what every element is below; None where nobody knows.
        rule: a column that ends past the source. bound_rule: an element that is not below its bound.
        sink: gets (name, bytes) of every column in pieces, before an element in them is judged.

    Raises:
        Fault: `rule` or `bound_rule`.
    """
    for name, length, as_rows in layout:
        width, bound_name = known[name][1:] if name in known and as_rows else (1, None)
        bound = bounds[bound_name] if bound_name is not None else None
        keep = None if sink is None else _to(sink, name)
        if bound is None:
            yield from pass_on(source, length, rule, "the column", keep or _drop)
        else:
            yield from array(source, length // width, width, rule, CellIndexTally(bound, bound_rule, keep))


def _to(sink: Callable[[str, bytes], None], name: str) -> Callable[[bytes], None]:
    return lambda piece: sink(name, piece)


def _drop(piece: bytes) -> None:
    """A column that nobody asked for."""
