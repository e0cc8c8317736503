"""What the options of the public functions do, and what is done without them. Spec: 10."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anndata as ad
import builders as b
import numpy as np
import pandas as pd
import pytest
from applying import dense, portrait

from cellucid_session import (
    CellucidSessionBundle,
    DatasetMismatchWarning,
    InvalidSessionError,
    UsageError,
    apply_cellucid_session_to_anndata,
    apply_sessions,
    session_provenance,
)
from cellucid_session.safe import safe

pytestmark = pytest.mark.libraries

Store = Callable[[bytes], Path]
P = "cellucid_highlight__"


def one(path: Any, adata: Any, **options: Any) -> Any:
    return apply_cellucid_session_to_anndata(path, adata, **options)


def several(path: Any, adata: Any, **options: Any) -> Any:
    return apply_sessions({"": path}, adata, **options)


FUNCTIONS = pytest.mark.parametrize("apply", [one, several])

#: a group, a field, a deleted field, and a path of the sender
SESSION = b.session(
    b.overlays(b.field("f"), b.field("gone", isDeleted=True)),
    b.meta(b.group("g", 1)),
    *(b.chunk(b.CODES + name, b.codes([0] * 10)) for name in ("f", "gone")),
    b.chunk(b.CELLS + "g", b.cells([1])),
    manifest={"dataSource": {"sourceType": "x", "datasetId": "d", "userPath": "/home/ann/SECRET"}},
)


@FUNCTIONS
def test_without_options(apply: Any, store: Store) -> None:
    adata = dense()
    adata.obs["f"] = 1
    before = portrait(adata)
    result = apply(store(SESSION), adata)
    assert type(result) is ad.AnnData
    assert result is not adata
    assert portrait(adata) == before
    assert list(result.obs.columns) == ["leiden", "score", "f", P + "g", "f__2"]
    assert session_provenance(result) is not None
    assert "SECRET" not in str(dict(result.uns))
    with pytest.warns(DatasetMismatchWarning):
        apply(store(SESSION), dense(11))


@FUNCTIONS
def test_as_much_memory_as_is_given_without_an_option(apply: Any, store: Store) -> None:
    most = inspect.signature(apply_cellucid_session_to_anndata if apply is one else apply_sessions).parameters
    assert most["column_budget"].default == 4 * 1024**3
    assert "f" in apply(store(SESSION), dense(), column_budget=4 * 1024**3).obs


@FUNCTIONS
def test_each_option(apply: Any, store: Store) -> None:
    path = store(SESSION)

    def columns(**options: Any) -> list[str]:
        return list(apply(path, dense(), **options).obs.columns)[2:]

    assert columns(add_highlights=False) == ["f"]
    assert columns(add_user_defined_fields=False) == [P + "g"]
    assert columns(highlights_prefix="h_") == ["h_g", "f"]
    assert columns(include_deleted_user_defined_fields=True) == [P + "g", "f", "gone"]
    assert columns(dataset_mismatch="skip", expected_dataset_id="other") == []
    assert columns(dataset_mismatch="error", expected_dataset_id="demo") == [P + "g", "f"]
    assert session_provenance(apply(path, dense(), store_uns=False)) is None
    assert "SECRET" in str(dict(apply(path, dense(), store_sender_paths=True).uns))
    adata = dense()
    assert apply(path, adata, inplace=True) is adata
    assert P + "g" in adata.obs


def test_a_prefix_for_fields(store: Store) -> None:
    assert list(one(store(SESSION), dense(), user_defined_prefix="u_").obs.columns)[2:] == [P + "g", "u_f"]
    adata = apply_sessions({"a_": store(SESSION)}, dense(), highlights_prefix="h_")
    assert list(adata.obs.columns)[2:] == ["a_h_g", "a_f"]


def summary_of(apply: Any, told: Any) -> Any:
    return told if apply is one else told[""]


@FUNCTIONS
def test_what_comes_back(apply: Any, store: Store) -> None:
    path, adata = store(SESSION), dense()
    before = portrait(adata)
    result, summary = apply(path, adata, return_summary=True)
    wanted = summary_of(apply, summary)
    assert wanted.added_obs_columns == [P + "g", "f"]
    assert P + "g" in result.obs

    table = apply(path, adata, dry_run=True)
    again, told = apply(path, adata, dry_run=True, return_summary=True)
    pd.testing.assert_frame_equal(again, table)
    assert summary_of(apply, told) == wanted
    assert table["name"].tolist()[:2] == [P + "g", "f"]
    assert table.columns[0] == ("action" if apply is one else "session")
    assert table.index.tolist() == list(range(len(table)))

    frames = apply(path, adata, columns_only=True)
    others, told = apply(path, adata, columns_only=True, return_summary=True)
    assert summary_of(apply, told) == wanted
    for frame, other, names in zip(frames, others, (adata.obs_names, adata.var_names), strict=True):
        pd.testing.assert_frame_equal(frame, other)
        assert frame.index.equals(names)
        assert frame.index is not names
    assert list(frames[0].columns) == [P + "g", "f"]
    assert list(frames[1].columns) == []
    assert portrait(adata) == before


def test_several_sessions_come_in_their_order(store: Store) -> None:
    first, second = store(SESSION), CellucidSessionBundle(store(b.typical()))
    sessions = {"b_": first, "a_": second}
    table = apply_sessions(sessions, dense(), dry_run=True)
    assert list(table.columns)[:3] == ["session", "action", "name"]
    added = table[table["action"] == "add"]
    names = ["b_" + P + "g", "b_f", "a_" + P + "g1", "a_" + P + "g2", "a_f1", "a_f2"]
    assert added["name"].tolist() == names
    assert added["session"].tolist() == ["b_"] * 2 + ["a_"] * 4
    assert table.index.tolist() == list(range(len(table)))
    result, summaries = apply_sessions(sessions, dense(), return_summary=True)
    assert list(result.obs.columns)[2:] == names[:-1]
    assert list(summaries) == ["b_", "a_"]
    assert summaries["b_"].added_obs_columns == names[:2]
    assert summaries["a_"].added_var_columns == ["a_f2"]
    obs, var = apply_sessions(sessions, dense(), columns_only=True)
    assert (list(obs.columns), list(var.columns)) == (names[:-1], names[-1:])


def test_no_sessions_at_all() -> None:
    assert apply_sessions({}, dense(), dry_run=True).empty
    assert portrait(apply_sessions({}, dense(), store_uns=False)) == portrait(dense())
    obs, var = apply_sessions({}, dense(), columns_only=True)
    assert (obs.shape, var.shape) == ((10, 0), (5, 0))


@FUNCTIONS
def test_more_columns_than_can_be_stored_are_had_alone(apply: Any, store: Store) -> None:
    """AP-13."""
    adata = dense()
    adata.obs = pd.DataFrame(
        np.zeros((10, 4000), bool), index=adata.obs_names, columns=[f"c{i}" for i in range(4000)]
    )
    with pytest.raises(ValueError, match="more than the 4000 columns"):
        apply(store(SESSION), adata)
    obs, _ = apply(store(SESSION), adata, columns_only=True)
    assert list(obs.columns) == [P + "g", "f"]


# -- what is wrong --

WRONG: dict[str, tuple[dict[str, Any], type[Exception], str]] = {
    "a mismatch policy": (
        {"dataset_mismatch": "warn"},
        UsageError,
        r"^dataset_mismatch must be one of error, warn_skip, skip; it is 'warn'$",
    ),
    "a conflict policy": (
        {"column_conflict": "replace"},
        UsageError,
        r"^column_conflict must be one of error, overwrite, suffix; it is 'replace'$",
    ),
    "an id": (
        {"expected_dataset_id": 5},
        UsageError,
        r"^expected_dataset_id must be a text or None, not int$",
    ),
    "a prefix": ({"highlights_prefix": "a/b"}, UsageError, r"^highlights_prefix can't begin"),
    "a prefix that is no text": ({"highlights_prefix": 1}, UsageError, r"^highlights_prefix must be a text"),
    **{
        f"a budget of {value!r}": ({"column_budget": value}, UsageError, r"^column_budget must be an integer")
        for value in (-1, 1.0, True, "1", None)
    },
    **{
        " and ".join(names): (
            dict.fromkeys(names, True),
            UsageError,
            r"^only one of inplace, dry_run and columns",
        )
        for names in (
            ("inplace", "dry_run"),
            ("inplace", "columns_only"),
            ("dry_run", "columns_only"),
            ("inplace", "dry_run", "columns_only"),
        )
    },
}


@FUNCTIONS
@pytest.mark.parametrize("case", WRONG)
def test_wrong_options(case: str, apply: Any, store: Store) -> None:
    """Seen before the session is opened."""
    options, error, words = WRONG[case]
    adata = dense()
    before = portrait(adata)
    with pytest.raises(error, match=words):
        apply("/no/such/file", adata, **options)
    assert portrait(adata) == before


def test_wrong_prefixes(store: Store) -> None:
    with pytest.raises(UsageError, match=r"^user_defined_prefix can't begin"):
        one("/no/such/file", dense(), user_defined_prefix="a\\b")
    for prefix in ("a/", ".a", 5):
        with pytest.raises(UsageError, match=r"^a session's prefix"):
            apply_sessions({prefix: "/no/such/file"}, dense())  # type: ignore[dict-item]
    with pytest.raises(UsageError, match=r"^highlights_prefix can't begin"):
        apply_sessions({"a": "/no/such/file"}, dense(), highlights_prefix=".h")


def test_a_wrong_word_is_shown_safely() -> None:
    hostile = "\x1b[2J" + "x" * 200
    with pytest.raises(UsageError) as caught:
        one("/no/such/file", dense(), dataset_mismatch=hostile)
    assert str(caught.value).endswith(f"; it is {safe(repr(hostile), 60)}")


@FUNCTIONS
def test_what_is_no_anndata(apply: Any) -> None:
    for value, name in (
        (pd.DataFrame(), "DataFrame"),
        (None, "NoneType"),
        (ad.AnnData, type(ad.AnnData).__name__),
    ):
        with pytest.raises(TypeError, match=f"^adata must be an AnnData, not ({name})$"):
            apply("/no/such/file", value)


@FUNCTIONS
@pytest.mark.parametrize("axis", ["obs", "var"])
def test_tables_that_are_not_in_memory(apply: Any, axis: str) -> None:
    class Lazy(ad.AnnData):
        """One whose table is of another kind, as that of a lazy AnnData is."""

    setattr(Lazy, axis, property(lambda self: {"no": "table"}))
    adata = dense()
    adata.__class__ = Lazy
    with pytest.raises(TypeError, match=f"^adata.{axis} must be a pandas DataFrame, not dict$"):
        apply("/no/such/file", adata)


@FUNCTIONS
@pytest.mark.parametrize("options", [{}, {"dry_run": True}, {"inplace": True}], ids=repr)
def test_uns_that_can_not_be_added_to_is_seen_first(options: dict[str, bool], apply: Any) -> None:
    """AP-09."""
    adata = dense()
    adata.uns["cellucid"] = [("session", 1)]
    before = portrait(adata)
    with pytest.raises(TypeError, match=r'^adata.uns\["cellucid"\] must be a dict, it is list$'):
        apply("/no/such/file", adata, **options)
    with pytest.raises(OSError, match="can't be read"):
        apply("/no/such/file", adata, store_uns=False, **options)
    assert portrait(adata) == before


# -- files --


def held() -> list[str]:
    """The sessions that this process has open."""
    found = []
    for number in os.listdir("/proc/self/fd"):
        try:
            found.append(os.readlink(f"/proc/self/fd/{number}"))
        except OSError:
            continue
    return [path for path in found if path.endswith(".cellucid-session")]


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="open files are looked up in /proc")
@FUNCTIONS
def test_what_was_opened_is_closed_and_what_was_open_stays(apply: Any, store: Store) -> None:
    broken = store(b.session(b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([10]))))
    path = store(SESSION)
    kept = []  # each bundle that is made: one that is forgotten would close itself
    with pytest.MonkeyPatch.context() as patch:
        opened = CellucidSessionBundle.__init__
        patch.setattr(
            CellucidSessionBundle,
            "__init__",
            lambda self, *args, **options: (kept.append(self), opened(self, *args, **options))[1],
        )
        apply(path, dense())
        apply(str(path), dense(), dry_run=True)
        with pytest.raises(InvalidSessionError):
            apply(broken, dense())
        assert len(kept) == 3
        assert held() == []
        bundle = CellucidSessionBundle(path)
        apply(bundle, dense())
        assert held() == [str(path)]
        assert bundle.decode_chunk("highlights/meta")["pages"]
        bundle.close()
