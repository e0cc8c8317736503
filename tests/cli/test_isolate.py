"""A child that dies, lies or takes too long never gives `valid`."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import builders
import pytest

from cellucid_session import validate
from cellucid_session.batch import answers, child, isolate, prepared, warm
from cellucid_session.judge import walk
from cellucid_session.judge.settings import Settings
from cellucid_session.model import Finding, Report, Span

#: a process that is prepared as usual, in whose children something else happens than judging
PROGRAM = """
import os, sys, time; sys.path.insert(0, sys.argv[1])
from cellucid_session.batch import child, prepared
def instead(asked):
    {}
child.answer, usual = instead, child.answer
prepared.warm.judge = lambda: None
prepared.serve()
"""

LIMITS = ("AS", "CPU", "FSIZE", "NOFILE", "CORE")

# What a child does instead of answering -> verdict and rule.
DEATHS = {
    "dies of a signal": ("os.abort()", "error", "tool.child-died"),
    "is killed, as the system does when memory is short": (
        "os.kill(os.getpid(), 9)",
        "inconclusive",
        "budget.isolated",
    ),
    "ends with an exit code": ("os._exit(7)", "error", "tool.child-died"),
    "breaks": ("raise RuntimeError", "error", "tool.child-died"),
    "says nothing and ends well": ("os._exit(0)", "error", "tool.child-died"),
    "says valid without a head": (
        'os.write(1, b\'{"verdict": "valid"}\'); os._exit(0)',
        "error",
        "tool.child-died",
    ),
    "takes too long": ("time.sleep(60)", "inconclusive", "budget.isolated"),
    "answers and does not end": (
        "os.close(1); time.sleep(60)",
        "inconclusive",
        "budget.isolated",
    ),
    "spins": ("while True: pass", "inconclusive", "budget.isolated"),
    "takes all memory": ("return bytes(1 << 40)", "inconclusive", "budget.isolated"),
    "ends the process that started it": (
        "os.kill(os.getppid(), 9); time.sleep(60)",
        "error",
        "tool.child-died",
    ),
}


@pytest.fixture(autouse=True)
def _none_waits() -> Iterator[None]:
    yield
    prepared.dismiss()


@pytest.fixture
def file(tmp_path: Path, good: bytes) -> str:
    path = tmp_path / "a"
    path.write_bytes(good)
    return str(path)


def judged(path: str, **budgets: int) -> Report:
    settings = Settings()
    return isolate.judge_isolated(path, settings, kind="session", budgets=budgets)


@pytest.mark.parametrize(("instead", "verdict", "rule"), DEATHS.values(), ids=DEATHS)
def test_a_child_that(monkeypatch, file: str, instead: str, verdict: str, rule: str) -> None:
    monkeypatch.setattr(prepared, "_PROGRAM", PROGRAM.format(instead))
    monkeypatch.setattr(prepared, "PATIENCE", 0.6)
    report = judged(file, child_wall_seconds=3, child_cpu_seconds=1)
    assert (report.verdict, [finding.rule for finding in report.findings]) == (verdict, [rule])
    assert report.path == file
    monkeypatch.undo()
    assert judged(file).verdict == "valid", "what became of one input becomes of the next"


def test_children_are_forked_from_one_process_and_nothing_of_them_stays(monkeypatch, file: str) -> None:
    monkeypatch.setattr(
        prepared,
        "_PROGRAM",
        PROGRAM.format(
            "import json; from cellucid_session.batch import answers; report = json.loads(usual(asked));"
            "global seen; seen = globals().get('seen', 0) + 1;"
            "report['summary'] = {'children': seen, 'own': os.getpid(), 'parent': os.getppid(),"
            " 'open': len(os.listdir('/proc/self/fd'))}; return json.dumps(report).encode()"
        ),
    )
    found = [judged(file).summary for _ in range(5)]
    assert len({each["own"] for each in found}) == 5
    assert len({each["parent"] for each in found}) == 1
    assert {each["children"] for each in found} == {1}
    assert {each["open"] for each in found} == {3}  # answer, standard error, the folder that is listed


def test_a_child_has_the_limits_that_were_asked_for(monkeypatch, file: str) -> None:
    told = (
        "{name: list(resource.getrlimit(getattr(resource, 'RLIMIT_' + name))) for name in "
        + repr(LIMITS)
        + "}"
    )
    monkeypatch.setattr(
        prepared,
        "_PROGRAM",
        PROGRAM.format(
            f"import json, resource; report = json.loads(usual(asked)); report['summary'] = {told};"
            " return json.dumps(report).encode()"
        ),
    )
    assert judged(file, child_memory_bytes=1 << 30, child_cpu_seconds=7).summary == {
        "AS": [1 << 30] * 2, "CPU": [7, 8], "FSIZE": [0, 0], "NOFILE": [child.OPEN_FILES] * 2, "CORE": [0, 0],
    }  # fmt: skip


def test_one_that_waits_and_is_killed_costs_no_input(file: str) -> None:
    assert judged(file).verdict == "valid"
    (waiting,) = prepared._FREE
    os.kill(waiting._process.pid, 9)
    waiting._process.wait()
    assert judged(file).verdict == "valid"


def test_a_fork_does_not_use_what_waits_for_its_parent(file: str) -> None:
    assert judged(file).verdict == "valid"
    assert prepared._FREE
    process = os.fork()
    if not process:
        os._exit(0 if not prepared._FREE and judged(file).verdict == "valid" else 1)
    assert os.waitpid(process, 0)[1] == 0
    assert judged(file).verdict == "valid"


def test_the_first_session_is_valid() -> None:
    assert validate(io.BytesIO(warm.sample())).verdict == "valid"


def test_what_is_loaded_beforehand_is_no_library() -> None:
    words = "import sys, importlib; from cellucid_session.batch import prepared\n"
    words += "for name in prepared._rest(): importlib.import_module(name)\n"
    words += "assert 'numpy' not in sys.modules, sorted(sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", words], capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_a_child_imports_nothing(monkeypatch, file: str) -> None:
    """What a child needs to bound itself is there before the fork; our own modules come one after the other."""
    program = """
