"""What an attack is, how it is judged in every way there is, and where the others stand.

An attack is named by what it does to this format: "FR-02: half of the magic". Its id is a row of the catalogue.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from cellucid_session import Judge, Report, validate
from cellucid_session.generated.rules import RULES
from cellucid_session.model import DatasetFacts, Finding, Limits

SMALL = 6000  # bytes; longer inputs are not fed byte by byte, nor to the second engine


class Attack(NamedTuple):
    """One input and what must be said of it.

    Attributes:
        data: the bytes, or what makes them.
        rule: the rule that must be found; None for a valid input about which nothing of note is said.
        verdict: what the report must say; by the class of the rule where it is None.
    """

    data: bytes | Callable[[], bytes]
    rule: str | None = None
    verdict: str | None = None
    kind: str = "session"
    limits: Limits | None = None
    dataset: DatasetFacts | None = None

    def bytes(self) -> bytes:
        return self.data if isinstance(self.data, bytes) else self.data()

    def wanted(self) -> str:
        if self.verdict is not None:
            return self.verdict
        cls = "advice" if self.rule is None else RULES[self.rule][0]
        return {"advice": "valid", "budget": "inconclusive", "tool": "error"}.get(cls, "invalid")

    def given(self) -> dict[str, Any]:
        return {"limits": self.limits, "dataset": self.dataset}


def snapshot(text: str | bytes, rule: str | None = None, **more: Any) -> Attack:
    """A state-snapshots.json of this text."""
    data = text.encode() if isinstance(text, str) else text
    return Attack(data, rule, kind="state-snapshots", **more)


def fed(data: bytes, attack: Attack, step: int) -> Report:
    """The report of the streaming engine, fed in pieces."""
    judge = Judge(attack.kind, **{k: v for k, v in attack.given().items() if v is not None})
    for at in range(0, len(data), step):
        if not judge.feed(data[at : at + step]):
            break
    return judge.close()


def judged(attack: Attack, engine: str = "generated") -> Report:
    """The report on an attack, given whole."""
    return validate(attack.bytes(), kind=attack.kind, engine=engine, **attack.given())


def said(findings: Iterable[Finding]) -> list[tuple[Any, ...]]:
    """What the findings say and where, in an order of their own."""
    spans = lambda span: (-1, -1) if span is None else (span.start, span.end)  # noqa: E731
    return sorted(
        (each.rule, each.chunk or "", each.pointer or "", spans(each.span), spans(each.inflated_span))
        for each in findings
    )


def zeros(mebibytes: int, byte: bytes = b" ") -> bytes:
    """A gzip member of very many equal bytes, made without inflating it; its trailer is nonsense."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = deflate.compress(byte * (1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + block * mebibytes + b"\x03\0" + bytes(8)


def everything() -> dict[str, Attack]:
    """All attacks by their sentences."""
    from cases_chunks import BINARY, GZIP, JSON, REPORTS
    from cases_framing import FRAMING, MANIFEST_BYTES
    from cases_manifest import SEMANTICS
    from cases_snapshots import LISTS

    return FRAMING | MANIFEST_BYTES | SEMANTICS | GZIP | JSON | BINARY | REPORTS | LISTS
