"""`cellucid-session policy diff` as whoever changes a gate's policy uses it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import builders as b
import pytest
from session_runs import HOSTILE, assert_safe, session

from cellucid_session.judge.policy import BUILT_IN

FOREIGN = b.session(b.chunk("core/state", {}), b.chunk("notes/a", {}, contributorId="lab"))
PLAIN = b.session(b.chunk("core/state", {}))
TRAILING = b.session(
    b.chunk("core/state", {}), b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([1]) + b"\0")
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder of files on which policies disagree, and one that no policy lets in."""
    for name, data in {
        "d/foreign": FOREIGN, "a-plain": PLAIN, "b-trailing": TRAILING, "c-not": b"not a session",
    }.items():  # fmt: skip
        path = tmp_path / "corpus" / f"{name}.cellucid-session"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def asked(folder: Path, *words: str) -> tuple[int, Any]:
    done = session(folder, "policy", "diff", "--json", *words)
    assert done.returncode in (0, 1, 5), done.stderr
    return done.returncode, json.loads(done.stdout)


def write(folder: Path, name: str, text: str = "") -> str:
    (folder / f"{name}.toml").write_text(f'name = "{name}"\n{text}', "utf-8")
    return f"{name}.toml"


SAYINGS = {
    "a budget": ("[limits]\nchunks = 3", "limits", "chunks", 100_000, 3),
    "a level": (
        '[levels]\n"manifest.no-chunks" = "error"',
        "levels",
        "manifest.no-chunks",
        "warning",
        "error",
    ),
    "families": ('[families]\nprefixes = ["lab/"]', "families", "prefixes", [], ["lab/"]),
    "contributors": ('[families]\ncontributors = ["x"]', "families", "contributors", [], ["x"]),
}


@pytest.mark.parametrize(("text", "part", "name", "old", "new"), SAYINGS.values(), ids=SAYINGS)
def test_what_they_say_differently_is_told(
    tmp_path: Path, text: str, part: str, name: str, old: Any, new: Any
) -> None:
    code, told = asked(tmp_path, "upload", write(tmp_path, "ours", text))
    assert code == 1
    assert told["differences"] == [{"part": part, "name": name, "old": old, "new": new}]
    assert told["old"] == {"name": "upload", "sha256": BUILT_IN["upload"].sha256}
    code, back = asked(tmp_path, "ours.toml", "upload")
    assert (code, back["differences"]) == (1, [{"part": part, "name": name, "old": new, "new": old}])


def test_a_name_and_a_usual_level_are_no_difference(tmp_path: Path) -> None:
    same = write(tmp_path, "same", '[levels]\n"manifest.no-chunks" = "warning"')
    assert asked(tmp_path, "upload", same)[0] == 0
    done = session(tmp_path, "policy", "diff", "upload", same)
    assert (done.returncode, b"They ask the same." in done.stdout) == (0, True)


def waiver(data: bytes, until: str = "2030-01-31") -> str:
    return (
        f'[[waivers]]\nrule = "cells.trailing"\nreason = "old writer"\nowner = "me"\nuntil = "{until}"\n'
        f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n'
    )


@pytest.mark.parametrize("jobs", [(), ("--jobs", "2")], ids=["one process", "two processes"])
def test_over_a_corpus_verdicts_that_change_are_told_in_the_order_of_the_folder(
    corpus: Path, jobs: tuple[str, ...]
) -> None:
    new = write(corpus, "new", "[families]\nallow_foreign = false\n" + waiver(TRAILING))
    code, told = asked(corpus, "upload", new, "--corpus", "corpus", "--today", "2030-01-01", *jobs)
    assert code == 1
    assert told["files"] == 4
    assert [(each["path"], each["old"], each["new"]) for each in told["changes"]] == [
        ("corpus/b-trailing.cellucid-session", "invalid", "valid"),
        ("corpus/d/foreign.cellucid-session", "valid", "invalid"),
    ]
    assert told["changes"][1]["levels"] == [
        {"rule": "chunk.foreign", "level": "error", "old": 0, "new": 1},
        {"rule": "chunk.foreign", "level": "warning", "old": 1, "new": 0},
    ]
    assert told["verdicts"] == [
        {"old": "invalid", "new": "invalid", "files": 1},
        {"old": "invalid", "new": "valid", "files": 1},
        {"old": "valid", "new": "invalid", "files": 1},
        {"old": "valid", "new": "valid", "files": 1},
    ]
    late = asked(corpus, "upload", new, "--corpus", "corpus", "--today", "2030-02-01", *jobs)[1]
    assert [each["path"] for each in late["changes"]] == ["corpus/d/foreign.cellucid-session"]


