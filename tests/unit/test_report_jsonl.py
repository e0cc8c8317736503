"""JSON Lines say what the JSON report says."""

from __future__ import annotations

import json

import reports

from cellucid_session.judge.policy import load
from cellucid_session.report import jsonl, jsonreport

POLICY = load("upload")


def test_lines_are_the_document_taken_apart() -> None:
    rendered = jsonl.render(reports.ALL, POLICY)
    reports.assert_tame(rendered)
    head, *results = map(json.loads, rendered.splitlines())
    assert head | {"results": results} == json.loads(jsonreport.render(reports.ALL, POLICY))


def test_no_input_is_one_line() -> None:
    assert jsonl.render([], POLICY).count("\n") == 1
