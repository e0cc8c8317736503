"""count * fixed-width little-endian numbers, back to back.

Rules of this file: elements go to the sink in blocks as they come, cut at an element's end; nothing of the size
`count` is allocated here. A sink may refuse an element by raising `Fault`.
"""

from __future__ import annotations

from cellucid_session.wire.source import Fault, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    from cellucid_session.wire.source import Reading, Source

    class ElementTaker(Protocol):
        def begin(self, count: int, width: int) -> None:
            """Told before the first element: how many there will be, and how wide they are (0: runs)."""

        def elements(self, data: bytes, start: int, width: int) -> None:
            """Take whole elements of `width` bytes; the first byte stands at offset `start`."""


BLOCK = 65536  # bytes handed on at a time


def array(
    source: Source, count: int, width: int, rule: str, sink: ElementTaker | None = None
) -> Reading[None]:
    """Read `count` elements of `width` bytes.

    Args:
        sink: gets the elements in order, block by block.

    Raises:
        Fault: `rule` when the source ends early (what there is of the array); and what the sink raises.
    """
    start = source.position
    size = count * width
    if sink is not None:
        sink.begin(count, width)
    missing = size
    rest = b""  # the beginning of an element that was cut
    while missing:
        piece = yield from some(source, min(missing, BLOCK))
        if not piece:
            detail = f"{count} elements need {size} bytes, only {size - missing} are there"
            raise Fault(rule, start, source.position, detail)
        missing -= len(piece)
        if sink is None:
            continue
        if rest:
            piece = rest + piece
        whole = len(piece) - len(piece) % width
        if whole:
            at = source.position - len(piece)
            sink.elements(piece if whole == len(piece) else piece[:whole], at, width)
        rest = piece[whole:]
