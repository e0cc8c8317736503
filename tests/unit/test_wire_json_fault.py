"""What a broken JSON text is told to need at the place where it is broken."""

from __future__ import annotations

import pytest

from cellucid_session.generated import rules as R
from cellucid_session.wire import json_fault
from cellucid_session.wire.json_fault import first_fault
from cellucid_session.wire.source import Fault
from cellucid_session.wire.strict_json import parse


def fault_of(data: bytes) -> Fault:
    with pytest.raises(Fault) as caught:
        parse(data)
    return caught.value


NEEDED = {
    "a value": ["[,", "[", '{"a":]', "[1,", "[x", "+1"],
    "a digit": ["[-]", "-", "1.", "[1.x", "1e", "1E+]"],
    "a key": ["{", "{1", '{"a":1,}', '{"a":"\\n",}'],
    "a colon": ['{"a"', '{"a"}', '{"\\n" 1}'],
    "a comma or the end of the object": ['{"a":1', '{"a":1]', '{"a":[] "b"'],
    "a comma or the end of the array": ["[1", "[1}", "[[] []", "[[1}"],
    "the end of the text": ["{}{}", '"" 1', "1]"],
    "the word true": ["tru", "[tree]"],
    "the word false": ["fals", "[fake]"],
    "the word null": ["n", "[nill]"],
    "a character of a string": ['"', '"a', '"\n"', '"\\n\n"'],
    "an escape": ['"\\x"', '"\\', '"\\n\\"\\U0041"'],
    "a hex digit": ['"\\u"', '"\\u00', '"\\ug000"', '"\\u00g0"', '"\\ud8"', '"\\n\\u004x"'],
}


@pytest.mark.parametrize("wanted", NEEDED)
def test_a_syntax_fault_says_what_is_needed(wanted: str) -> None:
    for text in NEEDED[wanted]:
        fault = fault_of(text.encode())
        assert fault.rule == R.JSON_SYNTAX, text
        assert fault.detail.endswith(f" where {wanted} is needed"), (text, fault.detail)
        there = text[fault.start :]
        begins = f"U+{ord(there[0]):04X} " if there else "the text ends "
        assert fault.detail.startswith(begins), (text, fault.detail)


@pytest.mark.parametrize("lead", ["", "[", "[1", "[1,", "[1, ", "[1,  "], ids=len)
@pytest.mark.parametrize("found", ["\0", "x"], ids=["zero", "letter"])
def test_only_a_zero_byte_among_the_first_four_is_a_hint_of_another_encoding(lead: str, found: str) -> None:
    fault = fault_of((lead + found).encode())
    assert (fault.rule, fault.start) == (R.JSON_SYNTAX, len(lead))
    assert ("UTF-16" in fault.detail) == (found == "\0" and len(lead) < 4)


NUMBERS = {
    "[9007199254740992]": "an integer beyond 2^53-1, of 16 characters",
    '{"a":-10000000000000000000}': "an integer beyond 2^53-1, of 21 characters",
    "[1e400]": "a number beyond every double, of 5 characters",
    "[1E400]": "a number beyond every double, of 5 characters",
    "[-1.5e400]": "a number beyond every double, of 8 characters",
    "9" * 309 + ".0": "a number beyond every double, of 311 characters",
}


@pytest.mark.parametrize("text", NUMBERS, ids=len)
def test_a_number_that_is_too_large_is_described_and_not_shown(text: str) -> None:
    assert fault_of(text.encode()).detail == NUMBERS[text]


#: what stands in an array behind sound elements, and its fault: rule and place within it
ELEMENTS = {
    "a key twice": ('{"a":1,"b":2,"a":3}', R.JSON_DUPLICATE_KEY, 13, 16),
    "a key twice, deeper": ('[[{"a":1,"a":3}]]', R.JSON_DUPLICATE_KEY, 9, 12),
    "a key twice, and fewer colons elsewhere": ('{"a":":","a":3}', R.JSON_DUPLICATE_KEY, 9, 12),
    "half a pair": ('"\\ud800"', R.JSON_SURROGATE, 1, 7),
    "half a pair in a key": ('{"\\udc00":0}', R.JSON_SURROGATE, 2, 8),
    "no value": (" ,", R.JSON_SYNTAX, 1, 2),
    "a word that is none": ("nul,", R.JSON_SYNTAX, 3, 4),
    "a word that is refused": ("NaN", R.JSON_NON_FINITE, 0, 3),
    "a number that is refused": ("1e999", R.JSON_NUMBER_OVERFLOW, 0, 5),
}


@pytest.mark.parametrize("block", [1, 7, 8, 9, 40, 1 << 20])
@pytest.mark.parametrize("case", ELEMENTS)
def test_elements_are_tried_many_at_once_and_the_fault_is_the_same(
    case: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_fault, "BLOCK", block)
    broken, rule, start, end = ELEMENTS[case]
    for separator in (",", ", ", "\n,\t"):
        for many in (0, 1, 2, 5, 20):
            lead = "[" + "".join(f'{{"a":{number},"b":[{{"a":":"}}]}}{separator}' for number in range(many))
            for rest in (",1]", "]", "", ',{"a":1,"a":1}]', "\x00"):
                text = lead + broken + rest
                fault = first_fault(text)
                assert (fault.rule, fault.start - len(lead), fault.end - len(lead)) == (rule, start, end), (
                    text
                )
