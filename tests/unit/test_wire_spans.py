"""What is wrong with a binary payload or a gzip member, and exactly which bytes are blamed.

Every case is read plainly and with numpy, whole and byte by byte.
"""

from __future__ import annotations

import gzip
import zlib
from typing import Any

import pytest
import wire_plain as plain

from cellucid_session.generated import payloads
from cellucid_session.generated.rules import RULES
from cellucid_session.wire.gunzip import gunzip, stored
from cellucid_session.wire.source import Fault, Source
from cellucid_session.wire.uvarint import uvarint

Place = plain.Place
SAFE = b"\xff" * 7 + b"\x0f"  # 2^53-1


def found(reading: Any, data: bytes) -> tuple[Place | None, list[Place]]:
    """The fault and the notes, the same on every path and for every cut."""
    answers = []
    for name in plain.PATHS:
        for sizes in ([], [1], [2, 3]):
            with plain.path(name):
                fault, notes, _ = plain.drive(reading, data, sizes)
            answers.append((fault, notes))
    assert all(answer == answers[0] for answer in answers)
    fault, notes = answers[0]
    return fault, sorted(note[:3] for note in notes)


UVARINTS: dict[str, tuple[bytes, Place | None, list[Place]]] = {
    "the least": (b"\x00", None, []),
    "the greatest": (SAFE, None, []),
    "nothing": (b"", ("uvarint.truncated", 0, 0), []),
    "BC-01: one byte that goes on": (b"\x80", ("uvarint.truncated", 0, 1), []),
    "BC-01: seven bytes that go on": (b"\xff" * 7, ("uvarint.truncated", 0, 7), []),
    "BC-02: eight bytes that go on": (b"\xff" * 8, ("uvarint.too-long", 0, 8), []),
    "BC-02: nine bytes and an end": (b"\xff" * 9 + b"\x7f", ("uvarint.too-long", 0, 8), []),
    "BC-03: 80 00": (b"\x80\x00", None, [("uvarint.overlong", 0, 2)]),
    "BC-03: 81 00": (b"\x81\x00", None, [("uvarint.overlong", 0, 2)]),
    "BC-03: 80 80 00": (b"\x80\x80\x00", None, [("uvarint.overlong", 0, 3)]),
    "BC-03: eight bytes for nothing": (b"\x80" * 7 + b"\x00", None, [("uvarint.overlong", 0, 8)]),
    "BC-04: 2^53": (b"\x80" * 7 + b"\x10", ("uvarint.range", 0, 8), []),
    "BC-04: 2^56-1": (b"\xff" * 7 + b"\x7f", ("uvarint.range", 0, 8), []),
    "BC-04: 2^63": (b"\x80" * 9 + b"\x01", ("uvarint.too-long", 0, 8), []),
    "BC-04: 2^70": (b"\x80" * 10 + b"\x01", ("uvarint.too-long", 0, 8), []),
}


@pytest.mark.parametrize("case", UVARINTS)
def test_a_uvarint(case: str) -> None:
    data, fault, notes = UVARINTS[case]
    assert found(lambda source: uvarint(source, "it"), data) == (fault, notes)
    behind = b"\x05" + data
    moved = None if fault is None else (fault[0], fault[1] + 1, fault[2] + 1)

    def second(source: Source) -> Any:
        yield from uvarint(source, "the first")
        yield from uvarint(source, "it")

    assert found(second, behind) == (moved, [(rule, start + 1, end + 1) for rule, start, end in notes])


