"""The text report: what a person at a terminal wants to know, and nothing a file could put there.

Rules of this file:

* One line says the verdict of an input; the findings follow, those of one rule together.
* Lines that continue something are indented, so no text of a file can pass for a verdict.
* Lines are filled to 80 columns; a word that is longer stays whole, so that it can be copied.
* Only ASCII is written by this file itself. Colours are for terminals, and only when nobody objects.
"""

from __future__ import annotations

from cellucid_session.model import ERROR, INCONCLUSIVE, INVALID, VALID
from cellucid_session.safe import path_bytes, safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cellucid_session.model import Finding, Report, Span

COLUMNS = 80
SHOWN_OF_A_RULE = 3  # findings of one rule that are shown in full
PATH_LENGTH = 1000

# What a verdict is called and its colour (SGR).
_VERDICTS = {
    VALID: ("valid", "32"),
    INVALID: ("INVALID", "31"),
    INCONCLUSIVE: ("INCONCLUSIVE", "33"),
    ERROR: ("ERROR", "31"),
}
_LEVELS = {"error": "31", "warning": "33", "note": "36"}


def colours_wanted(is_terminal: bool, environment: Mapping[str, str], when: str = "auto") -> bool:
    """Whether to colour. when: "always", "never", or "auto": a terminal that can, and no NO_COLOR (no-color.org)."""
    if when != "auto":
        return when == "always"
    return is_terminal and not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"


def shown_path(path: str) -> str:
    """A path fit for a terminal. A blank at its beginning is an escape, or it would look like a continued line."""
    shown = safe(path_bytes(path), PATH_LENGTH) if path else "(bytes)"
    return f"\\x20{shown[1:]}" if shown.startswith(" ") else shown


def filled(text: str, indent: str, columns: int = COLUMNS, first: str | None = None) -> str:
    """The text in lines of at most `columns`, each indented; `first` stands before the first one."""
    lines: list[str] = []
    line = first if first is not None else indent
    empty = True
    for word in text.split(" "):
        if not empty and len(line) + 1 + len(word) > columns:
            lines.append(line)
            line = indent + word
        else:
            line = line + word if empty else f"{line} {word}"
        empty = False
    lines.append(line)
    return "\n".join(lines)


def count(number: int, what: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def where(finding: Finding) -> str:
    """Where a finding lies, in words; "" when it lies nowhere in particular."""
    inside, span = finding.inflated_span, finding.span
    parts = []
    if span is not None:
        parts.append(_bytes(span, "of the file", finding.excerpt if inside is None else None))
    if inside is not None:
        parts.append(_bytes(inside, "of the inflated chunk", finding.excerpt))
    if finding.chunk is not None:
        parts.append(f"chunk {finding.chunk}")
    if finding.pointer is not None:
        parts.append(f"at {safe(finding.pointer) or 'the root'}")
    return ", ".join(parts)


def _bytes(span: Span, of: str, excerpt: str | None) -> str:
    """A span, end exclusive as in the JSON report, with its first bytes in hex."""
    place = f"byte {span.start} {of}" if len(span) <= 1 else f"bytes {span.start}-{span.end} {of}"
    if not excerpt:
        return place
    more = " ..." if len(span) > len(bytes.fromhex(excerpt)) else ""
    return f"{place} ({excerpt}{more})"


class TextReport:
    """Writes reports one by one and counts them.

    Args:
        colours: use SGR colours.
        quiet: say nothing of valid inputs, advice and totals.
    """

    def __init__(self, colours: bool = False, quiet: bool = False) -> None:
        self._colours = colours
        self._quiet = quiet
        self._verdicts: dict[str, int] = dict.fromkeys(_VERDICTS, 0)

    def _coloured(self, text: str, sgr: str) -> str:
        return f"\x1b[{sgr}m{text}\x1b[0m" if self._colours else text

    def one(self, report: Report) -> str:
        """The lines on one input, each ended; may be empty when quiet."""
        self._verdicts[report.verdict] += 1
        if self._quiet and report.valid:
            return ""
        return "".join(f"{line}\n" for line in self._lines(report))

    def _lines(self, report: Report) -> Iterator[str]:
        name, sgr = _VERDICTS[report.verdict]
        counts = {level: sum(1 for _ in report.of_level(level)) for level in _LEVELS}
        told = ", ".join(count(number, level) for level, number in counts.items() if number)
        if report.suppressed:
            told += (", " if told else "") + f"{report.suppressed} more not shown" + self._hidden(report)
        yield f"{shown_path(report.path)}: {self._coloured(name, sgr)}" + (f" ({told})" if told else "")
        for findings in self._by_rule(report).values():
            yield from self._rule_lines(findings)

    def _hidden(self, report: Report) -> str:
        """Of which levels the findings are that are not shown."""
        told = [count(report.hidden[level], level) for level in _LEVELS if report.hidden.get(level)]
        return f": {', '.join(told)}" if told else ""

    def _by_rule(self, report: Report) -> dict[tuple[str, str], list[Finding]]:
        """Findings of one rule and level together, errors first, rules in the order of the file."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for level in ("error",) if self._quiet else _LEVELS:
            for finding in report.of_level(level):
                groups.setdefault((level, finding.rule), []).append(finding)
        return groups

    def _rule_lines(self, findings: list[Finding]) -> Iterator[str]:
        from cellucid_session.generated.rule_texts import TEXTS

        rule, level = findings[0].rule, findings[0].level
        sentence, _, remedy = TEXTS[rule]
        times = f" ({len(findings)} times)" if len(findings) > 1 else ""
        yield f"  {self._coloured(level, _LEVELS[level])} {rule}{times}"
        yield filled(sentence, "    ")
        for finding in findings[:SHOWN_OF_A_RULE]:
            yield filled(finding.message or "found here", "      ", first="    - ")
            if place := where(finding):
                yield filled(place, "      ")
            if finding.waived is not None:
                reason, owner, until = map(safe, finding.waived)
                yield filled(f"waived until {until} by {owner}: {reason}", "      ")
        if len(findings) > SHOWN_OF_A_RULE:
            yield f"    - and {len(findings) - SHOWN_OF_A_RULE} more"
        if remedy:
            yield filled(remedy, "            ", first="    remedy: ")

    def total(self) -> str:
        """The line over all inputs; "" for a single one and when quiet."""
        number = sum(self._verdicts.values())
        if self._quiet or number < 2:
            return ""
        told = ", ".join(f"{times} {verdict}" for verdict, times in self._verdicts.items() if times)
        return f"{count(number, 'input')}: {told}\n"


def render(reports: Iterable[Report], *, colours: bool = False, quiet: bool = False) -> str:
    """The whole text on all inputs."""
    text = TextReport(colours, quiet)
    return "".join([*(text.one(report) for report in reports), text.total()])
