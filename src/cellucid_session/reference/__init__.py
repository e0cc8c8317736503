"""The interpreted engine: the same answers as the fast one, from the same declarations, slowly and plainly.

Rules of this package:

* It is the oracle that the fast engine is held against, so it shares nothing of `wire/` and none of the
  generated readers: the grammar is interpreted with construct, the schemas with jsonschema, JSON and gzip are
  read by plain code that was written from their standards. It takes the whole input at once.
* What it does share: the declarations, the tables of rules, limits, families and text classes, the values of
  `model`, and the rules of `check` that see parsed values only (entries, shapes, links, text, collector).
  Those are judged by mutation, not by comparing engines.
* It needs the extra `reference` (construct, jsonschema).
"""

from __future__ import annotations

from cellucid_session.check.collector import Collector
from cellucid_session.generated.rules import INPUT_CHANGED
from cellucid_session.model import KIND_SESSION, KIND_SNAPSHOTS, VALID, DatasetFacts, Finding, Limits, Report
from cellucid_session.reference.session import Session
from cellucid_session.reference.snapshots import Snapshots
from cellucid_session.safe import safe, safe_pointer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cellucid_session.protocols import Demands

ENGINES: dict[str, type[Session] | type[Snapshots]] = {KIND_SESSION: Session, KIND_SNAPSHOTS: Snapshots}


def judge(
    data: bytes,
    kind: str = KIND_SESSION,
    *,
    limits: Limits | None = None,
    dataset: DatasetFacts | None = None,
    early_exit: bool = True,
    policy: Demands | None = None,
    failures: Sequence[Finding] = (),
    generations: frozenset[int] | None = None,
) -> Report:
    """Judge one input.

    Args:
        data: its bytes, as far as they were read.
        kind: "session" or "state-snapshots".
        limits: budgets of the policy.
        dataset: what the caller knows of the data set that a session is meant for.
        early_exit: stop at the first byte that proves a finding of class safety.
        policy: gives the levels of advice.
        failures: why it was not read to its end, or is no answer; what was read is judged all the same.
        generations: those of the format that are taken; None: all that are known.

    Returns:
        The report of the fast engine; only the wording of messages may differ.
    """
    return judge_and_count(
        data,
        kind,
        limits=limits,
        dataset=dataset,
        early_exit=early_exit,
        policy=policy,
        failures=failures,
        generations=generations,
    )[0]


def judge_and_count(
    data: bytes,
    kind: str,
    *,
    limits: Limits | None,
    dataset: DatasetFacts | None,
    early_exit: bool,
    policy: Demands | None,
    failures: Sequence[Finding],
    generations: frozenset[int] | None,
) -> tuple[Report, int]:
    """See `judge`. Returns the number of bytes that were taken as well."""
    limits = limits if limits is not None else Limits()
    collector = Collector(limits.findings, policy)
    given = (generations,) if kind == KIND_SESSION else ()
    engine = ENGINES[kind](
        data, collector, limits, dataset or DatasetFacts(), early_exit, bool(failures), *given
    )
    engine.run()
    for finding in failures:
        if not (engine.over and early_exit) or finding.rule == INPUT_CHANGED:
            collector.add(finding.rule, finding.message)
    verdict = collector.verdict(engine.complete)
    taken = engine.judged if early_exit else len(data)
    report = Report(
        verdict=verdict,
        kind=kind,
        generation=engine.generation,
        releases=engine.releases() if verdict == VALID else (),
        size=taken,
        findings=collector.findings(safe, safe_pointer, None if early_exit else len(data)),
        suppressed=collector.suppressed,
        summary=engine.summary(),
    )
    report.reach()
    return report, taken


__all__ = ["judge"]
