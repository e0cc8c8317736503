"""`cellucid-validate`: the judge as a command.

Rules of this file:

* The exit code is a promise: 0 only when every input is valid and the result was delivered whole.
* Results go to standard output or `--output`, everything else to standard error. No traceback ever.
* Nothing is imported before it is needed: a gate starts this for each upload.
"""

from __future__ import annotations

import os
import sys

from cellucid_session.batch import inputs, judging
from cellucid_session.batch.items import Item, Run
from cellucid_session.cli import console
from cellucid_session.cli.console import FIRST, GOOD, code_of, say
from cellucid_session.commands.validate import ANSWERS, CERTIFIED, COMMAND, POLICY, TIMED
from cellucid_session.errors import UsageError
from cellucid_session.model import Limits
from cellucid_session.report.formats import FORMATS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, NoReturn

    from cellucid_session.batch.journal import Journal
    from cellucid_session.judge.policy import Policy
    from cellucid_session.model import DatasetFacts, Report

    Values = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the words after the program's name; by default those of this process.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    return console.run(COMMAND.program, lambda: _main(words))


# -- what is asked --


def _main(arguments: list[str]) -> int:
    values, paths = COMMAND.parse(arguments)
    for key in ANSWERS:
        if values[key]:
            from cellucid_session.cli import without_input

            say(getattr(without_input, ANSWERS[key])(values[key]))
            return GOOD
    if not paths and not values["glob"]:
        raise UsageError("there is nothing to judge; --help says how")
    if console.to_files():  # before anything else is complained of
        console.keep_out_of(console.identities([*paths, *COMMAND.files(values)]))
    _check(values)
    usual = values["policy"] == POLICY and not values["limit"]
    policy = None if usual else _policy(values)
    run = _run(values, policy)
    items = inputs.expand(paths, values["kind"], values["glob"], values["remote"])
    others = [values["against"], values["policy"] if policy is not None else None]

    def read() -> frozenset[tuple[int, int]]:
        return frozenset(inputs.identities([*items, *(Item(path, "") for path in others if path)]))

    known = read() if values["output"] or values["resume"] or console.to_files() else frozenset()
    console.keep_out_of(known)
    journal = _journal(values, run, policy, read) if values["resume"] else None
    if journal is not None:
        known |= {journal.inode}
    try:
        code = _run_all(items, run, policy, journal, known, values)
        if journal is not None and journal.taken and not values["quiet"]:
            told = f"{journal.taken} of {len(items)} inputs were judged before, as the journal says"
            console.complain(f"{COMMAND.program}: {told}\n")
        return code
    finally:
        if journal is not None:
            journal.close()


def _check(values: Values) -> None:
    """Refuse options that don't go together. Raises UsageError."""
    if values["certificate"] and values["format"] not in CERTIFIED:
        raise UsageError(f"--certificate needs --format {' or '.join(CERTIFIED)}")
    if values["times"] and (values["format"] != TIMED or (values["jobs"] or 1) > 1):
        raise UsageError(f"--times needs --format {TIMED}, and one input at a time: no --jobs above 1")
    if values["remote"]:
        from cellucid_session.io import remote

        if values["check-files"]:
            raise UsageError("--check-files looks beside files of this machine, which --remote ones are not")
        remote.require(values["remote"])


def _run_all(
    items: list[Item],
    run: Run,
    policy: Policy | None,
    journal: Journal | None,
    known: frozenset[tuple[int, int]],
    values: Values,
) -> int:
    """Judge the inputs, write the results, and say how it went."""
    if values["output"]:
        from cellucid_session.io.outputs import check_destination
        from cellucid_session.report.known import is_report

        check_destination(values["output"], force=True, inputs=known, ours=is_report)
    code = GOOD
    parts: list[str] = []
    write = parts.append if values["output"] else say

    def counted(reports: Iterator[Report]) -> Iterator[Report]:
        nonlocal code
        for report in reports:
            code = min(code, code_of(report, values["fail-on"]), key=FIRST.index)
            yield report

    reports = counted(_judged(items, run, journal, values))
    if values["format"] == "text":
        _write_text(reports, write, values)
    else:
        import importlib

        render = importlib.import_module(FORMATS[values["format"]]).render
        if values["times"]:
            seconds: list[float] = []
            write(render(list(_timed(reports, seconds)), policy or _policy(values), seconds))
        else:
            write(render(list(reports), policy or _policy(values)))
    if values["output"]:
        from cellucid_session.io.outputs import write_atomic

        text = "".join(parts).encode("utf-8", "backslashreplace")
        write_atomic(values["output"], text, force=True, inputs=known, ours=is_report)
    return code


