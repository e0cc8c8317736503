"""`cellucid-session policy diff OLD NEW [--corpus FOLDER]`.

Rules of this file: files come in the order of the folder, whatever --jobs is, and one that can't be judged stops no
other. What policies and files say is shown through `safe`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from cellucid_session.batch import inputs, judging
from cellucid_session.batch.items import Item, Run
from cellucid_session.cli.console import BAD, GOOD, NO_INPUT
from cellucid_session.cli.session_output import say
from cellucid_session.errors import UsageError
from cellucid_session.judge.policy import Policy, day, load
from cellucid_session.report.jsonreport import path_text
from cellucid_session.report.text import count, shown_path
from cellucid_session.safe import safe
from cellucid_session.tools.page import Page, json_text, number
from cellucid_session.tools.policy_changes import Difference, FileChange, change, differences, totals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Runs = tuple[Run, Run]

VERSION = 1  # of the JSON document


def run_diff(values: dict[str, Any], names: list[str]) -> int:
    """Say how two policies differ, and over a corpus what that changes. Returns the exit code."""
    old, new = load(names[0]), load(names[1])
    found = differences(old, new)
    if values["corpus"] is None:
        for key in ("jobs", "today"):
            if values[key] is not None:
                raise UsageError(f"--{key} needs --corpus")
        changes = None
    else:
        changes = list(_judged(values, old, new))
    make = _document if values["json"] else _page
    say(make(old, new, found, changes, values["all"]))
    if changes is None:
        return BAD if found else GOOD
    if any(each.failures for each in changes):
        return NO_INPUT
    return BAD if any(each.decided for each in changes) else GOOD


# -- judging under both --


def _judged(values: dict[str, Any], old: Policy, new: Policy) -> Iterator[FileChange]:
    """What changes for each file of the corpus, in the order of the folder."""
    from cellucid_session.cli.progress import Progress

    today = None if values["today"] is None else day(values["today"])
    runs = (_run(old, today), _run(new, today))
    items = inputs.expand([values["corpus"]], None)
    stream = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
    progress = Progress(stream, len(items))
    jobs = min(values["jobs"] or 1, len(items))
    if jobs > 1:
        from cellucid_session.batch.pool import in_processes

        changes = in_processes(judge_twice, _alone, items, runs, jobs)
    else:
        changes = (judge_twice(item, runs, progress.piece) for item in items)
    for each in changes:
        progress.one()
        yield each
    progress.clear()


def _run(policy: Policy, today: str | None) -> Run:
    from cellucid_session.judge.settings import Settings, taken

    return Run(
        Settings(
            limits=policy.limits,
            early_exit=False,
            policy=policy if policy.rules else None,
            today=today,
            generations=taken(policy, None),
        )
    )


def judge_twice(item: Item, runs: Runs, watch: Callable[[bytes], object] | None = None) -> FileChange:
    """Judge one file under both policies."""
    return change(*(judging.judge_item(item, run, watch) for run in runs))


def _alone(item: Item, runs: Runs) -> FileChange:
    from cellucid_session.batch.pool import judge_alone

    return change(*(judge_alone(item, run) for run in runs))


# -- telling --


def _document(
    old: Policy, new: Policy, found: tuple[Difference, ...], changes: list[FileChange] | None, every: bool
) -> str:
    del every  # a document is always whole
    document: dict[str, Any] = {
        "policy_diff": VERSION,
        "old": {"name": old.name, "sha256": old.sha256},
        "new": {"name": new.name, "sha256": new.sha256},
        "differences": [
            {"part": each.part, "name": each.name, "old": each.old, "new": each.new} for each in found
        ],
    }
    if changes is not None:
        document["files"] = len(changes)
        document["verdicts"] = [
            {"old": before, "new": after, "files": files}
            for (before, after), files in totals(changes).items()
        ]
        document["changes"] = [_file(each) for each in changes if each]
    return json_text(document)


def _file(each: FileChange) -> dict[str, Any]:
    return {
        "path": path_text(each.path),
        "sha256": each.sha256,
        "old": each.old,
        "new": each.new,
        "levels": [
            {"rule": rule, "level": level, "old": before, "new": after}
            for rule, level, before, after in each.levels
        ],
        "failures": [{"rule": failure.rule, "message": failure.message} for failure in each.failures],
    }


def _page(
    old: Policy, new: Policy, found: tuple[Difference, ...], changes: list[FileChange] | None, every: bool
) -> str:
    page = Page(every=every)
    page.heading("policies")
    for word, policy in (("old", old), ("new", new)):
        page.note(f"{word}: {policy.name}, sha256 {policy.sha256}")
    if not found:
        page.note("They ask the same.")
    for part in ("limits", "levels", "families", "waivers"):
        told = [each for each in found if each.part == part]
        if told:
            page.heading(part)
            page.items(f"{each.name}: {_value(each.old)} -> {_value(each.new)}" for each in told)
    if changes is not None:
        _corpus(page, changes)
    return page.text()


def _corpus(page: Page, changes: list[FileChange]) -> None:
    page.heading("corpus")
    page.note(count(len(changes), "file"))
    page.items(f"{before} -> {after}: {number(files)}" for (before, after), files in totals(changes).items())
    told = [each for each in changes if each]
    if not told:
        page.note("No verdict and no level changes.")
        return
    page.heading("files that change")
    for each in told if page.every else told[: page.rows]:
        page.item(f"{shown_path(each.path)}: {_verdicts(each)}")
        for rule, level, before, after in each.levels:
            page.note(f"{rule} at level {level}: {before} -> {after}", "    ")
    if len(told) > page.rows and not page.every:
        page.note(f"and {number(len(told) - page.rows)} more (--all shows them)")


def _verdicts(each: FileChange) -> str:
    if each.failures:
        return "not judged: " + "; ".join(f"{found.rule}: {found.message}" for found in each.failures)
    return f"{each.old} -> {each.new}" if each.decided else f"stays {each.old}"


def _value(value: Any) -> str:
    """A value of a policy in words."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return number(value)
    if isinstance(value, str):
        return safe(value)
    if not value:
        return "none"
    if isinstance(value[0], dict):
        return "; ".join(
            f"until {waiver['until']} by {safe(waiver['owner'])}: {safe(waiver['reason'])}"
            for waiver in value
        )
    return ", ".join(safe(text) for text in value)
