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


def test_some_rows_are_written_into_the_others(monkeypatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPT.parent))
    import bench

    old = [["a", "x", "1", "<= 2", "reached"], ["", "y", "1", "", ""], ["b", "x", "3", "<= 2", "**missed**"]]
    text = bench.document(old, [["cells", "job", "1", "2", "1.0"]])
    assert "Of 2 goals 1 are reached." in text
    new = [["b", "x", "1.5", "<= 2", "reached"], ["c", "x", "9", "<= 2", "**missed**"]]
    text = bench.renewed(text, new)
    assert "Of 3 goals 2 are reached." in text
    assert text == bench.renewed(text, new)
    assert text == bench.document([*old[:2], *new], [["cells", "job", "1", "2", "1.0"]])


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


def test_many_inputs_are_measured() -> None:
    script = SCRIPT.with_name("many.py")
    done = subprocess.run(
        [sys.executable, str(script), "--quick"], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    for way in ("--jobs 2", "--isolate", "two commands, half each"):
        assert way in done.stdout
