"""Strict JSON: which texts are read, which fault the others have, and where values stand."""

import json
import math
import re
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cellucid_session.generated import rules as R
from cellucid_session.wire import json_scan
from cellucid_session.wire.json_fault import first_fault
from cellucid_session.wire.json_locate import locate, pointer
from cellucid_session.wire.json_scan import bracket_beyond, measure, odd_numbers
from cellucid_session.wire.source import Fault
from cellucid_session.wire.strict_json import parse


def verdict(data: bytes, **limits: int) -> tuple[str, int, int] | None:
    """(rule, start, end) of the fault, or None for a text that is read."""
    try:
        parse(data, **limits)
    except Fault as fault:
        return fault.rule, fault.start, fault.end
    return None


READ = {
    "an object may be empty": (b"{}", {}),
    "an array may be empty": (b"[]", []),
    "a scalar is a text": (b'"a"', "a"),
    "the words": (b"[true,false,null]", [True, False, None]),
    "white space may stand around and between all tokens": (
        b' \t\r\n{ "a" \n: [ 1\t, 2 ] , "b" : { } } \n',
        {"a": [1, 2], "b": {}},
    ),
    "a closing white space alone is no second text": (b"1\n", 1),
    "zero": (b"0", 0),
    "the largest safe integer": (b"9007199254740991", 2**53 - 1),
    "the smallest safe integer": (b"-9007199254740991", -(2**53) + 1),
    "an integer with a point is a float": (b"208.0", 208.0),
    "an integer with an exponent is a float": (b"2.08e2", 208.0),
    "a float beyond the safe integers": (b"9007199254740993.0", 9007199254740992.0),
    "the largest double": (b"1.7976931348623157e+308", 1.7976931348623157e308),
    "a small number that rounds to zero": (b"1E-999", 0.0),
    "an exponent with leading zeros": (b"1e+0000000001", 10.0),
    "many digits in a string": (b'"99999999999999999999999999"', "9" * 26),
    "a number that overflows inside a string": (b'"1e999"', "1e999"),
    "the word NaN inside a string": (b'["NaN"]', ["NaN"]),
    "every short escape": (rb'"\"\\\/\b\f\n\r\t"', '"\\/\b\f\n\r\t'),
    "an escaped letter, in capitals or not": (rb'"\u00e9\u00E9"', "éé"),
    "an escaped NUL": (rb'"\u0000"', "\0"),
    "an escaped surrogate pair": (rb'"\uD83D\uDE00"', "\U0001f600"),
    "an escaped backslash before what looks like half a pair": (rb'"\\ud800"', "\\ud800"),
    "a pair after an escaped backslash": (rb'"\\\ud83d\ude00"', "\\\U0001f600"),
    "the delete character": (b'"\x7f"', "\x7f"),
    "all lengths of UTF-8": ('"é€\U0001f600\uffff"'.encode(), "é€\U0001f600\uffff"),
    "a byte order mark inside a string": ('"\ufeff"'.encode(), "\ufeff"),
    "an empty key": (b'{"":1}', {"": 1}),
    "a key with a special meaning elsewhere": (b'{"__proto__":1}', {"__proto__": 1}),
    "one key in two objects": (b'[{"a":1},{"a":1},{"b":{"a":1}}]', [{"a": 1}, {"a": 1}, {"b": {"a": 1}}]),
    "keys that differ by normal form": ('{"é":1,"e\u0301":2}'.encode(), {"é": 1, "e\u0301": 2}),
    "keys that differ by case": (b'{"a":1,"A":2}', {"a": 1, "A": 2}),
    "64 levels": (b"[" * 64 + b"]" * 64, eval("[" * 64 + "]" * 64)),
    "many brackets in a string": (b'"' + b"[" * 1000 + b'"', "[" * 1000),
    "brackets after an escaped quote": (b'"\\"' + b"[" * 1000 + b'"', '"' + "[" * 1000),
}

