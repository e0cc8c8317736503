#!/usr/bin/env python3
"""The bounded inflater against zlib: first byte how it is cut and capped, then the member."""

from __future__ import annotations

import random
import zlib

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _container
    import _harness
    import _mutator

    from cellucid_session.wire.gunzip import gunzip
    from cellucid_session.wire.source import Fault, Pump, Source

MOST = 1 << 21  # bytes: more than any input is let make


def inflated(
    data: bytes, cap: int, cut: int
) -> tuple[tuple[str, int, int] | None, bytes, list[tuple[str, int, int]]]:
    """The fault, the payload as far as it came, and the notes."""
    out: list[bytes] = []
    notes: list[tuple[str, int, int]] = []
    source = Source(lambda rule, start, end, detail: notes.append((rule, start, end)))
    pump = Pump(source, gunzip(source, len(data), cap, out.append))
    try:
        for at in range(0, len(data), cut):
            pump.feed(data[at : at + cut])
        pump.end()
    except Fault as fault:
        return (fault.rule, fault.start, fault.end), b"".join(out), notes
    return None, b"".join(out), notes


def usual(data: bytes) -> bytes | None:
    """What zlib makes of one member with nothing after it; None when it refuses."""
    inflater = zlib.decompressobj(31)
    try:
        payload = inflater.decompress(data, MOST)
    except zlib.error:
        return None
    return payload if inflater.eof and not inflater.unused_data else None


def one(data: bytes) -> str:
    """Inflate; "inflated" or the rule that is broken."""
    draw, member = (data[0] if data else 0), data[1:]
    wanted = usual(member)
    cap = MOST if wanted is None else (len(wanted), max(0, len(wanted) - 1), MOST, len(wanted) // 2)[draw & 3]
    with _harness.armed(), _harness.bounded():
        whole = inflated(member, cap, max(1, len(member)))
        pieces = inflated(member, cap, 1 + (draw >> 2) * 7)
    _harness.need(whole == pieces, "the cut makes a difference", whole[0], pieces[0])
    fault, payload, _ = whole
    _harness.need(len(payload) <= cap, "more than the bound came out", len(payload), cap)
    if fault is None:
        _harness.need(
            payload == wanted, "zlib makes something else of it", payload[:40], (wanted or b"")[:40]
        )
    elif wanted is not None and len(wanted) <= cap:
        _harness.need(fault[0] in ("gzip.flags", "gzip.header-crc"), "refused, and zlib takes it", fault)
    return "inflated" if fault is None else fault[0]


def mutate(data: bytes, max_size: int, seed: int, low: _mutator.Low | None = None) -> bytes:
    """Change the payload and pack it anew, or the member's bytes."""
    maker = random.Random(seed)
    low = low if low is not None else _mutator.low_level(maker)
    payload = _container.inflate(data[1:]) if maker.random() < 0.6 else None
    if payload is None:
        return low(data, max_size)
    flags = maker.choice([0, 0, 0, 2, 4, 8, 16, 30, 32])
    payload = low(payload, len(payload) + 64) * maker.choice([1, 1, 1, 2, 50])
    made = _container.member(payload[: 1 << 18], maker.choice([0, 1, 6, 9]), flags)
    return bytes([maker.randrange(256)]) + (made + maker.choice([b"", b"", b"\0"]))[: max_size - 1]


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(mutate))
