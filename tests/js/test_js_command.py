"""`cellucid-session validate`, the command of the JavaScript package, held against cellucid-validate."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from node_judge import NODE, PACKAGE

from cellucid_session import validate
from cellucid_session.cli.validate import main as python_command
from cellucid_session.conformance import catalogue
from cellucid_session.declare.rules import RULES
from cellucid_session.report.text import render

ROOT = PACKAGE.parents[1]
DEMO = ROOT / "examples" / "pbmc-demo.cellucid-session"
HOSTILE = "a\x1b[31m\u202e[x](y){0}\nb: valid.cellucid-session"

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


def command(*words: str, cwd: Path, stdin: bytes = b"") -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    line = ["timeout", "60", str(NODE), str(PACKAGE / "cli" / "main.js"), *words]
    ended = subprocess.run(line, cwd=cwd, input=stdin, capture_output=True, check=False)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty vectors of all generations, a valid session, and names that mean harm."""
    folder = tmp_path_factory.mktemp("sessions")
    suite = catalogue.load()
    plain = [each for each in suite.vectors if suite.kind(each) == "session" and each.taken is None]
    plain = [each for each in plain if not each.limits and not each.dataset]
    for number, vector in enumerate(plain[:: len(plain) // 60]):
        (folder / f"{number:03}.cellucid-session").write_bytes(suite.build(vector))
    (folder / "demo.cellucid-session").write_bytes(DEMO.read_bytes())
    (folder / HOSTILE).write_bytes(b"CELLUCID")
    return folder


def documents(folder: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the JSON document, which holds against the schema."""
    code, said, _ = command("validate", "--format", "json", *words, cwd=folder)
    document: dict[str, Any] = json.loads(said)
    jsonschema.Draft202012Validator(json.loads((ROOT / "schemas/report.schema.json").read_text())).validate(
        document
    )
    assert said.isascii()
    return code, document


def test_text_and_json_are_those_of_python(folder: Path) -> None:
    names = sorted(each.name for each in folder.iterdir())
    code, document = documents(folder, "--", *names)
    assert code == 1
    ours = []
    for name, theirs in zip(names, document["results"], strict=True):
        report = validate((folder / name).read_bytes())
        report.path = name
        assert [each.rule for each in report.findings] == [each["rule"] for each in theirs["findings"]]
        assert (theirs["path"], theirs["verdict"]) == (name, report.verdict)
        shown = zip(report.findings, theirs["findings"], strict=True)
        for one, other in shown:  # excerpts are at hand in JSON texts only
            object.__setattr__(one, "excerpt", other["excerpt"])
        ours.append(report)
    assert len({each.verdict for each in ours}) >= 2
    assert command("validate", "--", *names, cwd=folder)[1] == render(ours)
    assert command("validate", "-q", "--", *names, cwd=folder)[1] == render(ours, quiet=True)
    lines = command("validate", "--format=jsonl", "--", *names, cwd=folder)[1].splitlines()
    assert [json.loads(line) for line in lines[1:]] == document["results"]
    assert json.loads(lines[0]) == {key: value for key, value in document.items() if key != "results"}


def test_a_log_for_code_hosts_has_plain_texts_and_names(folder: Path) -> None:
    names = sorted(each.name for each in folder.iterdir())
    _, said, _ = command("validate", "--format", "sarif", "--", *names, cwd=folder)
    assert said.isascii()
    run = json.loads(said)["runs"][0]
    _, document = documents(folder, "--", *names)
    assert [each["ruleId"] for each in run["results"]] == [
        finding["rule"] for result in document["results"] for finding in result["findings"]
    ]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert not re.search(r"[\[\]{}]", result["message"]["text"].split("\n", 1)[-1])
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9._~%-]+", uri)


def test_sarif_is_that_of_python_but_for_what_javascript_does_not_know(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name, layers of rules, excerpts of bytes, the digest of a policy; an address of rules is of packages."""
    monkeypatch.chdir(folder)
    (folder / "cut.cellucid-session").write_bytes(DEMO.read_bytes()[:-20])
    names = ["cut.cellucid-session", "demo.cellucid-session", "cut.cellucid-session"]
    logs = []
    python_command(["--format", "sarif", *names])
    for text in (capsys.readouterr().out, command("validate", "--format", "sarif", *names, cwd=folder)[1]):
        (run,) = json.loads(text)["runs"]
        run["tool"]["driver"].pop("name")
        run["automationDetails"]["id"] = run["automationDetails"]["id"].split("/", 1)[1]
        run["properties"]["policy"].pop("sha256")
        for rule in run["tool"]["driver"]["rules"]:
            rule["properties"]["tags"] = sorted(
                set(rule["properties"]["tags"]) - {rule.layer for rule in RULES}
            )
        for result in run["results"]:
            result["properties"].pop("excerpt")
            result["message"]["text"] = re.sub(r" \([0-9a-f ]+(?: \.\.\.)?\)", "", result["message"]["text"])
        logs.append(run)
    assert len(logs[0]["results"]) >= 2
    assert logs[0] == logs[1]


def test_a_hostile_name_cannot_pass_for_a_verdict(folder: Path) -> None:
    _, said, _ = command("validate", HOSTILE, cwd=folder)
    assert said.startswith("a\\x1b[31m\\u202e[x](y){0}\\x0ab: valid.cellucid-session: INVALID")
    assert not re.search("[\x1b\u202e]", said)
    _, _, complaint = command("validate", "--\x1b[31m", "x", cwd=folder)
    assert "\x1b" not in complaint


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["validate", "demo.cellucid-session"], 0),
        (["validate", "-"], 1),
        (["validate", "--limit", "file_bytes=10", "demo.cellucid-session"], 3),
        (["validate", "demo.cellucid-session", "nowhere"], 5),
        (["validate", "."], 5),
        (["validate", "--n-obs", "1", "demo.cellucid-session"], 1),
        (["validate", "--generation", "2", "demo.cellucid-session"], 1),
        (["validate", "--kind", "state-snapshots", "demo.cellucid-session"], 1),
        (["validate"], 2),
        (["judge", "demo.cellucid-session"], 2),
        (["validate", "--limit", "toString=1", "x"], 2),
        (["validate", "--format", "constructor", "x"], 2),
        (["validate", "--n-obs", "1.5", "x"], 2),
        (["validate", "--n-obs"], 2),
        (["validate", "-", "-"], 2),
        (["--version"], 0),
        (["--help"], 0),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else None,
)
def test_the_exit_code_is_a_promise(words: list[str], code: int, folder: Path) -> None:
    said = command(*words, cwd=folder)
    assert said[0] == code
    assert (said[1] == "") == (code == 2)
    assert (said[2] != "") == (code == 2)


def test_a_result_that_does_not_arrive_is_no_success(folder: Path) -> None:
    line = ["timeout", "60", str(NODE), str(PACKAGE / "cli" / "main.js"), "validate", str(DEMO)]
    with Path("/dev/full").open("wb") as full:
        assert subprocess.run(line, stdout=full, stderr=subprocess.PIPE, check=False).returncode == 4
