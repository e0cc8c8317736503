"""Hostile deflate data: blocks that are written field by field, each field wrong now and then.

Rules of this file: a stream is a function of its `random.Random`. Lengths of codes are over- and under-subscribed,
without an end, without distances, or of one symbol; distances reach too far back; stored lengths lie; codes are taken
that no table has; and what was written is cut, changed and followed by more.
"""

from __future__ import annotations

import random

ORDER = (16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15)
MOST = 15  # bits of a code
Codes = dict[int, tuple[int, int]]  # symbol -> code and its bits


class Bits:
    """Bits from the lowest on."""

    def __init__(self) -> None:
        self.value = self.count = 0

    def put(self, value: int, count: int) -> None:
        """Append a number."""
        self.value |= (value & ((1 << count) - 1)) << self.count
        self.count += count

    def code(self, code: tuple[int, int]) -> None:
        """Append a code, whose highest bit comes first."""
        value, count = code
        self.put(int(f"{value:0{count}b}"[::-1], 2) if count else 0, count)

    def align(self) -> None:
        """Go on at the next byte."""
        self.count += -self.count % 8

    def data(self) -> bytes:
        """What was written."""
        return self.value.to_bytes((self.count + 7) // 8, "little")


def codes(lengths: list[int]) -> Codes:
    """Symbol -> (code, bits), as RFC 1951 gives them to lengths, also to wrong ones."""
    found: Codes = {}
    code = 0
    for size in range(1, MOST + 1):
        for symbol, length in enumerate(lengths):
            if length == size:
                found[symbol] = (code & ((1 << size) - 1), size)
                code += 1
        code <<= 1
    return found


def lengths_of(draw: random.Random, symbols: list[int], many: int, most: int) -> list[int]:
    """Lengths for symbols: of a whole code, then wrong now and then."""
    lengths = [0] * many
    sizes = [1, 1] if len(symbols) > 1 else [1] * len(symbols)
    while len(sizes) < len(symbols):
        at = draw.randrange(len(sizes))
        if sizes[at] >= most:
            at = min(range(len(sizes)), key=sizes.__getitem__)
        sizes[at : at + 1] = [sizes[at] + 1] * 2
    for symbol, size in zip(symbols, sizes, strict=False):
        lengths[symbol] = size
    if draw.random() < 0.35:
        for _ in range(draw.randint(1, 3)):
            lengths[draw.randrange(many)] = draw.randrange(most + 1)
    return lengths


FIXED = [8] * 144 + [9] * 112 + [7] * 24 + [8] * 8


def _symbols(
    draw: random.Random, out: Bits, literal: dict[int, tuple[int, int]], distance: dict[int, tuple[int, int]]
) -> None:
    for _ in range(draw.choice((0, 1, 3, 10, 60, 400))):
        symbol = draw.choice(list(literal)) if literal and draw.random() < 0.98 else draw.randrange(288)
        if symbol == 256 and draw.random() < 0.9:
            continue
        out.code(literal.get(symbol, (draw.getrandbits(9), 9)))
        if symbol > 256:
            extra = max(0, (symbol - 261) // 4) if 264 < symbol < 285 else 0
            out.put(draw.getrandbits(5), extra)
            far = draw.choice(list(distance)) if distance and draw.random() < 0.98 else draw.randrange(32)
            out.code(distance.get(far, (draw.getrandbits(5), 5)))
            out.put(draw.getrandbits(14), max(0, far // 2 - 1))
    if draw.random() < 0.95 and 256 in literal:
        out.code(literal[256])


def _stored(draw: random.Random, out: Bits) -> None:
    out.put(draw.getrandbits(7) if draw.random() < 0.3 else 0, -out.count % 8)
    size = draw.choice((0, 0, 1, 5, 70, 300))
    out.put(size, 16)
    out.put(~size if draw.random() < 0.95 else draw.getrandbits(16), 16)
    for byte in draw.randbytes(size if draw.random() < 0.97 else size // 2):
        out.put(byte, 8)


def _dynamic(draw: random.Random, out: Bits) -> None:
    picked = draw.sample(range(256), draw.choice((0, 1, 2, 6, 30)))
    picked += draw.sample(range(257, 288), draw.choice((0, 1, 3, 8)))
    if draw.random() < 0.95:
        picked.append(256)
    draw.shuffle(picked)
    far = draw.sample(range(32), draw.choice((0, 1, 1, 2, 5, 12)))
    literal = lengths_of(draw, picked, 288, MOST)
    distance = lengths_of(draw, far, 32, MOST)
    many, more = draw.choice((286, 286, 286, 257, 287, 288)), draw.choice((30, 30, 30, 1, 31, 32))
    literal, distance = literal[:many], distance[:more]
    used = sorted({*literal, *distance})
    lengths = lengths_of(draw, [*used, 16, 17, 18][: draw.choice((19, 19, len(used)))], 19, 7)
    table = codes(lengths)
    out.put(many - 257, 5)
    out.put(more - 1, 5)
    count = draw.choice((19, 19, 19, 4, 15))
    out.put(count - 4, 4)
    for symbol in ORDER[:count]:
        out.put(lengths[symbol], 3)
    row = [*literal, *distance]
    at = 0
    while at < len(row):
        run = 1
        while at + run < len(row) and row[at + run] == row[at] and run < 138:
            run += 1
        if row[at] == 0 and run >= 11 and 18 in table and draw.random() < 0.9:
            out.code(table[18])
            out.put(run - 11, 7)
        elif row[at] == 0 and run >= 3 and 17 in table and draw.random() < 0.9:
            run = min(run, 10)
            out.code(table[17])
            out.put(run - 3, 3)
        elif 16 in table and draw.random() < 0.02:  # at the beginning there is nothing to repeat
            run = draw.randint(3, 6)
            out.code(table[16])
            out.put(run - 3, 2)
        else:
            run = 1
            out.code(table.get(row[at], (draw.getrandbits(7), 7)))
        at += run
    _symbols(draw, out, codes(literal), codes(distance))


def stream(draw: random.Random) -> bytes:
    """Deflate data, of which most are broken and many nearly whole."""
    out = Bits()
    blocks = draw.choice((1, 1, 2, 4))
    for block in range(blocks):
        out.put(block == blocks - 1, 1)
        kind = draw.choices((0, 1, 2, 3), (3, 3, 8, 0.2))[0]
        out.put(kind, 2)
        if kind == 0:
            _stored(draw, out)
        elif kind == 1:
            _symbols(draw, out, codes(FIXED), codes([5] * 32))
        elif kind == 2:
            _dynamic(draw, out)
    data = bytearray(out.data())
    if data and draw.random() < 0.15:
        for _ in range(draw.randint(1, 3)):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    if draw.random() < 0.1:
        del data[draw.randrange(len(data) + 1) :]
    return bytes(data) + draw.randbytes(draw.choice((0, 0, 0, 1, 9)))
