"""The digest of the labels: one for what is said of the cells, in whatever generation and encoding."""

from __future__ import annotations

import hashlib
import json
import struct
from types import SimpleNamespace
from typing import Any

import later
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from later_content import written

from cellucid_session import SessionWriter, UsageError
from cellucid_session.testing.later_contents import SETS, Coded, Content, Members, contents
from cellucid_session.testing.later_parts import parts_of
from cellucid_session.write.reopened import MemoryBundle

pd = pytest.importorskip("pandas")
pytestmark = pytest.mark.libraries


def digest(data: bytes, content: Content) -> str:
    with MemoryBundle(data) as bundle:
        return bundle.labels_digest(SimpleNamespace(obs=pd.DataFrame(content.obs)))


def moved(content: Content, other: Content) -> Content:
    """The labels of a content in a session of a later generation, for as many cells."""
    spare = {"centroidsByDim", "normalizedDims"} if content.number == 2 else set()
    coded = [
        each._replace(registry={key: value for key, value in each.registry.items() if key not in spare})
        for each in content.coded
    ]
    late = other.number >= 5
    groups = [
        [
            {key: value for key, value in group.items() if not (late and key.endswith("Index"))}
            for group in page["highlightedGroups"]
        ]
        for page in content.pages
    ]
    pages = [page | {"highlightedGroups": held} for page, held in zip(content.pages, groups, strict=True)]
    manifest = dict(other.manifest)
    if late:
        bound = [group for held in groups for group in held if "fieldKey" in group]
        manifest["requires"] = {
            axis: sorted({group["fieldKey"] for group in bound if group["fieldSource"] == axis})
            for axis in ("obs", "var")
        }
    return other._replace(
        manifest=manifest,
        coded=coded,
        aliases=[],
        pages=pages,
        active=content.active,
        members=content.members,
        obs=content.obs,
    )


PAIRS = [(one, other) for one in (2, 3, 4) for other in (3, 4, 5) if one < other]


@pytest.mark.parametrize("pair", PAIRS, ids=str)
def test_it_is_one_in_every_generation(pair: tuple[int, int]) -> None:
    @settings(max_examples=20)
    @given(st.data())
    def agree(data: st.DataObject) -> None:
        one = data.draw(contents(pair[0]))
        count = len(one.obs["score"])
        other = moved(one, data.draw(contents(pair[1], count, count)))
        assert digest(written(one), one) == digest(written(other, shortest=True), one)

    agree()


@pytest.mark.parametrize("number", [2, 3, 4, 5])
def test_it_is_one_under_every_encoding(number: int) -> None:
    @settings(max_examples=15)
    @given(contents(number), st.sampled_from(SETS))
    def agree(content: Content, encoding: str) -> None:
        found = digest(written(content), content)
        assert found == digest(written(content, shortest=True), content)
        listed = [each._replace(encoding=encoding) for each in content.members]
        coded = [each._replace(encoding="raw") for each in content.coded]
        assert found == digest(parts_of(content._replace(members=listed, coded=coded)).build(), content)
        assert found == expected(content)

    agree()


