"""The text report: short, folded, unmistakable."""

from __future__ import annotations

import pytest

from cellucid_session.model import Finding, Report, Span
from cellucid_session.report import text


def test_a_valid_input_is_one_line() -> None:
    assert text.render([Report(verdict="valid", path="a")]) == "a: valid\n"


def test_a_finding_says_what_where_and_what_to_do() -> None:
    finding = Finding(
        "frame.trailing", "4 bytes too many", span=Span(120, 140), excerpt="7b 22", chunk="c", pointer="/a/0"
    )
    shown = text.render([Report(verdict="invalid", path="a", findings=(finding,))])
    first, second, *_ = shown.splitlines()
    assert (first, second) == ("a: INVALID (1 error)", "  error frame.trailing")
    assert "- 4 bytes too many" in shown
    assert "bytes 120-140 of the file (7b 22 ...), chunk c, at /a/0" in shown
    assert "remedy: " in shown


PLACES = {
    "one byte": (Finding("frame.trailing", "", span=Span(5, 6), excerpt="00"), "byte 5 of the file (00)"),
    "no byte": (Finding("frame.trailing", "", span=Span(5, 5)), "byte 5 of the file"),
    "a payload": (
        Finding("cells.index", "", span=Span(5, 9), inflated_span=Span(1, 3), excerpt="01 02"),
        "bytes 5-9 of the file, bytes 1-3 of the inflated chunk (01 02)",
    ),
    "the whole text": (Finding("manifest.root", "", pointer=""), "at the root"),
    "nowhere": (Finding("input.unreadable", ""), ""),
}


@pytest.mark.parametrize(("finding", "words"), PLACES.values(), ids=PLACES)
def test_a_place_in_words(finding: Finding, words: str) -> None:
    assert text.where(finding) == words


def test_findings_of_one_rule_are_folded_and_errors_come_first() -> None:
    notes = tuple(Finding("manifest.unknown-key", f"number {number}") for number in range(10))
    error = Finding("frame.trailing", "x")
    shown = text.render([Report(verdict="invalid", path="a", findings=(*notes, error), suppressed=3)])
    assert shown.startswith("a: INVALID (1 error, 10 warnings, 3 more not shown)\n  error frame.trailing\n")
    assert "manifest.unknown-key (10 times)" in shown
    assert shown.count("number ") == text.SHOWN_OF_A_RULE
    assert "- and 7 more" in shown


def test_lines_fit_80_columns_unless_a_word_is_longer() -> None:
    finding = Finding("frame.trailing", "word " * 100 + "x" * 100, span=Span(0, 9), excerpt="00 " * 15 + "00")
    for line in text.render([Report(verdict="invalid", path="a", findings=(finding,))]).splitlines():
        assert len(line) <= 80 or " " not in line.strip()


def test_an_odd_path_can_not_pass_for_a_verdict() -> None:
    shown = text.render([Report(verdict="invalid", path="x\na: valid\x1b[2J\udcff")])
    assert shown == "x\\x0aa: valid\\x1b[2J\\xff: INVALID\n"


COLOURS = {
    "a terminal": (True, {}, True),
    "a terminal with an empty NO_COLOR": (True, {"NO_COLOR": ""}, True),
    "a terminal with NO_COLOR": (True, {"NO_COLOR": "1"}, False),
    "a dumb terminal": (True, {"TERM": "dumb"}, False),
    "no terminal": (False, {}, False),
}


@pytest.mark.parametrize(("terminal", "environment", "wanted"), COLOURS.values(), ids=COLOURS)
def test_colours(terminal: bool, environment: dict[str, str], wanted: bool) -> None:
    assert text.colours_wanted(terminal, environment) is wanted


@pytest.mark.parametrize(("terminal", "environment", "_"), COLOURS.values(), ids=COLOURS)
def test_colours_that_were_asked_for(terminal: bool, environment: dict[str, str], _: bool) -> None:
    assert text.colours_wanted(terminal, environment, "always") is True
    assert text.colours_wanted(terminal, environment, "never") is False


def test_quiet_leaves_out_what_is_no_error() -> None:
    good = Report(verdict="valid", path="a", findings=(Finding("manifest.no-chunks", "x"),))
    bad = Report(verdict="invalid", path="b", findings=(*good.findings, Finding("frame.trailing", "x")))
    shown = text.render([good, bad], quiet=True)
    assert "a: " not in shown
    assert "manifest.no-chunks" not in shown
    assert "frame.trailing" in shown
    assert "inputs" not in shown


def test_a_name_that_begins_with_blanks_can_not_pass_for_a_line_of_ours() -> None:
    shown = text.render([Report(verdict="valid", path="  error frame.magic")])
    assert shown == "\\x20 error frame.magic: valid\n"
