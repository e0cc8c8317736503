"""Files that the readers of each release accept are read to the same cells and codes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import later
import numpy as np
import pytest

from cellucid_session import validate
from cellucid_session.errors import BudgetError, InvalidSessionError, UsageError
from cellucid_session.read.bundle import CellucidSessionBundle
from cellucid_session.read.references import AnotherCategoryError, Reference

pytestmark = pytest.mark.libraries

NAMES = later.NAMES


class Cells:
    """What a group asks of a data set."""

    def __init__(self, obs: Any) -> None:
        self.obs = obs


def bundle_of(name: str) -> CellucidSessionBundle:
    return CellucidSessionBundle(later.sample(name))


def cells(name: str = "g5_reference") -> Cells:
    """The data set of a sample; of several modalities, the columns as the session names them."""
    pandas = pytest.importorskip("pandas")
    data = later.DATA[name]
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
        groups = later.expected(name)["groups"]
        assert {group.id for group in bundle.groups} == set(groups)
        for group in bundle.groups:
            there = group.indices if group.reference is None else group.resolve(cells(name))
            assert (len(there), later.sha(there, "<u4")) == (
                groups[group.id]["count"],
                groups[group.id]["sha256"],
            )
            assert (group.reference is not None) == (groups[group.id]["encoding"] in (3, 4))


@pytest.mark.parametrize("name", NAMES)
def test_the_fields_of_a_sample_have_its_codes(name: str) -> None:
    with bundle_of(name) as bundle:
        fields = {field.id: field for field in bundle.fields}
        for field_id, said in later.expected(name)["fields"].items():
            if "codesType" not in said:
                continue
            codes = fields[field_id].codes
            assert (len(codes), later.sha(codes, "<u4")) == (said["length"], said["sha256"])
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
        with pytest.raises(AnotherCategoryError, match="0 cells have it"):
            group.resolve(data)


@pytest.mark.parametrize("stored", [bool, "boolean", "category"])
def test_a_truth_value_of_numpy_is_held_against_any_number(stored: Any) -> None:
    pandas = pytest.importorskip("pandas")
    obs = pandas.DataFrame({"q": pandas.Series([True, False, True]).astype(stored)})
    for category, there in (
        (True, [0, 2]),
        (1, [0, 2]),
        (1.0, [0, 2]),
        (0, [1]),
        (2**63, []),
        (-(2**70), []),
    ):
        assert np.flatnonzero(Reference("q", category, 0, 0).members(obs)).tolist() == there


def test_json_with_arrays_is_one_value() -> None:
    with bundle_of("g5_typed") as bundle:
        docked = bundle.read_state("analysis/docked")
        assert {key: (value.dtype.str, value.tolist()) for key, value in docked.items() if key in "abc"} == {
            "a": ("<i4", [-1, 2147483647]),
            "b": ("<u4", [4294967295]),
            "c": ("<f4", [0.5, float("inf")]),
        }
        [window] = bundle.read_state("analysis/windows")["windows"]
        assert window["settings"]["values"].tolist() == [0, 1, 2, 3, 4]
        x, (first, inner) = window["result"]["x"], window["result"]["y"]
        assert (x.dtype, x[:2].tolist(), np.isnan(x[2])) == (np.dtype("<f8"), [1.5, -2.25], True)
        assert (first.tolist(), inner["z"].shape) == ([65535], (0,))
        x[0] = 7  # the caller's own
        assert bundle.read_state("analysis/windows")["windows"][0]["result"]["x"][0] == 1.5


@pytest.mark.parametrize("name", NAMES)
def test_state_of_the_viewer_is_json(name: str) -> None:
    with bundle_of(name) as bundle:
        for chunk_id in bundle.list_chunk_ids():
            entry = bundle.entry(chunk_id)
            if entry.family is not None and entry.family.payload in ("codes", "index-list", "cell-set"):
                with pytest.raises(UsageError):
                    bundle.read_state(chunk_id)
            else:
                assert isinstance(bundle.read_state(chunk_id), dict)


@pytest.mark.parametrize(
    ("text", "arrays", "rule"),
    [
        (b'{"a":{"$typed":1}}', b"\x01\x01\x00", "typed.reference"),
        (b'{"a":{"$typed":0},"b":{"$typed":0}}', b"\x01\x01\x00", None),
        (b'{"a":{"$typed":true}}', b"\x01\x01\x00", "typed.reference"),
        (b"{}", b"\x01\x01\x00", None),
        (b'{"a":{"$typed":0}}', b"\x03\x02\x00\x00\x00\x00\x01", "typed.truncated"),
        (b'{"a":{"$typed":0}}', b"\x09\x00", "typed.dtype"),
        (b'{"a":NaN}', b"", "json.non-finite"),
    ],
)
def test_json_with_arrays_is_held_to_what_the_validator_holds_it_to(
    tmp_path: Path, text: bytes, arrays: bytes, rule: str | None
) -> None:
    payload = len(text).to_bytes(4, "little") + text + arrays
    path = later.changed("g5_minimal", tmp_path / "s", {"analysis/docked": payload})
    found = [finding.rule for finding in validate(path).of_level("error")]
    assert found
    with CellucidSessionBundle(path) as bundle:
        if rule is None:
            assert bundle.read_state("analysis/docked") is not None
            assert [finding.rule for finding in bundle.findings] == found
        else:
            with pytest.raises(InvalidSessionError) as caught:
                bundle.read_state("analysis/docked")
            assert caught.value.finding is not None
            assert caught.value.finding.rule in found


def test_a_few_bytes_that_stand_for_many_cells_are_counted_before_they_are_made(tmp_path: Path) -> None:
    cells = 1 << 31
    payload = bytes([2, 1, 0, *b"\x80\x80\x80\x80\x08"])  # one run of all
    path = later.changed(
        "g5_runs", tmp_path / "s", {"highlights/cells/highlight_1": payload}, cellCount=cells
    )
    with CellucidSessionBundle(path) as bundle:
        group = bundle.groups[0]
        assert group.counts == (cells, cells)
        with pytest.raises(BudgetError, match="expand to"):
            _ = group.indices


@pytest.mark.parametrize("name", NAMES)
def test_the_mask_of_a_group_is_that_of_its_cells(name: str) -> None:
    with bundle_of(name) as bundle:
        for group in bundle.groups:
            if group.part_of is None:
                n_obs = later.expected(name)["manifest"]["datasetFingerprint"]["cellCount"]
                assert np.array_equal(np.flatnonzero(group.mask(n_obs)), group.indices)


@pytest.mark.parametrize("cells", [1, 7, 8, 9, 100_003])
def test_bits_become_a_mask_as_they_are(tmp_path: Path, cells: int) -> None:
    wanted = np.random.default_rng(cells).random(cells) < 0.4
    payload = b"\x01" + np.packbits(wanted, bitorder="little").tobytes()
    path = later.changed(
        "g5_runs", tmp_path / "s", {"highlights/cells/highlight_1": payload}, cellCount=cells
    )
    with CellucidSessionBundle(path) as bundle:
        group = next(group for group in bundle.groups if group.id == "highlight_1")
        assert np.array_equal(group.mask(cells), wanted)
        assert np.array_equal(group.indices, np.flatnonzero(wanted))