LISTS: dict[str, tuple[bytes, int | None, Place | None, list[Place]]] = {
    "BC-20: no cells": (b"\x00", 0, None, []),
    "BC-20: the one cell": (b"\x01\x00", 1, None, []),
    "BC-20: one cell of none": (b"\x01\x00", 0, ("cells.count", 0, 1), []),
    "no bytes": (b"", 10, ("uvarint.truncated", 0, 0), []),
    "BC-05: 2^31 indices that are not there": (plain.leb(1 << 31), None, ("uvarint.truncated", 5, 5), []),
    "BC-05: more indices than cells": (plain.leb(1 << 31), 10, ("cells.count", 0, 5), []),
    "BC-06: a byte after the last": (b"\x01\x03\x00", 10, None, [("cells.trailing", 2, 3)]),
    "BC-06: bytes after the last, not read as indices": (b"\x01\x03\xff\xff", 10, None, [("cells.trailing", 2, 4)]),
    "BC-06: a count that is one too high": (b"\x03\x01\x01", 10, ("uvarint.truncated", 3, 3), []),
    "an index that is cut": (b"\x02\x01\x80", 1000, ("uvarint.truncated", 2, 3), []),
    "BC-07: a cell listed twice": (b"\x03\x04\x01\x00", 10, None, [("cells.duplicate", 3, 4)]),
    "BC-07: the cell 0 listed twice": (b"\x02\x00\x00", 10, None, [("cells.duplicate", 2, 3)]),
    "the cell 0 listed once": (b"\x02\x00\x01", 10, None, []),
    "BC-08: the last cell": (b"\x01\x09", 10, None, []),
    "BC-08: one after the last cell": (b"\x01\x0a", 10, ("cells.index", 1, 2), []),
    "one after the last cell, in two steps": (b"\x03\x04\x05\x01", 10, ("cells.index", 3, 4), []),
    "BC-08: 2^32": (b"\x01" + plain.leb(1 << 32), None, ("cells.index", 1, 6), []),
    "2^32-1, the number of cells not known": (b"\x01" + plain.leb((1 << 32) - 1), None, None, []),
    "BC-09: sums that would wrap": (
        plain.leb(65537) + b"\x05" + plain.leb(1 << 48) * 65536, 10_000_000, ("cells.index", 4, 11), [],
    ),
    "one more than 32 bits hold, of more cells": (
        plain.leb(2) + plain.leb((1 << 32) - 1) + b"\x01", 1 << 53, ("cells.index", 6, 7), [],
    ),
    "the greatest steps": (b"\x02" + SAFE * 2, 1 << 53, ("cells.index", 1, 9), []),
    "overlong twice, told once": (b"\x83\x00\x01\x81\x00\x01", 10, None, [("uvarint.overlong", 0, 2)]),
    "overlong and twice": (b"\x02\x01\x80\x00", 10, None, [("cells.duplicate", 2, 4), ("uvarint.overlong", 2, 4)]),
    "a duplicate before a fault is not told": (b"\x04\x01\x00\x80\x00\x63", 10, ("cells.index", 5, 6), [
        ("uvarint.overlong", 3, 5),
    ]),
}  # fmt: skip


@pytest.mark.parametrize("case", LISTS)
def test_an_index_list(case: str) -> None:
    data, cells, fault, notes = LISTS[case]
    if len(data) > 1000:
        with plain.path("with numpy"):
            assert plain.drive(lambda source: payloads.index_list(source, cells=cells), data)[0] == fault
        with plain.path("plainly"):
            assert (
                plain.drive(lambda source: payloads.index_list(source, cells=cells), data, [999])[0] == fault
            )
        return
    assert found(lambda source: payloads.index_list(source, cells=cells), data) == (fault, notes)


