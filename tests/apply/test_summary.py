"""What is shown of an application: as a table, as text, in a notebook."""

from __future__ import annotations

import dataclasses

import builders as b
import pandas as pd
import pytest
from applying import dense

from cellucid_session import ApplySummary, CellucidSessionBundle, apply_cellucid_session_to_anndata
from cellucid_session.apply.summary import ROWS, AppliedColumn, CategoryRename, Skipped
from cellucid_session.safe import safe

pytestmark = pytest.mark.libraries

GROUP = AppliedColumn(
    "h_g", "obs", "highlight", "g", "g", "T cells", "Page", 3, 0, 0, "highlights/cells/g", False, ()
)
FIELD = AppliedColumn(
    "f2", "var", "field", "f", "My genes", "My genes", None, 4, 1, 1, None, True, ("one", "two")
)  # fmt: skip
SUMMARY = ApplySummary(
    ["h_g"],
    ["f2"],
    False,
    [],
    (GROUP, FIELD),
    (Skipped("field", "f9", "it is continuous"), Skipped("chunk", "core/state", "it is state")),
    (CategoryRename("f2", 1, "A", "A__2"),),
    (),
    ("look at it",),
)


def test_as_a_table() -> None:
    table = SUMMARY.frame().astype(object)
    rows = table.where(table.notna(), None).to_numpy().tolist()
    assert rows == [
        ["add", "h_g", "obs", "highlight", "g", "g", "T cells", "Page", 3, 0, "highlights/cells/g", ""],
        ["overwrite", "f2", "var", "field", "f", "My genes", "My genes", None, 4, 1, None, "one; two"],
        ["skip", None, None, "field", "f9", None, None, None, 0, 0, None, "it is continuous"],
        ["skip", None, None, "chunk", "core/state", None, None, None, 0, 0, None, "it is state"],
    ]
    assert table.columns.tolist() == [
        "action", "name", "axis", "kind", "id", "key", "label", "page", "cells", "missing", "chunk", "notes",
    ]  # fmt: skip
    empty = ApplySummary([], [], False, []).frame()
    assert (len(empty), list(empty.columns)) == (0, list(table.columns))


def test_as_text() -> None:
    assert repr(SUMMARY).splitlines() == [
        "ApplySummary: 1 obs and 1 var columns, 2 left out, 0 findings",
        "  columns:",
        "    obs  h_g  add  T cells  3 set",
        "    var  f2  overwrite  My genes  4 set  one  two",
        "  categories renamed:",
        "    f2  A  ->  A__2",
        "  left out:",
        "    field  f9  it is continuous",
        "    chunk  core/state  it is state",
        "  advice:",
        "    look at it",
    ]
    assert repr(ApplySummary([], [], False, [])) == (
        "ApplySummary: 0 obs and 0 var columns, 0 left out, 0 findings"
    )


def test_another_data_set_as_text() -> None:
    told = repr(ApplySummary([], [], True, ["cellCount 1 != adata.n_obs 2", "again"], advice=("a",)))
    assert told.splitlines()[1:] == [
        "  nothing was applied, the data set is another one:",
        "    cellCount 1 != adata.n_obs 2",
        "    again",
        "  advice:",
        "    a",
    ]


@pytest.mark.parametrize("more", [-1, 0, 1, 5])
def test_long_lists_are_cut(more: int) -> None:
    skipped = tuple(Skipped("chunk", f"c{number}", "why") for number in range(ROWS + more))
    lines = repr(ApplySummary([], [], False, [], skipped=skipped)).splitlines()
    shown = [f"    chunk  c{number}  why" for number in range(min(20, ROWS + more))]
    assert lines[2:] == shown + [f"    and {more} more"] * (more > 0)


def test_long_texts_are_cut() -> None:
    text = "x" * 500
    column = dataclasses.replace(GROUP, label=text)
    told = repr(dataclasses.replace(SUMMARY, columns=(column,)))
    assert f"    obs  h_g  add  {safe(text, 80)}  3 set\n" in told


def test_in_a_notebook() -> None:
    page = SUMMARY._repr_html_()
    assert page.startswith("<div><p>1 obs and 1 var columns</p><table><caption>columns</caption>")
    for row in (
        ("obs", "h_g", "add", "T cells", "Page", "3", ""),
        ("var", "f2", "overwrite", "My genes", "", "4", "one; two"),
        ("f2", "A", "A__2"),
        ("field", "f9", "it is continuous"),
        ("look at it",),
    ):
        assert "<tr>" + "".join(f"<td><bdi>{cell}</bdi></td>" for cell in row) + "</tr>" in page
    other = ApplySummary([], [], True, ["it has other cells"])._repr_html_()
    assert "<caption>the data set is another one</caption>" in other
    assert "<td><bdi>it has other cells</bdi></td>" in other


def test_findings_are_told_of(store) -> None:  # type: ignore[no-untyped-def]
    bundle = CellucidSessionBundle(store(b.session(b.chunk("other/thing", {}))))
    _, summary = apply_cellucid_session_to_anndata(bundle, dense(), return_summary=True)
    assert summary.findings == bundle.findings
    assert bundle.findings
    for finding in bundle.findings:
        line = "  ".join(safe(text, 80) for text in (finding.level, finding.rule, finding.message))
        assert f"    {line}" in repr(summary).splitlines()
        assert f"<bdi>{finding.rule}</bdi>" in summary._repr_html_()


def test_equal_applications_have_equal_summaries(store) -> None:  # type: ignore[no-untyped-def]
    path = store(b.typical())
    first, second = (
        apply_cellucid_session_to_anndata(path, dense(), return_summary=True)[1] for _ in range(2)
    )
    assert first == second
    pd.testing.assert_frame_equal(first.frame(), second.frame())
