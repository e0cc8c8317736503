"""The shelf of findings: counts never depend on what is kept, and what refuses a file can't be crowded out."""

from __future__ import annotations

from typing import Any

import builders as b
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from cellucid_session import CellucidSessionBundle, InvalidSessionError
from cellucid_session.check.collector import Collector, excerpt, place
from cellucid_session.check.witness import Witness
from cellucid_session.generated import rules as R
from cellucid_session.generated.rules import RULES
from cellucid_session.judge.policy import Families, Policy
from cellucid_session.model import Limits, Span
from cellucid_session.read.findings import Notes

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


VERDICTS: dict[str, tuple[list[str], bool, str]] = {
    "nothing": ([], True, "valid"),
    "nothing, and not to the end": ([], False, "error"),
    "advice": ([R.TEXT_BIDI], True, "valid"),
    "advice, and not to the end": ([R.TEXT_BIDI], False, "error"),
    "a budget": ([R.BUDGET_CHUNKS], False, "inconclusive"),
    "a budget, and to the end": ([R.BUDGET_CHUNKS], True, "inconclusive"),
    "safety": ([R.JSON_DEPTH], True, "invalid"),
    "conformance": ([R.CHUNK_ORDER], True, "invalid"),
    "the tool and safety": ([R.TOOL_CHILD_DIED, R.JSON_DEPTH], False, "error"),
    "the tool and a budget": ([R.BUDGET_CHUNKS, R.TOOL_CHILD_DIED], True, "error"),
}


@pytest.mark.parametrize("cap", [0, 1, 9])
@pytest.mark.parametrize("case", VERDICTS)
def test_what_findings_amount_to_does_not_depend_on_what_is_kept(case: str, cap: int) -> None:
    rules, complete, verdict = VERDICTS[case]
    for order in (rules, rules[::-1]):
        collector = Collector(cap)
        for rule in order:
            collector.add(rule)
        assert collector.verdict(complete) == verdict


FIRST = {
    "a budget, then safety": ([R.BUDGET_CHUNKS, R.JSON_DEPTH], "inconclusive"),
    "safety, then a budget": ([R.JSON_DEPTH, R.BUDGET_CHUNKS], "invalid"),
    "conformance, then a budget, then safety": ([R.CHUNK_ORDER, R.BUDGET_CHUNKS, R.JSON_DEPTH], "invalid"),
    "advice, then a budget, then conformance": (
        [R.TEXT_BIDI, R.BUDGET_CHUNKS, R.CHUNK_ORDER],
        "inconclusive",
    ),
    "safety, then bytes that can't be read": ([R.JSON_DEPTH, R.INPUT_UNREADABLE], "invalid"),
    "bytes that can't be read, then safety": ([R.INPUT_UNREADABLE, R.JSON_DEPTH], "error"),
    "safety in a file that changed": ([R.JSON_DEPTH, R.INPUT_CHANGED], "error"),
}


@pytest.mark.parametrize("cap", [0, 1, 2, 9])
@pytest.mark.parametrize("case", FIRST)
def test_the_first_error_decides(case: str, cap: int) -> None:
    rules, verdict = FIRST[case]
    collector = Collector(cap)
    for rule in rules:
        for _ in range(3 if rule == rules[0] else 1):
            collector.add(rule)
    assert collector.verdict(False) == verdict


@pytest.mark.parametrize("cap", [0, 1, 5])
def test_it_is_enough_when_none_can_be_kept_and_one_more_was_counted(cap: int) -> None:
    collector = Collector(cap, Policy("strict", levels={R.TEXT_BIDI: "error", R.TEXT_INVISIBLE: "off"}))
    assert collector.enough(R.TEXT_INVISIBLE)
    for _ in range(cap + 1):
        assert not collector.enough(R.TEXT_CONTROL)
        collector.add(R.TEXT_CONTROL)
    collector.add(R.TEXT_CONTROL)
    assert collector.enough(R.TEXT_CONTROL)
    assert not collector.enough(R.TEXT_BIDI)
    assert collector.verdict(True) == "valid"
    while not collector.enough(R.TEXT_BIDI):  # errors take the place of advice
        collector.add(R.TEXT_BIDI)
    assert collector.verdict(True) == "invalid"
    assert collector.enough(R.TEXT_CONTROL)


def test_advice_that_a_policy_makes_an_error_refuses_the_file() -> None:
    collector = Collector(9, Policy("strict", levels={R.TEXT_BIDI: "error"}))
    collector.add(R.TEXT_BIDI)
    assert (collector.refusing, collector.verdict(True)) == (1, "invalid")