def _journal(
    values: Values, run: Run, policy: Policy | None, read: Callable[[], frozenset[tuple[int, int]]]
) -> Journal:
    """The journal of `--resume`. read: gives what this run reads. Raises UsageError."""
    from cellucid_session.batch.journal import Journal, identity

    return Journal(values["resume"], identity(run, policy or _policy(values)), read)


def _write_text(reports: Iterator[Report], write: Callable[[str], None], values: Values) -> None:
    from cellucid_session.report.text import TextReport, colours_wanted

    terminal = sys.stdout is not None and sys.stdout.isatty()
    coloured = not values["output"] and colours_wanted(terminal, os.environ, values["color"])
    text = TextReport(coloured, values["quiet"])
    for report in reports:
        write(text.one(report))
    write(text.total())


def _judged(items: list[Item], run: Run, journal: Journal | None, values: Values) -> Iterator[Report]:
    """The reports in the order of the inputs, with progress for whoever waits."""
    stream = sys.stderr if not values["quiet"] and sys.stderr is not None and sys.stderr.isatty() else None
    progress = None
    if stream is not None:
        from cellucid_session.cli.progress import Progress

        progress = Progress(stream, len(items))
    watch = progress.piece if progress is not None else None
    jobs = min(values["jobs"] or 1, len(items))
    if jobs > 1 or journal is not None:
        from cellucid_session.batch.spread import judged

        reports = judged(items, run, jobs=jobs, journal=journal, watch=watch)
    else:
        reports = (judging.judge_item(item, run, watch) for item in items)
    for report in reports:
        if progress is not None:
            progress.one()
            progress.clear()
        yield report


def _timed(reports: Iterator[Report], seconds: list[float]) -> Iterator[Report]:
    """The reports; each adds to `seconds` what it took here, with what a journal had of it."""
    from time import perf_counter

    began = perf_counter()
    for report in reports:
        seconds.append(perf_counter() - began)
        yield report
        began = perf_counter()


def _policy(values: Values) -> Policy:
    """The policy that judges, with the budgets of `--limit`. Raises UsageError."""
    from cellucid_session.judge import policy

    chosen = policy.load(values["policy"])
    bounds = _bounds(values) or {}
    return chosen.with_limits(**{name: value for name, value in values["limit"] if name not in bounds})


def _bounds(values: Values) -> dict[str, int] | None:
    """The budgets of an isolated child, or None."""
    if not values["isolate"]:
        return None
    from cellucid_session.batch.isolate import BUDGETS_OF_A_CHILD

    asked = dict(values["limit"])
    return {name: asked.get(name, usual) for name, usual in BUDGETS_OF_A_CHILD.items()}


def _run(values: Values, policy: Policy | None) -> Run:
    """The settings that the options ask for. policy: None for the usual one. Raises UsageError."""
    from cellucid_session.judge.settings import Settings, taken

    today = values["today"]
    if today is not None:
        from cellucid_session.judge.policy import day

        today = day(today)
    if values["engine"] != "generated":
        from cellucid_session.judge import engines

        engines.require(values["engine"])
    settings = Settings(
        limits=Limits() if policy is None else policy.limits,
        dataset=_dataset(values),
        early_exit=not values["no-early-exit"],
        engine=values["engine"],
        check_files=values["check-files"],
        max_findings=values["max-findings"],
        policy=policy if policy is not None and policy.rules else None,
        today=today,
        certificate=values["certificate"],
        generations=taken(policy, values["generation"] or None),
    )
    return Run(settings, _bounds(values))


def _dataset(values: Values) -> DatasetFacts | None:
    """What the options say of the data set. Raises UsageError when they say two things."""
    from cellucid_session.model import DatasetFacts

    said = {"n_obs": values["n-obs"], "n_vars": values["n-vars"]}
    if values["against"]:
        from cellucid_session.io.dataset import facts

        found = facts(values["against"])
        for name, number in said.items():
            if number is not None and number != getattr(found, name):
                raise UsageError(f"--against has {name} {getattr(found, name)}, the option says {number}")
        said = {name: getattr(found, name) for name in said}
    if not any(value is not None for value in (*said.values(), values["expected-dataset-id"])):
        return None
    return DatasetFacts(**said, dataset_id=values["expected-dataset-id"])


def program() -> NoReturn:
    """Run the command as a process of its own, and end it.

    All was flushed by then, and taking the interpreter apart would cost a gate up to a whole bare start.
    """
    os._exit(main())


if __name__ == "__main__":
    program()
