"""Runs a reader over the cases: files out, the program started, answers in.

Rules of this file:

* Each file lies alone in a folder of its own, in a folder that nobody else can enter, and has a name that says nothing
  of the answer. It is read-only; one that is not the same afterwards has no answer.
* `{file}` is one file, and one start of the program for each. `{files}` is many; whatever goes wrong with many is asked
  again with fewer, so that one file's crash is no other file's.
* The order of the answers is that of the cases, however many programs run at once.
"""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from cellucid_session.conformance import child
from cellucid_session.conformance.answers import CRASH, EXIT_CODES, HANG, Lines, Outcome, outcome
from cellucid_session.conformance.assembling import SNAPSHOTS
from cellucid_session.conformance.build import put_beside
from cellucid_session.conformance.cases import Case
from cellucid_session.errors import UsageError
from cellucid_session.io.files import SNAPSHOTS_NAME

FILE, FILES, OPTIONS = "{file}", "{files}", "{options}"
SECONDS = 10.0
TOGETHER = 200  # files in one start of a program that takes many
SESSION_NAME = "case.cellucid-session"


class Command:
    """How a reader is called.

    Args:
        words: with one `{file}` (perhaps within a word) or `{files}` (a word of its own), and perhaps `{options}`.
        seconds: for a file; with `{files}`, from one answer to the next.
        exit_codes: exit code -> outcome.
        words_of_errors: let standard error through.

    Raises:
        UsageError: the words don't say where the file goes.
    """

    def __init__(
        self,
        words: Sequence[str],
        *,
        seconds: float = SECONDS,
        exit_codes: dict[int, str] | None = None,
        words_of_errors: bool = False,
    ) -> None:
        one = sum(word.count(FILE) for word in words)
        many = sum(word.count(FILES) for word in words)
        if not words or one + many != 1 or (many and FILES not in words):
            raise UsageError("the command needs one {file} in it, or {files} as a word of its own")
        if sum(word.count(OPTIONS) for word in words) > (1 if OPTIONS in words else 0):
            raise UsageError("{options} must be a word of its own, at most once")
        self.words = tuple(words)
        self.seconds = seconds
        self.exit_codes = EXIT_CODES if exit_codes is None else exit_codes
        self.words_of_errors = words_of_errors
        self.takes_many = bool(many)
        self.takes_options = OPTIONS in words

    def line(self, paths: Sequence[str], options: Sequence[str]) -> list[str]:
        """The words of one start."""
        line: list[str] = []
        for word in self.words:
            if word == FILES:
                line += paths
            elif word == OPTIONS:
                line += options
            else:
                line.append(word.replace(FILE, paths[0]) if FILE in word else word)
        return line


def askable(cases: list[Case], command: Command) -> tuple[list[Case], list[Case]]:
    """The cases that this command can be asked about, and the others."""
    if command.takes_options:
        return cases, []
    return [case for case in cases if not case.options], [case for case in cases if case.options]


def ask(
    cases: list[Case], command: Command, jobs: int = 1, watch: Callable[[int], None] | None = None
) -> list[tuple[Case, Outcome]]:
    """Ask about each case.

    Args:
        jobs: programs at once.
        watch: is told how many answers there are.

    Returns:
        The cases in their order, each with what became of it.

    Raises:
        NotStartedError: the program can't be started.
    """
    groups = list(_groups(cases, TOGETHER if command.takes_many else 1))
    found: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory(prefix="cellucid-conformance-") as folder:
        stop = threading.Event()
        pool = ThreadPoolExecutor(max(1, jobs))
        try:

            def work(job: tuple[int, list[Case]]) -> dict[str, Outcome]:
                at = os.path.join(folder, str(job[0]))
                os.mkdir(at, 0o700)
                return _Group(command, at, job[1], stop).answers()

            for part in pool.map(work, enumerate(groups)):
                found |= part
                if watch is not None:
                    watch(len(found))
        finally:
            stop.set()  # for programs that still run because something went wrong here
            pool.shutdown(wait=True, cancel_futures=True)
    return [(case, found[case.id]) for case in cases]


