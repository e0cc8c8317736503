"""`validate`: one input in, one report out, whatever the input is.

Rules of this file:

* Bad input never raises. What can't be read, what is too large and what breaks the engine are findings.
* It fails closed: any exception on the way gives the verdict `error`, never `valid`.
* The path of an input is not used again after it was opened; excerpts come from the same descriptor.
* What a report says depends on the bytes alone, not on how they arrived or how they were cut: a size that is known
  beforehand is asked for nothing but whether the input was read whole.
"""

from __future__ import annotations

import os

from cellucid_session.arguments import Kind, hold
from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import (
    BUDGET_FILE_BYTES,
    INPUT_CHANGED,
    TOOL_INTERNAL,
)
from cellucid_session.io import files
from cellucid_session.judge.settings import ARGUMENTS, ENGINES, Settings
from cellucid_session.model import (
    ERROR,
    INCONCLUSIVE,
    KIND_SNAPSHOTS,
    KINDS,
    DatasetFacts,
    Finding,
    Limits,
    Report,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from cellucid_session.digests import Hash
    from cellucid_session.judge.engines import Engine
    from cellucid_session.judge.policy import Policy
    from cellucid_session.judge.settings import AnySource, Watch


def validate(
    source: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO,
    *,
    kind: str | None = None,
    policy: str | Policy | None = None,
    limits: Limits | None = None,
    dataset: DatasetFacts | None = None,
    early_exit: bool = True,
    engine: str = "generated",
    check_files: bool = False,
    max_findings: int | None = None,
    today: str | None = None,
    certificate: bool = False,
) -> Report:
    """Judge one session, or one state-snapshots.json.

    Args:
        source: a path, the bytes themselves, or a binary file that is read from where it stands.
        kind: "session" or "state-snapshots"; by default the name decides, and what has none is a session.
        policy: a policy, its built-in name or its file; "upload" by default.
        limits: budgets instead of the policy's.
        dataset: what is known of the data set that the session is meant for.
        early_exit: stop where the verdict is proven; otherwise read on and find what else is wrong.
        engine: "generated", "reference" or "both".
        check_files: for a state-snapshots.json given by its path, look for the listed files beside it.
        max_findings: findings to keep; the verdict does not depend on it.
        today: the date, YYYY-MM-DD, that waivers of the policy are held against; by default the clock's, in UTC.
        certificate: read to the end and say what covers the file, its digests, and which rules ran
            (`Report.certificate`, plain values as in the JSON report).

    Returns:
        The report. Only its verdict `valid` means yes.

    Raises:
        UsageError: an argument is wrong, or the engine's extra is not installed.
        TypeError: the source is nothing that can be read.
    """
    hold(ARGUMENTS, locals())
    if kind is not None and kind not in KINDS:
        raise UsageError(f"no kind is called that; there are: {', '.join(KINDS)}")
    chosen = chosen_policy(policy)
    if today is not None:
        from cellucid_session.judge.policy import day

        today = day(today)
    settings = Settings(
        limits=limits if limits is not None else chosen.limits if chosen is not None else None,
        dataset=dataset,
        early_exit=early_exit,
        engine=engine,
        check_files=check_files,
        max_findings=max_findings,
        policy=chosen if chosen is not None and chosen.rules else None,
        today=today,
        certificate=certificate,
    )
    if isinstance(source, (bytes, bytearray, memoryview)):
        return judge(files.Memory(source), kind or KINDS[0], settings)
    if isinstance(source, (str, os.PathLike)):
        return judge_path(os.fsdecode(source), settings, kind=kind)
    if callable(getattr(source, "read", None)):
        name = getattr(source, "name", "")
        name = name if isinstance(name, str) else ""
        report = judge(files.Stream(source.read), kind or files.kind_of(name), settings)
        report.path = name
        return report
    raise TypeError(f"source must be a path, bytes or a binary file, not {type(source).__name__}")


def chosen_policy(policy: str | Policy | None) -> Policy | None:
    """The policy that an argument names. Raises UsageError."""
    if policy is None:
        return None
    from cellucid_session.judge.policy import Policy as Known
    from cellucid_session.judge.policy import load

    hold(
        {"policy": Kind("a Policy, the name of one, or the path of its file", str, Known).optional()},
        locals(),
    )
    if not isinstance(policy, str):
        return policy

    return load(policy)


def failed(kind: str, finding: Finding, path: str = "", settings: Settings | None = None) -> Report:
    """The report on an input that could not be judged at all, for a reason of class tool or budget."""
    verdict = INCONCLUSIVE if finding.cls == "budget" else ERROR
    report = Report(verdict=verdict, path=path, kind=kind, findings=(finding,))
    if settings is not None and settings.certificate:
        from cellucid_session.judge.certificate import empty

        report.certificate = empty(report)
    return report


def judge_path(
    path: str,
    settings: Settings,
    *,
    kind: str | None = None,
    root: str | None = None,
    watch: Watch | None = None,
) -> Report:
    """Judge the file at `path`; with `root`, beneath that folder and through no link."""
    kind = kind or files.kind_of(path)
    shown = path if root is None else f"{root.rstrip('/')}/{path}"
    try:
        source = files.open_input(path, root)
    except InputError as exc:
        return failed(kind, files.finding_of(exc), shown, settings)
    folder = os.path.dirname(path if root is None else os.path.join(root, path)) or "."
    try:
        report = judge(source, kind, settings, watch=watch, folder=folder)
    finally:
        source.close()
    report.path = shown
    return report


def judge(
    source: AnySource, kind: str, settings: Settings, *, watch: Watch | None = None, folder: str | None = None
) -> Report:
    """Judge an opened input; `folder` is where it lies. Raises UsageError only."""
    try:
        report = judge_openly(source, kind, settings, watch=watch, folder=folder)
    except UsageError:
        raise
    except Exception as exc:  # noqa: BLE001 - whatever breaks on the way must not look like a judgement
        return failed(kind, internal(exc), settings=settings)
    return keep(report, settings.max_findings)


def internal(exc: BaseException) -> Finding:
    """An exception as a finding: its type and where it arose. Its own text may hold bytes of the file."""
    place = ""
    step = exc.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.startswith("cellucid_session"):
            place = f" in {module}, line {step.tb_lineno}"
        step = step.tb_next
    return Finding(TOOL_INTERNAL, f"{type(exc).__name__}{place}")


def judge_openly(
    source: AnySource,
    kind: str,
    settings: Settings,
    *,
    watch: Watch | None = None,
    folder: str | None = None,
    child: bool = False,
) -> Report:
    """Judge an opened input, and let exceptions of the engine out. child: in a child process."""
    limits = settings.limits
    if settings.max_findings is not None and settings.max_findings > limits.findings:
        limits = Limits(**(limits.as_dict() | {"findings": settings.max_findings}))
    engine = _engine(settings.engine)(
        kind,
        limits=limits,
        dataset=settings.dataset,
        early_exit=settings.early_exit,
        policy=settings.policy,
        **({"certificate": True} if settings.certificate else {}),
    )
    kept: list[bytes] | None = [] if settings.check_files and folder and kind == KIND_SNAPSHOTS else None
    digest = files.sha256(source.size)
    takers = (digest.update, watch, None if kept is None else kept.append)
    total, ended = _feed(engine, source, limits.file_bytes, takers)
    if (change := source.changed(total)) is not None:
        engine.fail(Finding(INPUT_CHANGED, f"the input changed while it was read: {change}"))
    elif ended and source.size is not None and total != source.size:
        engine.fail(Finding(INPUT_CHANGED, f"of {source.size} bytes only {total} could be read"))
    listing = (b"".join(kept), folder) if kept is not None and folder else None
    report = settle(engine, source, digest if ended else None, total, settings, listing)
    if settings.certificate:
        from cellucid_session.judge.certificate import certify

        certify(report, engine.witness, source, settings, beside=kept is not None, child=child)
    return report


def settle(
    engine: Engine,
    source: AnySource,
    digest: Hash | None,
    total: int,
    settings: Settings,
    listing: tuple[bytes, str] | None = None,
) -> Report:
    """Close an engine that was fed `total` bytes of a source, and complete its report.

    Args:
        digest: of these bytes, when they are the whole input.
        listing: the text of a state-snapshots.json and its folder, when listed files are looked for.
    """
    report = engine.close()
    if digest is not None and (engine.consumed == total or not settings.early_exit):
        report.sha256 = digest.hexdigest()
    if listing is not None and report.sha256 is not None:
        from cellucid_session.judge.listed_files import look_beside

        look_beside(report, *listing)
    if report.findings:
        from cellucid_session.judge.excerpts import show

        report.findings = show(report.findings, source, around=report.kind != KIND_SNAPSHOTS)
    if settings.policy is not None and settings.policy.waivers:
        from cellucid_session.judge.waivers import waive

        waive(report, settings.policy.waivers, settings.today)
    return report


def _engine(name: str) -> Callable[..., Engine]:
    """What makes an engine of this name. The usual one is there without the module about the others."""
    if name == ENGINES[0]:
        from cellucid_session.check.engine import Judge

        return Judge
    from cellucid_session.judge.engines import MAKERS

    return MAKERS[name]


def _feed(
    engine: Engine, source: AnySource, most: int, takers: tuple[Callable[[bytes], object] | None, ...]
) -> tuple[int, bool]:
    """Feed an engine until it wants no more. Returns the bytes read, and whether the input was over.

    It gets the first byte beyond `most` as well: what that byte breaks goes before the budget.
    """
    total = 0
    try:
        for piece in source.pieces():
            room = most - total
            total += len(piece)
            for taker in takers:
                if taker is not None:
                    taker(piece)
            wanted = engine.feed(piece if len(piece) <= room else piece[: room + 1])
            if total > most:
                if wanted:
                    engine.fail(Finding(BUDGET_FILE_BYTES, f"the input has more than {most} bytes"))
                return total, False
            if not wanted:
                return total, False
    except InputError as exc:
        engine.fail(files.finding_of(exc))
        return total, False
    return total, True


def keep(report: Report, most: int | None) -> Report:
    """Keep at most `most` findings, errors before advice, in the order of the file; count the others."""
    if most is not None and len(report.findings) > most:
        order = {"error": 0, "warning": 1, "note": 2}
        ranked = sorted(range(len(report.findings)), key=lambda at: order[report.findings[at].level])
        kept = sorted(ranked[:most])
        report.suppressed += len(report.findings) - len(kept)
        for at in set(ranked) - set(kept):
            level = report.findings[at].level
            report.hidden[level] = report.hidden.get(level, 0) + 1
        report.findings = tuple(report.findings[at] for at in kept)
    return report