FAULTS = {
    # 1 to 5: of the text as a whole
    "a byte order mark": (b"\xef\xbb\xbf{}", R.JSON_BOM, 0, 3),
    "a byte order mark alone": (b"\xef\xbb\xbf", R.JSON_BOM, 0, 3),
    "no byte": (b"", R.JSON_EMPTY, 0, 0),
    "white space only": (b" \t\r\n", R.JSON_EMPTY, 0, 4),
    "an overlong slash": (b'["\xc0\xaf"]', R.JSON_UTF8, 2, 3),
    "a surrogate in UTF-8": (b'["\xed\xa0\x80"]', R.JSON_UTF8, 2, 3),
    "beyond Unicode": (b'["\xf4\x90\x80\x80"]', R.JSON_UTF8, 2, 3),
    "a byte that UTF-8 never has": (b'["a\xff"]', R.JSON_UTF8, 3, 4),
    "a continuation byte alone": (b'["\x80"]', R.JSON_UTF8, 2, 3),
    "a sequence that the end cuts": (b'["\xe2\x82', R.JSON_UTF8, 2, 3),
    "a sequence that a quote cuts": (b'["\xe2\x82"]', R.JSON_UTF8, 2, 3),
    "UTF-16 with a mark": ("\ufeff[1]".encode("utf-16-le"), R.JSON_UTF8, 0, 1),
    "UTF-16 without a mark": ("[1]".encode("utf-16-le"), R.JSON_SYNTAX, 1, 2),
    "UTF-32 without a mark": ("[1]".encode("utf-32-be"), R.JSON_SYNTAX, 0, 1),
    "65 levels": (b"[" * 65 + b"]" * 65, R.JSON_DEPTH, 64, 65),
    "65 levels of objects": (b'{"a":' * 64 + b"[]" + b"}" * 64, R.JSON_DEPTH, 64 * 5, 64 * 5 + 1),
    "a hundred thousand brackets": (b"[" * 100_000, R.JSON_DEPTH, 64, 65),
    "depth after a string with an escaped quote": (b'["\\\\\\""' + b",[" * 64, R.JSON_DEPTH, 134, 135),
    # 6a: syntax, at the byte that can't be
    "a second text": (b"{} {}", R.JSON_SYNTAX, 3, 4),
    "a letter behind the text": (b"{}x", R.JSON_SYNTAX, 2, 3),
    "a NUL behind the text": (b"{}\0", R.JSON_SYNTAX, 2, 3),
    "an array that is not closed": (b"[1", R.JSON_SYNTAX, 2, 2),
    "an array that an object's bracket closes": (b"[1}", R.JSON_SYNTAX, 2, 3),
    "a closing bracket only": (b"]", R.JSON_SYNTAX, 0, 1),
    "a comma at the end of an array": (b"[1,]", R.JSON_SYNTAX, 3, 4),
    "a comma at the start of an array": (b"[,1]", R.JSON_SYNTAX, 1, 2),
    "two commas": (b"[1,,2]", R.JSON_SYNTAX, 3, 4),
    "no comma": (b"[1 2]", R.JSON_SYNTAX, 3, 4),
    "a comma at the end of an object": (b'{"a":1,}', R.JSON_SYNTAX, 7, 8),
    "a key that is no string": (b"{1:1}", R.JSON_SYNTAX, 1, 2),
    "a key in single quotes": (b"{'a':1}", R.JSON_SYNTAX, 1, 2),
    "a key without a value": (b'{"a"}', R.JSON_SYNTAX, 4, 5),
    "a key without a colon": (b'{"a" 1}', R.JSON_SYNTAX, 5, 6),
    "a colon without a value": (b'{"a":}', R.JSON_SYNTAX, 5, 6),
    "members without a comma": (b'{"a":1 "b":2}', R.JSON_SYNTAX, 7, 8),
    "an object that ends behind a key": (b'{"a"', R.JSON_SYNTAX, 4, 4),
    "an object that ends behind a comma": (b'{"a":1,', R.JSON_SYNTAX, 7, 7),
    "a comment": (b"[1/**/]", R.JSON_SYNTAX, 2, 3),
    "a form feed as white space": (b"[1,\x0c2]", R.JSON_SYNTAX, 3, 4),
    "a no-break space as white space": (b"[\xc2\xa01]", R.JSON_SYNTAX, 1, 3),
    "a word cut short": (b"[tru]", R.JSON_SYNTAX, 4, 5),
    "a word that the end cuts": (b"nul", R.JSON_SYNTAX, 3, 3),
    "a word that the end cuts, behind elements that were tried": (b"[[null, nul", R.JSON_SYNTAX, 11, 11),
    "an element that is missing, behind elements that were tried": (
        b"[[{},\n {} , ,1]]",
        R.JSON_SYNTAX,
        12,
        13,
    ),
    "a word in capitals": (b"[True]", R.JSON_SYNTAX, 1, 2),
    "a word that goes on": (b"[nulll]", R.JSON_SYNTAX, 5, 6),
    "a leading zero": (b"[01]", R.JSON_SYNTAX, 2, 3),
    "a leading zero after a sign": (b"[-01]", R.JSON_SYNTAX, 3, 4),
    "a plus": (b"[+1]", R.JSON_SYNTAX, 1, 2),
    "a minus only": (b"[-]", R.JSON_SYNTAX, 2, 3),
    "a minus at the end": (b"-", R.JSON_SYNTAX, 1, 1),
    "a point without digits before": (b"[.5]", R.JSON_SYNTAX, 1, 2),
    "a point without digits behind": (b"[1.]", R.JSON_SYNTAX, 3, 4),
    "a point and an exponent": (b"[1.e5]", R.JSON_SYNTAX, 3, 4),
    "an exponent without digits": (b"[1e]", R.JSON_SYNTAX, 3, 4),
    "a signed exponent without digits": (b"[1e+]", R.JSON_SYNTAX, 4, 5),
    "two points": (b"[1.2.3]", R.JSON_SYNTAX, 4, 5),
    "a hexadecimal number": (b"[0x1]", R.JSON_SYNTAX, 2, 3),
    "digits of another script": ("[\u0663]".encode(), R.JSON_SYNTAX, 1, 3),
    "a string that is not closed": (b'["a', R.JSON_SYNTAX, 3, 3),
    "a string that ends in a backslash": (b'["a\\', R.JSON_SYNTAX, 4, 4),
    "a string that ends in an escape": (b'["\\u00', R.JSON_SYNTAX, 6, 6),
    "a raw line feed in a string": (b'["a\nb"]', R.JSON_SYNTAX, 3, 4),
    "a raw NUL in a string": (b'["a\x00b"]', R.JSON_SYNTAX, 3, 4),
    "a raw control character in a key": (b'{"a\x1f":1}', R.JSON_SYNTAX, 3, 4),
    "an unknown escape": (b'["\\x41"]', R.JSON_SYNTAX, 3, 4),
    "an escape with a letter that is no hex digit": (b'["\\u00g0"]', R.JSON_SYNTAX, 6, 7),
    "an escape in capitals": (b'["\\N"]', R.JSON_SYNTAX, 3, 4),
    "an escape of a letter outside ASCII": ('["\\é"]'.encode(), R.JSON_SYNTAX, 3, 5),
    "a fault behind letters outside ASCII": ('["é\U0001f600",]'.encode(), R.JSON_SYNTAX, 10, 11),
    # 6b: words
    "NaN": (b"[NaN]", R.JSON_NON_FINITE, 1, 4),
    "Infinity": (b'{"a":Infinity}', R.JSON_NON_FINITE, 5, 13),
    "-Infinity": (b"-Infinity", R.JSON_NON_FINITE, 0, 9),
    "-NaN": (b"[-NaN]", R.JSON_SYNTAX, 2, 3),
    "nan": (b"[nan]", R.JSON_SYNTAX, 2, 3),
    "Inf": (b"[Inf]", R.JSON_SYNTAX, 1, 2),
    "-Inf": (b"[-Inf]", R.JSON_SYNTAX, 2, 3),
    # 6c and 6d: numbers
    "1e400": (b"[1e400]", R.JSON_NUMBER_OVERFLOW, 1, 6),
    "-1E+999": (b"[ -1E+999 ]", R.JSON_NUMBER_OVERFLOW, 2, 9),
    "an exponent with leading zeros that overflows": (b"1e0000400", R.JSON_NUMBER_OVERFLOW, 0, 9),
    "400 digits and a fraction": (b"9" * 400 + b".5", R.JSON_NUMBER_OVERFLOW, 0, 402),
    "2^53": (b"[9007199254740992]", R.JSON_INTEGER_RANGE, 1, 17),
    "-2^53": (b"[-9007199254740992]", R.JSON_INTEGER_RANGE, 1, 18),
    "5,000 digits": (b'{"a":' + b"7" * 5000 + b"}", R.JSON_INTEGER_RANGE, 5, 5005),
    "an integer that a double could keep": (b"1" + b"0" * 22, R.JSON_INTEGER_RANGE, 0, 23),
    # 6e: surrogates
    "a first half alone": (rb'["\ud800"]', R.JSON_SURROGATE, 2, 8),
    "a second half alone": (rb'["\udc00"]', R.JSON_SURROGATE, 2, 8),
    "halves in the wrong order": (rb'["\udc00\ud800"]', R.JSON_SURROGATE, 2, 8),
    "two first halves and a second": (rb'["\ud800\ud83d\ude00"]', R.JSON_SURROGATE, 2, 8),
    "a pair and a second half": (rb'["\ud83d\ude00\ude00"]', R.JSON_SURROGATE, 14, 20),
    "a first half before a letter": (rb'["\ud83dx\ude00"]', R.JSON_SURROGATE, 2, 8),
    "a first half before an escaped backslash": (rb'["\ud83d\\ude00"]', R.JSON_SURROGATE, 2, 8),
    "half a pair in a key": (rb'{"a\uDFFF":1}', R.JSON_SURROGATE, 3, 9),
    "half a pair behind letters outside ASCII": ('["é\\ud800"]'.encode(), R.JSON_SURROGATE, 4, 10),
    # 6f: keys
    "one key twice": (b'{"a":1,"a":2}', R.JSON_DUPLICATE_KEY, 7, 10),
    "one key three times": (b'{"a":1,"a":2,"a":3}', R.JSON_DUPLICATE_KEY, 7, 10),
    "one key twice in a nested object": (b'{"x":[{"a":1 , "a" :2}]}', R.JSON_DUPLICATE_KEY, 15, 18),
    "one key twice below where entries are tried": (
        b'[[[[{"a":[1,2,{"b":0,"b":0}]}]]]]',
        R.JSON_DUPLICATE_KEY,
        21,
        24,
    ),
    "one key twice, once escaped": (rb'{"chunks":1,"\u0063hunks":2}', R.JSON_DUPLICATE_KEY, 12, 25),
    "one key twice, escaped outside ASCII": ('{"é":1,"\\u00e9":2}'.encode(), R.JSON_DUPLICATE_KEY, 8, 16),
    "the empty key twice": (b'{"":1,"":2}', R.JSON_DUPLICATE_KEY, 6, 8),
    # the order of layers, and from left to right
    "a mark before everything": (b"\xef\xbb\xbf\xff", R.JSON_BOM, 0, 3),
    "ill-formed UTF-8 before depth": (b"[" * 65 + b"\xff", R.JSON_UTF8, 65, 66),
    "depth before an earlier syntax fault": (b"x" + b"[" * 65, R.JSON_DEPTH, 65, 66),
    "depth that falls below zero first": (b"]" + b"[" * 65, R.JSON_SYNTAX, 0, 1),
    "an earlier duplicate before a syntax fault": (b'{"a":1,"a":2,]', R.JSON_DUPLICATE_KEY, 7, 10),
    "an earlier syntax fault before a duplicate": (b'{"a":1,]"a":2', R.JSON_SYNTAX, 7, 8),
    "a duplicate of the outer object before one of the inner": (
        b'{"a":1,"a":{"b":1,"b":1}}',
        R.JSON_DUPLICATE_KEY,
        7,
        10,
    ),
    "a duplicate of the inner object before one of the outer": (
        b'{"a":{"b":1,"b":1},"a":1}',
        R.JSON_DUPLICATE_KEY,
        12,
        15,
    ),
    "an overflow before what follows it": (b"[1e400x", R.JSON_NUMBER_OVERFLOW, 1, 6),
    "a number that is not whole yet": (b"[99999999999999999999.]", R.JSON_SYNTAX, 22, 23),
    "an earlier half pair before a duplicate": (
        rb'{"x":[[{"s":"\ud800"},{"a":1,"a":1}]]}',
        R.JSON_SURROGATE,
        13,
        19,
    ),
    "an earlier half pair before an unknown escape": (rb'["\ud800\x"]', R.JSON_SURROGATE, 2, 8),
    "an earlier half pair before a later half pair": (rb'["\udc00"," \ud800"]', R.JSON_SURROGATE, 2, 8),
    "a word before an integer": (b"[NaN,9007199254740992]", R.JSON_NON_FINITE, 1, 4),
    "an integer before a word": (b"[9007199254740992,NaN]", R.JSON_INTEGER_RANGE, 1, 17),
}


