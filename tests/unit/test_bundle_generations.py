"""Files that the readers of each release accept are read to the same cells and codes."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cellucid_session.errors import UsageError
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.read.references import AnotherCategoryError

SAMPLES = Path(__file__).parent / "generations"
NAMES = sorted(path.name.split(".")[0] for path in SAMPLES.glob("*.cellucid-session"))
DATA = json.loads((SAMPLES / "data.json").read_text("utf-8"))


class Cells:
    """What a group asks of a data set."""

    def __init__(self, obs: Any) -> None:
        self.obs = obs


def bundle_of(name: str) -> CellucidSessionBundle:
    return CellucidSessionBundle(SAMPLES / f"{name}.cellucid-session")


def expected(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((SAMPLES / f"{name}.expected.json").read_text("utf-8"))
    return value


def sha(array: Any, dtype: str) -> str:
    return hashlib.sha256(array.astype(dtype).tobytes()).hexdigest()


def cells(name: str = "g5_reference") -> Cells:
    """The data set of a sample; of several modalities, the columns as the session names them."""
    pandas = pytest.importorskip("pandas")
    data = DATA[name]
    if "obs" in data:
        return Cells(pandas.DataFrame(data["obs"]))
    obs = pandas.DataFrame(index=data["obs_names"])
    for modality, part in data["modalities"].items():
        for column, values in part["obs"].items():
            obs[f"{modality}:{column}"] = pandas.Series(values, index=part["obs_names"])
    return Cells(obs)


@pytest.mark.parametrize("name", NAMES)
def test_the_groups_of_a_sample_have_its_cells(name: str) -> None:
    with bundle_of(name) as bundle:
        groups = expected(name)["groups"]
        assert {group.id for group in bundle.groups} == set(groups)
        for group in bundle.groups:
            there = group.indices if group.reference is None else group.resolve(cells(name))
            assert (len(there), sha(there, "<u4")) == (groups[group.id]["count"], groups[group.id]["sha256"])
            assert (group.reference is not None) == (groups[group.id]["encoding"] in (3, 4))


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_of_a_sample_have_its_codes(name: str) -> None:
    with bundle_of(name) as bundle:
        fields = {field.id: field for field in bundle.fields}
        for field_id, said in expected(name)["fields"].items():
            if "codesType" not in said:
                continue
            codes = fields[field_id].codes
            assert (len(codes), sha(codes, "<u4")) == (said["length"], said["sha256"])
            runs = fields[field_id].runs
            assert np.array_equal(np.concatenate([np.repeat(*block) for block in runs.blocks()]), codes)


def test_a_set_that_is_named_by_a_category_gives_no_places_as_cells() -> None:
    with bundle_of("g5_reference") as bundle:
        named = [group for group in bundle.groups if group.reference is not None]
        assert named
        for group in named:
            with pytest.raises(UsageError):
                _ = group.indices
            with pytest.raises(UsageError):
                group.mask(40)


def test_a_category_with_other_cells_is_refused() -> None:
    data = cells()
    data.obs = data.obs.iloc[::-1].reset_index(drop=True)  # as many cells of each category, and others
    with bundle_of("g5_reference") as bundle:
        group = next(group for group in bundle.groups if group.id == "highlight_4")
        with pytest.raises(AnotherCategoryError, match="other cells"):
            group.resolve(data)
        data.obs = data.obs.iloc[:0].reindex(range(40))
        with pytest.raises(AnotherCategoryError, match="0 cells here"):
            group.resolve(data)
