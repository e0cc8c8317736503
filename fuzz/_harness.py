"""What every target stands on: how an input is judged, what must hold of any answer, and the tripwires.

Rules of this file:

* The invariant: any bytes end in a report, or in an error of the one family `SessionError`. Nothing else may leave.
* What is tried beside the bytes (budgets, a data set, the cut, the early end) is drawn from the bytes themselves, so
  that a file alone reproduces a finding.
* While a file is judged the audit hook is armed: opening, connecting, starting a process, importing, compiling and
  unpickling end the run. What is loaded late is therefore loaded by `warm` first.
* Options come from the environment and from libFuzzer's own flags; `sys.argv` is handed on as it is.
"""

from __future__ import annotations

import importlib
import pkgutil
import resource
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import cellucid_session
from cellucid_session.check.engine import Judge
from cellucid_session.io import files
from cellucid_session.judge import walk
from cellucid_session.judge.settings import Settings
from cellucid_session.model import ERROR, INVALID, VALID, VERDICTS, DatasetFacts, Limits, Report

MEMORY = 96 << 20  # bytes by which one input may raise the peak of the process
SECONDS = 15.0  # for one input, on a busy machine; the clock of the thread costs more than a judgement
MAX_SIZE = 1 << 16  # bytes of an input

#: events of the interpreter that no judgement has a reason for, or what they begin with
FORBIDDEN = ("open", "socket.", "subprocess.", "os.", "import", "exec", "compile", "pickle.", "ctypes.", "shutil.",
             "marshal.", "code.__new__", "mmap.", "urllib.", "ftplib.", "smtplib.", "webbrowser.")  # fmt: skip
LIMITS = (
    Limits(json_bytes=1 << 20, json_nodes=50_000, inflated_bytes=8 << 20),
    Limits(json_bytes=1 << 20, json_nodes=50_000, inflated_bytes=8 << 20, findings=3),
    Limits(json_bytes=2000, json_nodes=150, inflated_bytes=600, chunks=3, file_bytes=3000),
)
DATASETS = (
    None,
    None,
    DatasetFacts(6, 4, "pbmc-6"),
    DatasetFacts(10, 5, "demo"),
    DatasetFacts(5, 3, "other"),
    DatasetFacts(None, 0, None),
)
CUTS = (1, 2, 3, 7, 64, 1000)
PIECES = 300  # that an input is cut to, about, at most

_allowed: tuple[str, ...] | None = None  # None: not armed; else beginnings of paths that may be opened
_hooked = False
_warm = False


class Tripped(BaseException):
    """The code under test did what no judgement needs. No `except Exception` may hide it."""


class Broken(AssertionError):
    """An answer breaks the invariant."""


def need(holds: object, what: str, *told: object) -> None:
    """Raise Broken when something does not hold."""
    if not holds:
        raise Broken(f"{what}: {told!r:.1500}" if told else what)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _allowed is None or not event.startswith(FORBIDDEN):
        return
    target = arguments[0] if arguments else None
    if isinstance(target, bytes):
        target = target.decode("utf-8", "surrogateescape")
    if _allowed and (isinstance(target, int) or str(target).startswith(_allowed)):
        return
    raise Tripped(f"{event} {arguments!r:.300}")


@contextmanager
def armed(*allowed: str) -> Iterator[None]:
    """Run with the tripwire; `allowed`: beginnings of paths that may be used."""
    global _allowed, _hooked
    if not _hooked:
        _hooked = True
        sys.addaudithook(_hook)
    warm()
    _allowed = allowed
    try:
        yield
    finally:
        _allowed = None


def warm() -> None:
    """Load what the package loads late."""
    global _warm
    if _warm:
        return
    _warm = True
    for module in pkgutil.walk_packages(cellucid_session.__path__, "cellucid_session."):
        if module.name.split(".")[1] in (
            "check",
            "wire",
            "generated",
            "report",
            "reference",
            "judge",
        ):
            importlib.import_module(module.name)
    for name in ("numpy", "unicodedata"):
        importlib.import_module(name)
    from cellucid_session.conformance import catalogue
    from cellucid_session.reference import judge

    suite = catalogue.load()
    for name, base in suite.bases.items():
        data = suite.base(name)
        walk.judge_openly(files.Memory(data), base["kind"], Settings())
        judge(data, base["kind"], early_exit=False)


