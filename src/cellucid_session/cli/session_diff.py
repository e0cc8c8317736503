"""`cellucid-session diff OLD NEW`."""

from __future__ import annotations

from typing import Any

from cellucid_session.cli.console import BAD, GOOD
from cellucid_session.cli.session_output import Stages, say
from cellucid_session.tools.changes import document, page_text
from cellucid_session.tools.differ import diff
from cellucid_session.tools.page import json_text
from cellucid_session.tools.sessions import opened


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Say what changed. Returns 0 when nothing did, else 1."""
    with opened(arguments[0]) as old, opened(arguments[1]) as new, Stages() as stages:
        stages.now("comparing")
        changes = diff(old, new)
    say(json_text(document(changes)) if values["json"] else page_text(changes, values["all"]))
    return BAD if changes else GOOD
