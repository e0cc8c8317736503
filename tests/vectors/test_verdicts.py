"""Bases and vectors, judged: whole, byte by byte, with a known length and by the interpreted engine."""

from __future__ import annotations

from collections import Counter

import pytest

from cellucid_session import DatasetFacts, Judge, Limits, Report, validate
from cellucid_session.conformance import build, catalogue
from cellucid_session.generated.rules import RULES

reference = pytest.importorskip("cellucid_session.reference", reason="the interpreted engine is an extra")

SUITE = catalogue.load()
SMALL = 4096  # bytes; longer files are not fed byte by byte


def whole(data: bytes, kind: str, **given) -> Report:
    judge = Judge(kind, **given)
    judge.feed(data)
    return judge.close()


def bytewise(data: bytes, kind: str, **given) -> Report:
    judge = Judge(kind, **given)
    for at in range(len(data)):
        if not judge.feed(data[at : at + 1]):
            break
    return judge.close()


def sized(data: bytes, kind: str, **given) -> Report:
    return validate(data, kind=kind, **given)


def interpreted(data: bytes, kind: str, **given) -> Report:
    return reference.judge(data, kind, **given)


WAYS = {"whole": whole, "byte by byte": bytewise, "of known length": sized, "interpreted": interpreted}


def span(value) -> tuple[int, int] | None:
    return None if value is None else (value.start, value.end)


def places(findings) -> set[tuple[str, tuple[int, int] | None, tuple[int, int] | None]]:
    return {(found.rule, span(found.span), span(found.inflated_span)) for found in findings}


def check(vector: catalogue.Vector, report: Report) -> None:
    expect = vector.expect
    assert report.verdict == expect.verdict
    assert report.bytes >= max((found.span.end for found in report.findings if found.span), default=0)
    wanted = (expect.rule, expect.span, expect.inflated_span)
    errors = {place for place in places(report.of_level("error")) if place[0] not in expect.also}
    refuses = expect.rule is not None and RULES[expect.rule][0] != "advice"
    assert errors == ({wanted} if refuses else set())
    if expect.rule is not None:
        assert wanted in places(report.findings)
    usual = Counter(SUITE.bases[vector.base].get("advice", []))
    new = set(Counter(found.rule for found in report.findings) - usual)
    assert new == {expect.rule, *expect.also} - {None}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SUITE.bases)
def test_a_base_is_valid(name: str, way: str) -> None:
    described = SUITE.bases[name]
    report = WAYS[way](SUITE.base(name), described["kind"])
    assert report.verdict == "valid"
    assert Counter(found.rule for found in report.findings) == Counter(described.get("advice", []))


@pytest.mark.parametrize("vector", [pytest.param(v, id=v.id) for v in SUITE.vectors if v.beside is None])
def test_a_vector_gets_what_it_expects(vector: catalogue.Vector) -> None:
    data = SUITE.build(vector)
    given = {"limits": Limits(**vector.limits), "dataset": DatasetFacts(**vector.dataset)}
    if vector.taken is not None:
        given["generations"] = frozenset(vector.taken)
    for name, way in WAYS.items():
        if "file_bytes" in vector.limits and way is not sized:
            continue  # whoever opens the input holds it to this budget
        if way is bytewise and len(data) > SMALL:
            continue
        try:
            check(vector, way(data, SUITE.kind(vector), **given))
        except AssertionError as error:
            error.add_note(name)
            raise


@pytest.mark.parametrize("vector", [pytest.param(v, id=v.id) for v in SUITE.vectors if v.beside is not None])
def test_a_list_is_held_against_the_folder(vector: catalogue.Vector, tmp_path) -> None:
    (tmp_path / "state-snapshots.json").write_bytes(SUITE.build(vector))
    build.put_beside(str(tmp_path), vector.beside or ())
    check(vector, validate(tmp_path / "state-snapshots.json", check_files=True))
