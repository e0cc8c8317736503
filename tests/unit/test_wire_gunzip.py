"""The inflater at the edges of its steps: the same payload and the same fault as zlib fed byte by byte."""

from __future__ import annotations

import gzip
import hashlib
import random
import sys
import zlib
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
import wire_plain as plain

from cellucid_session import inflaters
from cellucid_session.errors import InputError
from cellucid_session.io.twice import Twice
from cellucid_session.wire import gunzip as module
from cellucid_session.wire.gunzip import gunzip, stored
from cellucid_session.wire.source import Fault, Pump, Source

try:
    from zlib_ng import zlib_ng
except ImportError:
    zlib_ng = None

AGAIN = "read again"
#: the library of the first pass, and the bytes that are kept for a second one
WAYS: dict[str, tuple[Any, int]] = {
    "zlib alone": (zlib, -1),
    "zlib twice": (zlib, module.KEPT),
    AGAIN: (zlib, -1),
}
if zlib_ng is not None:
    WAYS["zlib-ng before zlib"] = (zlib_ng, module.KEPT)
    WAYS[f"zlib-ng before zlib, {AGAIN}"] = (zlib_ng, -1)
NOW: list[str] = []


@pytest.fixture(autouse=True, params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each test of this file, in each way to inflate."""
    library, kept = WAYS[request.param]
    monkeypatch.setattr(inflaters, "_chosen", library)
    monkeypatch.setattr(module, "KEPT", kept)
    NOW[:] = [request.param]
    return str(request.param)


HEAD = b"\x1f\x8b\x08" + bytes(7)
BASE = 5000  # where the member begins in its file
MAKER = random.Random(7)
NOISE = bytes(MAKER.randrange(256) for _ in range(150))


def raw(body: bytes, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15, 9, strategy)
    return packer.compress(body) + packer.flush()


def member(body: bytes, data: bytes | None = None, head: bytes = HEAD) -> bytes:
    """A right member, whatever its deflate data say."""
    data = raw(body) if data is None else data
    return head + data + zlib.crc32(body).to_bytes(4, "little") + len(body).to_bytes(4, "little")


def read(data: bytes, cap: int, sizes: list[int], codec: Any = gunzip) -> tuple[Any, list[Any], bytes]:
    """The fault, the notes (offsets of the member) and the payload, given in pieces of at least a byte."""
    out: list[bytes] = []
    notes: list[Any] = []
    source = Source(lambda *note: notes.append((note[0], note[1] - BASE, note[2] - BASE)), base=BASE)
    there = bytes(BASE) + data
    twice = Twice(lambda at, most: there[at : at + most], hashlib.sha256(), BASE)
    if AGAIN in NOW[0]:
        source.again = twice
    pump = Pump(source, codec(source, len(data), cap, out.append))
    fault = None
    try:
        for piece in plain.pieces(data, sizes):
            twice.update(piece)
            pump.feed(piece)
        assert pump.end() == sum(map(len, out))
    except Fault as found:
        fault = found.rule, found.start - BASE, found.end - BASE
    assert b"" not in out
    return fault, notes, b"".join(out)


BODIES: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"x",
    "zeros": bytes(3000),
    "noise": NOISE,
    "noise twice": NOISE * 2,
    "zeros in noise": NOISE[:50] + bytes(900) + NOISE[50:90],
}


@pytest.mark.parametrize("case", BODIES)
def test_no_size_of_a_step_or_a_piece_shows(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body = BODIES[case]
    huffman = raw(body, zlib.Z_HUFFMAN_ONLY)
    data = [member(body), member(body, huffman)]
    data += [each[:-9] + bytes([each[-9] ^ 1]) + each[-8:] for each in data]  # the end of the last block
    data += [each[:at] + b"\xff\xff" + each[at + 2 :] for each in data[:2] for at in (14, 20, len(each) // 2)]
    data += [each[:-5] for each in data[:2]]
    caps = {len(body), max(0, len(body) - 1), len(body) // 2, 0, len(body) + 1}
    for each in data:
        for cap in caps:
            wanted = plain.plain_member(each, cap)
            for output, piece in ((128 * 1024, 65536), (module.LAST + 1, 65536), (module.LAST + 40, 3)):
                monkeypatch.setattr(module, "OUTPUT", output)
                monkeypatch.setattr(module, "PIECE", piece)
                assert read(each, cap, [], gunzip) == wanted
                assert read(each, cap, [40, 1, 3], gunzip) == wanted


def test_the_window_is_of_32_kib() -> None:
    far = bytes(MAKER.randrange(256) for _ in range(32_000))
    body = far + far[:500]
    data = member(body)
    assert len(data) < len(far) + 400  # the end is taken from the beginning
    for sizes in ([], [500]):
        assert read(data, len(body), sizes) == (None, [], body)


def test_a_fault_that_the_last_byte_of_a_full_step_tells() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = packer.compress(bytes(1 << 18)) + packer.flush(zlib.Z_SYNC_FLUSH)
    for cut in range(5, 9):
        for tail in (b"", b"\x07", b"\xff\xff", b"\x00\x00\x00\xff\xfe"):
            data = HEAD + zeros[:-cut] + tail
            wanted = plain.plain_member(data, 1 << 20)
            for sizes in ([], [1], [50, 1]):
                assert read(data, 1 << 20, sizes) == wanted


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 200_000])
def test_a_text_in_the_header_may_be_longer_than_a_piece(size: int) -> None:
    text = b"n" * size + b"\0"
    head = b"\x1f\x8b\x08\x0a" + HEAD[4:] + text
    head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
    data = member(b"abc", head=head)
    for sizes in ([], [65536], [999]):
        assert read(data, 3, sizes) == (None, [("gzip.hidden", 10, 10 + len(text))], b"abc")
        cut = data[: 10 + size]
        assert read(cut, 3, sizes) == (("gzip.truncated", 10, len(cut)), [], b"")


def test_every_field_of_the_header_is_in_its_checksum() -> None:
    head = b"\x1f\x8b\x08\x1e\x01\x02\x03\x04\x05\x06" + b"\x03\0abc" + b"name\0" + b"text\0"
    good = member(b"abc", head=head + (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little"))
    notes = [("gzip.hidden", 10, 15), ("gzip.hidden", 15, 20), ("gzip.hidden", 20, 25)]
    assert read(good, 3, []) == (None, notes, b"abc")
    for at in (*range(4, 10), 12, 13, 14, *range(15, 19), *range(20, 24)):
        changed = good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :]
        assert read(changed, 3, []) == (("gzip.header-crc", 25, 27), notes, b""), at
        assert read(changed, 3, [1]) == (("gzip.header-crc", 25, 27), notes, b""), at


@pytest.mark.parametrize("bit", range(8))
def test_flags_are_known_or_refused(bit: int) -> None:
    head = b"\x1f\x8b\x08" + bytes([1 << bit]) + HEAD[4:]
    plainly = plain.plain_member(member(b"abc", head=head), 3)
    assert read(member(b"abc", head=head), 3, []) == plainly
    if bit >= 5:
        assert plainly[0] == ("gzip.flags", 3, 4)


STORED = {
    "nothing": (0, 0, None),
    "as much as may come": (5, 5, None),
    "one byte too many": (5, 4, 4),
    "more than a piece": (200_000, 200_000, None),
    "a piece and a byte too many": (65_537, 65_536, 65_536),
    "nothing may come": (3, 0, 0),
}


@pytest.mark.parametrize("case", STORED)
def test_stored_bytes_are_the_payload_up_to_their_bound(case: str) -> None:
    size, cap, given = STORED[case]
    data = (NOISE * 1400)[:size]
    for sizes in ([], [65536], [7000]):
        fault, notes, out = read(data, cap, sizes, stored)
        assert (fault, notes) == (None if given is None else ("chunk.inflated-too-large", 0, size), [])
        assert out == data[:given]


def test_stored_bytes_are_handed_on_in_pieces() -> None:
    for codec, data in ((stored, bytes(300_000)), (gunzip, gzip.compress(bytes(1 << 20)))):
        sizes: list[int] = []
        source = Source()
        pump = Pump(
            source, codec(source, len(data), 1 << 20, lambda piece, sizes=sizes: sizes.append(len(piece)))
        )
        pump.feed(data)
        assert sum(sizes) == pump.end()
        assert max(sizes) <= (65536 if codec is stored else module.OUTPUT)


class OutOfMemory:
    """What zlib's object does when it gets no memory."""

    eof, unused_data, unconsumed_tail = False, b"", b""

    def copy(self) -> OutOfMemory:
        return self

    def decompress(self, data: bytes, most: int) -> bytes:
        if data:
            raise zlib.error("Error -4 while decompressing data")
        return b""


def test_an_error_of_zlib_that_is_not_the_datas_is_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Callable[[int], Any] = lambda bits: OutOfMemory()  # noqa: E731
    monkeypatch.setattr(inflaters, "_chosen", zlib)
    monkeypatch.setattr(module.zlib, "decompressobj", made)
    with pytest.raises(zlib.error, match="-4"):
        read(member(b"abc"), 3, [])


def test_libraries_that_disagree_are_no_verdict(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was handed on in the first pass has to come again in the second."""

    class Other:
        error = zlib.error
        crc32 = staticmethod(zlib.crc32)

        def decompressobj(self, bits: int) -> Any:
            return Lying(zlib.decompressobj(bits))

    class Lying:
        unused_data = unconsumed_tail = b""
        eof = False

        def __init__(self, inner: Any) -> None:
            self._inner = inner

        def decompress(self, data: bytes, most: int) -> bytes:
            found: bytes = self._inner.decompress(data, most)
            self.eof = self._inner.eof
            return bytes(byte ^ 1 for byte in found)

    monkeypatch.setattr(inflaters, "_chosen", Other())
    if AGAIN not in way:
        monkeypatch.setattr(module, "KEPT", 1 << 20)
    cut = member(NOISE * 3)[:-30]
    with pytest.raises(RuntimeError, match="to different ones"):
        read(cut, 1000, [])


#: the byte that another one is in place of, the second time
OTHERS = {"before the fault": 300, "behind it": 619, "the guilty one, so that nothing is wrong": 615}


@pytest.mark.parametrize("way", [name for name in WAYS if AGAIN in name], indirect=True)
@pytest.mark.parametrize("case", OTHERS)
def test_bytes_that_are_others_the_second_time_are_no_finding(case: str, way: str) -> None:
    body = NOISE * 4
    sizes = [len(body).to_bytes(2, "little"), (len(body) ^ 0xFFFF).to_bytes(2, "little")]
    good = member(body, b"".join([b"\0", *sizes, body, b"\1\0\0\xff\xff"]))
    data = good[:615] + b"\7" + good[616:]  # a block of no type
    assert read(data, len(body), [50] * 20) == (("gzip.data", 615, 616), [], body)
    there = bytearray(data)
    there[OTHERS[case]] ^= 6  # of the guilty one, this makes what is right
    source = Source()
    source.again = twice = Twice(lambda at, most: bytes(there[at : at + most]), hashlib.sha256())
    pump = Pump(source, gunzip(source, len(data), len(body), lambda piece: None))

    def feed() -> None:
        for start in range(0, len(data), 50):
            twice.update(data[start : start + 50])
            pump.feed(data[start : start + 50])
        pump.end()

    with pytest.raises(InputError) as told:
        feed()
    assert told.value.finding is not None
    assert told.value.finding.rule == "input.changed"


def test_a_library_is_taken_only_when_it_does_a_task_right(monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong:
        ZLIBNG_VERSION = "1"
        error = zlib.error
        decompressobj = staticmethod(zlib.decompressobj)
        crc32 = staticmethod(zlib.adler32)

    class Right(Wrong):
        crc32 = staticmethod(zlib.crc32)

    for library, taken in ((Wrong, False), (Right, True), (object, False)):
        package = ModuleType("zlib_ng")
        package.zlib_ng = library  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "zlib_ng", package)
        monkeypatch.setattr(inflaters, "_chosen", None)
        assert (inflaters.chosen() is library) == taken
    monkeypatch.setattr(inflaters, "_chosen", None)
    monkeypatch.setenv(inflaters.VARIABLE, "zlib")
    assert (inflaters.chosen(), inflaters.name()) == (zlib, "zlib")
    monkeypatch.delenv(inflaters.VARIABLE)
    monkeypatch.setitem(sys.modules, "zlib_ng", None)
    monkeypatch.setattr(inflaters, "_chosen", None)
    assert inflaters.chosen() is zlib


def test_another_library_is_loaded_when_there_is_enough_to_inflate(monkeypatch) -> None:
    other = object()
    monkeypatch.setattr(inflaters, "_found", lambda: other)
    monkeypatch.setattr(inflaters, "_chosen", None)
    monkeypatch.setattr(inflaters, "_before", 0)
    assert [inflaters.chosen(inflaters.WORTH // 2 - 1) for _ in range(3)] == [zlib, zlib, other]
    assert inflaters.chosen(1) is other
