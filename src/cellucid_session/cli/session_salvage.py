"""`cellucid-session salvage FILE -o OUT`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.cli.console import BAD, GOOD
from cellucid_session.cli.session_output import Stages, say
from cellucid_session.errors import UsageError
from cellucid_session.report.jsonreport import finding_values, path_text
from cellucid_session.report.text import shown_path
from cellucid_session.tools.page import Page, json_text, number, size
from cellucid_session.tools.sessions import naming

if TYPE_CHECKING:
    from cellucid_session.rescue.salvage import Salvaged

SALVAGE = 1  # version of the document


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Save what can be read. Returns 0 when nothing is lost, else 1; everything else is an error."""
    path, output, quiet = arguments[0], values["output"], values["quiet"]
    if not output:
        raise UsageError("--output is missing")
    from cellucid_session.rescue.salvage import salvage

    with naming(path), Stages(quiet) as stages:
        stages.now("reading the session")
        told = salvage(path, output, force=values["force"])
    if values["json"]:
        say(json_text(document(told, path)))
    elif not quiet:
        say(page_text(told, path))
    return GOOD if told.whole else BAD


def document(told: Salvaged, path: str) -> dict[str, Any]:
    """What was saved, as plain values."""
    return {
        "salvage": SALVAGE,
        "tool": {"name": "cellucid-session", "version": __version__},
        "path": path_text(path),
        "verdict": told.verdict,
        "findings": [finding_values(finding) for finding in told.report.findings],
        "suppressed": told.report.suppressed,
        "output": None if told.written is None else path_text(told.written),
        "generation": told.generation,
        "kept": list(told.kept),
        "lost": [dataclasses.asdict(item) for item in told.lost],
        "renewed": [dataclasses.asdict(item) for item in told.renewed],
        "notes": list(told.notes),
    }


def page_text(told: Salvaged, path: str) -> str:
    """What was saved, as a page."""
    page = Page(every=True)
    page.raw(f"{shown_path(path)}: {told.verdict}")
    for finding in told.report.findings:
        if finding.level == "error":
            where = "" if finding.chunk is None else f" (chunk {finding.chunk})"
            page.item(f"{finding.message}{where} [{finding.rule}]")
    for note in told.notes:
        page.line()
        page.line(page.word(note, 600))
    if told.renewed:
        page.heading("written anew")
        page.table(
            ("chunk", "what", ">said", ">is"),
            [(item.chunk, item.what, number(item.said), number(item.found)) for item in told.renewed],
        )
    if told.lost:
        page.heading("lost")
        page.items(
            f"{item.kind} {page.word(item.name)} ({size(item.bytes)}): {page.word(item.why, 400)}"
            for item in told.lost
        )
    page.line()
    if told.written is None:
        page.raw("nothing is written")
    else:
        page.raw(f"written: {shown_path(told.written)} (generation {told.generation})")
    return page.text()