import json, sys; sys.path.insert(0, sys.argv[1])
from cellucid_session.batch import child, prepared
become, usual, known = prepared._become, child.answer, None
def first(*given):
    global known
    known = set(sys.modules)
    become(*given)
def instead(asked):
    told = usual(asked)
    if known is None:  # judged beforehand
        return told
    report = json.loads(told)
    new = set(sys.modules) - known
    report["summary"] = {"loaded": sorted(each for each in new if not each.startswith("cellucid_session."))}
    return json.dumps(report).encode()
prepared._become, child.answer = first, instead
prepared.serve()
"""
    monkeypatch.setattr(prepared, "_PROGRAM", program)
    assert judged(file).summary == {"loaded": []}


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
    body = json.dumps(answers.values(report)).encode()
    assert isolate._settle(whole(body), 0, "session") == report


def test_no_part_of_an_answer_is_taken_for_it() -> None:
    answer = whole(json.dumps(answers.values(Report(verdict="valid"))).encode())
    assert isolate._settle(answer, 0, "session").verdict == "valid"
    for cut in range(len(answer)):
        assert isolate._settle(answer[:cut], 0, "session").verdict == "error"
    for code in (1, -11, -6):
        assert isolate._settle(answer, code, "session").verdict == "error"


def test_an_answer_of_which_a_byte_was_changed_is_none() -> None:
    """Whole JSON, which says what it should: only its digest tells."""
    answer = whole(json.dumps(answers.values(Report(verdict="valid", size=11))).encode())
    other = answer.replace(b'"size": 11', b'"size": 12')
    assert other != answer
    (found,) = isolate._settle(other, 0, "session").findings
    assert (found.rule, found.message) == ("tool.child-died", "the child's answer is not whole")
    assert isolate._settle(answer[:16] + b" " + b"0" * 64 + answer[81:], 0, "session").verdict == "error"


NONSENSE = {
    "no object": b"[]",
    "no verdict": b"{}",
    "an unknown verdict": b'{"verdict": "yes", "findings": []}',
    "an unknown rule": json.dumps(
        answers.values(Report(verdict="valid"))
        | {"findings": [dict.fromkeys((*answers.TEXTS, *answers.SPANS)) | {"rule": "a.b"}]}
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
