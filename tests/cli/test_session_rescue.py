"""`cellucid-session rescue`: sessions of any release onto one AnnData on disk; 0 means that nothing was left out."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import builders
import pytest
from session_runs import anndata, assert_safe, hostile, listing, session

from cellucid_session.cli.session import main

pytestmark = pytest.mark.libraries


def good() -> bytes:
    return builders.session(
        builders.meta(builders.group("g", 1, label="T")),
        builders.chunk(builders.CELLS + "g", builders.cells([1])),
    )


def test_what_was_left_out_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import anndata as ad

    data = anndata(tmp_path)
    before = data.read_bytes()
    (tmp_path / "a.cellucid-session").write_bytes(good())
    (tmp_path / "cut.cellucid-session").write_bytes(hostile()[:-3])
    (tmp_path / "none").write_bytes(b"hello")
    words = ("rescue", "a.cellucid-session", "cut.cellucid-session", "none", "missing", "--data", data)
    done = session(tmp_path, *words, "-o", "new.h5ad", "--json")
    assert done.returncode == 1
    assert_safe(done)
    told = json.loads(done.stdout)
    assert told["output"] == "new.h5ad"
    assert [(item["taken"], item["verdict"]) for item in told["sessions"]] == [
        (True, "valid"),
        (True, "invalid"),
        (False, ""),
        (False, ""),
    ]
    assert ("chunk", "highlights/cells/g18") in [
        (item["kind"], item["name"]) for item in told["sessions"][1]["left_out"]
    ]
    new = ad.read_h5ad(tmp_path / "new.h5ad")
    assert new.obs["a_Page"].tolist()[1] == "T"
    assert "a_Page_colors" in new.uns
    assert data.read_bytes() == before
    assert run(tmp_path, *words, "--dry-run") == 1
    shown = capsys.readouterr().out
    assert shown.startswith("2 of 4 sessions taken\n")
    assert shown.endswith("nothing is written\n")


def run(folder: Path, *words: Any) -> int:
    """Run the command in this process, in a folder."""
    with contextlib.chdir(folder):
        return main([os.fspath(word) for word in words])


def test_all_of_it_is_zero_and_no_input_is_replaced(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = anndata(tmp_path)
    (tmp_path / "a").write_bytes(good())
    assert run(tmp_path, "rescue", "a", "--data", data, "-o", "new.h5ad") == 0
    os.link(tmp_path / "a", tmp_path / "b.h5ad")
    before = listing(tmp_path)
    for output in (data, "b.h5ad", "new.h5ad"):
        force = () if output == "new.h5ad" else ("--force",)
        assert run(tmp_path, "rescue", "a", "--data", data, "-o", output, *force) == 2, output
    (tmp_path / "c").write_bytes(b"hello")
    none = run(tmp_path, "rescue", "c", "--data", data, "-o", "none.h5ad")
    assert none == 1
    assert capsys.readouterr().out.endswith("nothing is written\n")
    assert listing(tmp_path) == before | {"c"}
    assert run(tmp_path, "rescue", "--data", data, "-o", "x.h5ad") == 2
    assert run(tmp_path, "rescue", "a", "-o", "x.h5ad") == 2
