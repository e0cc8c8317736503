"""`cellucid-session compare A B`."""

from __future__ import annotations

import dataclasses
import io
import os
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.cli.console import GOOD
from cellucid_session.cli.session_output import Stages, say, warnings_told
from cellucid_session.errors import UsageError
from cellucid_session.report.jsonreport import path_text
from cellucid_session.tools import datasets
from cellucid_session.tools.page import Page, json_text, number

if TYPE_CHECKING:
    from cellucid_session.rescue.compare import Comparison

COMPARE = 1  # version of the document
PICTURES = (".svg", ".png", ".pdf")


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Compare two sessions. Returns 0; everything else is an error."""
    from cellucid_session.io.outputs import check_destination, identities, write_atomic
    from cellucid_session.rescue.compare import compare_sessions

    picture = values["picture"]
    inputs = identities(*arguments, values["data"])
    if picture:
        if not picture.lower().endswith(PICTURES):
            raise UsageError(f"--picture must end in {', '.join(PICTURES)}")
        check_destination(picture, force=values["force"], inputs=inputs)
    with warnings_told(), Stages() as stages:
        data = None
        if values["data"]:
            stages.now("reading the data set")
            data = datasets.read(values["data"])
        stages.now("comparing")
        told = compare_sessions(*arguments, data=data, same_cells=values["same-cells"])
        if picture:
            drawn = io.BytesIO()
            told.figure().savefig(drawn, format=os.path.splitext(picture)[1][1:].lower())
            write_atomic(picture, drawn.getvalue(), force=values["force"], inputs=inputs)
    say(json_text(document(told, arguments)) if values["json"] else page_text(told, values["all"]))
    return GOOD


def document(told: Comparison, paths: list[str]) -> dict[str, Any]:
    """How far two sessions agree, as plain values."""
    fields = [
        {key: value for key, value in dataclasses.asdict(each).items() if key != "table"}
        | {"table": [[*names, cells] for names, cells in each.table.items()]}
        for each in told.fields
    ]
    return {
        "compare": COMPARE,
        "tool": {"name": "cellucid-session", "version": __version__},
        "paths": [path_text(path) for path in paths],
        "same": told.same,
        "cells": told.cells,
        "groups": [dataclasses.asdict(each) for each in told.groups],
        "fields": fields,
        "alone": [list(each) for each in told.alone],
        "missing": [list(each) for each in told.missing],
    }


def page_text(told: Comparison, every: bool) -> str:
    """How far two sessions agree, as a page."""
    page = Page(every)
    page.raw("their labels are the same" if told.same else "their labels differ")
    page.item(f"the cells: {page.word(told.cells, 200)}")
    if told.groups:
        page.heading("groups that share a cell")
        page.table(
            ("group", "other group", ">cells", ">other", ">both", ">Jaccard"),
            [
                (
                    each.label,
                    each.other_label,
                    number(each.cells),
                    number(each.other_cells),
                    number(each.both),
                    f"{each.jaccard:.3f}",
                )
                for each in told.groups
            ],
        )
    if told.fields:
        page.heading("fields of both")
        page.table(
            ("field", ">cells", ">equal", ">in one alone", ">kappa"),
            [
                (
                    each.key,
                    number(each.cells),
                    number(each.equal),
                    number(each.one),
                    "-" if each.kappa is None else f"{each.kappa:.3f}",
                )
                for each in told.fields
            ],
        )
    if told.alone:
        page.heading("of one session alone")
        page.table(("session", "what", "name"), told.alone)
    if told.missing:
        page.heading("not compared")
        page.table(("what", "name", "why"), told.missing)
    return page.text()
