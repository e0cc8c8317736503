"""The push core from outside: defaults, what it takes, what is said when it is closed or the input fails."""

from __future__ import annotations

import builders
import pytest

from cellucid_session import Judge, Limits
from cellucid_session.check import coverage
from cellucid_session.check.coverage import Seen, rule_states
from cellucid_session.model import Finding, Span

GOOD = builders.session(builders.chunk("core/state", {}))
CHANGED = Finding("input.changed", "it is another file now", span=Span(3, 9))


def judged(data: bytes, **given: object) -> Judge:
    judge = Judge(**given)  # type: ignore[arg-type]
    judge.feed(data)
    return judge


def test_what_is_settled_and_not_valid_is_hopeless() -> None:
    judge = Judge()
    assert not judge.hopeless
    judge.feed(GOOD[:-1])
    assert not judge.hopeless
    judge.feed(GOOD[-1:])
    assert not judge.hopeless
    assert judge.close().verdict == "valid"
    assert not judge.hopeless
    assert judged(b"no session").hopeless


def test_unless_it_is_asked_for_a_judge_ends_early_and_remembers_nothing() -> None:
    judge = Judge()
    assert not judge.feed(b"no session")
    assert not hasattr(judge.witness, "kept")
    assert hasattr(Judge(certificate=True).witness, "kept")
    assert Judge("state-snapshots", certificate=True).witness.collector.met
    assert Judge(early_exit=False).feed(b"no session")


def test_a_refused_input_is_read_no_further() -> None:
    judge = judged(b"no session")
    said = judge.consumed
    assert not judge.feed(GOOD)
    assert judge.consumed == said
    assert [found.rule for found in judge.close().findings] == ["frame.magic"]


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_pieces_may_be_any_bytes_and_are_not_kept(kind: type) -> None:
    judge = Judge()
    buffer = bytearray(GOOD)
    for at in range(0, len(buffer), 7):
        piece = buffer[at : at + 7]
        judge.feed(memoryview(piece) if kind is memoryview else kind(piece))
        piece[:] = b"\xff" * len(piece)
    assert judge.close().verdict == "valid"


def test_a_closed_judge_takes_nothing_and_says_the_same() -> None:
    judge = judged(GOOD)
    report = judge.close()
    assert judge.close() is report
    with pytest.raises(ValueError, match="closed"):
        judge.feed(b"")


@pytest.mark.parametrize("data", [GOOD, GOOD[:30]], ids=["a whole input", "a cut one"])
def test_an_input_that_fails_is_no_yes_and_its_end_is_not_judged(data: bytes) -> None:
    judge = judged(data)
    judge.fail(CHANGED)
    report = judge.close()
    assert report.verdict == "error"
    assert [(found.rule, found.message, found.span) for found in report.findings] == [
        ("input.changed", "it is another file now", Span(3, 9))
    ]


def test_an_input_may_fail_at_no_place() -> None:
    judge = judged(GOOD)
    judge.fail(Finding("input.unreadable", "a disk that is gone"))
    (found,) = judge.close().findings
    assert found.span is None


def test_the_size_is_what_was_judged_or_all_that_was_fed() -> None:
    early, late = judged(b"no session"), judged(b"no session", early_exit=False)
    assert early.close().bytes == 1
    assert late.close().bytes == 10


def test_what_is_inside_is_counted_from_nothing() -> None:
    counts = {"chunks": 0, "pages": 0, "groups": 0, "fields": 0, "inflated_bytes": 0}
    assert Judge().close().summary == counts
    assert judged(GOOD).close().summary == counts | {"chunks": 1, "inflated_bytes": 2}


def test_the_least_number_of_findings_is_kept() -> None:
    report = judged(b"no session", limits=Limits(findings=0)).close()
    assert (report.findings, report.suppressed, report.verdict) == ((), 1, "invalid")


def state(rule: str, seen: Seen) -> str:
    return next(told["state"] for told in rule_states("session", seen) if told["rule"] == rule)


def seen(*, done: dict[str, int] | None = None, found: dict[str, int] | None = None) -> Seen:
    everything = dict.fromkeys(coverage.S.SUBJECTS, 1) | (done or {})
    return Seen(everything, everything, found=found)


def test_a_rule_that_found_something_ran_though_nothing_of_it_was_judged_whole() -> None:
    without = dict.fromkeys(("asked-cells",), 0)
    assert state("dataset.cell-count", seen(done=without)) == coverage.NOT_APPLICABLE
    assert state("dataset.cell-count", seen(done=without, found={"dataset.cell-count": 1})) == coverage.RAN


def test_what_was_there_and_not_judged_must_have_a_reason() -> None:
    with pytest.raises(RuntimeError, match="nothing says why"):
        rule_states("session", Seen({"magic": 1}, {}))
    with pytest.raises(RuntimeError, match="was not run, and nothing says why"):
        rule_states("session", Seen({}, {}))
    assert state("frame.magic", Seen({"magic": 1}, {}, stop="budget.file-bytes")) == coverage.NOT_REACHED


def test_one_miss_is_no_reason_for_two() -> None:
    everything = dict.fromkeys(coverage.S.SUBJECTS, 1)
    met = everything | {"gzip": 3}
    with pytest.raises(RuntimeError, match="gzip was not judged"):
        rule_states("session", Seen(met, everything, missed={"gzip": {"gzip.crc": 1}}))
    told = rule_states("session", Seen(met, everything, missed={"gzip": {"gzip.crc": 1, "gzip.data": 1}}))
    assert {"gzip.crc", "gzip.data"} <= set(
        next(each for each in told if each["rule"] == "gzip.length")["ended_by"]
    )


def test_what_is_of_another_kind_is_never_missed() -> None:
    everything = dict.fromkeys(coverage.S.SUBJECTS, 1)
    met = everything | {
        subject: 2 for subject, row in coverage.S.SUBJECTS.items() if row[0] == "state-snapshots"
    }
    assert {told["state"] for told in rule_states("session", Seen(met, everything))} <= {
        "ran",
        "not-applicable",
    }
