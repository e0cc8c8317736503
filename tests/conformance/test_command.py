"""`cellucid-conformance`: what it asks, what its exit code and reports say."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cellucid_session.cli import conformance
from cellucid_session.commands import conformance as conformance_options
from cellucid_session.commands import manual
from cellucid_session.conformance import cases, rendering, scenarios, telling
from cellucid_session.conformance.document import badge as badge_of
from cellucid_session.declare import schemas as schema_files

REPORT = Draft202012Validator(json.loads(schema_files.read("conformance-report")))
EXPECTED = Draft202012Validator(json.loads(schema_files.read("conformance-expected")))
FEW = ["--only", "frame.magic.byte-0", "--only", "base.minimal"]
OURS = ["cellucid_session.conformance.own_programs"]
CHILDREN = str(Path(__file__).with_name("children.py"))
EVERY = cases.cases()
VALIDATE = [sys.executable, "-m", "cellucid_session.cli.validate", "--format"]
OWN = [sys.executable, "-m", *OURS]


def ran(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = conformance.main(list(words))
    told = capsys.readouterr()
    assert told.out.isascii()
    assert told.out.replace("\n", "").isprintable()
    assert told.err.replace("\n", "").isprintable()
    return code, told.out, told.err


def report(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON report; text and Markdown are looked at on the way."""
    subject, *rest = words
    code, out, _ = ran(capsys, subject, "--format", "json", *rest)
    document = json.loads(out)
    assert [error.message for error in REPORT.iter_errors(document)] == []
    assert rendering.json_text(document) == out
    for line in rendering.text(document).splitlines():
        assert len(line) <= 80 or " " not in line.strip(), line
    assert rendering.markdown(document).endswith("\n")
    for line in rendering.brief(document).splitlines():
        assert len(line) <= 80 or " " not in line.strip(), line
    return code, document


def test_schemas_are_schemas() -> None:
    for validator in (REPORT, EXPECTED):
        Draft202012Validator.check_schema(validator.schema)


# -- our own --


def test_our_validator_conforms_in_everything(capsys: pytest.CaptureFixture[str]) -> None:
    start = time.monotonic()
    code, document = report(capsys, "reader", "--", *VALIDATE, "jsonl", "{options}", "{files}")
    assert time.monotonic() - start < 60
    assert (code, document["verdict"]) == (0, "conforming")
    counts = document["counts"]
    assert counts["asked"] == counts["right"] == document["suite"]["bases"] + document["suite"]["vectors"]
    assert document["rules_named"]["right"] == document["rules_named"]["named"] > 1000
    assert counts["not_asked"] == counts["left_out"] == 0


