"""Exit codes of `cellucid-validate` are a promise."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import builders
import pytest

# What each input is, and the exit code that it asks for.
CODES = {"good": 0, "bad": 1, "large": 3, "missing": 5}


@pytest.fixture
def folder(tmp_path: Path, good: bytes, bad: bytes, warned: bytes) -> Path:
    (tmp_path / "good").write_bytes(good)
    (tmp_path / "bad").write_bytes(bad)
    (tmp_path / "warned").write_bytes(warned)
    long = b'"' + bytes(33 << 20).replace(b"\0", b"a") + b'"'  # a JSON text beyond its budget
    (tmp_path / "large").write_bytes(builders.session(builders.chunk("core/state", long)))
    return tmp_path


@pytest.mark.parametrize("name", CODES)
def test_one_input(run, folder: Path, name: str) -> None:
    assert run(name).returncode == CODES[name]


@pytest.mark.parametrize(
    ("names", "code"),
    {
        ("good", "bad"): 1,
        ("bad", "good"): 1,
        ("bad", "large"): 3,
        ("large", "missing"): 5,
        ("missing", "bad", "large", "good"): 5,
    }.items(),
)
def test_of_several_inputs_the_first_of_4_5_3_1_0_applies(run, folder: Path, names, code: int) -> None:
    done = run("--format", "json", *names)
    assert done.returncode == code
    assert [result["path"] for result in json.loads(done.stdout)["results"]] == list(names)


def test_fail_on_warning_changes_the_exit_code_and_not_the_verdict(run, folder: Path) -> None:
    assert run("warned").returncode == 0
    done = run("--fail-on", "warning", "--format=json", "warned")
    assert done.returncode == 1
    assert json.loads(done.stdout)["results"][0]["verdict"] == "valid"
    assert run("--fail-on", "warning", "good").returncode == 0


def test_a_warning_that_is_not_shown_still_fails(run, folder: Path) -> None:
    assert run("--fail-on=warning", "--max-findings=0", "warned").returncode == 1


def test_findings_that_are_not_shown_do_not_change_the_verdict(run, folder: Path) -> None:
    done = run("--max-findings=0", "--format=json", "bad")
    result = json.loads(done.stdout)["results"][0]
    assert (done.returncode, result["verdict"], result["findings"]) == (1, "invalid", [])
    assert result["suppressed"] >= 1


USAGE = {
    "no input at all": [],
    "an unknown option": ["--nope", "good"],
    "a shortened option": ["--form", "json", "good"],
    "an unknown format": ["--format", "yaml", "good"],
    "an option without its value": ["good", "--format"],
    "a flag with a value": ["--quiet=1", "good"],
    "a number that is none": ["--n-obs", "ten", "good"],
    "a negative number": ["--jobs=-1", "good"],
    "an unknown limit": ["--limit", "nope=1", "good"],
    "a limit without value": ["--limit", "file_bytes", "good"],
    "a limit of nothing": ["--limit", "file_bytes=0", "good"],
    "a limit of the child without --isolate": ["--limit", "child_cpu_seconds=1", "good"],
    "an unknown policy": ["--policy", "nope", "good"],
    "an unknown rule": ["--explain", "frame.nope"],
    "an unknown schema": ["--print-schema", "../../etc/passwd"],
    "an unknown kind": ["--kind", "zip", "good"],
    "standard input twice": ["-", "-"],
    "an output that is an input": ["--output", "good", "good"],
    "an output that is a folder": ["--output", ".", "good"],
    "a data set that is none": ["--against", "bad", "good"],
}


@pytest.mark.parametrize("words", USAGE.values(), ids=USAGE)
def test_wrong_usage_is_2_in_one_line_without_a_result(
    run, folder: Path, good: bytes, words: list[str]
) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.startswith(b"cellucid-validate: ")
    assert done.stderr.count(b"\n") == 1
    assert (folder / "good").read_bytes() == good


def test_an_invalid_policy_file_is_2(run, folder: Path) -> None:
    (folder / "policy.toml").write_text('name = "mine"\n[limits]\nnope = 1\n')
    assert run("--policy", "policy.toml", "good").returncode == 2


def test_a_policy_file_counts(run, folder: Path) -> None:
    (folder / "policy.toml").write_text('name = "mine"\n[limits]\nfile_bytes = 10\n')
    done = run("--policy", "policy.toml", "--format", "json", "good")
    assert done.returncode == 3
    assert json.loads(done.stdout)["policy"]["name"] == "mine"
    assert run("--policy", "policy.toml", "--limit", "file_bytes=100000", "good").returncode == 0


def test_an_empty_folder_is_5(run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("--format=json", "empty")
    assert done.returncode == 5
    assert json.loads(done.stdout)["results"][0]["findings"][0]["rule"] == "input.none"


def test_rp19_a_bug_is_4_and_says_bug_not_invalid(run, folder: Path) -> None:
    """A package whose engine raises: the input is not called invalid, and there is no traceback."""
    done = _broken(folder, "good")
    assert done.returncode == 4
    assert b"tool.internal" in done.stdout
    assert b"ZeroDivisionError" in done.stdout
    assert b"INVALID" not in done.stdout
    assert b"Traceback" not in done.stderr


BREAK_ENGINE = """
import sys
from cellucid_session.check import engine
engine.Judge.feed = lambda self, piece: 1 // 0
from cellucid_session.cli.validate import main
sys.exit(main())
"""
BREAK_COMMAND = """
import sys
from cellucid_session.cli import validate
from cellucid_session.batch import inputs
inputs.expand = lambda *_: 1 // 0
sys.exit(validate.main())
"""


def _broken(folder: Path, *words: str, program: str = BREAK_ENGINE) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", program, *words], cwd=folder, capture_output=True, check=False
    )


def test_rp19_a_bug_outside_the_engine_is_4_without_a_traceback(folder: Path) -> None:
    done = _broken(folder, "good", program=BREAK_COMMAND)
    assert done.returncode == 4
    assert b"internal error (a bug in cellucid-session, not a statement about the file)" in done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_an_interrupt_is_130_without_a_traceback(run, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cellucid_session.cli.validate", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    stat = Path(f"/proc/{process.pid}/wchan")
    end = time.monotonic() + 20
    while "pipe" not in stat.read_text() and time.monotonic() < end:  # until it waits for its input
        time.sleep(0.02)
    time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (out, err) == (b"", b"")


def test_an_interrupt_of_all_processes_is_130_without_a_traceback(tmp_path: Path) -> None:
    program = (
        "import os, sys, time\n"
        "from cellucid_session.judge import walk\n"
        "def wait(*_, **__):\n"
        "    open('started', 'w').close()\n"
        "    time.sleep(60)\n"
        "walk.judge_path = wait\n"
        "from cellucid_session.cli.validate import program\n"
        "program()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, "--jobs=2", *"0123"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    end = time.monotonic() + 20
    while not (tmp_path / "started").exists() and time.monotonic() < end:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (out, err) == (b"", b"")
