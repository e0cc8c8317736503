"""Runs a writer over the scenarios and judges what it wrote.

Rules of this file:

* What a writer wrote is of doubtful origin: it is taken only as a regular file of a length that a session can have, and
  judged by the engines before anything else looks at it.
* Right is: valid, and the digest of the scenario. Whether it is canonical is told and not asked for.
"""

from __future__ import annotations

import os
import stat
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from cellucid_session.conformance import child
from cellucid_session.conformance.answers import CRASH, HANG, SKIP, Outcome, spoken, value
from cellucid_session.conformance.expected import Expected
from cellucid_session.conformance.judge import CONFORMING, EXPECTED, NOT, NOTHING
from cellucid_session.conformance.scenarios import Scenario
from cellucid_session.errors import SessionError, UsageError
from cellucid_session.judge.api import validate
from cellucid_session.model import VALID, Limits
from cellucid_session.write.canonical import canonicalize, semantic_digest

SCENARIO, OUT = "{scenario}", "{out}"
SECONDS = 30.0
REFERENCE_BYTES = (
    1 << 20
)  # longer sessions are judged by the generated engine alone: the interpreted one is slow

#: sorts of failure, the worst first, and what they mean
FAILURES = {
    "invalid": "what was written is no valid session",
    "different": "it is valid and says something else than was asked for: its semantic digest is another",
    "crashed": "the program ended in no way that is an answer",
    "hung": "no answer in time",
    "refused": "the program said that it can't",
    "missing": "the program said that it wrote, and nothing is there",
    "left-out": "the program left the scenario out",
}


class Command:
    """How a writer is called.

    Args:
        words: with one `{scenario}` and one `{out}`, perhaps within words.
        seconds: for a scenario. words_of_errors: let standard error through.
        accept, reject, skip: exit codes that say: written, can't be written, left out.

    Raises:
        UsageError: the words don't say where the files are.
    """

    def __init__(
        self,
        words: Sequence[str],
        *,
        seconds: float = SECONDS,
        words_of_errors: bool = False,
        accept: Sequence[int] = (0,),
        reject: Sequence[int] = (1,),
        skip: Sequence[int] = (),
    ) -> None:
        for mark in (SCENARIO, OUT):
            if sum(word.count(mark) for word in words) != 1:
                raise UsageError(f"the command needs one {mark} in it")
        self.words = tuple(words)
        self.seconds = seconds
        self.words_of_errors = words_of_errors
        self.accept, self.reject, self.skip = accept, reject, skip

    def line(self, scenario: str, out: str) -> list[str]:
        """The words of one start."""
        return [scenario.join(part.replace(OUT, out) for part in word.split(SCENARIO)) for word in self.words]


class Written:
    """What became of one scenario.

    Attributes:
        scenario: what was asked. sort: key of `FAILURES`, or None: right.
        why: in words of ours. rules: that what was written breaks. digest: of what it says, or None.
        canonical: whether it is in canonical form; None where nothing valid was written.
        reason: why the failure was expected, or None.
    """

    def __init__(self, scenario: Scenario, sort: str | None, why: str = "", **told: Any) -> None:
        self.scenario = scenario
        self.sort = sort
        self.why = why
        self.rules: tuple[str, ...] = told.get("rules", ())
        self.digest: str | None = told.get("digest")
        self.canonical: bool | None = told.get("canonical")
        self.reason: str | None = None


class Judgement:
    """What a run amounts to.

    Attributes:
        results: in the order of the scenarios. stale: entries of the list of expected failures that did not fail.
    """

    def __init__(self, results: list[Written], expected: Expected | None = None) -> None:
        expected = expected or Expected()
        self.results = results
        for result in self.failures:
            result.reason = expected.reason(result.scenario.name)
        self.stale = expected.stale([result.scenario.name for result in results])

    @property
    def failures(self) -> list[Written]:
        """What went wrong, the worst first."""
        sorts = list(FAILURES)
        wrong = [result for result in self.results if result.sort is not None]
        return sorted(wrong, key=lambda result: sorts.index(result.sort or ""))

    @property
    def right(self) -> int:
        """How many were written rightly."""
        return sum(result.sort is None for result in self.results)

    @property
    def canonical(self) -> int:
        """How many are in canonical form."""
        return sum(result.canonical is True for result in self.results)

    @property
    def verdict(self) -> str:
        """Only "conforming" and "as-expected" are good."""
        if not any(result.sort != "left-out" for result in self.results):
            return NOTHING
        if self.stale or any(result.reason is None for result in self.failures):
            return NOT
        return EXPECTED if self.failures else CONFORMING


