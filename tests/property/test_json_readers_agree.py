"""The fast JSON reader and the plain one: the same value or the same fault, at the same bytes."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from cellucid_session.declare.vocabulary import Broken
from cellucid_session.generated.limits import SAFE_INTEGER
from cellucid_session.reference import json_text
from cellucid_session.wire.json_locate import locate
from cellucid_session.wire.source import Fault
from cellucid_session.wire.strict_json import parse

NODES, DEPTH = 40, 4

#: bytes that mean something to a parser, whole tokens, and what is ill-formed
PIECES = st.sampled_from(
    [
        *(bytes([byte]) for byte in b'{}[],: \n"\\-019.eE+xu\x00'),
        *(b'"a"', rb'"\u0061"', b'{"a":', b',"a":', b'""', rb'"\\"', rb'"\""', '"é"'.encode(), rb'"\u00e9"'),
        *(
            b"[[[",
            b"]]]",
            b"NaN",
            b"Infinity",
            b"-Infinity",
            b"true",
            b"nul",
            b"1e400",
            b"-0",
            b"1.5",
            b"9" * 320,
        ),
        *(b"9007199254740991", b"9007199254740992", rb'"\ud800"', rb'"\ud83d\ude00"', rb"\udc00", rb"\u12"),
        *(
            b"\xef\xbb\xbf",
            b"\xff",
            b"\xc3",
            b"\xe2\x82",
            b"\xed\xa0\x80",
            b"\xf0\x9f",
            "\U0001f600".encode(),
        ),
    ]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=4)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abé\n\ud800"), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A JSON text with up to two pieces put in, left out or repeated."""
    indent = draw(st.sampled_from([None, 1]))
    text = json.dumps(draw(VALUES), indent=indent, ensure_ascii=draw(st.booleans()))
    data = text.encode("utf-8", "surrogatepass")
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(data)))
        to = draw(st.integers(at, len(data)))
        piece = draw(st.sampled_from([b"", data[at:to] * 2]) | PIECES)
        data = data[:at] + piece + data[to:]
    return data


def fast(data: bytes) -> tuple[object, ...]:
    try:
        return ("read", repr(parse(data, nodes=NODES, depth=DEPTH)))
    except Fault as fault:
        return fault.rule, fault.start, fault.end


def plain(data: bytes) -> tuple[object, ...]:
    try:
        return ("read", repr(json_text.read(data, NODES, DEPTH, SAFE_INTEGER).value))
    except Broken as fault:
        return fault.rule, fault.start, fault.end


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=20).map(b"".join) | damaged())
def test_both_readers_say_the_same(data: bytes) -> None:
    assert fast(data) == plain(data)


def every(node: json_text.Node, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    return [path, *(deep for step, inner in node.inner.items() for deep in every(inner, (*path, step)))]


@given(damaged())
def test_both_readers_find_values_at_the_same_bytes(data: bytes) -> None:
    if fast(data)[0] != "read":
        return
    root = json_text.read(data, NODES, DEPTH, SAFE_INTEGER)
    wanted = [
        (path, at_key)
        for whole in every(root)
        for path in (whole, (*whole, "none"), (*whole, 99, "none"))
        for at_key in (False, True)
    ]
    assert locate(data, wanted) == {(path, at_key): root.find(path, at_key) for path, at_key in wanted}
