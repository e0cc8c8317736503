"""The codecs: what turns the stored bytes of one chunk into its payload.

    gzip member = header deflate-data crc32(u32le) isize(u32le)                               RFC 1952, one of them
    header      = 1F 8B 08 FLG MTIME(4) XFL OS [XLEN(u16le) EXTRA] [NAME 00] [COMMENT 00] [CRC16(u16le)]

Rules of this file:

* Header and trailer are read here, byte by byte as the RFC has them; zlib sees deflate data only. So nothing that zlib
  tolerates gets through, and every field that can hide bytes has a span.
* At most `PIECE` bytes go into a step and `OUTPUT` bytes come out of it. Nothing of a declared size is allocated:
  `Decompress.flush` is never called, because it takes a size and believes it.
* The first pass over a member is fast, by whatever library there is (`inflaters`). What it calls broken or cut is
  judged again, by zlib from the first byte. For that the stored bytes are kept, up to `KEPT`; those of a longer member
  are read again where the input can be (`Source.again`), and where it can't, the member has no fast pass. What was
  handed on already is not handed on twice, and has to be the same.
* zlib drops what it made in a step that fails, and does not say at which byte. A copy of its state from before the
  step is then fed a growing part of the piece, so that the guilty byte and the output before it are those that
  feeding byte by byte would give.
* The payload is handed on before any fault that lies behind it. Spec: 4.3.
"""

from __future__ import annotations

import zlib

from cellucid_session import inflaters
from cellucid_session.generated import rules as R
from cellucid_session.inflaters import RAW_DEFLATE
from cellucid_session.wire.fixed import at_hand
from cellucid_session.wire.source import PIECE, Fault, some, take

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.wire.source import Reading, Source

    Out = Callable[[bytes], None]

OUTPUT = 128 * 1024  # at twice this size malloc returns each buffer to the system and fetches it again
LAST = 4096  # more than zlib can still hold: 15 bits, a match of 258 bytes for every two of them, and one match begun
DATA_ERROR = "Error -3"  # how zlib's exception begins when the data are broken
KEPT = 2 << 20  # stored bytes of one member that are kept for a second pass

START = b"\x1f\x8b\x08"  # magic, and the one method there is
FHCRC, FEXTRA, FNAME, FCOMMENT, RESERVED = 0x02, 0x04, 0x08, 0x10, 0xE0
FIXED_REST = 6  # MTIME, XFL, OS
USUAL = START + b"\0"  # no flags
USUAL_SIZE = len(USUAL) + FIXED_REST
TEXTS = ((FNAME, "a file name"), (FCOMMENT, "a comment"))
WHAT = "the gzip member"


class _Output:
    """Passes the payload on and holds it to its bound."""

    __slots__ = ("_ahead", "_cap", "_expected", "_met", "_out", "_span", "crc", "size")

    def __init__(self, cap: int, out: Out, span: tuple[int, int]) -> None:
        self._cap = cap
        self._out = out
        self._span = span
        self.size = 0
        self.crc = 0
        self._ahead = 0  # bytes of the payload that were handed on in a pass before, behind `size`
        self._expected = self._met = 0  # their CRC-32 in that pass and in this one

    def again(self) -> None:
        """Begin anew: what was handed on comes a second time."""
        self._ahead, self._expected = self.size, self.crc
        self.size = self.crc = 0

    @property
    def room(self) -> int:
        """How many bytes may still come."""
        return self._cap - self.size

    def give(self, data: bytes) -> None:
        """Hand on a piece. Raises Fault chunk.inflated-too-large after the last byte that fits."""
        room = self._cap - self.size
        if len(data) > room:
            if room:
                self._pass(data[:room])
            detail = f"Chunk decompressed too large: more than {self._cap} bytes"
            raise Fault(R.CHUNK_INFLATED_TOO_LARGE, *self._span, detail)
        if data:
            self._pass(data)

    def _pass(self, data: bytes) -> None:
        again = min(max(self._ahead - self.size, 0), len(data))
        self.size += len(data)
        if again:
            self._met = zlib.crc32(data[:again], self._met)
            if self.size >= self._ahead and self._met != self._expected:
                raise RuntimeError("two libraries inflate the same bytes to different ones")
            data = data[again:]
        if data:
            self._out(data)


