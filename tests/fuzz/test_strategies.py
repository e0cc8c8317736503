"""The public strategies give what they say."""

from __future__ import annotations

import warnings

from hypothesis import event, given, settings

from cellucid_session import apply_cellucid_session_to_anndata, testing, validate
from cellucid_session.bundle import CellucidSessionBundle


@settings(max_examples=60)
@given(testing.sessions())
def test_sessions_are_valid(data: bytes) -> None:
    report = validate(data)
    assert report.verdict == "valid", report.findings
    assert report.summary["chunks"] >= 2


def test_near_valid_sessions_are_of_both_kinds() -> None:
    verdicts = set()

    @settings(max_examples=120)
    @given(testing.near_valid())
    def judge(data: bytes) -> None:
        report = validate(data, engine="both")
        verdicts.add(report.verdict)
        for found in report.findings:
            event(found.rule)

    judge()
    assert verdicts == {"valid", "invalid"}


def test_a_session_applies_to_its_anndata(tmp_path) -> None:
    path = tmp_path / "x.cellucid-session"

    @settings(max_examples=20)
    @given(testing.annotated())
    def apply(pair) -> None:
        adata, data = pair
        path.write_bytes(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with CellucidSessionBundle(path) as bundle:
                result, summary = apply_cellucid_session_to_anndata(bundle, adata, return_summary=True)
        assert result.shape == adata.shape
        assert not set(summary.added_obs_columns) - set(result.obs.columns)

    apply()
