"""What a viewer asks its page to change: whose cells are meant, what is sent, and what is said when it can't be."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from paging import Page

from cellucid_session.capture import CaptureError
from cellucid_session.capture.cells import Selection, positions
from cellucid_session.errors import CaptureTimeoutError, UsageError
from cellucid_session.io import identity

anndata = pytest.importorskip("anndata")
pytest.importorskip("uvicorn")
import pandas as pd  # noqa: E402

NAMES = [f"c{i}" for i in range(8)]
KEPT = {"obs": identity.of(NAMES)}
MASK = np.isin(np.arange(8), [2, 5])
TWICE = {"obs": identity.of(["a", "a", "b"])}

MEANT: dict[str, Any] = {
    "a mask": MASK,
    "a list of True and False": list(MASK),
    "a column compared": pd.Series(MASK, index=NAMES),
    "a column of the same cells in another order": pd.Series(MASK, index=NAMES)[::-1],
    "a column of fewer cells": pd.Series(MASK, index=NAMES)[1:6],
    "a mask whose rows have numbers": pd.Series(MASK),
    "names": ["c5", "c2", "c5"],
    "an index": pd.Index(["c2", "c5"]),
    "a column of names": pd.Series(["c5", "c2"], index=[7, 8]),
    "a generator": (name for name in ("c2", "c5")),
    "a selection": Selection(np.array([2, 5]), pd.Index(["c2", "c5"]), 8),
}


@pytest.mark.parametrize("case", MEANT)
def test_the_cells_that_are_meant_are_found(case: str) -> None:
    assert positions(MEANT[case], 8, KEPT).tolist() == [2, 5]


def test_all_and_none_are_found() -> None:
    assert positions(NAMES, 8, KEPT).tolist() == list(range(8))
    assert positions([], 8, KEPT).tolist() == []
    assert positions(np.zeros(8, bool), 8, KEPT).tolist() == []
    assert positions(np.ones(3, bool), 3, TWICE).tolist() == [0, 1, 2]


NOT_MEANT: dict[str, tuple[Any, Any, str]] = {
    "a mask that is too long": (np.ones(9, bool), KEPT, "the mask has 9 values, and 8 cells are shown"),
    "a mask of two dimensions": (np.ones((8, 1), bool), KEPT, "one dimension, not 2"),
    "numbers": ([1, 2], KEPT, "neither True and False nor names"),
    "unknown and true": (
        pd.Series([True, None] * 4, dtype="boolean"),
        KEPT,
        "4 of 8 values of the mask are missing",
    ),
    "a mask with numbered rows that was sorted": (
        pd.Series(MASK)[::-1],
        KEPT,
        "it was sorted or made of other",
    ),
    "a mask with the rows of another table": (
        pd.Series(MASK, index=range(8, 16)),
        KEPT,
        "it was sorted or made",
    ),
    "a text": ("c1", KEPT, "a mask or names, not str"),
    "nothing": (None, KEPT, "a mask or names, not NoneType"),
    "a name that is not shown": (
        ["c1", "x\u202e"],
        KEPT,
        r"1 of 2 names are not shown by this viewer: 'x\\u202e'",
    ),
    "names that occur twice": (["b"], TWICE, "obs_names_make_unique"),
    "names of cells without names": (["b"], None, "give a mask in the order that is shown"),
}


@pytest.mark.parametrize("case", NOT_MEANT)
def test_what_can_not_be_meant_is_said(case: str) -> None:
    cells, names, text = NOT_MEANT[case]
    with pytest.raises(UsageError) as caught:
        positions(cells, 8, names)
    assert text in str(caught.value).replace("\\\\\\\\", "\\\\")


@pytest.fixture
def viewer() -> Iterator[Any]:
    from cellucid_session import show_anndata

    data = anndata.AnnData(np.zeros((8, 1), np.float32), obs=pd.DataFrame(index=NAMES))
    data.obsm["X_umap"] = np.zeros((8, 2), np.float32)
    with show_anndata(data) as made:
        made._shown = 1  # nobody opens a browser for this
        yield made


def page_of(viewer: Any, answer: Any, **event: Any) -> tuple[Page, list[Any]]:
    """A page that is ready, and gives `answer` (an event's type, or None) to the next change; what it got."""
    page, got = Page(viewer.url), []
    page.tell("ready", protocol=1)

    def run() -> None:
        while not got:
            for command in page.commands(wait=2):
                path = f"changes/{command['requestId']}"
                got.extend([command, json.loads(page.get(path)[2]), page.get(f"{path}/cells")])
                if answer is not None:
                    page.tell(answer, requestId=command["requestId"], **event)

    threading.Thread(target=run, daemon=True).start()
    return page, got


def test_a_change_is_fetched_and_answered_and_then_gone(viewer: Any) -> None:
    label = "</script><b>\u202e"
    page, got = page_of(viewer, "done")
    viewer.highlight(["c5", "c2"], label, color="#00ff00", timeout=20)
    command, asked, (status, _, cells) = got
    assert set(command) == {"seq", "type", "requestId"}, "no text of Python is in what a notebook runs"
    assert asked == {
        "do": "highlight", "label": label, "page": None, "color": "#00ff00", "replace": False, "cells": 2,
    }  # fmt: skip
    assert (status, np.frombuffer(cells, "<u4").tolist()) == (200, [2, 5])
    for path in (command["requestId"], command["requestId"] + "/cells", "0" * 32, ""):
        assert page.get(f"changes/{path}")[0] in (400, 404)
    page.token = page.headers["X-Cellucid-Token"] = "a" * 43
    assert page.get(f"changes/{command['requestId']}")[0] == 404
    assert viewer._asked == {}


def test_what_the_page_can_not_do_is_said(viewer: Any) -> None:
    page_of(viewer, "error", text="This field is no longer there.\u202e")
    with pytest.raises(CaptureError, match=r"the page did not do it: This field is no longer there\.\\u202e"):
        viewer.label(["c1"], "T", timeout=20)
    assert viewer._asked == {}


def test_a_page_that_does_not_answer_and_one_that_is_not_there(viewer: Any) -> None:
    with pytest.raises(CaptureTimeoutError) as caught:
        viewer.select(["c1"], timeout=0.2)
    assert caught.value.step == "ready"
    page_of(viewer, None)
    with pytest.raises(CaptureTimeoutError, match="did not say that it was made") as caught:
        viewer.select(["c1"], timeout=1)
    assert caught.value.step == "change"
    assert viewer._asked == {}


@pytest.mark.parametrize(
    ("name", "arguments", "text"),
    [
        ("highlight", (["c1"], " "), "label is empty"),
        ("highlight", (["c1"], "x" * 257), "at most 256"),
        ("highlight", (["c1"], "\ud800"), "lone surrogate"),
        ("highlight", (["c1"], 3), "label must be a text"),
        ("label", (["c1"], "T", ""), "field is empty"),
        ("select", (["c1"], "toggle"), "how is one of new, add, remove, keep"),
        ("color_by", (3,), "key must be a text"),
    ],
)
def test_wrong_arguments_are_refused_at_the_door(name: str, arguments: Any, text: str, viewer: Any) -> None:
    with pytest.raises(UsageError, match=text):
        getattr(viewer, name)(*arguments, timeout=0.1)
    with pytest.raises(UsageError, match="#rrggbb"):
        viewer.highlight(["c1"], "x", color="red")


def test_callbacks_are_told_of_each_change_and_end_with_the_viewer(viewer: Any) -> None:
    tab, told, came = "1" * 32, [], threading.Event()
    page = Page(viewer.url)

    @viewer.on_change
    def broken(_: Any) -> None:
        raise ValueError("mine")

    @viewer.on_change
    def seen(one: Any) -> None:
        told.append((one.tabs[0].selected, one.tabs[0].moment))
        came.set()

    def happen(moment: int) -> None:
        for _ in range(2):  # the second says nothing new
            page.tell("state", tab=tab, groups=0, fields=0, empty=True, selected=3, moment=moment)
        assert came.wait(10)
        came.clear()

    for moment in (1, 2):
        with pytest.warns(RuntimeWarning, match="a function of on_change failed: ValueError"):
            happen(moment)
    assert told == [(3, 1), (3, 2)]
    thread = viewer._watch
    viewer.close()
    thread.join(5)
    assert not thread.is_alive()
    with pytest.raises(CaptureError, match="closed"):
        viewer.on_change(seen)
