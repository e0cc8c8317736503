"""`cellucid-session apply SESSION DATA -o OUT`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.cli.console import BAD, GOOD
from cellucid_session.cli.session_output import Stages, say, tell, warnings_told
from cellucid_session.errors import UsageError
from cellucid_session.report.jsonreport import finding_values, path_text
from cellucid_session.report.text import count, shown_path
from cellucid_session.tools import applying, datasets
from cellucid_session.tools.in_place import InPlace
from cellucid_session.tools.page import Page, json_text, number
from cellucid_session.tools.sessions import identity_of, opened

if TYPE_CHECKING:
    from cellucid_session.apply import ApplySummary

APPLY = 1  # version of the document

#: parameter of `apply_cellucid_session_to_anndata` -> option
PARAMETERS = {
    "dataset_mismatch": "dataset-mismatch",
    "cells": "cells",
    "expected_dataset_id": "expected-dataset-id",
    "add_highlights": "highlights",
    "highlights_prefix": "highlights-prefix",
    "highlight_names": "highlight-names",
    "pages_as_columns": "pages-as-columns",
    "pages_prefix": "pages-prefix",
    "overlap": "overlap",
    "renames": "renames",
    "add_user_defined_fields": "user-defined-fields",
    "user_defined_prefix": "user-defined-prefix",
    "include_deleted_user_defined_fields": "include-deleted",
    "store_uns": "uns",
    "column_conflict": "column-conflict",
    "cell_order": "cell-order",
}


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Apply a session to an AnnData on disk. Returns 0; 1 when nothing was applied; everything else is an error."""
    session, data = arguments
    output, dry = values["output"], values["dry-run"]
    in_place = InPlace(values["keep-undo"], dry) if values["in-place"] else None
    if not output and not dry and in_place is None:
        raise UsageError("--output is missing, or --in-place; --dry-run shows what would be done")
    if in_place is not None and (output or values["force"]):
        raise UsageError(
            f"--in-place changes DATA itself: it goes without --{'output' if output else 'force'}"
        )
    if in_place is None and values["keep-undo"]:
        raise UsageError("--keep-undo goes with --in-place")
    given = {name: values[option] for name, option in PARAMETERS.items()}
    quiet = values["quiet"]
    with opened(session) as bundle, warnings_told(quiet), Stages(quiet) as stages:
        datasets.kind_of(data)
        if output:
            _check(output, data, identity_of(bundle), values["force"])
        summary = applying.apply(
            bundle,
            data,
            None if dry else output,
            given,
            session=session,
            force=values["force"],
            stage=stages.now,
            check=lambda: _check(output, data, identity_of(bundle), values["force"]) if output else None,
            in_place=in_place,
        )
    written = None if dry else output or data
    if values["json"]:
        say(json_text(document(summary, written)))
    elif dry or not values["quiet"]:
        say(summary_text(summary, written))
    return _code(summary, dry)


def _code(summary: ApplySummary, dry: bool) -> int:
    """The exit code: 0 only for a run that adds a column."""
    if summary.added_obs_columns or summary.added_var_columns:
        return GOOD
    why = (
        "the session is of another data set"
        if summary.skipped_due_to_mismatch
        else "it has nothing to make a column of, or the options leave all of it out"
    )
    tell(f"apply: nothing {'would be' if dry else 'was'} applied: {why}")
    return BAD


def _check(output: str, data: str, session: tuple[int, int], force: bool) -> None:
    from cellucid_session.io.outputs import check_destination

    if datasets.kind_of(output) != datasets.ZARR:
        check_destination(output, force=True, inputs=[session])
    try:
        datasets.check_output(output, data, force)
    except OSError:
        return  # the data set is not there, which reading it tells


def document(summary: ApplySummary, output: str | None) -> dict[str, Any]:
    """The summary as plain values. output: None when nothing was written."""
    return {
        "apply": APPLY,
        "tool": {"name": "cellucid-session", "version": __version__},
        "output": None if output is None else path_text(output),
        "added_obs_columns": list(summary.added_obs_columns),
        "added_var_columns": list(summary.added_var_columns),
        "skipped_due_to_mismatch": summary.skipped_due_to_mismatch,
        "mismatch_reasons": list(summary.mismatch_reasons),
        "cell_order": summary.cell_order,
        "cell_order_why": summary.cell_order_why,
        "columns": [dataclasses.asdict(column) | {"action": column.action} for column in summary.columns],
        "skipped": [dataclasses.asdict(item) for item in summary.skipped],
        "category_renames": [dataclasses.asdict(item) for item in summary.category_renames],
        "advice": list(summary.advice),
        "findings": [finding_values(finding) for finding in summary.findings],
    }


def summary_text(summary: ApplySummary, output: str | None) -> str:
    """The summary as a page. output: None when nothing was written."""
    page = Page(every=True)
    obs, var = len(summary.added_obs_columns), len(summary.added_var_columns)
    told = f"{count(obs, 'column')} of obs, {count(var, 'column')} of var, {len(summary.skipped)} left out"
    page.raw(f"{'would add' if output is None else 'added'} {told}")
    if summary.cell_order_why:
        page.item(f"order of the cells {summary.cell_order}: {page.word(summary.cell_order_why, 400)}")
    if summary.skipped_due_to_mismatch:
        page.heading("nothing is applied: the session is of another data set")
        for reason in summary.mismatch_reasons:
            page.item(reason)
    _show_columns(page, summary)
    if summary.category_renames:
        page.heading("categories that could not keep their names")
        page.table(
            ("column", "category", "is now"),
            [(item.column, item.old, item.new) for item in summary.category_renames],
        )
    if summary.skipped:
        page.heading("left out")
        page.items(
            f"{item.kind} {page.word(item.what)}: {page.word(item.why, 400)}" for item in summary.skipped
        )
    for title, lines in (
        ("advice", [page.word(line, 400) for line in summary.advice]),
        ("findings", [f"{item.level} {item.rule}: {item.message}" for item in summary.findings]),
    ):
        if lines:
            page.heading(title)
            for line in lines:
                page.item(line)
    if output is not None:
        page.line()
        page.raw(f"written: {shown_path(output)}")
    return page.text()


def _show_columns(page: Page, summary: ApplySummary) -> None:
    if not summary.columns:
        return
    page.heading("columns")
    page.table(
        ("action", "of", "name", "from", "label", ">set"),
        [
            (item.action, item.axis, item.name, item.original_id, item.label, number(item.cells))
            for item in summary.columns
        ],
    )
    for item in summary.columns:
        for note in item.notes:
            page.item(f"{page.word(item.name)}: {page.word(note, 400)}")
