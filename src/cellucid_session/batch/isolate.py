"""One input judged in a child process with a bound on memory, processor time and wall time.

Rules of this file:

* The parent opens the input, so what is no regular file never gets that far. The child reads the very same
  descriptor as its standard input. It is told a folder only to look for the files that a list names.
* The child bounds itself before it imports the engine or reads a byte. It writes one answer and ends.
* An answer counts only when it is whole: the right length, its digest, the exit code 0. A child that ran out
  of something gives `budget.isolated`, one that died otherwise gives `tool.child-died`; neither is `valid`.
* The answer is JSON and is read like any other JSON of doubtful origin.
"""

from __future__ import annotations

import os
import sys

from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import BUDGET_ISOLATED, TOOL_CHILD_DIED
from cellucid_session.io import files
from cellucid_session.judge import outcomes, walk
from cellucid_session.judge.settings import Settings
from cellucid_session.model import DatasetFacts, Finding, Limits, Report, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What a child may use, by the names that `--limit` takes.
BUDGETS_OF_A_CHILD = {
    "child_memory_bytes": 2 << 30,  # address space: the C allocator and numpy reserve far more than they use
    "child_cpu_seconds": 300,
    "child_wall_seconds": 600,
}
OPEN_FILES = 64
PATIENCE = 10  # seconds for a child that has answered to end
ANSWER_BYTES = 256 << 20
REQUEST_BYTES = 120 << 10  # of one argument; Linux takes 128 KiB
_OUT_OF_MEMORY = 40  # exit code of a child
_HEAD = 16 + 1 + 64 + 1  # length in hex, blank, digest in hex, newline

_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); from cellucid_session.batch.isolate import child; child()"
)
_PACKAGES = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# Parts of a finding that are passed as they are; the two spans are passed as pairs.
_TEXTS = ("rule", "message", "chunk", "pointer", "excerpt", "level")
_SPANS = ("span", "inflated_span")
_PAIRS = ("waived", "around")


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


# -- the parent's side --


def _ask(
    descriptor: int, settings: Settings, kind: str, folder: str | None, budgets: dict[str, int] | None
) -> Report:
    """Start a child on this descriptor and take its answer."""
    import json
    import subprocess

    if not _has_limits():
        raise UsageError("this system has no resource limits to isolate with")
    bounds = BUDGETS_OF_A_CHILD | (budgets or {})
    asked = [sys.executable, "-I", "-B", "-c", _PROGRAM, _PACKAGES]
    asked += [str(bounds["child_memory_bytes"]), str(bounds["child_cpu_seconds"])]
    request = json.dumps(_request(settings, kind, folder))
    if len(request) > REQUEST_BYTES:
        raise UsageError("the policy is too long to be handed to a child; use fewer waivers with --isolate")
    asked += [request, str(os.getpid())]
    # one thread: each further one would reserve address space, and there is nothing for it to do
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    try:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell, no word of the input
            asked, stdin=descriptor, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
    except OSError as exc:
        why = f"the child could not be started: {os.strerror(exc.errno or 0)}"
        return outcomes.failed(kind, Finding(TOOL_CHILD_DIED, why), settings=settings)
    with process:
        try:
            assert process.stdout is not None
            answer = _read_answer(process.stdout.fileno(), bounds["child_wall_seconds"])
            if answer is None:
                return _out_of_time(kind, settings, "answer")
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            return _out_of_time(kind, settings, "end")
        finally:
            process.kill()
    return _settle(answer, process.returncode, kind, settings)


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


def _request(settings: Settings, kind: str, folder: str | None) -> dict[str, Any]:
    facts = settings.dataset or DatasetFacts()
    return {
        "kind": kind,
        "engine": settings.engine,
        "early_exit": settings.early_exit,
        "max_findings": settings.max_findings,
        "limits": settings.limits.as_dict(),
        "n_obs": facts.n_obs,
        "n_vars": facts.n_vars,
        "dataset_id": _hex(facts.dataset_id),
        "folder": _hex(folder),
        "check_files": settings.check_files,
        "policy": None if settings.policy is None else settings.policy.as_dict(),
        "today": settings.today,
        "certificate": settings.certificate,
        "generations": None if settings.generations is None else sorted(settings.generations),
    }


def _hex(text: str | None) -> str | None:
    """A text that may hold anything, as hex, so that it passes through a command line and JSON unharmed."""
    return None if text is None else text.encode("utf-8", "surrogatepass").hex()