@pytest.mark.parametrize(("data", "value"), READ.values(), ids=READ.keys())
def test_texts_that_are_read(data: bytes, value: object) -> None:
    read = parse(data)
    assert read == value
    assert repr(read) == repr(value)  # 1 is neither 1.0 nor True


@pytest.mark.parametrize(("data", "rule", "start", "end"), FAULTS.values(), ids=FAULTS.keys())
def test_texts_that_are_refused(data: bytes, rule: str, start: int, end: int) -> None:
    assert verdict(data) == (rule, start, end)


def test_every_json_rule_of_a_text_has_a_case() -> None:
    judged_by_schemas = {R.JSON_INTEGER_FORM}
    ours = {rule for rule in R.RULES if rule.startswith("json.")} - judged_by_schemas
    assert {rule for _, rule, _, _ in FAULTS.values()} == ours


@pytest.mark.parametrize("data", [b"-0", b"[-0]", b'{"a": -0}', b"[1,-0 ]"])
def test_minus_zero_is_a_float_so_that_its_form_can_be_judged(data: bytes) -> None:
    read = parse(data)
    while not isinstance(read, float):
        read = list(read.values() if isinstance(read, dict) else read)[-1]
    assert math.copysign(1.0, read) == -1.0


def test_minus_zero_in_strings_and_longer_numbers_is_left_alone() -> None:
    assert parse(b'["2025-01-02","-0",-0.5,[-0e1],1e-05]') == ["2025-01-02", "-0", -0.5, [-0.0], 1e-05]


