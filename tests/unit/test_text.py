"""Advice about texts: which characters get it, where it points, and that the filter misses none."""

import json
import re
import sys
from itertools import pairwise

import builders as b
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellucid_session import Policy, validate
from cellucid_session.check import text as texts
from cellucid_session.check.text import suspicious, text_findings
from cellucid_session.declare import text as policy
from cellucid_session.generate.text import render
from cellucid_session.generated import rules as R
from cellucid_session.generated import text as T
from cellucid_session.wire.strict_json import parse

ALL = [(cls, range_) for cls in policy.CLASSES for range_ in cls.ranges]


def findings(data: bytes) -> list[tuple[str, tuple[str | int, ...], bool, str]]:
    return list(text_findings(parse(data), data))


def rules(text: str) -> set[str]:
    return {rule for rule, _, _, _ in findings(json.dumps(text).encode())}


ADVICE = {
    "plain ASCII": ("T cells (CD4+), ~50%", set()),
    "letters of any script": ("Zellgröße 細胞 µm – “x” Å", set()),
    "a no-break space": ("5\xa0µm", set()),
    "an emoji of several characters": ("\U0001f469\u200d\U0001f52c \u2764\ufe0f\u200d\U0001f525", set()),
    "Persian with a non-joiner": ("می\u200cخواهم", set()),
    "an ideograph with a selector": ("葛\U000e0100", set()),
    "private use": ("\ue000", set()),
    "a line feed": ("a\nb", {R.TEXT_CONTROL}),
    "a tab": ("a\tb", {R.TEXT_CONTROL}),
    "NUL": ("a\0", {R.TEXT_CONTROL}),
    "an escape sequence": ("\x1b[2J", {R.TEXT_CONTROL}),
    "delete": ("a\x7f", {R.TEXT_CONTROL}),
    "a C1 control": ("\x9b31m", {R.TEXT_CONTROL}),
    "a next line": ("a\x85b", {R.TEXT_CONTROL}),
    "a line separator": ("a\u2028b", {R.TEXT_CONTROL}),
    "a right-to-left override": ("a\u202eb", {R.TEXT_BIDI}),
    "an isolate": ("a\u2066b", {R.TEXT_BIDI}),
    "a mark of direction": ("a\u200f", {R.TEXT_BIDI}),
    "a zero width space": ("a\u200bb", {R.TEXT_INVISIBLE}),
    "a byte order mark": ("\ufeffa", {R.TEXT_INVISIBLE}),
    "a soft hyphen": ("a\xadb", {R.TEXT_INVISIBLE}),
    "a tag character": ("a\U000e0041", {R.TEXT_INVISIBLE}),
    "a Hangul filler": ("\u3164", {R.TEXT_INVISIBLE}),
    "a joiner after ASCII": ("CD4\u200d", {R.TEXT_INVISIBLE}),
    "a joiner at the start": ("\u200dé", {R.TEXT_INVISIBLE}),
    "a selector after ASCII": ("a\ufe0f", {R.TEXT_INVISIBLE}),
    "a row of joiners": ("é" + "\u200d" * 3, {R.TEXT_INVISIBLE}),
    "one of each": ("\n\u202e\u200b", {R.TEXT_CONTROL, R.TEXT_BIDI, R.TEXT_INVISIBLE}),
}


@pytest.mark.parametrize(("text", "wanted"), ADVICE.values(), ids=ADVICE.keys())
@pytest.mark.parametrize("ensure_ascii", [False, True])
def test_which_texts_get_advice(text: str, wanted: set[str], ensure_ascii: bool) -> None:
    as_value = json.dumps({"k": [text]}, ensure_ascii=ensure_ascii).encode()
    as_key = json.dumps([{text: 1}], ensure_ascii=ensure_ascii).encode()
    assert {
        rule for rule, path, at_key, _ in findings(as_value) if (path, at_key) == (("k", 0), False)
    } == wanted
    assert {
        rule for rule, path, at_key, _ in findings(as_key) if (path, at_key) == ((0, text), True)
    } == wanted


