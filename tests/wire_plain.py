"""The binary payloads and the gzip member, read plainly, and a way to run the fast readers on cut bytes.

The readers here are loops over bytes, written from the format's page and not from the package: what they find is what
the package's kernels must find, whatever the cut of the bytes and whichever path the kernels take.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from cellucid_session.generated import payloads
from cellucid_session.wire import blocks
from cellucid_session.wire.gunzip import gunzip
from cellucid_session.wire.source import Fault, Pump, Source

Place = tuple[str, int, int]
SAFE = (1 << 53) - 1


class Broken(Exception):
    """The plain reader's fault: rule, start, end."""


class Found(NamedTuple):
    """What a reader found. taken: what it decoded, None after a fault."""

    fault: Place | None
    notes: list[Place]
    taken: Any


def leb(value: int) -> bytes:
    """A number as a uvarint."""
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def steps(indices: Iterable[int]) -> bytes:
    """Cell indices, in order, as an index list."""
    listed = list(indices)
    before = [0, *listed]
    return leb(len(listed)) + b"".join(leb(one - last) for one, last in zip(listed, before, strict=False))


def pairs(runs: Iterable[tuple[int, int]], length: int | None = None) -> bytes:
    """Runs (value, run) as codes of encoding 2."""
    listed = list(runs)
    total = sum(run for _, run in listed) if length is None else length
    return b"\2" + leb(total) + leb(len(listed)) + b"".join(leb(value) + leb(run) for value, run in listed)


# -- plain readers --


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0
        self.first: dict[str, Place] = {}

    def note(self, rule: str, start: int, end: int) -> None:
        self.first.setdefault(rule, (rule, start, end))

    def uvarint(self) -> tuple[int, int]:
        """Value, and where its bytes begin."""
        start, value = self.at, 0
        for number in range(8):
            if start + number == len(self.data):
                raise Broken("uvarint.truncated", start, len(self.data))
            byte = self.data[start + number]
            value += (byte % 128) * 128**number
            if byte < 128:
                self.at = start + number + 1
                if value > SAFE:
                    raise Broken("uvarint.range", start, self.at)
                if number and not byte:
                    self.note("uvarint.overlong", start, self.at)
                return value, start
        raise Broken("uvarint.too-long", start, start + 8)

    def found(self, read: Callable[[], Any], ends: tuple[str, ...]) -> Found:
        """Run a reader. ends: notes that are only left when it comes to its end."""
        try:
            taken = read()
        except Broken as broken:
            return Found(
                broken.args, sorted(each for rule, each in self.first.items() if rule not in ends), None
            )
        return Found(None, sorted(self.first.values()), taken)

    def over(self, rule: str) -> None:
        if self.at < len(self.data):
            self.note(rule, self.at, len(self.data))


def plain_index_list(data: bytes, cells: int | None) -> Found:
    """Members of a group; taken: the indices."""
    here = _Bytes(data)

    def read() -> list[int]:
        count, start = here.uvarint()
        if cells is not None and count > cells:
            raise Broken("cells.count", start, here.at)
        indices: list[int] = []
        last = 0
        for number in range(count):
            step, start = here.uvarint()
            last += step
            if last >= min(cells if cells is not None else 1 << 32, 1 << 32):
                raise Broken("cells.index", start, here.at)
            if number and not step:
                here.note("cells.duplicate", start, here.at)
            indices.append(last)
        here.over("cells.trailing")
        return indices

    return here.found(read, ("cells.duplicate",))


def plain_codes(data: bytes, lengths: tuple[int, ...] | None) -> Found:
    """Codes of a field; taken: (value, run, start and end of the value) of each run, or of each code."""
    here = _Bytes(data)

    def read() -> list[tuple[int, int, int, int]]:
        if not data:
            raise Broken("codes.truncated", 0, 0)
        here.at = 1
        if data[0] > 2:
            raise Broken("codes.encoding", 0, 1)
        length, start = here.uvarint()
        if length > (1 << 32) - 1 or (lengths is not None and length not in lengths):
            raise Broken("codes.length", start, here.at)
        taken: list[tuple[int, int, int, int]] = []
        start = here.at
        if data[0] < 2:
            width = data[0] + 1
            if start + length * width > len(data):
                raise Broken("codes.truncated", start, len(data))
            taken = [
                (sum(data[at + i] << 8 * i for i in range(width)), 1, at, at + width)
                for at in range(start, start + length * width, width)
            ]
            here.at = start + length * width
        else:
            total = 0
            for _ in range(here.uvarint()[0]):
                value, first = here.uvarint()
                middle = here.at
                if value > 65535:
                    raise Broken("codes.value", first, middle)
                run, _ = here.uvarint()
                total += run
                if total > length:
                    raise Broken("codes.runs", middle, here.at)
                if not run:
                    here.note("codes.zero-run", middle, here.at)
                taken.append((value, run, first, middle))
            if total < length:
                raise Broken("codes.runs", start, here.at)
        here.over("codes.trailing")
        return taken

    return here.found(read, ())


