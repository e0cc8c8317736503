"""The guilty bytes of findings, and what stands around them, from the input that was judged.

Rules of this file:

* Bytes come from the descriptor or the memory that was judged, never from a path. What is not at hand is left out.
* A payload is inflated again only as far as the guilty bytes, and only where that is little work; the number of
  findings that ask for it is bounded too.
* A file that does not start with the magic may be anything, a secret behind a link too: nothing of it is shown.
"""

from __future__ import annotations

from cellucid_session.generated.rules import FRAME_MAGIC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.judge.settings import AnySource
    from cellucid_session.model import Finding

EXCERPT = 16  # guilty bytes that are shown
AROUND = 8  # bytes before and after them
INFLATED = 1 << 22  # how far into a payload
STORED = 1 << 20  # bytes of a chunk that are read again
ASKED = 64  # findings of one input that are looked up in payloads
_GZIP = b"\x1f\x8b\x08"


def show(findings: tuple[Finding, ...], source: AnySource, *, around: bool = True) -> tuple[Finding, ...]:
    """The findings with their excerpts, and with what stands around them where that is wanted.

    A list of sessions has no magic that tells it from any other file, so that nothing is wanted around in one.
    """
    left = ASKED
    shown = []
    for finding in findings:
        if finding.rule == FRAME_MAGIC:
            shown.append(finding.replace(excerpt=None))
            continue
        inside = finding.inflated_span
        if inside is not None and finding.span is not None and len(inside) != len(finding.span):
            left -= 1
            shown.append(_inside(finding, source) if left >= 0 else finding)
        elif finding.span is None or (
            inside is not None and source.excerpt(finding.span.start, 3) == _GZIP
        ):  # the whole of a chunk that may be stored as it is, or compressed to the same length
            shown.append(finding)
        else:
            shown.append(_at(finding, source))
    return tuple(shown) if around else tuple(each.replace(around=None) for each in shown)


def _at(finding: Finding, source: AnySource) -> Finding:
    """With the bytes at its span in the file."""
    assert finding.span is not None
    start, size = finding.span.start, min(EXCERPT, len(finding.span))
    before = min(AROUND, start)
    return _cut(finding, source.excerpt(start - before, before + size + AROUND), before, size)


def _inside(finding: Finding, source: AnySource) -> Finding:
    """With the bytes at its span in the payload, which is inflated again."""
    assert finding.span is not None
    assert finding.inflated_span is not None
    start = finding.inflated_span.start
    if start > INFLATED or len(finding.span) > STORED:
        return finding
    stored = source.excerpt(finding.span.start, len(finding.span))
    if len(stored) != len(finding.span) or not stored.startswith(_GZIP):
        return finding
    import zlib

    before, size = min(AROUND, start), min(EXCERPT, len(finding.inflated_span))
    inflater = zlib.decompressobj(31)
    try:
        data = inflater.decompress(stored, start + size + AROUND)
    except zlib.error:
        return finding
    return _cut(finding, data[start - before :], before, size)


def _cut(finding: Finding, data: bytes, before: int, size: int) -> Finding:
    """With its excerpt, unless it has one, and what is around it; data begins `before` bytes before the guilty ones."""
    guilty = data[before : before + size]
    if len(data) < before or (size and not guilty):
        return finding
    excerpt = finding.excerpt if finding.excerpt is not None else guilty.hex(" ") or None
    return finding.replace(excerpt=excerpt, around=(data[:before].hex(" "), data[before + size :].hex(" ")))
