"""Every vector's report in every rendering: well-formed, tame, and the same bytes twice.

What well-formed and tame mean is said once, in `fuzz/_rendered.py`, which the fuzz target uses too.
"""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema
import pytest

from cellucid_session import Report, validate
from cellucid_session.conformance import catalogue
from cellucid_session.judge.policy import load
from cellucid_session.model import Finding
from cellucid_session.report import sarif, text
from cellucid_session.report.formats import FORMATS

SUITE = catalogue.load()
POLICY = load("upload")
RULES = sorted({vector.expect.rule or "" for vector in SUITE.vectors})
FUZZ = Path(__file__).resolve().parents[2] / "fuzz"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, FUZZ / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


READ = _load("_rendered")


def render(name: str, reports: list[Report]) -> str:
    if not FORMATS[name]:
        return text.render(reports)
    rendered: str = importlib.import_module(FORMATS[name]).render(reports, POLICY)
    return rendered


def test_every_format_has_a_reader() -> None:
    assert set(READ.CHECKS) == set(FORMATS)


@pytest.mark.parametrize("rule", RULES)
def test_reports_on_vectors_can_be_rendered(rule: str) -> None:
    reports = [
        validate(SUITE.build(vector), kind=SUITE.bases[vector.base]["kind"], max_findings=50)
        for vector in SUITE.vectors
        if (vector.expect.rule or "") == rule and vector.beside is None
    ]
    rendered = {name: render(name, reports) for name in FORMATS}
    assert rendered == {name: render(name, reports) for name in FORMATS}
    read: dict[str, Any] = {name: READ.CHECKS[name](shown) for name, shown in rendered.items()}
    assert read["jsonl"][1:] == read["json"]["results"]
    assert len(read["junit"][0].findall("testcase")) == len(reports)
    found = sum(len(report.findings) for report in reports)
    assert len(read["sarif"]["runs"][0]["results"]) == found
    assert read["html"].seen.get("article", 0) == len(reports)


def test_a_code_host_gets_no_more_results_than_it_takes() -> None:
    findings = tuple(
        Finding("text.na" if number else "frame.trailing", f"{number}") for number in range(sarif.RESULTS + 5)
    )
    many = [Report(verdict="invalid", path="a", findings=findings)]
    log = sarif.document(many, POLICY)
    assert len(log["runs"][0]["results"]) == sarif.RESULTS
    assert log["runs"][0]["results"][0]["level"] == "error"
    (told,) = log["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("5 ")
    assert READ.sarif_schema()["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")


#: rendering -> changes to it that its reader must notice
SPOILED = {
    "text": (lambda shown: "\x1b[2J" + shown, lambda shown: shown.replace("\n", "\r", 1)),
    "json": (lambda shown: shown.replace('"verdict"', '"Verdict"'), lambda shown: shown[:-1]),
    "jsonl": (lambda shown: "{}\n" + shown, lambda shown: shown.replace('"kind"', '"sort"')),
    "sarif": (
        lambda shown: shown.replace('"2.1.0"', '"2.1.1"'),
        lambda shown: shown.replace('"startLine": 1', '"startLine": 0'),
        lambda shown: shown.replace('"level": "error"', '"level": "bad"'),
        lambda shown: shown.replace('"ruleIndex": 0', '"ruleIndex": 1'),
    ),
    "junit": (
        lambda shown: shown.replace('failures="1"', 'failures="0"'),
        lambda shown: shown.replace("<testsuite ", "<!DOCTYPE a><testsuite "),
    ),
    "html": (
        lambda shown: shown.replace("<bdi>", "<bdi><script>"),
        lambda shown: shown.replace("<bdi>", '<bdi onclick="x">'),
        lambda shown: shown.replace("</article>", ""),
        lambda shown: shown.replace("<h3>", "<!-- x --><h3>"),
        lambda shown: shown.replace("</style>", "a{background:url(x)}</style>"),
        lambda shown: shown.replace("<h3>", "<h3>&#8238;"),
        lambda shown: shown.replace("<h3>", '<a href="x">y</a><h3>'),
    ),
}


@pytest.mark.parametrize(
    ("name", "number"), [(name, at) for name in SPOILED for at in range(len(SPOILED[name]))]
)
def test_the_readers_notice_what_is_wrong(name: str, number: int) -> None:
    vector = next(vector for vector in SUITE.vectors if vector.expect.rule == "frame.trailing")
    shown = render(name, [validate(SUITE.build(vector), early_exit=False)])
    READ.CHECKS[name](shown)
    spoiled = SPOILED[name][number](shown)
    assert spoiled != shown
    with pytest.raises((READ.Untamed, ValueError, jsonschema.ValidationError, KeyError)):
        READ.CHECKS[name](spoiled)