def expected(content: Content) -> str:
    """The digest as the specification says it, made of what was drawn."""

    def sha(numbers: list[int]) -> str:
        return hashlib.sha256(struct.pack(f"<{len(numbers)}Q", *numbers)).hexdigest()

    cells = {each.id: sha(each.cells) for each in content.members}
    pages = [
        {
            "color": page["color"].lower(),
            "groups": [{"cells": cells[g["id"]], "label": g["label"]} for g in page["highlightedGroups"]],
            "name": page["name"].strip("\t\n\v\f\r \u00a0"),
        }
        for page in content.pages
        if page["highlightedGroups"]
    ]
    fields = []
    for each in content.coded:
        told = each.registry
        if told["isDeleted"]:
            continue
        top = 256 ** {"Uint8Array": 1, "Uint16Array": 2, "Uint32Array": 4}[told["codesType"]] - 1
        marker = top if told["uncoveredLabel"] is None else None
        runs: list[list[int]] = []
        for code in each.codes:
            place = 0 if code == marker else code + 1
            if runs and runs[-1][0] == place:
                runs[-1][1] += 1
            else:
                runs.append([place, 1])
        codes = sha([number for run in runs for number in run]) if each.codes else None
        said = {
            "categories": told["categories"],
            "codes": codes,
            "key": told["key"],
            "source": told["source"],
        }
        fields.append(said)

    def text(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    fields.sort(key=lambda field: text(field).encode())
    return hashlib.sha256(text({"fields": fields, "pages": pages}).encode()).hexdigest()


def first(number: int) -> SessionWriter:
    return SessionWriter(n_obs=number, n_vars=3, created_at="2026-01-15T09:30:00Z")


def session(**change: Any) -> bytes:
    """A session of generation 1 with one group and one field, changed in a word."""
    said = {
        "label": "T",
        "color": "#aabbcc",
        "page": "P",
        "cells": [1, 2],
        "codes": [0, 1, 255, 1],
        "key": "k",
    }
    said |= {
        "categories": ["a", "b"],
        "id": "g",
        "enabled": True,
        "deleted": False,
        "type": "Uint8Array",
    } | change
    with first(4) as writer:
        group = {"id": said["id"], "type": "lasso", "label": said["label"], "enabled": said["enabled"]}
        pages = [{"id": "p", "name": said["page"], "color": said["color"], "highlightedGroups": [group]}]
        field = {"id": "f", "source": "obs", "kind": "category", "key": said["key"]}
        field |= {"categories": said["categories"], "codesType": said["type"], "isDeleted": said["deleted"]}
        writer.add("highlights/meta", {"pages": pages})
        writer.add("core/field-overlays", {"userDefinedFields": [field]})
        writer.add_cells(said["id"], said["cells"])
        writer.add_codes("f", said["codes"], codes_type=said["type"])
        return writer.to_bytes()


def of(data: bytes) -> str:
    with MemoryBundle(data) as bundle:
        return bundle.labels_digest()


OTHER = {
    "label": "B",
    "color": "#aabbcd",
    "page": "Q",
    "cells": [1, 3],
    "codes": [0, 1, 255, 0],
    "key": "l",
    "categories": ["a", "c"],
    "deleted": True,
}
SAME = {"color": "#AABBCC", "id": "h", "enabled": False, "page": " P "}


@pytest.mark.parametrize("word", OTHER)
def test_another_label_has_another_digest(word: str) -> None:
    assert of(session(**{word: OTHER[word]})) != of(session())


@pytest.mark.parametrize("word", SAME)
def test_what_is_no_label_makes_no_difference(word: str) -> None:
    assert of(session(**{word: SAME[word]})) == of(session())


def test_width_and_marker_make_no_difference() -> None:
    assert of(session(codes=[0, 1, 65535, 1], type="Uint16Array")) == of(session())


def test_the_first_generation_has_that_of_the_others() -> None:
    said = {"label": "T", "color": "#AABBCC", "page": "P", "cells": [1, 2]}
    content = None

    @settings(max_examples=1)
    @given(contents(5, 4, 4))
    def take(drawn: Content) -> None:
        nonlocal content
        content = drawn

    take()
    assert content is not None
    registry = {
        "id": "f",
        "source": "obs",
        "kind": "category",
        "key": "k",
        "isDeleted": False,
        "isPurged": False,
    }
    registry |= {"sourceField": None, "operation": None, "createdAt": None, "categories": ["a", "b"]}
    registry |= {"codesLength": 4, "codesType": "Uint32Array", "sourcePages": [], "overlapStrategy": "first"}
    registry |= {"overlapLabel": None, "intersectionLabels": None, "uncoveredLabel": None}
    group = {"id": "highlight_1", "type": "knn", "label": said["label"], "enabled": True, "cellCount": 2}
    page = {"id": "page_1", "name": said["page"], "color": said["color"], "highlightedGroups": [group]}
    late = content._replace(
        coded=[Coded(registry, [0, 1, 2**32 - 1, 1], "raw", "lazy")],
        aliases=[],
        pages=[page],
        active="page_1",
        members=[Members("highlight_1", "T", [1, 2], "bits", [])],
    )
    assert digest(written(late), late) == of(session())


def test_cells_that_a_column_names_need_the_data_set() -> None:
    with MemoryBundle(later.sample("g5_reference").read_bytes()) as bundle:
        with pytest.raises(
            UsageError, match="without the data set: the session names the cells of the group"
        ):
            bundle.labels_digest()
        obs = pd.DataFrame(later.DATA["g5_reference"]["obs"])
        assert len(bundle.labels_digest(SimpleNamespace(obs=obs))) == 64


@pytest.mark.parametrize("label", ["T", "B"])
def test_diff_says_whether_the_labels_of_two_generations_agree(label: str, tmp_path: Any) -> None:
    from cellucid_session.tools.differ import diff

    group = {"id": "highlight_1", "type": "lasso", "label": label, "enabled": True, "cellCount": 2}
    page = {"id": "page_1", "name": "P", "color": "#aabbcc", "highlightedGroups": [group]}
    overlays = {"renames": {"fields": {}, "categories": {}}, "userDefinedFields": []}
    with SessionWriter(generation=2, dataset_id="ds", n_obs=4, n_vars=3) as writer:
        writer.add("highlights/meta", {"pages": [page], "activePageId": "page_1"})
        writer.add("core/field-overlays", overlays | {"deletedFields": {"deleted": [], "purged": []}})
        for name in ("core/state", "cinematic/camera", "ui/dockable-layout", "analysis/windows"):
            writer.add(name, {})
        writer.add_cells("highlight_1", [1, 2])
        late = writer.to_bytes()
    with first(4) as writer:
        writer.add("highlights/meta", {"pages": [page | {"highlightedGroups": [group | {"label": "T"}]}]})
        writer.add_cells("highlight_1", [1, 2])
        early = writer.to_bytes()
    with MemoryBundle(early) as one, MemoryBundle(late) as other:
        told = next(change.detail for change in diff(one, other) if change.subject == "generation")
        assert told.endswith("; their labels are the same" if label == "T" else "; their labels differ")
