"""A source of bytes: what is read, passed over and refused, however the bytes are cut."""

from __future__ import annotations

from typing import Any

import pytest

from cellucid_session.wire.source import PIECE, Fault, Pump, Source, pass_on, passed, some, take

DATA = bytes(range(20))


def fed(data: bytes = DATA, **given: Any) -> Source:
    source = Source(**given)
    source.feed(data)
    return source


def got(source: Source, reading: Any, *pieces: bytes) -> Any:
    """What a reader returns when it gets these pieces one after the other and then the end."""
    pump = Pump(source, reading)
    for piece in pieces:
        pump.feed(piece)
    return pump.end()


def test_a_source_without_a_taker_drops_its_notes() -> None:
    assert Source().note("rule", 0, 1, "detail") is None


def test_what_is_passed_over_is_all_that_is_passed_over() -> None:
    source = fed()
    source.skip(5)
    assert (source.position, source.ready) == (5, 15)
    assert next(iter_bytes(source, 3)) == DATA[5:8]
    source.skip(12)
    assert (source.position, source.ready) == (20, 0)
    source.skip(7)
    assert (source.position, source.ready) == (27, 0)
    source.feed(b"xyz")
    assert (source.position, source.ready) == (27, 3)
    source.skip(1)
    source.feed(b"!")
    assert (source.position, source.buffer) == (28, b"yz!")


def iter_bytes(source: Source, most: int) -> Any:
    try:
        next(some(source, most))
    except StopIteration as stop:
        yield stop.value


def test_no_more_is_read_than_was_asked_for() -> None:
    source = fed()
    assert next(iter_bytes(source, 4)) == DATA[:4]
    assert next(iter_bytes(source, 100)) == DATA[4:]
    assert source.position == 20


@pytest.mark.parametrize("reader", ["take", "pass_on"])
def test_what_does_not_fit_is_refused_before_its_bytes_come(reader: str) -> None:
    source = fed(b"ab", base=100, size=110)
    source.skip(2)
    reading = take(source, 9, "rule", "it") if reader == "take" else pass_on(source, 9, "rule", "it", None)
    with pytest.raises(Fault) as caught:
        next(reading)
    assert (caught.value.rule, caught.value.start, caught.value.end) == ("rule", 102, 110)
    assert caught.value.detail == "it needs 9 bytes, only 8 are there"
    fits = take(source, 8, "rule", "it")
    assert got(source, fits, b"cdef", b"ghij") == b"cdefghij"


@pytest.mark.parametrize("pieces", [[b"abcdef"], [b"abc", b"def"], [b"a", b"b", b"cde", b"f"]], ids=len)
def test_exactly_so_many_bytes_are_taken(pieces: list[bytes]) -> None:
    source = Source(base=7)
    assert got(source, take(source, 5, "rule", "it"), *pieces) == b"abcde"
    assert source.position == 12
    assert got(source, take(source, 1, "rule", "it")) == b"f"
    assert got(source, take(source, 0, "rule", "it")) == b""
    with pytest.raises(Fault) as caught:
        got(source, take(source, 1, "rule", "it"))
    assert (caught.value.start, caught.value.end) == (13, 13)


@pytest.mark.parametrize("pieces", [[b"abcdef"], [b"abc", b"def"], [b"a", b"b", b"cde", b"f"]], ids=len)
@pytest.mark.parametrize("size", [None, 6])
def test_bytes_are_handed_on_and_no_more(pieces: list[bytes], size: int | None) -> None:
    source, taken = Source(size=size), []
    assert got(source, pass_on(source, 5, "rule", "it", taken.append), *pieces) is None
    assert b"".join(taken) == b"abcde"
    assert source.position == 5
    assert got(source, take(source, 1, "rule", "it")) == b"f"


def test_a_source_that_knows_its_end_is_not_waited_for_when_nobody_wants_the_bytes() -> None:
    source = fed(b"ab", size=50)
    with pytest.raises(StopIteration):
        next(pass_on(source, 30, "rule", "it", None))
    assert source.position == 30
    open_end = fed(b"ab")
    reading = pass_on(open_end, 30, "rule", "it", None)
    next(reading)  # waits
    assert open_end.position == 2
    with pytest.raises(Fault) as caught:
        got(open_end, reading, b"cd")
    assert (caught.value.start, caught.value.end) == (0, 4)


def test_nothing_longer_than_a_piece_is_handed_on() -> None:
    for many in (PIECE - 1, PIECE, PIECE + 1, 3 * PIECE):
        source, taken = fed(bytes(many)), []
        if not passed(source, many, taken.append):
            got(source, pass_on(source, many, "rule", "it", taken.append))
        assert sum(map(len, taken)) == many
        assert max(map(len, taken)) <= PIECE


#: what is there, where the input ends, and how many bytes: whether they are passed at once
AT_ONCE: dict[str, tuple[bytes, int | None, int, bool, bool]] = {
    "they are there": (b"abc", None, 2, True, True),
    "just these are there": (b"abc", None, 3, True, True),
    "none is wanted": (b"abc", None, 0, True, True),
    "one is missing": (b"abc", None, 4, False, False),
    "one is missing, and the end is known": (b"abc", 40, 4, False, True),
    "all up to the end": (b"abc", 40, 30, False, True),
    "one past the end": (b"abc", 40, 31, False, False),
}


@pytest.mark.parametrize("case", AT_ONCE)
def test_what_need_not_be_waited_for_is_passed_at_once(case: str) -> None:
    data, size, many, with_sink, without = AT_ONCE[case]
    for sink, wanted in ((True, with_sink), (False, without)):
        source, taken = Source(base=10, size=size), []
        source.feed(data)
        assert passed(source, many, taken.append if sink else None) == wanted
        assert source.position == 10 + (many if wanted else 0)
        assert taken == ([data[:many]] if sink and wanted and many else [])


def test_a_pump_is_done_once() -> None:
    source = Source()
    pump = Pump(source, take(source, 2, "rule", "it"))
    pump.feed(b"")
    assert not pump.done
    pump.feed(b"abc")
    assert (pump.done, pump.result) == (True, b"ab")
    pump.feed(b"d")
    assert pump.end() == b"ab"
