"""The HTML page: a report for people who would rather look than read.

Rules of this file:

* One file, no script, no link, nothing fetched; a policy of the page says so to the browser too.
* Every text goes through `marked_up` (no control, bidi or invisible character, HTML-escaped, ASCII) and stands
  in `<bdi>`. Numbers and words of ours need neither.
* No style attributes: the one style sheet is named by its digest. Drawings are SVG with numbers in them.
* The same reports give the same bytes: no clock, no host name.
"""

from __future__ import annotations

from cellucid_session import __version__
from cellucid_session.generated.rule_texts import TEXTS
from cellucid_session.model import ERROR, INCONCLUSIVE, INVALID, VALID
from cellucid_session.report.decoded import decoded
from cellucid_session.report.html_pictures import pictures, prose, size, text
from cellucid_session.report.html_style import STYLE
from cellucid_session.report.jsonreport import LEVELS, SUMMARY, TOOL
from cellucid_session.report.rendering import marked_up, place, shown_path
from cellucid_session.report.text import count
from cellucid_session.safe import path_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cellucid_session.model import Finding, Report
    from cellucid_session.protocols import PolicyFacts

SHOWN_OF_A_RULE = 5  # findings of one rule on one input that are open to see
FOLDED_OF_A_RULE = 200  # and so many more behind a fold

#: verdict -> what it means for whoever asked
_MEANING = {
    VALID: "Every byte is as the format says.",
    INVALID: "The file breaks the format or the policy. Don't use it.",
    INCONCLUSIVE: "A budget ran out before the answer was known. This is not a yes.",
    ERROR: "The input could not be judged. This is not a yes.",
}
_WAIVED = "What refuses this file is waived by the policy; see below."
_NAMES = {"inflated_bytes": "bytes when inflated"}


def _facts(rows: Iterable[tuple[str, str]]) -> str:
    """A list of names and values, both HTML already."""
    return "<dl>" + "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows) + "</dl>"


# -- findings --


def _ascii(data: bytes) -> str:
    return marked_up("".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in data))


def _hex(finding: Finding) -> str:
    """The first guilty bytes, marked, with what stands around them: offset, hex, ASCII."""
    before, after = (bytes.fromhex(part) for part in finding.around or ("", ""))
    data = bytes.fromhex(finding.excerpt or "")
    if not (data or before or after):
        return ""
    inside = finding.inflated_span
    span = inside if inside is not None else finding.span
    offset = f"{span.start - len(before):08x}" if span is not None else "????????"
    cut = span is not None and len(span) > len(data)
    guilty = data.hex(" ") or "nothing here"
    of = "inflated chunk" if inside is not None else "file"
    rest = "&#8230;" if cut else after.hex(" ")
    return (
        f'<p class="hex"><span>{of} {offset}</span> {before.hex(" ")} <mark>{guilty}</mark> {rest} '
        f"<span>|{_ascii(before)}<mark>{_ascii(data)}</mark>{'' if cut else _ascii(after)}|</span></p>"
    )


def _beside(finding: Finding) -> str:
    """What the bytes say, beside what was expected."""
    pair = decoded(finding)
    if pair is None:
        return ""
    found, expected = pair
    return (
        f'<div class="pair"><div><b>found</b><p>{text(found)}</p></div>'
        f"<div><b>expected</b><p>{prose(expected)}</p></div></div>"
    )


def _finding(finding: Finding) -> str:
    told = [f"<p>{text(finding.message)}</p>" if finding.message else ""]
    rows = [(name, text(value)) for name, value in place(finding)]
    if finding.waived is not None:
        reason, owner, until = (marked_up(part) for part in finding.waived)
        rows.append(("waived", f"<bdi>{reason}</bdi> (by <bdi>{owner}</bdi>, until <bdi>{until}</bdi>)"))
    if rows:
        told.append(_facts(rows))
    told += [_hex(finding), _beside(finding)]
    return f"<li>{''.join(told)}</li>"


def _rule(findings: list[Finding]) -> str:
    """All findings of one rule at one level."""
    level, rule = findings[0].level, findings[0].rule
    sentence, why, remedy = TEXTS[rule]
    times = f' <span class="times">{len(findings)} times</span>' if len(findings) > 1 else ""
    return (
        f'<section class="rule {level}"><h4><span class="level">{level}</span> <code>{rule}</code>{times}</h4>'
        f"<p>{prose(sentence)}</p>"
        + (f'<p class="why">{prose(why)}</p>' if why else "")
        + f"<ul>{''.join(map(_finding, findings[:SHOWN_OF_A_RULE]))}</ul>"
        + _folded(findings[SHOWN_OF_A_RULE:])
        + (f'<p class="remedy"><b>What to do:</b> {prose(remedy)}</p>' if remedy else "")
        + "</section>"
    )


