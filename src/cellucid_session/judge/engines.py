"""The engines that can judge, behind one interface: fed in pieces, failed from outside, closed to a report.

Rules of this file:

* `generated` is the streaming engine. `reference` reads the same declarations plainly and needs the whole
  input. `both` runs the two and believes neither when they differ.
* They differ when their verdicts do, or when the errors they found are not the same rules at the same bytes.
"""

from __future__ import annotations

from cellucid_session.check.engine import Judge
from cellucid_session.errors import UsageError
from cellucid_session.generated.rules import INPUT_CHANGED, TOOL_ENGINES_DIFFER
from cellucid_session.model import ERROR, Finding, Limits, Report
from cellucid_session.owning import Uncopied

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from cellucid_session.judge.policy import Policy
    from cellucid_session.model import DatasetFacts

    class Engine(Protocol):
        """What all engines do."""

        @property
        def consumed(self) -> int: ...
        def feed(self, piece: bytes, /) -> bool: ...
        def fail(self, finding: Finding, /) -> None: ...
        def close(self) -> Report: ...
        @property
        def witness(self) -> Any: ...


REFERENCE_MISSING = (
    "this engine needs construct and jsonschema: python -m pip install 'cellucid-session[reference]'"
)

UNCERTIFIED = (
    "the reference engine keeps no account of what it judged; use generated or both for a certificate"
)


class _Reference(Uncopied):
    """The interpreted engine: gathers the pieces and judges them at the end."""

    def __init__(
        self,
        kind: str,
        *,
        limits: Limits,
        dataset: DatasetFacts | None,
        early_exit: bool,
        policy: Policy | None = None,
        certificate: bool = False,
        generations: frozenset[int] | None = None,
    ) -> None:
        if certificate:
            raise UsageError(UNCERTIFIED)
        try:
            from cellucid_session.reference import judge_and_count
        except ImportError as exc:
            raise UsageError(REFERENCE_MISSING) from exc
        self._judge: Callable[..., tuple[Report, int]] = judge_and_count
        self._kind = kind
        self._given: dict[str, Any] = {
            "limits": limits,
            "dataset": dataset,
            "early_exit": early_exit,
            "policy": policy,
            "generations": generations,
        }
        self._parts: list[bytes] = []
        self._failures: list[Finding] = []
        self.consumed = 0

    @property
    def witness(self) -> Any:
        """It keeps no account of what it read."""
        return None

    def feed(self, piece: bytes) -> bool:
        self._parts.append(piece)
        self.consumed += len(piece)
        return True

    def fail(self, finding: Finding) -> None:
        self._failures.append(finding)

    def close(self) -> Report:
        report, self.consumed = self._judge(
            b"".join(self._parts), self._kind, failures=self._failures, **self._given
        )
        return report


class _Both(Uncopied):
    """Two engines over one input. The report is the streaming engine's, unless the other disagrees."""

    def __init__(self, kind: str, **given: Any) -> None:
        self._streaming = Judge(kind, **given)
        self._reference = _Reference(kind, **(given | {"certificate": False}))
        self._wanted = True

    @property
    def consumed(self) -> int:
        return self._streaming.consumed

    @property
    def witness(self) -> Any:
        """The streaming engine's."""
        return self._streaming.witness

    def feed(self, piece: bytes) -> bool:
        self._wanted = self._wanted and self._streaming.feed(piece)
        return self._reference.feed(piece)

    def fail(self, finding: Finding) -> None:
        if self._wanted or finding.rule == INPUT_CHANGED:  # else it was read on for the other engine only
            self._streaming.fail(finding)
        self._reference.fail(finding)

    def close(self) -> Report:
        report = self._streaming.close()
        other = self._reference.close()
        difference = differences(report, other)
        if difference:
            report.verdict = ERROR
            report.findings = (Finding(TOOL_ENGINES_DIFFER, difference), *report.findings)
        return report


def _errors(report: Report) -> list[tuple[str, int, int]]:
    """Rule and bytes of each error, sorted; -1 where no bytes are to blame."""
    return sorted(
        (found.rule, -1, -1) if found.span is None else (found.rule, found.span.start, found.span.end)
        for found in report.of_level("error")
    )


def differences(one: Report, other: Report) -> str:
    """What two reports on one input disagree about, in a sentence; "" when they agree."""
    if one.verdict != other.verdict:
        return f"the generated engine says {one.verdict}, the reference engine {other.verdict}"
    if one.suppressed != other.suppressed:
        return f"{one.suppressed} findings beyond those kept, against {other.suppressed}"
    ours, theirs = _errors(one), _errors(other)
    if (
        ours == theirs or one.suppressed
    ):  # which ones are kept follows the order of finding, which is an engine's own
        return ""
    for name, mine, yours in (("generated", ours, theirs), ("reference", theirs, ours)):
        for rule, start, end in mine:
            if (rule, start, end) not in yours:
                return f"only the {name} engine finds {rule} at bytes {start}-{end}"
    return "the engines find the same errors a different number of times"


#: name -> what makes an engine of that name
MAKERS: dict[str, Callable[..., Engine]] = {
    "generated": Judge,
    "reference": _Reference,
    "both": _Both,
}


def require(name: str) -> None:
    """Raise UsageError when the extra of an engine is not installed."""
    MAKERS[name]("session", limits=Limits(), dataset=None, early_exit=True)
