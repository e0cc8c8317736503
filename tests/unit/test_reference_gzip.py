"""The plain codec readers: what comes out, which fault, which bytes."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest

from cellucid_session.reference.gzip_member import plain, unpack

PAYLOAD = b"abcabcabc" * 40
GOOD = gzip.compress(PAYLOAD, mtime=0)
CAP = len(PAYLOAD)
END = len(GOOD)


def flagged(flags: int, extra: bytes) -> bytes:
    return GOOD[:3] + bytes([flags]) + GOOD[4:10] + extra + GOOD[10:]


def with_header_crc(data: bytes, header: int) -> bytes:
    """A member with the right CRC of its header, which is so many bytes long."""
    return data[:header] + (zlib.crc32(data[:header]) & 0xFFFF).to_bytes(2, "little") + data[header:]


FAULTS: dict[str, tuple[bytes, str, int, int]] = {
    "nothing": (b"", "gzip.truncated", 0, 0),
    "the first byte": (b"\x1e" + GOOD[1:], "gzip.header", 0, 1),
    "the second byte": (b"\x1f\x8c", "gzip.header", 1, 2),
    "the method": (b"\x1f\x8b\x07", "gzip.header", 2, 3),
    "reserved flags": (flagged(0x80, b""), "gzip.flags", 3, 4),
    "a wrong header CRC": (flagged(2, b"\0\0"), "gzip.header-crc", 10, 12),
    "another CRC": (GOOD[:-8] + b"\0\0\0\0" + GOOD[-4:], "gzip.crc", END - 8, END - 4),
    "another length": (GOOD[:-4] + b"\0\0\0\0", "gzip.length", END - 4, END),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_has_its_rule_and_bytes(case: str) -> None:
    data, *wanted = FAULTS[case]
    fault = unpack(data, len(data), CAP).fault
    assert fault is not None
    assert [fault.rule, fault.start, fault.end] == wanted


GOOD_ONES = {
    "as gzip writes it": GOOD,
    "a right header CRC": with_header_crc(flagged(2, b""), 10),
    "FTEXT": flagged(1, b""),
    "any time and system": GOOD[:4] + b"\xff" * 4 + GOOD[8:9] + b"\x07" + GOOD[10:],
}


@pytest.mark.parametrize("case", GOOD_ONES)
def test_a_good_member_gives_its_payload(case: str) -> None:
    opened = unpack(GOOD_ONES[case], len(GOOD_ONES[case]), CAP)
    assert (opened.payload, opened.fault, opened.notes) == (PAYLOAD, None, [])


def test_bytes_that_hide_in_the_header_are_noted_one_by_one() -> None:
    data = with_header_crc(flagged(0x1E, b"\x03\0xyzname\0\0"), 21)
    opened = unpack(data, len(data), CAP)
    assert opened.payload == PAYLOAD
    assert opened.fault is None
    assert opened.notes == [("gzip.hidden", 10, 15), ("gzip.hidden", 15, 20), ("gzip.hidden", 20, 21)]


@pytest.mark.parametrize("end", range(END))
def test_every_prefix_is_cut_and_gives_a_prefix_of_the_payload(end: int) -> None:
    opened = unpack(GOOD[:end], end, CAP)
    assert opened.fault is not None
    assert opened.fault.rule == "gzip.truncated"
    assert opened.fault.end == end
    assert PAYLOAD.startswith(opened.payload)


def test_bytes_after_the_member_are_refused() -> None:
    for tail in (b"\0", GOOD):
        fault = unpack(GOOD + tail, len(GOOD + tail), CAP).fault
        assert fault is not None
        assert (fault.rule, fault.start) == ("gzip.trailing", END)


def test_what_comes_out_before_bad_data_is_all_that_the_bytes_before_give() -> None:
    chance = random.Random(5)
    seen = set()
    for _ in range(300):
        data = bytearray(GOOD)
        data[chance.randrange(10, END - 8)] ^= 1 << chance.randrange(8)
        opened = unpack(bytes(data), len(data), 1 << 20)
        fault = opened.fault
        if fault is None:  # a bit that nobody reads, behind the last symbol
            assert opened.payload == PAYLOAD
            continue
        seen.add(fault.rule)
        if fault.rule == "gzip.data":
            assert opened.payload == zlib.decompressobj(-15).decompress(bytes(data[10 : fault.start]))
            with pytest.raises(zlib.error):
                zlib.decompressobj(-15).decompress(bytes(data[10 : fault.end]))
    assert {"gzip.data", "gzip.crc"} <= seen


@pytest.mark.parametrize("read", [unpack, plain])
def test_no_more_than_the_cap_comes_out(read: object) -> None:
    assert callable(read)
    data = GOOD if read is unpack else PAYLOAD
    for cap in (0, 1, CAP - 1):
        opened = read(data, len(data), cap)
        assert opened.payload == PAYLOAD[:cap]
        assert opened.fault.rule == "chunk.inflated-too-large"
    assert read(data, len(data), CAP).fault is None
    assert read(data, len(data), CAP + 1).payload == PAYLOAD


def test_a_bomb_costs_its_cap() -> None:
    bomb = gzip.compress(bytes(50 << 20), mtime=0)
    opened = unpack(bomb, len(bomb), 1000)
    assert opened.payload == bytes(1000)
    assert opened.fault is not None
    assert opened.fault.rule == "chunk.inflated-too-large"
