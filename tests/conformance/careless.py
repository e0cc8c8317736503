"""Our own reader without one of its guards: `python careless.py RULE FILE...` answers as a reader of the protocol.

A guard that is out sees nothing; what then fails on the way is swallowed, and what was not judged to its end is taken
for whole, as in a reader that never had the guard. With the rule "-" nothing is out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cellucid_session import DatasetFacts, Limits, validate
from cellucid_session.check.collector import Collector
from cellucid_session.generated.rules import TOOL_INTERNAL

#: option -> what it says of the data set
DATASET = {
    "--n-obs": ("n_obs", int),
    "--n-vars": ("n_vars", int),
    "--expected-dataset-id": ("dataset_id", str),
}


@contextmanager
def without(rule: str) -> Iterator[None]:
    """The guard of this rule is out."""
    add, verdict = Collector.add, Collector.verdict

    def silent(self: Collector, found: str, *arguments: Any, **named: Any) -> None:
        if found != rule:
            add(self, found, *arguments, **named)

    def whole(self: Collector, complete: bool) -> str:
        return verdict(self, True)

    Collector.add, Collector.verdict = silent, whole  # type: ignore[method-assign]
    try:
        yield
    finally:
        Collector.add, Collector.verdict = add, verdict  # type: ignore[method-assign]


def asked(options: list[str]) -> dict[str, Any]:
    """The words of a case as arguments of `validate`."""
    limits: dict[str, int] = {}
    dataset: dict[str, Any] = {}
    rest = iter(options)
    check_files = False
    for word in rest:
        if word == "--limit":
            name, _, number = next(rest).partition("=")
            limits[name] = int(number)
        elif word in DATASET:
            key, kind = DATASET[word]
            dataset[key] = kind(next(rest))
        else:
            check_files = word == "--check-files"
    return {"limits": Limits(**limits), "dataset": DatasetFacts(**dataset), "check_files": check_files}


def answer(path: str, options: list[str], rule: str) -> dict[str, str]:
    """What the reader says."""
    given = asked(options)
    if rule == "-":
        report = validate(path, **given)
        errors = [found.rule for found in report.of_level("error")]
        return {"verdict": report.verdict} | ({"rule": errors[0]} if errors else {})
    with without(rule):
        report = validate(path, **given)
    # some guards speak beside the collector: what reads files, what looks into folders
    errors = [found.rule for found in report.of_level("error") if found.rule not in (rule, TOOL_INTERNAL)]
    return {"verdict": report.verdict if errors else "accept"} | ({"rule": errors[0]} if errors else {})


if __name__ == "__main__":
    rule, *words = sys.argv[1:]
    paths = [word for word in words if word.startswith("/")]
    options = [word for word in words if not word.startswith("/")]
    for path in paths:
        print(json.dumps({"file": path} | answer(path, options, rule)), flush=True)