def ask(
    scenarios: Sequence[Scenario],
    command: Command,
    jobs: int = 1,
    watch: Callable[[int], None] | None = None,
) -> list[Written]:
    """Let a writer write each scenario, and judge it. Raises NotStartedError.

    Args:
        jobs: programs at once. watch: is told how many are done.
    """
    results: list[Written] = []
    with tempfile.TemporaryDirectory(prefix="cellucid-conformance-") as folder:
        stop = threading.Event()
        pool = ThreadPoolExecutor(max(1, jobs))
        try:

            def work(job: tuple[int, Scenario]) -> Written:
                return _one(job[1], command, os.path.join(folder, str(job[0])), stop)

            for result in pool.map(work, enumerate(scenarios)):
                results.append(result)
                if watch is not None:
                    watch(len(results))
        finally:
            stop.set()  # for programs that still run because something went wrong here
            pool.shutdown(wait=True, cancel_futures=True)
    return results


def _one(scenario: Scenario, command: Command, folder: str, stop: threading.Event) -> Written:
    os.mkdir(folder, 0o700)
    asked, out = os.path.join(folder, "scenario.json"), os.path.join(folder, "out.cellucid-session")
    descriptor = os.open(asked, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with open(descriptor, "wb") as stream:
        stream.write(scenario.given())
    ended = child.run(
        command.line(asked, out), command.seconds, words_of_errors=command.words_of_errors, stop=stop
    )
    said = _said(ended, command)
    if said is not None:
        return Written(scenario, said.what, said.why)
    try:
        data = _taken(out)
    except OSError:
        return Written(scenario, "missing")
    return judged(scenario, data)


def _said(ended: child.Ended, command: Command) -> Outcome | None:
    """The failure that the run itself is; None when the program says that it wrote. `what` is a key of FAILURES."""
    if ended.how == child.HUNG:
        return Outcome("hung")
    if ended.how == child.FLOODED:
        return Outcome("crashed", "wrote more to standard output than is taken")
    code = ended.code
    assert code is not None
    if code < 0:
        return Outcome("crashed", f"ended by signal {-code}")
    told = spoken(value(ended.output))
    if code in command.skip or (told is not None and told.what == SKIP):
        return Outcome("left-out")
    if code in command.reject:
        return Outcome("refused", f"exit code {code}")
    if code not in command.accept or (told is not None and told.what in (CRASH, HANG)):
        return Outcome("crashed", f"exit code {code}")
    return None


def _taken(path: str) -> bytes:
    """What was written. Raises OSError: nothing, no regular file, or longer than anything judged."""
    most = Limits().file_bytes
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode) or os.fstat(descriptor).st_size > most:
            raise OSError("not taken")
        return stream.read(most + 1)


def judged(scenario: Scenario, data: bytes) -> Written:
    """What was written, held against what was asked."""
    engine = "both" if len(data) <= REFERENCE_BYTES and _has_reference() else "generated"
    report = validate(data, engine=engine)
    if report.verdict != VALID:
        rules = tuple(dict.fromkeys(found.rule for found in report.of_level("error")))
        return Written(scenario, "invalid", f"verdict {report.verdict}", rules=rules)
    try:
        digest = semantic_digest(data)
        canonical = canonicalize(data) == data
    except SessionError:
        return Written(scenario, "invalid", "it has no canonical form")
    sort = None if digest == scenario.digest else "different"
    return Written(scenario, sort, digest=digest, canonical=canonical)


def _has_reference() -> bool:
    from cellucid_session.judge import engines

    try:
        engines.require("both")
    except UsageError:
        return False
    return True