def test_our_reader_conforms_but_for_what_takes_too_much_memory(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    known = tmp_path / "known.json"
    reason = "its codes would take 4 GiB, which the reader's budget does not allow"
    document = {"expected": 1, "failures": [{"case": "valid.codes.length-greatest", "reason": reason}]}
    assert list(EXPECTED.iter_errors(document)) == []
    known.write_text(json.dumps(document))
    words = ["reader", "--role", "reader", "--expected", str(known), "--", *OWN, "read", "{files}"]
    code, told = report(capsys, *words)
    assert (code, told["verdict"]) == (0, "as-expected")
    assert [(each["case"], each["reason"]) for each in told["failures"]] == [
        ("valid.codes.length-greatest", reason)
    ]
    assert told["counts"]["left_out"] > 100
    assert told["breaches_read"]["read"] > 400


def test_our_writer_conforms(capsys: pytest.CaptureFixture[str]) -> None:
    some = ["--only", "codes-100000", "--only", "names-*", "--only", "categories-256", "--only", "everything"]
    code, document = report(capsys, "writer", *some, "--", *OWN, "write", "{scenario}", "{out}")
    assert (code, document["verdict"]) == (0, "conforming")
    assert document["counts"]["right"] == document["counts"]["asked"] > 4


def test_a_command_for_one_file_needs_no_json(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("json", "text"):
        code, document = report(capsys, "reader", *FEW, "--", *VALIDATE, form, "{file}")
        assert (code, document["partial"], document["counts"]["right"]) == (0, True, 2)
        assert document["rules_named"]["right"] == (form == "json")


# -- others --


def test_what_accepts_everything_is_told_by_danger(capsys: pytest.CaptureFixture[str]) -> None:
    only = ["--only", "safety", "--only", "conformance", "--kind", "session"]
    words = ["--", sys.executable, CHILDREN, "many_accepted", "{files}"]
    code, document = report(capsys, "reader", *only, *words)
    assert code == 1
    assert document["counts"]["failures"]["wrongly-accepted"] == document["counts"]["asked"]
    dangers = [each["danger"] for each in document["dangers"]]
    assert dangers == list(cases.dangers())
    assert all(each["wrongly_accepted"] == each["asked"] > 0 for each in document["dangers"])
    shown = rendering.text(document)
    places = [shown.index(f"wrongly accepted, {danger}:") for danger in dangers]
    assert places == sorted(places)
    assert shown.endswith("NOT CONFORMING (of the part that was asked)\n")


def test_a_reader_may_read_what_is_harmless_and_a_validator_may_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ["--only", "cells.trailing", "--", "true", "{file}"]
    assert report(capsys, "reader", "--role", "reader", *words)[0] == 0
    code, document = report(capsys, "reader", *words)
    assert code == 1
    assert {each["sort"] for each in document["failures"]} == {"wrongly-accepted"}
    assert {each["danger"] for each in document["failures"]} == {""}


SORTS = {
    "exit 1": {"base.minimal": "wrongly-refused"},
    "exit 0": {"frame.magic.byte-0": "wrongly-accepted"},
    "exit 3": {"base.minimal": "wrongly-refused", "frame.magic.byte-0": "undecided"},
    "exit 9": dict.fromkeys(("base.minimal", "frame.magic.byte-0"), "crashed"),
    "exit 7": dict.fromkeys(("base.minimal", "frame.magic.byte-0"), "left-out"),
    "sleep 60": dict.fromkeys(("base.minimal", "frame.magic.byte-0"), "hung"),
}


@pytest.mark.parametrize("script", SORTS)
def test_a_failure_is_of_its_sort(script: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--skip-exit", "7", "--timeout", "0.5", *FEW, "--", "sh", "-c", script, "{file}"]
    code, document = report(capsys, "reader", *words)
    assert code == 1
    assert {each["case"]: each["sort"] for each in document["failures"]} == SORTS[script]


def test_a_run_that_judged_nothing_is_no_pass(capsys: pytest.CaptureFixture[str]) -> None:
    lists = ["--kind", "state-snapshots", "--only", "valid"]
    words = ["reader", "--skip-exit", "7", *lists, "--", "sh", "-c", "exit 7", "{file}"]
    code, document = report(capsys, *words)
    assert (code, document["verdict"]) == (1, "nothing-judged")
    code, document = report(capsys, "reader", "--only", "budget", "--", "true", "{file}")
    assert (code, document["verdict"], document["counts"]["not_asked"]) == (
        1,
        "nothing-judged",
        sum(case.rule is not None and case.rule.startswith("budget.") for case in EVERY),
    )


def test_lists_may_be_left_out_as_a_whole_and_not_in_part(capsys: pytest.CaptureFixture[str]) -> None:
    only = ["--only", "base.list*", "--only", "base.minimal", "--skip-exit", "7"]
    whole = 'case "$1" in *.json) exit 7;; esac'
    code, document = report(capsys, "reader", *only, "--", "sh", "-c", whole, "sh", "{file}")
    assert (code, document["verdict"]) == (0, "conforming")
    assert document["counts"]["left_out"] == document["counts"]["asked"] - 1 > 1
    part = 'case "$1" in *.json) test $(wc -c < "$1") -gt 60 && exit 7;; esac; exit 0'
    code, document = report(capsys, "reader", *only, "--", "sh", "-c", part, "sh", "{file}")
    assert code == 1
    assert {each["sort"] for each in document["failures"]} == {"left-out"}


WRITERS = {
    "writes nothing": ("exit 0", "missing"),
    "says that it can't": ("exit 1", "refused"),
    "leaves it out": ("exit 7", "left-out"),
    "dies": ("kill -SEGV $$", "crashed"),
    "ends with another code": ("exit 9", "crashed"),
    "does not end": ("sleep 60", "hung"),
    "writes no session": ('cp "$1" "$2"', "invalid"),
    "writes a folder": ('mkdir "$2"', "missing"),
    "writes a link": ('ln -s "$1" "$2"', "missing"),
    "writes a pipe": ('mkfifo "$2"', "missing"),
    "writes another session": ('cp "$0" "$2"', "different"),
}


@pytest.mark.parametrize(("script", "sort"), WRITERS.values(), ids=WRITERS)
def test_a_writer_that_fails(
    script: str, sort: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from cellucid_session.conformance import catalogue

    other = tmp_path / "other"
    other.write_bytes(catalogue.base("minimal"))
    words = ["--skip-exit", "7", "--timeout", "1", "--only", "one-group", "--jobs", "1"]
    words += ["--only", "nothing", "--", "sh", "-c", script, str(other), "{scenario}", "{out}"]
    code, document = report(capsys, "writer", *words)
    assert code == 1
    assert {each["sort"] for each in document["results"]} == {sort}
    assert document["verdict"] == ("nothing-judged" if sort == "left-out" else "not-conforming")


# -- expected failures, badge, files --


def known(tmp_path: Path, *entries: tuple[str, str]) -> str:
    path = tmp_path / "known.json"
    document = {"expected": 1, "failures": [{"case": case, "reason": reason} for case, reason in entries]}
    path.write_text(json.dumps(document))
    return str(path)


def test_an_expected_failure_is_no_failure(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = known(tmp_path, ("frame.magic.*", "<b>|it`s \x1b known"))
    words = ["reader", *FEW, "--expected", path, "--", "true", "{file}"]
    code, document = report(capsys, *words)
    assert (code, document["verdict"], document["counts"]["expected"]) == (0, "as-expected", 1)
    shown = rendering.markdown(document)
    assert "\\<b\\>\\|it\\`s" in shown
    assert "\x1b" not in shown + rendering.text(document)


def test_an_expected_failure_that_passes_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = known(tmp_path, ("frame.magic.byte-0", "one"), ("base.minimal", "two"), ("cells.*", "not asked"))
    code, document = report(capsys, "reader", *FEW, "--expected", path, "--", "true", "{file}")
    assert (code, document["verdict"]) == (1, "not-conforming")
    assert document["stale"] == [{"case": "base.minimal", "reason": "two"}]
    assert "take them from the list" in rendering.text(document)


LISTS = {
    "no JSON": "{",
    "another form": "[]",
    "another version": '{"expected": 2, "failures": []}',
    "no reason": '{"expected": 1, "failures": [{"case": "base.minimal"}]}',
    "an empty reason": '{"expected": 1, "failures": [{"case": "base.minimal", "reason": " "}]}',
    "no such case": '{"expected": 1, "failures": [{"case": "base.nope", "reason": "x"}]}',
    "everything": '{"expected": 1, "failures": [{"case": "*", "reason": "x"}]}',
    "a case twice": '{"expected": 1, "failures": [{"case": "base.minimal", "reason": "x"}, '
    '{"case": "base.minimal", "reason": "y"}]}',
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_that_is_none_is_refused_before_anything_runs(
    text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    touched = tmp_path / "touched"
    words = ["reader", *FEW, "--expected", str(path), "--", "touch", str(touched), "{file}"]
    code, _, err = ran(capsys, *words)
    assert code == 2
    assert "expected failures" in err
    assert not touched.exists()


BADGES = {
    "conforming": "brightgreen",
    "as-expected": "yellow",
    "not-conforming": "red",
    "nothing-judged": "red",
}


@pytest.mark.parametrize(("verdict", "colour"), BADGES.items())
def test_a_badge_has_the_colour_of_the_verdict(verdict: str, colour: str) -> None:
    counts = {"asked": 12, "right": 9, "left_out": 2}
    told = badge_of(
        {"judged": "reader", "verdict": verdict, "counts": counts, "suite": {"sha256": "0123456789"}}
    )
    assert (told["color"], told["isError"]) == (colour, colour == "red")
    assert (told["schemaVersion"], told["message"]) == (1, "9 of 10 (suite 01234567)")


def test_a_badge_is_written_beside_the_report(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    badge = tmp_path / "badge.json"
    words = ["writer", "-q", "--badge", str(badge), "--", "false", "{scenario}", "{out}"]
    assert ran(capsys, *words) == (1, "", "")
    told = json.loads(badge.read_text())
    assert (told["label"], told["color"]) == ("cellucid-session writer", "red")
    assert told["message"].startswith("0 of ")


def test_a_report_goes_to_a_file_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    words = ["reader", *FEW, "--format", "markdown", "-o", str(out), "--", "true", "{file}"]
    assert ran(capsys, *words)[:2] == (1, "")
    assert "# Conformance of a reader" in out.read_text()
    first = out.read_bytes()
    assert ran(capsys, *words)[0] == 1
    assert out.read_bytes() == first
    assert ran(capsys, "reader", *FEW, "-o", str(tmp_path), "--", "true", "{file}")[0] == 2


USAGE = {
    "nothing": [],
    "another word": ["judge", "--", "true", "{file}"],
    "no dashes": ["reader", "true", "{file}"],
    "words before the dashes": ["reader", "true", "--", "{file}"],
    "no command": ["reader", "--"],
    "no file": ["reader", "--", "true"],
    "no scenario": ["writer", "--", "true", "{out}"],
    "no such option": ["reader", "--nope", "--", "true", "{file}"],
    "no such case": ["reader", "--only", "nope", "--", "true", "{file}"],
    "no such scenario": ["writer", "--only", "nope", "--", "true", "{scenario}", "{out}"],
    "no time": ["reader", "--timeout", "0", "--", "true", "{file}"],
    "too long a time": ["reader", "--timeout", "86401", "--", "true", "{file}"],
    "no exit code": ["reader", "--accept-exit", "256", "--", "true", "{file}"],
    "an exit code for two things": ["reader", "--accept-exit", "1", "--reject-exit", "1", "--", "true", "{file}"],
    "an exit code that says something else already": ["reader", "--skip-exit", "1", "--", "true", "{file}"],
    "a badge of a part": ["reader", "--badge", "b", "--only", "frame.magic", "--", "true", "{file}"],
    "a scenario that is none": ["writer", "--show", "one-grup"],
    "a scenario and a program": ["writer", "--show", "one-group", "--", "true", "{scenario}", "{out}"],
    "a scenario into a file": ["writer", "--show", "one-group", "--output", "x"],
    "too much": ["--digest", "more"],
    "a folder that is not empty": ["--write-vectors", os.path.dirname(__file__)],
}  # fmt: skip


@pytest.mark.parametrize("words", USAGE.values(), ids=USAGE)
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = ran(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("cellucid-conformance: ")


def test_a_program_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    for subject, words in (("reader", ["{file}"]), ("writer", ["{scenario}", "{out}"])):
        code, out, err = ran(capsys, subject, "--", "no-such-program", *words)
        assert (code, out) == (5, "")
        assert "no-such-program can't be started" in err


def test_the_suite_can_be_looked_at(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert ran(capsys, "--digest")[1] == f"{cases.digest()}\n"
    listed = ran(capsys, "--list")[1]
    assert all(case.id in listed for case in EVERY)
    assert "--limit json_nodes=" in listed
    code, out, _ = ran(capsys, "--write-vectors", str(tmp_path / "all"))
    assert (code, out) == (0, f"{len(EVERY)} files and index.json\n")
    assert (tmp_path / "all" / "index.json").exists()


def test_a_scenario_is_shown_as_it_is_given_and_judged(capsys: pytest.CaptureFixture[str]) -> None:
    for scenario in scenarios.load(*scenarios.GENERATIONS):
        code, out, err = ran(capsys, "writer", "--show", scenario.name)
        assert (code, err) == (0, "")
        assert scenario.note in out
        assert scenario.digest in out
        given = scenario.given()
        if len(given) <= telling.MOST:
            laid = out[out.index("\n{") : out.index("\n}\n") + 2]
            assert json.loads(laid) == json.loads(given)
        else:
            assert f"{len(given)} bytes" in out
            assert len(out) < telling.MOST
        assert out.isascii() or not scenario.note.isascii()
        assert f"--only {scenario.name} -- COMMAND" in out
    code, out, err = ran(capsys, "writer", "--show", "cells-100000", "--format", "json")
    (asked,) = (each for each in scenarios.load() if each.name == "cells-100000")
    assert (code, out.encode(), err) == (0, asked.given() + b"\n", "")
    assert "is it one-group?" in ran(capsys, "writer", "--show", "one-grup")[2]


@pytest.mark.parametrize("command", [conformance_options.TOP, *conformance_options.COMMANDS.values()])
def test_help_and_manual_page_name_every_option(command: Any) -> None:
    for made in (manual.help_text(command), manual.man_page(command, "1").replace("\\-", "-")):
        for option in command.options:
            assert option.name in made
    for line in manual.help_text(command).splitlines():
        assert len(line) <= 80


HELPS = (
    ["--help"],
    ["reader", "--help"],
    ["writer", "-h"],
    ["--version"],
    ["--man"],
    ["--completion", "bash"],
)


@pytest.mark.parametrize("words", HELPS, ids=" ".join)
def test_help_is_there(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(capsys, *words)
    assert code == 0
    assert "cellucid" in out


def test_being_ended_ends_what_was_started(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    script = f"echo $$ > {pid}.part; mv {pid}.part {pid}; exec sleep 600"
    words = [sys.executable, "-m", "cellucid_session.cli.conformance", "reader", *FEW, "--jobs", "1"]
    words += ["--timeout", "500", "--", "sh", "-c", script, "sh", "{file}"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        for _ in range(600):
            if pid.exists():
                break
            time.sleep(0.05)
        started = int(pid.read_text())
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 130
        assert process.stdout is not None
        assert process.stdout.read() == b""
    assert not Path(f"/proc/{started}").exists() or not Path("/proc").exists()


# -- brief --


def failure(
    case: str, rule: str, sort: str = "wrongly-accepted", danger: str = "escape", **more: Any
) -> dict[str, Any]:
    told = {"case": case, "kind": "session", "class": "safety", "rule": rule, "flags": [], "danger": danger}
    return told | {"sort": sort, "note": "", "why": "", "reason": None} | more


def test_a_brief_report_says_what_to_mend_first(capsys: pytest.CaptureFixture[str]) -> None:
    _, document = report(capsys, "reader", *FEW, "--", *VALIDATE, "jsonl", "{files}")
    assert "in this order" not in rendering.brief(document)
    danger = document["dangers"][0]["danger"]
    document["failures"] = [
        failure("a", "gzip.crc", "crashed", ""),
        failure("b", "text.na", danger=danger),
        failure("c", "frame.magic", danger=danger),
        failure("d", "frame.magic", danger=danger),
        failure("e", "frame.magic", danger=danger, reason="known"),
    ]
    told = rendering.brief(document)
    steps = [line.strip() for line in told.splitlines() if line.startswith("  ") and ". " in line]
    assert steps == [
        f"1. wrongly accepted, {danger}: frame.magic: c and 1 more",
        f"2. wrongly accepted, {danger}: text.na: b",
        "3. crashed: gzip.crc: a",
    ]
    many = [failure(f"x{at}", f"rule.x{at:02}", danger=danger) for at in range(20)]
    assert "and 8 more, which the whole report has" in rendering.brief(document | {"failures": many})
    code, out, _ = ran(capsys, "reader", "--brief", *FEW, "--", *VALIDATE, "jsonl", "{files}")
    assert code == 0
    assert out.count("\n") < 30
    assert ran(capsys, "reader", "--brief", "--format", "json", "--", *VALIDATE, "jsonl", "{files}")[0] == 2


def test_a_reader_that_fails_on_lists_only_is_told_to_leave_them_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, document = report(capsys, "reader", *FEW, "--", *VALIDATE, "jsonl", "{files}")
    document["partial"] = False
    lists = failure("a", "snapshots.remote", kind="state-snapshots")
    for failures, wanted in (([lists], True), ([lists, failure("b", "gzip.crc")], False), ([], False)):
        document["failures"] = failures
        for form in (rendering.text, rendering.brief, rendering.markdown):
            assert ("session" in form(document) and "such lists" in form(document)) is wanted
    document |= {"failures": [lists], "partial": True}
    assert "such lists" not in rendering.text(document)
