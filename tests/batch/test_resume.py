"""`--resume`: what is taken from a journal, and what never is."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders as b
import pytest
from batch_servers import Web

from cellucid_session.batch import journal as J
from cellucid_session.batch import many, resumed, spread
from cellucid_session.cli import validate
from cellucid_session.errors import UsageError
from cellucid_session.report.formats import FORMATS

WARNED = b.session()
FOREIGN = b.session(b.chunk("core/state", {}), b.chunk("notes/a", {}, contributorId="lab"))


@pytest.fixture
def files(tmp_path: Path, good: bytes, bad: bytes, monkeypatch) -> Path:
    """Some files of which each is judged another way."""
    for name, data in {
        "good": good,
        "bad": bad,
        "warned": WARNED,
        "foreign": FOREIGN,
        "not": b"x" * 70,
    }.items():
        (tmp_path / f"{name}.cellucid-session").write_bytes(data)
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "state-snapshots.json").write_bytes(b'["a.cellucid-session"]')
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def judged(monkeypatch) -> list[str]:
    """The inputs that were judged, not taken from a journal, in this process."""
    seen: list[str] = []
    usual = resumed._judged

    def counting(source: Any, item: Any, *rest: Any) -> Any:
        seen.append(item.shown)
        return usual(source, item, *rest)

    monkeypatch.setattr(resumed, "_judged", counting)
    return seen


def ask(capsys, *words: str) -> str:
    """Run in this process; returns what is printed."""
    code = validate.main(["--resume", "journal", *words])
    out, err = capsys.readouterr()
    assert code in (0, 1, 5), err
    return out


FORMS = {form: [f"--format={form}"] for form in ("text", "json", "jsonl", "sarif", "junit", "html")}
FORMS["with certificates"] = ["--format=json", "--certificate"]
ALL = ["./bad.cellucid-session", "./foreign.cellucid-session", "./good.cellucid-session", "./not.cellucid-session",
       "./sub/state-snapshots.json", "./warned.cellucid-session"]  # fmt: skip


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_second_run_judges_nothing_and_says_the_same(
    files: Path, capsys, judged: list[str], form: str
) -> None:
    validate.main([*form, "."])
    plain = capsys.readouterr().out
    assert ask(capsys, *form, ".") == plain
    assert judged == ALL
    assert ask(capsys, *form, ".") == plain
    assert judged == ALL
    assert (files / "journal").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("more", [("--jobs", "2"), ("--isolate",)], ids=["two processes", "isolated"])
def test_processes_and_children_go_on_from_a_journal(run, files: Path, more: tuple[str, ...]) -> None:
    first = run("--format=json", "--resume=journal", *more, ".")
    lines = (files / "journal").read_bytes()
    assert lines.count(b"\n") == 1 + len(ALL)
    second = run("--format=json", "--resume=journal", *more, ".")
    assert (
        (second.stdout, second.returncode)
        == (first.stdout, 1)
        == (run("--format=json", *more, ".").stdout, 1)
    )
    assert (files / "journal").read_bytes() == lines


def test_the_content_decides_and_no_path(
    files: Path, capsys, judged: list[str], bad: bytes, good: bytes
) -> None:
    ask(capsys, "good.cellucid-session", "bad.cellucid-session")
    judged.clear()
    (files / "other").write_bytes(good)
    stat = (files / "good.cellucid-session").stat()
    (files / "good.cellucid-session").write_bytes(bad)
    os.utime(files / "good.cellucid-session", ns=(stat.st_atime_ns, stat.st_mtime_ns))
    told = json.loads(ask(capsys, "--format=json", "good.cellucid-session", "other"))["results"]
    assert [(each["path"], each["verdict"]) for each in told] == [
        ("good.cellucid-session", "invalid"), ("other", "valid"),
    ]  # fmt: skip
    assert judged == []  # both contents were known, each under another name
    (files / "other").write_bytes(good[:-1])
    told = json.loads(ask(capsys, "--format=json", "other"))["results"]
    assert (told[0]["verdict"], judged) == ("invalid", ["other"])


POLICY = 'name = "upload"\ndescription = "The format, and nothing else: for a gate that takes files of strangers."\n'
OTHERWISE = {
    "another policy": ["--policy", "upload-strict"],
    "a policy that asks the same by another digest": ["--policy", "p.toml"],
    "a policy that asks the same under another name": ["--policy", "q.toml"],
    "another budget": ["--limit", "chunks=10"],
    "read to the end": ["--no-early-exit"],
    "fewer findings": ["--max-findings", "1"],
    "both engines": ["--engine", "both"],
    "a data set": ["--n-obs", "10"],
    "another data set": ["--n-vars", "5"],
    "a data set's id": ["--expected-dataset-id", "demo"],
    "another kind": ["--kind", "state-snapshots"],
    "isolated": ["--isolate"],
    "a certificate": ["--format", "json", "--certificate"],
}


@pytest.mark.parametrize("more", OTHERWISE.values(), ids=OTHERWISE)
def test_asked_otherwise_it_is_judged_again(files: Path, capsys, judged: list[str], more: list[str]) -> None:
    (files / "p.toml").write_text(POLICY + '[levels]\n"manifest.no-chunks" = "warning"\n', "utf-8")
    (files / "q.toml").write_text('name = "other"\n', "utf-8")
    ask(capsys, "good.cellucid-session")
    ask(capsys, *more, "good.cellucid-session")
    assert judged == ["good.cellucid-session"] * 2
    ask(capsys, *more, "good.cellucid-session")
    ask(capsys, "good.cellucid-session")
    assert judged == ["good.cellucid-session"] * 2  # both are in one journal now


def test_another_version_and_other_code_judge_again(
    files: Path, capsys, judged: list[str], monkeypatch
) -> None:
    ask(capsys, "good.cellucid-session")
    monkeypatch.setattr("cellucid_session.__version__", "9.9.9")
    ask(capsys, "good.cellucid-session")
    assert len(judged) == 2
    root = files / "copy"
    shutil.copytree(Path(J.__file__).parents[1], root)
    monkeypatch.setattr(J, "__file__", str(root / "batch" / "journal.py"))
    ask(capsys, "good.cellucid-session")
    assert len(judged) == 2  # the same code elsewhere
    with (root / "check" / "engine.py").open("a") as stream:
        stream.write("\n")
    ask(capsys, "good.cellucid-session")
    assert len(judged) == 3


@pytest.mark.parametrize("told", [True, False], ids=["told the date", "asking the clock"])
def test_a_waiver_that_ran_out_is_not_remembered(
    files: Path, capsys, judged: list[str], monkeypatch, told: bool
) -> None:
    import hashlib

    data = b.session(
        b.chunk("core/state", {}), b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([1]) + b"\0")
    )
    (files / "w").write_bytes(data)
    (files / "p.toml").write_text(
        'name = "p"\n[[waivers]]\nrule = "cells.trailing"\nreason = "r"\nowner = "o"\nuntil = "2030-01-31"\n'
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n'
    )
    for day, code in (("2030-01-31", 0), ("2030-02-01", 1), ("2030-01-31", 0)):
        monkeypatch.setattr("cellucid_session.judge.waivers.now", lambda day=day: day)
        date = ["--today", day] if told else []
        assert validate.main(["--resume=journal", "--policy=p.toml", *date, "w"]) == code
    assert judged == ["w", "w"]
    capsys.readouterr()


def test_what_failed_or_ran_out_is_judged_again(files: Path, capsys, judged: list[str]) -> None:
    validate.main(["--resume=journal", "--limit=chunks=1", "good.cellucid-session", "gone"])
    validate.main(["--resume=journal", "--limit=chunks=1", "good.cellucid-session", "gone"])
    assert judged == ["good.cellucid-session"] * 2
    assert (files / "journal").read_bytes() == b""
    capsys.readouterr()


def test_lists_whose_files_are_looked_for_are_judged_again(files: Path, capsys) -> None:
    for code in (1, 0):
        assert validate.main(["--resume=journal", "--check-files", "sub/state-snapshots.json"]) == code
        (files / "sub" / "a.cellucid-session").write_bytes(WARNED)
    capsys.readouterr()


# -- journals that are not as we left them --


def lines(path: Path) -> list[bytes]:
    """The lines of a journal after the first one."""
    first, *rest = path.read_bytes().splitlines(keepends=True)
    assert first == J.FIRST
    return rest


def forged(line: bytes, change: Callable[[dict[str, Any]], None], seal: bool = True) -> bytes:
    body = json.loads(line)
    check = body.pop("check")
    change(body)
    return J._sealed(body) if seal else json.dumps(body | {"check": check}).encode() + b"\n"


def _set(*path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(body: dict[str, Any]) -> None:
        at: Any = body
        for step in path[:-1]:
            at = at[int(step) if step.isdigit() else step]
        at[path[-1]] = value

    return change


FORGERIES = {
    "a verdict that its findings deny": (_set("report", "verdict", value="valid"), True),
    "a verdict that is none": (_set("report", "verdict", value="fine"), True),
    "a verdict that is never kept": (_set("report", "verdict", value="error"), True),
    "a rule that is none": (_set("report", "findings", "0", "rule", value="x.y"), True),
    "a text for a terminal": (_set("report", "findings", "0", "message", value="\x1b[2J"), True),
    "another kind of input": (_set("report", "kind", value="state-snapshots"), True),
    "another file's report": (_set("report", "sha256", value="0" * 64), True),
    "no report": (_set("report", value=None), True),
    "another version of a line": (_set("journal", value=2), True),
    "one more key": (_set("more", value=1), True),
    "a number for a text": (_set("tool", value=1), True),
    "a line that was changed": (_set("report", "verdict", value="valid"), False),
    "a word that was changed": (_set("report", "findings", "0", "message", value="fine"), False),
    "a digest that was changed": (_set("sha256", value="0" * 64), False),
}


#: a value of a report, or of one of its findings -> what no rendering could show
ODD: dict[str, list[Any]] = {
    "generation": [9, "1", True, 1.0, [1]],
    "releases": [["1.0"], "0.9.0", [1], None, {"0.9.0": 1}],
    "size": [-1, 1 << 63, 1.5, "1", None, True],
    "suppressed": [-1, 1.5, None, "1"],
    "summary": [None, [], {"chunks": "1"}, {"chunks": -1}, {"inflated_bytes": 1.5}, {"groups": [1]}],
    "layout": [
        [["a", 1]],
        [["a", "0", 1, None]],
        [["a", 2, 1, None]],
        [["\x1b", 0, 1, None]],
        [[1, 0, 1, 0]],
        5,
        [5],
    ],
    "members": [[["a", "1", None]], [["\x1b[2J", 1, 1]], [["a", 1, -1]], [["a", 1]], [[[], 1, 1]], "abc"],
    "certificate": [1, [], {}, {"spans": 1, "manifest": None, "chunks": [], "rules": []}, "x"],
    "hidden": [None, {"error": "1"}, {"worse": 1}, {"error": -1}, [1]],
    "findings": [None, 5, [5], [{}], {"a": 1}],
    "findings.0.rule": ["x.y", 1, None, ["x"]],
    "findings.0.message": [None, 1, "\x1b[2J", ["x"], "x" * (1 << 17)],
    "findings.0.chunk": [1, "\u202e", ["x"]],
    "findings.0.pointer": [1, "\r", ["x"], "/" * (1 << 17)],
    "findings.0.excerpt": ["x", "0", 1, "\x1b", ["00"]],
    "findings.0.level": ["none", 1, None, ["error"]],
    "findings.0.waived": [["a"], ["a", "b", 1], "abc", 1],
    "findings.0.around": [["00"], ["x", "00"], [1, 2], "ab"],
    "findings.0.span": [[1], [2, 1], [-1, 1], ["a", "b"], [0, 1 << 64], 5, [0, 1.5], {"a": 1, "b": 2}],
    "findings.0.inflated_span": [[1], [2, 1], [-1, 1], ["a", "b"], [0, 1 << 64], [None, None]],
}


def test_every_value_of_a_report_has_an_odd_one(files: Path, capsys) -> None:
    ask(capsys, "bad.cellucid-session")
    report = json.loads(lines(files / "journal")[0])["report"]
    told = {*report, *(f"findings.0.{name}" for name in report["findings"][0])}
    assert told - set(ODD) == {"verdict", "kind", "sha256"}  # these are among FORGERIES


@pytest.mark.parametrize("place", ODD)
def test_a_report_that_can_not_be_shown_is_judged_again(
    files: Path, capsys, judged: list[str], place: str
) -> None:
    plain = {form: ask(capsys, "--format", form, "bad.cellucid-session") for form in FORMATS}
    path = files / "journal"
    (line,) = lines(path)
    for odd in ODD[place]:
        made = forged(line, _set("report", *place.split("."), value=odd))
        for form, told in plain.items():
            del judged[:]
            path.write_bytes(J.FIRST + made)
            assert ask(capsys, "--format", form, "bad.cellucid-session") == told, odd
            assert judged == ["bad.cellucid-session"], odd


@pytest.mark.parametrize(("change", "seal"), FORGERIES.values(), ids=FORGERIES)
def test_a_line_that_makes_no_sense_is_passed_over(
    files: Path, capsys, judged: list[str], change: Callable[[dict[str, Any]], None], seal: bool
) -> None:
    plain = ask(capsys, "--format=json", "bad.cellucid-session")
    path = files / "journal"
    path.write_bytes(J.FIRST + forged(lines(path)[0], change, seal))
    assert ask(capsys, "--format=json", "bad.cellucid-session") == plain
    assert judged == ["bad.cellucid-session"] * 2


def test_a_line_cut_anywhere_is_no_line_and_spoils_no_other(files: Path, capsys, judged: list[str]) -> None:
    ask(capsys, "bad.cellucid-session", "good.cellucid-session")
    path = files / "journal"
    first, second = lines(path)
    for cut in range(1, len(second), 97):
        path.write_bytes(J.FIRST + first + second[:cut])
        judged.clear()
        ask(capsys, "bad.cellucid-session", "good.cellucid-session")
        assert judged == ["good.cellucid-session"]
        judged.clear()
        ask(capsys, "bad.cellucid-session", "good.cellucid-session")
        assert judged == []
        assert lines(path) == [first, second[:cut] + b"\n", second]


def test_garbage_is_passed_over(files: Path, capsys, judged: list[str], monkeypatch) -> None:
    monkeypatch.setattr(J, "_PIECE", 1000)
    monkeypatch.setattr(J, "LINE_BYTES", 50_000)
    ask(capsys, "good.cellucid-session")
    path = files / "journal"
    (line,) = lines(path)
    path.write_bytes(
        J.FIRST + b"\xff\x00\n\n{}\n[1]\n" + b"[" * 3000 + b"\n" + b"x" * 120_000 + b"\n" + line + b"null"
    )
    ask(capsys, "good.cellucid-session")
    assert judged == ["good.cellucid-session"]


def test_two_lines_that_differ_are_both_passed_over(files: Path, capsys, judged: list[str]) -> None:
    ask(capsys, "warned.cellucid-session")
    path = files / "journal"
    (line,) = lines(path)

    def without(body: dict[str, Any]) -> None:
        body["report"]["findings"] = []

    for text in (line + forged(line, without), forged(line, without) + line):
        path.write_bytes(J.FIRST + text)
        judged.clear()
        ask(capsys, "warned.cellucid-session")
        assert judged == ["warned.cellucid-session"]


def test_a_journal_that_others_can_write_is_not_believed(files: Path, capsys) -> None:
    ask(capsys, "good.cellucid-session")
    path = files / "journal"
    for mode in (0o620, 0o602, 0o666):
        path.chmod(mode)
        assert validate.main(["--resume=journal", "good.cellucid-session"]) == 2
    path.chmod(0o600)
    (files / "link").symlink_to("journal")
    assert validate.main(["--resume=link", "good.cellucid-session"]) == 2
    assert validate.main(["--resume=.", "good.cellucid-session"]) == 2
    os.mkfifo(files / "pipe")
    assert validate.main(["--resume=pipe", "good.cellucid-session"]) == 2
    if os.geteuid() == 0:
        os.chown(path, 12345, -1)
        assert validate.main(["--resume=journal", "good.cellucid-session"]) == 2
    capsys.readouterr()


def test_where_there_are_no_locks_it_is_wrong_usage(files: Path, capsys, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "fcntl", None)
    assert validate.main(["--resume=journal", "good.cellucid-session"]) == 2
    assert "locks" in capsys.readouterr().err


def test_a_journal_is_no_input_no_output_and_one_run_s_own(files: Path, capsys) -> None:
    ask(capsys, "good.cellucid-session")
    (files / "x.cellucid-session").hardlink_to(files / "journal")
    assert validate.main(["--resume=journal", "."]) == 2
    assert validate.main(["--resume=journal", "-o", "journal", "good.cellucid-session"]) == 2
    first = J.Journal("journal", J.Identity("", "", ""))
    assert validate.main(["--resume=journal", "good.cellucid-session"]) == 2
    first.close()
    assert validate.main(["--resume=journal", "good.cellucid-session"]) == 0
    capsys.readouterr()


def test_a_file_that_changes_between_hashing_and_judging_is_not_remembered(
    files: Path, capsys, monkeypatch, bad: bytes
) -> None:
    usual = resumed._judged

    def swapped(source: Any, item: Any, *rest: Any) -> Any:
        os.utime("good.cellucid-session", ns=(1, 1))
        with open("good.cellucid-session", "r+b") as stream:
            stream.write(bad)
        return usual(source, item, *rest)

    monkeypatch.setattr(resumed, "_judged", swapped)
    assert validate.main(["--resume=journal", "good.cellucid-session"]) == 5
    assert (files / "journal").read_bytes() == b""
    capsys.readouterr()


def test_a_file_that_is_written_to_and_set_back_is_not_remembered(
    files: Path, capsys, monkeypatch, good: bytes
) -> None:
    """Its size and time are what they were; the time of its last change of any kind is not."""
    usual = resumed._judged
    path = files / "good.cellucid-session"
    told = path.stat()
    while time.time_ns() - told.st_ctime_ns < 50_000_000:  # clocks of file systems are coarse
        time.sleep(0.01)

    def swapped(source: Any, item: Any, *rest: Any) -> Any:
        path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
        return usual(source, item, *rest)

    monkeypatch.setattr(resumed, "_judged", swapped)
    assert validate.main(["--resume=journal", path.name]) != 0
    assert lines(files / "journal") == [] if (files / "journal").stat().st_size else True
    capsys.readouterr()


def test_a_file_that_changes_before_its_child_reads_it_is_not_remembered(
    files: Path, capsys, monkeypatch, bad: bytes
) -> None:
    usual = resumed._judged

    def swapped(source: Any, item: Any, *rest: Any) -> Any:
        with open("good.cellucid-session", "r+b") as stream:
            stream.write(bad)
        return usual(source, item, *rest)

    monkeypatch.setattr(resumed, "_judged", swapped)
    assert validate.main(["--resume=journal", "--isolate", "good.cellucid-session"]) == 1
    assert (files / "journal").read_bytes() == b""
    capsys.readouterr()


def test_a_line_that_came_to_stand_in_another_s_place_is_not_taken(files: Path, capsys) -> None:
    for name in ("x", "y"):
        data = b.session(b.chunk("core/state", {}), b.meta(b.group(name, 0)))
        (files / f"{name}.cellucid-session").write_bytes(data)
    ask(capsys, "x.cellucid-session", "y.cellucid-session")
    path = files / "journal"
    first, second = lines(path)
    assert len(first) == len(second)
    words = json.loads(first)
    kept = J.Journal("journal", J.Identity(words["tool"], words["policy"], words["options"]))
    assert kept.report(("session", words["sha256"])) is not None
    path.write_bytes(J.FIRST + second + first)
    assert kept.report(("session", words["sha256"])) is None
    kept.close()


def test_a_run_that_is_killed_goes_on_where_it_stopped(run, tmp_path: Path, good: bytes) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(60):
        data = b.session(b.chunk("core/state", {}), b.meta(b.group(f"g{number}", 0)))
        (folder / f"{number:03}.cellucid-session").write_bytes(data)
    os.mkfifo(tmp_path / "never")
    words = [sys.executable, "-m", "cellucid_session.cli.validate", "--resume=journal", "in", "-"]
    process = subprocess.Popen(words, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 60
    path = tmp_path / "journal"
    while not path.exists() or path.read_bytes().count(b"\n") < 20:
        assert time.monotonic() < end
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = path.read_bytes()
    done = run("--format=json", "--resume=journal", "in")
    assert done.returncode == 0
    assert path.read_bytes().startswith(before)
    assert path.read_bytes().count(b"\n") == 1 + 60
    assert done.stdout == run("--format=json", "in").stdout


def test_what_comes_from_elsewhere_is_fetched_again_and_its_bytes_decide(
    run, web: Web, tmp_path: Path
) -> None:
    urls = [f"{web.url}/good", f"{web.url}/bad", f"{web.url}/gone"]
    first = run("--format=json", "--remote=http", "--resume=journal", *urls)
    assert (tmp_path / "journal").read_bytes().count(b"\n") == 1 + 2
    second = run("--format=json", "--remote=http", "--resume=journal", *urls)
    assert first.stdout == second.stdout
    assert len(web.asked) == 6
    assert [each["verdict"] for each in json.loads(second.stdout)["results"]] == ["valid", "invalid", "error"]


def test_a_journal_that_is_changed_meanwhile_makes_no_answer(files: Path, capsys, judged: list[str]) -> None:
    """The last look at a line is at the line itself."""
    from cellucid_session.batch import inputs

    ask(capsys, "bad.cellucid-session")
    policy = __import__("cellucid_session.judge.policy", fromlist=["load"]).load("upload")
    run = validate._run(validate.COMMAND.parse(["x"])[0], None)
    kept = J.Journal("journal", J.identity(run, policy))
    assert len(kept.known()) == 1
    (files / "journal").write_bytes(b"x" * len((files / "journal").read_bytes()))
    (report,) = spread.judged(inputs.expand(["bad.cellucid-session"], None), run, journal=kept)
    kept.close()
    assert report.verdict == "invalid"


# -- what is no journal is never written to --

MINE = {
    "a session": None,
    "notes without a line feed": b"my notes",
    "a table": b"cell,label\n1,T\n",
    "JSON": b'{"journal":1}\n',
    "a first line that is almost one": J.FIRST[:-1],
    "a first line with something before it": b"\n" + J.FIRST,
}


@pytest.mark.parametrize("mine", MINE.values(), ids=MINE)
@pytest.mark.parametrize("itself", [True, False], ids=["the input itself", "another file"])
def test_what_is_no_journal_is_left_as_it_is(
    files: Path, capsys, monkeypatch, good: bytes, mine: bytes | None, itself: bool
) -> None:
    path = files / "mine"
    path.write_bytes(good if mine is None else mine)
    path.chmod(0o600)
    before, flags, usual = path.read_bytes(), [], os.open

    def opened(name: Any, how: int, *rest: Any, **more: Any) -> int:
        if os.fspath(name) == "mine":
            flags.append(how)
        return usual(name, how, *rest, **more)

    monkeypatch.setattr(os, "open", opened)
    assert validate.main(["--resume=mine", "mine" if itself else "good.cellucid-session"]) == 2
    assert "journal" in capsys.readouterr().err
    assert flags
    assert not [how for how in flags if how & (os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_TRUNC)]
    assert path.read_bytes() == before
    with pytest.raises(UsageError):
        many.validate_many("mine" if itself else "good.cellucid-session", resume="mine")
    assert path.read_bytes() == before


def test_every_check_comes_before_the_first_byte(files: Path, capsys) -> None:
    assert validate.main(["--resume=new", "new"]) == 2  # an input that the journal would bring about
    assert not (files / "new").exists()
    ask(capsys, "good.cellucid-session")
    torn = (files / "journal").read_bytes()[:-5]
    (files / "journal").write_bytes(torn)
    assert validate.main(["--resume=journal", "journal"]) == 2
    assert validate.main(["--resume=journal", "-o", "journal", "good.cellucid-session"]) == 2
    assert (files / "journal").read_bytes() == torn
    capsys.readouterr()


def test_a_policy_is_an_input_that_no_output_replaces(files: Path, capsys) -> None:
    (files / "p.toml").write_text(POLICY)
    for words in (["-o", "p.toml"], ["--resume=p.toml"]):
        assert validate.main(["--policy=p.toml", *words, "good.cellucid-session"]) == 2
    assert (files / "p.toml").read_text() == POLICY
    capsys.readouterr()


def test_what_was_taken_over_is_said(files: Path, capsys) -> None:
    def told(*words: str) -> str:
        validate.main(["--resume=journal", *words])
        return str(capsys.readouterr().err)

    assert told("good.cellucid-session") == ""
    assert "1 of 2 inputs were judged before" in told("good.cellucid-session", "foreign.cellucid-session")
    assert "2 of 2 inputs" in told("good.cellucid-session", "foreign.cellucid-session")
    assert told("--quiet", "good.cellucid-session") == ""
    assert "1 of 1" in told("--format=json", "good.cellucid-session")
