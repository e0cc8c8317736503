"""One value is one JSON text."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellucid_session.errors import UsageError
from cellucid_session.generated import rules as R
from cellucid_session.wire import strict_json
from cellucid_session.write.texts import json_text, number_text

pytestmark = pytest.mark.libraries

NUMBERS = {
    0.0: "0",
    208.0: "208",
    -1.0: "-1",
    0.1: "0.1",
    -0.25: "-0.25",
    1e-5: "0.00001",
    1e-6: "0.000001",
    1e-7: "1e-7",
    1.5e-7: "1.5e-7",
    123.456: "123.456",
    2.0**53 - 1: "9007199254740991",
    2.0**53: "9.007199254740992e+15",
    1e20: "1e+20",
    1.2345678901234568e20: "1.2345678901234568e+20",
    1.7976931348623157e308: "1.7976931348623157e+308",
    5e-324: "5e-324",
    4503599627370495.5: "4503599627370495.5",
}


@pytest.mark.parametrize("number", NUMBERS, ids=repr)
def test_a_number_has_one_form(number: float) -> None:
    assert number_text(number) == NUMBERS[number]


def test_zero_has_no_sign() -> None:
    assert number_text(-0.0) == "0"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_read_back_as_the_same_double(number: float) -> None:
    text = number_text(number)
    assert float(text) == number
    assert len(text) <= 25
    assert strict_json.parse(text.encode()) == number


values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_what_is_read(value: Any) -> None:
    for ordered in (False, True):
        text = json_text(value, ordered=ordered)
        assert strict_json.parse(text) == value == json.loads(text)


@given(values)
def test_ordered_texts_do_not_depend_on_the_order_of_keys(value: Any) -> None:
    def backwards(item: Any) -> Any:
        if isinstance(item, dict):
            return {key: backwards(item[key]) for key in reversed(item)}
        return [backwards(each) for each in item] if isinstance(item, list) else item

    text = json_text(value, ordered=True)
    assert json_text(backwards(value), ordered=True) == text
    assert json_text(strict_json.parse(text), ordered=True) == text


def test_keys_ascend_by_code_point() -> None:
    keys = ["b", "a", "\uff5e", "é", "\U0001f600", "", "B"]
    text = json_text(dict.fromkeys(keys, 1), ordered=True)
    assert list(json.loads(text)) == sorted(keys)
    assert list(json.loads(json_text(dict.fromkeys(keys, 1)))) == keys


def test_only_what_needs_it_is_escaped() -> None:
    assert json_text('"\\\b\f\n\r\t\x00\x1f\x7f\u2028é/') == b'"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f' + (
        "\x7f\u2028é/".encode() + b'"'
    )


def test_scalars_of_numpy_and_tuples_are_values() -> None:
    given = {"a": np.int64(3), "b": np.float32(0.5), "c": np.bool_(True), "d": (1, 2), "e": np.str_("x")}
    assert json_text(given) == b'{"a":3,"b":0.5,"c":true,"d":[1,2],"e":"x"}'


def test_numbers_that_json_has_no_word_for_are_null() -> None:
    assert json_text([math.nan, math.inf, -math.inf]) == b"[null,null,null]"


def deep(levels: int) -> Any:
    value: Any = 0
    for _ in range(levels):
        value = [value]
    return value


REFUSED = {
    "an integer beyond the safe ones": (2**53, R.JSON_INTEGER_RANGE),
    "half a surrogate pair": ("\ud800", R.JSON_SURROGATE),
    "half a surrogate pair in a key": ({"\udc00": 1}, R.JSON_SURROGATE),
    "65 levels": (deep(65), R.JSON_DEPTH),
    "a key that is no text": ({1: 2}, None),
    "something else": ({"a": {1, 2}}, None),
    "an array": (np.zeros(3), None),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_no_reader_takes_is_not_written(case: str) -> None:
    value, rule = REFUSED[case]
    with pytest.raises(UsageError) as caught:
        json_text(value)
    assert (caught.value.finding.rule if caught.value.finding else None) == rule


def test_64_levels_are_written() -> None:
    assert strict_json.parse(json_text(deep(64))) == deep(64)