NODES = {
    "a scalar": (b"1", 1),
    "an empty container": (b"[]", 2),
    "members": (b'{"a":1,"b":[2,3]}', 5),
    "commas and brackets in strings": (b'["a,[{",1]', 3),
    "commas behind an escaped quote": (b'["\\",,,"]', 2),
    "commas behind an escaped backslash": (b'["\\\\",1]', 3),
}


@pytest.mark.parametrize(("data", "nodes"), NODES.values(), ids=NODES.keys())
def test_nodes_are_counted_before_the_parser_runs(data: bytes, nodes: int) -> None:
    assert verdict(data, nodes=nodes) is None
    assert verdict(data, nodes=nodes - 1) == (R.BUDGET_JSON_NODES, 0, len(data))


def test_a_budget_of_nodes_comes_before_depth_and_syntax_and_after_utf8() -> None:
    assert verdict(b"[" * 70, nodes=10) == (R.BUDGET_JSON_NODES, 0, 70)
    assert verdict(b",,,,", nodes=4) == (R.BUDGET_JSON_NODES, 0, 4)
    assert verdict(b",,,,\xff", nodes=4) == (R.JSON_UTF8, 4, 5)


def test_depth_can_be_set() -> None:
    assert verdict(b"[[1]]", depth=2) is None
    assert verdict(b"[[[1]]]", depth=2) == (R.JSON_DEPTH, 2, 3)
    assert verdict(b"[1]", depth=0) == (R.JSON_DEPTH, 0, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_other_encodings_get_a_hint(encoding: str) -> None:
    for text in ("{}", '["é"]'):
        with pytest.raises(Fault) as caught:
            parse(text.encode(encoding))
        assert "UTF-16" in caught.value.detail


def test_details_hold_no_text_of_the_file() -> None:
    hostile = "\x1b]0;\u202e"
    for text in (f'{{"{hostile}"', f"[{hostile}]", '{"\u202e":1,"\u202e":2}', f'["\\{hostile}"]'):
        with pytest.raises(Fault) as caught:
            parse(text.encode())
        assert caught.value.detail.isascii()
        assert caught.value.detail.isprintable()


def test_a_nearly_full_stack_is_a_fault_and_no_crash() -> None:
    data = b"[" * 60 + b"NaN" + b"]" * 60

    def deeper() -> object:
        try:
            return deeper()
        except RecursionError:
            return parse(data)

    with pytest.raises((Fault, RecursionError)) as caught:
        deeper()
    if isinstance(caught.value, Fault):
        assert caught.value.rule in (R.JSON_DEPTH, R.JSON_NON_FINITE)


def test_a_long_text_is_judged_in_blocks() -> None:
    entry = b'{"id":"a\\\\","n":[1,2]},'
    body = entry * 40_000
    data = b'{"chunks":[' + body + b'{"id":"z"}]}'
    assert len(data) > 3 * json_scan.BLOCK
    assert len(parse(data)["chunks"]) == 40_001
    assert measure(data, 64)[0] == 1 + 2 + 40_000 * 5 + 1
    assert verdict(data[:-2] + b"," + b"[" * 70) == (R.JSON_DEPTH, len(data) - 1 + 62, len(data) + 62)
    twice = data[:-3] + b',"id":1}]}'
    assert verdict(twice) == (R.JSON_DUPLICATE_KEY, len(data) - 2, len(data) + 2)
    middle = len(b'{"chunks":[') + 20_000 * len(entry)
    for put_in, rule, start, end in (
        (b'{"a":1,"a":1},', R.JSON_DUPLICATE_KEY, 7, 10),
        (b'"\\udc00",', R.JSON_SURROGATE, 1, 7),
        (b"[NaN],", R.JSON_NON_FINITE, 1, 4),
        (b" ,", R.JSON_SYNTAX, 1, 2),
    ):
        broken = data[:middle] + put_in + data[middle:-1]  # the end is missing, too
        assert verdict(broken) == (rule, middle + start, middle + end)


# Properties

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
)
KEYS = st.sampled_from(["a", "b", "é", "\n", "\\", '"', "/~", "0", ""]) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=4
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
TOKENS = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            '"',
            "\\",
            "-",
            "0",
            "1",
            "9",
            ".",
            "e",
            "E",
            "+",
            "x",
            "é",
            "\0",
        ),
        *(
            '"a"',
            '"\\u0061"',
            '"b"',
            '{"a":',
            ',"a":',
            '""',
            '"\\\\"',
            '"\\""',
            '"é"',
            '"\\u00e9"',
            "[[[",
            "]]]",
        ),
        *(
            "NaN",
            "Infinity",
            "-Infinity",
            "true",
            "null",
            "1e400",
            "-0",
            "9007199254740992",
            "9" * 320,
            "1.5",
        ),
        *(
            '"\\ud800"',
            '"\\ud83d\\ude00"',
            '"\\udc00"',
            "\\ud800",
            "\\udc00",
            "\\u12",
            "\ufeff",
            "\U0001f600",
        ),
    ]
)
SOUP = st.lists(TOKENS, max_size=24).map("".join)
STYLES = st.sampled_from(
    [
        {"separators": (",", ":"), "ensure_ascii": False},
        {"indent": 2},
        {"indent": "\t", "ensure_ascii": False},
        {"separators": ("\r\n, ", " :\n ")},
    ]
)


