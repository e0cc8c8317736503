"""The inflater against zlib fed byte by byte, whatever the member, the cut and the size of a step."""

from __future__ import annotations

import gzip
import random
import zlib
from typing import Any

import wire_plain as plain
from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from cellucid_session.wire import gunzip as module
from cellucid_session.wire.gunzip import gunzip

SIZES = st.lists(st.integers(1, 3000), max_size=4)
EDIT = st.tuples(st.integers(0, 1 << 20), st.integers(0, 3), st.binary(max_size=3))


@st.composite
def bodies(draw: Any) -> bytes:
    maker = random.Random(draw(st.integers(0, 1 << 30)))
    size = draw(st.sampled_from([0, 1, 50, 3000, 20_000]))
    letters = draw(st.sampled_from([1, 2, 40, 256]))
    return bytes(maker.randrange(letters) for _ in range(size)) * draw(st.sampled_from([1, 1, 7]))


@st.composite
def members(draw: Any, body: bytes) -> bytes:
    """A right member with any optional fields."""
    flags = draw(st.integers(0, 31))
    head = b"\x1f\x8b\x08" + bytes([flags]) + draw(st.binary(min_size=6, max_size=6))
    if flags & 4:
        extra = draw(st.binary(max_size=20))
        head += len(extra).to_bytes(2, "little") + extra
    for flag in (8, 16):
        if flags & flag:
            head += draw(st.binary(max_size=12)).replace(b"\0", b"-") + b"\0"
    if flags & 2:
        head += (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little")
    strategy = draw(st.sampled_from([zlib.Z_DEFAULT_STRATEGY, zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE]))
    packer = zlib.compressobj(draw(st.sampled_from([0, 1, 6, 9])), zlib.DEFLATED, -15, 9, strategy)
    data = packer.compress(body[: len(body) // 2])
    if draw(st.booleans()):
        data += packer.flush(zlib.Z_FULL_FLUSH)
    data += packer.compress(body[len(body) // 2 :]) + packer.flush()
    return head + data + zlib.crc32(body).to_bytes(4, "little") + len(body).to_bytes(4, "little")


def inflate(data: bytes, cap: int, sizes: list[int]) -> tuple[Any, list[Any], bytes]:
    out: list[bytes] = []
    fault, notes, size = plain.drive(lambda source: gunzip(source, len(data), cap, out.append), data, sizes)
    payload = b"".join(out)
    if fault is None:
        assert size == len(payload)
    return fault, [note[:3] for note in notes], payload


def same(data: bytes, cap: int, sizes: list[int], output: int) -> tuple[Any, list[Any], bytes]:
    wanted = plain.plain_member(data, cap)
    kept = module.OUTPUT
    try:
        for most in (kept, module.LAST + output):
            module.OUTPUT = most
            for cut in ([], sizes, [1] if len(data) < 4000 else [997]):
                found = inflate(data, cap, cut)
                assert found[:2] == wanted[:2], (cut, module.OUTPUT)
                assert found[2] == wanted[2]
    finally:
        module.OUTPUT = kept
    event(wanted[0][0] if wanted[0] else "accepted")
    return wanted


@settings(max_examples=120)
@given(st.data(), SIZES, st.integers(1, 3000))
def test_right_members(data: Any, sizes: list[int], output: int) -> None:
    body = data.draw(bodies())
    member = data.draw(members(body))
    assert gzip.decompress(member) == body
    fault, _, payload = same(member, len(body), sizes, output)
    assert fault is None
    assert payload == body


@settings(max_examples=250)
@given(st.data(), SIZES, st.integers(1, 3000))
def test_broken_members(data: Any, sizes: list[int], output: int) -> None:
    body = data.draw(bodies())
    changed = bytearray(data.draw(members(body)))
    for at, gone, new in data.draw(st.lists(EDIT, min_size=1, max_size=3)):
        start = at % (len(changed) + 1)
        changed[start : start + gone] = new
    cap = data.draw(st.sampled_from([len(body), max(0, len(body) - 1), len(body) // 2, 1 << 53]))
    if data.draw(st.booleans()):
        del changed[data.draw(st.integers(0, len(changed))) :]
    same(bytes(changed), cap, sizes, output)


@settings(max_examples=300)
@given(st.binary(max_size=40), SIZES, st.integers(1, 300))
def test_random_deflate_data(data: bytes, sizes: list[int], output: int) -> None:
    same(b"\x1f\x8b\x08" + bytes(7) + data, 1 << 20, sizes, output)


@settings(max_examples=60)
@given(st.integers(1, 1500), st.binary(min_size=1, max_size=4), st.integers(1, 3000))
@example(170, b"f\0", 1)  # the byte of the error holds 257 bytes before it, which come in a step of their own
def test_a_fault_right_behind_a_full_step(zeros: int, tail: bytes, output: int) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(zeros * 20)) + packer.flush(zlib.Z_SYNC_FLUSH)
    for cut in range(5, 12):  # the marker goes, and what follows is read from the middle of a byte
        same(b"\x1f\x8b\x08" + bytes(7) + data[:-cut] + tail, 1 << 20, [], output)
