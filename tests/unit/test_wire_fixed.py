"""Bytes at fixed places, the end of the input, and notes that are left once for a payload."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import wire_plain as plain

from cellucid_session.wire import blocks
from cellucid_session.wire.fixed import const, end_of_input, nothing_left, u8, u16le, u32le, within
from cellucid_session.wire.source import Fault, Source
from cellucid_session.wire.uvarint import Repeats, uvarint

pytestmark = pytest.mark.libraries

MAGIC = b"CELL\n"
CUTS = ([], [1], [2, 3])


def magic(source: Source) -> Any:
    return const(source, MAGIC, "differs", "short", "the magic")


def number(read: Any) -> Any:
    return lambda source: read(source, "cut", "the number")


CASES: dict[str, tuple[Any, bytes, Any, Any]] = {
    "the constant": (magic, MAGIC + b"more", None, None),
    "its first byte differs": (magic, b"XELL\n", ("differs", 0, 1), None),
    "its last byte differs": (magic, b"CELL\r", ("differs", 4, 5), None),
    "two bytes differ: the first is blamed": (magic, b"CxLx\n", ("differs", 1, 2), None),
    "a byte differs and the rest is cut": (magic, b"CEx", ("differs", 2, 3), None),
    "the constant is cut": (magic, b"CEL", ("short", 0, 3), None),
    "no byte of it": (magic, b"", ("short", 0, 0), None),
    "one byte": (number(u8), b"\xfe\x01", None, 0xFE),
    "one byte that is not there": (number(u8), b"", ("cut", 0, 0), None),
    "two bytes, low one first": (number(u16le), b"\x01\xff\x07", None, 0xFF01),
    "two bytes, one is there": (number(u16le), b"\x01", ("cut", 0, 1), None),
    "four bytes, low one first": (number(u32le), b"\x01\x02\x03\xff", None, 0xFF030201),
    "four bytes, three are there": (number(u32le), b"\x01\x02\x03", ("cut", 0, 3), None),
}


@pytest.mark.parametrize("case", CASES)
def test_bytes_at_a_fixed_place(case: str) -> None:
    reading, data, fault, result = CASES[case]
    for sizes in CUTS:
        assert plain.drive(reading, data, sizes) == (fault, [], result)


@pytest.mark.parametrize(("value", "fits"), [(0, False), (1, True), (16, True), (17, False)])
def test_a_number_is_held_to_both_bounds(value: int, fits: bool) -> None:
    if fits:
        within(value, 1, 16, "outside", 3, 7, "the length")
        return
    with pytest.raises(Fault) as caught:
        within(value, 1, 16, "outside", 3, 7, "the length")
    assert (caught.value.rule, caught.value.start, caught.value.end) == ("outside", 3, 7)
    assert f"is {value}" in caught.value.detail


def behind(data: bytes, rest: Any, sizes: Any) -> Any:
    """Read two bytes, then the rest."""

    def reading(source: Source) -> Any:
        yield from u16le(source, "cut", "the number")
        return (yield from rest(source, "rule", "the number"))

    return plain.drive(reading, data, sizes)


@pytest.mark.parametrize("sizes", CUTS)
def test_what_is_left_is_noted_once_and_counted(sizes: list[int]) -> None:
    assert behind(b"ab", nothing_left, sizes) == (None, [], 0)
    assert behind(b"abc", nothing_left, sizes) == (None, [("rule", 2, 3, "1 byte after the number")], 1)
    data = bytes(1000)
    assert behind(data, nothing_left, sizes) == (None, [("rule", 2, 1000, "998 bytes after the number")], 998)


@pytest.mark.parametrize("sizes", CUTS)
def test_the_first_byte_past_the_end_is_the_guilty_one(sizes: list[int]) -> None:
    assert behind(b"ab", end_of_input, sizes) == (None, [], None)
    assert behind(b"abcdef", end_of_input, sizes) == (("rule", 2, 3), [], None)


def repeating(source: Source, count: int) -> Any:
    with Repeats(source) as repeats:
        for _ in range(count):
            value = yield from uvarint(source, "a number", repeats)
            if value == 9:
                repeats.add("nine", source.position - 1, source.position, "a nine")


@pytest.mark.parametrize("sizes", CUTS)
def test_a_payload_has_one_note_for_each_rule_in_the_order_of_places(sizes: list[int]) -> None:
    fault, notes, _ = plain.drive(lambda source: repeating(source, 5), b"\x09\x80\x00\x09\x81\x00\x07", sizes)
    assert fault is None
    assert [note[:3] for note in notes] == [("nine", 0, 1), ("uvarint.overlong", 1, 3)]
    assert [note[3].partition("; ")[2] for note in notes] == ["2 such here, this is the first"] * 2


@pytest.mark.parametrize("sizes", CUTS)
def test_a_note_that_is_alone_does_not_count(sizes: list[int]) -> None:
    _, notes, _ = plain.drive(lambda source: repeating(source, 1), b"\x09", sizes)
    assert notes == [("nine", 0, 1, "a nine")]


@pytest.mark.parametrize("sizes", CUTS)
def test_notes_are_left_before_a_fault_ends_the_payload(sizes: list[int]) -> None:
    fault, notes, _ = plain.drive(lambda source: repeating(source, 3), b"\x09\x09\xff", sizes)
    assert fault == ("uvarint.truncated", 2, 3)
    assert [note[:3] for note in notes] == [("nine", 0, 1)]


def test_an_abandoned_reading_leaves_no_notes() -> None:
    notes: list[Any] = []
    source = Source(lambda *note: notes.append(note))
    source.feed(b"\x09\x09")
    reading = repeating(source, 3)
    next(reading)
    reading.close()
    assert notes == []


def test_an_overlong_varint_of_no_payload_is_noted_at_once() -> None:
    _, notes, value = plain.drive(lambda source: uvarint(source, "a number"), b"\x85\x00")
    assert value == 5
    assert [note[:3] for note in notes] == [("uvarint.overlong", 0, 2)]


def test_small_blocks_are_read_plainly() -> None:
    assert blocks.numpy_for(blocks.LEAST - 1) is None
    assert blocks.numpy_for(blocks.LEAST) is not None  # numpy is there already in this process


NUMPY_IS_LATE = """
import sys
from cellucid_session.wire import blocks
import cellucid_session.wire.gunzip, cellucid_session.generated.payloads
assert "numpy" not in sys.modules
for _ in range(blocks.IMPORT // 4096 - 1):
    assert blocks.numpy_for(4096) is None
assert "numpy" not in sys.modules
assert blocks.numpy_for(4096) is sys.modules["numpy"]
assert blocks.numpy_for(blocks.LEAST) is sys.modules["numpy"]
"""


def test_a_process_imports_numpy_when_enough_was_read_plainly() -> None:
    done = subprocess.run([sys.executable, "-c", NUMPY_IS_LATE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_notes_of_one_payload_come_by_place_then_by_rule() -> None:
    notes: list[Any] = []
    with Repeats(Source(lambda *note: notes.append(note))) as repeats:
        repeats.add("late", 2, 3, "c")
        repeats.add("zero", 1, 9, "a")
        repeats.add("even", 1, 9, "b")
    assert [note[0] for note in notes] == ["even", "zero", "late"]


def test_what_is_no_fault_leaves_no_notes() -> None:
    notes: list[Any] = []
    repeats = Repeats(Source(lambda *note: notes.append(note)))
    repeats.add("rule", 1, 2, "a")
    repeats.__exit__(KeyError, KeyError(), None)
    assert notes == []
    repeats.__exit__(Fault, Fault("other", 1, 2), None)
    assert notes == [("rule", 1, 2, "a")]