class Overreaching(Policy):
    """A policy that claims more than it may."""

    def effective_levels(self) -> dict[str, str]:
        return dict.fromkeys(RULES, "off")


def test_no_policy_changes_what_is_not_advice() -> None:
    for rule, (cls, level, *_) in RULES.items():
        collector = Collector(9, Overreaching("all"))
        collector.add(rule)
        assert [found.level for found in collector.findings(str, str)] == ([] if cls == "advice" else [level])


def test_a_foreign_chunk_is_a_note_where_it_is_expected() -> None:
    policy = Policy("mine", families=Families(contributors=("mine",), allow_foreign=False))
    collector = Collector(9, policy)
    for chunk, contributor in (
        ("a/b", "mine"),
        ("a/b", "other"),
        ("a/b", None),
        (None, "mine"),
        (None, None),
    ):
        collector.add(R.CHUNK_FOREIGN, chunk=chunk, contributor=contributor)
    assert [found.level == "note" for found in collector.findings(str, str)] == [
        contributor == "mine" for contributor in ("mine", "other", None, "mine", None)
    ]


def test_a_policy_expects_foreign_chunks_by_their_ids_and_nothing_else() -> None:
    policy = Policy("mine", families=Families(prefixes=("a/",), allow_foreign=False))
    for chunk, level in (("a/b", "note"), ("b/a/", "error"), (None, "error")):
        collector = Collector(9, policy)
        collector.add(R.CHUNK_FOREIGN, chunk=chunk)
        assert [found.level for found in collector.findings(str, str)] == [level]
    for rule, (_, level, *_) in RULES.items():
        if rule != R.CHUNK_FOREIGN:
            collector = Collector(9, policy)
            collector.add(rule, chunk="a/b")
            assert [found.level for found in collector.findings(str, str)] == [level]


def test_who_is_nobody_is_expected_where_nobody_is() -> None:
    collector = Collector(9, Policy("nobody", families=Families(contributors=("",), allow_foreign=False)))
    collector.add(R.CHUNK_FOREIGN)
    assert collector.refusing == 0


def test_an_error_displaces_the_latest_advice_and_advice_displaces_nothing() -> None:
    collector = Collector(2)
    for number, rule in enumerate(
        (R.TEXT_BIDI, R.CHUNK_LABEL_EMPTY, R.TEXT_BIDI, R.JSON_DEPTH, R.CHUNK_LABEL_EMPTY)
    ):
        collector.add(rule, span=(number, number))
    kept = [(found.rule, found.span) for found in collector.findings(str, str)]
    assert kept == [(R.TEXT_BIDI, Span(0, 0)), (R.JSON_DEPTH, Span(3, 3))]
    collector.add(R.CHUNK_CODEC, span=(9, 9))
    collector.add(R.CHUNK_ORDER, span=(10, 10))
    kept = [(found.rule, found.span) for found in collector.findings(str, str)]
    assert kept == [(R.JSON_DEPTH, Span(3, 3)), (R.CHUNK_CODEC, Span(9, 9))]
    assert (collector.total, collector.suppressed) == (7, 5)


@pytest.mark.parametrize("cap", [0, 1])
def test_an_expected_foreign_chunk_is_a_note_when_nothing_more_is_kept(cap: int) -> None:
    policy = Policy("mine", families=Families(contributors=("mine",), allow_foreign=False))
    collector = Collector(cap, policy)
    for _ in range(3):
        collector.add(R.TEXT_BIDI)
        collector.add(R.CHUNK_FOREIGN, contributor="mine")
    assert (collector.refusing, collector.verdict(True)) == (0, "valid")
    assert sum(collector.hidden().values()) == 6 - cap
    collector.add(R.CHUNK_FOREIGN, contributor="other")
    assert (collector.refusing, collector.verdict(True)) == (1, "invalid")


def test_only_what_forbids_reading_is_kept_beyond_the_number() -> None:
    notes = Notes(0)
    for number, rule in enumerate(
        (R.TEXT_BIDI, R.JSON_DEPTH, R.TEXT_BIDI, R.CHUNK_ORDER, R.BUDGET_CHUNKS, R.TEXT_BIDI)
    ):
        notes.add(rule, span=(number, number))
    assert [found.rule for found in notes.all()] == [R.JSON_DEPTH, R.BUDGET_CHUNKS]
    assert notes.total == 6


