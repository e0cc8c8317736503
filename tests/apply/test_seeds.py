"""The public words on reading and applying sessions, sentence by sentence: each test quotes what it holds."""

from __future__ import annotations

import inspect
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import builders as b
import pytest
from applying import assert_stored, dense, portrait

import cellucid_session
from cellucid_session import (
    CellucidSessionBundle,
    DatasetMismatchWarning,
    apply_cellucid_session_to_anndata,
    session_provenance,
    validate,
)

pytestmark = pytest.mark.libraries

PREFIX = "cellucid_highlight__"
Store = Callable[[bytes], Path]


def other() -> Any:
    """An AnnData of another shape than the session's."""
    return dense(12)


# -- what a session bundle is --


def test_represented_by_a_class() -> None:
    """ "In Python, it is represented by: `cellucid.CellucidSessionBundle`"."""
    assert cellucid_session.CellucidSessionBundle is CellucidSessionBundle
    assert "CellucidSessionBundle" in cellucid_session.__all__


@pytest.mark.parametrize("kind", [str, Path])
def test_path_parameter(kind: type, store: Store) -> None:
    """ "class cellucid.CellucidSessionBundle(path) ... Parameters: path (str | Path)"."""
    assert next(iter(inspect.signature(CellucidSessionBundle).parameters)) == "path"
    path = store(b.typical())
    bundle = CellucidSessionBundle(kind(path))
    assert bundle.path == path


def test_a_manifest_and_a_sequence_of_chunks(store: Store) -> None:
    """ "It contains: a manifest (`datasetFingerprint`, chunk list, codecs); a sequence of chunks (JSON or binary;
    optionally gzip-compressed)"."""
    bundle = CellucidSessionBundle(store(b.typical()))
    assert bundle.manifest["datasetFingerprint"] == bundle.dataset_fingerprint
    assert {entry["codec"] for entry in bundle.manifest["chunks"]} == {"none", "gzip"}
    assert {entry["kind"] for entry in bundle.manifest["chunks"]} == {"json", "binary"}


def test_what_is_read_first(store: Store) -> None:
    """ "bundle.manifest.keys(); bundle.dataset_fingerprint; bundle.list_chunk_ids()"."""
    bundle = CellucidSessionBundle(store(b.typical()))
    keys = {"createdAt", "dataSource", "datasetFingerprint", "summary", "chunks"}
    assert set(bundle.manifest.keys()) == keys
    assert (bundle.dataset_fingerprint["cellCount"], bundle.dataset_fingerprint["varCount"]) == (10, 5)
    assert bundle.list_chunk_ids()[:10] == [entry["id"] for entry in bundle.manifest["chunks"]][:10]


def test_bundle_path(store: Store) -> None:
    """ "You now have a Python object that points to a temp file on disk: print(bundle.path)"."""
    path = store(b.typical())
    assert CellucidSessionBundle(path).path == path


def test_json_chunks_become_objects(store: Store) -> None:
    """ "Read decoded payloads (JSON chunks become Python objects): meta = bundle.decode_chunk("highlights/meta")"."""
    meta = CellucidSessionBundle(store(b.typical())).decode_chunk("highlights/meta")
    assert [group["id"] for group in meta["pages"][0]["highlightedGroups"]] == ["g1", "g2"]


def test_only_what_is_needed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "The reader is streaming-friendly: it indexes chunk offsets once, and only reads/decompresses chunk payloads on
    demand." """
    broken = b.chunk("core/state", {}, stored=b"no gzip")
    bundle = CellucidSessionBundle(store(b.session(broken, b.meta(b.group("g", 0)))))
    read: list[str] = []
    inflate = bundle.decoder.inflate
    monkeypatch.setattr(
        bundle.decoder, "inflate", lambda entry, out: (read.append(entry.id), inflate(entry, out))
    )
    assert bundle.list_chunk_ids() == ["core/state", "highlights/meta"]
    assert read == []
    bundle.decode_chunk("highlights/meta")
    assert read == ["highlights/meta"]


