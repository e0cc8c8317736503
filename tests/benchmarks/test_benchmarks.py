"""The benchmarks run: all rows and series once, at small sizes and without the peers. How fast is not asked here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("bench.py")


@pytest.mark.long
def test_every_row_and_every_series_is_measured() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--quick", "--no-peers"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for name in (
        "decode 20,000 of 200,000",
        "a bomb",
        "apply with a copy",
        "whole process",
        "findings",
        "packed in 2 bits",
        "generation 5: apply",
    ):
        assert name in done.stdout


def test_a_part_of_a_run_is_not_written_as_the_result() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--quick", "--write"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "only a run of full size, with the peers, is written" in done.stderr


@pytest.fixture
def bench(monkeypatch):
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    import bench

    return bench


def test_the_figures_of_the_last_machine_stay_beside_those_of_this_one(bench) -> None:
    old = [["a", "x", "1", "<= 2", "reached"], ["", "y", "1", "", ""], ["b", "x", "3", "<= 2", "**missed**"]]
    growth = [["cells", "job", "1", "2", "1.0"]]
    known = bench.kept([], "one", old, growth)
    assert "Of 2 goals 1 are reached." in bench.document(known)
    assert "| a    | x    | 1 | <= 2     | reached    |" in bench.document(known)
    renewed = bench.kept(known, "one", [["b", "x", "1.5", "<= 2", "reached"]], [])
    assert "Of 2 goals 2 are reached." in bench.document(renewed)
    assert [each["machine"] for each in renewed] == ["one"]
    both = bench.kept(
        renewed, "two", [["a", "x", "7", "<= 2", "**missed**"], ["c", "x", "9", "", ""]], growth
    )
    text = bench.document(both)
    assert "* A: two\n* B: one\n" in text
    assert "| a    | x    | 7 | 1 | <= 2     | **missed** |" in text
    assert "| c    | x    | 9 |   |          |            |" in text
    third = bench.kept(both, "three", [], [])
    assert [each["machine"] for each in third] == ["three", "two"]
    assert bench.kept(third, "two", [], [])[0]["rows"] == both[0]["rows"]


def test_the_document_is_that_of_the_figures(bench) -> None:
    known = json.loads(bench.FIGURES.read_text("utf-8"))
    assert bench.document(known) + bench.others() == bench.REPORT.read_text("utf-8")


def test_a_goal_that_was_missed_has_the_figures_that_say_why(bench) -> None:
    known = json.loads(bench.FIGURES.read_text("utf-8"))
    assert bench.what_missed.unexplained(known[0]["rows"], bench.verdict(False)) == []
    rows = {"validate x": [["a", "1", "<= 2", "reached"], ["b", "3", "<= 2", "**missed**"]], "y": []}
    assert bench.what_missed.unexplained(rows, bench.verdict(False)) == ["validate x"]
    row = next(iter(bench.what_missed.REASONS))
    text = bench.document(bench.kept([], "one", [[row, "x", "3", "<= 2", "**missed**"]], []))
    assert f"## Goals that are missed\n\n**{row}**:"[:80] in text


def test_every_goal_is_a_ratio_to_a_limit_that_is_explained(bench) -> None:
    used = {"in place"}  # ours without the copy, which is told in the row
    for row in bench.rows(False, "", ""):
        for goal in row.goals:
            if abs(goal.bound) != float("inf"):
                assert goal.needs[0] in bench.LIMITS or goal.needs[0] == "in place", row.name
            used.update(name for name in goal.needs if name not in bench.PEERS)
    assert used - {"in place"} == set(bench.LIMITS)


def test_a_second_core_is_measured(tmp_path) -> None:
    script = SCRIPT.with_name("cores.py")
    done = subprocess.run(
        [sys.executable, str(script), "--quick", "--keep", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" x\n") == 5


@pytest.mark.skipif(not shutil.which("valgrind"), reason="valgrind is not installed")
def test_instructions_are_counted_and_growth_is_told(tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    import counts

    name = next(name for name, code in counts.CASES.items() if not code)
    monkeypatch.setattr(counts, "BASELINES", tmp_path / "counts.json")
    counts.BASELINES.write_text(json.dumps({counts.build(): {name: 1_000_000}}))
    assert counts.main(["--only", name]) == 1
    assert "GROWN" in capsys.readouterr().out


def test_each_row_has_a_count_and_more_than_three_in_a_hundred_is_growth(
    tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    import counts
    import rows

    every = rows.rows(True, "", "")
    assert [row.name for row in every if row.name not in counts.EVERY] == [
        "cellucid-validate on a small file, the whole process",
        "judge 10 small files, each in a process of its own (--isolate)",
    ]
    (tmp_path / "inputs.json").write_text("{}")
    assert all(
        row.sides["ours"].job in counts.code_of(row.name, tmp_path)
        for row in every
        if row.name in counts.ROWS
    )
    assert [counts.told("x", count, {"x": 1000}) for count in (900, 1029, 1031)] == [False, False, True]
    assert not counts.told("y", 1, {})
    assert capsys.readouterr().out.count("GROWN") == 1


def test_many_inputs_are_measured() -> None:
    script = SCRIPT.with_name("many.py")
    done = subprocess.run(
        [sys.executable, str(script), "--quick"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    for way in ("--jobs 2", "--isolate", "two commands, half each"):
        assert way in done.stdout