def test_each_finding_names_the_first_character_and_counts_the_others() -> None:
    assert findings(b'"a\\nb"') == [(R.TEXT_CONTROL, (), False, "U+000A (line feed)")]
    assert findings(b'["\\u202e\\u202d\\u202e"]') == [
        (R.TEXT_BIDI, (0,), False, "U+202E (right-to-left override), and 2 more")
    ]
    assert findings(b'"' + b"\\n" * 5000 + b'"')[0][3] == "U+000A (line feed), and at least 1,000 more"
    assert findings('"\U000e0041"'.encode())[0][3] == "U+E0041 (tag character)"


def test_findings_come_in_the_order_of_the_text() -> None:
    data = json.dumps({"a": ["\n", {"b\n": "\n"}, "\n"], "c\u202e\n": {"d": {}}, "e": "\u200b"}).encode()
    assert [(rule, path, at_key) for rule, path, at_key, _ in findings(data)] == [
        (R.TEXT_CONTROL, ("a", 0), False),
        (R.TEXT_CONTROL, ("a", 1, "b\n"), True),
        (R.TEXT_CONTROL, ("a", 1, "b\n"), False),
        (R.TEXT_CONTROL, ("a", 2), False),
        (R.TEXT_CONTROL, ("c\u202e\n",), True),
        (R.TEXT_BIDI, ("c\u202e\n",), True),
        (R.TEXT_INVISIBLE, ("e",), False),
    ]


def test_texts_that_are_judged_elsewhere_are_skipped_but_keys_are_not() -> None:
    value = {"chunks": [{"id": "a\n", "label": "b\n", "id\n": "c"}]}

    def is_id(path: tuple[str | int, ...]) -> bool:
        return len(path) == 3 and path[0] == "chunks" and path[2] in ("id", "id\n")

    found = list(text_findings(value, json.dumps(value).encode(), skip=is_id))
    assert [(path, at_key) for _, path, at_key, _ in found] == [
        (("chunks", 0, "label"), False),
        (("chunks", 0, "id\n"), True),
    ]


ORDINARY = {
    "a compact text": b'{"chunks":[{"id":"highlights/meta","label":"Highlights"}]}',
    "a text with white space between tokens": b'{\n\t"a" : [\r\n1\n]\n}\n',
    "escapes of ordinary characters": rb'["\"\\\/", "\u00e9 \uD83D\uDE00"]',
    "letters outside ASCII": '["µ é 細胞 – \U0001f600"]'.encode(),
}


@pytest.mark.parametrize("data", ORDINARY.values(), ids=ORDINARY.keys())
def test_ordinary_texts_are_not_walked(data: bytes) -> None:
    assert not suspicious(data)


@pytest.mark.parametrize("ensure_ascii", [False, True])
def test_the_filter_sees_every_character_of_every_class(ensure_ascii: bool) -> None:
    for cls, (first, last, _) in ALL:
        for code in {first, (first + last) // 2, last}:
            data = json.dumps(chr(code), ensure_ascii=ensure_ascii).encode()
            assert suspicious(data), hex(code)
            assert [rule for rule, *_ in findings(data)] == [cls.rule], hex(code)


def test_the_filter_sees_characters_at_the_edges_of_its_blocks() -> None:
    for text in ("\x7f", "\x9b", "\u202e", "\U000e0041"):
        for lead in range((1 << 20) - 6, (1 << 20) + 2):
            assert suspicious(b'"' + b"x" * lead + text.encode() + b'"')


@given(
    st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from("\n\u200d\u202e\u200b\xad\U000e0041é\\")
    )
)
def test_the_filter_lets_nothing_through(text: str) -> None:
    hits = re.search(f"[{T.CONTROL}{T.BIDI}{T.INVISIBLE}]", text)
    for ensure_ascii in (False, True):
        data = json.dumps([text], ensure_ascii=ensure_ascii).encode()
        assert suspicious(data) or not hits
        assert bool(hits) <= bool(findings(data))


# The declaration


def test_classes_do_not_overlap_and_are_in_order() -> None:
    for cls in policy.CLASSES:
        assert list(cls.ranges) == sorted(cls.ranges)
        assert all(first <= last for first, last, _ in cls.ranges)
    every = sorted(range_ for _, range_ in ALL)
    assert all(before.last < after.first for before, after in pairwise(every))


