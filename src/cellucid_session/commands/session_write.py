"""The options of the subcommands that write sessions: create, canonicalize, publish."""

from __future__ import annotations

from cellucid_session.commands.table import Command, Option

HELP = Option("--help", "print this help", short="-h")
QUIET = Option("--quiet", "tell errors only", short="-q")
FORCE = Option("--force", "replace a file that is there")

_CODES = """exit code:
0  {good}
1  {bad}
2  wrong usage, or an extra that is not installed
3  a budget ran out
4  internal error, or the result could not be written
5  an input could not be read"""

CREATE = Command(
    "cellucid-session create",
    "Make a session out of columns of an AnnData on disk.",
    "DATA",
    (
        Option("--output", "the new session", "FILE", short="-o", files=True),
        Option(
            "--highlight",
            "a column of obs of bool: its cells become a highlight group, called LABEL",
            "COLUMN[=LABEL]",
            repeat=True,
        ),
        Option("--page", "name of the page that all groups are on", "NAME"),
        Option("--color", "colour of the page, or of all pages", "#RRGGBB"),
        Option(
            "--field", "a categorical column of obs, or of var: it becomes a field", "COLUMN", repeat=True
        ),
        Option("--dataset-id", "id of the data set, as the viewer knows it", "ID"),
        Option("--source-type", "where the viewer gets it from, such as local-user", "WORD"),
        Option("--created-at", "time to write into the session (RFC 3339) instead of now", "TIME"),
        FORCE,
        QUIET,
        HELP,
    ),
    (
        (
            "DATA is an .h5ad file or a .zarr store. obs:COLUMN and var:COLUMN say where a field's column lies. "
            "A column that apply made of a group keeps the group's label, its page and the page's colour, unless the "
            "options say otherwise; other groups are on Page 1. "
            "FILE is judged before it is there: it is valid, or there is none."
        ),
        _CODES.format(
            good="the session is written", bad="not used: what would make no valid session is wrong usage"
        ),
    ),
)

CANONICALIZE = Command(
    "cellucid-session canonicalize",
    "Write the one canonical form of a session, and tell the digest of what it says.",
    "FILE",
    (
        Option("--output", "the canonical session", "OUT", short="-o", files=True),
        Option("--digest", "print the digest and write nothing"),
        FORCE,
        QUIET,
        HELP,
    ),
    (
        (
            "Two sessions that say the same have the same canonical form, however they are compressed, ordered and "
            "encoded. The digest is the SHA-256 of it, printed as sha256sum prints it."
        ),
        _CODES.format(good="done", bad="the session is not valid, so that it has no canonical form"),
    ),
)

PUBLISH = Command(
    "cellucid-session publish",
    "Put a session beside a data set's exports, as the one that opens with the data set.",
    "SESSION FOLDER",
    (
        Option("--name", "what it is called there; its own name by default", "NAME"),
        Option("--force", "replace another session of that name"),
        QUIET,
        HELP,
    ),
    (
        (
            "The session is copied into FOLDER and put at the end of its state-snapshots.json, which is made when it "
            "is not there. Other entries stay. Both are judged before anything is written."
        ),
        _CODES.format(good="it is the session that opens", bad="the session or the list is not valid"),
    ),
)
