"""Attacks by way of the file system (part A): what is judged, and what never is."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import builders
import pytest


def results(done) -> list[dict]:
    return json.loads(done.stdout)["results"]


def rules(result: dict) -> list[str]:
    return [finding["rule"] for finding in result["findings"]]


def test_f01_an_empty_file_is_invalid(run, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    done = run("--format=json", "a")
    assert done.returncode == 1
    assert rules(results(done)[0]) == ["frame.truncated"]


def test_f02_a_pipe_a_device_and_a_socket_are_errors_and_never_block(run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        done = run("--format=json", "pipe", "/dev/zero", "socket", "/dev/tty")
    assert done.returncode == 5
    *three, tty = results(done)
    assert [rules(result) for result in three] == [["input.not-regular"]] * 3
    assert tty["verdict"] == "error"


def test_f03_a_link_to_a_secret_shows_none_of_its_text(run, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("hunter2-hunter2-hunter2")
    (tmp_path / "a").symlink_to("secret")
    for kind in ("text", "json"):
        done = run("--format", kind, "a")
        assert done.returncode == 1
        assert b"hunter2" not in done.stdout
        assert b"68 75 6e" not in done.stdout  # the text in hex


def test_f03_links_in_a_folder_are_not_followed(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "outside").write_bytes(good)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.cellucid-session").symlink_to("../outside")
    (tmp_path / "in" / "loop").symlink_to(".")
    done = run("--format=json", "in")
    assert done.returncode == 5
    (result,) = results(done)
    assert result["path"] == "in/a.cellucid-session"
    assert rules(result) == ["input.not-regular"]


CHANGE = """
import os, sys
from cellucid_session.io import files
from cellucid_session.cli.validate import main
usual = files.os.read
def read(descriptor, size):
    piece = usual(descriptor, size)
    {change}
    files.os.read = usual
    return piece
