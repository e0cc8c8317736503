"""Sessions of every release, and a damaged one, onto one AnnData in one step."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rescuing import CATEGORIES, CODES, GROUPS, RELEASES, data, session

from cellucid_session import Limits, UsageError, rescue_sessions, session_provenance
from cellucid_session.rescue.onto import Rescued

pytestmark = pytest.mark.libraries


def files(folder: Path, adata: Any) -> list[Path]:
    """A session of each generation, and one that is cut."""
    paths = []
    for number in RELEASES:
        paths.append(folder / f"g{number}.cellucid-session")
        paths[-1].write_bytes(session(number, adata))
    paths.append(folder / "cut.cellucid-session")
    paths[-1].write_bytes(session(4, adata)[:-3])
    return paths


def page_of(groups: Any) -> list[Any]:
    """The category of each cell."""
    found: list[Any] = [np.nan] * 12
    for label, cells in groups:
        for cell in cells:
            found[cell] = label
    return found


def test_one_session_of_each_generation_and_a_damaged_one(tmp_path: Path) -> None:
    adata = data()
    result, told = rescue_sessions(files(tmp_path, adata), adata)
    assert len(told.taken) == 6
    assert not told.complete
    for number in RELEASES:
        prefix = f"g{number}_"
        assert result.obs[f"{prefix}Cells"].tolist() == page_of(GROUPS)
        assert result.obs[f"{prefix}Cells"].cat.categories.tolist() == [label for label, _ in GROUPS]
        assert result.obs[f"{prefix}cellucid_highlight__T_cells"].sum() == 3
        values = [np.nan if code is None else CATEGORIES[code] for code in CODES]
        assert result.obs[f"{prefix}level"].tolist() == values
        assert result.uns[f"{prefix}Cells_colors"] == result.uns["g1_Cells_colors"]
    assert result.obs["cut_Cells"].tolist() == page_of(GROUPS[:1])
    left = told.sessions[-1].left_out
    assert [kind for kind, _, _ in left] == ["chunk", "group"]
    orders = [item.summary.cell_order for item in told.sessions if item.summary is not None]
    assert orders == ["unknown", *["confirmed"] * 5]
    known = session_provenance(result)
    assert known is not None
    assert len(known["sessions"]) == 6
    assert "level" not in adata.obs
    result.write_h5ad(tmp_path / "new.h5ad")


def test_scanpy_draws_the_colours_of_the_viewer(tmp_path: Path) -> None:
    scanpy = pytest.importorskip("scanpy")
    adata = data()
    result, _ = rescue_sessions(session(5, adata), adata)
    figure = scanpy.pl.umap(result, color="Cells", return_fig=True, show=False)
    from matplotlib.colors import to_rgb

    (points, *_) = figure.axes[0].collections
    drawn = [tuple(np.round(each[:3], 3)) for each in points.get_facecolors()]
    wanted = dict(zip([label for label, _ in GROUPS], result.uns["Cells_colors"], strict=True))
    expected = {tuple(np.round(to_rgb(color), 3)) for color in wanted.values()}
    assert expected <= set(drawn)


def test_one_session_alone_has_no_prefix() -> None:
    adata = data()
    result, told = rescue_sessions(session(3, adata), adata, add_highlights=False)
    assert told.complete
    assert list(result.obs.columns) == ["score", "kind", "Cells", "level"]


def without_order(adata: Any) -> Any:
    changed = adata[::-1].copy()
    changed.obs_names = adata.obs_names
    return changed


LEFT_OUT = {
    "another data set": (lambda adata: session(2, adata[:5].copy(), groups=(), key=None), "cellCount 5"),
    "cells in another order": (lambda adata: session(3, without_order(adata)), "another order"),
    "no session": (lambda adata: b"hello", "invalid MAGIC header"),
    "cut in the manifest": (lambda adata: session(5, adata)[:90], "the manifest needs"),
    "nothing that becomes a column": (lambda adata: session(4, adata, groups=(), key=None), "nothing in it"),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_can_t_be_taken_is_named_and_keeps_no_other_from_being_taken(case: str) -> None:
    make, why = LEFT_OUT[case]
    adata = data()
    result, told = rescue_sessions([make(adata), session(1, adata)], adata)
    bad, good = told.sessions
    assert bad.summary is None
    assert why in bad.why
    assert bad.left_out == [("session", "(bytes)", bad.why)]
    assert good.summary is not None
    assert not told.complete
    assert result.obs["session_2_Cells"].tolist() == page_of(GROUPS)
    assert not [name for name in result.obs if name.startswith("session_1")]
    alone, none = rescue_sessions([make(adata)], adata)
    assert list(alone.obs.columns) == list(adata.obs.columns)
    assert not none.taken
    assert alone is not adata


def test_the_order_can_be_required_or_not_looked_at() -> None:
    adata = data()
    other = session(3, without_order(adata))
    assert rescue_sessions(other, adata, cell_order="ignore")[1].complete
    assert (
        "not confirmed" in rescue_sessions(session(1, adata), adata, cell_order="require")[1].sessions[0].why
    )
    assert rescue_sessions(session(3, adata), adata, cell_order="require")[1].complete
    with pytest.raises(UsageError, match="cell_order must be one of agree, require, ignore"):
        rescue_sessions(other, adata, cell_order="warn")


def test_in_place_and_the_same_file_twice(tmp_path: Path) -> None:
    adata = data()
    path = tmp_path / "a b.cellucid-session"
    path.write_bytes(session(2, adata))
    result, told = rescue_sessions([path, path], adata, inplace=True, expected_dataset_id="ds")
    assert result is adata
    assert [item.prefix for item in told.sessions] == ["a_b_", "a_b_2_"]
    assert "a_b_2_Cells" in adata.obs
    _, other = rescue_sessions([path], adata, expected_dataset_id="other")
    assert not other.taken


def test_renames_come_when_they_are_asked_for() -> None:
    adata = data()
    renames = {"fields": {"obs:kind": "type"}, "categories": {"obs:kind:1": "why"}}
    given = session(2, adata, renames=renames)
    assert "type" not in rescue_sessions(given, adata)[0].obs
    result, told = rescue_sessions(given, adata, renames=True)
    assert told.complete
    assert result.obs["type"].tolist() == ["x", "why", "z"] * 4
    assert result.obs["kind"].tolist() == ["x", "y", "z"] * 4


def test_a_budget_of_one_session_is_its_own(tmp_path: Path) -> None:
    adata = data()
    _, told = rescue_sessions([session(2, adata)], adata, limits=Limits(inflated_bytes=10))
    assert isinstance(told, Rescued)
    assert "longer than 10 bytes" in told.sessions[0].why
    assert "Rescued: 0 of 1" in repr(told)


def test_only_what_nobody_asked_for_is_not_named() -> None:
    words = "nosuch in the viewer"
    source = session(5, data(), of_field={"isDeleted": True}, alias=True)
    _, told = rescue_sessions([source], data())
    assert told.complete  # a deleted field
    bare = data()
    bare.obs = bare.obs.rename(columns={"score": "other"})
    renames = {"fields": {f"obs:{words}": "x"}, "categories": {}}
    _, told = rescue_sessions([session(2, data(), renames=renames)], data(), renames=True)
    assert [each[:2] for each in told.sessions[0].left_out] == [("rename", f"obs:{words} -> x")]
    assert not told.complete
    _, told = rescue_sessions([session(2, data(), renames=renames)], data())
    assert told.complete
