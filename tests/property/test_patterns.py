"""A pattern's automaton and `re` say the same of every text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cellucid_session.generate.automaton import NoAutomatonError, automaton
from cellucid_session.generate.ecma import translate
from cellucid_session.wire import patterns
from cellucid_session.wire.patterns import Pattern

ROOT = Path(__file__).resolve().parents[2]


def of_the_schemas() -> list[str]:
    """Every pattern of every schema."""

    def inside(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("pattern"), str):
                yield value["pattern"]
            for item in value.values():
                yield from inside(item)
        elif isinstance(value, list):
            for item in value:
                yield from inside(item)

    found: set[str] = set()
    for path in (ROOT / "schemas").glob("*.json"):
        found.update(inside(json.loads(path.read_text("utf-8"))))
    return sorted(found)


PATTERNS = [
    *of_the_schemas(),
    "",
    "^$",
    "a$|^b",
    "a*b",
    "(?:a|b){2,3}c$",
    "^a{0,2}$",
    "x|^$",
    "[^a]b",
    "^(?:ab)+$",
]
GOOD = [
    "2026-01-15T09:30:00.123Z",
    "2016-12-31T23:59:60+01:00",
    "#3b82f6",
    "page_1",
    " x ",
    "aab",
    "abab",
    "",
]
TEXTS = st.one_of(
    st.text("ab cxABf#0123456789-:TtZz.+=@\t\r\n\u00a0\u3000\ufeffé\U0001f600", max_size=10),
    st.builds(
        lambda text, at, with_: text[: at % (len(text) + 1)] + with_ + text[at % (len(text) + 1) + 1 :],
        st.sampled_from(GOOD),
        st.integers(0, 30),
        st.sampled_from(["", "0", "9", "T", "z", " ", "\n", "\ufeff", "é", "=", "#"]),
    ),
)


def made(pattern: str) -> tuple[Pattern, re.Pattern[str], bool]:
    text, anchored = translate(pattern)
    points, rows, ends = automaton(pattern)
    return (
        Pattern(text, anchored, "".join(map(chr, points)), rows, ends),
        re.compile(text, re.ASCII),
        anchored,
    )


@pytest.mark.parametrize("pattern", PATTERNS)
def test_an_automaton_matches_what_re_matches(pattern: str) -> None:
    ours, theirs, _ = made(pattern)

    @given(TEXTS)
    def same(text: str) -> None:
        assert ours.walk(text) == (theirs.search(text) is not None)

    same()
    for text in GOOD:
        assert ours.walk(text) == (theirs.search(text) is not None)


def test_after_some_characters_re_takes_over_and_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "PATIENCE", 0)
    ours, theirs, _ = made("^#[0-9A-Fa-f]{6}$")
    for text in ("#3b82f6", "#3b82f", "#3b82f6\n", "x#3b82f6"):
        assert ours(text) == (theirs.search(text) is not None)


def test_a_word_boundary_has_no_automaton() -> None:
    with pytest.raises(NoAutomatonError):
        automaton(r"^\bx")