@given(VALUES, STYLES)
def test_what_is_dumped_is_read_back(value: object, style: dict[str, object]) -> None:
    text = json.dumps(value, **style)  # type: ignore[arg-type]
    assert repr(parse(text.encode())) == repr(value)


def plain_strict(text: str) -> object:
    """The same judgement with the standard library only: every hook on, no filter, surrogates by walking."""

    def made(members: list[tuple[str, object]]) -> dict[str, object]:
        if len({key for key, _ in members}) < len(members):
            raise ValueError
        for key, _ in members:
            key.encode()
        return dict(members)

    def number(literal: str) -> float:
        value = float(literal)
        if math.isinf(value):
            raise ValueError
        return value

    def whole(literal: str) -> float:
        if len(literal) > 17 or abs(int(literal)) >= 2**53:
            raise ValueError
        return -0.0 if literal == "-0" else int(literal)

    def none(literal: str) -> None:
        raise ValueError(literal)

    value = json.loads(text, object_pairs_hook=made, parse_float=number, parse_int=whole, parse_constant=none)
    json.dumps(value, ensure_ascii=False).encode()
    return value


@settings(max_examples=400)
@given(SOUP)
@example('{"a":1,"\\u0061":2}')
def test_any_text_is_read_as_the_standard_library_would_or_refused(text: str) -> None:
    data = text.encode()
    try:
        expected = repr(plain_strict(text))
    except ValueError:
        expected = None
    found = verdict(data)
    if found is None:
        assert repr(parse(data)) == expected
        with pytest.raises(AssertionError):
            first_fault(text)
        return
    rule, start, end = found
    assert expected is None
    assert 0 <= start <= end <= len(data)
    if rule == R.JSON_SYNTAX:
        # the text is sound up to there: cut there, it only ends too early
        sound = (None, (R.JSON_SYNTAX, start, start), (R.JSON_EMPTY, 0, start))
        assert verdict(data[:start]) in sound


