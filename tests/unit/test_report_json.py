"""The JSON report: its keys are a promise."""

from __future__ import annotations

import json
import zlib
from types import SimpleNamespace

import jsonschema
import pytest

from cellucid_session import __version__, inflaters
from cellucid_session.declare.schemas import names, read
from cellucid_session.judge.policy import load
from cellucid_session.model import VERDICTS, Finding, Report, Span
from cellucid_session.report import jsonreport

POLICY = load("upload")


def test_an_empty_document_is_one_too() -> None:
    document = json.loads(jsonreport.render([], POLICY))
    assert document["results"] == []
    told = {} if inflaters.name() == "zlib" else {"inflater": inflaters.name()}
    assert document["tool"] == {"name": "cellucid-validate", "version": __version__} | told


def test_the_library_that_inflates_is_told_where_it_is_not_pythons_own(monkeypatch) -> None:
    for library, told in ((zlib, {}), (SimpleNamespace(ZLIBNG_VERSION="2.9"), {"inflater": "zlib-ng 2.9"})):
        monkeypatch.setattr(inflaters, "_chosen", library)
        document = json.loads(jsonreport.render([], POLICY))
        assert document["tool"] == {"name": "cellucid-validate", "version": __version__} | told
        jsonschema.Draft202012Validator(json.loads(read("report"))).validate(document)
    assert document["policy"]["sha256"] == POLICY.sha256


def test_keys_come_in_the_promised_order() -> None:
    finding = Finding("frame.trailing", "x", span=Span(1, 2), inflated_span=Span(3, 4))
    report = Report(
        verdict="invalid", path="a", findings=(finding,), summary={"pages": 1, "chunks": 2, "opens": "x"}
    )
    (result,) = json.loads(jsonreport.render([report], POLICY))["results"]
    assert list(result) == [
        "path", "kind", "verdict", "generation", "releases", "bytes", "sha256", "findings", "suppressed", "summary",
    ]  # fmt: skip
    assert list(result["findings"][0]) == [
        "rule", "class", "level", "message", "chunk", "pointer", "span", "inflated_span", "excerpt", "remedy",
    ]  # fmt: skip
    assert result["findings"][0]["span"] == {"start": 1, "end": 2}
    assert list(result["summary"].items()) == [("chunks", 2), ("pages", 1)]


@pytest.mark.parametrize("verdict", VERDICTS)
@pytest.mark.parametrize("path", ["a", "", "\udcff\x1b", "h\u00f6he\u2028", "\U0001f600"])
def test_rp12_every_document_is_ascii_and_fits_the_schema(verdict: str, path: str) -> None:
    finding = Finding("budget.chunks", "</script>\u2028", chunk="\u00e9", pointer="/\u00e9")
    rendered = jsonreport.render([Report(verdict=verdict, path=path, findings=(finding,))], POLICY)
    assert rendered.isascii()
    document = json.loads(rendered)
    json.dumps(document, ensure_ascii=False).encode("utf-8")  # no lone surrogate
    jsonschema.Draft202012Validator(json.loads(read("report"))).validate(document)


def test_every_schema_can_be_read_by_its_name() -> None:
    assert "report" in names()
    for name in names():
        assert json.loads(read(name))["$schema"]
        assert read(f"{name}.schema.json") == read(name)
