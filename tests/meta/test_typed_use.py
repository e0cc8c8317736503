"""A user's program, as a type checker sees it: results have the types that the functions promise, options their words.

anndata says nothing of its types to mypy: an AnnData is anything there.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """\
from typing import assert_type

import cellucid_session as cs
import pandas as pd
from anndata import AnnData


def use(adata: AnnData, options: cs.ApplyOptions) -> None:
    both = cs.apply_cellucid_session_to_anndata("s", adata, return_summary=True, column_conflict="error")
    assert_type(both[1], cs.ApplySummary)
    adata = cs.apply_cellucid_session_to_anndata(b"CELLUCID", adata, inplace=True, **options)
    assert_type(cs.plan_session("s", adata, pages_as_columns=True), cs.ApplySummary)
    assert_type(cs.session_columns("s", adata, highlight_names="label"), tuple[pd.DataFrame, pd.DataFrame])
    with cs.CellucidSessionBundle("s") as bundle:
        assert_type(bundle.groups["T cells"].label, str)
        assert_type(bundle.groups[0].cell_count, int | None)
        assert_type([group.id for group in bundle.groups[1:]], list[str])
        assert_type(bundle.fields["cell type"].key, str)
    assert_type(cs.validate("s").verdict, str)
    assert_type(cs.rescue_sessions(["s", b"t"], adata)[1].complete, bool)
    assert_type(cs.convert_session("s", to=5, template=b"t").data, bytes | None)
    assert_type(cs.merge_sessions(["s", b"t"]).names, tuple[str, ...])
    assert_type(cs.compare_sessions("s", "t").fields[0].kappa, float | None)
    assert_type([item.bytes for item in cs.salvage("s", "t").lost], list[int | None])
"""
#: lines that a checker must refuse
WRONG = (
    'cs.apply_cellucid_session_to_anndata("s", adata, column_conflict="replace")',
    'cs.plan_session("s", adata, overlap="all")',
    'cs.plan_session("s", adata, inplace=True)',
    'cs.session_columns("s", adata, highlight_name="label")',
    "cs.plan_session(5, adata)",
    'cs.salvage("s")',
)
HEAD = "import cellucid_session as cs\nfrom anndata import AnnData\n\n\ndef use(adata: AnnData) -> None:\n"


def checked(folder: Path) -> str:
    command = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", "."]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).stdout.decode()


@pytest.mark.long
def test_a_user_s_program(tmp_path: Path) -> None:
    (tmp_path / "mypy.ini").write_text("[mypy]\n[mypy-anndata.*]\nignore_missing_imports = True\n")
    (tmp_path / "right.py").write_text(PROGRAM)
    (tmp_path / "wrong.py").write_text(HEAD + "".join(f"    {line}\n" for line in WRONG))
    told = checked(tmp_path).splitlines()
    first = HEAD.count("\n") + 1
    errors = {line.split(":")[1] for line in told if line.startswith("wrong.py") and ": error:" in line}
    assert [line for line in told if line.startswith("right.py")] == []
    assert errors == {str(first + place) for place in range(len(WRONG))}
