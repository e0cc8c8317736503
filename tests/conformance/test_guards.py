"""Taking any one guard out of our own reader makes the run tell of a file that is wrongly accepted.

All guards are taken out in this process, and some in a reader that is a process of its own, through the command.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import careless
import pytest

from cellucid_session.cli import conformance
from cellucid_session.conformance import answers, build, cases, judge
from cellucid_session.generated.rule_generations import HOLDS
from cellucid_session.generated.rules import RULES
from cellucid_session.io.files import SNAPSHOTS_NAME

CARELESS = str(Path(__file__).with_name("careless.py"))
REFUSED = [case for case in cases.cases() if case.cls != cases.FINE]
GUARDS = list(dict.fromkeys(case.rule for case in REFUSED if case.rule is not None))

#: a few of each layer, for readers that are processes of their own
SOME = (
    "frame.trailing",
    "json.duplicate-key",
    "gzip.crc",
    "chunk.stored-bytes-mismatch",
    "cells.index",
    "codes.runs",
)


def outcome(case: cases.Case, rule: str, folder: Path) -> answers.Outcome:
    """What the reader without this guard answers."""
    folder = folder / case.id
    folder.mkdir()
    path = folder / (SNAPSHOTS_NAME if case.kind == "state-snapshots" else "case.cellucid-session")
    path.write_bytes(case.data)
    build.put_beside(str(folder), case.beside)
    said = answers.spoken(careless.answer(str(path), list(case.options), rule))
    assert said is not None
    return said


def test_every_rule_that_refuses_has_a_guard_to_be_taken_out() -> None:
    later = {rule for rule, holds in HOLDS.items() if 1 not in holds}  # the careless reader is of the first
    wanted = {rule for rule, (cls, _, _) in RULES.items() if cls in ("safety", "conformance")}
    wanted -= later | {"frame.generation", "policy.generation"}
    assert wanted <= set(GUARDS)
    assert set(SOME) <= set(GUARDS)


@pytest.mark.parametrize("rule", GUARDS)
def test_a_guard_that_is_out_is_told(rule: str, tmp_path: Path) -> None:
    mine = [case for case in REFUSED if case.rule == rule]
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    with_it = judge.judge([(case, outcome(case, "-", tmp_path / "in")) for case in mine], judge.VALIDATOR)
    assert with_it.verdict == judge.CONFORMING
    without = judge.judge([(case, outcome(case, rule, tmp_path / "out")) for case in mine], judge.VALIDATOR)
    assert without.verdict == judge.NOT
    assert {failure.case.rule for failure in without.of_sort("wrongly-accepted")} == {rule}


@pytest.mark.parametrize("rule", SOME)
def test_a_process_without_a_guard_is_told(rule: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["reader", "--role", "reader", "--format", "json", "--only", rule, "--", sys.executable, CARELESS]
    assert conformance.main([*words, "-", "{options}", "{files}"]) == 0
    assert json.loads(capsys.readouterr().out)["verdict"] == "conforming"
    assert conformance.main([*words, rule, "{options}", "{files}"]) == 1
    document = json.loads(capsys.readouterr().out)
    wrong = [failure for failure in document["failures"] if failure["sort"] == "wrongly-accepted"]
    assert {failure["rule"] for failure in wrong} == {rule}
    assert sum(danger["wrongly_accepted"] for danger in document["dangers"]) == len(wrong) > 0
