"""The pictures of the HTML page: sizes, groups over cells, and a map of the file.

Rules of this file: drawings are SVG of rectangles, whose attributes are numbers and words of ours. Texts of the file
stand beside them, as everywhere on the page, or in a title, and go through `marked_up`.
"""

from __future__ import annotations

from cellucid_session.report.jsonreport import LEVELS
from cellucid_session.report.rendering import marked_up
from cellucid_session.report.text import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from cellucid_session.model import Report

LARGEST = 12  # chunks and groups that are drawn; the tables have the others


def prose(sentence: str) -> str:
    """A sentence of the registry as HTML, with its `words of code` as such."""
    parts = marked_up(sentence).split("`")
    return "".join(f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))


def text(value: str) -> str:
    """A text of a file, or of a path, as HTML."""
    return f"<bdi>{marked_up(value)}</bdi>"


def size(number: int) -> str:
    """A number of bytes, and the same in a handier unit."""
    amount, unit = float(number), "B"
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024 or unit == "GiB":
            break
        amount /= 1024
    return f"{number:,} B" if unit == "B" else f"{number:,} B ({amount:.1f} {unit})"


def _bar(label: str, number: int, most: int) -> str:
    width = max(1, round(1000 * number / most)) if number else 0
    return (
        f'<div class="bar"><span>{label}</span>'
        f'<svg viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label="{label}: {number} bytes">'
        f'<rect class="room" width="1000" height="24"/><rect class="full" width="{width}" height="24"/></svg>'
        f"<span>{size(number)}</span></div>"
    )


def _sizes(report: Report) -> str:
    """Stored bytes against inflated ones."""
    inflated = report.summary.get("inflated_bytes")
    if not inflated or not report.bytes:
        return ""
    most = max(report.bytes, inflated)
    return "<h3>Sizes</h3>" + _bar("file", report.bytes, most) + _bar("inflated chunks", inflated, most)


def _row(name: str, told: str, bars: Iterable[tuple[str, float]], label: str) -> str:
    """One row of a picture: a name, bars one below the other (class, share of the width), and a number."""
    drawn = list(bars)
    height = 24 // max(1, len(drawn))
    rects = "".join(
        f'<rect class="{cls}" y="{at * height}" width="{max(1, round(1000 * share)) if share else 0}" '
        f'height="{height}"/>'
        for at, (cls, share) in enumerate(drawn)
    )
    return (
        f'<div class="bar"><span>{name}</span>'
        f'<svg viewBox="0 0 1000 24" preserveAspectRatio="none" role="img" aria-label="{label}">'
        f'<rect class="room" width="1000" height="24"/>{rects}</svg><span>{told}</span></div>'
    )


def _chunks(report: Report) -> str:
    """The largest chunks: stored against inflated."""
    found = [(name, end - start, inflated or 0) for name, start, end, inflated in report.layout[3:]]
    if len(found) < 2:
        return ""
    found.sort(key=lambda chunk: -max(chunk[1:]))
    most = max(1, *(max(stored, inflated) for _, stored, inflated in found))
    rows = "".join(
        _row(
            text(name),
            f"{stored:,} B / {inflated:,} B",
            (("full", stored / most), ("wide", inflated / most)),
            f"{stored} bytes stored, {inflated} inflated",
        )
        for name, stored, inflated in found[:LARGEST]
    )
    which = f"the largest {LARGEST} of {len(found):,}" if len(found) > LARGEST else "all of them"
    return (
        f'<h3>Sizes of chunks</h3><p class="why">{which}: <span class="full">stored</span> against '
        f'<span class="wide">inflated</span></p>{rows}'
    )


def _groups(report: Report) -> str:
    """Groups over cells: how many of all cells each has."""
    if not report.members:
        return ""
    most = max(1, *(cells for _, cells, _ in report.members))
    rows = []
    for name, cells, total in report.members[:LARGEST]:
        share = cells / (total or most)
        part = f"{cells:,} of {total:,} ({100 * share:.1f} %)" if total else f"{cells:,}"
        rows.append(_row(text(name), part, (("full", min(1.0, share)),), f"{cells} cells"))
    more = report.summary.get("groups", 0) - len(rows)
    left = f'<p class="why">{count(more, "more group")} of this session</p>' if more > 0 else ""
    return f"<h3>Groups over cells</h3>{''.join(rows)}{left}"


def _map(report: Report) -> str:
    """What the file consists of, and where the findings lie."""
    spans = [(found.level, found.span) for found in report.findings if found.span is not None]
    length = max([report.bytes, *(span.end for _, span in spans)])
    if not length or not (spans or report.layout):
        return ""
    drawn = [
        f'<rect class="part{at % 2}" x="{1000 * start / length:.2f}" y="0" '
        f'width="{1000 * (end - start) / length:.2f}" height="18"><title>{marked_up(name)}: {start} to {end}'
        "</title></rect>"
        for at, (name, start, end, _) in enumerate(report.layout)
    ]
    marks: dict[tuple[str, int, int], int] = {}  # many findings at one place are one mark
    for level, span in spans:
        start = 1000 * span.start // length
        mark = (level, min(start, 994), max(6, min(1000 - start, 1000 * len(span) // length)))
        marks[mark] = marks.get(mark, 0) + 1
    drawn += [
        f'<rect class="{level}" x="{start}" y="{22 + 11 * LEVELS.index(level)}" width="{width}" height="8">'
        f"<title>{count(number, level)}</title></rect>"
        for (level, start, width), number in sorted(marks.items())
    ]
    return (
        '<h3>Map of the file</h3><div class="map">'
        '<svg viewBox="0 0 1000 56" preserveAspectRatio="none" role="img" aria-label="map of the file">'
        f'<rect class="room" width="1000" height="56"/>{"".join(drawn)}</svg>'
        f'<p class="ends"><span>byte 0</span><span>byte {length:,}</span></p></div>' + _parts(report)
    )


def _parts(report: Report) -> str:
    """The parts of the map by name, and how large they are."""
    if not report.layout:
        return ""
    rows = "".join(
        f"<tr><td>{text(name)}</td><td>{start:,} to {end:,}</td><td>{end - start:,}</td>"
        f"<td>{'' if inflated is None else f'{inflated:,}'}</td></tr>"
        for name, start, end, inflated in report.layout
    )
    more = report.summary.get("chunks", 0) - (len(report.layout) - 3)
    left = f"<p>{more:,} more chunks have no place here.</p>" if more > 0 else ""
    return (
        f"<details><summary>{count(len(report.layout), 'part')}</summary><table><thead><tr><th>part</th>"
        f"<th>bytes</th><th>stored</th><th>inflated</th></tr></thead><tbody>{rows}</tbody></table>{left}</details>"
    )


def pictures(report: Report) -> str:
    """All pictures of one input."""
    return _sizes(report) + _chunks(report) + _groups(report) + _map(report)
