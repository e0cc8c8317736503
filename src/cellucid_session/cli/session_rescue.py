"""`cellucid-session rescue OLD... --data DATA -o NEW`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.cli.console import BAD, GOOD
from cellucid_session.cli.session_output import Stages, identity, say, warnings_told
from cellucid_session.errors import UsageError
from cellucid_session.report.jsonreport import path_text
from cellucid_session.report.text import count, shown_path
from cellucid_session.tools import applying, datasets
from cellucid_session.tools.page import Page, json_text, number

if TYPE_CHECKING:
    from cellucid_session.rescue.onto import Rescued, RescuedSession

RESCUE = 1  # version of the document

#: parameter of `rescue_sessions` -> option
PARAMETERS = {
    "pages_as_columns": "pages-as-columns",
    "add_highlights": "highlights",
    "highlight_names": "highlight-names",
    "overlap": "overlap",
    "renames": "renames",
    "include_deleted_user_defined_fields": "include-deleted",
    "expected_dataset_id": "expected-dataset-id",
    "cell_order": "cell-order",
}


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Rescue sessions. Returns 0 when nothing was left out, else 1; everything else is an error."""
    data, output, dry, quiet = values["data"], values["output"], values["dry-run"], values["quiet"]
    if not data:
        raise UsageError("--data is missing: the AnnData that the sessions were made from")
    if not output and not dry:
        raise UsageError("--output is missing; --dry-run shows what would be done")
    from cellucid_session.rescue import onto

    asked = onto.asking(**{name: values[option] for name, option in PARAMETERS.items()})
    datasets.kind_of(data)
    sessions = [there for path in arguments if (there := identity(path)) is not None]

    def check() -> None:
        if output:
            _check(output, data, sessions, values["force"])

    check()
    with warnings_told(quiet), Stages(quiet) as stages:
        stages.now("reading the sessions")
        with onto.opened(arguments) as found:
            told, why = applying.onto(
                data,
                None if dry else output,
                lambda target: onto.plan(found, target, asked, column_conflict=values["column-conflict"]),
                uns=True,
                force=values["force"],
                stage=stages.now,
                check=check,
                wanted=lambda told: bool(told.taken),
            )
    written = output if told.taken and not dry else None
    if values["json"]:
        say(json_text(document(told, written, why)))
    elif dry or not quiet:
        say(page_text(told, written, why))
    return GOOD if told.complete else BAD


def _check(output: str, data: str, sessions: list[tuple[int, int]], force: bool) -> None:
    from cellucid_session.io.outputs import check_destination

    if datasets.kind_of(output) == datasets.H5AD:
        check_destination(output, force=True, inputs=sessions)
    try:
        datasets.check_output(output, data, force)
    except OSError:
        return  # the data set is not there, which reading it tells


def document(told: Rescued, output: str | None, why: str | None) -> dict[str, Any]:
    """What became of the sessions, as plain values."""
    return {
        "rescue": RESCUE,
        "tool": {"name": "cellucid-session", "version": __version__},
        "output": None if output is None else path_text(output),
        "complete": told.complete,
        "notes": [] if why is None else [why],
        "sessions": [
            {
                "path": path_text(item.session),
                "verdict": item.verdict,
                "generation": item.generation,
                "taken": item.summary is not None,
                "why": item.why,
                "prefix": item.prefix,
                "cell_order": None if item.summary is None else item.summary.cell_order,
                "columns": []
                if item.summary is None
                else [dataclasses.asdict(each) for each in item.summary.columns],
                "left_out": [
                    {"kind": kind, "name": name, "why": reason} for kind, name, reason in item.left_out
                ],
                "advice": [] if item.summary is None else list(item.summary.advice),
            }
            for item in told.sessions
        ],
    }


def page_text(told: Rescued, output: str | None, why: str | None) -> str:
    """What became of the sessions, as a page."""
    page = Page(every=True)
    page.raw(f"{len(told.taken)} of {count(len(told.sessions), 'session')} taken")
    page.line()
    rows = [
        (
            item.session,
            item.generation or "?",
            item.verdict or "unread",
            "-" if item.summary is None else item.summary.cell_order,
            "-" if item.summary is None else number(len(item.summary.columns)),
            number(len(item.left_out)),
        )
        for item in told.sessions
    ]
    page.table(("session", "generation", "verdict", "order of cells", ">columns", ">left out"), rows)
    for item in told.sessions:
        _show(page, item)
    if why is not None:
        page.line()
        page.line(why)
    page.line()
    page.raw("nothing is written" if output is None else f"written: {shown_path(output)}")
    return page.text()


def _show(page: Page, item: RescuedSession) -> None:
    page.heading(shown_path(item.session))
    if item.summary is not None:
        page.table(
            ("column", "kind", "of", ">set"),
            [(each.name, each.kind, each.label, number(each.cells)) for each in item.summary.columns],
        )
        for each in item.summary.advice:
            page.item(page.word(each, 400))
    for kind, name, why in item.left_out:
        what = "" if kind == "session" else f" {kind} {page.word(name, 80)}"
        page.item(f"left out{what}: {page.word(why, 400)}")
