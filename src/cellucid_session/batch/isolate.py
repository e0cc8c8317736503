"""One input judged in a child process with a bound on memory, processor time and wall time.

Rules of this file:

* The parent opens the input, so what is no regular file never gets that far. The child reads the very same
  descriptor as its standard input. It is told a folder only to look for the files that a list names.
* Each input has a child of its own, forked from a process that has the engine loaded (`batch.prepared`). It bounds
  itself before it reads a byte, writes one answer and ends.
* An answer counts only when it is whole: the right length, its digest, the exit code 0. A child that ran out
  of something gives `budget.isolated`, one that died otherwise gives `tool.child-died`; neither is `valid`.
* The answer is JSON and is read like any other JSON of doubtful origin.
"""

from __future__ import annotations

import os

from cellucid_session.batch import answers, child, prepared
from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import BUDGET_ISOLATED, TOOL_CHILD_DIED
from cellucid_session.io import files
from cellucid_session.judge import outcomes
from cellucid_session.model import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.judge.settings import Settings
    from cellucid_session.model import Report

# What a child may use, by the names that `--limit` takes.
BUDGETS_OF_A_CHILD = {
    "child_memory_bytes": 2 << 30,  # address space: the C allocator and numpy reserve far more than they use
    "child_cpu_seconds": 300,
    "child_wall_seconds": 600,
}
ANSWER_BYTES = 256 << 20


def judge_isolated(
    path: str | None,
    settings: Settings,
    *,
    kind: str,
    root: str | None = None,
    budgets: dict[str, int] | None = None,
) -> Report:
    """Judge one input in a child.

    Args:
        path: the input, or None for standard input.
        root: a folder that `path` lies beneath.
        budgets: replaces some of `BUDGETS_OF_A_CHILD`.

    Raises:
        UsageError: the system has no limits to set.
    """
    if path is None:
        report = _ask(0, settings, kind, None, budgets)
        report.path = "-"
        return report
    shown = path if root is None else f"{root.rstrip('/')}/{path}"
    try:
        source = files.open_input(path, root)
    except InputError as exc:
        return outcomes.failed(kind, files.finding_of(exc), shown, settings)
    folder = os.path.dirname(path if root is None else os.path.join(root, path)) or "."
    try:
        report = _ask(source.descriptor, settings, kind, folder, budgets)
    finally:
        source.close()
    report.path = shown
    return report


def judge_descriptor(
    descriptor: int, settings: Settings, kind: str, budgets: dict[str, int] | None = None
) -> Report:
    """Judge, in a child, a regular file that is open; from where its descriptor stands, which is its beginning."""
    return _ask(descriptor, settings, kind, os.curdir, budgets)


def _ask(
    descriptor: int, settings: Settings, kind: str, folder: str | None, budgets: dict[str, int] | None
) -> Report:
    """Have a child judge this descriptor and take its answer."""
    import json

    if not _has_limits():
        raise UsageError("this system has no resource limits to isolate with")
    asked = json.dumps(answers.request(settings, kind, folder)).encode()
    if len(asked) > prepared.REQUEST_BYTES:
        raise UsageError("the policy is too long to be handed to a child; use fewer waivers with --isolate")
    try:
        return _asked(descriptor, asked, BUDGETS_OF_A_CHILD | (budgets or {}), kind, settings)
    except OSError as exc:
        why = f"the child could not be started: {os.strerror(exc.errno or 0)}"
        return outcomes.failed(kind, Finding(TOOL_CHILD_DIED, why), settings=settings)


def _asked(descriptor: int, asked: bytes, bounds: dict[str, int], kind: str, settings: Settings) -> Report:
    """Raises OSError: there is no child."""
    process, reading = _begun(descriptor, asked, bounds)
    whole = False
    try:
        answer = _read_answer(reading, bounds["child_wall_seconds"])
        if answer is None:
            return _out_of_time(kind, settings, "answer")
        try:
            code = process.ended()
        except ConnectionError:
            why = "the process that started the child is gone"
            return outcomes.failed(kind, Finding(TOOL_CHILD_DIED, why), settings=settings)
        if code is None:
            return _out_of_time(kind, settings, "end")
        whole = True
    finally:
        os.close(reading)
        if whole:
            prepared.give_back(process)
        else:
            process.close()
    return _settle(answer, code, kind, settings)


def _begun(descriptor: int, asked: bytes, bounds: dict[str, int]) -> tuple[prepared.Prepared, int]:
    """A prepared process whose child judges, and where its answer is read. Raises OSError."""
    while True:
        process = prepared.take()
        fresh = process.uses == 0
        reading = writing = -1
        try:
            reading, writing = os.pipe()
            process.begin(
                (descriptor, writing), asked, bounds["child_memory_bytes"], bounds["child_cpu_seconds"]
            )
        except BaseException as exc:
            process.close()
            if reading >= 0:
                os.close(reading)
            # one that waited may have ended meanwhile; nothing was judged yet
            if fresh or not isinstance(exc, ConnectionError):
                raise
        else:
            return process, reading
        finally:
            if writing >= 0:
                os.close(writing)


def _out_of_time(kind: str, settings: Settings, what: str) -> Report:
    return outcomes.failed(
        kind, Finding(BUDGET_ISOLATED, f"the child did not {what} in time"), settings=settings
    )


def _has_limits() -> bool:
    try:
        import resource
    except ImportError:
        return False
    return hasattr(resource, "setrlimit")


def _read_answer(descriptor: int, seconds: float) -> bytes | None:
    """Everything the child writes, at most `ANSWER_BYTES` and one piece; None when the time is over."""
    import time

    end = time.monotonic() + seconds
    parts: list[bytes] = []
    size = 0
    while size <= ANSWER_BYTES:
        left = end - time.monotonic()
        if left <= 0 or not files.wait_readable(descriptor, left):
            return None
        part = os.read(descriptor, files.PIECE)
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _settle(answer: bytes, code: int, kind: str, settings: Settings | None = None) -> Report:
    """The report in an answer, or the report on a child that gave none."""
    import signal

    from cellucid_session.wire import strict_json
    from cellucid_session.wire.source import Fault

    if code == child.OUT_OF_MEMORY:
        return outcomes.failed(
            kind, Finding(BUDGET_ISOLATED, "the child ran out of memory"), settings=settings
        )
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return outcomes.failed(
            kind, Finding(BUDGET_ISOLATED, "the child ran out of processor time or memory"), settings=settings
        )
    if code:
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return outcomes.failed(
            kind, Finding(TOOL_CHILD_DIED, f"the child ended with {how}"), settings=settings
        )
    head, body = answer[: child.HEAD], answer[child.HEAD :]
    if head != child.head(body):
        return outcomes.failed(
            kind, Finding(TOOL_CHILD_DIED, "the child's answer is not whole"), settings=settings
        )
    try:
        return answers.revive(strict_json.parse(body, nodes=len(body)))
    except (Fault, KeyError, TypeError, ValueError):
        return outcomes.failed(
            kind, Finding(TOOL_CHILD_DIED, "the child's answer makes no sense"), settings=settings
        )
