"""`--policy` and `--today` as a gate uses them."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import builders as b
import pytest
from session_runs import COMMAND

from cellucid_session.judge.policy import BUILT_IN, of


@pytest.fixture
def foreign() -> bytes:
    """A valid session with a chunk of no known family."""
    return b.session(b.chunk("core/state", {}), b.chunk("notes/a", {}, contributorId="lab"))


@pytest.mark.parametrize("more", [(), ("--isolate",), ("--jobs", "2"), ("--engine", "both")])
def test_a_built_in_policy_decides(run, tmp_path: Path, foreign: bytes, more: tuple[str, ...]) -> None:
    (tmp_path / "a").write_bytes(foreign)
    (tmp_path / "b").write_bytes(foreign)
    assert run("a", "b", *more).returncode == 0
    done = run("--policy", "upload-strict", "--format", "json", *more, "a", "b")
    assert done.returncode == 1
    document = json.loads(done.stdout)
    assert document["policy"]["name"] == "upload-strict"
    assert [result["verdict"] for result in document["results"]] == ["invalid", "invalid"]


@pytest.mark.parametrize("more", [(), ("--isolate",), ("--engine", "both")])
def test_a_waiver_of_a_file_policy_holds_until_its_day(run, tmp_path: Path, more: tuple[str, ...]) -> None:
    data = b.session(
        b.chunk("core/state", {}), b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([1]) + b"\0")
    )
    (tmp_path / "a").write_bytes(data)
    (tmp_path / "p.toml").write_text(
        'name = "ours"\n[[waivers]]\nrule = "cells.trailing"\nreason = "old writer"\nowner = "me"\n'
        f'until = "2030-01-31"\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n',
        "utf-8",
    )
    codes = {
        day: run("--policy", "p.toml", "--today", day, *more, "a").returncode
        for day in ("2030-01-30", "2030-01-31", "2030-02-01")
    }
    assert codes == {"2030-01-30": 0, "2030-01-31": 0, "2030-02-01": 1}
    assert (
        b"waived until 2030-01-31 by me: old writer"
        in run("--policy", "p.toml", "--today", "2030-01-01", *more, "a").stdout
    )


WRONG = {
    "an unknown key": 'name = "a"\nrules = 1',
    "an unknown rule": 'name = "a"\n[levels]\n"a.b" = "off"',
    "a safety rule": 'name = "a"\n[levels]\n"frame.magic" = "off"',
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_policy_that_is_wrong_is_wrong_usage(run, tmp_path: Path, good: bytes, text: str) -> None:
    (tmp_path / "a").write_bytes(good)
    (tmp_path / "p.toml").write_text(text, "utf-8")
    done = run("--policy", "p.toml", "a")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"policy" in done.stderr


def test_a_date_that_is_none_is_wrong_usage(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    assert run("--today", "tomorrow", "a").returncode == 2


def test_a_child_is_handed_a_long_policy(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    waiver = (
        '[[waivers]]\nrule = "cells.trailing"\nreason = "x"\nowner = "me"\nuntil = "2030-01-31"\n'
        f'sha256 = "{"0" * 64}"\n'
    )
    (tmp_path / "p.toml").write_text('name = "a"\n' + 1000 * waiver, "utf-8")
    assert run("--policy", "p.toml", "a").returncode == 0
    assert run("--policy", "p.toml", "--isolate", "a").returncode == 0
    (tmp_path / "a").write_bytes(good + b"\0")
    assert run("--policy", "p.toml", "--isolate", "a").returncode == 1


# -- cellucid-session policy --


def asked(tmp_path: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, "policy", *words], cwd=tmp_path, capture_output=True, check=False, timeout=60
    )


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_is_built_in_is_checked_and_explained(tmp_path: Path, name: str) -> None:
    done = asked(tmp_path, "check", name)
    assert (done.returncode, done.stdout.decode()) == (
        0, f"{name}: a policy, sha256 {BUILT_IN[name].sha256}\n",
    )  # fmt: skip
    told = asked(tmp_path, "explain", name).stdout.decode()
    assert max(map(len, told.splitlines())) <= 80
    for rule, level in BUILT_IN[name].effective_levels().items():
        assert any(line.split()[0::2] == [rule, level] for line in told.splitlines()), rule
    values = json.loads(asked(tmp_path, "explain", "--json", name).stdout)
    assert values.pop("sha256") == BUILT_IN[name].sha256
    assert of(values) == BUILT_IN[name]


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_policy_that_is_wrong_is_told_so(tmp_path: Path, text: str) -> None:
    (tmp_path / "p.toml").write_text(text, "utf-8")
    for word in ("check", "explain"):
        done = asked(tmp_path, word, "p.toml")
        assert (done.returncode, done.stdout) == (2, b"")
    assert asked(tmp_path, "mend", "upload").returncode == 2


def test_texts_of_a_policy_are_shown_safely(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(
        'name = "a"\ndescription = "\\u001b[2Jx\\u202e"\n[families]\nprefixes = ["\\u009b"]\n'
        '[[waivers]]\nrule = "cells.trailing"\nreason = "\\u0007"\nowner = "x\\u2028"\nuntil = 2030-01-31\n'
        f'sha256 = "{"0" * 64}"\n',
        "utf-8",
    )
    for words in (("explain",), ("explain", "--json")):
        done = asked(tmp_path, *words, "p.toml")
        assert done.returncode == 0, done.stderr
        assert done.stdout.decode().replace("\n", "").isprintable()
