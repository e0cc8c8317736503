"""No policy makes a dangerous file valid, whatever it waives and turns off."""

from __future__ import annotations

import hashlib

import pytest

from cellucid_session import DatasetFacts, Limits, validate
from cellucid_session.conformance import catalogue
from cellucid_session.generated.rules import RULES
from cellucid_session.judge.policy import Families, Policy, Waiver
from cellucid_session.model import Report

SUITE = catalogue.load()
TODAY = "2030-01-01"
ADVICE = [rule for rule, (cls, _, _) in RULES.items() if cls == "advice"]
WAIVABLE = [rule for rule, (cls, _, _) in RULES.items() if cls in ("conformance", "advice")]


def vectors(cls: str) -> dict[str, list[catalogue.Vector]]:
    """The vectors of a class by rule."""
    found: dict[str, list[catalogue.Vector]] = {}
    for vector in SUITE.vectors:
        if vector.expect.rule is not None and vector.beside is None and RULES[vector.expect.rule][0] == cls:
            found.setdefault(vector.expect.rule, []).append(vector)
    return found


def lenient(data: bytes, limits: Limits) -> Policy:
    """A policy that demotes and waives all that it may, for this one file."""
    digest = hashlib.sha256(data).hexdigest()
    return Policy(
        "lenient",
        limits,
        levels=dict.fromkeys(ADVICE, "off"),
        families=Families(contributors=("lab",)),
        waivers=tuple(Waiver(rule, "because", "nobody", "9999-12-31", digest) for rule in WAIVABLE),
    )


def judged(vector: catalogue.Vector, data: bytes, policy: Policy) -> Report:
    return validate(
        data,
        kind=SUITE.bases[vector.base]["kind"],
        policy=policy,
        dataset=DatasetFacts(**vector.dataset),
        generations=None if vector.taken is None else frozenset(vector.taken),
        early_exit=False,
        today=TODAY,
    )


@pytest.mark.parametrize("rule", vectors("safety"))
def test_no_policy_makes_a_dangerous_file_valid(rule: str) -> None:
    for vector in vectors("safety")[rule]:
        data = SUITE.build(vector)
        report = judged(vector, data, lenient(data, Limits(**vector.limits)))
        assert report.verdict == "invalid", vector.id
        assert any(found.cls == "safety" for found in report.of_level("error")), vector.id


@pytest.mark.parametrize("rule", vectors("budget"))
def test_no_policy_makes_an_answer_of_a_budget_that_ran_out(rule: str) -> None:
    for vector in vectors("budget")[rule]:
        data = SUITE.build(vector)
        assert judged(vector, data, lenient(data, Limits(**vector.limits))).verdict != "valid", vector.id


@pytest.mark.parametrize("rule", vectors("conformance"))
def test_a_waiver_lets_a_harmless_file_through_and_only_while_it_holds(rule: str) -> None:
    for vector in vectors("conformance")[rule]:
        data = SUITE.build(vector)
        policy = lenient(data, Limits(**vector.limits))
        dangerous = any(RULES[also][0] == "safety" for also in vector.expect.also)  # which nobody waives
        assert judged(vector, data, policy).verdict == ("invalid" if dangerous else "valid"), vector.id
        late = Policy(
            "late", waivers=tuple(waiver for waiver in policy.waivers if waiver.rule != rule)
        ).with_limits(**vector.limits)
        assert judged(vector, data, late).verdict == "invalid", vector.id


@pytest.mark.parametrize("rule", vectors("advice"))
def test_advice_that_a_policy_makes_an_error_refuses(rule: str) -> None:
    policy = Policy("p", levels={rule: "error"})
    for vector in vectors("advice")[rule]:
        report = judged(vector, SUITE.build(vector), policy.with_limits(**vector.limits))
        assert report.verdict == "invalid", vector.id
        assert {found.rule for found in report.of_level("error")} == {rule}, vector.id
