"""Certificates: the independent checker accepts every one, and none that was changed."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from tampering import at, changed, leaves, load_checker, other, signed

from cellucid_session import DatasetFacts, Limits, Report, validate
from cellucid_session.conformance import catalogue
from cellucid_session.generated.rules import RULES
from cellucid_session.judge.policy import load
from cellucid_session.report import jsonreport

SUITE = catalogue.load()
POLICY = load("upload")
CHECKER = load_checker()
BY_RULE = sorted({vector.expect.rule or "" for vector in SUITE.vectors})
CHANGES = 5  # values of each vector's report that are changed; which ones differs from vector to vector
REFUSALS = (CHECKER.RefusedError, ValueError, KeyError, TypeError, AttributeError, IndexError)

#: what nobody can know without judging the file himself: only the digest guards it
UNKNOWABLE = {
    *("results/*/" + name for name in ("path", "summary/entries", "summary/fields", "summary/groups")),
    *("results/*/" + name for name in ("summary/pages", "summary/chunks", "summary/inflated_bytes")),
    *("results/*/findings/*/" + name for name in ("chunk", "message", "pointer", "remedy")),
    *("results/*/findings/*/span/" + name for name in ("start", "end")),
    "results/*/certificate/rules/*/why",
    *("policy/limits/" + name for name in Limits.__slots__),
    "policy/name",
    "tool/inflater",
    "policy/sha256",
    "tool/version",
}


def certified(vector: catalogue.Vector, **given: Any) -> tuple[Report, bytes]:
    data = SUITE.build(vector)
    report = validate(
        data,
        kind=SUITE.bases[vector.base]["kind"],
        dataset=DatasetFacts(**vector.dataset),
        limits=Limits(**vector.limits),
        **given,
    )
    return report, data


def document(report: Report) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(jsonreport.render([report], POLICY))
    return read


def refused(made: dict[str, Any], data: bytes) -> bool:
    try:
        CHECKER.check(made, [data])
    except REFUSALS:
        return True
    return False


@pytest.mark.parametrize("rule", BY_RULE)
def test_every_certificate_is_accepted_and_none_that_was_changed(rule: str) -> None:
    for vector in SUITE.vectors:
        if (vector.expect.rule or "") != rule:
            continue
        report, data = certified(vector, certificate=True)
        told = document(report)
        CHECKER.check(told, [data])
        paths = list(leaves(told))
        for path in random.Random(vector.id).sample(paths, CHANGES):
            assert refused(changed(told, path, other(at(told, path))), data), (vector.id, path)


@pytest.mark.parametrize("rule", BY_RULE)
def test_a_certificate_changes_no_judgement_and_says_of_its_rule_that_it_ran(rule: str) -> None:
    for vector in SUITE.vectors:
        if (vector.expect.rule or "") != rule:
            continue
        plain, data = certified(vector, early_exit=False)
        report, _ = certified(vector, certificate=True)
        assert report.certificate is not None
        states = {state["rule"]: state for state in report.certificate["rules"]}
        assert list(states) == list(RULES)
        if plain.findings:
            assert {found.rule for found in report.findings} <= {
                name for name, state in states.items() if state["findings"]
            }
        if rule and vector.beside is None:
            assert states[rule]["state"] == "ran" or not states[rule]["findings"], vector.id
        spans = report.certificate["spans"]
        assert sum(span["end"] - span["start"] for span in spans) == (len(data) if report.sha256 else 0)
        report.certificate = None
        assert report == plain, vector.id


def pattern(path: tuple[str | int, ...]) -> str:
    return "/".join("*" if isinstance(step, int) else step for step in path)


@pytest.mark.parametrize("name", ["gzip.data.", "codes.category.", "snapshots.target.", "chunk.foreign."])
def test_what_a_checker_can_know_is_guarded_without_the_digest(name: str) -> None:
    vector = next(vector for vector in SUITE.vectors if vector.id.startswith(name))
    report, data = certified(vector, certificate=True)
    told = document(report)
    CHECKER.check(signed(told), [data])
    for path in leaves(told):
        if path == ("sha256",):
            continue
        assert refused(changed(told, path, other(at(told, path))), data), path
        if pattern(path) not in UNKNOWABLE:
            assert refused(signed(changed(told, path, other(at(told, path)))), data), path


@pytest.mark.parametrize("where", [0, 20, 400, -1])
def test_a_file_that_was_changed_has_no_certificate(where: int) -> None:
    vector = next(vector for vector in SUITE.vectors if vector.expect.verdict == "valid")
    report, data = certified(vector, certificate=True)
    told = document(report)
    flipped = bytearray(data)
    flipped[where] ^= 1
    assert refused(told, bytes(flipped))
    assert refused(told, data + b"\0")
    assert refused(told, data[:-1])


def test_the_checker_knows_the_whole_registry() -> None:
    known = CHECKER.sha256(CHECKER.canonical([[rule, cls] for rule, (cls, _, _) in RULES.items()]))
    assert known == CHECKER.REGISTRY, "write this digest into spec/check_certificate.py"
