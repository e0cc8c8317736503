"""`cellucid-session convert`: the new session is valid, what did not carry is listed, errors say what to do."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import Any

import builders
import later
import pytest

from cellucid_session import validate
from cellucid_session.cli.session import main

pytestmark = pytest.mark.libraries


def run(folder: Path, *words: Any) -> int:
    with contextlib.chdir(folder):
        return main(["convert", *(os.fspath(word) for word in words)])


def test_a_session_of_the_first_generation_into_one_that_a_viewer_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cells = json.loads(later.sample("g5_minimal").with_suffix("").with_suffix(".expected.json").read_text())
    count = cells["manifest"]["datasetFingerprint"]["cellCount"]
    old = builders.session(
        builders.meta(builders.group("g", 1, label="T", color=builders.ABSENT)),
        builders.chunk(builders.CELLS + "g", builders.cells([1])),
        n_obs=count,
    )
    (tmp_path / "old").write_bytes(old)
    pattern = later.sample("g5_minimal")
    assert run(tmp_path, "old", "--to", "5", "-o", "new") == 2
    assert "give it as template" in capsys.readouterr().err
    assert run(tmp_path, "old", "--to", "9", "-o", "new") == 2
    assert run(tmp_path, "old", "--to", "5", "-o", "new", "--template", pattern) == 1
    told = capsys.readouterr().err
    assert "--same-cells" in told or "different data sets" in told
    assert not (tmp_path / "new").exists()


def test_the_document_lists_what_did_not_carry(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (later.sample("g4_minimal"), "--to", "1", "-o", "new")
    assert run(tmp_path, *words, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["source"], told["target"], told["output"]) == (4, 1, "new")
    assert {"kind", "name", "why"} == told["dropped"][0].keys()
    assert validate(tmp_path / "new").generation == 1
    assert run(tmp_path, *words, "--force") == 0
    assert capsys.readouterr().out.endswith("written: new\n")
