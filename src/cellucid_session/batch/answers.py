"""What passes between the process that is asked and the one that judges: a request there, a report back.

Rules of this file: plain values of JSON that lose nothing. What comes back is of doubtful origin, whoever sent it.
"""

from __future__ import annotations

from cellucid_session.judge.settings import Settings
from cellucid_session.model import DatasetFacts, Finding, Limits, Report, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Parts of a finding that are passed as they are; the two spans are passed as pairs.
TEXTS = ("rule", "message", "chunk", "pointer", "excerpt", "level")
SPANS = ("span", "inflated_span")
PAIRS = ("waived", "around")


# -- there --


def request(settings: Settings, kind: str, folder: str | None) -> dict[str, Any]:
    """What a process is to judge, and how. folder: where to look for the files that a list names, or None."""
    facts = settings.dataset or DatasetFacts()
    return {
        "kind": kind,
        "engine": settings.engine,
        "early_exit": settings.early_exit,
        "max_findings": settings.max_findings,
        "limits": settings.limits.as_dict(),
        "n_obs": facts.n_obs,
        "n_vars": facts.n_vars,
        "dataset_id": _hex(facts.dataset_id),
        "folder": _hex(folder),
        "check_files": settings.check_files,
        "policy": None if settings.policy is None else settings.policy.as_dict(),
        "today": settings.today,
        "certificate": settings.certificate,
        "generations": None if settings.generations is None else sorted(settings.generations),
    }


def settings_of(asked: dict[str, Any]) -> Settings:
    """The settings in a request. Raises UsageError: the policy is none."""
    policy = None
    if asked["policy"] is not None:
        from cellucid_session.judge.policy import of

        policy = of(asked["policy"])
    return Settings(
        limits=Limits(**asked["limits"]),
        dataset=DatasetFacts(asked["n_obs"], asked["n_vars"], unhex(asked["dataset_id"])),
        early_exit=asked["early_exit"],
        engine=asked["engine"],
        max_findings=asked["max_findings"],
        check_files=asked["check_files"],
        policy=policy,
        today=asked["today"],
        certificate=asked["certificate"],
        generations=asked["generations"],
    )


def _hex(text: str | None) -> str | None:
    """A text that may hold anything, as hex, so that it passes through a command line and JSON unharmed."""
    return None if text is None else text.encode("utf-8", "surrogatepass").hex()


def unhex(text: str | None) -> str | None:
    """The text of which `_hex` made this."""
    return None if text is None else bytes.fromhex(text).decode("utf-8", "surrogatepass")


# -- back --


def values(report: Report) -> dict[str, Any]:
    """A report as plain values that lose nothing."""
    return {
        "verdict": report.verdict,
        "kind": report.kind,
        "generation": report.generation,
        "releases": report.releases,
        "size": report.bytes,
        "sha256": report.sha256,
        "suppressed": report.suppressed,
        "summary": report.summary,
        "layout": report.layout,
        "certificate": report.certificate,
        "members": report.members,
        "hidden": report.hidden,
        "findings": [
            {name: getattr(finding, name) for name in (*TEXTS, *PAIRS)}
            | {
                name: None if span is None else [span.start, span.end]
                for name, span in ((name, getattr(finding, name)) for name in SPANS)
            }
            for finding in report.findings
        ],
    }


def revive(told: dict[str, Any]) -> Report:
    """The report that `values` described."""
    findings = []
    for each in told.pop("findings"):
        parts = {name: each[name] for name in TEXTS}
        parts |= {name: Span(*each[name]) if each[name] is not None else None for name in SPANS}
        for name in PAIRS:
            parts[name] = None if each[name] is None else tuple(each[name])
        findings.append(Finding(parts.pop("rule"), parts.pop("message"), **parts))
    layout = tuple((name, start, end, size) for name, start, end, size in told.pop("layout"))
    members = tuple((name, cells, of) for name, cells, of in told.pop("members"))
    told["releases"] = tuple(told["releases"])
    return Report(findings=tuple(findings), layout=layout, members=members, **told)