def plain_member(data: bytes, cap: int) -> tuple[Place | None, list[Place], bytes]:
    """A gzip member, its deflate data given to zlib one byte at a time; the fault, the notes, the payload."""
    notes: list[Place] = []
    payload = bytearray()
    at = 0

    def want(size: int) -> bytes:
        nonlocal at
        if at + size > len(data):
            raise Broken("gzip.truncated", at, len(data))
        at += size
        return data[at - size : at]

    try:
        for wanted in b"\x1f\x8b\x08":
            if want(1)[0] != wanted:
                raise Broken("gzip.header", at - 1, at)
        flags = want(1)[0]
        if flags >= 0x20:
            raise Broken("gzip.flags", 3, 4)
        want(6)
        if flags & 4:
            want(int.from_bytes(want(2), "little"))
            notes.append(("gzip.hidden", 10, at))
        for flag in (8, 16):
            if flags & flag:
                start, end = at, data.find(b"\0", at)
                if end < 0:
                    raise Broken("gzip.truncated", start, len(data))
                at = end + 1
                notes.append(("gzip.hidden", start, at))
        if flags & 2:
            right = zlib.crc32(data[:at]) & 0xFFFF
            if int.from_bytes(want(2), "little") != right:
                raise Broken("gzip.header-crc", at - 2, at)
        start = at
        inflater = zlib.decompressobj(-15)
        while not inflater.eof:
            if at == len(data):
                raise Broken("gzip.truncated", start, at)
            try:
                payload += inflater.decompress(data[at : at + 1])
            except zlib.error:
                raise Broken("gzip.data", at, at + 1) from None
            at += 1
            if len(payload) > cap:
                raise Broken("chunk.inflated-too-large", 0, len(data))
        if int.from_bytes(want(4), "little") != zlib.crc32(payload):
            raise Broken("gzip.crc", at - 4, at)
        if int.from_bytes(want(4), "little") != len(payload) % 2**32:
            raise Broken("gzip.length", at - 4, at)
        if at < len(data):
            raise Broken("gzip.trailing", at, len(data))
    except Broken as broken:
        return broken.args, notes, bytes(payload[:cap])  # type: ignore[return-value]
    return None, notes, bytes(payload)


# -- the fast readers --

#: how kernels may be made to work: bytes below which a block is read plainly, bytes of a block
PATHS = {
    "plainly": (1 << 40, 32768),
    "with numpy": (1, 32768),
    "with numpy in tiny blocks": (1, 8),
    "with numpy in blocks of 50": (10, 50),
}


@contextmanager
def path(name: str) -> Iterator[None]:
    """Make the kernels take one path."""
    kept = blocks.LEAST, blocks.BLOCK, blocks.IMPORT
    blocks.LEAST, blocks.BLOCK = PATHS[name]
    blocks.IMPORT = 0
    try:
        yield
    finally:
        blocks.LEAST, blocks.BLOCK, blocks.IMPORT = kept


def pieces(data: bytes, sizes: Iterable[int]) -> Iterator[bytes]:
    """Bytes cut to pieces; sizes begin again when they are used up."""
    listed = list(sizes) or [max(1, len(data))]
    at = turn = 0
    while at < len(data):
        size = listed[turn % len(listed)]
        yield data[at : at + size]
        at += size
        turn += 1


def drive(
    reading: Callable[[Source], Any], data: bytes, sizes: Iterable[int] = ()
) -> tuple[Place | None, list[tuple[str, int, int, str]], Any]:
    """Feed a reader; its fault, its notes, and what it returned."""
    notes: list[tuple[str, int, int, str]] = []
    source = Source(lambda *note: notes.append(note))
    pump = Pump(source, reading(source))
    try:
        for piece in pieces(data, sizes):
            pump.feed(piece)
        return None, notes, pump.end()
    except Fault as fault:
        return (fault.rule, fault.start, fault.end), notes, None


def read_list(data: bytes, cells: int | None, sink: Any, sizes: Iterable[int] = ()) -> Place | None:
    """Read an index list into a sink; the fault."""
    return drive(lambda source: payloads.index_list(source, cells=cells, sink=sink), data, sizes)[0]


def read_codes(
    data: bytes, lengths: tuple[int, ...] | None, sink: Any, sizes: Iterable[int] = ()
) -> Place | None:
    """Read codes into a sink; the fault."""
    return drive(lambda source: payloads.codes(source, lengths=lengths, sink=sink), data, sizes)[0]


def read_member(
    data: bytes, cap: int, out: Callable[[bytes], None], sizes: Iterable[int] = ()
) -> Place | None:
    """Inflate a gzip member; the fault."""
    return drive(lambda source: gunzip(source, len(data), cap, out), data, sizes)[0]