def test_saving(store: Store, tmp_path: Path) -> None:
    """ "saved_path = bundle.save("sessions/my_analysis.cellucid-session")"."""
    bundle = CellucidSessionBundle(store(b.typical()))
    saved_path = bundle.save(tmp_path / "sessions/my_analysis.cellucid-session")
    assert saved_path.read_bytes() == b.typical()
    assert validate(saved_path).valid == validate(bundle.path).valid


UNTRUSTED = {
    "header/magic validation": (lambda: b"NOT" + b.typical()[3:], "MAGIC"),
    "manifest size limits": (lambda: b.typical()[:17] + b"\xff\xff\xff\xff" + b.typical()[21:], "manifest"),
    "chunk decompression limits (zip-bomb protection)": (
        lambda: b.session(b.chunk(b.META, b"[" + b" " * 100_000 + b"]", uncompressedBytes=10)),
        "^Chunk decompressed too large",
    ),
    "bounds checks for indices/codes": (
        lambda: b.session(b.meta(b.group("g", 1)), b.chunk(b.CELLS + "g", b.cells([10]))),
        "cells.index",
    ),
}  # fmt: skip


@pytest.mark.parametrize("guard", UNTRUSTED)
def test_guards(guard: str, store: Store) -> None:
    """ "Session bundles are treated as **untrusted input** in Python: the reader and AnnData-applier do bounds checks
    and have dataset mismatch policies." and "The bundle reader and AnnData applicator include guards: ..."."""
    data, words = UNTRUSTED[guard]
    adata = dense()
    before = portrait(adata)
    with pytest.raises(ValueError, match=words):
        apply_cellucid_session_to_anndata(store(data()), adata, inplace=True)
    assert portrait(adata) == before


# -- the function --

DEFAULTS = {
    "inplace": False,
    "dataset_mismatch": "warn_skip",
    "expected_dataset_id": None,
    "add_highlights": True,
    "highlights_prefix": "cellucid_highlight__",
    "add_user_defined_fields": True,
    "user_defined_prefix": "",
    "include_deleted_user_defined_fields": False,
    "store_uns": True,
    "column_conflict": "suffix",
    "return_summary": False,
}


def test_the_thirteen_parameters() -> None:
    """ "cellucid.apply_cellucid_session_to_anndata(bundle, adata, *, inplace=False, dataset_mismatch='warn_skip',
    expected_dataset_id=None, add_highlights=True, highlights_prefix='cellucid_highlight__',
    add_user_defined_fields=True, user_defined_prefix='', include_deleted_user_defined_fields=False, store_uns=True,
    column_conflict='suffix', return_summary=False)"."""
    parameters = inspect.signature(apply_cellucid_session_to_anndata).parameters
    assert list(parameters)[:13] == ["bundle", "adata", *DEFAULTS]
    for name in ("bundle", "adata"):
        assert parameters[name].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
        assert parameters[name].default is inspect.Parameter.empty
    for name, default in DEFAULTS.items():
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[name].default == default
        assert type(parameters[name].default) is type(default)
    for name in list(parameters)[13:]:  # what is ours comes after them, and nobody has to give it
        assert parameters[name].kind is inspect.Parameter.KEYWORD_ONLY
        assert parameters[name].default is not inspect.Parameter.empty


def test_the_method() -> None:
    """ "apply_to_anndata(adata, *, inplace=False, **kwargs)"."""
    told = str(inspect.signature(CellucidSessionBundle.apply_to_anndata).replace(return_annotation=Any))
    assert told.startswith("(self, adata: 'Any', *, inplace: 'bool' = False, **kwargs: 'Any')")


@pytest.mark.parametrize("kind", [str, CellucidSessionBundle])
def test_bundle_or_path(kind: type, store: Store) -> None:
    """ "bundle (CellucidSessionBundle | str)"."""
    assert PREFIX + "g1" in apply_cellucid_session_to_anndata(kind(store(b.typical())), dense()).obs


