"""Accept, reject, undecided, skip, crash and hang are told apart, with programs that really do it."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from cellucid_session.conformance import answers, cases, child, reader
from cellucid_session.conformance.answers import Outcome
from cellucid_session.errors import UsageError

CHILDREN = str(Path(__file__).with_name("children.py"))
EVERY = {case.id: case for case in cases.cases()}
ONE = EVERY["frame.trailing.one-byte"] if "frame.trailing.one-byte" in EVERY else EVERY["base.minimal"]
SOUND = [case for case in EVERY.values() if case.kind == "session" and not case.options][:4]
BROKEN = [case for case in EVERY.values() if case.rule == "frame.magic" and not case.options][:4]


def program(how: str, mark: str = "{file}") -> list[str]:
    return [sys.executable, CHILDREN, how, mark]


def asked(words: list[str], seconds: float = 20.0) -> Outcome:
    ((_, found),) = reader.ask([ONE], reader.Command(words, seconds=seconds))
    return found


def shell(script: str) -> list[str]:
    return ["sh", "-c", script, "sh", "{file}"]


ENDS = {
    "exit code 0": (shell("exit 0"), "accept"),
    "exit code 1": (shell("exit 1"), "reject"),
    "exit code 3": (shell("exit 3"), "undecided"),
    "another exit code": (shell("exit 2"), "crash"),
    "an exit code of a shell that was told of a signal": (shell("exit 139"), "crash"),
    "a signal": (shell("kill -SEGV $$"), "crash"),
    "an abort": (shell("kill -ABRT $$"), "crash"),
    "exit 0 and JSON that refuses": (shell("echo '{\"verdict\": \"reject\"}'"), "reject"),
    "exit 0 and JSON that skips": (shell("echo '{\"verdict\": \"skip\"}'"), "skip"),
    "exit 0 and JSON that has no verdict": (shell("echo '{\"rule\": \"frame.magic\"}'"), "accept"),
    "exit 1 and JSON that refuses": (shell("echo '{\"verdict\": \"invalid\"}'; exit 1"), "reject"),
    "exit 1 and JSON that accepts": (shell("echo '{\"verdict\": \"valid\"}'; exit 1"), "crash"),
    "exit 1 and JSON that skips": (shell("echo '{\"verdict\": \"skip\"}'; exit 1"), "crash"),
    "JSON with a word of its own": (shell("echo '{\"verdict\": \"fine\"}'"), "crash"),
    "JSON with a verdict that is no word": (shell("echo '{\"verdict\": true}'"), "crash"),
    "JSON of an error": (shell("echo '{\"verdict\": \"error\"}'"), "crash"),
    "JSON with a key twice is none": (shell("echo '{\"verdict\":\"skip\",\"verdict\":\"skip\"}'; exit 1"), "reject"),
    "JSON that another text follows is none": (shell("echo '{\"verdict\": \"accept\"} x'; exit 1"), "reject"),
    "text beside an exit code": (shell("echo valid; exit 1"), "reject"),
    "escape sequences": (program("chatter"), "reject"),
    "bytes that are no text": (program("garbage"), "reject"),
    "more output than is taken": (program("flood"), "crash"),
    "an output that was closed early": (program("close_its_output"), "reject"),
    "a grandchild that holds the pipe": (program("leave_a_grandchild"), "reject"),
    "an input that grew": (program("overwrite"), "crash"),
    "an input that is gone": (program("delete"), "crash"),
    "an input whose folder is gone": (program("delete_the_folder"), "crash"),
    "an input that became a pipe": (program("put_a_pipe_in_its_place"), "crash"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "what"), ENDS.values(), ids=ENDS)
def test_an_end_is_told(words: list[str], what: str) -> None:
    assert asked(words).what == what


HANGS = {"sleeps": "hang", "does not listen": "ignore_requests"}


@pytest.mark.parametrize("how", HANGS.values(), ids=HANGS)
def test_a_program_that_does_not_end_hangs(how: str) -> None:
    start = time.monotonic()
    assert asked(program(how), 0.5) == Outcome("hang")
    assert time.monotonic() - start < 10


def test_what_a_program_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "pid"
    monkeypatch.setenv("TELL_PID", str(told))
    assert asked(program("hang_with_a_grandchild"), 3.0).what == "hang"
    pid = int(told.read_text())
    for _ in range(100):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split()[2]:
            return
        time.sleep(0.05)
    raise AssertionError("the grandchild still runs")


def test_a_program_that_is_not_there_is_no_answer() -> None:
    with pytest.raises(child.NotStartedError, match="no-such"):
        asked(["./no-such\x1b-program", "{file}"])


def test_the_rule_is_taken_when_it_is_one() -> None:
    assert asked(shell('echo \'{"verdict":"reject","rule":"frame.magic"}\'')) == Outcome(
        "reject", rule="frame.magic"
    )
    assert asked(shell('echo \'{"verdict":"reject","rule":"\\u001b[2J"}\'')) == Outcome("reject")


def test_exit_codes_can_be_others() -> None:
    command = reader.Command(shell("exit 77"), exit_codes={77: "skip", 0: "accept"})
    ((_, found),) = reader.ask([ONE], command)
    assert found == Outcome("skip")


def test_a_program_is_given_one_read_only_file_with_a_name_that_tells_nothing() -> None:
    script = (
        'test $(ls "$(dirname "$1")" | wc -l) = 1 && test -z "$(find "$1" -perm /222)" && '
        'basename "$1" | grep -qx case.cellucid-session'
    )
    assert asked(shell(script)).what == "accept"


def test_words_reach_the_program_as_they_are() -> None:
    word = "a b;$HOME`true`*"
    script = f"test \"$2\" = '{word}'"
    assert asked(["sh", "-c", script, "sh", "{file}", word]).what == "accept"


PLACES = {
    "no file": ["true"],
    "two files": ["true", "{file}", "{file}"],
    "both": ["true", "{file}", "{files}"],
    "many within a word": ["true", "x{files}"],
    "options within a word": ["true", "{file}", "x{options}"],
    "nothing": [],
}


@pytest.mark.parametrize("words", PLACES.values(), ids=PLACES)
def test_a_command_must_say_where_the_file_goes(words: list[str]) -> None:
    with pytest.raises(UsageError):
        reader.Command(words)


# -- many files at once --


def together(how: str, seconds: float = 20.0) -> list[str]:
    mixed = [case for pair in zip(SOUND, BROKEN, strict=True) for case in pair]
    found = reader.ask(mixed, reader.Command(program(how, "{files}"), seconds=seconds))
    assert [case for case, _ in found] == mixed
    return [outcome.what for _, outcome in found]


RIGHT = ["accept", "reject"] * 4
MANY = {
    "an answer for each": "many",
    "no answer for the last": "many_but_the_last",
    "two answers for each": "many_twice",
    "a file that was deleted before it was read": "many_and_delete_the_next",
}


@pytest.mark.parametrize("how", MANY.values(), ids=MANY)
def test_many_at_once_are_answered_like_one_by_one(how: str) -> None:
    assert together(how) == RIGHT


def test_who_dies_after_its_answers_is_asked_again_and_dies_again() -> None:
    assert together("many_then_a_bad_end") == ["crash"] * 8


@pytest.mark.parametrize(("how", "what"), [("many_and_die_at", "crash"), ("many_and_hang_at", "hang")])
def test_a_file_that_ends_the_program_is_blamed_alone(how: str, what: str) -> None:
    sizes = [len(case.data) for pair in zip(SOUND, BROKEN, strict=True) for case in pair]
    at = next(place for place, size in enumerate(sizes) if sizes.count(size) == 1)
    wanted = [what if place == at else word for place, word in enumerate(RIGHT)]
    assert together(f"{how}:{sizes[at]}", 3.0) == wanted


def test_alone_the_exit_code_and_the_answer_must_fit() -> None:
    command = reader.Command(
        ["sh", "-c", 'echo "{\\"file\\":\\"$1\\",\\"verdict\\":\\"accept\\"}"; exit 1', "sh", "{files}"]
    )
    ((_, found),) = reader.ask([ONE], command)
    assert found.what == "crash"


def test_an_answer_on_another_file_is_none() -> None:
    command = reader.Command(program("say:file=other,verdict=accept", "{files}"))
    assert [outcome.what for _, outcome in reader.ask([ONE], command)] == ["crash"]


def test_lines_may_come_in_any_pieces() -> None:
    text = b'{"head": 1}\nnoise\n{"file": "a", "verdict": "accept"}\n{"path": "b", "verdict": "invalid"}'
    for size in range(1, len(text)):
        lines = answers.Lines(["a", "b"])
        for start in range(0, len(text), size):
            lines.feed(text[start : start + size])
        lines.close()
        assert {name: outcome.what for name, outcome in lines.answers.items()} == {
            "a": "accept",
            "b": "reject",
        }
        assert not lines.broken


def test_a_run_that_is_stopped_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    command = reader.Command(["sh", "-c", 'case "$1" in */0/*) exit 0;; *) sleep 600;; esac', "sh", "{file}"])
    start = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        reader.ask(SOUND, command, 2, interrupt)
    assert time.monotonic() - start < 9
    assert os.listdir(tmp_path) == []
