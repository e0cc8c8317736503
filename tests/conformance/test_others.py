"""What is published on others is about the suite that is here, and the page is made of what is judged."""

from __future__ import annotations

import re
from pathlib import Path

import others
import pytest

from cellucid_session.conformance import answers, cases, judge, scenarios
from cellucid_session.conformance.answers import Outcome
from cellucid_session.conformance.document import of_reader

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "conformance.md").read_text("utf-8")


def test_the_published_page_is_not_stale() -> None:
    assert f"| suite | `{cases.digest()}` |" in PAGE, "the suite has changed: make conformance"
    assert f"| files | {len(cases.cases())}, and {len(scenarios.load())} scenarios for writers |" in PAGE


@pytest.mark.parametrize("name", others.READERS)
def test_the_published_page_has_every_reader(name: str) -> None:
    title, _, roles = others.READERS[name]
    for role in roles:
        assert re.search(rf"^\| {re.escape(title)} \| {role} \| \d", PAGE, re.MULTILINE)
        assert f"## {title[0].upper()}{title[1:]}, as a {role}\n" in PAGE


def test_what_is_ours_and_the_example_pass_as_published() -> None:
    for words in (r"`cellucid-validate` \S+ \| validator", r"the reader in JavaScript \(\S+\) \| validator"):
        asked, right = re.search(rf"^\| {words} \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE).groups()
        assert asked == right
    for writer, _ in others.WRITERS.values():
        asked, right = re.search(
            rf"^\| {re.escape(writer)} \| (\d+) \| (\d+) \|", PAGE, re.MULTILINE
        ).groups()
        assert asked == right == str(len(scenarios.load()))


def test_a_section_tells_rules_with_numbers_and_no_name_of_a_file_more() -> None:
    mine = [case for case in cases.cases() if case.rule == "frame.trailing" or case.id == "base.minimal"]
    outcomes = [Outcome(answers.ACCEPT if case.id.endswith("one") else answers.REJECT) for case in mine]
    outcomes[-1] = Outcome(answers.ACCEPT)
    asked = list(zip(mine, outcomes, strict=True))
    told = of_reader(judge.judge(asked, judge.READER), mine, {}, ["x"], False)
    section = "\n".join(others.of_reader("a reader", told, mine))
    accepted = sum(outcome.what == "accept" for case, outcome in asked if case.rule)
    every = sum(case.rule is not None for case in mine)
    assert "| `frame.trailing` | safety |" in section
    assert f"| {accepted} of {every} |" in section
    assert "| `base.minimal` |" in section