@contextmanager
def bounded() -> Iterator[None]:
    """Hold what is run to memory and processor time: a busy machine is no finding."""
    began, peak = time.process_time(), _peak()
    yield
    took, grown = time.process_time() - began, _peak() - peak
    need(grown <= MEMORY, "one input takes too much memory", grown)
    need(took <= SECONDS, "one input takes too much time", took)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class Ways:
    """How one input is judged: drawn from its bytes."""

    def __init__(self, data: bytes) -> None:
        draw = zlib.crc32(data)
        self.early_exit = bool(draw & 1)
        self.limits = LIMITS[(0, 0, 0, 0, 0, 1, 1, 2)[draw >> 1 & 7]]
        self.dataset = DATASETS[(draw >> 4 & 255) % len(DATASETS)]
        self.cut = CUTS[(draw >> 12 & 255) % len(CUTS)]

    def given(self) -> dict[str, Any]:
        """Arguments of an engine."""
        return {"limits": self.limits, "dataset": self.dataset, "early_exit": self.early_exit}


def answer(report: Report) -> tuple[Any, ...]:
    """What must not depend on who judges, nor on the cut."""
    found: list[Any] = sorted(
        (
            each.rule,
            each.level,
            each.chunk or "",
            each.pointer or "",
            ends(each.span),
            ends(each.inflated_span),
        )
        for each in report.findings
    )
    if report.suppressed:  # which of too many are kept is an engine's own
        found = [len(found)]
    return report.verdict, report.bytes, report.generation, report.suppressed, report.summary, found


def ends(span: Any) -> tuple[int, int]:
    """Where a span begins and ends."""
    return (-1, -1) if span is None else (span.start, span.end)


def run_one(data: bytes, kind: str = "session", ways: Ways | None = None) -> Report:
    """Judge an input whole and cut, armed and bounded; check what any report must be. Returns the report."""
    ways = ways if ways is not None else Ways(data)
    settings = Settings(limits=ways.limits, dataset=ways.dataset, early_exit=ways.early_exit)
    with armed(), bounded():
        report = walk.judge_openly(files.Memory(data), kind, settings)
        if len(data) <= ways.limits.file_bytes:
            engine = Judge(kind, **ways.given())
            step = max(ways.cut, len(data) // PIECES)
            for at in range(0, len(data), step):
                if not engine.feed(data[at : at + step]):
                    break
            cut = engine.close()
            need(
                answer(cut) == answer(report),
                f"pieces of {step} make another answer",
                answer(cut),
                answer(report),
            )
    sound(report, data)
    return report


def sound(report: Report, data: bytes) -> None:
    """What holds of every report on these bytes."""
    need(report.verdict in VERDICTS and report.verdict != ERROR, "the judgement broke", report.findings[:1])
    refusing = [each for each in report.findings if each.cls in ("safety", "conformance")]
    need(not (report.verdict == VALID and refusing), "valid with an error", refusing[:1])
    need(report.verdict != INVALID or refusing or report.suppressed, "invalid for no reason")
    need(report.bytes <= len(data), "more bytes judged than there are")
    for each in report.findings:
        if each.span is not None:
            need(0 <= each.span.start <= each.span.end <= len(data), "a span outside the file", each)
        if each.excerpt is not None and each.inflated_span is None and each.span is not None:
            shown = bytes.fromhex(each.excerpt)
            need(data[each.span.start :].startswith(shown), "an excerpt from elsewhere", each)
        need(len(each.message) <= 2000, "a message without end", each.rule)


def start(
    one: Callable[[bytes], str],
    mutator: Callable[[bytes, int, int], bytes] | None = None,
    crossover: Callable[[bytes, bytes, int, int], bytes] | None = None,
) -> None:
    """Hand a target to libFuzzer. Does not return."""
    import atheris  # type: ignore[import-untyped]

    warm()

    def test_one_input(data: bytes) -> None:
        one(data)

    extra: dict[str, Any] = {}
    if mutator is not None:
        extra["custom_mutator"] = mutator
    if crossover is not None:
        extra["custom_crossover"] = crossover
    atheris.Setup(sys.argv, test_one_input, **extra)
    atheris.Fuzz()
