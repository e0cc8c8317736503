"""Bookkeeping in uns. Spec: 10.4; attacks AP-07 to AP-09, AP-18."""

from __future__ import annotations

import json
import math

import anndata as ad
import builders as b
import pytest
from applying import assert_stored, dense, portrait

from cellucid_session import (
    ApplySummary,
    CellucidSessionBundle,
    InvalidSessionError,
    apply_cellucid_session_to_anndata,
    apply_sessions,
    session_provenance,
)
from cellucid_session.apply.provenance import PARTS, parts_of, without_paths

pytestmark = pytest.mark.libraries


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


#: the id in the session, the id that is expected, the cells in the session; the reasons that are kept
REASONS = {
    "another id": ("demo", "d", 10, ["datasetId is 'demo', expected_dataset_id is 'd'"]),
    "another id that is a path": ("/home/ann", "d", 10, []),
    "a path and another count": ("~ann", "d", 9, ["cellCount 9 != adata.n_obs 10"]),
    "a path that nobody asked for": ("/home/ann", None, 9, ["cellCount 9 != adata.n_obs 10"]),
    "no id": (None, "d", 10, ["datasetId is absent, expected_dataset_id is 'd'"]),
    "the path that is asked for is the caller's own": (
        "demo", "/mine", 10, ["datasetId is 'demo', expected_dataset_id is '/mine'"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REASONS)
def test_the_reasons_of_a_mismatch_that_are_kept(case, store):
    """AP-18."""
    found, expected, cells, kept = REASONS[case]
    fingerprint = {"sourceType": "x", "datasetId": found, "cellCount": cells, "varCount": 5}
    path = store(b.session(manifest={"datasetFingerprint": fingerprint}))
    for paths in (False, True):
        result, summary = apply_cellucid_session_to_anndata(
            path,
            dense(),
            expected_dataset_id=expected,
            dataset_mismatch="skip",
            store_sender_paths=paths,
            return_summary=True,
        )
        known = session_provenance(result)["applied"]
        assert known["skipped_due_to_mismatch"] is True
        assert known["mismatch_reasons"] == (summary.mismatch_reasons if paths else kept)


def test_what_is_kept_of_a_manifest():
    entry = {
        "id": "other/thing", "contributorId": "c", "priority": "lazy", "kind": "json", "codec": "none",
        "label": "/not a path but a label", "datasetDependent": False, "storedBytes": 2, "uncompressedBytes": 2,
        "dependsOn": ["a"],
    }  # fmt: skip
    whole = {
        "createdAt": "2025",
        "dataSource": {"sourceType": "x", "datasetId": "d", "userPath": "p", "more": 1},
        "datasetFingerprint": {
            "sourceType": "x",
            "datasetId": None,
            "cellCount": 1,
            "varCount": 2,
            "more": 1,
        },
        "summary": "s",
        "chunks": [entry | {"more": 1}, {"id": "a"}],
    }
    assert without_paths(whole) == {
        "createdAt": "2025",
        "dataSource": {"sourceType": "x", "datasetId": "d"},
        "datasetFingerprint": {"sourceType": "x", "datasetId": None, "cellCount": 1, "varCount": 2},
        "chunks": [entry, {"id": "a"}],
    }
    nothing = {"dataSource": None, "datasetFingerprint": None}
    assert without_paths({"chunks": []}) == nothing | {"chunks": []}
    assert without_paths({"dataSource": "x", "datasetFingerprint": [1], "chunks": []}) == nothing | {
        "chunks": []
    }


PATHS_AND_OTHERS = {
    "/home/ann": True, " \t/home": True, "~/x": True, "\\\\host\\x": True, "C:\\x": True, "c:/x": True,
    "https://host/x": True, "S3://bucket": True, "file:x": True, "git+ssh://h": True,
    "demo": False, "a/b": False, "a~": False, "10x: pbmc": False, "": False, "x:y": False,
}  # fmt: skip


@pytest.mark.parametrize("text", PATHS_AND_OTHERS)
def test_what_looks_like_a_path(text):
    """AP-18."""
    looks = PATHS_AND_OTHERS[text]
    told = without_paths(
        {
            "createdAt": text,
            "dataSource": {"sourceType": text, "datasetId": text},
            "datasetFingerprint": {"sourceType": text, "datasetId": text},
            "chunks": [],
        }
    )
    texts = {"sourceType": text, "datasetId": text}
    wanted = {"dataSource": texts, "datasetFingerprint": texts, "chunks": [], "createdAt": text}
    gone = {"dataSource": {}, "datasetFingerprint": {}, "chunks": []}
    assert told == (gone if looks else wanted)


def test_texts_are_ascii_and_hold_what_json_can(store):
    """A text with a lone surrogate, or with a NaN that no reader takes, never gets into a file."""
    with CellucidSessionBundle(store(b.session(b.chunk("core/state", {}, label="é")))) as bundle:
        summary = ApplySummary([], [], False, [], advice=("ü",))
        parts = parts_of(bundle, summary, {"a": "\ud800"}, False)
        assert all(parts[part].isascii() for part in PARTS)
        assert json.loads(parts["applied"])["options"] == {"a": "\ud800"}
        assert json.loads(parts["applied"])["advice"] == ["ü"]
        for number in (math.nan, math.inf):
            with pytest.raises(ValueError, match="not JSON compliant"):
                parts_of(bundle, summary, {"a": number}, False)


def test_registries_are_kept_as_they_stand_in_the_session(store):
    text = b'{"pages":  [{"id":"p","name":"\xc3\xa9","highlightedGroups":[]}], "x": 1.50}'
    with CellucidSessionBundle(store(b.session(b.overlays(), b.chunk(b.META, text)))) as bundle:
        parts = parts_of(bundle, ApplySummary([], [], False, []), {}, False)
        assert text.decode() in parts["chunks"]
        assert list(json.loads(parts["chunks"])) == [b.OVERLAYS, b.META]
        assert parts_of(bundle, ApplySummary([], [], True, ["x"]), {}, False)["chunks"] == "{}"
    with CellucidSessionBundle(store(b.session())) as bundle:
        assert parts_of(bundle, ApplySummary([], [], False, []), {}, False)["chunks"] == "{}"


@pytest.mark.parametrize(
    "payload", [b"{", b'{"pages":[],"pages":[]}', b'{"pages":[]}{}', b'{"pages":[NaN]}', b"\xff"]
)
def test_no_registry_is_kept_that_its_reader_has_not_judged(payload, store):
    """AP-07: the bookkeeping of a session that nothing was planned for either."""
    with (
        CellucidSessionBundle(store(b.session(b.chunk(b.META, payload)))) as bundle,
        pytest.raises(InvalidSessionError),
    ):
        parts_of(bundle, ApplySummary([], [], False, []), {}, False)


def test_the_records_of_one_session_and_of_several(store):
    path = store(b.typical())
    one = apply_cellucid_session_to_anndata(path, dense(), highlights_prefix="h_", expected_dataset_id="demo")
    record = one.uns["cellucid"]["session"]
    assert (record["layout"], record["sessions"]) == (1, 1)
    known = session_provenance(one)
    assert known["applied"]["options"] == {
        "dataset_mismatch": "warn_skip",
        "cells": "same",
        "cell_order": "warn",
        "expected_dataset_id": "demo",
        "add_highlights": True,
        "highlights_prefix": "h_",
        "highlight_names": "id",
        "pages_as_columns": False,
        "pages_prefix": "",
        "overlap": "combine",
        "renames": False,
        "add_user_defined_fields": True,
        "user_defined_prefix": "",
        "include_deleted_user_defined_fields": False,
        "column_conflict": "suffix",
    }
    several = apply_sessions({"a_": path, "é_": path}, dense(), store_sender_paths=True)
    record = several.uns["cellucid"]["session"]
    assert (record["layout"], record["sessions"]) == (1, 2)
    assert record["prefixes"].isascii()
    told = session_provenance(several)
    assert list(told) == ["tool", "layout", "sessions"]
    assert list(told["sessions"]) == ["a_", "é_"]
    for prefix, parts in told["sessions"].items():
        assert parts["applied"]["options"]["user_defined_prefix"] == prefix
        assert parts["chunks"] == known["chunks"]
        assert parts["manifest"]["dataSource"]["userPath"] is None
    assert "userPath" not in known["manifest"]["dataSource"]
    assert session_provenance(apply_sessions({}, dense())) == {
        "tool": known["tool"],
        "layout": 1,
        "sessions": {},
    }


GOOD = {"tool": "t", "layout": 1, **dict.fromkeys(PARTS, "[{}]")}
FOREIGN = {
    "no layout": {key: value for key, value in GOOD.items() if key != "layout"},
    "no tool": {key: value for key, value in GOOD.items() if key != "tool"},
    "no applied": {key: value for key, value in GOOD.items() if key != "applied"},
    "a layout that is no number": GOOD | {"layout": "one"},
    "a layout that is none": GOOD | {"layout": None},
    "a part that is no JSON": GOOD | {"manifest": "{"},
    "more prefixes than parts": GOOD | {"prefixes": '["a","b"]'},
    "parts that are no lists": GOOD | {"prefixes": '["a"]', "chunks": "5"},
    "parts that are objects": GOOD | {"prefixes": '["a"]', "chunks": "{}"},
    "prefixes that are no list": GOOD | {"prefixes": "5"},
    "prefixes that are no JSON": GOOD | {"prefixes": "["},
    "prefixes that are lists": GOOD | {"prefixes": "[[]]"},
    "a text": "mine",
    "a list": ["mine"],
}


@pytest.mark.parametrize("case", FOREIGN)
def test_bookkeeping_that_is_not_ours(case):
    adata = dense()
    adata.uns["cellucid"] = {"session": FOREIGN[case]}
    with pytest.raises(InvalidSessionError, match=r'^adata.uns\["cellucid"\]\["session"\] is no bookkeeping'):
        session_provenance(adata)


@pytest.mark.parametrize("value", ["session", ["session"], {}, {"other": 1}, None, 5], ids=repr)
def test_no_bookkeeping_is_none(value):
    adata = dense()
    adata.uns["cellucid"] = value
    assert session_provenance(adata) is None


def test_our_own_bookkeeping_is_read():
    adata = dense()
    adata.uns["cellucid"] = {"session": GOOD}
    assert session_provenance(adata) == {"tool": "t", "layout": 1, **{part: [{}] for part in PARTS}}
    adata.uns["cellucid"] = {"session": GOOD | {"prefixes": '["a"]'}}
    assert session_provenance(adata) == {
        "tool": "t", "layout": 1, "sessions": {"a": {part: {} for part in PARTS}}
    }  # fmt: skip


def test_no_bookkeeping_and_foreign_bookkeeping():
    adata = dense()
    assert session_provenance(adata) is None
    adata.uns["cellucid"] = {"session": {"manifest": {"chunks": []}}}
    with pytest.raises(InvalidSessionError, match="no bookkeeping of this project"):
        session_provenance(adata)
