"""`cellucid-conformance`: judges somebody's reader or writer against the suite.

Rules of this file:

* Exit code 0 only when everything that was asked was right (or is a known failure), and the report was delivered whole.
* The report goes to standard output or `--output`, everything else to standard error. No traceback ever.
* Everything is checked before the first program starts: options, the command, the destinations.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from cellucid_session import __version__
from cellucid_session.cli import console
from cellucid_session.cli.console import BAD, GOOD, INTERNAL, NO_INPUT, say
from cellucid_session.commands import conformance as options
from cellucid_session.commands import manual
from cellucid_session.commands.table import instead
from cellucid_session.errors import UsageError
from cellucid_session.safe import safe

if TYPE_CHECKING:
    from cellucid_session.conformance.expected import Expected

Values = dict[str, Any]

PROGRAM = options.PROGRAM


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the words after the program's name; by default those of this process.

    Returns:
        The exit code.
    """
    from cellucid_session.conformance.child import NotStartedError

    words = list(sys.argv[1:] if arguments is None else arguments)
    codes = ((NotStartedError, NO_INPUT), *console.CODES)
    return console.run(PROGRAM, lambda: _main(words), codes=codes, foreign=((OSError, INTERNAL),))


def _main(words: list[str]) -> int:
    if not words:
        raise UsageError("what is judged is missing: reader or writer; --help tells more")
    if words[0].startswith("-"):
        return _top(words)
    if words[0] not in options.COMMANDS:
        raise UsageError(f"{safe(words[0])} can't be judged; what can: {', '.join(options.COMMANDS)}")
    asked, dashes, command = _parted(words[1:])
    values, others = options.COMMANDS[words[0]].parse(asked)
    if values["help"]:
        say(manual.help_text(options.COMMANDS[words[0]]))
        return GOOD
    if values.get("show") is not None:
        say(_shown(values, bool(others or dashes)))
        return GOOD
    if others or not dashes:
        raise UsageError(f"the command that is judged stands after --: {PROGRAM} {words[0]} -- COMMAND")
    _check_destinations(values)
    document = _JUDGES[words[0]](values, command)
    return _deliver(document, values)


def _parted(words: list[str]) -> tuple[list[str], bool, list[str]]:
    """The words before the first `--`, whether there is one, and the words after it."""
    if "--" not in words:
        return words, False, []
    at = words.index("--")
    return words[:at], True, words[at + 1 :]


# -- without a command --


def _top(words: list[str]) -> int:
    values, others = options.TOP.parse(words)
    if others:
        raise UsageError(f"{safe(others[0])} is too much")
    if values["write-vectors"] is not None:
        say(_write_vectors(values["write-vectors"]))
        return GOOD
    for key, answer in _ANSWERS.items():
        if values[key]:
            say(answer(values))
            return GOOD
    raise UsageError("there is nothing to do; --help says how")


def _write_vectors(folder: str) -> str:
    from cellucid_session.conformance import build, cases, catalogue

    index = build.write(catalogue.load(cases.GENERATION), folder)
    return f"{len(index['files'])} files and index.json\n"


def _list(_: Values) -> str:
    from cellucid_session.conformance import cases, scenarios

    lines = [f"{case.id:56} {case.cls:11} {' '.join(case.options)}".rstrip() for case in cases.cases()]
    lines += [f"{scenario.name:56} scenario" for scenario in scenarios.load(*scenarios.GENERATIONS)]
    return "\n".join(lines) + "\n"


def _digest(_: Values) -> str:
    from cellucid_session.conformance import cases

    return f"{cases.digest()}\n"


def _shown(values: Values, more: bool) -> str:
    """One scenario. Raises UsageError: a program or a report is asked for as well."""
    from cellucid_session.conformance import scenarios, telling

    if more or values["output"] is not None or values["format"] == "markdown":
        raise UsageError("--show runs nothing, and writes text or JSON to standard output")
    known = {scenario.name: scenario for scenario in scenarios.load(*scenarios.GENERATIONS)}
    scenario = known.get(values["show"])
    if scenario is None:
        what = instead(values["show"], list(known), f"{PROGRAM} --list has them all")
        raise UsageError(f"--show can't be {safe(values['show'])!r}{what}")
    as_json = values["format"] == "json"
    return scenario.given().decode() + "\n" if as_json else telling.text(scenario, PROGRAM)


_ANSWERS: dict[str, Callable[[Values], str]] = {
    "help": lambda _: manual.help_text(options.TOP),
    "version": lambda _: f"{PROGRAM} {__version__}\n",
    "man": lambda _: manual.suite_man_page(options.TOP, options.COMMANDS, __version__),
    "completion": lambda values: manual.suite_completion(options.TOP, options.COMMANDS, values["completion"]),
    "digest": _digest,
    "list": _list,
}


# -- with a command --


