"""Is it the same data set: what each fingerprint says against an AnnData of 10 cells and 5 variables. Spec: 10.1."""

from __future__ import annotations

from typing import Any

import pytest

from cellucid_session.apply.fingerprint import compare
from cellucid_session.safe import safe

pytestmark = pytest.mark.libraries

SAME = {"sourceType": "local-demo", "datasetId": "demo", "cellCount": 10, "varCount": 5}
LEFT_OUT = object()
TOP = 2**53 - 1
LONG = "x" * 200


def malformed(key: str) -> str:
    return f"datasetFingerprint has no well-formed {key}"


def unheld(key: str, name: str) -> str:
    return f"the fingerprint has no {key}: only positions and lengths are held against {name}"


#: what is changed, the id that is expected, reasons, advice
CASES: dict[str, tuple[dict[str, Any], str | None, list[str], list[str]]] = {
    "the same": ({}, None, [], []),
    "the id that is expected": ({}, "demo", [], []),
    "texts that are null": ({"sourceType": None, "datasetId": None}, None, [], []),
    "counts as floating-point numbers": ({"cellCount": 10.0, "varCount": 5.0}, None, [], []),
    "no source": ({"sourceType": LEFT_OUT}, None, [malformed("sourceType")], []),
    "no id": ({"datasetId": LEFT_OUT}, None, [malformed("datasetId")], []),
    "a source that is no text": ({"sourceType": 5}, None, [malformed("sourceType")], []),
    "an id that is no text": ({"datasetId": ["demo"]}, None, [malformed("datasetId")], []),
    "no cells' count": ({"cellCount": LEFT_OUT}, None, [], [unheld("cellCount", "n_obs")]),
    "no variables' count": ({"varCount": LEFT_OUT}, None, [], [unheld("varCount", "n_vars")]),
    "one cell more": ({"cellCount": 11}, None, ["cellCount 11 != adata.n_obs 10"], []),
    "one cell less": ({"cellCount": 9}, None, ["cellCount 9 != adata.n_obs 10"], []),
    "one variable less": ({"varCount": 4}, None, ["varCount 4 != adata.n_vars 5"], []),
    "the counts of the other axis": (
        {"cellCount": 5, "varCount": 10},
        None,
        ["cellCount 5 != adata.n_obs 10", "varCount 10 != adata.n_vars 5"],
        [],
    ),
    "no cells at all": ({"cellCount": 0}, None, ["cellCount 0 != adata.n_obs 10"], []),
    "the greatest count": ({"cellCount": TOP}, None, [f"cellCount {TOP} != adata.n_obs 10"], []),
    "more than the greatest": (
        {"cellCount": TOP + 1},
        None,
        ["cellCount of the fingerprint is no count"],
        [],
    ),
    "less than none": ({"cellCount": -1}, None, ["cellCount of the fingerprint is no count"], []),
    "a part of a variable": ({"varCount": 5.5}, None, ["varCount of the fingerprint is no count"], []),
    "a count that is a text": ({"varCount": "5"}, None, ["varCount of the fingerprint is no count"], []),
    "a count that is null": ({"varCount": None}, None, ["varCount of the fingerprint is no count"], []),
    "a count that is a boolean": (
        {"cellCount": True},
        None,
        ["cellCount of the fingerprint is no count"],
        [],
    ),
    "another id": ({}, "Demo", ["datasetId is 'demo', expected_dataset_id is 'Demo'"], []),
    "another id that is empty": ({}, "", ["datasetId is 'demo', expected_dataset_id is ''"], []),
    "an id that is null": ({"datasetId": None}, "d", ["datasetId is absent, expected_dataset_id is 'd'"], []),
    "an id that is absent": (
        {"datasetId": LEFT_OUT},
        "d",
        [malformed("datasetId"), "datasetId is absent, expected_dataset_id is 'd'"],
        [],
    ),
    "long ids": (
        {"datasetId": LONG},
        LONG + "y",
        [f"datasetId is {safe(LONG, 80)!r}, expected_dataset_id is {safe(LONG + 'y', 80)!r}"],
        [],
    ),
    "everything at once": (
        {"sourceType": 1, "cellCount": LEFT_OUT, "varCount": 6},
        "d",
        [
            malformed("sourceType"),
            "varCount 6 != adata.n_vars 5",
            "datasetId is 'demo', expected_dataset_id is 'd'",
        ],
        [unheld("cellCount", "n_obs")],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_fingerprint_against_an_anndata(case: str) -> None:
    changes, expected, reasons, advice = CASES[case]
    fingerprint = {key: value for key, value in (SAME | changes).items() if value is not LEFT_OUT}
    assert compare({"datasetFingerprint": fingerprint}, (10, 5), expected) == (reasons, advice)


def test_no_cells_match_no_cells() -> None:
    assert compare({"datasetFingerprint": SAME | {"cellCount": 0}}, (0, 5), None) == ([], [])


@pytest.mark.parametrize("expected", [None, "demo"])
def test_no_fingerprint_is_a_mismatch(expected: str | None) -> None:
    absent = (["the session has no datasetFingerprint"], [])
    assert (
        compare({}, (10, 5), expected) == compare({"datasetFingerprint": None}, (10, 5), expected) == absent
    )
    for value in ([], "demo", 0, False, [SAME]):
        told = compare({"datasetFingerprint": value}, (10, 5), expected)
        assert told == (["datasetFingerprint is no object"], [])
