"""Every vector's report in every rendering: well-formed, tame, and the same bytes twice."""

from __future__ import annotations

import importlib
import json
from xml.etree import ElementTree

import jsonschema
import pytest

from cellucid_session import validate
from cellucid_session.cli.validate_options import FORMATS
from cellucid_session.conformance import build
from cellucid_session.policy import load
from cellucid_session.schemas_data import read

SUITE = build.load()
POLICY = load("upload")
RULES = sorted({vector.expect.rule or "" for vector in SUITE.vectors})


@pytest.mark.parametrize("rule", RULES)
def test_reports_on_vectors_can_be_rendered(rule: str) -> None:
    reports = [
        validate(SUITE.build(vector), kind=SUITE.bases[vector.base]["kind"], max_findings=50)
        for vector in SUITE.vectors
        if (vector.expect.rule or "") == rule and vector.beside is None
    ]
    rendered = {}
    for name, module in FORMATS.items():
        if module:
            render = importlib.import_module(module).render
            rendered[name] = render(reports, POLICY)
            assert rendered[name] == render(reports, POLICY), name
            assert rendered[name].isascii(), name
            assert rendered[name].replace("\n", "").isprintable(), name
    document = json.loads(rendered["json"])
    jsonschema.Draft202012Validator(json.loads(read("report"))).validate(document)
    assert [json.loads(line) for line in rendered["jsonl"].splitlines()][1:] == document["results"]
    assert len(ElementTree.fromstring(rendered["junit"])[0].findall("testcase")) == len(reports)
    found = sum(len(report.findings) for report in reports)
    assert len(json.loads(rendered["sarif"])["runs"][0]["results"]) == found
    assert rendered["html"].count("<article") == len(reports)
