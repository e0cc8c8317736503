"""Codes of 1, 2 or 4 bits, the first in the lowest bits of the first byte; and codes as wide as the caller says.

Rules of this file: codes go to the sink as bytes, one for each code, in blocks, with the place of the first packed
byte; nothing of the declared number is allocated. Set bits behind the last code are noted and not read.
"""

from __future__ import annotations

from cellucid_session.wire.blocks import numpy_for
from cellucid_session.wire.source import Fault, some

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.wire.source import Reading, Source

PIECE = 32 * 1024  # packed bytes at a time


def packed(
    source: Source, count: int, bits: int, short_rule: str, padding_rule: str, sink: Any = None
) -> Reading[None]:
    """Read `count` codes of `bits` bits.

    Args:
        sink: `begin(count, 1)`, then `packed(codes, start, bits)`: bytes with one code each, and the offset of the byte
            that the first of them lies in.

    Raises:
        Fault: `short_rule` when the source ends early (what there is); and what the sink raises.
    """
    start = source.position
    wanted = (count * bits + 7) // 8
    each = 8 // bits
    if sink is not None:
        sink.begin(count, 1)
    done = 0
    while done < wanted:
        piece = yield from some(source, min(PIECE, wanted - done))
        if not piece:
            detail = f"{count} codes of {bits} bits need {wanted} bytes, only {done} are there"
            raise Fault(short_rule, start, source.position, detail)
        if sink is not None:
            codes = unpacked(piece, bits)
            here = min(len(codes), count - done * each)
            sink.packed(codes if here == len(codes) else codes[:here], start + done, bits)
        done += len(piece)
        spare = count * bits % 8
        if done == wanted and spare and piece[-1] >> spare:
            source.note(padding_rule, start + done - 1, start + done, "bits behind the last code are set")


def unpacked(piece: bytes, bits: int) -> bytes:
    """Packed codes, one a byte."""
    each, mask = 8 // bits, (1 << bits) - 1
    np = numpy_for(len(piece))
    if np is None:
        return bytes(byte >> shift & mask for byte in piece for shift in range(0, 8, bits))
    raw = np.frombuffer(piece, np.uint8)
    if bits == 1:
        return bytes(np.unpackbits(raw, bitorder="little"))
    out = np.empty((len(raw), each), np.uint8)
    for place in range(each):
        np.right_shift(raw, place * bits, out=out[:, place])
    out &= mask
    data: bytes = out.tobytes()
    return data
