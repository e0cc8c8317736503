"""The strategies make every generation: what is drawn is valid, holds all there is, and is read back as it was."""

from __future__ import annotations

import gzip
import warnings
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from later_content import same
from test_strategies import drawn

from cellucid_session import UsageError, apply_cellucid_session_to_anndata, testing, validate
from cellucid_session.generated.generations import NUMBERS, generation
from cellucid_session.testing.later_contents import Content, contents
from cellucid_session.testing.later_parts import parts_of
from cellucid_session.write.reopened import MemoryBundle

pytest.importorskip("construct", reason="the other engine needs its extra")

LATER = NUMBERS[1:]
later = pytest.mark.parametrize("number", LATER)


def told(number: int) -> dict[str, Any]:
    """How a generation is asked for where a reader can't tell it from a later one."""
    return {"engine": "both", "early_exit": False, "generations": frozenset((number,))}


@later
def test_what_is_drawn_is_valid_under_both_engines(number: int) -> None:
    @settings(max_examples=25)
    @given(testing.sessions(number))
    def valid(data: bytes) -> None:
        report = validate(data, **told(number))
        assert report.verdict == "valid", report.findings
        assert report.generation == number

    valid()


def test_any_generation_can_be_drawn() -> None:
    met = {validate(data).generation for data in drawn(testing.sessions(None), 100)}
    assert met == {1, 2, 4, 5}  # one of 3 is taken for one of 4, which has all that 3 has
    with pytest.raises(UsageError, match="one of 1, 2, 3, 4, 5, not 6"):
        testing.sessions(6)


@later
def test_all_that_a_generation_has_is_drawn(number: int) -> None:
    met: Counter[Any] = Counter()
    this = generation(number)
    for data in drawn(testing.sessions(number), 160):
        with MemoryBundle(data) as bundle:
            for chunk_id in bundle.list_chunk_ids():
                family = bundle.entry(chunk_id).family
                assert family is not None
                met[family.name] += 1
                if family.payload in ("codes", "cell-set"):
                    met[family.payload, gzip.decompress(bundle.read_chunk_bytes(chunk_id))[0]] += 1
            met.update(field.codes_type or field.kind for field in bundle.fields)
            met.update(group.type for group in bundle.groups)
    wanted: set[Any] = {family.name for family in this.families.every()}
    wanted |= {("codes", byte) for byte in this.encodings} | {("cell-set", byte) for byte in this.sets}
    wanted |= {*this.code_types, "continuous"}
    wanted |= {"annotation", "category", "combined", "knn", "lasso", "proximity", "range"}
    assert wanted <= set(met)


@later
def test_what_is_drawn_is_read_back(number: int) -> None:
    pytest.importorskip("pandas")

    @settings(max_examples=25)
    @given(contents(number))
    def read(content: Content) -> None:
        with MemoryBundle(parts_of(content).build()) as bundle:
            same(content, bundle)

    read()


@settings(max_examples=80)
@given(
    st.sampled_from(LATER).flatmap(
        lambda number: st.tuples(st.just(number), testing.near_valid(generation=number))
    )
)
def test_both_engines_judge_what_is_nearly_valid(drawn_pair: tuple[int, bytes]) -> None:
    number, data = drawn_pair
    for taken in ({}, {"generations": frozenset((number,))}):
        report = validate(data, engine="both", early_exit=False, **taken)
        assert report.verdict in ("valid", "invalid", "inconclusive")


@later
@pytest.mark.parametrize("level", testing.LEVELS)
def test_changes_of_every_level_break_rules(number: int, level: str) -> None:
    rules: set[str] = set()
    verdicts: Counter[str] = Counter()
    for data in drawn(testing.near_valid(level, generation=number), 40):
        report = validate(data, generations=frozenset((number,)), early_exit=False)
        verdicts[report.verdict] += 1
        rules |= {found.rule for found in report.findings}
    assert verdicts["invalid"] >= 10, verdicts
    assert len(rules) >= 4, rules


@later
def test_a_session_applies_to_its_anndata(number: int) -> None:
    pytest.importorskip("anndata")

    @settings(max_examples=10)
    @given(testing.annotated(number))
    def apply(pair: Any) -> None:
        adata, data = pair
        with warnings.catch_warnings(), MemoryBundle(data) as bundle:
            warnings.simplefilter("ignore")
            result, summary = apply_cellucid_session_to_anndata(
                bundle, adata, return_summary=True, dataset_mismatch="error", cell_order="ignore"
            )
            there = [group for group in bundle.groups if group.has_cells]
            for group in there:
                name = next(each.name for each in summary.columns if each.original_id == group.id)
                assert np.flatnonzero(result.obs[name]).tolist() == group.resolve(adata).tolist()

    apply()