def _exits(values: Values) -> dict[int, str]:
    """Exit code -> outcome. Raises UsageError: a code says two things."""
    from cellucid_session.conformance.answers import EXIT_CODES

    taken: dict[int, str] = {}
    for name in ("accept", "reject", "undecided", "skip"):
        codes = values.get(f"{name}-exit")
        for code in codes or [code for code, word in EXIT_CODES.items() if word == name]:
            if taken.setdefault(code, name) != name and codes:
                raise UsageError(f"exit code {code} can't say both {taken[code]} and {name}")
    return taken


def _jobs(values: Values) -> int:
    return values["jobs"] or os.cpu_count() or 1


def _expected(values: Values, known: list[str]) -> Expected | None:
    from cellucid_session.conformance import expected

    return expected.load(values["expected"], known) if values["expected"] is not None else None


@contextmanager
def _watching(quiet: bool, count: int) -> Iterator[Callable[[int], None]]:
    """Tells at a terminal how far it is."""
    stream = sys.stderr if not quiet and sys.stderr is not None and sys.stderr.isatty() else None

    def watch(done: int) -> None:
        if stream is not None:
            stream.write(f"\r{done} of {count}")
            stream.flush()

    try:
        yield watch
    finally:
        if stream is not None:
            stream.write("\r" + " " * 40 + "\r")


def _judge_reader(values: Values, words: list[str]) -> dict[str, Any]:
    from cellucid_session.conformance import cases, document, judge, reader, scenarios

    command = reader.Command(
        words, seconds=values["timeout"], exit_codes=_exits(values), words_of_errors=values["stderr"]
    )
    every = cases.cases()
    known = _expected(values, [case.id for case in every])
    chosen = cases.chosen(every, values["only"], values["kind"])
    asked, not_asked = reader.askable(chosen, command)
    with _watching(values["quiet"], len(asked)) as watch:
        answered = reader.ask(asked, command, _jobs(values), watch)
    judgement = judge.judge(answered, values["role"], not_asked=not_asked, expected=known)
    told = document.suite(every, scenarios.load())
    return document.of_reader(judgement, asked, told, words, partial=len(chosen) < len(every))


def _judge_writer(values: Values, words: list[str]) -> dict[str, Any]:
    from cellucid_session.conformance import cases, document, scenarios, writer

    exits = _exits(values)
    command = writer.Command(
        words,
        seconds=values["timeout"],
        words_of_errors=values["stderr"],
        accept=[code for code, word in exits.items() if word == "accept"],
        reject=[code for code, word in exits.items() if word == "reject"],
        skip=[code for code, word in exits.items() if word == "skip"],
    )
    every = scenarios.load(*values["generation"])
    known = _expected(values, [scenario.name for scenario in every])
    chosen = scenarios.chosen(every, values["only"])
    with _watching(values["quiet"], len(chosen)) as watch:
        results = writer.ask(chosen, command, _jobs(values), watch)
    told = document.suite(cases.cases(), every)
    judgement = writer.Judgement(results, known)
    return document.of_writer(judgement, told, words, partial=len(chosen) < len(every))


_JUDGES: dict[str, Callable[[Values, list[str]], dict[str, Any]]] = {
    "reader": _judge_reader,
    "writer": _judge_writer,
}


# -- the report --


def _inputs(values: Values) -> frozenset[tuple[int, int]]:
    """Device and inode of what this run reads itself."""
    return console.identities([values["expected"]] if values["expected"] is not None else [])


def _check_destinations(values: Values) -> None:
    """Refuse what can't be written, before anything runs."""
    from cellucid_session.io.outputs import check_destination
    from cellucid_session.report.known import is_report

    inputs = _inputs(values)
    console.keep_out_of(inputs)
    if values["brief"] and values["format"] != "text":
        raise UsageError("--brief is of a text report: leave --format out")
    if values["badge"] is not None and (values["only"] or values.get("kind")):
        raise UsageError("a badge is about the whole suite: leave --only and --kind out")
    for key in ("output", "badge"):
        if values[key] is not None:
            check_destination(values[key], force=True, inputs=inputs, ours=is_report)


def _deliver(document: dict[str, Any], values: Values) -> int:
    from cellucid_session.conformance import rendering
    from cellucid_session.conformance.document import badge
    from cellucid_session.conformance.judge import CONFORMING, EXPECTED
    from cellucid_session.io.outputs import write_atomic
    from cellucid_session.report.known import is_report

    inputs = _inputs(values)
    report = rendering.brief(document) if values["brief"] else rendering.FORMATS[values["format"]](document)
    if values["output"] is not None:
        write_atomic(values["output"], report.encode(), force=True, inputs=inputs, ours=is_report)
    elif not values["quiet"]:
        for start in range(0, len(report), 1 << 15):
            say(report[start : start + (1 << 15)])
    if values["badge"] is not None:
        text = rendering.json_text(badge(document)).encode()
        write_atomic(values["badge"], text, force=True, inputs=inputs, ours=is_report)
    return GOOD if document["verdict"] in (CONFORMING, EXPECTED) else BAD


def program() -> NoReturn:
    """Run the command as a process of its own, and end it. All was flushed by then."""
    import signal

    # a request to end must end what was started too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os._exit(main())


if __name__ == "__main__":
    program()
