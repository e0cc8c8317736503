"""Every attack, judged in every way there is: whole, byte by byte, by both engines, by the reader, by the command."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from attacking import SMALL, Attack, everything, fed, judged, said

from cellucid_session import BudgetError, CellucidSessionBundle, InvalidSessionError, SessionError
from cellucid_session.generated.rules import RULES
from cellucid_session.model import Limits

HERE = Path(__file__).resolve().parent
ATTACKS = everything()
#: the reader takes one chunk at a time, so what all chunks are together is no matter to it
SESSIONS = {name: each for name, each in ATTACKS.items() if each.kind == "session" and name[:5] != "GZ-04"}


@pytest.mark.parametrize("case", ATTACKS)
def test_what_is_said(case: str) -> None:
    attack = ATTACKS[case]
    report = judged(attack)
    rules = {found.rule for found in report.findings}
    assert (report.verdict, report.valid) == (attack.wanted(), attack.wanted() == "valid")
    if attack.rule is None:
        assert rules == set()
    else:
        assert attack.rule in rules
        errors = {found.rule for found in report.of_level("error")}
        assert errors <= {attack.rule}, "an attack breaks one rule"


@pytest.mark.parametrize("case", ATTACKS)
def test_the_same_is_said_byte_by_byte_and_by_both_engines(case: str) -> None:
    attack = ATTACKS[case]
    data = attack.bytes()
    if len(data) > SMALL:
        assert fed(data, attack, 4093).verdict == attack.wanted()
        return
    report = fed(data, attack, len(data) or 1)
    if report.suppressed:  # which findings are kept is each engine's choice; and the second one is slow
        return
    bytewise = fed(data, attack, 1)
    assert (bytewise.verdict, said(bytewise.findings)) == (report.verdict, said(report.findings))
    other = judged(attack, "reference")
    assert (other.verdict, said(other.findings)) == (report.verdict, said(report.findings))


def read_all(path: Path, limits: Limits | None) -> None:
    """Read whatever a session holds."""
    with CellucidSessionBundle(path, limits=limits) as bundle:
        repr(bundle), bundle.restore_plan()
        for chunk_id, _ in bundle.iter_chunks():
            bundle.get_chunk_meta(chunk_id)
        for group in bundle.groups:
            assert len(group.indices) < 1 << 20
        for field in bundle.fields:
            assert len(field.codes) < 1 << 20
        for artifact in bundle.artifacts.values():
            artifact.frame()
        assert isinstance(bundle.renames.fields, dict)
        assert bundle.deleted_fields is not None


@pytest.mark.parametrize("case", SESSIONS)
def test_the_reader_refuses_what_is_unsafe_and_reads_the_rest(case: str, tmp_path: Path) -> None:
    attack = SESSIONS[case]
    path = tmp_path / "a.cellucid-session"
    path.write_bytes(attack.bytes())
    cls = RULES[attack.rule][0] if attack.rule else "advice"
    if attack.dataset is not None:
        cls = "advice" if attack.rule and attack.rule.startswith("dataset.") else cls
    if cls in ("conformance", "advice"):
        read_all(path, attack.limits)
        return
    with pytest.raises(SessionError) as caught:
        read_all(path, attack.limits)
    kind = InvalidSessionError if cls == "safety" else BudgetError
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_the_command_says_the_same_and_prints_nothing_raw(tmp_path: Path) -> None:
    """All attacks in one folder: exit code 1, a result for each, and not one control character."""
    wanted: dict[str, str] = {}
    for number, (case, attack) in enumerate(ATTACKS.items()):
        if attack.limits is not None or attack.dataset is not None or attack.wanted() == "inconclusive":
            continue
        if len(attack.bytes()) > 1 << 16:
            continue
        folder = tmp_path / f"{number:04d}"
        folder.mkdir()
        name = "state-snapshots.json" if attack.kind == "state-snapshots" else "a.cellucid-session"
        (folder / name).write_bytes(attack.bytes())
        wanted[f"{folder.name}/{name}"] = f"{attack.wanted()} {case}"
    outputs = {form: command(tmp_path, "--format", form, ".") for form in ("json", "text")}
    results = {each["path"]: each for each in json.loads(outputs["json"].stdout)["results"]}
    assert {path.removeprefix("./") for path in results} == set(wanted)
    for path, each in results.items():
        assert each["verdict"] == wanted[path.removeprefix("./")].split(" ")[0], path
    for form, done in outputs.items():
        assert done.returncode == 1, done.stderr.decode()
        for char in done.stdout.decode("utf-8") + done.stderr.decode("utf-8"):
            plain = char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
            assert plain, f"U+{ord(char):04X} in {form}"


def command(folder: Path, *words: str) -> Any:
    line = [sys.executable, "-m", "cellucid_session.cli.validate", *words]
    return subprocess.run(line, cwd=folder, capture_output=True, timeout=300, check=False)


#: attacks that say they need much, or would need much if they were believed
HUNGRY = ("FR-07", "FR-11", "FR-17", "GZ-01", "GZ-02", "GZ-03", "JC-09", "BC-05", "BC-09", "BC-12", "BC-13")
ROOM = 96 << 20  # bytes more than the process has before it judges; what the inputs hold is a part of it

CHILD = """
import resource, sys
sys.path[:0] = sys.argv[2:]
from attacking import everything, judged
attacks = {name: each for name, each in everything().items() if name[:5] in sys.argv[1].split(",")}
first = next(iter(attacks.values()))
judged(first)
with open("/proc/self/statm", encoding="ascii") as file:
    now = int(file.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (now + %d, now + %d))
for name, attack in attacks.items():
    report = judged(attack)
    assert report.verdict == attack.wanted(), (name, report.verdict, report.findings)
print(len(attacks))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is Linux's")
def test_what_is_declared_takes_no_memory() -> None:
    paths = [str(HERE), str(HERE.parent)]
    line = [sys.executable, "-c", CHILD % (ROOM, ROOM), ",".join(HUNGRY), *paths]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(line, capture_output=True, timeout=300, check=False, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    assert int(done.stdout) == sum(name[:5] in HUNGRY for name in ATTACKS) > 15


def test_an_attack_is_named_by_its_id() -> None:
    for case, attack in ATTACKS.items():
        prefix, _, sentence = case.partition(": ")
        assert len(prefix) == 5
        assert sentence
        assert isinstance(attack, Attack)