def test_the_method_takes_the_options(store: Store) -> None:
    """ "Apply this bundle to an AnnData. See ... apply_cellucid_session_to_anndata." """
    bundle = CellucidSessionBundle(store(b.typical()))
    adata2, summary = bundle.apply_to_anndata(dense(), highlights_prefix="h_", return_summary=True)
    assert summary.added_obs_columns == ["h_g1", "h_g2", "f1"]
    assert bundle.apply_to_anndata(dense()).obs["f1"].equals(adata2.obs["f1"])


def test_what_is_returned(store: Store) -> None:
    """ "By default returns the (possibly copied) adata. If return_summary=True, returns (adata, summary)." """
    path, adata = store(b.typical()), dense()
    before = portrait(adata)
    copied = apply_cellucid_session_to_anndata(path, adata)
    assert copied is not adata
    assert portrait(adata) == before
    same, summary = apply_cellucid_session_to_anndata(path, adata, inplace=True, return_summary=True)
    assert same is adata
    assert isinstance(summary, cellucid_session.ApplySummary)
    assert set(summary.added_obs_columns) <= set(adata.obs)


def test_full_control(store: Store) -> None:
    """The call of "Apply with full control", as it stands there."""
    adata2, summary = apply_cellucid_session_to_anndata(
        CellucidSessionBundle(store(b.typical())),
        dense(),
        inplace=False,
        dataset_mismatch="warn_skip",
        expected_dataset_id=None,
        add_highlights=True,
        highlights_prefix="cellucid_highlight__",
        add_user_defined_fields=True,
        user_defined_prefix="",
        include_deleted_user_defined_fields=False,
        store_uns=True,
        column_conflict="suffix",
        return_summary=True,
    )
    assert summary.added_obs_columns == [PREFIX + "g1", PREFIX + "g2", "f1"]
    assert summary.added_var_columns == ["f2"]
    assert set(adata2.uns["cellucid"]) == {"session"}


# -- what is applied --


def test_highlights(store: Store) -> None:
    """ "**Highlights** → new boolean `adata.obs` columns; one column per highlight group" and "Applying a bundle can
    create columns like `cellucid_highlight__<group_id>`." """
    adata2, summary = apply_cellucid_session_to_anndata(store(b.typical()), dense(), return_summary=True)
    groups = [column for column in summary.columns if column.kind == "highlight"]
    assert [column.name for column in groups] == [PREFIX + "g1", PREFIX + "g2"]
    assert {str(adata2.obs[column.name].dtype) for column in groups} == {"bool"}
    assert adata2.obs[PREFIX + "g1"].tolist() == [place in (1, 4, 9) for place in range(10)]
    assert not adata2.obs[PREFIX + "g2"].any()


def test_user_defined_fields(store: Store) -> None:
    """ "**User-defined categorical fields** → new categorical columns in `adata.obs` and/or `adata.var`" and
    "(depending on source)"."""
    adata2 = apply_cellucid_session_to_anndata(store(b.typical()), dense())
    assert str(adata2.obs["f1"].dtype) == "category"
    assert adata2.obs["f1"].astype(object).where(adata2.obs["f1"].notna(), None).tolist() == [
        "a", "b", None, "a", "a", "b", "b", "b", "a", "a",
    ]  # fmt: skip
    assert str(adata2.var["f2"].dtype) == "category"
    assert adata2.var["f2"].astype(object).where(adata2.var["f2"].notna(), None).tolist() == [
        "z", "z", None, "x", "y",
    ]  # fmt: skip


def test_state_of_the_viewer(store: Store) -> None:
    """ "Other session state (camera position, UI layout, etc.) is not applied to AnnData (it's UI state, not analysis
    state)." """
    data = b.session(
        b.chunk("core/state", {}), b.chunk("ui/dockable-layout", {}), b.chunk("analysis/windows", {})
    )
    adata = dense()
    adata2, summary = apply_cellucid_session_to_anndata(
        store(data), adata, return_summary=True, store_uns=False
    )
    assert portrait(adata2) == portrait(adata)
    assert {item.what for item in summary.skipped} == {"core/state", "ui/dockable-layout", "analysis/windows"}


