"""What a session of a later generation says, written with the writer, and held against what is read."""

from __future__ import annotations

from typing import Any

import numpy as np

from cellucid_session import SessionWriter
from cellucid_session.check.entries import SPACE
from cellucid_session.testing.later_contents import Content
from cellucid_session.testing.later_parts import overlays_of

KEYS = {
    "sourceType": "source_type",
    "datasetId": "dataset_id",
    "cellCount": "n_obs",
    "varCount": "n_vars",
    "name": "name",
    "cellOrder": "cell_order",
    "dataMapping": "data_mapping",
}
#: names that the suite's encoder has for encodings -> those of the writer
SETS = {"steps": "steps", "bits": "bits", "runs": "runs"}
CODES = {"raw": "raw", "runs": "run lengths", "packed": "packed"}
DTYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "i32": "<i4", "f32": "<f4", "f64": "<f8"}


def head(manifest: dict[str, Any], generation: int) -> dict[str, Any]:
    """The arguments of a writer that makes such a manifest."""
    given = {KEYS[key]: value for key, value in manifest["datasetFingerprint"].items()}
    given |= {key: manifest[key] for key in ("source", "requires") if key in manifest}
    return given | {"generation": generation, "created_at": manifest["createdAt"]}


def written(content: Content, *, shortest: bool = False) -> bytes:
    """A content, put into a session by the writer. shortest: it chooses the encodings."""
    with SessionWriter(**head(content.manifest, content.number)) as writer:
        for group in content.members:
            of = group.category if group.encoding in ("part", "all") and content.number >= 5 else None
            wanted = SETS.get(group.encoding) if content.number >= 5 and not shortest else None
            writer.add_cells(group.id, group.cells, of=of, encoding=wanted)
        writer.add("core/field-overlays", overlays_of(content))
        for field in content.coded:
            wanted = None if shortest else CODES[field.encoding]
            writer.add_codes(
                field.registry["id"], field.codes, shown=field.priority == "eager", encoding=wanted
            )
        writer.add("highlights/meta", {"pages": content.pages, "activePageId": content.active})
        for name, value in content.state.items():
            writer.add(name, value)
        for name, (value, arrays) in content.typed.items():
            made = [np.asarray(items, DTYPES[dtype]) for dtype, items in arrays]
            writer.add(name, value | {"values": [made[each["$typed"]] for each in value["values"]]})
        for page, rows in content.tables:
            cells, values = ([row[at] for row in rows] for at in (0, 1))
            writer.add_table("key", "gene", page, cells, values)
        return writer.to_bytes()


def same(content: Content, bundle: Any) -> None:
    """Hold what is read against what was drawn."""
    assert {key: value for key, value in bundle.manifest.items() if key != "chunks"} == content.manifest
    assert [page.name for page in bundle.pages] == [page["name"].strip(SPACE) for page in content.pages]
    obs = _Obs(content.obs)
    assert len(bundle.groups) == len(content.members)
    for group, members in zip(bundle.groups, content.members, strict=True):
        assert (group.id, group.label) == (members.id, members.label)
        refers = content.number >= 5 and members.encoding in ("part", "all")
        assert (group.part_of is not None) == refers
        assert group.resolve(obs).tolist() == members.cells
    fields = [*(each.registry for each in content.coded), *content.aliases]
    assert [field.meta for field in bundle.fields] == fields
    for field, coded in zip(bundle.fields, content.coded, strict=False):
        assert field.codes.tolist() == coded.codes
    for chunk_id, value in content.state.items():
        assert bundle.read_state(chunk_id) == value
    for chunk_id, (value, arrays) in content.typed.items():
        found = bundle.read_state(chunk_id)
        assert found["state"] == value["state"]
        for array, reference in zip(found["values"], value["values"], strict=True):
            assert array.tolist() == arrays[reference["$typed"]][1]
    for page, rows in content.tables:
        columns = bundle.artifacts[f"analysis/artifacts/bulk-gene/key/gene/{page}"].of(bundle).columns()
        assert columns["cellIndex"].tolist() == [index for index, _ in rows]
        assert columns["value"].tolist() == [np.float32(value) for _, value in rows]


class _Obs:
    """What a group asks of a data set."""

    def __init__(self, obs: dict[str, list[Any]]) -> None:
        import pandas as pd

        self.obs = pd.DataFrame(obs)