def gunzip(source: Source, total: int, cap: int, out: Out) -> Reading[int]:
    """Inflate one gzip member.

    Args:
        total: length of the stored bytes. cap: how long the payload may be, in bytes.
        out: gets the payload in order, in pieces.

    Returns:
        The length of the payload.

    Raises:
        Fault: gzip.*, chunk.inflated-too-large, at offsets of the source; and what `out` raises.
        InputError: the bytes were others when they were read again.
    """
    try:
        start = source.position
        output = _Output(cap, out, (start, start + total))
        yield from _header(source)
        keep = total <= KEPT
        if not (keep or _marked(source)) or not (yield from _fast(source, output, total, keep)):
            yield from _deflate(source, output)
        at = source.position
        crc = at_hand(source, 4)
        if crc is None:
            crc = yield from _number(source, 4)
        if crc != output.crc:
            raise Fault(R.GZIP_CRC, at, at + 4, f"the CRC-32 is {crc:08x}, the payload's is {output.crc:08x}")
        size = at_hand(source, 4)
        if size is None:
            size = yield from _number(source, 4)
        if size != output.size & 0xFFFFFFFF:
            raise Fault(
                R.GZIP_LENGTH, at + 4, at + 8, f"the length is {size}, the payload's is {output.size}"
            )
        at = source.position
        if (yield from some(source, 1)):
            raise Fault(R.GZIP_TRAILING, at, start + total, f"{start + total - at} bytes after the member")
        return output.size
    except Exception:
        source.settle()  # what was found in bytes that have changed since is not found
        raise


def stored(source: Source, total: int, cap: int, out: Out) -> Reading[int]:
    """Codec none: the stored bytes are the payload. Arguments, result and bound as for `gunzip`."""
    start = source.position
    output = _Output(cap, out, (start, start + total))
    while piece := (yield from some(source, PIECE)):
        output.give(piece)
    return output.size


def _number(source: Source, width: int) -> Reading[int]:
    return int.from_bytes((yield from take(source, width, R.GZIP_TRUNCATED, WHAT)), "little")


def _header(source: Source) -> Reading[None]:
    """Read the header and note the fields that a writer never sets."""
    if source.buffer.startswith(USUAL, source.at) and source.ready >= USUAL_SIZE:
        source.at += USUAL_SIZE  # no field but those at fixed places, of which each value is right
        return
    for wanted in START:
        at = source.position
        byte = yield from take(source, 1, R.GZIP_TRUNCATED, WHAT)
        if byte[0] != wanted:
            raise Fault(R.GZIP_HEADER, at, at + 1, f"byte 0x{byte[0]:02x} where gzip has 0x{wanted:02x}")
    at = source.position
    byte = yield from take(source, 1, R.GZIP_TRUNCATED, WHAT)
    flags = byte[0]
    if flags & RESERVED:
        raise Fault(R.GZIP_FLAGS, at, at + 1, f"the flags are 0x{flags:02x}")
    head = START + byte + (yield from take(source, FIXED_REST, R.GZIP_TRUNCATED, WHAT))
    crc = zlib.crc32(head)
    if flags & FEXTRA:
        at = source.position
        length = yield from take(source, 2, R.GZIP_TRUNCATED, WHAT)
        extra = yield from take(source, int.from_bytes(length, "little"), R.GZIP_TRUNCATED, WHAT)
        crc = zlib.crc32(extra, zlib.crc32(length, crc))
        source.note(R.GZIP_HIDDEN, at, source.position, "the header has an extra field")
    for flag, what in TEXTS:
        if flags & flag:
            at = source.position
            crc = yield from _text(source, crc)
            source.note(R.GZIP_HIDDEN, at, source.position, f"the header has {what}")
    if flags & FHCRC:
        at = source.position
        told = yield from _number(source, 2)
        if told != crc & 0xFFFF:
            raise Fault(R.GZIP_HEADER_CRC, at, at + 2, f"the checksum is {told:04x}, not {crc & 0xFFFF:04x}")


