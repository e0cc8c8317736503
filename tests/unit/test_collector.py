"""The shelf of findings: counts never depend on what is kept, and what refuses a file can't be crowded out."""

from __future__ import annotations

from typing import Any

import builders as b
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from cellucid_session import CellucidSessionBundle, InvalidSessionError
from cellucid_session.check.collector import Collector
from cellucid_session.check.witness import Witness
from cellucid_session.generated import rules as R
from cellucid_session.generated.rules import RULES
from cellucid_session.model import Limits
from cellucid_session.notes import Notes
from cellucid_session.policy import Families, Policy

FEW = (R.CHUNK_FOREIGN, R.CHUNK_LABEL_EMPTY, R.CHUNK_ORDER, R.CHUNK_CODEC, R.JSON_DEPTH, R.BUDGET_CHUNKS,
       R.TOOL_CHILD_DIED, R.TEXT_BIDI)  # fmt: skip
POLICIES = (
    None,
    Policy("one", levels={R.CHUNK_LABEL_EMPTY: "off", R.TEXT_BIDI: "error"}),
    Policy("two", families=Families(contributors=("mine",), allow_foreign=False)),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(FEW), st.sampled_from(["mine", "other"]), st.booleans()), max_size=40
)


class Plain:
    """The same, without any haste."""

    def __init__(self, cap: int, policy: Policy | None) -> None:
        self.cap, self.policy = cap, policy
        self.all: list[tuple[str, str]] = []
        self.kept: list[tuple[str, str, int]] = []

    def add(self, rule: str, contributor: str) -> None:
        level = RULES[rule][1]
        if self.policy is not None:
            level = self.policy.effective_levels().get(rule, level)
            if rule == R.CHUNK_FOREIGN and self.policy.expects("", contributor):
                level = "note"
        if level == "off":
            return
        self.all.append((rule, level))
        if len(self.kept) >= self.cap:
            mild = [each for each in self.kept if each[1] != "error"]
            if level != "error" or not mild:
                return
            self.kept.remove(mild[-1])
        self.kept.append((rule, level, len(self.all)))

    def count(self, *classes: str) -> int:
        return sum(level == "error" and RULES[rule][0] in classes for rule, level in self.all)


@given(STEPS, st.integers(0, 6), st.sampled_from(POLICIES), st.sampled_from([Collector, Witness]))
def test_what_is_counted_and_what_is_kept(steps: Any, cap: int, policy: Policy | None, make: Any) -> None:
    collector, plain = make(cap, policy), Plain(cap, policy)
    for number, (rule, contributor, looked_at) in enumerate(steps):
        if rule == R.CHUNK_FOREIGN:
            collector.add(rule, contributor=contributor, span=(number, number + 1))
        elif looked_at:  # as a schema does, and as all others do
            collector.in_text(rule, (number,), "", False)
        else:
            collector.add(rule, span=(number, number + 1))
        plain.add(rule, contributor)
        if looked_at:  # numbers that are asked for on the way change nothing
            assert collector.safety == plain.count("safety")
    event(f"{len(plain.all) > cap=}")
    assert collector.total == len(plain.all)
    assert collector.refusing == plain.count("safety", "conformance", "advice")
    assert (collector.safety, collector.budget, collector.tool) == tuple(
        plain.count(cls) for cls in ("safety", "budget", "tool")
    )
    shown = collector.findings(str, str)
    assert sorted((found.rule, found.level) for found in shown) == sorted(kept[:2] for kept in plain.kept)
    assert collector.suppressed == len(plain.all) - len(shown)
    levels = [level for _, level in plain.all]
    left = {
        level: levels.count(level) - sum(found.level == level for found in shown) for level in set(levels)
    }
    assert collector.hidden() == {level: many for level, many in left.items() if many}
    if make is Witness:
        assert collector.found == {rule: sum(each == rule for each, _ in plain.all) for rule, _ in plain.all}


@given(STEPS, st.integers(0, 3))
def test_what_forbids_reading_is_always_kept(steps: Any, cap: int) -> None:
    notes = Notes(cap)
    for number, (rule, _, as_schema) in enumerate(steps):
        if as_schema and rule != R.CHUNK_FOREIGN:
            notes.in_text(rule, (number,), "", False)
        else:
            notes.add(rule, span=(number, number + 1))
    forbidding = [rule for rule, _, _ in steps if RULES[rule][0] in ("safety", "budget", "tool")]
    assert (notes.forbidding() is not None) == bool(forbidding)


@pytest.mark.parametrize("cap", [0, 1, 3])
def test_a_flood_of_errors_opens_no_file(tmp_path: Any, cap: int) -> None:
    entries = [b.chunk(f"x/{number}", b"{}", label="") for number in range(9)]
    path = tmp_path / "flood.cellucid-session"
    path.write_bytes(b.session(*entries, b.chunk("x/last", b"{}", codec="none", label=7)))
    with pytest.raises(InvalidSessionError, match=r"chunk\.label"):
        CellucidSessionBundle(path, limits=Limits(findings=cap))
