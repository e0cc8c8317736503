"""What is known of a JSON text before it is parsed does not depend on where its blocks end."""

from __future__ import annotations

import re

import pytest

from cellucid_session.wire import json_scan
from cellucid_session.wire.json_scan import bracket_beyond, measure, members, odd_numbers

SIZES = range(2, 40)

TEXTS = {
    "nothing outside strings": b'"abcdefghijklmnopqrstuvwxyz"',
    "brackets and commas in a string": b'["[[,,:::{{", {"a:": ":,[" }, 1, 2]',
    "escaped quotes": rb'{"a\"[b":"\"\"[","c":[1,"\\",{"\\\"":2}]}',
    "backslashes in rows": rb'["\\\\\\\\\\\\\\\\\\",[{"\\\\\"[[":1}],"\\"]',
    "deep, with commas and colons before it": b'{"a":1,"b":2,"c":[1,2,3,4],"d":{"e":[[[[1]]]]}}',
    "in and out again": b"[[1],[2],[[3]],[[[4]]],[5,6,7,8,9]]",
    "more closed than opened": b"]]]]]]]][[[[[[[[[[",
    "a deep bracket is the last byte": b"[[[[",
    "a deep bracket is the first byte behind a string": b'"[[[[[[["[[[[',
    "a string that goes on": b'[[["[[[[[[[[[[[[[[',
}


def plainly(data: bytes, depth: int) -> tuple[int, int, int | None]:
    """Nodes, colons and the offset of the first bracket beyond the depth, one byte after the other."""
    nodes, colons, level, inside, slashes, beyond = 1, 0, 0, False, 0, None
    for at, byte in enumerate(data):
        char = chr(byte)
        quote = char == '"' and slashes % 2 == 0
        slashes = slashes + 1 if char == "\\" else 0
        if quote:
            inside = not inside
        if inside or quote:
            continue
        nodes += char in "{[,"
        colons += char == ":"
        level += (char in "{[") - (char in "}]")
        if level > depth and beyond is None:
            beyond = at
    return nodes, colons, beyond


@pytest.mark.parametrize("case", TEXTS)
def test_nodes_members_and_depth_are_those_of_a_plain_walk(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = TEXTS[case]
    for size in SIZES:
        monkeypatch.setattr(json_scan, "BLOCK", size)
        for depth in range(6):
            nodes, colons, beyond = plainly(data, depth)
            counted = measure(data, depth)
            assert counted[:2] == (nodes, colons)
            assert (None if counted[2] is None else bracket_beyond(data, depth, *counted[2])) == beyond


def test_a_block_ends_in_no_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_scan, "BLOCK", 4)
    assert [json_scan.cut(data, 0) for data in (b"abc\\", b"abc\\n", b"ab\\\\n", b"a\\\\\\n", b"abcd", b"abc")] == [
        4, 3, 4, 3, 4, 3,
    ]  # fmt: skip
    assert json_scan.cut(b"abcdef", 4) == 6


def test_members_are_the_colons_outside_strings() -> None:
    assert members(b'{"a":1,"b":{"c":":::"}}') == 3
    assert members(b'":"') == 0


#: a text -> whether an integer in it may be -0 or unsafe
INTEGERS = {
    b"-0": True,
    b"[-0]": True,
    b"[1, -0 ]": True,
    b"{:-0}": True,
    b"[-0,1]": True,
    b"-0.5": False,
    b"[-0.0]": False,
    b"[-0e1]": False,
    b"[-0E1]": False,
    b"[1-0]": False,
    b'"a-0"': False,
    b"[1e-0]": False,
    b"[-1,-2,-10]": False,
    b"[-0.5,-0.5,-0.5,-0.5,-0]": True,
    b"[-0.5,-0.5,-0.5,-0.5,-0.5]": False,
    b"[1e-0,1e-0,1e-0,1e-0]": False,
    b"-0" + b" " * 20: True,
}


@pytest.mark.parametrize("few", [0, 2, 256])
@pytest.mark.parametrize("data", INTEGERS, ids=lambda data: data.decode())
def test_a_whole_minus_zero_is_seen_wherever_a_block_ends(
    data: bytes, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_scan, "FEW", few)
    for size in SIZES:
        monkeypatch.setattr(json_scan, "BLOCK", size)
        said = odd_numbers(data)[0]
        assert said == INTEGERS[data] or (
            said and few < 256
        )  # `re` may say yes without cause at a block's end


def test_so_many_that_re_is_asked_have_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    compiled = re.compile
    monkeypatch.setattr(re, "compile", lambda pattern: asked.append(pattern) or compiled(pattern))
    for number, wanted in ((json_scan.FEW, 0), (json_scan.FEW + 1, 1)):
        assert odd_numbers(b"[" + b"-0.5," * number + b"1]") == (False, False)
        assert len(asked) == wanted
    assert odd_numbers(b"[" + b"-0.5," * json_scan.FEW + b"-0]") == (True, False)


#: texts whose two odd numbers stand far apart
APART = {
    "the integer first": b"[-0," + b" " * 50 + b"1e999]",
    "the float first": b"[1e999," + b" " * 50 + b"-0]",
    "an unsafe integer first": b"[9007199254740993," + b" " * 50 + b"1" * 310 + b".0]",
}


@pytest.mark.parametrize("case", APART)
def test_both_kinds_of_odd_numbers_are_looked_for_to_the_end(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for size in SIZES:
        monkeypatch.setattr(json_scan, "BLOCK", size)
        assert odd_numbers(APART[case]) == (True, True)
