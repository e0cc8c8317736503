"""What is printed, where it goes, and what no file can make the command print (part J)."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import builders
import jsonschema
import pytest

COMMAND = [sys.executable, "-m", "cellucid_session.cli.validate"]

# Texts that a terminal, a log or a decoder would obey.
HOSTILE = {
    "RP-01 clear the screen": "\x1b[2J",
    "RP-01 set the title": "\x1b]0;title\x07",
    "RP-02 C1 control": "\x9b31m",
    "RP-03 right to left": "\u202eabc",
    "RP-03 isolates": "\u2066abc\u2069",
    "RP-04 overwrite the line": "FAIL\rPASS",
    "RP-05 backspaces": "bad\b\b\bgood",
    "RP-06 a forged line": "x\na.cellucid-session: valid",
    "RP-06 line separator": "x\u2028a: valid\x85",
    "RP-07 zero width and tags": "a\u200bb\U000e0041",
    "RP-08 forty combining marks": "a" + "\u0301" * 40,
    "RP-09 a terminal link": "\x1b]8;;http://x\x07y\x1b]8;;\x07",
    "RP-11 a very long key": "k" * 1_000_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("place", ["unknown key", "chunk id"])
def test_hostile_text_is_shown_as_printable_ascii_or_letters(
    run, tmp_path: Path, text: str, place: str
) -> None:
    session = (
        builders.session(builders.chunk("core/state", {}, **{text: 1}))
        if place == "unknown key"
        else builders.session(builders.chunk(text, {}))
    )
    (tmp_path / "a").write_bytes(session)
    done = run("--no-early-exit", "a")
    assert done.returncode in (0, 1)
    shown = done.stdout.decode("utf-8")
    assert all(char.isprintable() for line in shown.split("\n") for char in line)
    assert not any(char in shown for char in "\u202e\u2066\u200b\u2028\x85\U000e0041")
    assert "\u0301" * 10 not in shown
    assert sum(not line.startswith(" ") for line in shown.splitlines()) == 1
    assert len(shown) < 20_000
    document = run("--no-early-exit", "--format=json", "a").stdout
    assert document.isascii()
    assert len(document) < 40_000
    json.loads(document)


def test_rp10_an_ascii_terminal_gets_escapes_and_no_crash(run, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(builders.session(builders.chunk("höhe/é", {})))
    done = run("a", env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"})
    assert done.returncode == 0
    assert done.stderr == b""
    assert done.stdout.isascii()


def test_rp11_many_findings_are_folded_and_counted(run, tmp_path: Path) -> None:
    entries = [builders.chunk(f"x/{number}", {}, codec="none") for number in range(3000)]
    (tmp_path / "a").write_bytes(builders.session(*entries))
    done = run("a")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) < 60
    assert b"1000 times" in done.stdout
    assert b"more not shown" in done.stdout
    result = json.loads(run("--format=json", "a").stdout)["results"][0]
    assert len(result["findings"]) == 1000
    assert result["suppressed"] > 0


def test_the_json_document_fits_its_schema_and_never_changes(
    run, tmp_path: Path, good: bytes, bad: bytes
) -> None:
    (tmp_path / "good").write_bytes(good)
    (tmp_path / "bad").write_bytes(bad)
    (tmp_path / "state-snapshots.json").write_bytes(b'["a.cellucid-session", 1]')
    words = ("--format=json", "--no-early-exit", "good", "bad", "state-snapshots.json", "gone")
    done = run(*words)
    document = json.loads(done.stdout)
    schema = json.loads(run("--print-schema", "report").stdout)
    jsonschema.Draft202012Validator(schema).validate(document)
    assert done.stdout == run(*words, env={"PYTHONHASHSEED": "7"}).stdout
    assert list(document) == ["report", "tool", "policy", "results"]
    assert [result["verdict"] for result in document["results"]] == ["valid", "invalid", "invalid", "error"]
    assert [bool(result["sha256"]) for result in document["results"]] == [True, True, True, False]
    trailing = document["results"][1]["findings"][0]
    assert (trailing["rule"], trailing["excerpt"]) == ("frame.trailing", "00")


def test_a_digest_is_there_only_for_what_was_read_to_its_end(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(b"x" + good)
    assert json.loads(run("--format=json", "a").stdout)["results"][0]["sha256"] is None
    assert json.loads(run("--format=json", "--no-early-exit", "a").stdout)["results"][0]["sha256"]


# -- where it goes --


def test_output_is_written_whole_private_and_with_nothing_left_beside(
    run, tmp_path: Path, good: bytes
) -> None:
    (tmp_path / "a").write_bytes(good)
    for _ in range(2):  # the second run replaces it
        done = run("--format=json", "--output=report.json", "a")
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert json.loads((tmp_path / "report.json").read_bytes())["results"][0]["verdict"] == "valid"
    assert stat.S_IMODE((tmp_path / "report.json").stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["a", "report.json"]


def test_f10_output_is_not_written_through_a_link(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    (tmp_path / "victim").write_text("mine")
    (tmp_path / "out").symlink_to("victim")
    assert run("--output=out", "a").returncode == 2
    assert (tmp_path / "victim").read_text() == "mine"


def test_f11_output_is_never_an_input_not_even_by_a_hard_link(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    (tmp_path / "b").hardlink_to(tmp_path / "a")
    assert run("--output=b", "a").returncode == 2
    assert (tmp_path / "a").read_bytes() == good
    with (tmp_path / "a").open("rb") as stream:
        assert run("--output=a", "-", stdin=stream).returncode == 2


def test_output_in_a_folder_that_is_not_there_fails(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    done = run("--output=gone/report", "a")
    assert done.returncode == 4
    assert b"can't be written" in done.stderr


@pytest.mark.parametrize("kind", ["text", "json"])
def test_a_full_disk_is_never_0(run, tmp_path: Path, good: bytes, kind: str) -> None:
    (tmp_path / "a").write_bytes(good)
    with open("/dev/full", "wb") as full:
        done = run("--format", kind, "a", stdout=full)
    assert done.returncode == 4
    assert done.stderr.count(b"\n") == 1


def test_a_closed_standard_output_is_never_0(tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    done = subprocess.run(
        ["sh", "-c", f"{' '.join(COMMAND)} a >&-"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 4
    assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_traceback(tmp_path: Path, warned: bytes) -> None:
    for number in range(300):
        (tmp_path / f"{number}.cellucid-session").write_bytes(warned)
    process = subprocess.Popen([*COMMAND, "."], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=30) == 141


def test_quiet_tells_errors_only(run, tmp_path: Path, good: bytes, bad: bytes, warned: bytes) -> None:
    for name, data in (("good", good), ("bad", bad), ("warned", warned)):
        (tmp_path / name).write_bytes(data)
    done = run("--quiet", "good", "warned", "bad")
    assert done.returncode == 1
    assert done.stdout.startswith(b"bad: INVALID")
    assert b"good" not in done.stdout
    assert b"warn" not in done.stdout
    assert run("-q", "good").stdout == b""


def test_several_inputs_are_summed_up(run, tmp_path: Path, good: bytes, bad: bytes) -> None:
    (tmp_path / "good").write_bytes(good)
    (tmp_path / "bad").write_bytes(bad)
    assert run("good", "bad", "gone").stdout.endswith(b"3 inputs: 1 valid, 1 invalid, 1 error\n")


def _at_a_terminal(folder: Path, *words: str, env: dict[str, str]) -> bytes:
    """Standard output of the command when it is a terminal."""
    import pty

    leader, follower = pty.openpty()
    try:
        subprocess.run([*COMMAND, *words], cwd=folder, stdout=follower, env=os.environ | env, check=False)
        return os.read(leader, 1 << 16)
    finally:
        os.close(leader)
        os.close(follower)


def test_colours_are_for_terminals_that_want_them(run, tmp_path: Path, bad: bytes) -> None:
    (tmp_path / "a").write_bytes(bad)
    plain = {"NO_COLOR": "", "TERM": "xterm"}
    assert b"\x1b[31m" in _at_a_terminal(tmp_path, "a", env=plain)
    assert b"\x1b" not in _at_a_terminal(tmp_path, "a", env=plain | {"NO_COLOR": "1"})
    assert b"\x1b" not in _at_a_terminal(tmp_path, "a", env=plain | {"TERM": "dumb"})
    assert b"\x1b" not in run("a", env=plain).stdout


# -- what needs no input --


def test_help_names_every_option_and_fits_80_columns(run) -> None:
    done = run("--help")
    assert done.returncode == 0
    for name in [
        "--format",
        "--output",
        "--kind",
        "--fail-on",
        "--policy",
        "--limit",
        "--max-findings",
        "--against",
        "--n-obs",
        "--n-vars",
        "--expected-dataset-id",
        "--check-files",
        "--engine",
        "--isolate",
        "--no-isolate",
        "--no-early-exit",
        "--jobs",
        "--quiet",
        "--explain",
        "--list-rules",
        "--print-schema",
        "--version",
    ]:
        assert name.encode() in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_every_rule_can_be_explained(run) -> None:
    from cellucid_session.generated.rules import RULES

    listed = run("--list-rules").stdout.decode().splitlines()
    assert [line.split()[0] for line in listed] == list(RULES)
    done = run("--explain", "frame.trailing")
    assert done.returncode == 0
    assert b"class: safety" in done.stdout
    assert b"why:" in done.stdout
    assert b"stated in: spec/container.md, 2 Framing" in done.stdout
    assert b"judged in: generated/framing.py" in done.stdout
    assert b"broken by: frame.trailing." in done.stdout


def test_every_rule_stands_in_the_spec_and_is_judged_somewhere() -> None:
    from cellucid_session.conformance import catalogue
    from cellucid_session.generated.rule_places import PLACES
    from cellucid_session.generated.rules import RULES

    root = Path(__file__).resolve().parents[2]
    broken = {vector.id: vector.expect.rule for vector in catalogue.load().vectors}
    assert list(PLACES) == list(RULES)
    for rule, (page, section, modules, example) in PLACES.items():
        assert section in (root / page).read_text("utf-8").replace("`", ""), rule
        assert modules, rule
        for module in modules:
            assert rule.upper().replace(".", "_").replace("-", "_") in (
                root / "src" / "cellucid_session" / module
            ).read_text("utf-8")
        assert not example or broken.get(example, rule) == rule, rule


def test_a_word_that_is_nearly_one_is_asked_for(run) -> None:
    done = run("--explain", "gzip.crx")
    assert done.returncode == 2
    assert b"is it gzip.crc? --list-rules lists them all" in done.stderr
    assert b"; --list-rules lists them all" in run("--explain", "zzzz").stderr
    assert b"is it json? It can be: text, json" in run("--format", "jsom", "x").stderr
    assert b"it can be: text, json" in run("--format", "x" * 100_000, "x").stderr


def test_the_version_is_the_package_s(run) -> None:
    from importlib.metadata import version

    assert run("--version").stdout.decode() == f"cellucid-validate {version('cellucid-session')}\n"
