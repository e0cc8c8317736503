"""Stored bytes to payload: one member of RFC 1952, read byte by byte, or the bytes as they are.

Rules of this file: zlib's raw inflate is all that is borrowed; it is fed one byte at a time, so that what
comes out before a fault is known exactly. Nothing is raised: what could be read, the fault behind it and the
notes are returned, with offsets into the stored bytes. Spec: 4.3.
"""

from __future__ import annotations

import binascii
import zlib

from cellucid_session.declare.vocabulary import Broken

MAGIC = (0x1F, 0x8B, 0x08)
FHCRC, FEXTRA, FNAME, FCOMMENT, RESERVED = 0x02, 0x04, 0x08, 0x10, 0xE0
REST = 6  # bytes of the time stamp, the extra flags and the operating system


class Opened:
    """What came out.

    Attributes:
        payload: what the stored bytes before the guilty one give, at most as many bytes as the cap.
        fault: what is wrong with the stored bytes, or None.
        notes: (rule, start, end) of what is wrong and can be read past.
    """

    def __init__(self) -> None:
        self.payload = b""
        self.fault: Broken | None = None
        self.notes: list[tuple[str, int, int]] = []


def plain(data: bytes, total: int, cap: int) -> Opened:
    """The codec none. data: the stored bytes, as far as they are there; total: how many there are to be."""
    opened = Opened()
    opened.payload = data[:cap]
    if len(data) > cap:
        opened.fault = Broken("chunk.inflated-too-large", 0, total)
    return opened


def unpack(data: bytes, total: int, cap: int) -> Opened:
    """The codec gzip. Arguments as for `plain`."""
    opened = Opened()
    try:
        start = _header(data, opened)
        end = _inflate(data, start, total, cap, opened)
        _trailer(data, end, total, opened)
    except Broken as fault:
        opened.fault = fault
    return opened


def _take(data: bytes, start: int, size: int) -> int:
    """The end of a field; blames what there is of it when the bytes end before."""
    if len(data) < start + size:
        raise Broken("gzip.truncated", start, len(data), "the member is cut")
    return start + size


def _header(data: bytes, opened: Opened) -> int:
    """Read the header. Returns where the deflated data begin."""
    at = 0
    for wanted in MAGIC:
        at = _take(data, at, 1)
        if data[at - 1] != wanted:
            raise Broken("gzip.header", at - 1, at)
    at = _take(data, at, 1)
    flags = data[at - 1]
    if flags & RESERVED:
        raise Broken("gzip.flags", at - 1, at)
    at = _take(data, at, REST)
    if flags & FEXTRA:
        start = at
        at = _take(data, at, 2)
        at = _take(data, at, int.from_bytes(data[start:at], "little"))
        opened.notes.append(("gzip.hidden", start, at))
    for flag in (FNAME, FCOMMENT):
        if flags & flag:
            start = at
            while at == start or data[at - 1]:
                if at == len(data):
                    raise Broken("gzip.truncated", start, at, "a text of the header has no end")
                at += 1
            opened.notes.append(("gzip.hidden", start, at))
    if flags & FHCRC:
        start = at
        at = _take(data, at, 2)
        if int.from_bytes(data[start:at], "little") != binascii.crc32(data[:start]) & 0xFFFF:
            raise Broken("gzip.header-crc", start, at)
    return at


def _inflate(data: bytes, start: int, total: int, cap: int, opened: Opened) -> int:
    """Inflate. Returns where the trailer begins."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    out = bytearray()
    at = start
    try:
        while not stream.eof:
            if at == len(data):
                raise Broken("gzip.truncated", start, at, "the data are cut")
            out += stream.decompress(data[at : at + 1])  # no byte gives more than a few thousand
            at += 1
            if len(out) > cap:
                raise Broken("chunk.inflated-too-large", 0, total)
    except zlib.error:
        raise Broken("gzip.data", at, at + 1) from None
    finally:
        opened.payload = bytes(out[:cap])
    return at


def _trailer(data: bytes, at: int, total: int, opened: Opened) -> None:
    """Hold CRC-32 and length against the payload, and see that nothing follows."""
    crc_end = _take(data, at, 4)
    if int.from_bytes(data[at:crc_end], "little") != binascii.crc32(opened.payload):
        raise Broken("gzip.crc", at, crc_end)
    end = _take(data, crc_end, 4)
    if int.from_bytes(data[crc_end:end], "little") != len(opened.payload) & 0xFFFFFFFF:
        raise Broken("gzip.length", crc_end, end)
    if len(data) > end:
        raise Broken("gzip.trailing", end, total)


__all__ = ["Opened", "plain", "unpack"]