def test_whatever_is_asked_first_everything_is_counted() -> None:
    for ask in (
        lambda collector: sum(collector.hidden().values()),
        lambda collector: collector.total,
        lambda collector: collector.suppressed,
    ):
        collector = Collector(0)
        for _ in range(4):
            collector.add(R.TEXT_BIDI)
        assert ask(collector) == 4  # type: ignore[no-untyped-call]


#: places in their order: span, and inflated span
PLACES: list[tuple[tuple[int, int] | None, tuple[int, int] | None]] = [
    ((0, 2), None),
    ((0, 9), None),
    ((0, 5), (0, 0)),
    ((0, 5), (0, 1)),
    ((0, 5), (3, 4)),
    ((1, 1), None),
    ((1 << 53, 1 << 53), None),
    (None, None),
    (None, (2, 3)),
]


@given(st.permutations(PLACES))
def test_findings_come_in_the_order_of_the_file(places: list[Any]) -> None:
    collector = Collector(len(places))
    for span, inflated in places:
        collector.add(R.TEXT_BIDI, span=span, inflated=inflated)
    shown = [
        tuple(each and (each.start, each.end) for each in (found.span, found.inflated_span))
        for found in collector.findings(str, str)
    ]
    assert shown == PLACES


def test_a_finding_shows_what_was_noted_and_nothing_raw() -> None:
    collector = Collector(9)
    collector.add(R.TEXT_BIDI, "it is so", chunk="\u202e", path=("a", 1), span=(3, 5), inflated=(0, 2))
    collector.add(R.CHUNK_ORDER)
    first, second = collector.findings(lambda text: f"<{len(text)}>", lambda path: "/".join(map(str, path)))
    assert (first.rule, first.message, first.chunk, first.pointer) == (R.TEXT_BIDI, "it is so", "<1>", "a/1")
    assert (first.span, first.inflated_span, first.excerpt) == (Span(3, 5), Span(0, 2), None)
    assert (second.rule, second.chunk, second.pointer) == (R.CHUNK_ORDER, None, None)
    assert (second.span, second.inflated_span, second.excerpt) == (None, None, None)


def test_what_waits_for_its_place_is_asked_for_from_a_mark_on() -> None:
    collector = Collector(4)
    collector.add(R.TEXT_BIDI, path=("a",))
    mark = collector.mark()
    collector.add(R.JSON_DEPTH, path=("b",))
    collector.add(R.JSON_DEPTH, span=(0, 1), path=("c",))
    collector.add(R.JSON_DEPTH, inflated=(0, 1), path=("d",))
    collector.add(R.JSON_DEPTH)  # displaces the advice, and has no path
    assert [pending.path for pending in collector.since(0)] == [("b",)]
    assert [pending.path for pending in collector.since(mark)] == [("b",)]
    assert collector.since(mark + 1) == []


TEXT = b'{"key": [1, "a long text of more than sixteen bytes"]}'
SPOTS: dict[str, tuple[tuple[str | int, ...], bool, bytes]] = {
    "the whole text": ((), False, TEXT),
    "a value": (("key", 0), False, b"1"),
    "a key": (("key",), True, b'"key"'),
    "a long value": (("key", 1), False, b'"a long text of more than sixteen bytes"'),
}


@pytest.mark.parametrize("case", SPOTS)
def test_a_path_becomes_the_bytes_that_it_leads_to(case: str) -> None:
    path, at_key, wanted = SPOTS[case]
    start = TEXT.index(wanted)
    end = start + len(wanted)
    for base, stored, span, inflated in (
        (100, None, (100 + start, 100 + end), None),
        (0, None, (start, end), None),
        (None, (70, 90), (70, 90), (start, end)),
        (70, (70, 70 + len(TEXT)), (70 + start, 70 + end), (start, end)),
        (0, (0, len(TEXT)), (start, end), (start, end)),
    ):
        collector = Collector(9)
        collector.add(R.TEXT_BIDI, path=path, at_key=at_key)
        collector.add(R.TEXT_BIDI, path=("key",))
        waiting = collector.since(0)
        place(waiting, TEXT, base, stored)
        first = waiting[0]
        assert (first.span, first.inflated, first.excerpt) == (span, inflated, wanted[:16].hex(" "))
        assert collector.since(0) == []


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 40])
def test_an_excerpt_has_at_most_sixteen_bytes(length: int) -> None:
    data = bytes(range(100))
    assert excerpt(data, 50, 50 + length) == data[50 : 50 + min(16, length)].hex(" ")