@pytest.mark.parametrize("how", ["isDeleted", "isPurged"])
def test_deleted_fields(how: str, store: Store) -> None:
    """ "include/exclude deleted user-defined fields"."""
    path = store(
        b.session(b.overlays(b.field("f", **{how: True})), b.chunk(b.CODES + "f", b.codes([0] * 10)))
    )
    assert "f" not in apply_cellucid_session_to_anndata(path, dense()).obs
    included = apply_cellucid_session_to_anndata(path, dense(), include_deleted_user_defined_fields=True)
    assert included.obs["f"].tolist() == ["a"] * 10


def test_prefixes(store: Store) -> None:
    """ "highlights_prefix (str)", "user_defined_prefix (str)"."""
    adata2 = apply_cellucid_session_to_anndata(
        store(b.typical()), dense(), highlights_prefix="mine_", user_defined_prefix="ann_"
    )
    assert list(adata2.obs.columns[-3:]) == ["mine_g1", "mine_g2", "ann_f1"]
    assert list(adata2.var.columns[-1:]) == ["ann_f2"]


def test_bookkeeping(store: Store, tmp_path: Path) -> None:
    """ "store manifest + chunk metadata under adata.uns['cellucid']" and "Optional bookkeeping in
    adata.uns["cellucid"] (manifest, fingerprint, and chunk snapshots)"."""
    bundle = CellucidSessionBundle(store(b.typical()))
    adata2 = bundle.apply_to_anndata(dense())
    told = session_provenance(adata2)
    assert told is not None
    assert [entry["id"] for entry in told["manifest"]["chunks"]] == bundle.list_chunk_ids()
    assert told["fingerprint"] == bundle.dataset_fingerprint
    assert told["chunks"]["highlights/meta"] == bundle.decode_chunk("highlights/meta")
    assert told["chunks"]["core/field-overlays"] == bundle.decode_chunk("core/field-overlays")
    assert_stored(adata2, tmp_path)
    assert "cellucid" not in bundle.apply_to_anndata(dense(), store_uns=False).uns


def test_use(store: Store) -> None:
    """ "Subset by a highlight group: highlight_col = summary.added_obs_columns[0];
    selected = adata2[adata2.obs[highlight_col].astype(bool)].copy()"."""
    adata2, summary = apply_cellucid_session_to_anndata(store(b.typical()), dense(), return_summary=True)
    highlight_col = summary.added_obs_columns[0]
    selected = adata2[adata2.obs[highlight_col].astype(bool)].copy()
    assert list(selected.obs_names) == ["cell1", "cell4", "cell9"]


def test_positions(store: Store) -> None:
    """ "Highlights and codes are stored as indices into the dataset. If your AnnData row order differs, labels will be
    assigned to the wrong cells." """
    path, turned = store(b.typical()), dense()[::-1].copy()
    straight = apply_cellucid_session_to_anndata(path, dense()).obs[PREFIX + "g1"].tolist()
    assert apply_cellucid_session_to_anndata(path, turned).obs[PREFIX + "g1"].tolist() == straight
    doc = inspect.getdoc(apply_cellucid_session_to_anndata) or ""
    assert "labels go to the wrong cells" in " ".join(doc.split())  # and who asks for help is told


# -- dataset mismatch policies --


def test_error_stops(store: Store) -> None:
    """ "**error**: stop immediately (strict)" and "Symptom: “Dataset fingerprint mismatch”"."""
    adata = other()
    before = portrait(adata)
    with pytest.raises(ValueError, match=r"^Dataset fingerprint mismatch: cellCount 10 != adata.n_obs 12"):
        apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=True, dataset_mismatch="error")
    assert portrait(adata) == before


