"""`cellucid-session salvage`: the verdict first, then what was saved and what is lost; 0 means that nothing is."""

from __future__ import annotations

import json
from pathlib import Path

import builders
from session_runs import assert_safe, hostile, session

from cellucid_session import validate


def test_a_cut_session(tmp_path: Path) -> None:
    path = tmp_path / "cut.cellucid-session"
    path.write_bytes(hostile()[:-3])
    done = session(tmp_path, "salvage", path, "-o", "out.cellucid-session")
    assert done.returncode == 1
    assert_safe(done)
    text = done.stdout.decode()
    assert text.startswith(f"{path}: invalid\n")
    assert "highlights/cells/g18" in text
    assert text.endswith("written: out.cellucid-session (generation 1)\n")
    assert validate(tmp_path / "out.cellucid-session").valid
    again = session(tmp_path, "salvage", path, "-o", "out.cellucid-session")
    assert again.returncode == 2
    assert b"exists already" in again.stderr


def test_the_document(tmp_path: Path) -> None:
    data = builders.session(
        builders.meta(builders.group("g", 1)), builders.chunk(builders.CELLS + "g", builders.cells([1]))
    )
    (tmp_path / "a").write_bytes(data + b"x")
    done = session(tmp_path, "salvage", "a", "-o", "b", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert (told["verdict"], told["output"], told["generation"]) == ("invalid", "b", 1)
    assert told["kept"] == ["highlights/meta", "highlights/cells/g"]
    assert told["lost"] == [
        {
            "kind": "bytes",
            "name": "behind the last chunk",
            "bytes": 1,
            "why": "no chunk has them",
            "rule": None,
        }
    ]
    assert told["findings"][0]["rule"] == "frame.trailing"
    whole = session(tmp_path, "salvage", "b", "-o", "c", "--json")
    assert whole.returncode == 0
    assert json.loads(whole.stdout)["notes"] == ["the session is not damaged: it was copied"]
    assert (tmp_path / "c").read_bytes() == data


def test_nothing_to_save_no_output_and_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"hello")
    done = session(tmp_path, "salvage", "a", "-o", "b")
    assert done.returncode == 1
    assert done.stdout.endswith(b"nothing is written\n")
    assert not (tmp_path / "b").exists()
    assert session(tmp_path, "salvage", "a").returncode == 2
    assert session(tmp_path, "salvage", "none", "-o", "b").returncode == 5
    assert session(tmp_path, "salvage", "a", "-o", "a", "--force").returncode == 2
    assert (tmp_path / "a").read_bytes() == b"hello"
