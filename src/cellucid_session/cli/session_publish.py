"""`cellucid-session publish SESSION FOLDER`."""

from __future__ import annotations

from typing import Any

from cellucid_session.cli.session_output import say
from cellucid_session.report.text import shown_path


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Publish a session. Returns 0; everything else is an error."""
    session, folder = arguments
    from cellucid_session.write.publishing import publish

    lies = publish(session, folder, name=values["name"], force=values["force"])
    if not values["quiet"]:
        say(f"published: {shown_path(str(lies))} opens with the data set\n")
    return 0
