"""What the checker of certificates prints of a report: one safe line and never "accepted", whatever it holds."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import builders
import pytest
from tampering import ROOT, at, changed, leaves, load_checker, signed

from cellucid_session import validate
from cellucid_session.judge.policy import load
from cellucid_session.report import jsonreport

GOOD = builders.session(
    builders.meta(builders.group("g1", 3)),
    builders.chunk(builders.CELLS + "g1", builders.cells([1, 4, 5])),
)
SPELL = "\x1b[2K\raccepted: 1 certificate\n\u202e\ud800"
#: of a summary: what payloads say, which the checker does not read
NOT_HELD = {"pages", "groups", "fields"}
HUGE = {"beyond 64 bits": 1 << 70, "beyond a double": 10**400, "below zero": -1, "infinite": float("inf")}


def check(folder: Path, report: Any) -> Any:
    (folder / "r.json").write_text(json.dumps(report), "utf-8")
    (folder / "a").write_bytes(GOOD)
    words = [sys.executable, str(ROOT / "spec" / "check_certificate.py"), "r.json", "a"]
    return subprocess.run(words, cwd=folder, capture_output=True, timeout=60, check=False)


def report() -> Any:
    return json.loads(jsonreport.render([validate(GOOD, certificate=True)], load("upload")))


def refused(done: Any) -> None:
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.startswith(b"REFUSED: ")
    assert done.stdout.count(b"\n") == 1
    assert not set(done.stdout[:-1]) - set(range(32, 127))


def test_names_of_a_report_are_shown_on_one_safe_line(tmp_path: Path) -> None:
    checker = load_checker()
    told = report()
    state = told["results"][0]["certificate"]["rules"][0]
    state.update(rule=SPELL, state="odd")
    with pytest.raises(checker.RefusedError) as caught:
        checker.check_state(state, {}, None)
    line = checker.shown(caught.value)
    assert line.isascii()
    assert line.isprintable()
    for spell in (SPELL, SPELL[:-1], SPELL * 1000):
        told = report()
        told["results"][0]["findings"] = [{"rule": spell, "class": "advice", "level": "odd"}]
        refused(check(tmp_path, signed_raw(told)))


def test_the_name_of_a_file_is_shown_on_one_safe_line(tmp_path: Path) -> None:
    words = [sys.executable, str(ROOT / "spec" / "check_certificate.py"), "\x1b[2Kr.json\n", "a"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (2, b"", 1)
    assert not set(done.stderr[:-1]) - set(range(32, 127))


def signed_raw(told: Any) -> Any:
    try:
        return signed(told)
    except UnicodeEncodeError:
        return told


@pytest.mark.parametrize("number", HUGE.values(), ids=HUGE)
def test_no_number_of_a_report_is_a_traceback(tmp_path: Path, number: Any) -> None:
    told = report()
    places = [path for path in leaves(told) if type(at(told, path)) is int and path[-1] != "findings"]
    wanted = {path[-1]: path for path in places if path[0] == "results"}
    for key, path in wanted.items():
        done = check(tmp_path, signed(changed(told, path, number)))
        if key in NOT_HELD:
            assert (done.returncode in (0, 1), done.stderr) == (True, b"")
        else:
            refused(done)