def _folded(findings: list[Finding]) -> str:
    if not findings:
        return ""
    more = len(findings) - FOLDED_OF_A_RULE
    left = f"<p>and {more:,} more, not shown here</p>" if more > 0 else ""
    items = "".join(map(_finding, findings[:FOLDED_OF_A_RULE]))
    return f"<details><summary>{len(findings):,} more</summary><ul>{items}</ul>{left}</details>"


def _findings(report: Report) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Finding]] = {}
    for level in LEVELS:
        for finding in report.of_level(level):
            groups.setdefault((level, finding.rule), []).append(finding)
    if groups:
        yield "<h3>Findings</h3>"
    yield from map(_rule, groups.values())
    if report.suppressed:
        yield f"<p>{report.suppressed:,} more findings were counted and not kept.</p>"


# -- the page --


def _word(path: str) -> str:
    """A path as a word of a shell, whatever is in it."""
    import shlex

    if path.isascii() and path.isprintable():
        return shlex.quote(path)
    spelled = "".join(
        chr(byte) if 0x20 <= byte < 0x7F and chr(byte) not in "\\'" else f"\\x{byte:02x}"
        for byte in path_bytes(path)
    )
    return f"$'{spelled}'"


def command(report: Report, policy: PolicyFacts | None) -> str:
    """The command that judges the input again, offline, as a shell takes it."""
    words = [TOOL, *(policy.options() if policy is not None else [])]
    words += ["--no-early-exit", "--kind", report.kind]
    if not report.path or report.path == "-":
        return " ".join([*words, "-", "<", "FILE"])
    return " ".join([*words, "--", _word(report.path)])


def _article(report: Report, policy: PolicyFacts | None) -> str:
    counts = [(level, sum(1 for _ in report.of_level(level))) for level in LEVELS]
    told = ", ".join(count(number, level) for level, number in counts if number) or "no findings"
    rows = [
        ("kind", report.kind),
        ("generation", str(report.generation) if report.generation is not None else "unknown"),
        ("bytes judged", size(report.bytes)),
        ("SHA-256", f"<code>{report.sha256}</code>" if report.sha256 else "not read to its end"),
    ]
    inside = [
        (_NAMES.get(name, name), f"{report.summary[name]:,}") for name in SUMMARY if name in report.summary
    ]
    waived = report.valid and any(finding.waived is not None for finding in report.findings)
    meaning = _WAIVED if waived else _MEANING[report.verdict]
    return (
        f'<article class="{report.verdict}"><h2>{text(shown_path(report.path))}</h2>'
        f'<p class="verdict"><strong>{report.verdict}</strong> <span>{told}</span></p>'
        f"<p>{meaning}</p>{_facts(rows)}"
        + (f"<h3>What is inside</h3>{_facts(inside)}" if inside else "")
        + pictures(report)
        + "".join(_findings(report))
        + f"<h3>Judge it again</h3><pre><code>{marked_up(command(report, policy))}</code></pre></article>"
    )


def fragment(reports: Iterable[Report], policy: PolicyFacts | None = None) -> str:
    """The page without its frame, with its style sheet: what a notebook shows."""
    return f'<div class="cellucid-report"><style>{STYLE}</style>{_body(list(reports), policy)}</div>'


def _body(reports: list[Report], policy: PolicyFacts | None) -> str:
    parts = [_article(report, policy) for report in reports]
    if len(reports) > 1:
        rows = "".join(
            f'<tr class="{report.verdict}"><td><strong>{report.verdict}</strong></td>'
            f"<td>{text(shown_path(report.path))}</td></tr>"
            for report in reports
        )
        parts.insert(
            0, f"<table><thead><tr><th>verdict</th><th>input</th></tr></thead><tbody>{rows}</tbody></table>"
        )
    judged = f"Judged by {TOOL} {__version__}"
    if policy is not None:
        judged += f", policy {marked_up(policy.name)} <code>{policy.sha256}</code>"
    options = "Options that describe a data set are not repeated in the commands."
    parts.append(f"<footer><p>{judged}. {options}</p></footer>")
    return "".join(parts)


def render(reports: Iterable[Report], policy: PolicyFacts) -> str:
    """The whole page, with a newline at its end."""
    from base64 import b64encode

    from cellucid_session.digests import sha256

    known = list(reports)
    digest = sha256(len(STYLE))
    digest.update(STYLE.encode("ascii"))
    allowed = b64encode(bytes.fromhex(digest.hexdigest())).decode("ascii")
    rules = f"default-src 'none'; style-src 'sha256-{allowed}'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
        f"<title>{TOOL}: {count(len(known), 'input')}</title><style>{STYLE}</style></head>\n"
        f'<body class="cellucid-report"><main><h1>{TOOL}</h1>{_body(known, policy)}</main></body></html>\n'
    )
