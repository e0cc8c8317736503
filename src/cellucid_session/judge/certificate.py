"""The coverage certificate: what covers the file, its digests, and which rules ran, as plain values.

Rules of this file:

* It is made after everything else, from what the witness remembers; it judges nothing itself.
* Spans are in order, without gap or overlap, from the first byte to the last one. What could not be taken apart is
  a span too, and says so.
* `valid` goes with rules that ran or do not apply, and with nothing else: anything else is a bug and raises.
Spec: 14.
"""

from __future__ import annotations

from cellucid_session.check.coverage import NOT_REACHED, Seen, rule_states
from cellucid_session.generated import rules as R
from cellucid_session.generated import subjects as S
from cellucid_session.io import files
from cellucid_session.model import KIND_SNAPSHOTS, VALID

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cellucid_session.judge.settings import AnySource, Settings
    from cellucid_session.model import Report

    Values = dict[str, Any]

LENGTH = 4  # bytes of a length field


def certify(
    report: Report, witness: Any, source: AnySource, settings: Settings, *, beside: bool, child: bool
) -> None:
    """Give a report its certificate.

    Args:
        report: changed in place. witness: the judge that remembers. source: what was judged.
        beside: the files that a list names were looked for. child: this is a child process.

    Raises:
        RuntimeError: the account does not fit the verdict.
    """
    seen = Seen(
        **{name: getattr(witness.collector, name) for name in ("met", "done", "missed", "found", "stop")}
    )
    read = report.sha256 is not None
    both = settings.engine == "both"
    for subject, there, judged in (
        (S.INPUT, True, read),
        (S.FILE, isinstance(source, files.Input), True),
        (S.CHILD, child, True),
        (S.ENGINES, both, read),
        (S.BESIDE, beside, read),
    ):
        if there:
            seen.met[subject] = 1
            seen.done[subject] = int(judged)
    for rule in {finding.rule for finding in report.findings} - seen.found.keys():  # found after the walk
        seen.found[rule] = sum(finding.rule == rule for finding in report.findings)
    levels = {} if settings.policy is None else settings.policy.effective_levels()
    off = frozenset(rule for rule, level in levels.items() if level == "off")
    states = rule_states(report.kind, seen, off, report.generation)
    if report.verdict == VALID and any(state["state"] == NOT_REACHED for state in states):
        raise RuntimeError("a file was found valid with rules that were not reached")
    report.certificate = {**(_covered(report, witness) if read else _nothing()), "rules": states}


def empty(report: Report) -> Values:
    """The certificate of an input that was not judged; its one finding says why."""
    stop = report.findings[0].rule
    subjects = {S.INPUT, S.FILE, S.SUBJECT_OF[stop]} | ({S.CHILD} if stop == R.BUDGET_ISOLATED else set())
    always = {name for name, (_, none, _, parts) in S.SUBJECTS.items() if not none and not parts}
    seen = Seen(dict.fromkeys(subjects | always, 1), {}, found={stop: 1}, stop=stop)
    return {**_nothing(), "rules": rule_states(report.kind, seen)}


def _nothing() -> Values:
    return {"spans": [], "manifest": None, "chunks": []}


def _span(what: str, start: int, end: int, chunk: int | None = None) -> Values:
    return {"what": what, "start": start, "end": end, "chunk": chunk}


def _covered(report: Report, witness: Any) -> Values:
    """Spans and digests of an input that was read to its end."""
    size = report.bytes
    if report.kind == KIND_SNAPSHOTS:
        return _nothing() | {"spans": [_span("list", 0, size)]}
    if witness.head is None:
        return _nothing() | {"spans": [_span("unjudged", 0, size)] if size else []}
    data, start = witness.head
    end = start + len(data)
    digest = files.sha256(len(data))
    digest.update(data)
    magic = len(witness.facts.generation.magic)
    spans = [_span("magic", 0, magic), _span("manifest-length", magic, start), _span("manifest", start, end)]
    chunks = []
    for index, kept in enumerate(witness.kept):
        spans += [
            _span("chunk-length", kept.start - LENGTH, kept.start, index),
            _span("chunk", kept.start, kept.end, index),
        ]
        end = kept.end
        chunks.append(
            {
                "id": kept.id,
                "codec": kept.codec,
                "start": kept.start,
                "end": kept.end,
                "sha256": kept.sha256,
                "inflated_bytes": kept.inflated,
                "inflated_sha256": kept.inflated_sha256,
            }
        )
    if end < size:
        trailing = witness.collector.stop == R.FRAME_TRAILING
        spans.append(_span("trailing" if trailing else "unjudged", end, size))
    manifest = {"start": start, "end": start + len(data), "sha256": digest.hexdigest()}
    return {"spans": spans, "manifest": manifest, "chunks": chunks}
