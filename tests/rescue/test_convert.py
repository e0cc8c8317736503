"""A session as one of another generation says the same of the cells; what it can't say is listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import anndata
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from later_content import written
from rescuing import RELEASES, data, head, session

from cellucid_session import (
    CellOrderError,
    CellucidSessionBundle,
    DatasetMismatchError,
    SessionWriter,
    UsageError,
    convert_session,
    rescue_sessions,
    semantic_digest,
    session_from_anndata,
    validate,
)
from cellucid_session.apply.cell_order import drawn_digest
from cellucid_session.testing.later_contents import Content, contents
from cellucid_session.testing.later_parts import anndata_of

pytestmark = pytest.mark.libraries

ADATA = data()
LATER = RELEASES[1:]


def template(number: int, **change: Any) -> bytes:
    """Another session of a generation of the same data set."""
    given: dict[str, Any] = {"page": "Other", "groups": (("o", [7]),), "key": "other"}
    return session(number, ADATA, **given | change)


def digest(source: bytes, adata: Any = None) -> str:
    with CellucidSessionBundle(source) as bundle:
        return bundle.labels_digest(adata)


def converted(source: bytes, to: int, **more: Any) -> tuple[bytes, Any]:
    told = convert_session(source, to=to, **more)
    assert told.data is not None
    report = validate(told.data)
    assert report.valid
    assert to == report.generation or (to, report.generation) == (3, 4)
    return told.data, told


def opaque(source: bytes) -> dict[str, bytes]:
    """The state of the viewer, byte for byte."""
    with CellucidSessionBundle(source) as bundle:
        labels = ("highlights/", "core/field-overlays", "user-defined/", "analysis/cache-inventory")
        return {
            name: bundle.decoder.payload(bundle.entry(name))
            for name in bundle.list_chunk_ids()
            if not name.startswith(labels)
        }


@pytest.mark.parametrize("to", RELEASES)
@pytest.mark.parametrize("number", RELEASES)
def test_every_pair_keeps_the_labels_and_there_and_back_too(number: int, to: int) -> None:
    original = session(number, ADATA)
    pattern = template(to) if to > 1 else None
    there, told = converted(original, to, template=pattern, data=ADATA, same_cells=number == 1 or to == 1)
    assert digest(there) == digest(original)
    labels = ("page", "group", "field", "rename", "deletion")
    listed = [item for item in (*told.dropped, *told.changed) if item[0] in labels]
    assert not [item for item in listed if item[2].split(" ")[0] not in ("centroidsByDim", "normalizedDims")]
    if pattern is not None:
        assert opaque(there) == opaque(pattern)
        with CellucidSessionBundle(there) as bundle, CellucidSessionBundle(pattern) as other:
            assert bundle.dataset_fingerprint == other.dataset_fingerprint
            assert bundle.manifest["createdAt"] == "2026-08-20T09:30:00.123Z"
    back, _ = converted(there, number, template=original if number > 1 else None, data=ADATA, same_cells=True)
    assert digest(back) == digest(original)
    assert listed or semantic_digest(back) == semantic_digest(original)


@pytest.mark.parametrize(("number", "to"), [(3, 4), (4, 3), (4, 2), (3, 2), (2, 1), (3, 1), (4, 1), (5, 1)])
def test_where_the_target_needs_nothing_else_no_template_is_needed(number: int, to: int) -> None:
    original = session(number, ADATA)
    there, told = converted(original, to)
    assert digest(there) == digest(original)
    if to > 1:
        assert opaque(there) == opaque(original)
        assert {name for _, name, _ in told.dropped} <= {"dataMapping"}
    else:
        assert {"core/state", "cellOrder"} - {name for _, name, _ in told.dropped} <= {"cellOrder"}


@pytest.mark.parametrize(("number", "to"), [(1, 2), (1, 5), (2, 3), (4, 5), (5, 4), (5, 2)])
def test_what_is_needed_and_not_there_is_an_error_that_says_what_to_do(number: int, to: int) -> None:
    with pytest.raises(UsageError, match="open the data set in that release, save any session there"):
        convert_session(session(number, ADATA), to=to)


def other_cells(adata: Any) -> Any:
    changed = adata[::-1].copy()
    changed.obs_names = adata.obs_names
    return changed


def test_the_cells_must_be_those_of_the_template() -> None:
    early, late = session(1, ADATA), session(3, ADATA)
    with pytest.raises(CellOrderError, match="--same-cells"):
        convert_session(early, to=5, template=template(5))
    with pytest.raises(CellOrderError, match="--same-cells"):
        convert_session(session(2, ADATA), to=5, template=template(5))
    assert convert_session(session(2, ADATA), to=5, template=template(5), data=ADATA).cells == (
        "both sessions agree with the data set"
    )
    assert convert_session(late, to=5, template=template(5)).cells == (
        "the digests of the order of the cells agree"
    )
    moved = session(5, other_cells(ADATA))
    with pytest.raises(CellOrderError, match="different orders"):
        convert_session(late, to=5, template=moved, same_cells=True)
    with pytest.raises(CellOrderError, match="another order"):
        convert_session(late, to=5, template=template(5), data=other_cells(ADATA), same_cells=True)
    with pytest.raises(DatasetMismatchError, match="datasetId"):
        convert_session(late, to=5, template=template(5, dataset_id="another"), same_cells=True)
    with pytest.raises(UsageError, match="not of generation 5"):
        convert_session(late, to=5, template=template(4))


def test_names_of_cells_are_enough_for_the_earliest() -> None:
    adata = ADATA.copy()
    adata.obs["mine"] = np.arange(12) < 3
    early = session_from_anndata(adata, ["mine"], dataset_id="ds")
    assert early is not None
    told = convert_session(early, to=5, template=template(5), data=adata)
    assert told.cells == "both sessions agree with the data set"
    adata.obs_names = [f"other{at}" for at in range(12)]
    with pytest.raises(CellOrderError, match="names of the cells"):
        convert_session(early, to=5, template=template(5), data=adata, same_cells=True)


def test_renames_carry_within_a_format_and_are_listed_between_two() -> None:
    renames = {"fields": {"obs:kind": "type"}, "categories": {"obs:kind:1": "why"}}
    original = session(2, ADATA, renames=renames)
    there, told = converted(original, 4, template=template(4), same_cells=True)
    with CellucidSessionBundle(there) as bundle:
        assert bundle.renames.fields == renames["fields"]
        assert bundle.renames.categories == renames["categories"]
    _, told = converted(original, 5, template=template(5), same_cells=True)
    assert [name for kind, name, _ in told.dropped if kind == "rename"] == ["obs:kind", "obs:kind:1"]


def test_what_a_group_is_bound_to_comes_into_requires(tmp_path: Path) -> None:
    original = session(4, ADATA, alias=True)
    there, _ = converted(original, 5, template=template(5))
    with CellucidSessionBundle(there) as bundle:
        assert bundle.manifest["requires"] == {"obs": ["score"], "var": []}
        assert bundle.fields["s2"].alias == ("score", None)
    out = tmp_path / "new.cellucid-session"
    assert convert_session(original, out, to=5, template=template(5)).data is None
    assert out.read_bytes() == there
    with pytest.raises(UsageError, match="exists already"):
        convert_session(original, out, to=5, template=template(5))
    with pytest.raises(UsageError, match="one of the inputs"):
        convert_session(out, out, to=5, template=template(5), force=True)


def placed(content: Content, adata: Any, dataset_id: str) -> bytes:
    """A session of a content that is of a data set: its id, and the digest of its order."""
    told = content.manifest["datasetFingerprint"] | {"datasetId": dataset_id}
    if "cellOrder" in told:
        dimension = told["cellOrder"]["dimension"]
        told["cellOrder"] = told["cellOrder"] | {"digest": drawn_digest(adata.obsm["X_umap"][:, :dimension])}
    return written(content._replace(manifest=content.manifest | {"datasetFingerprint": told}))


#: kinds of what is listed that have a part in what is said of the cells
OF_LABELS = ("page", "group", "field")
#: what may be listed of a label that is there all the same
HARMLESS = (
    "its id is",
    "its cells are kept",
    "is left out: the gen",
    "how it was made",
    "of type",
    "page, made",
)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(LATER), st.sampled_from(RELEASES), st.data())
def test_whatever_is_not_listed_carries(number: int, to: int, drawn: st.DataObject) -> None:
    content = drawn.draw(contents(number, 3, 8))
    adata = anndata_of(content)
    original = placed(content, adata, "ds")
    pattern = None
    if to > 1:
        pattern = placed(drawn.draw(contents(to, adata.n_obs, adata.n_obs)), adata, "ds")
    there, told = converted(original, to, template=pattern, data=adata, same_cells=True)
    listed = [item for item in (*told.dropped, *told.changed) if item[0] in OF_LABELS]
    if not [item for item in listed if not any(each in item[2] for each in HARMLESS)]:
        assert digest(there, adata) == digest(original, adata)
        back, again = converted(there, number, template=original, data=adata, same_cells=True)
        assert digest(back, adata) == digest(original, adata)
        dropped = [
            item for item in (*told.dropped, *again.dropped) if item[0] in (*OF_LABELS, "rename", "deletion")
        ]
        referred = any(each.encoding in ("part", "all") for each in content.members)
        if not dropped and not told.changed and not again.changed and not referred and not content.tables:
            assert semantic_digest(back) == semantic_digest(original)


@pytest.mark.parametrize("to", LATER)
def test_columns_of_an_anndata_become_a_session_of_a_release(to: int, tmp_path: Path) -> None:
    adata = ADATA.copy()
    adata.obs["mine"] = np.arange(12) < 3
    out = tmp_path / "new.cellucid-session"
    with pytest.raises(UsageError, match="give it as template"):
        session_from_anndata(adata, ["mine"], generation=to, path=out)
    made, told = session_from_anndata(
        adata,
        {"Page": [("mine", "Mine")]},
        ["kind"],
        generation=to,
        template=template(to),
        return_summary=True,
    )
    assert made is not None
    assert validate(made).valid
    with CellucidSessionBundle(made) as bundle:
        assert bundle.groups["Mine"].indices.tolist() == [0, 1, 2]
        assert bundle.fields["kind"].codes.tolist() == [0, 1, 2] * 4
        assert bundle.cell_names is None
    assert opaque(made) == opaque(template(to))
    assert told.groups == (("Page", "Mine", "mine"),)
    moved = other_cells(adata)
    with pytest.raises(CellOrderError):
        session_from_anndata(moved, ["mine"], generation=to, template=template(to), path=out)
    assert not out.exists()


def unmapped(number: int) -> dict[str, Any]:
    """A writer's arguments for a data set that is shown without genes."""
    return {"n_vars": 0, "data_mapping": head(number, ADATA)["data_mapping"] | {"expression": None}}


