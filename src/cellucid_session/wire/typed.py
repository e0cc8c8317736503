"""Arrays up to the end of a payload: a byte for the type, uvarint(count), the items.

Rules of this file: the items pass through; only types and counts are kept, at most as many as the payload has bytes.
What the JSON text before them says of the arrays is not known here.
"""

from __future__ import annotations

from cellucid_session.wire.source import Fault, pass_on, some
from cellucid_session.wire.uvarint import Repeats, uvarint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from cellucid_session.wire.source import Reading, Source


def typed_arrays(
    source: Source,
    dtypes: Mapping[int, tuple[str, int]],
    rule: str,
    short_rule: str,
    sink: Any,
    repeats: Repeats,
) -> Reading[int]:
    """Read arrays to the end.

    Args:
        dtypes: type byte -> (name, bytes of an item). rule: another type byte. short_rule: an array that is cut.
        sink: `array(name, count)` is called before each array, then it is called with pieces of its items.

    Returns:
        How many arrays there are.

    Raises:
        Fault: `rule` (the byte), `short_rule` (what there is of the items), uvarint.*.
    """
    found = 0
    while byte := (yield from some(source, 1)):
        at = source.position - 1
        kind = dtypes.get(byte[0])
        if kind is None:
            raise Fault(rule, at, at + 1, f"the type of array {found} is {byte[0]}")
        count = yield from uvarint(source, "the number of items", repeats)
        if sink is not None:
            sink.array(kind[0], count)
        yield from pass_on(
            source, count * kind[1], short_rule, "the array", sink if sink is not None else _drop
        )
        found += 1
    return found


def _drop(piece: bytes) -> None:
    """Items that nobody asked for."""
