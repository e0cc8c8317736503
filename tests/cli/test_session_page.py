"""Pages of 80 columns: texts are cut between characters, and never widen a line."""

from __future__ import annotations

import json

import pytest
from session_runs import HOSTILE, UNSAFE

from cellucid_session.tools.page import Page, columns_of, fit, json_text, size

CUT = {
    "what fits stays": ("abc", 3, "abc"),
    "what does not is cut": ("abcdef", 5, "ab..."),
    "an escape is not cut": ("ab\x1b\x1b\x1b", 9, "ab\\x1b..."),
    "a wide character takes two columns": ("\u6f22\u5b57\u6f22", 5, "\u6f22..."),
    "a backslash stays doubled": ("\\\\\\\\", 6, "\\\\..."),
    "marks stay with their letter": ("e\u0301abcdef", 5, "e\u0301a..."),
    "a number": (1234, 10, "1234"),
}


@pytest.mark.parametrize("case", CUT)
def test_fit(case: str) -> None:
    value, width, shown = CUT[case]
    assert fit(value, width) == shown


@pytest.mark.parametrize("case", HOSTILE)
def test_every_text_fits_any_width(case: str) -> None:
    for width in (3, 4, 5, 10, 40, 80):
        shown = fit(HOSTILE[case], width)
        assert columns_of(shown) <= width
        assert not [char for char in UNSAFE if char in shown]


@pytest.mark.parametrize("columns", [1, 2, 5])
def test_a_table_has_80_columns_at_most(columns: int) -> None:
    page = Page()
    head = ["title", *(f">column {at}" for at in range(columns - 1))]
    page.table(head, [[name] * columns for name in HOSTILE.values()])
    lines = page.text().split("\n")
    assert len(lines) == len(HOSTILE) + 2
    assert max(map(columns_of, lines)) <= 80
    assert all(line.startswith("  ") or not line for line in lines)


def test_json_is_exact_and_holds_no_character_that_a_terminal_obeys() -> None:
    document = {"names": list(HOSTILE.values()) + [chr(code) for code in range(0xA0)]}
    text = json_text(document)
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert "</" not in text
    assert json.loads(text) == document


SIZES = {None: "?", 0: "0 B", 1023: "1023 B", 1024: "1.0 KiB", 5 << 20: "5.0 MiB", 1 << 42: "4096.0 GiB"}


@pytest.mark.parametrize("value", SIZES)
def test_sizes(value: int | None) -> None:
    assert size(value) == SIZES[value]
