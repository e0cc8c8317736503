"""SARIF 2.1.0, for code hosts and their dashboards.

Rules of this file:

* Rules and their words come from the registry; a file can't add one.
* Messages are `text`, never markdown. What SARIF reads as a link or a placeholder is an escape in them.
* A region has the bytes and line 1, because code hosts show nothing without a line.
* A uri is a plain relative name, percent-encoded: code hosts ignore bases, and take `./a` for another file than `a`. A
  path below the working folder is told from there; only one elsewhere is relative to the base `ROOT`.
* A code host takes 25,000 results of a run: beyond that errors go first, and a notification counts the others.
"""

from __future__ import annotations

import os

from cellucid_session import __version__
from cellucid_session.generated.rule_texts import TEXTS
from cellucid_session.generated.rules import RULES
from cellucid_session.model import ERROR
from cellucid_session.report import home
from cellucid_session.report.jsonreport import TOOL, WAIVED, ascii_json, path_text
from cellucid_session.report.rendering import clean
from cellucid_session.report.text import where
from cellucid_session.safe import path_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from cellucid_session.model import Finding, Report
    from cellucid_session.protocols import PolicyFacts

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
RESULTS = 25_000  # of a run
ROOT = "ROOT"
_ORDER = ("error", "warning", "note")
_SEVERITY = {"error": "error", "warning": "warning", "note": "recommendation"}
_MARKUP = str.maketrans({char: f"\\x{ord(char):02x}" for char in "[]{}"})


def plain(text: str) -> str:
    """A text without links and placeholders: their brackets and braces are escapes."""
    return clean(text).translate(_MARKUP)


def location(path: str) -> dict[str, Any]:
    """The artifactLocation of an input."""
    from urllib.parse import quote

    raw = _from_here(path_bytes(path))
    uri = quote(raw.lstrip(b"/"), safe="/") or "bytes"
    return {"uri": uri, "uriBaseId": ROOT} if raw.startswith(b"/") else {"uri": uri}


def _from_here(path: bytes) -> bytes:
    """A path as it is named from the working folder, if it lies below. `..` stays: a link may stand before it."""
    parts = [part for part in path.split(b"/") if part not in (b"", b".")]
    if not path.startswith(b"/"):
        return b"/".join(parts)
    try:
        here = [part for part in os.getcwdb().split(b"/") if part]
    except OSError:  # the working folder is gone
        return path
    if here and parts[: len(here)] == here and len(parts) > len(here) and b".." not in parts:
        return b"/".join(parts[len(here) :])
    return path


def _rule(rule: str, site: str | None) -> dict[str, Any]:
    cls, level, layer = RULES[rule]
    sentence, why, remedy = TEXTS[rule]
    return {
        "id": rule,
        "name": "".join(word.capitalize() for word in rule.replace(".", "-").split("-")),
        "shortDescription": {"text": sentence},
        "fullDescription": {"text": f"{sentence} {why}".strip()},
        "help": {"text": "\n\n".join(text for text in (sentence, why, remedy) if text)},
        **({} if site is None else {"helpUri": home.of_rule(rule, layer, site)}),
        "defaultConfiguration": {"level": level},
        "properties": {
            "tags": list(dict.fromkeys([cls, layer, "security" if cls == "safety" else cls])),
            "problem.severity": _SEVERITY[level],
            "precision": "very-high",
        },
    }


def _region(finding: Finding) -> dict[str, int]:
    region = {"startLine": 1}
    if finding.span is not None:
        region |= {"byteOffset": finding.span.start, "byteLength": len(finding.span)}
    return region


