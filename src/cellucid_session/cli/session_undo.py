"""`cellucid-session undo DATA`."""

from __future__ import annotations

from typing import Any

from cellucid_session import __version__
from cellucid_session.cli.console import GOOD
from cellucid_session.cli.session_output import Stages, say
from cellucid_session.report.jsonreport import path_text
from cellucid_session.report.text import shown_path
from cellucid_session.tools import in_place
from cellucid_session.tools.page import json_text

UNDO = 1  # version of the document


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Make a data set what it was. Returns 0; everything else is an error."""
    [data] = arguments
    with Stages(values["quiet"]) as stages:
        stages.now("making the data set what it was")
        half = in_place.undo(data, moved=values["moved"])
    if values["json"]:
        tool = {"name": "cellucid-session", "version": __version__}
        say(json_text({"undo": UNDO, "tool": tool, "data": path_text(data), "half_changed": half}))
    elif not values["quiet"]:
        say(f"{shown_path(data)} is what it was{', and was half changed' if half else ''}\n")
    return GOOD
