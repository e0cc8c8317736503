"""`cellucid-session` on sessions of the later generations: what is shown, taken out and compared is what they hold."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import later
import pytest

from cellucid_session.cli.session import main

NAMES, DATA, expected = later.NAMES, later.DATA, later.expected


def sample(name: str) -> str:
    return str(later.sample(name))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.mark.parametrize("name", NAMES)
def test_inspect_counts_what_a_sample_holds(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, out, err = run(capsys, "inspect", "--json", sample(name))
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert document["unreadable"] == []
    groups = {group["id"]: group for page in document["pages"] for group in page["groups"]}
    said = expected(name)
    assert {key: group["cells"] for key, group in groups.items()} == {
        key: group["count"] for key, group in said["groups"].items()
    }
    assert {key for key, group in groups.items() if group["part_of"]} == {
        key for key, group in said["groups"].items() if group["encoding"] in (3, 4)
    }
    fields = {field["id"]: field for field in document["fields"]}
    for key, field in said["fields"].items():
        found = fields[key]
        if "length" in field:
            counted = sum(each["count"] for each in found["categories"])
            assert counted + found["unassigned"] + found["out_of_range"] == field["length"] == found["codes"]
        else:
            assert found["copy_of"]
    code, out, err = run(capsys, "inspect", "--all", sample(name))
    assert (code, err) == (0, "")
    assert f"(generation {4 if name.startswith('g3') else name[1]}, format" in out


@pytest.mark.parametrize("name", NAMES)
def test_extract_writes_the_cells_that_a_sample_lists(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    code, _, err = run(capsys, "extract", sample(name), "-o", str(tmp_path / "t.csv"), "--include-deleted")
    assert code == 0
    with open(tmp_path / "t.csv", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    said = expected(name)
    assert len(rows) == said["manifest"]["datasetFingerprint"]["cellCount"]
    for key, group in said["groups"].items():
        if group["encoding"] in (3, 4):
            assert f"left out: group {key}: its cells are some of a category of" in err
            assert not rows or f"group:{key}" not in rows[0]
        else:
            assert sum(row[f"group:{key}"] == "true" for row in rows) == group["count"]
    for field in said["fields"].values():
        assert not rows or (f"field:{field['key']}" in rows[0]) == ("length" in field)


def test_extract_with_the_data_set_names_the_cells_of_a_category(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    anndata, pandas = pytest.importorskip("anndata"), pytest.importorskip("pandas")
    data = DATA["g5_reference"]
    obs = pandas.DataFrame(data["obs"], index=[f"c{at}" for at in range(data["n_obs"])])
    adata = anndata.AnnData(None, obs=obs, var=pandas.DataFrame(index=data["var_names"]))
    adata.write_h5ad(tmp_path / "d.h5ad")
    words = ("extract", sample("g5_reference"), "-o", str(tmp_path / "t.csv"), "--data")
    code, _, err = run(capsys, *words, str(tmp_path / "d.h5ad"))
    assert (code, err) == (0, "")
    with open(tmp_path / "t.csv", encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    for key, group in expected("g5_reference")["groups"].items():
        assert sum(row[f"group:{key}"] == "true" for row in rows) == group["count"]
    assert {
        obs["cell_type"].iloc[int(row["cell"])] for row in rows if row["group:highlight_1"] == "true"
    } == {obs["cell_type"].iloc[0]}
    adata[::-1].copy().write_h5ad(tmp_path / "d.h5ad")
    code, _, err = run(capsys, *words, str(tmp_path / "d.h5ad"), "--force")
    assert code == 1
    assert "other cells have it" in err


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_differs_from_others_and_not_from_itself(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(capsys, "diff", sample(name), sample(name))[:2] == (0, "the sessions say the same\n")
    for other in ("g2_unicode", "g5_reference", "g5_codes"):
        if other != name:
            code, out, err = run(capsys, "diff", sample(name), sample(other))
            assert (code, err) == (1, "")
            assert "the sessions differ" in out


def test_across_generations_labels_are_compared_and_state_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "diff", "--json", sample("g2_unicode"), sample("g3_unicode"))
    changes = json.loads(out)["changes"]
    assert code == 1
    assert {change["part"] for change in changes} == {"dataset"}
    assert (changes[0]["subject"], changes[0]["old"], changes[0]["new"]) == ("generation", 2, 4)