class _Fingerprints:
    """Names of findings that stay when a file is judged again; the second of its kind gets another number."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def __call__(self, report: Report, finding: Finding) -> dict[str, str]:
        from cellucid_session.digests import sha256

        parts = (finding.rule, path_text(report.path), finding.chunk, finding.pointer)
        data = ascii_json(parts).encode("ascii")
        digest = sha256(len(data))
        digest.update(data)
        name = digest.hexdigest()
        self._seen[name] = self._seen.get(name, 0) + 1
        return {
            "cellucidSession/v1": f"{name}:{self._seen[name]}",
            "primaryLocationLineHash": f"{name[:16]}:{self._seen[name]}",
        }


def _result(
    report: Report, finding: Finding, artifact: int, index: int, prints: _Fingerprints
) -> dict[str, Any]:
    told = [TEXTS[finding.rule][0], plain(finding.message), plain(where(finding))]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.level,
        "message": {"text": "\n".join(text for text in told if text)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": location(report.path) | {"index": artifact},
                    "region": _region(finding),
                }
            }
        ],
        "partialFingerprints": prints(report, finding),
        "properties": {"class": finding.cls, "verdict": report.verdict, "excerpt": finding.excerpt},
    }
    if finding.waived is not None:
        told = [f"{name}: {plain(value)}" for name, value in zip(WAIVED, finding.waived, strict=True)]
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": "; ".join(told)}
        ]
    return result


def _artifact(report: Report) -> dict[str, Any]:
    hashes = {} if report.sha256 is None else {"hashes": {"sha-256": report.sha256}}
    return {
        "location": location(report.path),
        "length": report.bytes if report.sha256 is not None else -1,
        "roles": ["analysisTarget"],
        **hashes,
        "properties": {"verdict": report.verdict, "kind": report.kind, "suppressed": report.suppressed},
    }


def _kept(found: list[tuple[int, Finding]]) -> list[tuple[int, Finding]]:
    """As many as a code host takes, errors first; the order stays."""
    if len(found) <= RESULTS:
        return found
    ranked = sorted(range(len(found)), key=lambda at: _ORDER.index(found[at][1].level))
    return [found[at] for at in sorted(ranked[:RESULTS])]


def document(reports: Iterable[Report], policy: PolicyFacts) -> dict[str, Any]:
    """The whole log as plain values."""
    known = list(reports)
    found = [(at, finding) for at, report in enumerate(known) for finding in report.findings]
    kept = _kept(found)
    broken = {finding.rule for _, finding in kept}
    rules = [rule for rule in RULES if rule in broken]
    index = {rule: at for at, rule in enumerate(rules)}
    prints = _Fingerprints()
    artifacts = {ascii_json(value): value for value in map(_artifact, known)}  # an input may be named twice
    order = {text: at for at, text in enumerate(artifacts)}
    places = [order[ascii_json(_artifact(report))] for report in known]
    invocation: dict[str, Any] = {
        "executionSuccessful": all(report.verdict != ERROR for report in known),
    }
    left = len(found) - len(kept) + sum(report.suppressed for report in known)
    if left:
        text = f"{left} findings are not shown"
        invocation["toolExecutionNotifications"] = [{"level": "warning", "message": {"text": text}}]
    addresses = home.addresses()
    site = addresses.get("Documentation")
    about = site or addresses.get("Source")
    run = {
        "tool": {
            "driver": {
                "name": TOOL,
                "semanticVersion": __version__,
                **({} if about is None else {"informationUri": about}),
                "rules": [_rule(rule, site) for rule in rules],
            }
        },
        "automationDetails": {"id": f"{TOOL}/{policy.name}/"},
        "invocations": [invocation],
        "originalUriBaseIds": {ROOT: {"uri": "file:///"}},
        "artifacts": list(artifacts.values()),
        "results": [
            _result(known[at], finding, places[at], index[finding.rule], prints) for at, finding in kept
        ],
        "properties": {"policy": {"name": policy.name, "sha256": policy.sha256}},
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def render(reports: Iterable[Report], policy: PolicyFacts) -> str:
    """The log as a text, with a newline at its end."""
    return ascii_json(document(reports, policy), indent=2) + "\n"