def _unhex(text: str | None) -> str | None:
    return None if text is None else bytes.fromhex(text).decode("utf-8", "surrogatepass")


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

    if code == _OUT_OF_MEMORY:
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
    head, body = answer[:_HEAD], answer[_HEAD:]
    digest = files.sha256(len(body))
    digest.update(body)
    if head != f"{len(body):016x} {digest.hexdigest()}\n".encode():
        return outcomes.failed(
            kind, Finding(TOOL_CHILD_DIED, "the child's answer is not whole"), settings=settings
        )
    try:
        return _revive(strict_json.parse(body, nodes=len(body)))
    except (Fault, KeyError, TypeError, ValueError):
        return outcomes.failed(
            kind, Finding(TOOL_CHILD_DIED, "the child's answer makes no sense"), settings=settings
        )


def _revive(values: dict[str, Any]) -> Report:
    """The report that `_values` described."""
    findings = []
    for told in values.pop("findings"):
        parts = {name: told[name] for name in _TEXTS}
        parts |= {name: Span(*told[name]) if told[name] is not None else None for name in _SPANS}
        for name in _PAIRS:
            parts[name] = None if told[name] is None else tuple(told[name])
        findings.append(Finding(parts.pop("rule"), parts.pop("message"), **parts))
    layout = tuple((name, start, end, size) for name, start, end, size in values.pop("layout"))
    members = tuple((name, cells, of) for name, cells, of in values.pop("members"))
    values["releases"] = tuple(values["releases"])
    return Report(findings=tuple(findings), layout=layout, members=members, **values)


# -- the child's side --


def _values(report: Report) -> dict[str, Any]:
    """A report as plain values that lose nothing."""
    return {
        "verdict": report.verdict,
        "kind": report.kind,
        "generation": report.generation,
        "releases": report.releases,
        "size": report.bytes,
        "sha256": report.sha256,
        "suppressed": report.suppressed,
        "summary": report.summary,
        "layout": report.layout,
        "certificate": report.certificate,
        "members": report.members,
        "hidden": report.hidden,
        "findings": [
            {name: getattr(finding, name) for name in (*_TEXTS, *_PAIRS)}
            | {
                name: None if span is None else [span.start, span.end]
                for name, span in ((name, getattr(finding, name)) for name in _SPANS)
            }
            for finding in report.findings
        ],
    }


def _bound(memory: int, seconds: int) -> None:
    """Take away what this process does not need, for good."""
    import resource

    for which, soft, hard in (
        (resource.RLIMIT_AS, memory, memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        ceiling = resource.getrlimit(which)[1]
        if ceiling != resource.RLIM_INFINITY:
            soft, hard = min(soft, ceiling), min(hard, ceiling)
        resource.setrlimit(which, (soft, hard))


def child() -> None:
    """Judge standard input as the command line says, write the answer, end."""
    from cellucid_session.batch.parent import end_with

    _bound(int(sys.argv[2]), int(sys.argv[3]))
    end_with(int(sys.argv[5]))
    try:
        body = _answer(sys.argv[4].encode())
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    digest = files.sha256(len(body))
    digest.update(body)
    rest = memoryview(f"{len(body):016x} {digest.hexdigest()}\n".encode() + body)
    while rest:
        rest = rest[os.write(1, rest) :]
    os._exit(0)


def _answer(asked: bytes) -> bytes:
    import json

    from cellucid_session.wire import strict_json

    request = strict_json.parse(asked)
    policy = None
    if request["policy"] is not None:
        from cellucid_session.judge.policy import of

        policy = of(request["policy"])
    kind, folder = request["kind"], _unhex(request["folder"])
    settings = Settings(
        limits=Limits(**request["limits"]),
        dataset=DatasetFacts(request["n_obs"], request["n_vars"], _unhex(request["dataset_id"])),
        early_exit=request["early_exit"],
        engine=request["engine"],
        max_findings=request["max_findings"],
        check_files=request["check_files"],
        policy=policy,
        today=request["today"],
        certificate=request["certificate"],
        generations=request["generations"],
    )
    try:
        source = files.standard_input() if folder is None else files.Input(0)
        report = walk.judge_openly(source, kind, settings, folder=folder, child=True)
        report = outcomes.keep(report, settings.max_findings)
    except MemoryError:
        raise
    except Exception as exc:  # noqa: BLE001 - whatever breaks on the way must not look like a judgement
        report = outcomes.failed(kind, outcomes.internal(exc), settings=settings)
    return json.dumps(_values(report)).encode()
