"""The command's renderings: delivered whole, the same each time, with the same exit code."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cellucid_session.commands.validate import FORMATS

READ = {
    "json": lambda text: len(json.loads(text)["results"]),
    "jsonl": lambda text: len([json.loads(line) for line in text.splitlines()][1:]),
    "sarif": lambda text: len(json.loads(text)["runs"][0]["artifacts"]),
    "junit": lambda text: len(ElementTree.fromstring(text)[0].findall("testcase")),
    "html": lambda text: text.count("<article"),
}


def test_every_format_is_read_here() -> None:
    assert set(READ) == set(FORMATS) - {"text"}


@pytest.mark.parametrize("name", READ)
def test_a_format_holds_every_input_and_comes_out_the_same(
    run, tmp_path: Path, good: bytes, bad: bytes, name: str
) -> None:
    (tmp_path / "good").write_bytes(good)
    (tmp_path / "bad").write_bytes(bad)
    words = ("--format", name, "good", "bad", "gone")
    first = run(*words, env={"PYTHONHASHSEED": "1"})
    second = run(*words, env={"PYTHONHASHSEED": "2", "PYTHONIOENCODING": "ascii"})
    assert first.returncode == second.returncode == 5
    assert first.stdout == second.stdout
    assert first.stderr == b""
    assert READ[name](first.stdout.decode("ascii")) == 3
    written = run(*words, "--output", "out")
    assert (written.returncode, written.stdout) == (5, b"")
    assert (tmp_path / "out").read_bytes() == first.stdout


def test_colours_are_asked_for_by_name_and_never_in_a_file(run, tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "bad").write_bytes(bad)
    plain = run("bad")
    assert b"\x1b" not in plain.stdout
    assert run("--color", "never", "bad").stdout == plain.stdout
    coloured = run("--color=always", "bad", env={"NO_COLOR": "1"})
    assert b"\x1b[" in coloured.stdout
    assert coloured.returncode == plain.returncode == 1
    assert run("--color=always", "--output", "out", "bad").returncode == 1
    assert b"\x1b" not in (tmp_path / "out").read_bytes()
    assert run("--color=sometimes", "bad").returncode == 2


def test_times_are_measured_when_asked_for_and_a_junit_reader_adds_them(
    run, tmp_path: Path, good: bytes, bad: bytes
) -> None:
    junitparser = pytest.importorskip("junitparser")
    (tmp_path / "good").write_bytes(good)
    (tmp_path / "bad").write_bytes(bad)
    words = ("--format", "junit", "good", "bad", "gone")
    for asked in (False, True):
        done = run(*words, "--times") if asked else run(*words)
        assert (done.returncode, done.stderr) == (5, b"")
        (suite,) = junitparser.JUnitXml.fromstring(done.stdout)
        times = [case.time for case in suite]
        assert [case.name for case in suite] == ["good", "bad", "gone"]
        assert all((time > 0) is asked for time in times)
        assert suite.time == pytest.approx(sum(times), abs=2e-6)
        assert (suite.tests, suite.failures, suite.errors) == (3, 1, 1)
        assert [{type(part).__name__ for part in case.result} for case in suite] == [
            set(), {"Failure"}, {"Error"},
        ]  # fmt: skip


@pytest.mark.parametrize("words", [(), ("--format", "json"), ("--format", "junit", "--jobs", "2")])
def test_times_that_nobody_could_tell_are_wrong_usage(run, tmp_path: Path, good: bytes, words) -> None:
    (tmp_path / "good").write_bytes(good)
    done = run("--times", *words, "good")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--times needs --format junit" in done.stderr
