"""`cellucid-session inspect FILE`."""

from __future__ import annotations

import sys

from cellucid_session.cli.console import code_of
from cellucid_session.cli.progress import Progress
from cellucid_session.cli.session_output import say
from cellucid_session.tools.inspect_page import page_text
from cellucid_session.tools.inspecting import inspect
from cellucid_session.tools.page import json_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Show what is in a session. Returns the exit code that its verdict asks for."""
    stream = sys.stderr if sys.stderr is not None and sys.stderr.isatty() else None
    progress = Progress(stream, 1)
    report, document = inspect(arguments[0], progress.piece)
    progress.clear()
    say(json_text(document) if values["json"] else page_text(report, document, values["all"]))
    return code_of(report)
