"""Publishing: the session lies beside the exports and is the one that opens; nothing else has changed."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders
import pytest

from cellucid_session import InvalidSessionError, UsageError, publish, validate
from cellucid_session.errors import InputError
from cellucid_session.io.outputs import OutputError
from cellucid_session.write import publishing

NAME = "new.cellucid-session"
LIST = "state-snapshots.json"


@pytest.fixture
def session(tmp_path: Path) -> Path:
    path = tmp_path / NAME
    path.write_bytes(builders.typical())
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "exports"
    path.mkdir(mode=0o755)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


LISTS: dict[str, tuple[Any, Any]] = {
    "nothing": (None, {"states": [NAME]}),
    "an empty list": ([], [NAME]),
    "states": ({"states": ["a.cellucid-session"]}, {"states": ["a.cellucid-session", NAME]}),
    "an array": (["a.cellucid-session"], ["a.cellucid-session", NAME]),
    "files": ({"files": ["a.cellucid-session"]}, {"files": ["a.cellucid-session", NAME]}),
    "states that hide files": ({"files": ["a"], "states": []}, {"files": ["a"], "states": [NAME]}),
    "other keys and entries": (
        {"x": {"n": 1.5}, "states": [{"url": "a.cellucid-session", "b": 1}, "notes.txt"]},
        {"x": {"n": 1.5}, "states": [{"url": "a.cellucid-session", "b": 1}, "notes.txt", NAME]},
    ),
    "listed before another": ([NAME, "a.cellucid-session"], ["a.cellucid-session", NAME]),
    "listed twice, in other words": (
        ["./" + NAME, {"path": "x/../" + NAME}, "a.cellucid-session"],
        ["a.cellucid-session", NAME],
    ),
    "another one of that name in another folder": (["b/" + NAME], ["b/" + NAME, NAME]),
    "a session somewhere else": (["https://h/" + NAME], ["https://h/" + NAME, NAME]),
}


@pytest.mark.parametrize("case", LISTS)
def test_it_is_the_one_that_opens(session: Path, folder: Path, case: str) -> None:
    before, after = LISTS[case]
    if before is not None:
        (folder / LIST).write_text(json.dumps(before))
    lies = publish(session, folder)
    assert lies == folder / NAME
    assert lies.read_bytes() == session.read_bytes()
    assert json.loads((folder / LIST).read_bytes()) == after
    assert list(json.loads((folder / LIST).read_bytes())) == list(after)
    report = validate(folder / LIST, engine="both")
    assert report.valid
    assert report.summary["opens"] == NAME
    assert sorted(tree(folder)) == [NAME, LIST]


@pytest.mark.parametrize("before", [["a", NAME], {"states": [NAME]}, ["a", "x/../" + NAME]], ids=repr)
def test_a_list_that_opens_it_already_stays_as_it_is(session: Path, folder: Path, before: Any) -> None:
    text = json.dumps(before, indent=7) + "\n\n"
    (folder / LIST).write_text(text)
    publish(session, folder)
    publish(session, folder)
    assert (folder / LIST).read_text() == text


def test_a_list_of_lines_stays_one(session: Path, folder: Path) -> None:
    (folder / LIST).write_text('{\n"states": [\n"a.cellucid-session"]}')
    publish(session, folder)
    assert (folder / LIST).read_text() == (
        '{\n  "states": [\n    "a.cellucid-session",\n    "new.cellucid-session"\n  ]\n}\n'
    )
    (folder / LIST).write_text('["a.cellucid-session"]')
    publish(session, folder)
    assert (folder / LIST).read_text() == '["a.cellucid-session","new.cellucid-session"]'
    (folder / LIST).write_text("[\n]")
    publish(session, folder)
    assert (folder / LIST).read_text() == '[\n  "new.cellucid-session"\n]\n'


def test_who_may_read_the_folder_may_read_what_is_published(session: Path, folder: Path) -> None:
    session.chmod(0o600)
    lies = publish(session, folder)
    assert [each.stat().st_mode & 0o777 for each in (lies, folder / LIST)] == [0o644, 0o644]
    folder.chmod(0o700)
    (folder / LIST).chmod(0o640)
    other = publish(session, folder, name="other.cellucid-session")
    assert [each.stat().st_mode & 0o777 for each in (other, folder / LIST)] == [0o600, 0o640]


def test_a_session_that_lies_there_already_is_not_copied(session: Path, folder: Path) -> None:
    lies = folder / "here.cellucid-session"
    session.rename(lies)
    before = lies.stat()
    assert publish(lies, folder) == lies
    assert lies.stat().st_ino == before.st_ino
    assert validate(folder / LIST).summary["opens"] == lies.name


def test_another_session_of_that_name_is_replaced_only_by_force(session: Path, folder: Path) -> None:
    (folder / NAME).write_bytes(builders.session())
    with pytest.raises(UsageError, match="another session of that name"):
        publish(session, folder)
    assert tree(folder) == {NAME: builders.session()}
    publish(session, folder, force=True)
    assert (folder / NAME).read_bytes() == session.read_bytes()


NAMES = {
    "another suffix": "a.txt",
    "no name": "",
    "only the suffix": ".cellucid-session",
    "a hidden file": ".a.cellucid-session",
    "a folder": "a/b.cellucid-session",
    "a climb": "../a.cellucid-session",
    "an absolute path": "/a.cellucid-session",
    "a backslash": "a\\b.cellucid-session",
    "a drive": "C:a.cellucid-session",
    "a colon": "a b:c.cellucid-session",
    "an encoded slash": "a%2fb.cellucid-session",
    "a percent sign": "a%20b.cellucid-session",
    "a query": "a?b.cellucid-session",
    "a fragment": "a#b.cellucid-session",
    "a line feed": "a\nb.cellucid-session",
    "white space around it": " a.cellucid-session",
    "a character that turns the text": "a\u202eb.cellucid-session",
    "a character that draws nothing": "a\u200bb.cellucid-session",
    "half a surrogate pair": "a\udcffb.cellucid-session",
    "another normal form": "e\u0301.cellucid-session",
    "a name of 256 bytes": "é" * 119 + "x.cellucid-session",
}


@pytest.mark.parametrize("case", NAMES)
def test_hostile_names_are_refused(session: Path, folder: Path, case: str) -> None:
    with pytest.raises(UsageError, match="can't be published as"):
        publish(session, folder, name=NAMES[case])
    assert tree(folder) == {}


@pytest.mark.parametrize(
    "name", ["a.CELLUCID-SESSION", "T-Zellen ß 1.cellucid-session", "a..b.cellucid-session"]
)
def test_honest_names_are_taken(session: Path, folder: Path, name: str) -> None:
    publish(session, folder, name=name)
    assert validate(folder / LIST, check_files=True).valid


BAD_LISTS = {
    "no JSON": b"{",
    "a wrong shape": b'{"states": {}}',
    "none of the keys": b'{"other": []}',
    "an entry outside the folder": b'["../a.cellucid-session"]',
    "a key twice": b'{"states": [], "states": []}',
    "a byte order mark": b"\xef\xbb\xbf[]",
}


@pytest.mark.parametrize("case", BAD_LISTS)
def test_a_list_that_is_invalid_is_left_alone(session: Path, folder: Path, case: str) -> None:
    (folder / LIST).write_bytes(BAD_LISTS[case])
    with pytest.raises(InvalidSessionError) as caught:
        publish(session, folder)
    assert caught.value.finding is not None
    assert tree(folder) == {LIST: BAD_LISTS[case]}


def test_an_invalid_session_is_not_published(session: Path, folder: Path) -> None:
    session.write_bytes(session.read_bytes() + b"\0")
    with pytest.raises(InvalidSessionError, match=r"frame\.trailing"):
        publish(session, folder)
    assert tree(folder) == {}


def linked_list(session: Path, folder: Path) -> None:
    (folder.parent / "secret.json").write_text("[]")
    (folder / LIST).symlink_to(folder.parent / "secret.json")


def linked_target(session: Path, folder: Path) -> None:
    (folder.parent / "victim").write_text("x")
    (folder / NAME).symlink_to(folder.parent / "victim")


def no_folder(session: Path, folder: Path) -> None:
    folder.rmdir()


def a_file(session: Path, folder: Path) -> None:
    folder.rmdir()
    folder.write_text("x")


def list_is_a_folder(session: Path, folder: Path) -> None:
    (folder / LIST).mkdir()


def no_session(session: Path, folder: Path) -> None:
    session.unlink()


PLACES: dict[str, tuple[Callable[[Path, Path], None], type[Exception]]] = {
    "a list behind a link": (linked_list, InputError),
    "a link where the session goes": (linked_target, InputError),
    "a folder that is not there": (no_folder, UsageError),
    "a folder that is a file": (a_file, UsageError),
    "a list that is a folder": (list_is_a_folder, InputError),
    "a session that is not there": (no_session, InputError),
}


@pytest.mark.parametrize("case", PLACES)
def test_what_is_no_plain_place_is_refused(session: Path, folder: Path, case: str) -> None:
    prepare, error = PLACES[case]
    prepare(session, folder)
    with pytest.raises(error):
        publish(session, folder, force=True)
    for name, text in (("secret.json", "[]"), ("victim", "x")):
        path = folder.parent / name
        assert not path.exists() or path.read_text() == text


def test_a_list_that_someone_else_writes_meanwhile_is_not_lost(
    session: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / LIST).write_text("[]")
    place = publishing._place

    def meanwhile(*words: Any) -> None:
        place(*words)
        (folder / LIST).write_text('["theirs.cellucid-session"]')

    monkeypatch.setattr(publishing, "_place", meanwhile)
    with pytest.raises(InputError, match="meanwhile"):
        publish(session, folder)
    assert json.loads((folder / LIST).read_text()) == ["theirs.cellucid-session"]
    assert sorted(tree(folder)) == [NAME, LIST]


def test_a_disk_that_fails_leaves_the_list_as_it_was(
    session: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / LIST).write_text("[]")
    calls = []

    def fails(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(OutputError, match="No space left"):
        publish(session, folder)
    assert tree(folder) == {LIST: b"[]", NAME: session.read_bytes()}