files.os.read = read
sys.exit(main())
"""
CHANGES = {
    "F-06 cut while it is read": "os.truncate('a', 30)",
    "F-06 written to while it is read": "f = open('a', 'ab'); f.write(b'x'); f.close()",
    "F-06 rewritten at the same length": "os.utime('a', ns=(0, 12345))",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_f06_a_file_that_changes_is_an_error(tmp_path: Path, good: bytes, change: str) -> None:
    (tmp_path / "a").write_bytes(good)
    program = CHANGE.format(change=change)
    words = [sys.executable, "-c", program, "--format=json", "a"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 5, done.stderr
    assert results(done)[0]["verdict"] == "error"
    assert "input.changed" in rules(results(done)[0])


def test_f04_a_file_replaced_after_it_was_opened_is_judged_as_it_was(tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    (tmp_path / "b").write_bytes(b"something else")
    words = [sys.executable, "-c", CHANGE.format(change="os.replace('b', 'a')"), "--format=json", "a"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0
    assert results(done)[0]["bytes"] == len(good)


HUGE = {
    # so long a manifest is a sign of generation 4, whose limit it keeps; it is passed over up to the budget
    "of a manifest that is too long": (b"CELLUCID_SESSION\n\0\0\0\x90", 3, "budget.file-bytes"),
    "of frames": (
        builders.session(
            builders.chunk(
                "x/y", b"", codec="none", kind="binary", storedBytes=5 << 20, uncompressedBytes=5 << 20
            )
        )[:-4]
        + (5 << 20).to_bytes(4, "little"),
        3,
        "budget.file-bytes",
    ),
}


@pytest.mark.parametrize("case", HUGE)
def test_f07_a_huge_sparse_file_is_judged_up_to_the_budget(run, tmp_path: Path, case: str) -> None:
    head, code, rule = HUGE[case]
    with (tmp_path / "a").open("wb") as stream:
        stream.write(head)
        stream.truncate((3 << 30) + 100)
    started = time.monotonic()
    done = run("--format=json", "--limit=file_bytes=1000000", "a")
    assert (done.returncode, [each for each in rules(results(done)[0]) if each == rule]) == (code, [rule])
    assert results(done)[0]["bytes"] <= 1000001
    assert time.monotonic() - started < 10


def test_f08_one_byte_more_than_the_budget_is_inconclusive(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    assert run("--limit", f"file_bytes={len(good)}", "a").returncode == 0
    assert run("--limit", f"file_bytes={len(good) - 1}", "a").returncode == 3


def test_f09_an_endless_standard_input_ends(run) -> None:
    with open("/dev/zero", "rb") as zeros:
        assert run("-", stdin=zeros).returncode == 1  # no session: refused at its first byte


def test_f09_an_endless_standard_input_that_begins_well_runs_out_of_budget(run, tmp_path: Path) -> None:
    head = builders.session(builders.chunk("core/state", b"[" * 5000, codec="none"))[:2000]
    done = run("--limit=file_bytes=1500", "--format=json", "-", stdin=head)
    assert done.returncode == 3
    assert rules(results(done)[0]) == ["budget.file-bytes"]


@pytest.mark.parametrize("isolated", ["--no-isolate", "--isolate"])
def test_f10_f11_standard_input_is_judged_like_a_file(run, good: bytes, bad: bytes, isolated: str) -> None:
    assert run(isolated, "-", stdin=good).returncode == 0
    done = run(isolated, "--format=json", "-", stdin=bad)
    assert done.returncode == 1
    assert results(done)[0]["path"] == "-"


def test_a_closed_standard_input_can_not_be_read(tmp_path: Path) -> None:
    words = f"{sys.executable} -m cellucid_session.cli.validate --format=json - <&-"
    done = subprocess.run(["sh", "-c", words], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 5
    assert rules(results(done)[0]) == ["input.unreadable"]


ODD_NAMES = {
    "F-12 escape": b"a\x1b[2Jb",
    "F-12 newline": b"a\nb: valid",
    "F-12 no UTF-8": b"a\xff\xfeb",
    "F-12 right to left": "a\u202eb".encode(),
    "F-13 like an option": b"-h",
    "F-13 like an option with a value": b"--output=x",
}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
def test_odd_names_are_judged_and_shown_safely(run, tmp_path: Path, good: bytes, name: bytes) -> None:
    Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_bytes(good)
    done = run("--", name)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1
    assert done.stdout.endswith(b": valid\n")
    assert not set(done.stdout[:-1]) - set(range(32, 127))
    done = run("--format=json", "--", name, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert results(done)[0]["path"].encode("utf-8")  # no lone surrogate


def test_f14_short_reads_are_not_the_end(run, good: bytes) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "cellucid_session.cli.validate", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None
    for at in range(0, len(good), 100):
        process.stdin.write(good[at : at + 100])
        process.stdin.flush()
        time.sleep(0.01)
    out, _ = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, b"-: valid\n")


def test_f15_a_folder_is_searched_sorted_without_following_links(run, tmp_path: Path, good: bytes) -> None:
    for name in (
        "z.cellucid-session",
        "b/a.cellucid-session",
        "a.cellucid-session",
        "a/state-snapshots.json",
    ):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b'["a.cellucid-session"]' if name.endswith(".json") else good)
    (tmp_path / "in" / "other.txt").write_text("not asked about")
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    done = run("--format=json", "in/")
    assert done.returncode == 0
    assert [(result["path"], result["kind"]) for result in results(done)] == [
        ("in/a.cellucid-session", "session"),
        ("in/a/state-snapshots.json", "state-snapshots"),
        ("in/b/a.cellucid-session", "session"),
        ("in/z.cellucid-session", "session"),
    ]


def test_a_file_that_may_not_be_read_is_an_error(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    (tmp_path / "a").chmod(0)
    readable = os.access(tmp_path / "a", os.R_OK)  # by root, it is
    assert run("a").returncode == (0 if readable else 5)


def test_check_files_looks_beside_the_list_and_through_no_link(run, tmp_path: Path, good: bytes) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "secret").write_bytes(good)
    (folder / "here.cellucid-session").write_bytes(good)
    (folder / "link.cellucid-session").symlink_to("../secret")
    (folder / "sub.cellucid-session").mkdir()
    listed = [
        "here.cellucid-session",
        "gone.cellucid-session",
        "link.cellucid-session",
        "sub.cellucid-session",
    ]
    text = json.dumps(listed)
    (folder / "state-snapshots.json").write_text(text)
    assert run("data/state-snapshots.json").returncode == 0
    for isolated in ("--no-isolate", "--isolate"):
        done = run("--check-files", "--format=json", isolated, "data/state-snapshots.json")
        assert done.returncode == 1
        findings = results(done)[0]["findings"]
        assert [finding["rule"] for finding in findings] == ["snapshots.missing"] * 3
        spans = [(finding["span"]["start"], finding["span"]["end"]) for finding in findings]
        assert [json.loads(text[start:end]) for start, end in spans] == listed[1:]


def test_kind_decides_for_standard_input_and_named_files(run, tmp_path: Path) -> None:
    text = b'["a.cellucid-session"]'
    (tmp_path / "list.json").write_bytes(text)
    assert run("--kind", "state-snapshots", "-", stdin=text).returncode == 0
    assert run("--kind", "state-snapshots", "list.json").returncode == 0
    assert run("-", stdin=text).returncode == 1
    assert run("list.json").returncode == 1


def test_jobs_keep_the_order_and_change_nothing(run, tmp_path: Path, good: bytes, bad: bytes) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.cellucid-session").write_bytes(bad if number % 5 == 0 else good)
    one = run("--format=json", ".", "gone", "-", stdin=good)
    two = run("--format=json", "--jobs=2", ".", "gone", "-", stdin=good)
    assert (one.stdout, one.returncode) == (two.stdout, two.returncode)
    assert len(results(one)) == 14


DYING = '''
import os, sys
from cellucid_session.judge import api
from cellucid_session.batch import judging, inputs
from cellucid_session.batch import bundles, prepared
bundles.WORTH = 0
usual = judging.judge_item
def dying(item, run, watch=None):
    if item.path == "kill":
        os.kill(os.getpid(), 9)
    return usual(item, run, watch)
dying.__module__, dying.__qualname__ = "cellucid_session.batch.judging", "judge_item"
judging.judge_item = dying
prepared._PROGRAM = """
import os, sys; sys.path.insert(0, sys.argv[1])
from cellucid_session.batch import child, prepared
usual = child.answer
child.answer = lambda asked: os.abort() if os.fstat(0).st_size == 4 else usual(asked)
prepared.serve()
"""
from cellucid_session.cli.validate import main
sys.exit(main())
'''


def test_jobs_a_process_that_dies_takes_no_other_input_with_it(tmp_path: Path, good: bytes) -> None:
    (tmp_path / "kill").write_bytes(b"kill")
    names = ["a", "b", "kill", "c", "d", "e"]
    for name in set(names) - {"kill"}:
        (tmp_path / name).write_bytes(good)
    words = [sys.executable, "-c", DYING, "--format=json", "--jobs=2", *names]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, check=False, timeout=60)
    assert done.returncode == 4, done.stderr
    verdicts = {result["path"]: result["verdict"] for result in results(done)}
    assert list(verdicts) == names
    assert verdicts == dict.fromkeys(names, "valid") | {"kill": "error"}
    assert rules(results(done)[2]) == ["tool.child-died"]


def test_against_takes_the_bounds_from_a_data_set(run, tmp_path: Path, good: bytes) -> None:
    anndata = pytest.importorskip("anndata", reason="the anndata extra is not installed")
    numpy = pytest.importorskip("numpy")
    (tmp_path / "a").write_bytes(good)
    for cells, code in ((10, 0), (11, 1)):
        anndata.AnnData(numpy.zeros((cells, 5), "float32")).write_h5ad(tmp_path / f"{cells}.h5ad")
        done = run("--against", f"{cells}.h5ad", "--format=json", "a")
        assert done.returncode == code, done.stderr
    assert rules(results(done)[0]) == ["dataset.cell-count"]
    assert run("--n-obs=10", "--n-vars=5", "--expected-dataset-id=demo", "a").returncode == 0
    assert run("--n-obs=11", "a").returncode == 1
    assert run("--n-vars=6", "a").returncode == 1
    assert run("--expected-dataset-id=other", "a").returncode == 1
    assert run("--against", "10.h5ad", "--n-obs=11", "a").returncode == 2
