"""`cellucid-session canonicalize FILE -o OUT`."""

from __future__ import annotations

from typing import Any

from cellucid_session.cli.session_output import identity, say
from cellucid_session.errors import UsageError
from cellucid_session.report.text import shown_path
from cellucid_session.tools.sessions import naming


def run(values: dict[str, Any], arguments: list[str]) -> int:
    """Write the canonical form, or only its digest. Returns 0; everything else is an error."""
    path, output = arguments[0], values["output"]
    if bool(output) == bool(values["digest"]):
        raise UsageError("give either --output or --digest")
    from hashlib import sha256

    from cellucid_session.io.outputs import write_atomic
    from cellucid_session.write.canonical import write_canonical

    digest = sha256()
    with naming(path):
        if output:
            there = identity(path)

            def write(out: Any) -> None:
                def both(piece: bytes) -> None:
                    digest.update(piece)
                    out.write(piece)

                write_canonical(path, both)

            write_atomic(output, write, force=values["force"], inputs=[] if there is None else [there])
        else:
            write_canonical(path, digest.update)
    if values["digest"] or not values["quiet"]:
        say(f"{digest.hexdigest()}  {shown_path(output or path)}\n")
    return 0
