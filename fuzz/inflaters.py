"""Hostile members, inflated with and without the faster library: the same fault, notes and payload, byte for byte.

    python fuzz/inflaters.py STREAMS [SEED]

Rules of this file: most members have the right CRC-32 and length of what they hold, so that only the inflater can tell
that they are broken. Pieces are cut anywhere, and the bound of the payload is drawn around its length. It ends with 1
at the first difference, and shows the member.
"""

from __future__ import annotations

import collections
import hashlib
import random
import sys
import time
import zlib
from typing import Any

import _deflate
from zlib_ng import zlib_ng

from cellucid_session import inflaters
from cellucid_session.io.twice import Twice
from cellucid_session.wire import gunzip as module
from cellucid_session.wire.source import Fault, Pump, Source

NEAR = 60  # neighbours of each member's data, given to the libraries themselves
HEAD = b"\x1f\x8b\x08" + bytes(7)


def read(member: bytes, cap: int, sizes: list[int], again: bool = False) -> tuple[Any, Any, bytes]:
    """Fault, end and payload of a member that comes in pieces of these sizes, then whole.

    again: its bytes can be had again.
    """
    out: list[bytes] = []
    source = Source()
    twice = Twice(lambda at, most: member[at : at + most], hashlib.sha256())
    if again:
        source.again = twice
    pump = Pump(source, module.gunzip(source, len(member), cap, out.append))
    fault: Any = None
    at = 0
    try:
        for size in (*sizes, len(member)):
            twice.update(member[at : at + size])
            pump.feed(member[at : at + size])
            at += size
        pump.end()
    except Fault as found:
        fault = (found.rule, found.start, found.end, found.detail)
    return fault, None, b"".join(out)


def held(data: bytes, most: int = 1 << 22) -> bytes:
    """What zlib makes of deflate data before it stops."""
    inflater, out = zlib.decompressobj(-15), b""
    for at in range(len(data)):
        try:
            out += inflater.decompress(data[at : at + 1], most)
        except zlib.error:
            break
        if inflater.eof or len(out) > most:
            break
    return out


def drawn(draw: random.Random) -> tuple[bytes, int, list[int]]:
    """A member, a bound and a way to cut."""
    if draw.random() < 0.15:  # whole ones by an encoder, long enough for steps of output
        body = draw.choice(
            (bytes(draw.randrange(400_000)), draw.randbytes(draw.randrange(3000)) * draw.randint(1, 90))
        )
        packer = zlib.compressobj(
            draw.randint(0, 9), zlib.DEFLATED, -15, draw.randint(1, 9), draw.randrange(5)
        )
        data, payload = packer.compress(body) + packer.flush(), body
        if draw.random() < 0.5 and data:
            changed = bytearray(data)
            changed[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
            data = bytes(changed)
    else:
        data = _deflate.stream(draw)
        payload = held(data)
    tail = zlib.crc32(payload).to_bytes(4, "little") + (len(payload) & 0xFFFFFFFF).to_bytes(4, "little")
    member = HEAD + data + (tail if draw.random() < 0.95 else b"")
    size = len(payload)
    cap = draw.choice((size, size, size + 1, max(0, size - 1), draw.randrange(size + 2), 1 << 30))
    cuts = [draw.choice((1, 1, 2, 7, 64, 4096)) for _ in range(draw.choice((0, 0, 3, 40)))]
    return member, cap, cuts


def told(library: Any, data: bytes, cut: int, most: int) -> tuple[bool, bytes, bytes] | None:
    """What a library makes of deflate data in two pieces: end, output and what is behind it; None where it fails."""
    inflater = library.decompressobj(-15)
    try:
        out = inflater.decompress(data[:cut], most)
        rest = inflater.unconsumed_tail or inflater.unused_data
        if not inflater.eof:
            rest, most = rest + data[cut:], most - len(out)
            if most:
                out += inflater.decompress(rest, most)
        else:
            return True, out, rest + data[cut:]
    except library.error:
        return None
    return inflater.eof, out, inflater.unused_data if inflater.eof else b""


def neighbours(draw: random.Random, data: bytes, many: int) -> bytes | None:
    """Change deflate data a little, so many times; returns one that the libraries tell apart."""
    for _ in range(many if data else 0):
        changed = bytearray(data)
        for _ in range(draw.choice((1, 1, 2, 4))):
            changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
        cut = draw.randrange(len(changed) + 1)
        both = [told(library, bytes(changed), cut, 1 << 18) for library in (zlib, zlib_ng)]
        if both[0] != both[1]:
            return bytes(changed)
    return None


def main(streams: int, seed: int) -> int:
    """Compare so many members; what they were is printed at the end."""
    draw = random.Random(seed)
    met: collections.Counter[str] = collections.Counter()
    began = time.monotonic()
    for number in range(streams):
        member, cap, cuts = drawn(draw)
        answers = []
        for library, kept, again in ((zlib, -1, False), (zlib_ng, 2 << 20, False), (zlib_ng, -1, True)):
            inflaters._chosen, module.KEPT = library, kept
            answers.append(read(member, cap, cuts, again))
        if answers[0] != answers[1] or answers[0] != answers[2]:
            print(f"seed {seed}, stream {number}: cap {cap}, cut at {cuts}: {member.hex()}")
            for answer in answers:
                print("  ", answer[0], len(answer[2]), zlib.crc32(answer[2]))
            return 1
        odd = neighbours(draw, member[len(HEAD) : -8], NEAR)
        if odd is not None:
            print(
                f"seed {seed}, stream {number}: raw deflate data that two libraries tell apart: {odd.hex()}"
            )
            return 1
        met[answers[0][0][0] if answers[0][0] else "whole"] += 1
    rules = ", ".join(f"{rule} {count:,}" for rule, count in met.most_common())
    print(f"{streams:,} members and {streams * NEAR:,} neighbours of their data, no difference: {rules}")
    print(f"{time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1))
