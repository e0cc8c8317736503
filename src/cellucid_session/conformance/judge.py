"""Outcomes held against what is right: which are failures, of what sort, and what the whole amounts to.

Rules of this file:

* Only what was asked, answered and right counts for a reader. A run in which nothing was asked is no pass.
* A validator has to refuse every breach; a reader has to refuse those of class safety and may read the others.
* A reader may leave out a kind of file, as a whole; what it leaves out besides is a failure.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.conformance import answers
from cellucid_session.conformance.answers import Outcome
from cellucid_session.conformance.assembling import SNAPSHOTS
from cellucid_session.conformance.cases import FINE, Case
from cellucid_session.conformance.expected import Expected

VALIDATOR, READER = "validator", "reader"
ROLES = (VALIDATOR, READER)

#: sorts of failure, the worst first, and what they mean
FAILURES = {
    "wrongly-accepted": "what must be refused was accepted",
    "crashed": "the program ended in no way that is an answer",
    "hung": "no answer in time",
    "wrongly-refused": "a valid file was not accepted",
    "undecided": "what must be refused was neither accepted nor refused",
    "left-out": "no answer was given, on a kind of file that others were answered of",
}

CONFORMING, EXPECTED, NOT, NOTHING = "conforming", "as-expected", "not-conforming", "nothing-judged"


class Failure:
    """One case that went wrong.

    Attributes:
        case: what was asked. outcome: what was answered. sort: key of `FAILURES`.
        reason: why it was expected, or None.
    """

    __slots__ = ("case", "outcome", "reason", "sort")

    def __init__(self, case: Case, outcome: Outcome, sort: str, reason: str | None) -> None:
        self.case = case
        self.outcome = outcome
        self.sort = sort
        self.reason = reason


class Judgement:
    """What a run amounts to.

    Attributes:
        role: "validator" or "reader".
        failures: in the order of `FAILURES`, then of the suite.
        stale: entries of the list of expected failures, with reasons, that did not fail.
        asked, right, left_out: numbers of cases; left out are those of a kind that was left out as a whole.
        not_asked: ids of cases that need words which the command does not take.
        breaches_read: how many breaches of class conformance a reader accepted, and of how many.
        rules_named: of how many refusals a rule was named, and of how many of these the right one.
    """

    def __init__(self, role: str) -> None:
        self.role = role
        self.failures: list[Failure] = []
        self.stale: list[tuple[str, str]] = []
        self.asked = self.right = self.left_out = 0
        self.not_asked: list[str] = []
        self.breaches_read = (0, 0)
        self.rules_named = (0, 0)
        self.classes: dict[str, tuple[int, int]] = {}

    @property
    def unexpected(self) -> list[Failure]:
        """Failures without a reason."""
        return [failure for failure in self.failures if failure.reason is None]

    @property
    def verdict(self) -> str:
        """Only "conforming" and "as-expected" are good."""
        if self.asked - self.left_out <= 0:
            return NOTHING
        if self.unexpected or self.stale:
            return NOT
        return EXPECTED if self.failures else CONFORMING

    def of_sort(self, sort: str) -> list[Failure]:
        """The failures of one sort."""
        return [failure for failure in self.failures if failure.sort == sort]


def must_refuse(case: Case, role: str) -> bool:
    """Whether accepting this file is wrong."""
    return case.cls not in (FINE, "conformance") or (case.cls == "conformance" and role == VALIDATOR)


def failure_of(case: Case, outcome: Outcome, role: str) -> str | None:
    """The sort of failure, or None. A skip is judged by `judge`, which knows the others."""
    if outcome.what == answers.CRASH:
        return "crashed"
    if outcome.what == answers.HANG:
        return "hung"
    if outcome.what == answers.SKIP:
        return None
    if case.cls == FINE:
        return None if outcome.what == answers.ACCEPT else "wrongly-refused"
    if not must_refuse(case, role):
        return None
    if outcome.what == answers.ACCEPT:
        return "wrongly-accepted"
    # within a budget nobody can know, and whoever only reads has not read what was left undecided
    if outcome.what == answers.UNDECIDED and role == VALIDATOR and case.cls != "budget":
        return "undecided"
    return None


def judge(
    asked: list[tuple[Case, Outcome]],
    role: str,
    *,
    not_asked: list[Case] | None = None,
    expected: Expected | None = None,
) -> Judgement:
    """Hold outcomes against the suite.

    Args:
        asked: cases, in the order of the suite, with what became of each.
        role: "validator" or "reader".
        not_asked: cases that the command can't be asked about.
        expected: known failures.
    """
    judgement = Judgement(role)
    judgement.asked = len(asked)
    judgement.not_asked = [case.id for case in not_asked or ()]
    whole = SNAPSHOTS if _left_out(asked) else None
    expected = expected or Expected()
    named = right = read = breaches = 0
    for case, outcome in asked:
        if outcome.what == answers.SKIP and case.kind == whole:
            judgement.left_out += 1
            continue
        sort = "left-out" if outcome.what == answers.SKIP else failure_of(case, outcome, role)
        good, every = judgement.classes.get(case.cls, (0, 0))
        judgement.classes[case.cls] = (good + (sort is None), every + 1)
        if sort is None:
            judgement.right += 1
        else:
            judgement.failures.append(Failure(case, outcome, sort, expected.reason(case.id)))
        breaches += case.cls == "conformance"
        read += case.cls == "conformance" and outcome.what == answers.ACCEPT
        if outcome.what == answers.REJECT and case.cls != FINE:
            named += outcome.rule is not None
            right += outcome.rule is not None and outcome.rule in (case.rule, *case.also)
    judgement.breaches_read = (read, breaches)
    judgement.rules_named = (right, named)
    sorts = list(FAILURES)
    judgement.failures.sort(key=lambda failure: sorts.index(failure.sort))
    judgement.stale = expected.stale([case.id for case, _ in asked])
    return judgement


def _left_out(asked: list[tuple[Case, Outcome]]) -> bool:
    """Whether every state-snapshots.json was left out."""
    lists = [outcome.what for case, outcome in asked if case.kind == SNAPSHOTS]
    return bool(lists) and set(lists) == {answers.SKIP}


def by_danger(judgement: Judgement, dangers: dict[str, str]) -> list[tuple[str, str, list[Any]]]:
    """(danger, what it means, failures) of what was wrongly accepted of class safety, the worst danger first."""
    wrong = judgement.of_sort("wrongly-accepted")
    return [
        (name, means, [failure for failure in wrong if failure.case.danger == name])
        for name, means in dangers.items()
    ]
