"""`--policy` and `--today` as a gate uses them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import builders as b
import pytest


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


def test_a_policy_that_no_child_can_be_handed_is_wrong_usage(run, tmp_path: Path, good: bytes) -> None:
    (tmp_path / "a").write_bytes(good)
    waiver = (
        '[[waivers]]\nrule = "cells.trailing"\nreason = "x"\nowner = "me"\nuntil = "2030-01-31"\n'
        f'sha256 = "{"0" * 64}"\n'
    )
    (tmp_path / "p.toml").write_text('name = "a"\n' + 1000 * waiver, "utf-8")
    assert run("--policy", "p.toml", "a").returncode == 0
    assert run("--policy", "p.toml", "--isolate", "a").returncode == 2