@given(st.binary(max_size=64))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read = parse(data)
    except Fault:
        return
    assert repr(read) == repr(plain_strict(data.decode()))


@given(VALUES)
def test_a_text_that_is_cut_only_ends_too_early(value: object) -> None:
    text = json.dumps([value], ensure_ascii=False)  # half of an escaped pair would be a fault of its own
    for length in range(1, len(text)):
        data = text[:length].encode()
        found = verdict(data)
        cut_float = found is not None and found[0] == R.JSON_INTEGER_RANGE and found[2] == len(data)
        assert cut_float or found == (R.JSON_SYNTAX, len(data), len(data))


def plain_measure(data: bytes, depth: int) -> tuple[int, int | None]:
    """Nodes, and the offset of the first bracket that is too deep, byte by byte."""
    nodes, level, inside, slashes, first = 1, 0, False, 0, None
    for at, byte in enumerate(data):
        if byte == 0x22 and slashes % 2 == 0:
            inside = not inside
        slashes = slashes + 1 if byte == 0x5C else 0
        if inside:
            continue
        nodes += byte in b"{[,"
        level += (byte in b"{[") - (byte in b"}]")
        if level > depth and first is None:
            first = at
    return nodes, first


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from([*b'"\\{}[],:a\xc3']), max_size=60).map(bytes),
    st.integers(0, 4),
    st.integers(2, 70),
)
def test_nodes_and_depth_do_not_depend_on_blocks(data: bytes, depth: int, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_scan, "BLOCK", block)
        nodes, _, too_deep = measure(data, depth)
        at = None if too_deep is None else bracket_beyond(data, depth, *too_deep)
    assert (nodes, at) == plain_measure(data, depth)


