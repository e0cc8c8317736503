"""The certificate as a user gets it, and the checker as a user runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import builders

CHECKER = Path(__file__).resolve().parents[2] / "spec" / "check_certificate.py"


def checked(folder: Path, *words: str) -> Any:
    """Run the checker alone: isolated, without site packages, so that nothing of ours can be there."""
    command = [sys.executable, "-I", "-S", str(CHECKER), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def test_reports_of_all_verdicts_are_accepted_and_changed_ones_refused(
    run, tmp_path: Path, good: bytes, bad: bytes
) -> None:
    long = builders.session(builders.chunk("core/state", {"more": "x" * 3000}, codec="none"))
    (tmp_path / "good").write_bytes(good)
    (tmp_path / "bad").write_bytes(bad)
    (tmp_path / "big").write_bytes(long)
    limit = f"file_bytes={len(good) + 100}"
    words = ("--certificate", "--format", "json", "--limit", limit, "good", "bad", "big")
    done = run(*words, "--output", "report.json")
    assert (done.returncode, done.stderr) == (3, b"")
    assert done.stdout == b""
    report = json.loads((tmp_path / "report.json").read_text())
    assert [result["verdict"] for result in report["results"]] == ["valid", "invalid", "inconclusive"]
    accepted = checked(tmp_path, "report.json", "good", "bad", "big")
    assert (accepted.returncode, accepted.stdout) == (0, "accepted: 3 certificates\n"), accepted
    assert checked(tmp_path, "report.json", "bad", "good", "big").returncode == 1
    assert checked(tmp_path, "report.json", "good", "bad").returncode == 1
    assert checked(tmp_path, "report.json").returncode == 2
    report["results"][1]["verdict"] = "valid"
    (tmp_path / "report.json").write_text(json.dumps(report))
    refused = checked(tmp_path, "report.json", "good", "bad", "big")
    assert refused.returncode == 1
    assert "its own digest differs" in refused.stdout


def test_a_report_without_certificates_is_refused(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "good").write_bytes(good)
    assert run("--format", "json", "good", "--output", "report.json").returncode == 0
    assert "sha256" not in json.loads((tmp_path / "report.json").read_text())
    assert checked(tmp_path, "report.json", "good").returncode == 1


def test_a_certificate_needs_a_format_with_room_for_it(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "good").write_bytes(good)
    done = run("--certificate", "good")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--format json or jsonl" in done.stderr
    assert run("--certificate", "--format", "json", "--engine", "reference", "good").returncode == 2


def test_json_lines_and_a_child_give_the_same_certificate(run, tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "bad").write_bytes(bad)
    told = json.loads(run("--certificate", "--format", "json", "bad").stdout)
    head, line = run("--certificate", "--format", "jsonl", "bad").stdout.splitlines()
    assert json.loads(line) == told["results"][0]
    assert json.loads(head)["sha256"] == told["sha256"]
    (inside,) = json.loads(run("--certificate", "--format", "json", "--isolate", "bad").stdout)["results"]
    rules = {state["rule"]: state for state in inside["certificate"]["rules"]}
    assert rules["tool.child-died"]["state"] == "ran"
    assert inside["certificate"]["spans"] == told["results"][0]["certificate"]["spans"]