HIGH = {"type": "range", "fieldKey": "gene1", "fieldSource": "var", "rangeMin": 0.5, "rangeMax": 2.0}


@pytest.mark.parametrize(("number", "to"), [(1, 5), (3, 5), (5, 5), (3, 4)])
def test_nothing_is_bound_to_a_gene_where_none_is_shown(number: int, to: int) -> None:
    more: dict[str, Any] = {"of_group": HIGH | ({"fieldIndex": 1} if number < 5 else {})}
    if number == 5:
        more["of_head"] = {"requires": {"obs": [], "var": ["gene1"]}}
    source = session(number, ADATA, **more)
    made, told = converted(source, to, template=template(to, of_head=unmapped(to)), same_cells=True)
    assert digest(made) == digest(source)
    with CellucidSessionBundle(made) as bundle:
        assert {group.type for group in bundle.groups} == {"combined"}
        assert "gene1" not in bundle.manifest.get("requires", {}).get("var", ())
    assert any(kind == "group" and "without any" in why for kind, _, why in told.dropped)
    _, shown = rescue_sessions([made], ADATA)
    assert len(shown.taken) == 1


def test_what_the_earliest_says_under_keys_of_its_own_is_listed() -> None:
    source = session(1, ADATA)
    at = source.index(b"\n") + 1
    end = at + 4 + int.from_bytes(source[at : at + 4], "little")
    manifest = json.loads(source[at + 4 : end]) | {"notes": "mine"}
    text = json.dumps(manifest).encode()
    source = source[:at] + len(text).to_bytes(4, "little") + text + source[end:]
    for to in RELEASES:
        _, told = converted(source, to, template=template(to) if to > 1 else None, same_cells=True)
        assert ("manifest", "notes") in [each[:2] for each in told.dropped]
    with SessionWriter(**head(1, ADATA)) as writer:
        page = {"id": "p", "name": "P", "color": None, "highlightedGroups": [], "note": "mine"}
        writer.add("highlights/meta", {"pages": [page], "activePageId": "p"})
        _, told = converted(writer.to_bytes(), 1)
    assert ("page", "P") in [each[:2] for each in told.dropped]


