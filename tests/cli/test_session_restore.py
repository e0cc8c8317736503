"""`cellucid-session auto-restore`: which session opens, and nothing else is touched."""

from __future__ import annotations

import json
from pathlib import Path

import builders
import pytest
from session_runs import assert_safe, session

S = ".cellucid-session"


@pytest.fixture
def folder(tmp_path: Path, good: bytes, bad: bytes) -> Path:
    inner = tmp_path / "data"
    (inner / "sub").mkdir(parents=True)
    for name in ("a", "b", "sub/c"):
        (inner / f"{name}{S}").write_bytes(good)
    (inner / f"bad{S}").write_bytes(bad)
    (tmp_path / f"outside{S}").write_bytes(good)
    (inner / f"link{S}").symlink_to(tmp_path / f"outside{S}")
    return inner


#: what the list says, what opens, what was judged as what, the exit code
CASES = {
    "the last one opens": ([f"a{S}", f"b{S}"], f"b{S}", "valid", 0),
    "an object with states": ({"states": [f"a{S}"]}, f"a{S}", "valid", 0),
    "what is no session never opens": ([f"a{S}", "b.json"], f"a{S}", "valid", 1),  # b.json is not there
    "a subfolder": ([f"sub/c{S}"], f"sub/c{S}", "valid", 0),
    "of equal ones the first keeps its place": ([f"b{S}", f"a{S}", f"./b{S}"], f"a{S}", "valid", 0),
    "an invalid session": ([f"bad{S}"], f"bad{S}", "invalid", 1),
    "a session that is not there": ([f"a{S}", f"gone{S}"], f"gone{S}", None, 1),
    "a link is not followed": ([f"link{S}"], f"link{S}", None, 1),
    "a climb out of the folder": ([f"../outside{S}"], f"../outside{S}", None, 1),
    "an absolute path": ([f"/etc/x{S}"], f"/etc/x{S}", None, 1),
    "another scheme": ([f"file:///etc/x{S}"], f"file:///etc/x{S}", None, 1),
    "an encoded climb": ([f"%2e%2e/outside{S}"], f"%2e%2e/outside{S}", None, 1),
    "a backslash": ([f"..\\outside{S}"], f"..\\outside{S}", None, 1),
    "another server is not asked": ([f"https://example.org/x{S}"], f"https://example.org/x{S}", None, 0),
    "an empty list": ([], None, None, 0),
    "no list at all": ({"other": 1}, None, None, 1),
}


@pytest.mark.parametrize("case", CASES)
def test_what_opens(folder: Path, case: str) -> None:
    listed, opens, verdict, code = CASES[case]
    (folder / "state-snapshots.json").write_text(json.dumps(listed))
    done = session(folder.parent, "auto-restore", "--json", "data")
    told = json.loads(done.stdout)
    judged = told["session"] and told["session"]["verdict"]
    assert (told["opens"], judged, done.returncode) == (opens, verdict, code)
    page = session(folder.parent, "auto-restore", "data")
    assert page.returncode == code
    first = f"the viewer opens: {opens}" if opens is not None else "the viewer opens no session"
    assert page.stdout.decode().split("\n")[0] == first.replace("\\", "\\\\")


def test_every_entry_gets_its_reason(folder: Path) -> None:
    listed = [
        f"b{S}",
        "x.json",
        f"../o{S}",
        f"a{S}",
        f"./b{S}",
        f"http://example.org/x{S}?y=1",
        f"bad{S}#{S}",
    ]
    (folder / "state-snapshots.json").write_text(json.dumps(listed))
    told = json.loads(session(folder.parent, "auto-restore", "--json", "data").stdout)
    assert [entry["outcome"] for entry in told["entries"]] == [
        "not the last",
        "no session",
        "refused",
        "not the last",
        "repeated",
        "not the last",
        "opens",
    ]
    assert told["session"]["verdict"] == "invalid"


HOSTILE = {
    "escape": ["\x1b[2J" + S],
    "bidi": ["\u202e" + S],
    "lines": ["x\nthe viewer opens: a" + S],
    "object entry": [{"url": "\x9b" + S}],
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_entries_are_shown_safely(folder: Path, case: str) -> None:
    (folder / "state-snapshots.json").write_text(json.dumps(HOSTILE[case]))
    for form in ([], ["--json"]):
        done = session(folder.parent, "auto-restore", *form, "data")
        assert_safe(done)
        assert done.returncode == 1


BROKEN = {
    "no JSON": b"<!doctype html>",
    "a byte order mark": b"\xef\xbb\xbf[]",
    "two keys of one name": b'{"states": ["a"], "states": []}',
    "nothing": b"",
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_list_opens_nothing(folder: Path, case: str) -> None:
    (folder / "state-snapshots.json").write_bytes(BROKEN[case])
    done = session(folder.parent, "auto-restore", "--json", "data")
    told = json.loads(done.stdout)
    assert (done.returncode, told["opens"], told["list"]["verdict"]) == (1, None, "invalid")


def test_a_list_beyond_the_budget_is_inconclusive(folder: Path) -> None:
    with (folder / "state-snapshots.json").open("wb") as stream:
        stream.truncate(200 << 20)
    assert session(folder.parent, "auto-restore", "data").returncode == 3


def test_a_list_that_is_a_link_is_not_read(folder: Path) -> None:
    (folder.parent / "elsewhere.json").write_text(json.dumps([f"a{S}"]))
    (folder / "state-snapshots.json").symlink_to(folder.parent / "elsewhere.json")
    done = session(folder.parent, "auto-restore", "data")
    assert done.returncode == 5
    assert b"the viewer opens no session" in done.stdout


@pytest.mark.parametrize("name", ["data", "nowhere", "data/a.cellucid-session"])
def test_a_folder_without_a_list_is_5(folder: Path, name: str) -> None:
    done = session(folder.parent, "auto-restore", name)
    assert done.returncode == 5
    assert_safe(done)


def test_a_folder_called_like_an_option(folder: Path) -> None:
    odd = folder.parent / "-x"
    odd.mkdir()
    (odd / "state-snapshots.json").write_text(json.dumps([f"a{S}"]))
    (odd / f"a{S}").write_bytes(builders.typical())
    assert session(folder.parent, "auto-restore", "--", "-x").returncode == 0