@pytest.mark.parametrize("options", [{}, {"dataset_mismatch": "warn_skip"}], ids=["default", "warn_skip"])
def test_warn_skip(options: dict[str, str], store: Store) -> None:
    """ "**warn_skip** (default): warn and skip dataset-dependent chunks" and "If mismatch is detected, default
    behavior is to warn and skip dataset-dependent chunks." """
    with pytest.warns(DatasetMismatchWarning, match="Dataset fingerprint mismatch"):
        adata2, summary = apply_cellucid_session_to_anndata(
            store(b.typical()), other(), return_summary=True, **options
        )
    assert list(adata2.obs.columns) == list(other().obs.columns)
    assert (summary.added_obs_columns, summary.added_var_columns) == ([], [])
    assert summary.skipped_due_to_mismatch


def test_skip(store: Store) -> None:
    """ "**skip**: silently skip dataset-dependent chunks"."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        adata2, summary = apply_cellucid_session_to_anndata(
            store(b.typical()), other(), dataset_mismatch="skip", return_summary=True
        )
    assert list(adata2.obs.columns) == list(other().obs.columns)
    assert summary.skipped_due_to_mismatch


COUNTS = {"cells": {"n_obs": 11}, "variables": {"n_vars": 6}}


@pytest.mark.parametrize("case", COUNTS)
def test_what_is_compared(case: str, store: Store) -> None:
    """ "Session bundles include a dataset fingerprint (cell count, var count, dataset id)." """
    with pytest.raises(ValueError, match="Dataset fingerprint mismatch"):
        apply_cellucid_session_to_anndata(
            store(b.session(**COUNTS[case])), dense(), dataset_mismatch="error"
        )  # fmt: skip


def test_the_id(store: Store) -> None:
    """ "when you care about reproducibility, set `expected_dataset_id` and use `dataset_mismatch="error"`"."""
    path = store(b.typical())
    strict = {"dataset_mismatch": "error", "expected_dataset_id": "demo"}
    assert PREFIX + "g1" in apply_cellucid_session_to_anndata(path, dense(), **strict).obs
    with pytest.raises(ValueError, match="datasetId"):
        apply_cellucid_session_to_anndata(path, dense(), **strict | {"expected_dataset_id": "pbmc"})


# -- troubleshooting --


def test_not_a_session(store: Store) -> None:
    """ "Not a .cellucid-session file (invalid MAGIC header)": "Confirm the file is actually a .cellucid-session bundle
    and not (for example) a .json export or a renamed file." """
    for data in (b'{"states": []}', b"PK\x03\x04" + b"\0" * 100, b"\x1f\x8b" + b"\0" * 100):
        with pytest.raises(ValueError, match=r"^Not a \.cellucid-session file \(invalid MAGIC header\)"):
            CellucidSessionBundle(store(data))


def test_too_large(store: Store) -> None:
    """ "Chunk decompressed too large": "Treat the file as potentially unsafe/corrupted. If it is trusted but
    legitimately large, the bundle writer should include `uncompressedBytes` in metadata"."""
    payload = {"a": "x" * 100_000}
    wrong = b.session(b.chunk("core/state", payload, uncompressedBytes=100))
    with pytest.raises(ValueError, match=r"^Chunk decompressed too large"):
        CellucidSessionBundle(store(wrong)).decode_chunk("core/state")
    right = b.session(b.chunk("core/state", payload))
    assert CellucidSessionBundle(store(right)).decode_chunk("core/state") == payload


def test_a_codec_that_is_not_known(store: Store) -> None:
    """ "Unsupported session chunk codec: …": "re-export using supported codecs (none or gzip)"."""
    with pytest.raises(ValueError, match=r"^Unsupported session chunk codec: brotli"):
        CellucidSessionBundle(store(b.session(b.chunk("core/state", {}, codec="brotli"))))
    for codec in ("none", "gzip"):
        data = b.session(b.chunk("core/state", {}, codec=codec))
        assert CellucidSessionBundle(store(data)).decode_chunk("core/state") == {}