@pytest.mark.parametrize(
    ("literal", "integers", "floats"),
    [
        (b"9007199254740992", True, False),
        (b"-0", True, False),
        (b"1e400", False, True),
        (b"1E+400", False, True),
        (b"9" * 309 + b".0", True, True),
        (b"123456789012345", False, False),
        (b"-0.5", False, False),
        (b"1e-400", False, False),
    ],
)
def test_odd_numbers_are_seen_across_blocks(literal: bytes, integers: bool, floats: bool) -> None:
    for lead in range(json_scan.BLOCK - len(literal) - 2, json_scan.BLOCK + 2):
        assert odd_numbers(b"[" + b" " * lead + literal + b",1]") == (integers, floats)


# Where values stand


def paths(value: object, here: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], object]]:
    """Every path of a value with what is there."""
    found = [(here, value)]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += paths(inner, (*here, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += paths(inner, (*here, index))
    return found


@given(VALUES, STYLES)
def test_spans_hold_the_values_and_keys(value: object, style: dict[str, object]) -> None:
    data = b" " + json.dumps(value, **style).encode()  # type: ignore[arg-type]
    every = paths(value)
    spans = locate(data, [(path, at_key) for path, _ in every for at_key in (False, True)])
    for path, inner in every:
        start, end = spans[path, False]
        assert repr(parse(data[start:end])) == repr(inner)
        assert data[start:end] == data[start:end].strip()
        start, end = spans[path, True]
        named = path and isinstance(path[-1], str)
        assert parse(data[start:end]) == (path[-1] if named else inner)


@given(VALUES, st.data())
def test_spans_asked_one_by_one_are_the_same(value: object, data: st.DataObject) -> None:
    text = json.dumps(value, indent=1).encode()
    path, _ = data.draw(st.sampled_from(paths(value)))
    everything = locate(text, [(path, False) for path, _ in paths(value)])
    assert locate(text, [(path, False)]) == {(path, False): everything[path, False]}


NOWHERE = {
    "a key that the object lacks": (("a", "x"), b'{"b":[10]}'),
    "an index that the array lacks": (("a", "b", 1), b"[10]"),
    "a key of an array": (("a", "b", "0"), b"[10]"),
    "an index of an object": (("a", 0), b'{"b":[10]}'),
    "a path through a scalar": (("a", "b", 0, "x", "y"), b"10"),
    "a missing key of the whole text": (("z", "y"), b'{"a":{"b":[10]},"c":"z"}'),
}


@pytest.mark.parametrize(("path", "wanted"), NOWHERE.values(), ids=NOWHERE.keys())
@pytest.mark.parametrize("at_key", [False, True])
def test_a_path_that_leads_nowhere_gets_the_last_value_that_is_there(
    path: tuple[str | int, ...], wanted: bytes, at_key: bool
) -> None:
    data = b'{"a":{"b":[10]},"c":"z"}'
    ((start, end),) = locate(data, [(path, at_key)]).values()
    assert data[start:end] == wanted


def test_keys_are_found_however_they_are_written() -> None:
    data = '{"\u00e9":1,"\\u00e8":2,"\\\\":3,"\U0001f600":4,"\\ud83d\\ude01":5,"Ã©":6}'.encode()
    wanted = {"é": b"1", "è": b"2", "\\": b"3", "\U0001f600": b"4", "\U0001f601": b"5", "Ã©": b"6"}
    spans = locate(data, [((key,), False) for key in wanted])
    assert {key: data[slice(*spans[(key,), False])] for key in wanted} == wanted


def test_nothing_wanted_is_nothing_found() -> None:
    assert locate(b"{}", []) == {}


def test_a_pointer_escapes_what_has_a_meaning_in_it() -> None:
    assert pointer(()) == ""
    assert pointer(("chunks", 3, "id")) == "/chunks/3/id"
    assert pointer(("a/b", "~1", "", "é")) == "/a~1b/~01//é"
    assert re.fullmatch(r"[ -~]+", pointer(("\x1b[2J", "\u202e")))


def test_a_stack_that_is_too_short_for_the_parser_is_a_fault_of_the_whole_text() -> None:
    data = b" " + b"[" * 60 + b"]" * 60
    frame, here = sys._getframe(), 0
    while frame is not None:
        frame, here = frame.f_back, here + 1
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(here + 40)
    try:
        found = verdict(data)
    finally:
        sys.setrecursionlimit(limit)
    assert found == (R.JSON_DEPTH, 0, len(data))


HINTS = {
    "UTF-16 with its mark": (b"\xff\xfe{\0", True),
    "a mark and nothing of a letter": (b"\xfe\xff\x41\x41", True),
    "a zero byte among the first four": (b"\xe9 \0\0"[:3] + b"\0", True),
    "the fourth byte is zero": (b"{  \0\xe9", True),
    "the fifth byte is zero": (b"{   \0\xe9", False),
    "another encoding of letters": (b'"caf\xe9"', False),
}


@pytest.mark.parametrize("case", HINTS)
def test_a_hint_is_given_where_a_text_begins_like_another_encoding(case: str) -> None:
    data, hint = HINTS[case]
    with pytest.raises(Fault) as caught:
        parse(data)
    assert caught.value.rule == R.JSON_UTF8
    assert ("UTF-16" in caught.value.detail) == hint


@pytest.mark.parametrize(("data", "detail"), [(b"", "no byte"), (b" \n", "nothing but white space")])
def test_an_empty_text_says_how_it_is_empty(data: bytes, detail: str) -> None:
    with pytest.raises(Fault) as caught:
        parse(data)
    assert caught.value.detail == detail
