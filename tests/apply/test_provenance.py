"""Bookkeeping in uns. Spec: 10.4; attacks AP-07 to AP-09, AP-18."""

from __future__ import annotations

import anndata as ad
import builders as b
import pytest
from applying import assert_stored, dense, portrait

from cellucid_session import (
    InvalidSessionError,
    apply_cellucid_session_to_anndata,
    session_provenance,
)


def test_bookkeeping_comes_back_from_files(store, tmp_path):
    """AP-07. "Optional bookkeeping in adata.uns["cellucid"] (manifest, fingerprint, and chunk snapshots)"."""
    result = apply_cellucid_session_to_anndata(store(b.typical()), dense())
    assert_stored(result, tmp_path)
    known = session_provenance(result)
    assert session_provenance(ad.read_h5ad(tmp_path / "x.h5ad")) == known
    assert session_provenance(ad.read_zarr(tmp_path / "x.zarr")) == known
    assert known["fingerprint"] == {
        "sourceType": "local-demo",
        "datasetId": "demo",
        "cellCount": 10,
        "varCount": 5,
    }
    assert len(known["manifest"]["chunks"]) == 11
    assert known["chunks"]["highlights/meta"]["pages"][0]["name"] == "Page"
    assert [column["name"] for column in known["applied"]["columns"]][2] == "f1"
    assert known["tool"].startswith("cellucid-session ")
    assert known["applied"]["options"]["column_conflict"] == "suffix"


def test_only_texts_and_scalars_under_our_own_keys_are_stored(store):
    """AP-07, AP-08: no key comes from the file, no list of dicts, no None."""
    key = "a/b"
    data = b.session(
        b.overlays(b.field("f/g", key=key, **{"x/y": 1})),
        b.chunk(b.CODES + "f/g", b.codes([0] * 10)),
        b.chunk("other/thing", {key: None}),
        manifest={"un/known": {"a/b": [{}]}},
    )
    result = apply_cellucid_session_to_anndata(store(data), dense())
    record = result.uns["cellucid"]["session"]
    assert set(record) == {"tool", "layout", "sessions", "manifest", "fingerprint", "applied", "chunks"}
    assert {type(value) for value in record.values()} == {str, int}


def test_hostile_texts_in_the_bookkeeping_can_be_stored(store, tmp_path):
    data = b.session(b.meta(b.group("g", 0, label="\0\x1b\ufffe\U0001f9ec\u202e", note="a/b")))
    result = apply_cellucid_session_to_anndata(store(data), dense())
    assert_stored(result, tmp_path)
    known = session_provenance(ad.read_h5ad(tmp_path / "x.h5ad"))
    assert known["applied"]["columns"][0]["label"] == "\0\x1b\ufffe\U0001f9ec\u202e"


@pytest.mark.parametrize("inplace", [False, True])
def test_uns_that_is_no_dict(inplace, store):
    """AP-09: TypeError, nothing changed."""
    adata = dense()
    adata.uns["cellucid"] = "mine"
    before = portrait(adata)
    with pytest.raises(TypeError, match="must be a dict"):
        apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=inplace)
    assert portrait(adata) == before
    apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=True, store_uns=False)
    assert adata.uns["cellucid"] == "mine"


def test_other_keys_stay_and_ours_is_replaced(store):
    """AP-09."""
    adata = dense()
    adata.uns["cellucid"] = {"mine": 1, "session": {"manifest": "old"}}
    mine = adata.uns["cellucid"]
    apply_cellucid_session_to_anndata(store(b.typical()), adata, inplace=True)
    assert adata.uns["cellucid"]["mine"] == 1
    assert session_provenance(adata)["layout"] == 1
    assert adata.uns["neighbors"]["k"] == 15
    assert mine == {"mine": 1, "session": {"manifest": "old"}}


PATHS = {
    "userPath": {
        "dataSource": {"sourceType": "local-user", "datasetId": "d", "userPath": "/home/ann/SECRET"}
    },
    "an id that is a path": {
        "dataSource": {"sourceType": "x", "datasetId": "/home/ann/SECRET", "userPath": None}
    },
    "an id that is a path of Windows": {
        "datasetFingerprint": {"sourceType": "x", "datasetId": "C:\\Users\\SECRET"}
    },
    "an id that is an address": {
        "datasetFingerprint": {"sourceType": "remote", "datasetId": "https://host/SECRET"}
    },
    "a key that nobody knows": {"origin": {"path": "/home/ann/SECRET"}},
}


@pytest.mark.parametrize("case", PATHS)
def test_paths_of_the_sender_are_kept_only_when_asked_for(case, store):
    """AP-18."""
    path = store(b.session(b.meta(b.group("g", 0)), manifest=PATHS[case]))
    without = apply_cellucid_session_to_anndata(path, dense())
    assert "SECRET" not in str(dict(without.uns))
    everything = apply_cellucid_session_to_anndata(path, dense(), store_sender_paths=True)
    assert "SECRET" in str(dict(everything.uns))


def test_the_reason_of_a_mismatch_holds_no_path(store):
    """AP-18."""
    manifest = {"datasetFingerprint": {"sourceType": "x", "datasetId": "/home/ann/SECRET"}}
    path = store(b.session(manifest=manifest))
    result, summary = apply_cellucid_session_to_anndata(
        path, dense(), expected_dataset_id="d", dataset_mismatch="skip", return_summary=True
    )
    assert "SECRET" in summary.mismatch_reasons[0]
    assert "SECRET" not in str(dict(result.uns))


def test_no_bookkeeping_and_foreign_bookkeeping():
    adata = dense()
    assert session_provenance(adata) is None
    adata.uns["cellucid"] = {"session": {"manifest": {"chunks": []}}}
    with pytest.raises(InvalidSessionError, match="no bookkeeping of this project"):
        session_provenance(adata)
