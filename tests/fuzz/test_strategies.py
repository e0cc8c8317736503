"""The public strategies give what they say, and all of it: shown by counting."""

from __future__ import annotations

import inspect
import warnings
from collections import Counter
from typing import Any

import pytest
from hypothesis import event, given, settings, target

from cellucid_session import apply_cellucid_session_to_anndata, testing, validate
from cellucid_session.check import payloads as judges
from cellucid_session.check.collector import Collector
from cellucid_session.check.entries import Entry
from cellucid_session.check.facts import Facts
from cellucid_session.check.payload_lookup import reader
from cellucid_session.declare.rules import RULES
from cellucid_session.errors import UsageError
from cellucid_session.generated.families import EXACT, PREFIXED
from cellucid_session.model import DatasetFacts, Limits
from cellucid_session.read.bundle import CellucidSessionBundle

pytest.importorskip("construct", reason="the other engine needs its extra")

#: level -> the families of rules that changes there must break, and how many rules in all, within EXAMPLES
EXAMPLES = 150
REACHED = {
    "framing": ({"frame", "json", "chunk"}, 8),
    "manifest": ({"frame", "json", "manifest", "chunk", "text"}, 22),
    "entry": ({"chunk", "cells", "codes", "manifest"}, 20),
    "frame": ({"chunk", "json"}, 6),
    "inflate": ({"gzip", "chunk"}, 8),
    "payload": (
        {"json", "payload", "overlays", "meta", "state", "codes", "cells", "uvarint", "table", "text"},
        25,
    ),
}


def drawn(strategy: Any, examples: int = EXAMPLES) -> list[Any]:
    """What a strategy draws, the same every time."""
    found: list[Any] = []

    @settings(max_examples=examples, derandomize=True, database=None)
    @given(strategy)
    def draw(value: Any) -> None:
        found.append(value)

    draw()
    return found


@settings(max_examples=60)
@given(testing.sessions())
def test_sessions_are_valid(data: bytes) -> None:
    report = validate(data)
    assert report.verdict == "valid", report.findings
    assert report.summary["chunks"] >= 2


def test_sessions_hold_every_family_codec_and_encoding(tmp_path) -> None:
    path = tmp_path / "x.cellucid-session"
    met: Counter[Any] = Counter()
    for data in drawn(testing.sessions(), 200):
        path.write_bytes(data)
        with CellucidSessionBundle(path) as bundle:
            for chunk_id in bundle.list_chunk_ids():
                entry = bundle.entry(chunk_id)
                assert entry.family is not None
                met[entry.family.name, entry.codec] += 1
                if entry.family.payload == "codes":
                    met[bundle.read_chunk_bytes(chunk_id)[0]] += 1
            met.update(field.source for field in bundle.fields)
    wanted = {(family.name, codec) for family in (*EXACT.values(), *PREFIXED) for codec in ("gzip", "none")}
    assert wanted | {0, 1, 2, "obs", "var"} <= set(met)


@settings(max_examples=120)
@given(testing.near_valid())
def test_both_engines_judge_what_is_nearly_valid(data: bytes) -> None:
    report = validate(data, engine="both", early_exit=False)
    assert report.verdict in ("valid", "invalid", "inconclusive")
    for rule in sorted({found.rule for found in report.findings}):
        event(rule)
    event(f"verdict {report.verdict}")
    target(float(len({found.rule for found in report.findings})), label="rules in one session")


@pytest.mark.parametrize("level", testing.LEVELS)
def test_near_valid_sessions_break_the_rules_of_their_level(level: str) -> None:
    rules: Counter[str] = Counter()
    verdicts: Counter[str] = Counter()
    # a payload can be wrong in the most ways, and some of them are drawn once in a hundred; a manifest in many
    examples = {"payload": 8, "manifest": 4}.get(level, 1) * EXAMPLES
    for data in drawn(testing.near_valid(level), examples):
        report = validate(data, early_exit=False)
        verdicts[report.verdict] += 1
        rules.update({found.rule for found in report.findings})
    families, least = REACHED[level]
    assert families <= {rule.split(".")[0] for rule in rules}, rules
    assert len(rules) >= least, rules
    assert verdicts["valid"] > 0, verdicts
    assert verdicts["invalid"] >= examples // 5, verdicts


def test_every_rule_of_a_session_can_be_asked_for() -> None:
    judged = {rule.id for rule in RULES if rule.cls in ("safety", "conformance", "advice")}
    elsewhere = {
        rule for rule in judged if rule.startswith(("snapshots.", "dataset.", "policy."))
    }  # not of bytes alone
    assert set(testing.rules()) == judged - elsewhere


#: rule -> rules that are broken with it: another id of a group leaves a group without its chunk, and a chunk alone
TOGETHER = {"meta.id-form": {"cells.chunk-missing", "cells.orphan"}}
#: codes before the registry that says what they are, where the order itself is a rule
TOGETHER |= {rule: {"chunk.order", "chunk.overlays-order"} for rule in ("codes.category", "codes.length")}


@pytest.mark.parametrize("rule", testing.rules())
def test_what_is_to_break_a_rule_breaks_it(rule: str) -> None:
    for asked, data in drawn(testing.breaking(rule), 5):
        report = validate(data)
        assert asked == rule
        assert rule in {found.rule for found in report.findings}
        others = {found.rule for found in report.findings if found.cls != "advice"} - {rule}
        assert len(others - TOGETHER.get(rule, set())) <= 1


def test_rules_are_drawn_alike() -> None:
    met = Counter(rule for rule, _ in drawn(testing.breaking(), 600))
    assert len(met) > 0.75 * len(testing.rules())
    assert max(met.values()) < 40


def test_a_rule_that_no_bytes_break_is_refused() -> None:
    with pytest.raises(UsageError, match=r"dataset\.id"):
        testing.breaking("dataset.id")


def test_levels_are_what_is_stated() -> None:
    assert set(REACHED) == set(testing.LEVELS)


@pytest.mark.parametrize("what", ["index_list", "codes", "table"])
def test_a_binary_payload_is_valid_by_itself(what: str) -> None:
    prefixes = {"index_list": "index-list", "codes": "codes", "table": "table"}
    (family,) = (each for each in PREFIXED if each.payload == prefixes[what])
    raw = {"id": family.prefix + "a/b/c", "kind": "binary", "codec": "none"}
    sizes = set()
    for cells in (0, 1, 7):
        for data in drawn(testing.binary_payloads(what, cells), 20):
            collector = Collector(10)
            place = judges.Place(collector, Entry(0, raw, family), (0, len(data)), exact=True)
            judge = reader(place, Facts(DatasetFacts(cells, cells)), Limits())
            judge.feed(data)
            judge.end()
            assert collector.refusing == 0
            sizes.add(len(data))
    assert len(sizes) >= 3


def test_a_session_applies_to_its_anndata(tmp_path) -> None:
    pytest.importorskip("anndata")
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


def test_what_is_public_says_what_it_is() -> None:
    for name in testing.__all__:
        each = getattr(testing, name)
        if callable(each):
            assert inspect.getdoc(each), name
            signature = inspect.signature(each)
            assert signature.return_annotation is not inspect.Signature.empty, name
