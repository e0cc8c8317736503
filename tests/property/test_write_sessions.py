"""Sessions that strategies make: what is written is valid in both engines, read back it is what went in, and its
canonical form does not depend on how it was written."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import builders
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cellucid_session import SessionWriter, canonicalize, semantic_digest, validate
from cellucid_session.read.bundle import CellucidSessionBundle

pytest.importorskip("construct", reason="the reference engine needs its extra")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
ids = st.text("abcXYZ019_.-~ /ü", min_size=1, max_size=8).filter(
    lambda text: text.strip() == text and not {".", ".."} & set(text.split("/"))
)
numbers = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


class Content:
    """What a session is to say.

    Attributes:
        groups: id -> cells. pages: the groups of each page.
        fields: id -> (source, categories, type of the codes, codes, shown). tables: parts of the name -> columns.
        foreign: id -> value. state: an open object of the state.
    """

    def __init__(self, **parts: Any) -> None:
        self.__dict__ |= parts

    def __repr__(self) -> str:
        return f"Content({self.__dict__})"


@st.composite
def contents(draw: st.DrawFn) -> Content:
    n_obs = draw(st.integers(0, 300))
    n_vars = draw(st.integers(0, 40).filter(lambda count: count != n_obs))
    cell = st.integers(0, max(n_obs - 1, 0))
    groups = draw(st.dictionaries(ids, st.lists(cell, unique=True, max_size=min(n_obs, 150)), max_size=4))
    fields = {}
    for field_id in draw(st.lists(ids, unique=True, max_size=3)):
        source = draw(st.sampled_from(["obs", "var"]))
        count = draw(st.sampled_from([0, 1, 2, 5, 255, 256, 400]))
        wide = count > 255 or draw(st.booleans())
        marker = 255 if count <= 255 else 65535
        length = n_vars if source == "var" and draw(st.booleans()) else n_obs
        code = st.just(marker) | st.integers(0, max(count - 1, 0)) if count else st.just(marker)
        runs = draw(st.lists(st.tuples(code, st.integers(1, 60)), min_size=1, max_size=40))
        codes = [each for each, run in runs for _ in range(run)]
        codes = (codes * (length // len(codes) + 1))[:length]
        fields[field_id] = (
            source,
            count,
            "Uint16Array" if wide else "Uint8Array",
            codes,
            draw(st.booleans()),
        )
    rows = st.lists(st.tuples(cell, st.floats(width=32)), max_size=20 if n_obs else 0)
    tables = draw(
        st.dictionaries(
            st.tuples(*[texts.filter(lambda part: part not in ("", ".", ".."))] * 3), rows, max_size=2
        )
    )
    foreign = draw(st.dictionaries(ids.map("other/".__add__), values, max_size=2))
    return Content(
        n_obs=n_obs,
        n_vars=n_vars,
        groups=groups,
        fields=fields,
        tables=tables,
        foreign=foreign,
        state=draw(st.dictionaries(texts, values, max_size=3)),
        cut=draw(st.integers(0, 4)),
        dataset=draw(st.none() | texts),
    )


def write(content: Content, *, backwards: bool = False, **more: Any) -> bytes:
    """The session; backwards: chunks are added from the last to the first, and so are keys."""
    with SessionWriter(
        n_obs=content.n_obs,
        n_vars=content.n_vars,
        dataset_id=content.dataset,
        created_at="2026-01-15T09:30:00Z",
        **more,
    ) as made:
        names = list(content.groups)
        pages = [names[: content.cut], names[content.cut :]]
        meta = {
            "pages": [
                {
                    "id": f"p{place}",
                    "highlightedGroups": [
                        {"id": name, "label": name, "cellCount": len(content.groups[name])} for name in page
                    ],
                }
                for place, page in enumerate(pages)
            ],
            "activePageId": "p0",
        }
        registry = [
            {
                "id": name,
                "source": source,
                "kind": "category",
                "key": f"k{name}",
                "codesLength": len(codes),
                "categories": [f"c{number}" for number in range(count)],
                "codesType": codes_type,
            }
            for name, (source, count, codes_type, codes, _) in content.fields.items()
        ]
        steps: list[Any] = [
            lambda: made.add("highlights/meta", turned(meta, backwards)),
            lambda: made.add("core/field-overlays", turned({"userDefinedFields": registry}, backwards)),
            lambda: made.add("core/state", turned({"camera": content.state}, backwards)),
        ]
        for name, cells in content.groups.items():
            steps.append(lambda name=name, cells=cells: made.add_cells(name, cells))
        for name, (source, _, codes_type, codes, shown) in content.fields.items():
            steps.append(
                lambda name=name, source=source, codes_type=codes_type, codes=codes, shown=shown: (
                    made.add_codes(
                        name, np.asarray(codes, np.int64), source=source, codes_type=codes_type, shown=shown
                    )
                )
            )
        for parts, rows in content.tables.items():
            steps.append(
                lambda parts=parts, rows=rows: made.add_table(
                    *parts,
                    np.asarray([cell for cell, _ in rows], np.int64),
                    [value for _, value in rows],
                    label="t",
                )
            )
        for name, value in content.foreign.items():
            steps.append(
                lambda name=name, value=value: made.add(
                    name,
                    turned(value, backwards),
                    contributor="o",
                    kind="json",
                    dataset_dependent=False,
                    priority="lazy",
                )
            )
        for step in reversed(steps) if backwards else steps:
            step()
        return made.to_bytes()


def turned(value: Any, backwards: bool) -> Any:
    """A value with the keys of all objects from the last to the first."""
    if not backwards:
        return value
    if isinstance(value, dict):
        return {key: turned(value[key], True) for key in reversed(value)}
    return [turned(item, True) for item in value] if isinstance(value, list) else value


@settings(max_examples=60)
@given(contents())
def test_what_is_written_is_valid_and_read_back(content: Content) -> None:
    data = write(content)
    report = validate(data, engine="both", early_exit=False)
    assert report.valid, report.findings
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.cellucid-session"
        path.write_bytes(data)
        with CellucidSessionBundle(path) as bundle:
            assert {group.id: group.indices.tolist() for group in bundle.groups} == {
                name: sorted(cells) for name, cells in content.groups.items()
            }
            for field in bundle.fields:
                source, count, codes_type, codes, _ = content.fields[field.id]
                assert (field.source, len(field.categories), field.codes_type) == (source, count, codes_type)
                assert field.codes.tolist() == codes
            for artifact in bundle.artifacts.values():
                rows = content.tables[artifact.cache_key, artifact.gene, artifact.page_id]
                columns = artifact.columns()
                assert columns["cellIndex"].tolist() == [cell for cell, _ in rows]
                wanted = np.asarray([value for _, value in rows], np.float32)
                assert columns["value"].tobytes() == wanted.astype("<f4").tobytes()
            assert len(bundle.artifacts) == len(content.tables)
            assert bundle.decode_chunk("core/state") == {"camera": content.state}
            assert {name: bundle.decode_chunk(name) for name in content.foreign} == content.foreign
            assert bundle.dataset_fingerprint["cellCount"] == content.n_obs


@settings(max_examples=60)
@given(contents(), st.integers(0, 9))
def test_the_canonical_form_does_not_depend_on_the_way_of_writing(content: Content, level: int) -> None:
    data = write(content)
    form = canonicalize(data)
    assert canonicalize(form) == form
    assert validate(form, engine="both").valid
    for other in (write(content, codec="none"), write(content, level=level), write(content, backwards=True)):
        assert canonicalize(other) == form
        assert semantic_digest(other) == semantic_digest(data)


def encoded_otherwise(data: bytes, encoding: int) -> bytes:
    """The same session, whose chunks are stored as they are, with all codes in one encoding."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.cellucid-session"
        path.write_bytes(data)
        with CellucidSessionBundle(path) as bundle:
            codes = {field.chunk_id: field.codes.tolist() for field in bundle.fields}
            payloads = {
                name: builders.codes(codes[name], encoding)
                if name in codes and (encoding or max(codes[name], default=0) < 256)
                else bundle.read_chunk_bytes(name)
                for name in bundle.list_chunk_ids()
            }
            entries = [
                entry
                | {"codec": "none", "storedBytes": len(payloads[entry["id"]])}
                | {"uncompressedBytes": len(payloads[entry["id"]])}
                for entry in bundle.manifest["chunks"]
            ]
            return builders.file(bundle.manifest | {"chunks": entries}, list(payloads.values()))


@settings(max_examples=60)
@given(contents(), st.sampled_from([0, 1, 2]))
def test_the_canonical_form_does_not_depend_on_the_encoding_of_codes(content: Content, encoding: int) -> None:
    data = write(content)
    other = encoded_otherwise(write(content, codec="none"), encoding)
    assert validate(other, engine="both").valid
    assert canonicalize(other) == canonicalize(data)
    assert semantic_digest(other) == semantic_digest(data)


@settings(max_examples=40)
@given(contents(), st.data())
def test_the_digest_moves_when_a_cell_does(content: Content, data: st.DataObject) -> None:
    names = [name for name, cells in content.groups.items() if 0 < len(cells) < content.n_obs]
    if not names:
        return
    before = semantic_digest(write(content))
    cells = content.groups[data.draw(st.sampled_from(names))]
    others = sorted(set(range(content.n_obs)) - set(cells))
    cells[0] = data.draw(st.sampled_from(others))
    assert semantic_digest(write(content)) != before