def _text(source: Source, crc: int) -> Reading[int]:
    """Pass over a text and the zero byte that ends it, in pieces, so that its length costs no memory."""
    start = source.position
    while True:
        piece = yield from some(source, PIECE)
        if not piece:
            raise Fault(R.GZIP_TRUNCATED, start, source.position, f"{WHAT} ends in its header")
        end = piece.find(0)
        if end >= 0:
            source.at -= len(piece) - end - 1
            return zlib.crc32(piece[: end + 1], crc)
        crc = zlib.crc32(piece, crc)


def _marked(source: Source) -> bool:
    """Whether what follows can be read again."""
    return source.again is not None and source.again.mark(source.position)


def _fast(source: Source, output: _Output, total: int, keep: bool) -> Reading[bool]:
    """Inflate up to the end of the deflate data, if nothing is wrong with them.

    Args:
        total: length of the stored bytes. keep: them, for another pass; else they are read again.

    Returns:
        Whether they were whole. If not, the source is where it was, and the output begins anew.
    """
    start = source.position
    library = inflaters.chosen(total)
    inflater = library.decompressobj(RAW_DEFLATE)
    kept: list[bytes] | None = [] if keep else None
    while not inflater.eof:
        rest = yield from some(source, PIECE)
        if not rest:
            break
        if kept is not None:
            kept.append(rest)
        while rest and not inflater.eof:
            most = min(OUTPUT - LAST, output.room + 1)
            try:
                data, more = inflater.decompress(rest, most), b""
                rest = inflater.unused_data or inflater.unconsumed_tail
                # also where bytes are left: what a byte holds before an error is not handed on
                if len(data) == most and not inflater.eof:
                    more = inflater.decompress(b"", LAST)
            except library.error:
                return _rewound(source, start, kept, output)
            for part in (data, more):
                output.crc = library.crc32(part, output.crc)
                output.give(part)
    if not inflater.eof:
        return _rewound(source, start, kept, output)
    source.at -= len(rest)
    return True


def _rewound(source: Source, start: int, kept: list[bytes] | None, output: _Output) -> bool:
    """Go back to where a first pass began; false."""
    if kept is None:
        source.rewind(start)
    else:
        source.buffer = b"".join((*kept, source.buffer[source.at :]))
        source.base, source.at = start, 0
    output.again()
    return False


def _deflate(source: Source, output: _Output) -> Reading[None]:
    """Inflate up to the end of the deflate data, and leave the source right behind it."""
    start = source.position
    inflater = zlib.decompressobj(RAW_DEFLATE)
    while not inflater.eof:
        piece = yield from some(source, PIECE)
        if not piece:
            raise Fault(R.GZIP_TRUNCATED, start, source.position, f"{WHAT} ends in its data")
        end = source.position
        while piece and not inflater.eof:
            piece = _step(inflater, piece, end, output)
        source.at -= len(piece)


def _step(inflater: Any, piece: bytes, end: int, output: _Output) -> bytes:
    """Inflate the beginning of a piece, whose last byte stands before offset `end`; returns the rest of it.

    Raises:
        Fault: gzip.data at the guilty byte, after what the bytes before it give has been handed on.
    """
    before = inflater.copy()
    bad = len(piece)  # so many bytes hold the guilty one, should there be one
    most = min(OUTPUT - LAST, output.room + 1)
    try:
        data, more = inflater.decompress(piece, most), b""
        rest: bytes = inflater.unused_data or inflater.unconsumed_tail
        bad -= len(rest)
        if (
            len(data) == most and not inflater.eof
        ):  # the last input byte may still hold output, or the error itself: drain it
            more = inflater.decompress(b"", LAST)
    except zlib.error as error:
        if not str(error).startswith(DATA_ERROR):
            raise  # not the data's fault, so no finding about them
        good = _sound(before, piece[:bad])
        output.give(before.decompress(piece[:good], OUTPUT))
        at = end - len(piece) + good
        raise Fault(R.GZIP_DATA, at, at + 1, "the deflate data is broken here") from None
    for part in (data, more):
        output.crc = zlib.crc32(part, output.crc)
        output.give(part)
    return rest


def _sound(before: Any, piece: bytes) -> int:
    """How many bytes of a piece inflate before one fails."""
    good, bad = 0, len(piece)
    while bad - good > 1:
        middle = (good + bad) // 2
        try:
            before.copy().decompress(piece[:middle], OUTPUT)
        except zlib.error:
            bad = middle
        else:
            good = middle
    return good