def test_levels_that_change_are_told_and_decide_nothing(corpus: Path) -> None:
    new = write(corpus, "new", '[levels]\n"chunk.foreign" = "note"')
    code, told = asked(corpus, "upload", new, "--corpus", "corpus")
    assert code == 0
    assert [(each["path"], each["old"], each["new"]) for each in told["changes"]] == [
        ("corpus/d/foreign.cellucid-session", "valid", "valid")
    ]
    page = session(corpus, "policy", "diff", "upload", new, "--corpus", "corpus").stdout.decode()
    assert "corpus/d/foreign.cellucid-session: stays valid" in page
    assert "chunk.foreign at level note: 0 -> 1" in page


def test_one_file_that_can_not_be_judged_stops_no_other(corpus: Path) -> None:
    (corpus / "corpus" / "aa.cellucid-session").symlink_to("a-plain.cellucid-session")
    code, told = asked(corpus, "upload", "upload-strict", "--corpus", "corpus")
    assert code == 5
    assert [each["path"] for each in told["changes"]] == [
        "corpus/aa.cellucid-session",
        "corpus/d/foreign.cellucid-session",
    ]
    assert [found["rule"] for found in told["changes"][0]["failures"]] == ["input.not-regular"]
    (corpus / "empty").mkdir()
    code, told = asked(corpus, "upload", "upload-strict", "--corpus", "empty")
    assert (code, told["changes"][0]["failures"][0]["rule"]) == (5, "input.none")


def test_a_file_that_changes_between_its_judgements_is_not_compared() -> None:
    from cellucid_session import validate
    from cellucid_session.tools.policy_changes import change

    told = change(validate(FOREIGN), validate(PLAIN, policy="upload-strict"))
    assert [found.rule for found in told.failures] == ["input.changed"]


WRONG = {
    "one policy only": ("diff", "upload"),
    "two to explain": ("explain", "upload", "archive"),
    "a corpus to explain": ("explain", "upload", "--corpus", "."),
    "jobs without a corpus": ("diff", "upload", "archive", "--jobs", "2"),
    "a policy that is none": ("diff", "upload", "gone.toml"),
    "a day that is none": ("diff", "upload", "archive", "--corpus", ".", "--today", "soon"),
}


@pytest.mark.parametrize("words", WRONG.values(), ids=WRONG)
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = session(tmp_path, "policy", *words)
    assert (done.returncode, done.stdout) == (2, b""), done.stdout


def test_texts_of_policies_and_files_are_shown_safely(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    texts = [text for text in HOSTILE.values() if text.strip()]
    (folder / "\u202ea\x1b[2J.cellucid-session").write_bytes(FOREIGN)
    (tmp_path / "p.toml").write_text(
        f'name = "p"\ndescription = {json.dumps(texts[0])}\n[families]\nallow_foreign = false\n'
        f"prefixes = {json.dumps([text for text in texts if chr(0x7F) not in text])}\n[[waivers]]\n"
        f'rule = "cells.trailing"\nreason = {json.dumps(texts[0])}\nowner = {json.dumps(texts[2])}\n'
        f'until = "2030-01-31"\nsha256 = "{"0" * 64}"\n',
        "utf-8",
    )
    for more in ((), ("--json",)):
        done = session(tmp_path, "policy", "diff", "upload", "p.toml", "--corpus", "corpus", *more)
        assert done.returncode == 1, done.stderr
        assert_safe(done, ascii_only=bool(more))


def test_no_policy_is_ever_picked_up_from_where_one_stands_or_from_the_upload(run, tmp_path: Path) -> None:
    strict = 'name = "x"\n[families]\nallow_foreign = false\n'
    for name in (
        "upload",
        "upload.toml",
        "policy.toml",
        "cellucid-session.toml",
        "a.policy.toml",
        ".cellucid.toml",
    ):
        (tmp_path / name).write_text(strict, "utf-8")
    (tmp_path / "a").write_bytes(FOREIGN)
    assert run("a").returncode == 0
    assert run("--policy", "upload", "a").returncode == 0
    assert run("--policy", "./upload", "a").returncode == 1
