"""What becomes of processes: they end with their parent, and one that can't be started costs no result."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import builders as b
import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

VALIDATE = [sys.executable, "-m", "cellucid_session.cli.validate", "--format=json"]
#: judging that never ends, in a worker or in an isolated child
SLOW = '''
import os, sys, time
from cellucid_session.batch import bundles, judging, prepared
bundles.WORTH = 0
def slow(item, run, watch=None):
    open(f"{item.path}.{os.getpid()}.began", "w").close()
    time.sleep(600)
slow.__module__, slow.__qualname__ = "cellucid_session.batch.judging", "judge_item"
if "--isolate" not in sys.argv:
    judging.judge_item = slow
prepared._PROGRAM = """
import os, sys, time; sys.path.insert(0, sys.argv[1])
from cellucid_session.batch import child, prepared
prepared.warm.judge = lambda: None
child.answer = lambda asked: (open(f'x.{os.getpid()}.began', 'w').close(), time.sleep(600))
prepared.serve()
"""
from cellucid_session.cli.validate import main
sys.exit(main())
'''


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    for number in range(4):
        (tmp_path / f"{number}.cellucid-session").write_bytes(b.session())
    yield tmp_path
    for process in began(tmp_path):
        if alive(process):
            os.kill(process, signal.SIGKILL)


def began(folder: Path) -> set[int]:
    """The processes that judge."""
    return {int(path.name.split(".")[-2]) for path in folder.glob("*.began")}


def alive(process: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text("ascii", "replace")
    except OSError:
        return False


def soon(true: object, seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL], ids=lambda each: each.name)
@pytest.mark.parametrize("option", ["--jobs=2", "--isolate"])
def test_processes_end_when_their_parent_is_gone(folder: Path, option: str, how: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, option, "."],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    wanted = 2 if option == "--jobs=2" else 1
    assert soon(lambda: len(began(folder)) >= wanted)
    workers = began(folder)
    assert all(alive(each) for each in workers)
    os.kill(process.pid, how)
    process.wait(20)
    assert soon(lambda: not any(alive(each) for each in workers)), "workers outlive their parent"


@pytest.mark.parametrize("most", [6, 7, 8, 10])
def test_jobs_without_descriptors_are_done_one_by_one(folder: Path, most: int) -> None:
    line = f'ulimit -n {most}; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", line, "sh", *VALIDATE, "--jobs=2", "."],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert [result["verdict"] for result in json.loads(done.stdout)["results"]] == ["valid"] * 4


def test_a_child_that_cant_be_started_is_a_finding_of_its_input(folder: Path) -> None:
    words = ["sh", "-c", 'ulimit -n 6; exec "$@"', "sh", *VALIDATE, "--isolate", "."]
    done = subprocess.run(words, cwd=folder, capture_output=True, check=False, timeout=120)
    assert done.returncode == 4
    assert b"a bug" not in done.stderr
    results = json.loads(done.stdout)["results"]
    assert [result["verdict"] for result in results] == ["error"] * 4
    for result in results:
        (found,) = result["findings"]
        assert found["rule"] == "tool.child-died"
        assert "could not be started" in found["message"]


def test_a_pool_whose_processes_cant_be_started_loses_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from concurrent.futures import ProcessPoolExecutor

    from cellucid_session.batch import bundles, validate_many

    monkeypatch.setattr(bundles, "WORTH", 0)
    usual, calls = ProcessPoolExecutor.submit, []

    def refuse(self: ProcessPoolExecutor, *arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 2:
            raise OSError(11, "Resource temporarily unavailable")
        return usual(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.chdir(folder)
    monkeypatch.setattr(ProcessPoolExecutor, "submit", refuse)
    assert [report.verdict for report in validate_many(".", jobs=2)] == ["valid"] * 4
    assert len(calls) == 2
