"""The kernels that decode blocks of varints, asked directly: values, ends, and what they leave to the plain path."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cellucid_session.generated.limits import SAFE_INTEGER
from cellucid_session.wire.source import Source
from cellucid_session.wire.uvarint import Repeats, tally_overlong, varints

pytestmark = pytest.mark.libraries


def block(*parts: bytes) -> Any:
    return np.frombuffer(b"".join(parts), np.uint8)


def spelled(value: int) -> bytes:
    data = b""
    while value > 0x7F:
        data += bytes([0x80 | value & 0x7F])
        value >>= 7
    return data + bytes([value])


VALUES = [
    0,
    1,
    127,
    128,
    129,
    16383,
    16384,
    1 << 21,
    (1 << 28) - 1,
    1 << 35,
    (1 << 42) + 5,
    1 << 49,
    SAFE_INTEGER,
]


@pytest.mark.parametrize("order", [1, -1], ids=["up", "down"])
def test_every_length_of_a_varint_is_decoded(order: int) -> None:
    values = VALUES[::order]
    decoded = varints(np, block(*map(spelled, values)))
    assert decoded is not None
    assert decoded[0].tolist() == values
    assert decoded[1].tolist() == (np.cumsum([len(spelled(value)) for value in values]) - 1).tolist()


def test_each_length_alone_is_decoded() -> None:
    for value in VALUES:
        for around in ([], [7], [0, 300]):
            decoded = varints(np, block(*map(spelled, [*around, value, *around])))
            assert decoded is not None
            assert decoded[0].tolist() == [*around, value, *around]


LEFT = {
    "nine bytes": b"\x80" * 8 + b"\x01",
    "nine bytes that are worth nothing": b"\x80" * 8 + b"\x00",
    "ten bytes": b"\xff" * 9 + b"\x01",
    "eight bytes, one too many": b"\x80" * 7 + b"\x10",
    "the largest of eight bytes": b"\xff" * 7 + b"\x7f",
}


@pytest.mark.parametrize("case", LEFT)
def test_what_breaks_a_rule_is_left_to_the_plain_path(case: str) -> None:
    assert varints(np, block(LEFT[case])) is None
    assert varints(np, block(b"\x01\x02", LEFT[case], b"\x80\x01")) is None


def test_eight_bytes_of_little_worth_are_read() -> None:
    decoded = varints(np, block(b"\x85" + b"\x80" * 6 + b"\x00", b"\x01"))
    assert decoded is not None
    assert decoded[0].tolist() == [5, 1]


OVERLONG = {
    "none": (b"\x00\x01\x80\x01\x00", None),
    "the first of all": (b"\x81\x00\x05", (100, 102, 1)),
    "one behind values of nothing": (b"\x00\x00\x81\x00\x00", (102, 104, 1)),
    "none, behind the largest of one byte": (b"\x7f\x00\x01\x7f\x00", None),
    "one behind the largest of one byte": (b"\x7f\x81\x00\x05", (101, 103, 1)),
    "a long one": (b"\x07\x81\x80\x80\x00", (101, 105, 1)),
    "three of them": (b"\x00\x80\x00\x01\x81\x80\x00\x80\x00", (101, 103, 3)),
}


@pytest.mark.parametrize("case", OVERLONG)
def test_overlong_varints_are_counted_and_the_first_is_placed(case: str) -> None:
    data, wanted = OVERLONG[case]
    raw = block(data)
    repeats = Repeats(Source())
    tally_overlong(np, raw, np.flatnonzero(raw < 0x80), 100, repeats)
    told = [(start, end, many) for start, end, _, many in repeats.seen.values()]
    assert told == ([] if wanted is None else [wanted])