def _groups(cases: list[Case], most: int) -> Iterator[list[Case]]:
    """Cases that are asked about together: those with the same words, at most `most`."""
    by_options: dict[tuple[str, ...], list[Case]] = {}
    for case in cases:
        by_options.setdefault(case.options, []).append(case)
    for group in by_options.values():
        for start in range(0, len(group), most):
            yield group[start : start + most]


class _Group:
    """Cases that one start of the program can be asked about."""

    def __init__(self, command: Command, folder: str, cases: list[Case], stop: threading.Event) -> None:
        self._command = command
        self._folder = folder
        self._cases = cases
        self._stop = stop
        self._starts = 0

    def answers(self) -> dict[str, Outcome]:
        """Case -> outcome, for all of them."""
        found: dict[str, Outcome] = {}
        waiting = self._cases
        while waiting and not self._stop.is_set():
            if not self._command.takes_many or len(waiting) == 1:
                found |= {case.id: self._alone(case) for case in waiting if not self._stop.is_set()}
                break
            answered, blamed = self._together(waiting)
            found |= answered
            found |= {case.id: self._alone(case) for case in blamed}
            waiting = [case for case in waiting if case.id not in found]
        return found

    def _put(self, cases: list[Case]) -> dict[str, Case]:
        """Write files where this start of the program finds them: path -> case."""
        self._starts += 1
        paths: dict[str, Case] = {}
        for number, case in enumerate(cases):
            folder = os.path.join(self._folder, f"{self._starts}-{number}")
            os.mkdir(folder, 0o700)
            path = os.path.join(folder, SNAPSHOTS_NAME if case.kind == SNAPSHOTS else SESSION_NAME)
            _write(path, case.data)
            put_beside(folder, case.beside)
            paths[path] = case
        return paths

    def _alone(self, case: Case) -> Outcome:
        """Ask about one file."""
        ((path, _),) = self._put([case]).items()
        command = self._command
        lines = Lines([path])
        ended = child.run(
            command.line([path], case.options),
            command.seconds,
            words_of_errors=command.words_of_errors,
            stop=self._stop,
        )
        if not _same(path, case.data):
            return Outcome(CRASH, "its input is not what it was")
        if command.takes_many and ended.how == child.ENDED:
            lines.feed(ended.output)
            lines.close()
            if lines.broken:
                return Outcome(CRASH, "its answer is on another file")
            if path in lines.answers:
                said, plain = lines.answers[path], outcome(_mute(ended), command.exit_codes)
                fits = plain.what == said.what or ended.code == 0
                return said if fits and plain.what != CRASH else _contradiction(plain, said)
            return outcome(_mute(ended), command.exit_codes)
        return outcome(ended, command.exit_codes)

    def _together(self, cases: list[Case]) -> tuple[dict[str, Outcome], list[Case]]:
        """Ask about many files: what is answered for sure, and which to ask about alone."""
        paths = self._put(cases)
        command = self._command
        lines = Lines(list(paths))
        ended = child.run(
            command.line(list(paths), cases[0].options),
            command.seconds,
            progress=lines.feed,
            words_of_errors=command.words_of_errors,
            stop=self._stop,
        )
        lines.close()
        if lines.broken or not all(_same(path, case.data) for path, case in paths.items()):
            return {}, cases
        sound = {path: said for path, said in lines.answers.items() if said.what not in (CRASH, HANG)}
        ended_well = ended.how == child.ENDED and ended.code in command.exit_codes
        open_ones = [path for path in paths if path not in sound]
        if not open_ones:
            return ({paths[path].id: said for path, said in sound.items()}, []) if ended_well else ({}, cases)
        blamed = open_ones if ended_well or not sound else open_ones[:1]
        return {paths[path].id: said for path, said in sound.items()}, [paths[path] for path in blamed]


def _mute(ended: child.Ended) -> child.Ended:
    return child.Ended(ended.how, ended.code, b"")


def _contradiction(plain: Outcome, said: Outcome) -> Outcome:
    if plain.what == CRASH:
        return plain
    return Outcome(CRASH, f"its exit code says {plain.what}, its output says {said.what}")


def _write(path: str, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with open(descriptor, "wb") as stream:
        stream.write(data)


def _same(path: str, data: bytes) -> bool:
    """Whether the file is what was written, and no other thing in its place."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False
    with open(descriptor, "rb") as stream:
        try:
            return stream.read(len(data) + 1) == data
        except OSError:
            return False
