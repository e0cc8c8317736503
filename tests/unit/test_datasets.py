"""The examples that come with the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from cellucid_session import UsageError, apply_cellucid_session_to_anndata, datasets, validate
from cellucid_session.errors import DependencyError

pytestmark = pytest.mark.libraries


@pytest.mark.parametrize("name", datasets.SESSIONS)
def test_a_session_is_put_into_a_folder_once(tmp_path: Path, name: str) -> None:
    path = datasets.session(name, tmp_path)
    assert validate(path).verdict == "valid"
    before = Path(path).stat().st_mtime_ns
    assert datasets.session(name, tmp_path) == path
    assert Path(path).stat().st_mtime_ns == before
    assert [each.name for each in tmp_path.iterdir()] == [f"{name}.cellucid-session"]


def test_what_is_there_is_not_replaced(tmp_path: Path) -> None:
    theirs = tmp_path / "pbmc68k.cellucid-session"
    theirs.write_bytes(b"theirs")
    with pytest.raises(UsageError, match="exists already"):
        datasets.session(folder=tmp_path)
    assert theirs.read_bytes() == b"theirs"
    theirs.rename(tmp_path / "other")
    theirs.symlink_to("other")
    with pytest.raises(UsageError, match="link"):
        datasets.session(folder=tmp_path)
    with pytest.raises(UsageError, match="pbmc68k, pbmc-demo"):
        datasets.session("pbmc3k", tmp_path)


def test_the_demo_fits_its_session(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    adata = datasets.pbmc_demo()
    applied = apply_cellucid_session_to_anndata(datasets.session("pbmc-demo", tmp_path), adata)
    assert applied is not None
    assert len(applied.obs.columns) > 1
    assert (datasets.pbmc_demo().X != adata.X).nnz == 0


def test_what_is_missing_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "scanpy", None)
    with pytest.raises(DependencyError, match="pip install scanpy"):
        datasets.pbmc68k()
    monkeypatch.setitem(sys.modules, "anndata", None)
    with pytest.raises(DependencyError, match=r"cellucid-session\[anndata\]"):
        datasets.pbmc_demo()
