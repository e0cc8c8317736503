"""A child that dies, lies or takes too long never gives `valid`."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path

import builders
import pytest

from cellucid_session.batch import isolate
from cellucid_session.judge import walk
from cellucid_session.judge.settings import Settings
from cellucid_session.model import Finding, Report, Span

BOUND = "import sys; sys.path.insert(0, sys.argv[1]); from cellucid_session.batch import isolate\n"

# What a child does instead of answering -> verdict and rule.
DEATHS = {
    "dies of a signal": ("import os; os.abort()", "error", "tool.child-died"),
    "is killed, as the system does when memory is short": (
        "import os; os.kill(os.getpid(), 9)",
        "inconclusive",
        "budget.isolated",
    ),
    "ends with an exit code": ("raise SystemExit(7)", "error", "tool.child-died"),
    "says nothing and ends well": ("pass", "error", "tool.child-died"),
    "says valid without a head": ('print(\'{"verdict": "valid"}\')', "error", "tool.child-died"),
    "takes too long": ("import time; time.sleep(60)", "inconclusive", "budget.isolated"),
    "answers and does not end": (
        "import os, time; os.close(1); time.sleep(60)",
        "inconclusive",
        "budget.isolated",
    ),
    "spins": (BOUND + "isolate._bound(1 << 30, 1)\nwhile True: pass", "inconclusive", "budget.isolated"),
    "takes all memory": (
        BOUND + "isolate._answer = lambda _: bytes(1 << 40)\nisolate.child()",
        "inconclusive",
        "budget.isolated",
    ),
}


@pytest.fixture
def file(tmp_path: Path, good: bytes) -> str:
    path = tmp_path / "a"
    path.write_bytes(good)
    return str(path)


def judged(path: str, **budgets: int) -> Report:
    settings = Settings()
    return isolate.judge_isolated(path, settings, kind="session", budgets=budgets)


@pytest.mark.parametrize(("program", "verdict", "rule"), DEATHS.values(), ids=DEATHS)
def test_a_child_that(monkeypatch, file: str, program: str, verdict: str, rule: str) -> None:
    monkeypatch.setattr(isolate, "_PROGRAM", program)
    monkeypatch.setattr(isolate, "PATIENCE", 0.3)
    report = judged(file, child_wall_seconds=3)
    assert (report.verdict, [finding.rule for finding in report.findings]) == (verdict, [rule])
    assert report.path == file


def test_a_child_gives_the_same_report(tmp_path: Path, good: bytes) -> None:
    files = {
        "good": good,
        "trailing": good + b"\0",
        "cut": good[:-3],
        "none": b"",
        "advice": builders.session(),
    }
    for name, data in files.items():
        path = tmp_path / name
        path.write_bytes(data)
        assert judged(str(path)) == walk.judge_path(str(path), Settings()), name


def test_a_bomb_is_judged_within_little_memory(tmp_path: Path) -> None:
    stored = gzip.compress(bytes(200 << 20), 9)
    chunk = builders.chunk("x/y", b"", stored=stored, kind="binary", uncompressedBytes=200 << 20)
    path = tmp_path / "a"
    path.write_bytes(builders.session(chunk))
    report = judged(str(path), child_memory_bytes=200 << 20)
    assert report.verdict == "valid"


def whole(body: bytes) -> bytes:
    return f"{len(body):016x} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def test_an_answer_survives_the_way_back() -> None:
    finding = Finding(
        "frame.trailing", "x", chunk="é", pointer="/a", span=Span(1, 2), inflated_span=Span(3, 4)
    )
    report = Report(verdict="invalid", findings=(finding,), size=3, sha256="0", summary={"chunks": 1})
    body = json.dumps(isolate._values(report)).encode()
    assert isolate._settle(whole(body), 0, "session") == report


def test_no_part_of_an_answer_is_taken_for_it() -> None:
    answer = whole(json.dumps(isolate._values(Report(verdict="valid"))).encode())
    assert isolate._settle(answer, 0, "session").verdict == "valid"
    for cut in range(len(answer)):
        assert isolate._settle(answer[:cut], 0, "session").verdict == "error"
    for code in (1, -11, -6):
        assert isolate._settle(answer, code, "session").verdict == "error"


NONSENSE = {
    "no object": b"[]",
    "no verdict": b"{}",
    "an unknown verdict": b'{"verdict": "yes", "findings": []}',
    "an unknown rule": json.dumps(
        isolate._values(Report(verdict="valid"))
        | {"findings": [dict.fromkeys((*isolate._TEXTS, *isolate._SPANS)) | {"rule": "a.b"}]}
    ).encode(),
    "no JSON": b"{",
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE)
def test_an_answer_without_sense_is_refused(body: bytes) -> None:
    assert isolate._settle(whole(body), 0, "session").verdict == "error"


def test_what_is_no_regular_file_never_reaches_a_child(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(isolate, "_ask", None)
    assert judged(str(tmp_path)).findings[0].rule == "input.not-regular"
    assert judged(str(tmp_path / "gone")).findings[0].rule == "input.unreadable"


def test_limits_of_the_child_are_options(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    done = run("--isolate", "--limit=child_memory_bytes=1000000", "--format=json", "a")
    assert done.returncode in (3, 4)  # too little to even start
    assert json.loads(done.stdout)["results"][0]["verdict"] != "valid"
