"""JUnit XML: well-formed whatever a file says, and counted right."""

from __future__ import annotations

from xml.etree import ElementTree

import reports

from cellucid_session.judge.policy import load
from cellucid_session.report import junit

POLICY = load("upload")


def test_inputs_are_cases_and_verdicts_their_outcome() -> None:
    rendered = junit.render(reports.ALL, POLICY)
    reports.assert_tame(rendered)
    suite = ElementTree.fromstring(rendered)[0]
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["5", "2", "2", "0"]
    outcomes = [{child.tag for child in case} for case in suite.iter("testcase")]
    assert outcomes == [
        set(), {"failure", "system-out"}, {"error"}, {"error"}, {"failure", "system-out"},
    ]  # fmt: skip


def test_a_failure_names_its_findings() -> None:
    case = ElementTree.fromstring(junit.render([reports.INVALID], POLICY)).find(".//testcase")
    assert case is not None
    assert case.get("name") == "b c.cellucid-session"
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("type") == "cells.index"
    first, second, last = (failure.text or "").splitlines()
    assert first.startswith("error cells.index: 9 is out of bounds [bytes 10-20 of the file")
    assert second.startswith("error frame.trailing: 4 bytes")
    assert last == "3 findings are not shown"
    assert "waived until 2030-01-01 by me <m@x>: known" in (case.findtext("system-out") or "")


def test_a_finding_is_one_line_whatever_it_says() -> None:
    case = ElementTree.fromstring(junit.render([reports.EVIL], POLICY)).find(".//failure")
    assert case is not None
    assert len((case.text or "").splitlines()) == sum(1 for _ in reports.EVIL.of_level("error"))


def test_no_input_is_a_document_too() -> None:
    assert ElementTree.fromstring(junit.render([], POLICY))[0].get("tests") == "0"
