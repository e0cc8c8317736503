"""The options of the subcommands that save labels from old, damaged and other people's sessions."""

from __future__ import annotations

from cellucid_session.commands.table import Command, Option

HELP = Option("--help", "print this help", short="-h")
QUIET = Option("--quiet", "tell errors only", short="-q")
FORCE = Option("--force", "replace a file that is there")
JSON = Option("--json", "write one JSON document instead of text; its strings are exact")

_CODES = """exit code:
0  {good}
1  {bad}
2  wrong usage, or an extra that is not installed
3  a budget ran out
4  internal error, or the result could not be written
5  an input could not be read"""

SALVAGE = Command(
    "cellucid-session salvage",
    "Save what can be read safely from a damaged session, as a new session that is valid.",
    "FILE",
    (Option("--output", "the new session", "OUT", short="-o", files=True), FORCE, JSON, QUIET, HELP),
    (
        (
            "FILE is never changed, and OUT never the same file. The verdict of FILE comes first. A chunk goes over "
            "byte for byte when nothing is wrong with it but a size in the manifest, which is written anew; never "
            "when its payload breaks a rule. What is lost is listed with its bytes."
        ),
        (
            "Where a chunk is lost that FILE's generation can't be without, the labels are written as a session of "
            "generation 1, which apply and rescue read. A session that is not damaged is copied."
        ),
        _CODES.format(
            good="OUT is written, and nothing is lost",
            bad="something is lost: OUT holds the rest, unless the output says that nothing could be saved",
        ),
    ),
)
