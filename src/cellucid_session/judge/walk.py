"""The way of one input: open, feed, settle, show. It reads from top to bottom.

Rules of this file:

* Bad input never raises. What can't be read, what is too large and what breaks the engine are findings.
* It fails closed: any exception on the way gives the verdict `error`, never `valid`.
* The path of an input is not used again after it was opened; excerpts come from the same descriptor.
* What a report says depends on the bytes alone, not on how they arrived or how they were cut: a size that is known
  beforehand is asked for nothing but whether the input was read whole.
"""

from __future__ import annotations

import os

from cellucid_session.digests import SMALL
from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import BUDGET_FILE_BYTES, INPUT_CHANGED
from cellucid_session.io import files
from cellucid_session.judge.outcomes import failed, internal, keep
from cellucid_session.judge.settings import ENGINES
from cellucid_session.model import KIND_SNAPSHOTS, Finding, Frozen, Limits, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.digests import Hash
    from cellucid_session.judge.engines import Engine
    from cellucid_session.judge.settings import AnySource, Settings, Watch


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
    engine = open_engine(kind, settings)
    kept: list[bytes] | None = [] if settings.check_files and folder and kind == KIND_SNAPSHOTS else None
    fed = feed(engine, source, settings.limits.file_bytes, watch, kept)
    report = settle(engine, fed, settings)
    if kept is not None and folder and report.sha256 is not None:
        from cellucid_session.judge.listed_files import look_beside

        look_beside(report, b"".join(kept), folder)
    show(report, source, settings)
    if settings.certificate:
        from cellucid_session.judge.certificate import certify

        certify(report, engine.witness, source, settings, beside=kept is not None, child=child)
    return report


# -- open --


def open_engine(kind: str, settings: Settings) -> Engine:
    """The engine that the settings ask for. The usual one is there without the module about the others."""
    limits = settings.limits
    if settings.max_findings is not None and settings.max_findings > limits.findings:
        limits = Limits(**(limits.as_dict() | {"findings": settings.max_findings}))
    return _maker(settings.engine)(
        kind,
        limits=limits,
        dataset=settings.dataset,
        early_exit=settings.early_exit,
        policy=settings.policy,
        **({"certificate": True} if settings.certificate else {}),
        **({} if settings.generations is None else {"generations": settings.generations}),
    )


def _maker(name: str) -> Callable[..., Engine]:
    if name == ENGINES[0]:
        from cellucid_session.check.engine import Judge

        return Judge
    from cellucid_session.judge.engines import MAKERS

    return MAKERS[name]


# -- feed --


class Fed(Frozen):
    """What an engine was fed. total: bytes. digest: of them, when they are the whole input; else None."""

    __slots__ = ("digest", "total")
    total: int
    digest: Hash | None

    def __init__(self, total: int, digest: Hash | None) -> None:
        self._fill(total=total, digest=digest)


def feed(engine: Engine, source: AnySource, most: int, watch: Watch | None, kept: list[bytes] | None) -> Fed:
    """Feed an engine until it wants no more, and tell it when the input was not read as it was.

    Args:
        most: bytes of the budget. watch: is told each piece. kept: gets each piece.
    """
    digest = files.sha256(source.size)
    takers = [
        _again(engine, source, digest) or digest.update,
        *([watch] if watch is not None else []),
        *([kept.append] if kept is not None else []),
    ]
    total, ended, changed = _pieces(engine, source, most, takers)
    if not changed and (change := source.changed(total, digest)) is not None:
        engine.fail(Finding(INPUT_CHANGED, f"the input changed while it was read: {change}"))
    elif ended and source.size is not None and total != source.size:
        engine.fail(Finding(INPUT_CHANGED, f"of {source.size} bytes only {total} could be read"))
    return Fed(total, digest if ended else None)


def _again(engine: Engine, source: AnySource, digest: Hash) -> Callable[[bytes], object] | None:
    """What takes the pieces so that the engine can have them again, where that may be of use; else None."""
    if source.size is None or source.size <= SMALL or engine.witness is None:
        return None
    from cellucid_session.io import twice

    if not twice.can_be(source):
        return None
    engine.witness.again = watched = twice.Twice(source.excerpt, digest)
    return watched.update


def _pieces(
    engine: Engine, source: AnySource, most: int, takers: list[Callable[[bytes], object]]
) -> tuple[int, bool, bool]:
    """The bytes read, whether the input was over, and whether it is known to have changed.

    The engine gets the first byte beyond `most` as well: what that byte breaks goes before the budget.
    """
    total = 0
    try:
        for piece in source.pieces():
            room = most - total
            total += len(piece)
            for taker in takers:
                taker(piece)
            wanted = engine.feed(piece if len(piece) <= room else piece[: room + 1])
            if total > most and wanted:
                engine.fail(Finding(BUDGET_FILE_BYTES, f"the input has more than {most} bytes"))
            if total > most or not wanted:
                return total, False, False
    except InputError as exc:
        found = files.finding_of(exc)
        engine.fail(found)
        return total, False, found.rule == INPUT_CHANGED
    return total, True, False


# -- settle --


def settle(engine: Engine, fed: Fed, settings: Settings) -> Report:
    """Close an engine; its report gets the digest of the input, where the whole input was judged."""
    report = engine.close()
    if fed.digest is not None and (engine.consumed == fed.total or not settings.early_exit):
        report.sha256 = fed.digest.hexdigest()
    return report


# -- show --


def show(report: Report, source: AnySource, settings: Settings) -> None:
    """Add the guilty bytes to the findings, then make notes of what the policy waives."""
    if report.findings:
        from cellucid_session.judge.excerpts import show as with_excerpts

        report.findings = with_excerpts(report.findings, source, around=report.kind != KIND_SNAPSHOTS)
    if settings.policy is not None and settings.policy.waivers:
        from cellucid_session.judge.waivers import waive

        waive(report, settings.policy.waivers, settings.today)
