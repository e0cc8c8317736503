"""What a file declares costs nothing: memory grows with the bytes that are there, and with the output asked for."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import wire_plain as plain

from cellucid_session.generated import payloads
from cellucid_session.wire.gunzip import KEPT, gunzip
from cellucid_session.wire.sinks import CodeSink, CodeTally, IndexSink, MaskSink
from cellucid_session.wire.source import Pump, Source

MIB = 1 << 20
HUGE = (1 << 53) - 1


def peak(work: Callable[[], Any]) -> tuple[int, Any]:
    """Greatest number of bytes that were allocated at once, and what the work returned."""
    tracemalloc.start()
    try:
        result = work()
        return tracemalloc.get_traced_memory()[1], result
    finally:
        tracemalloc.stop()


@pytest.fixture(autouse=True)
def _numpy() -> Iterator[None]:
    with plain.path("with numpy"):
        yield


def cells(data: bytes, bound: int | None, sink: Any = None) -> Callable[[], Any]:
    return lambda: plain.drive(
        lambda source: payloads.index_list(source, cells=bound, sink=sink), data, [65536]
    )[0]


def codes(data: bytes, lengths: tuple[int, ...] | None, sink: Any = None) -> Callable[[], Any]:
    return lambda: plain.drive(
        lambda source: payloads.codes(source, lengths=lengths, sink=sink), data, [65536]
    )[0]


DECLARED: dict[str, tuple[Callable[[], Any], str | None]] = {
    "BC-05: 2^31 indices, no data": (cells(plain.leb(1 << 31), None, IndexSink()), "uvarint.truncated"),
    "BC-05: 2^53-1 indices of as many cells, no data": (cells(plain.leb(HUGE), HUGE, IndexSink()), "uvarint.truncated"),
    "BC-09: steps that would wrap": (
        cells(plain.leb(65537) + b"\5" + plain.leb(1 << 48) * 65536, 10**7, IndexSink()), "cells.index",
    ),
    "BC-12: runs that would wrap": (
        codes(plain.pairs([(1, HUGE)] * 3, length=10), (10,), CodeSink()), "codes.runs",
    ),
    "BC-13: 2^31 codes in one run, judged": (codes(plain.pairs([(1, 1 << 31)]), None, CodeTally(2)), None),
    "BC-13: 2^31 codes in one run, more than is decoded": (
        codes(plain.pairs([(1, 1 << 31)]), None, CodeSink()), "budget.inflated-bytes",
    ),
    "BC-13: 2^28 codes of which runs fill two": (
        codes(plain.pairs([(1, 2)], length=1 << 28), None, CodeSink()), "codes.runs",
    ),
    "2^28 codes of u16, no data": (codes(b"\1" + plain.leb(1 << 28), None, CodeSink()), "codes.truncated"),
    "runs of nothing": (codes(plain.pairs([(1, 0)] * 100_000), (0,), CodeSink()), None),
}  # fmt: skip


@pytest.mark.parametrize("case", DECLARED)
def test_nothing_declared_is_allocated(case: str) -> None:
    work, rule = DECLARED[case]
    used, fault = peak(work)
    assert (fault[0] if fault else None) == rule
    assert used < 3 * MIB


def inflate(data: bytes, cap: int) -> Callable[[], Any]:
    sizes: list[int] = []

    def take(piece: bytes) -> None:
        sizes.append(len(piece))

    def work() -> Any:
        fault = plain.drive(lambda source: gunzip(source, len(data), cap, take), data, [65536])[0]
        return fault, sum(sizes), max(sizes, default=0)

    return work


def zeros(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(MIB)) for _ in range(size // MIB)) + packer.flush()


def test_gz_01_gz_02_a_bomb_stops_at_its_bound() -> None:
    bomb = zeros(256 * MIB)
    for cap in (0, 10, 1000, MIB + 1):
        used, (fault, given, most) = peak(inflate(bomb, cap))
        assert fault == ("chunk.inflated-too-large", 0, len(bomb))
        assert given == cap
        assert most <= 256 * 1024
        assert used < 2 * MIB


def test_gz_03_a_declared_size_is_not_allocated() -> None:
    for cap in (1 << 34, HUGE):
        used, (fault, given, _) = peak(inflate(gzip.compress(b"x" * 21), cap))
        assert (fault, given) == (None, 21)
        assert used < MIB


def test_a_long_payload_passes_through() -> None:
    used, (fault, given, most) = peak(inflate(zeros(64 * MIB), 64 * MIB))
    assert (fault, given) == (None, 64 * MIB)
    assert most <= 256 * 1024
    assert used < 2 * MIB


def test_gz_11_a_name_of_a_mebibyte_is_not_kept() -> None:
    good = gzip.compress(b"{}", mtime=0)
    data = good[:3] + b"\x08" + good[4:10] + b"n" * (8 * MIB) + b"\0" + good[10:]
    used, (fault, given, _) = peak(inflate(data, 2))
    assert (fault, given) == (None, 2)
    assert used < MIB


def test_gz_13_empty_blocks_give_nothing() -> None:
    good = gzip.compress(b"", mtime=0)
    used, (fault, given, _) = peak(inflate(good[:10] + b"\0\0\0\xff\xff" * 400_000 + good[10:], 10))
    assert (fault, given) == (None, 0)
    assert used < MIB + KEPT  # the stored bytes are kept until it is known to be whole


def test_of_a_long_member_nothing_is_kept_for_a_second_pass() -> None:
    good = gzip.compress(b"", mtime=0)
    used, (fault, given, _) = peak(inflate(good[:10] + b"\0\0\0\xff\xff" * (KEPT // 2) + good[10:], 10))
    assert (fault, given) == (None, 0)
    assert used < MIB


def fed(reading: Callable[[Source], Any], data: bytes) -> None:
    source = Source()
    pump = Pump(source, reading(source))
    for piece in plain.pieces(data, [1 << 18]):
        pump.feed(piece)
    pump.end()


def test_indices_take_their_array_and_a_mebibyte() -> None:
    maker = np.random.default_rng(1)
    wanted = np.cumsum(maker.geometric(0.05, 500_000))
    data, bound = plain.steps(wanted.tolist()), int(wanted[-1]) + 1

    def work() -> Any:
        sink = IndexSink()
        fed(lambda source: payloads.index_list(source, cells=bound, sink=sink), data)
        return sink.result()

    used, result = peak(work)
    assert (result == wanted).all()
    assert used <= result.nbytes + MIB


def test_a_mask_is_filled_in_a_mebibyte() -> None:
    wanted = np.arange(0, 2_000_000, 3)
    data = plain.steps(wanted.tolist())
    mask = np.zeros(2_000_000, dtype=np.bool_)
    used, _ = peak(lambda: fed(lambda s: payloads.index_list(s, cells=len(mask), sink=MaskSink(mask)), data))
    assert (np.flatnonzero(mask) == wanted).all()
    assert used <= MIB


@pytest.mark.parametrize("highest", [20, 300])
@pytest.mark.parametrize("encoding", ["runs", "raw"])
def test_codes_take_little_more_than_their_array(highest: int, encoding: str) -> None:
    maker = np.random.default_rng(2)
    values, lengths = maker.integers(0, 20, 200_000), maker.geometric(0.02, 200_000)
    values[-1] = highest - 1  # the last of all makes the array wide
    wanted = np.repeat(values, lengths)
    if encoding == "runs":
        data = plain.pairs(list(zip(values.tolist(), lengths.tolist(), strict=True)))
    elif highest > 255:
        data = b"\1" + plain.leb(len(wanted)) + wanted.astype("<u2").tobytes()
    else:
        data = b"\0" + plain.leb(len(wanted)) + wanted.astype("u1").tobytes()

    def work() -> Any:
        sink = CodeSink()
        fed(lambda source: payloads.codes(source, lengths=(len(wanted),), sink=sink), data)
        return sink.result()

    used, result = peak(work)
    assert (result == wanted).all()
    assert used <= 1.2 * result.nbytes


def test_a_run_is_expanded_at_once() -> None:
    data = plain.pairs([(3, 20 * MIB), (300, 1), (4, 2)])

    def work() -> Any:
        sink = CodeSink()
        fed(lambda source: payloads.codes(source, lengths=None, sink=sink), data)
        return sink.result()

    used, result = peak(work)
    assert (len(result), result[0], result[-4:].tolist()) == (20 * MIB + 3, 3, [3, 300, 4, 4])
    assert used <= 1.2 * result.nbytes