CODES: dict[str, tuple[bytes, tuple[int, ...] | None, Place | None, list[Place]]] = {
    "BC-17: no bytes": (b"", (10,), ("codes.truncated", 0, 0), []),
    "BC-17: one byte": (b"\x00", (10,), ("uvarint.truncated", 1, 1), []),
    "BC-17: encoding 3": (b"\x03\x00", (0,), ("codes.encoding", 0, 1), []),
    "BC-17: encoding 255": (b"\xff", (0,), ("codes.encoding", 0, 1), []),
    "BC-20: no codes, u8": (b"\x00\x00", (0,), None, []),
    "BC-20: no codes, u16": (b"\x01\x00", (0,), None, []),
    "BC-20: no codes, runs": (b"\x02\x00\x00", (0,), None, []),
    "BC-20: one code, runs": (b"\x02\x01\x01\x07\x01", (1,), None, []),
    "another length": (b"\x00\x02ab", (3, 10), ("codes.length", 1, 2), []),
    "a length beyond every field": (b"\x00" + plain.leb(1 << 32), None, ("codes.length", 1, 6), []),
    "u8, cut": (b"\x00\x03ab", None, ("codes.truncated", 2, 4), []),
    "u8, a byte more": (b"\x00\x02abc", None, None, [("codes.trailing", 4, 5)]),
    "BC-16: u16, half a code": (b"\x01\x02abc", None, ("codes.truncated", 2, 5), []),
    "BC-16: u16, half a code more": (b"\x01\x01abc", None, None, [("codes.trailing", 4, 5)]),
    "runs, no number of them": (b"\x02\x03", None, ("uvarint.truncated", 2, 2), []),
    "runs, cut in a value": (b"\x02\x03\x01\x80", None, ("uvarint.truncated", 3, 4), []),
    "runs, cut before a run": (b"\x02\x03\x01\x05", None, ("uvarint.truncated", 4, 4), []),
    "BC-12: runs whose sum would wrap": (
        b"\x02\x0a\x03" + (b"\x01" + SAFE) * 3, (10,), ("codes.runs", 4, 12), [],
    ),
    "BC-13: one run of 2^31 codes of a field of 10": (plain.pairs([(1, 1 << 31)]), (10,), ("codes.length", 1, 6), []),
    "BC-13: one run of 2^31 codes": (plain.pairs([(1, 1 << 31)]), None, None, []),
    "BC-14: a run of no codes": (b"\x02\x02\x02\x07\x00\x08\x02", None, None, [("codes.zero-run", 4, 5)]),
    "BC-14: the last run is too long": (b"\x02\x02\x02\x07\x01\x08\x02", None, ("codes.runs", 6, 7), []),
    "BC-14: runs that fall short": (b"\x02\x05\x02\x07\x01\x08\x02", None, ("codes.runs", 2, 7), []),
    "BC-14: a pair more than is counted": (b"\x02\x01\x01\x07\x01\x07\x01", None, None, [("codes.trailing", 5, 7)]),
    "BC-14: equal neighbours": (b"\x02\x02\x02\x07\x01\x07\x01", None, None, []),
    "BC-15: the code 65535": (plain.pairs([(65535, 1)]), None, None, []),
    "BC-15: the code 65536": (plain.pairs([(65536, 1)]), None, ("codes.value", 3, 6), []),
    "BC-15: the code 70000 in no cell": (plain.pairs([(70000, 0)]), None, ("codes.value", 3, 6), []),
    "an overlong value and an overlong empty run": (
        b"\x02\x01\x02\x87\x00\x80\x00\x07\x01", None, None, [("codes.zero-run", 5, 7), ("uvarint.overlong", 3, 5)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CODES)
def test_codes(case: str) -> None:
    data, lengths, fault, notes = CODES[case]
    assert found(lambda source: payloads.codes(source, lengths=lengths), data) == (fault, notes)


class Header:
    """Takes a table's header and gives a layout."""

    def __init__(self, *layout: tuple[str, int]) -> None:
        self.layout = layout

    def header_size(self, size: int, start: int) -> None:
        if size > 100:
            raise Fault("budget.json-bytes", start, start)

    def header(self, data: bytes, start: int) -> Any:
        return [(name, length, True) for name, length in self.layout]


ONE = bytes([2, 0, 0, 0]) + b"{}"
TABLES: dict[str, tuple[bytes, list[tuple[str, int]], Place | None, list[Place]]] = {
    "no columns": (ONE, [], None, []),
    "no bytes": (b"", [], ("table.header", 0, 0), []),
    "half a header length": (b"\x02\x00", [], ("table.header", 0, 2), []),
    "a header that is cut": (b"\x09\x00\x00\x00{}", [], ("table.header", 4, 6), []),
    "a header that the reader does not want": (b"\xff\xff\xff\xff", [], ("budget.json-bytes", 4, 4), []),
    "a column that is cut": (ONE + b"abc", [("value", 4)], ("table.column", 6, 9), []),
    "a second column that is cut": (ONE + b"abcdef", [("value", 4), ("value", 4)], ("table.column", 10, 12), []),
    "a column of 2^53-1 bytes": (ONE, [("value", (1 << 53) - 4)], ("table.column", 6, 6), []),
    "a cell too high": (ONE + b"\x09\0\0\0\x0a\0\0\0", [("cellIndex", 8)], ("table.cell-index", 10, 14), []),
    "a cell too high in a column that is cut": (
        ONE + b"\x0a\0\0\0\x01\0", [("cellIndex", 8)], ("table.cell-index", 6, 10), [],
    ),
    "a byte after the last column": (ONE + b"\0" * 5, [("value", 4)], None, [("table.trailing", 10, 11)]),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
@pytest.mark.parametrize("kept", [False, True])
def test_a_table(case: str, kept: bool) -> None:
    data, layout, fault, notes = TABLES[case]
    sink = (lambda name, piece: None) if kept else None
    reading = lambda source: payloads.table(source, cells=10, on=Header(*layout), sink=sink)  # noqa: E731
    assert found(reading, data) == (fault, notes)


BODY = b"abcabcabc" * 40
GOOD = gzip.compress(BODY, mtime=0)
END = len(GOOD)
DATA = 10  # where the deflate data begin


def flagged(flags: int, extra: bytes = b"", tail: bytes = b"") -> bytes:
    """The good member with these flags and fields."""
    return GOOD[:3] + bytes([flags]) + GOOD[4:DATA] + extra + GOOD[DATA:] + tail


def crc16(flags: int, extra: bytes = b"") -> bytes:
    """A good member with the right checksum of its header."""
    head = flagged(flags)[:DATA] + extra
    return head + (zlib.crc32(head) & 0xFFFF).to_bytes(2, "little") + GOOD[DATA:]


def deflated(data: bytes) -> bytes:
    """A header and these deflate data."""
    return GOOD[:DATA] + data


MEMBERS: dict[str, tuple[bytes, Place | None, list[Place]]] = {
    "as gzip writes it": (GOOD, None, []),
    "GZ-06: two members": (GOOD * 2, ("gzip.trailing", END, 2 * END), []),
    "GZ-07: a zero byte after the member": (GOOD + b"\0", ("gzip.trailing", END, END + 1), []),
    "GZ-07: bytes after the member": (GOOD + b"abc", ("gzip.trailing", END, END + 3), []),
    "GZ-08: no bytes": (b"", ("gzip.truncated", 0, 0), []),
    "GZ-08: half a magic": (GOOD[:1], ("gzip.truncated", 1, 1), []),
    "GZ-08: cut before the flags": (GOOD[:3], ("gzip.truncated", 3, 3), []),
    "GZ-08: cut in the header": (GOOD[:9], ("gzip.truncated", 4, 9), []),
    "GZ-08: cut in the data": (GOOD[: DATA + 3], ("gzip.truncated", DATA, DATA + 3), []),
    "GZ-08: cut before the CRC": (GOOD[:-8], ("gzip.truncated", END - 8, END - 8), []),
    "GZ-08: cut in the CRC": (GOOD[:-5], ("gzip.truncated", END - 8, END - 5), []),
    "GZ-08: cut in the length": (GOOD[:-1], ("gzip.truncated", END - 4, END - 1), []),
    "GZ-08: an extra field that is cut": (flagged(4)[:DATA] + b"\x09\0ab", ("gzip.truncated", 12, 14), []),
    "GZ-08: a file name that is cut": (flagged(8)[:DATA] + b"ab", ("gzip.truncated", 10, 12), []),
    "GZ-08: a header CRC that is cut": (flagged(2)[:DATA] + b"a", ("gzip.truncated", 10, 11), []),
    "GZ-09: another CRC": (GOOD[:-8] + bytes(4) + GOOD[-4:], ("gzip.crc", END - 8, END - 4), []),
    "GZ-10: another length": (GOOD[:-4] + bytes(4), ("gzip.length", END - 4, END), []),
    "GZ-11: the first reserved flag": (flagged(0x20), ("gzip.flags", 3, 4), []),
    "GZ-11: the last reserved flag": (flagged(0x80), ("gzip.flags", 3, 4), []),
    "GZ-11: an extra field": (flagged(4, b"\x03\0abc"), None, [("gzip.hidden", 10, 15)]),
    "GZ-11: an empty extra field": (flagged(4, b"\0\0"), None, [("gzip.hidden", 10, 12)]),
    "GZ-11: a file name": (flagged(8, b"abc\0"), None, [("gzip.hidden", 10, 14)]),
    "GZ-11: a comment": (flagged(16, b"\0"), None, [("gzip.hidden", 10, 11)]),
    "GZ-11: all of them": (
        flagged(28, b"\x01\0e" + b"name\0" + b"text\0"),
        None,
        [("gzip.hidden", 10, 13), ("gzip.hidden", 13, 18), ("gzip.hidden", 18, 23)],
    ),
    "GZ-11: FTEXT": (flagged(1), None, []),
    "GZ-11: the right header CRC": (crc16(2), None, []),
    "GZ-11: the right header CRC behind a name": (crc16(10, b"n\0"), None, [("gzip.hidden", 10, 12)]),
    "GZ-11: a wrong header CRC": (flagged(2, b"\0\0"), ("gzip.header-crc", 10, 12), []),
    "GZ-12: another method": (b"\x1f\x8b\x07" + GOOD[3:], ("gzip.header", 2, 3), []),
    "GZ-12: zlib's own header": (zlib.compress(BODY), ("gzip.header", 0, 1), []),
    "GZ-12: deflate data alone": (GOOD[DATA:-8], ("gzip.header", 0, 1), []),
    "GZ-12: half a magic, then something else": (b"\x1f\x8c", ("gzip.header", 1, 2), []),
    "GZ-15: JSON that says it is gzip": (b'{"a":1}', ("gzip.header", 0, 1), []),
    "GZ-16: a block of no type": (deflated(b"\x07"), ("gzip.data", DATA, DATA + 1), []),
    "GZ-16: a stored block whose length is not its length": (
        deflated(b"\x01\x05\x00\xfa\xfe"), ("gzip.data", DATA + 4, DATA + 5), [],
    ),
    "GZ-16: a distance too far back": (deflated(b"\x63\x00\x42\x00"), ("gzip.data", DATA + 2, DATA + 3), []),
    "GZ-16: more code lengths than there are": (deflated(b"\xff" * 20), ("gzip.data", DATA, DATA + 1), []),
    "GZ-16: code lengths that can't be": (
        deflated(b"\x05" + b"\xff" * 20), ("gzip.data", DATA + 2, DATA + 3), [],
    ),
}  # fmt: skip


def member(data: bytes, cap: int = len(BODY)) -> tuple[Place | None, list[Place]]:
    return found(lambda source: gunzip(source, len(data), cap, lambda piece: None), data)


@pytest.mark.parametrize("case", MEMBERS)
def test_a_member(case: str) -> None:
    data, fault, notes = MEMBERS[case]
    assert member(data) == (fault, notes)
    plainly = plain.plain_member(data, len(BODY))
    assert plainly[:2] == (fault, notes)


def test_gz_05_the_bound_is_held_to_the_byte() -> None:
    for cap, fault in ((len(BODY), None), (len(BODY) - 1, ("chunk.inflated-too-large", 0, END))):
        out: list[bytes] = []
        seen = plain.read_member(GOOD, cap, out.append)
        assert seen == fault
        assert b"".join(out) == BODY[:cap]


def test_gz_08_every_cut_is_found() -> None:
    for end in range(END):
        fault, _ = member(GOOD[:end])
        assert fault is not None
        assert (fault[0], fault[2]) == ("gzip.truncated", end)


def test_gz_14_gzip_in_gzip_is_decoded_once() -> None:
    out: list[bytes] = []
    plain.read_member(gzip.compress(GOOD), 1 << 20, out.append)
    assert b"".join(out) == GOOD
    assert found(lambda source: payloads.codes(source, lengths=None), GOOD)[0] == ("codes.encoding", 0, 1)


def test_gz_15_the_codec_none_does_not_sniff() -> None:
    out: list[bytes] = []
    assert plain.drive(lambda source: stored(source, END, END, out.append), GOOD) == (None, [], END)
    assert b"".join(out) == GOOD


def test_codec_none_is_held_to_its_bound() -> None:
    out: list[bytes] = []
    fault = plain.drive(lambda source: stored(source, 5, 3, out.append), b"abcde", [2])[0]
    assert fault == ("chunk.inflated-too-large", 0, 5)
    assert b"".join(out) == b"abc"


LAYERS = ("uvarint.", "gzip.", "cells.count", "cells.index", "cells.trailing", "cells.duplicate", "codes.encoding",
          "codes.truncated", "codes.length", "codes.runs", "codes.value", "codes.trailing", "codes.zero-run",
          "table.header", "table.column", "table.cell-index", "table.trailing")  # fmt: skip


def test_every_rule_of_these_layers_has_a_case() -> None:
    told: set[str] = set()
    for table in (UVARINTS, LISTS, CODES, TABLES, MEMBERS):
        for case in table.values():  # type: ignore[attr-defined]
            *_, fault, notes = case
            told |= {place[0] for place in ([fault] if fault else []) + notes}
    wanted = {rule for rule in RULES if rule.startswith(LAYERS)} - {"table.columns", "cells.count-hint"}
    assert wanted <= told