def test_the_file_that_an_anndata_is_read_from_is_not_replaced(tmp_path: Path) -> None:
    ADATA.write_h5ad(tmp_path / "cells.h5ad")
    before = (tmp_path / "cells.h5ad").read_bytes()
    backed = anndata.read_h5ad(tmp_path / "cells.h5ad", backed="r")
    for more in ({}, {"generation": 5, "template": template(5)}):
        with pytest.raises(UsageError, match="one of the inputs"):
            session_from_anndata(backed, fields=["kind"], path=tmp_path / "cells.h5ad", force=True, **more)
    with pytest.raises(UsageError, match="one of the inputs"):
        convert_session(template(5), tmp_path / "cells.h5ad", to=5, data=backed, force=True)
    backed.file.close()
    assert (tmp_path / "cells.h5ad").read_bytes() == before


def test_white_space_around_a_page_s_name_is_listed_when_it_goes() -> None:
    """No reader shows it; the canonical form has it."""
    page = {"id": "page_1", "name": "edge ", "color": "#aabbcc", "highlightedGroups": []}
    content = Content(
        number=2,
        manifest={
            "createdAt": "2026-08-20T09:30:00.123Z",
            "datasetFingerprint": {
                "sourceType": "local-demo",
                "datasetId": "ds",
                "cellCount": 3,
                "varCount": 1,
            },
        },
        coded=[],
        aliases=[],
        pages=[page],
        active="page_1",
        members=[],
        state={
            key: {} for key in ("core/state", "cinematic/camera", "ui/dockable-layout", "analysis/windows")
        },
        typed={},
        tables=[],
        obs={"cell_type": ["A", "A", "A"], "score": [0.0, 0.0, 0.0]},
        genes=["G0"],
        renames={},
        deleted=[],
    )
    told = convert_session(placed(content, anndata_of(content), "ds"), to=1)
    assert ("page", "edge ", "white space") in [(kind, name, what[:11]) for kind, name, what in told.dropped]
