"""`cellucid-session auto-restore FOLDER`."""

from __future__ import annotations

import sys
from typing import Any

from cellucid_session.cli.console import FIRST, code_of
from cellucid_session.cli.progress import Progress
from cellucid_session.cli.session_output import say
from cellucid_session.tools.auto_restore import document, look, page_text
from cellucid_session.tools.page import json_text


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Say which session opens. Returns the exit code that the verdicts ask for."""
    stream = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
    progress = Progress(stream, 1)
    outcome = look(arguments[0], progress.piece)
    progress.clear()
    say(json_text(document(arguments[0], outcome)) if values["json"] else page_text(outcome, values["all"]))
    return min((code_of(report) for report in outcome.reports), key=FIRST.index)
