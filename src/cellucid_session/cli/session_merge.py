"""`cellucid-session merge A B... -o OUT`."""

from __future__ import annotations

import dataclasses
from typing import Any

from cellucid_session import __version__
from cellucid_session.cli.console import GOOD
from cellucid_session.cli.session_output import Stages, say, warnings_told
from cellucid_session.errors import UsageError
from cellucid_session.io.outputs import check_destination, identities
from cellucid_session.report.jsonreport import path_text
from cellucid_session.report.text import count, shown_path
from cellucid_session.tools import datasets
from cellucid_session.tools.page import Page, json_text

MERGE = 1  # version of the document
LISTS = ("dropped", "changed")


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Merge sessions. Returns 0; everything else is an error."""
    output, quiet = values["output"], values["quiet"]
    if not output:
        raise UsageError("--output is missing")
    from cellucid_session.rescue.merge import merge_sessions

    check_destination(output, force=values["force"], inputs=identities(*arguments, values["data"]))
    with warnings_told(quiet), Stages(quiet) as stages:
        data = None
        if values["data"]:
            stages.now("reading the data set")
            data = datasets.read(values["data"])
        stages.now("merging")
        told = merge_sessions(
            arguments, output, data=data, same_cells=values["same-cells"], force=values["force"]
        )
    if values["json"]:
        plain = {key: value for key, value in dataclasses.asdict(told).items() if key not in ("data", *LISTS)}
        named = ("kind", "name", "why")
        lists = {key: [dict(zip(named, item, strict=True)) for item in getattr(told, key)] for key in LISTS}
        head = {"merge": MERGE, "tool": {"name": "cellucid-session", "version": __version__}}
        paths = {"paths": [path_text(path) for path in arguments], "output": path_text(output)}
        say(json_text({**head, **paths, **plain, **lists}))
    elif not quiet:
        page = Page(every=True)
        page.raw(f"{count(len(arguments), 'session')} into one of generation {told.generation}")
        for path, why in zip(arguments[1:], told.cells, strict=True):
            page.item(f"the cells of {shown_path(path)}: {page.word(why, 200)}")
        for title, lines in (("left out", told.dropped), ("otherwise than it was", told.changed)):
            if lines:
                page.heading(title)
                page.items(f"{kind} {page.word(name)}: {page.word(why, 400)}" for kind, name, why in lines)
        page.line()
        page.raw(f"written: {shown_path(output)}")
        say(page.text())
    return GOOD