#: Default_Ignorable_Code_Point of the Unicode character database (stable since 2016)
IGNORABLE = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *(
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
        (0x3164, 0x3164),
        (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF),
    ),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)


def test_everything_that_draws_nothing_is_in_a_class() -> None:
    named = {code for _, (first, last, _) in ALL for code in range(first, last + 1)}
    wanted = {code for first, last in IGNORABLE for code in range(first, last + 1)}
    wanted |= {
        code for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF and is_control(code)
    }
    assert wanted <= named


def is_control(code: int) -> bool:
    return code < 0x20 or 0x7F <= code < 0xA0 or code in (0x2028, 0x2029)


def test_rules_of_the_classes_are_advice_in_the_registry() -> None:
    assert {cls.rule for cls in policy.CLASSES} == {R.TEXT_CONTROL, R.TEXT_BIDI, R.TEXT_INVISIBLE}


def test_the_generated_module_is_what_the_declaration_makes() -> None:
    made: dict[str, object] = {}
    exec(render(), made)
    for name in ("CONTROL", "BIDI", "INVISIBLE", "JOINER", "JOINERS_IN_A_ROW", "MARKS_IN_A_ROW", "NAMES"):
        assert made[name] == getattr(T, name)


def test_few_and_many_letters_are_asked_for_the_same_characters() -> None:
    for many in (0, 1, texts._FEW - 1, texts._FEW, texts._FEW + 1):
        assert not texts._has_class("é" * many, texts._CLASSES)
        assert texts._has_class("é" * many + "\u202e", texts._CLASSES)


ODD = [("a\tb", R.TEXT_CONTROL), ("a\u202eb", R.TEXT_BIDI), ("a\u200bb", R.TEXT_INVISIBLE)]


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("wanted", [0, 1, 3])
def test_it_ends_where_no_more_is_wanted(wanted: int, ascii_only: bool) -> None:
    """Each rule is looked for until there is enough of it; what is still wanted behind that is found."""
    value = [text for text, _ in ODD[:2]] * 500 + [ODD[2][0]]
    data = json.dumps(value, ensure_ascii=ascii_only).encode()
    told: dict[str, int] = {}
    walked = 0
    for rule, path, _, _ in text_findings(value, data, enough=lambda rule: told.get(rule, 0) >= wanted):
        told[rule] = told.get(rule, 0) + 1
        walked = path[0]
    assert told == ({} if not wanted else {R.TEXT_CONTROL: wanted, R.TEXT_BIDI: wanted, R.TEXT_INVISIBLE: 1})
    assert walked == (1000 if wanted else 0)


def test_a_text_is_left_when_nothing_more_can_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in strings that are looked at, through the whole judge: it stays the same for ten times as many."""
    looked = []
    plain = texts._odd_strings
    monkeypatch.setattr(
        texts, "_odd_strings", lambda *given: (looked.append(1) or each for each in plain(*given))
    )
    counts = []
    for many in (2_000, 20_000):
        looked.clear()
        chunks = [b.chunk(f"x/{at}", ["\x07"] * many) for at in range(3)]
        report = validate(b.session(*chunks), max_findings=100)
        assert (report.verdict, report.suppressed > 0) == ("valid", True)
        counts.append(len(looked))
    assert counts[0] == counts[1] < 2_000


def test_a_policy_s_error_is_found_behind_a_flood_of_notes() -> None:
    flood = b.chunk("x/a", ["\x07"] * 5_000 + ["\u202e"])
    strict = Policy("strict", levels={R.TEXT_BIDI: "error"})
    for early_exit in (True, False):
        report = validate(b.session(flood), policy=strict, max_findings=5, early_exit=early_exit)
        assert report.verdict == "invalid"
    assert validate(b.session(flood)).verdict == "valid"


def test_a_detail_names_the_first_letter_of_the_first_place() -> None:
    assert texts._detail(["\u200d\u200c", "\u202e"]).startswith("U+200D")
    assert texts._detail(["\u202e"]).startswith("U+202E")