def test_a_missing_chunk(store: Store) -> None:
    """ "Symptom: KeyError: 'highlights/meta' (or another chunk id)": "Guard your code: check
    `chunk_id in bundle.list_chunk_ids()` before decoding." """
    bundle = CellucidSessionBundle(store(b.session()))
    assert "highlights/meta" not in bundle.list_chunk_ids()
    with pytest.raises(KeyError) as caught:
        bundle.decode_chunk("highlights/meta")
    assert caught.value.args == ("highlights/meta",)


def test_no_columns(store: Store) -> None:
    """ "Applying session adds no columns": "the session did not contain highlight groups or user-defined fields"."""
    adata2, summary = apply_cellucid_session_to_anndata(store(b.session()), dense(), return_summary=True)
    assert list(adata2.obs.columns) == list(dense().obs.columns)
    assert summary.added_obs_columns == []


def test_no_highlight_columns(store: Store) -> None:
    """ "No highlight columns were added": "You disabled highlight application (`add_highlights=False`)" and "Inspect
    bundle.list_chunk_ids() and look for highlights/meta." """
    path = store(b.typical())
    adata2 = apply_cellucid_session_to_anndata(path, dense(), add_highlights=False)
    assert not [name for name in adata2.obs if name.startswith(PREFIX)]
    assert "f1" in adata2.obs
    assert "highlights/meta" in CellucidSessionBundle(path).list_chunk_ids()
    without = apply_cellucid_session_to_anndata(path, dense(), add_user_defined_fields=False)
    assert "f1" not in without.obs
    assert PREFIX + "g1" in without.obs


def test_suffixes(store: Store) -> None:
    """ "policy `column_conflict="suffix"` creates `name__2`, `name__3`, ..." """
    path, adata = store(b.typical()), dense()
    for number in ("", "__2", "__3"):
        _, summary = apply_cellucid_session_to_anndata(path, adata, inplace=True, return_summary=True)
        assert summary.added_obs_columns == [f"{PREFIX}g1{number}", f"{PREFIX}g2{number}", f"f1{number}"]
        assert summary.added_var_columns == [f"f2{number}"]


def test_column_already_exists(store: Store) -> None:
    """ "Symptom: “Column already exists: …”": "You applied the same session twice"; "If you want strict behavior: use
    `column_conflict="error"`"."""
    path = store(b.typical())
    once = apply_cellucid_session_to_anndata(path, dense())
    with pytest.raises(ValueError, match=r"^Column already exists: cellucid_highlight__g1: "):
        apply_cellucid_session_to_anndata(path, once, column_conflict="error")


def test_overwriting(store: Store) -> None:
    """ "Or choose `column_conflict="overwrite"` if you intentionally want replacement." """
    adata = dense()
    adata.obs["f1"] = "old"
    adata2 = apply_cellucid_session_to_anndata(store(b.typical()), adata, column_conflict="overwrite")
    assert adata2.obs["f1"].tolist()[:2] == ["a", "b"]
    assert list(adata2.obs.columns).count("f1") == 1
    assert adata.obs["f1"].tolist() == ["old"] * 10


def test_pandas_is_missing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Symptom: “apply_cellucid_session_to_anndata requires pandas”"."""
    adata = dense()
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"^apply_cellucid_session_to_anndata requires pandas"):
        apply_cellucid_session_to_anndata(store(b.typical()), adata)


@pytest.mark.parametrize("option", ["dataset_mismatch", "column_conflict"])
def test_words_of_the_policies(option: str, store: Store) -> None:
    """ "error" | "warn_skip" | "skip"; "error" | "overwrite" | "suffix"."""
    words = {
        "dataset_mismatch": ["error", "warn_skip", "skip"],
        "column_conflict": ["error", "overwrite", "suffix"],
    }
    path = store(b.typical())
    for word in words[option]:
        assert "f1" in apply_cellucid_session_to_anndata(path, dense(), **{option: word}).obs
    for word in ("", "Error", "warn", None):
        with pytest.raises(ValueError, match=f"^{option} must be one of {', '.join(words[option])}"):
            apply_cellucid_session_to_anndata(path, dense(), **{option: word})
