"""`cellucid-session convert FILE --to N -o OUT`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.cli.console import GOOD
from cellucid_session.cli.session_output import Stages, say, warnings_told
from cellucid_session.errors import UsageError
from cellucid_session.io.outputs import check_destination, identities
from cellucid_session.report.jsonreport import path_text
from cellucid_session.report.text import shown_path
from cellucid_session.tools import datasets
from cellucid_session.tools.page import Page, json_text

if TYPE_CHECKING:
    from cellucid_session.rescue.convert import Converted

CONVERT = 1  # version of the document


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Convert a session. Returns 0; everything else is an error."""
    path, output, quiet = arguments[0], values["output"], values["quiet"]
    if not output:
        raise UsageError("--output is missing")
    if values["to"] is None:
        raise UsageError("--to is missing: the generation, 1 to 5")
    from cellucid_session.rescue.convert import convert_session

    check_destination(
        output, force=values["force"], inputs=identities(path, values["template"], values["data"])
    )
    with warnings_told(quiet), Stages(quiet) as stages:
        data = None
        if values["data"]:
            stages.now("reading the data set")
            data = datasets.read(values["data"])
        stages.now("converting")
        told = convert_session(
            path,
            output,
            to=values["to"],
            template=values["template"],
            data=data,
            same_cells=values["same-cells"],
            force=values["force"],
        )
    if values["json"]:
        document = {
            "convert": CONVERT,
            "tool": {"name": "cellucid-session", "version": __version__},
            "path": path_text(path),
            "output": path_text(output),
            **{key: value for key, value in dataclasses.asdict(told).items() if key not in ("data", *LISTS)},
            **{
                key: [dict(zip(("kind", "name", "why"), item, strict=True)) for item in getattr(told, key)]
                for key in LISTS
            },
        }
        say(json_text(document))
    elif not quiet:
        say(page_text(told, output))
    return GOOD


LISTS = ("dropped", "changed")


def page_text(told: Converted, output: str) -> str:
    """What became of a session, as a page."""
    page = Page(every=True)
    page.raw(f"generation {told.source} to generation {told.target}")
    if told.cells:
        page.item(f"the cells: {page.word(told.cells, 200)}")
    for title, lines in (("left out", told.dropped), ("otherwise than it was", told.changed)):
        if lines:
            page.heading(title)
            page.items(f"{kind} {page.word(name)}: {page.word(why, 400)}" for kind, name, why in lines)
    page.line()
    page.raw(f"written: {shown_path(output)}")
    return page.text()
