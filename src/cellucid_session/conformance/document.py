"""What a run amounts to, as plain values: the JSON report, and the badge.

Rules of this file:

* `schemas/conformance-report.schema.json` says the same. The same answers give the same bytes: no clock, no machine.
* Nothing that the program wrote is in it: outcomes, reasons of crashes and rules are words of ours.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from cellucid_session import __version__
from cellucid_session.conformance import judge, writer
from cellucid_session.conformance.assembling import SNAPSHOTS
from cellucid_session.conformance.cases import Case, dangers, digest
from cellucid_session.conformance.scenarios import Scenario

REPORT = 1
TOOL = "cellucid-conformance"

#: verdict -> colour of the badge
_COLOURS = {judge.CONFORMING: "brightgreen", judge.EXPECTED: "yellow"}


def suite(every: Sequence[Case], scenarios: Sequence[Scenario]) -> dict[str, Any]:
    """What there is to be asked."""
    bases = sum(case.id.startswith("base.") for case in every)
    return {
        "sha256": digest(),
        "bases": bases,
        "vectors": len(every) - bases,
        "scenarios": len(scenarios),
    }


def _head(told: dict[str, Any], judged: str, command: Sequence[str]) -> dict[str, Any]:
    return {
        "report": REPORT,
        "tool": {"name": TOOL, "version": __version__},
        "suite": told,
        "judged": judged,
        "command": [os.fsencode(word).decode("utf-8", "backslashreplace") for word in command],
    }


def _stale(entries: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"case": case, "reason": reason} for case, reason in entries]


def of_reader(
    judgement: judge.Judgement,
    asked: Sequence[Case],
    told: dict[str, Any],
    command: Sequence[str],
    partial: bool,
) -> dict[str, Any]:
    """The report on a reader. asked: the cases that it was asked about."""
    wrong = judge.by_danger(judgement, dangers())
    answered = [case for case in asked if not (judgement.left_out and case.kind == SNAPSHOTS)]
    return _head(told, "reader", command) | {
        "role": judgement.role,
        "verdict": judgement.verdict,
        "partial": partial,
        "counts": {
            "asked": judgement.asked,
            "right": judgement.right,
            "left_out": judgement.left_out,
            "not_asked": len(judgement.not_asked),
            "failures": {sort: len(judgement.of_sort(sort)) for sort in judge.FAILURES},
            "expected": len(judgement.failures) - len(judgement.unexpected),
        },
        "classes": {
            cls: {"right": right, "asked": count} for cls, (right, count) in sorted(judgement.classes.items())
        },
        "breaches_read": dict(zip(("read", "asked"), judgement.breaches_read, strict=True)),
        "rules_named": dict(zip(("right", "named"), judgement.rules_named, strict=True)),
        "dangers": [
            {
                "danger": name,
                "means": means,
                "wrongly_accepted": len(failures),
                "asked": sum(case.danger == name for case in answered),
            }
            for name, means, failures in wrong
        ],
        "failures": [_failure(failure) for failure in judgement.failures],
        "stale": _stale(judgement.stale),
    }


def _failure(failure: judge.Failure) -> dict[str, Any]:
    case = failure.case
    return {
        "case": case.id,
        "kind": case.kind,
        "class": case.cls,
        "rule": case.rule,
        "flags": list(case.flags),
        "danger": case.danger,
        "sort": failure.sort,
        "outcome": failure.outcome.what,
        "why": failure.outcome.why,
        "named": failure.outcome.rule,
        "note": case.note,
        "reason": failure.reason,
    }


def of_writer(
    judgement: writer.Judgement, told: dict[str, Any], command: Sequence[str], partial: bool
) -> dict[str, Any]:
    """The report on a writer."""
    failures = judgement.failures
    return _head(told, "writer", command) | {
        "verdict": judgement.verdict,
        "partial": partial,
        "counts": {
            "asked": len(judgement.results),
            "right": judgement.right,
            "canonical": judgement.canonical,
            "failures": {sort: sum(each.sort == sort for each in failures) for sort in writer.FAILURES},
            "expected": sum(each.reason is not None for each in failures),
        },
        "results": [
            {
                "scenario": each.scenario.name,
                "sort": each.sort,
                "why": each.why,
                "rules": list(each.rules),
                "digest": each.digest,
                "wanted": each.scenario.digest,
                "canonical": each.canonical,
                "reason": each.reason,
            }
            for each in judgement.results
        ],
        "stale": _stale(judgement.stale),
    }


def badge(document: dict[str, Any]) -> dict[str, Any]:
    """An endpoint badge as shields.io reads it: green for all, yellow for known failures, red otherwise."""
    counts = document["counts"]
    short = document["suite"]["sha256"][:8]
    judged = counts["asked"] - counts.get("left_out", 0)
    return {
        "schemaVersion": 1,
        "label": f"cellucid-session {document['judged']}",
        "message": f"{counts['right']} of {judged} (suite {short})",
        "color": _COLOURS.get(document["verdict"], "red"),
        "isError": document["verdict"] not in _COLOURS,
    }
