"""The subcommands of `cellucid-session` and their options, one row each."""

from __future__ import annotations

from cellucid_session.commands.session_rescue import COMPARE, CONVERT, MERGE, RESCUE, SALVAGE
from cellucid_session.commands.session_write import CANONICALIZE, CREATE, PUBLISH
from cellucid_session.commands.table import Command, Option, jobs, whole_number
from cellucid_session.errors import UsageError

HELP = Option("--help", "print this help", short="-h")
JSON = Option("--json", "write one JSON document instead of text; its strings are exact")
QUIET = Option("--quiet", "tell errors only", short="-q")
ALL = Option("--all", "show all rows of every table")

_NOTES_CODES = """exit code:
0  {good}
1  {bad}
2  wrong usage, or an extra that is not installed
3  a budget ran out
4  internal error, or the result could not be written
5  an input could not be read"""


def _codes(good: str, bad: str) -> str:
    return _NOTES_CODES.format(good=good, bad=bad)


INSPECT = Command(
    "cellucid-session inspect",
    "Show what is in a session: data set, pages, groups, fields, chunks, findings.",
    "FILE",
    (JSON, ALL, HELP),
    (
        (
            "Texts of the file are shown with escapes where they hold what no terminal should get. What chunks hold is "
            "shown unless a safety rule refuses the session or a budget ran out."
        ),
        _codes("the session is valid", "the session is invalid; what can be read of it is shown"),
    ),
)

APPLY = Command(
    "cellucid-session apply",
    "Apply a session to an AnnData on disk: groups and fields become columns of a new file.",
    "SESSION DATA",
    (
        Option("--output", "the new file: .h5ad, .zarr for a store, .h5mu", "OUT", short="-o", files=True),
        Option("--force", "replace OUT when it is there"),
        Option("--in-place", "change DATA itself; what is cut off on the way is made what it was by undo"),
        Option("--keep-undo", "with --in-place: keep the way back, as DATA.cellucid-kept, for undo"),
        Option("--dry-run", "show what would be done and write nothing"),
        Option(
            "--dataset-mismatch",
            "when the session is of another data set (else error)",
            "POLICY",
            choices=("error", "warn_skip", "skip"),
            default="error",
        ),
        Option(
            "--cells",
            "whether the cells must be those of the session, by their names, where it knows them (else same)",
            "HOW",
            choices=("same", "by-position"),
            default="same",
        ),
        Option("--expected-dataset-id", "the data set id that the session must carry", "ID"),
        Option("--highlights", "make columns of highlight groups", negative="--no-highlights", default=True),
        Option(
            "--highlights-prefix",
            "what names of group columns begin with",
            "TEXT",
            default="cellucid_highlight__",
        ),
        Option(
            "--highlight-names",
            "what follows there: the group's id or its label",
            "WHAT",
            choices=("id", "label"),
            default="id",
        ),
        Option(
            "--pages-as-columns",
            'make one categorical column of each page, with colours in uns["NAME_colors"], beside the columns of '
            "groups, or with --no-highlights in their place",
        ),
        Option("--pages-prefix", "what names of page columns begin with", "TEXT", default=""),
        Option(
            "--overlap",
            "for cells in several groups of a page: a category of all names, the first group, or an error",
            "POLICY",
            choices=("combine", "first", "error"),
            default="combine",
        ),
        Option(
            "--renames",
            "make copies of columns that were renamed in the viewer, under the names that it showed",
        ),
        Option(
            "--user-defined-fields",
            "make columns of user-defined fields",
            negative="--no-user-defined-fields",
            default=True,
        ),
        Option("--user-defined-prefix", "what names of field columns begin with", "TEXT", default=""),
        Option("--include-deleted", "make columns of deleted fields too"),
        Option("--uns", 'keep a record in uns["cellucid"]', negative="--no-uns", default=True),
        Option(
            "--column-conflict",
            "when a column of that name is there",
            "POLICY",
            choices=("error", "overwrite", "suffix"),
            default="suffix",
        ),
        Option(
            "--cell-order",
            "what the order of the cells must be, where the session tells it: confirmed, or told of, or not looked at",
            "POLICY",
            choices=("warn", "require", "ignore"),
            default="warn",
        ),
        Option("--json", "write the summary as one JSON document"),
        QUIET,
        HELP,
    ),
    (
        (
            "DATA is an .h5ad file or a .zarr store; with the extra mudata, for a session that shows a modality, an "
            ".h5mu file. It is changed only with --in-place. OUT is there whole or not at all, never "
            "replaces an input, and replaces something else only with --force."
        ),
        (
            "With --in-place, everything is checked before the first byte. The way back lies beside DATA, as "
            "DATA.cellucid-undo, until the change is made; where a run was killed it stays, and DATA is not read until "
            "undo made it what it was."
        ),
        _codes(
            "columns were added and OUT is written (or DATA changed, or shown, with --dry-run)",
            "the session is refused, is of another data set, or can't be applied as asked; or nothing was applied",
        ),
    ),
)

UNDO = Command(
    "cellucid-session undo",
    "Make a data set what it was before apply --in-place, which was cut off or kept the way back.",
    "DATA",
    (
        Option("--moved", "DATA was copied or moved to another disk, together with the way back"),
        Option("--json", "write what was done as one JSON document"),
        QUIET,
        HELP,
    ),
    (
        (
            "DATA is an .h5ad file or a .zarr store beside which DATA.cellucid-undo lies, or DATA.cellucid-kept. It is "
            "compared first: where it was changed since by somebody else, nothing is written. Undo may be cut off "
            "anywhere and run again."
        ),
        """exit code:
0  it is what it was, byte for byte
2  wrong usage; there is nothing to undo; or it is open in another program
4  internal error, or it could not be written; the way back is still there
5  it could not be read, or the way back is not of it""",
    ),
)

EXTRACT = Command(
    "cellucid-session extract",
    "Write groups and fields of a session as a table with one row for each cell.",
    "SESSION",
    (
        Option("--output", "a file, or a folder for all tables", "FILE-OR-FOLDER", short="-o", files=True),
        Option("--format", "what to write", "FORMAT", choices=("csv", "parquet"), default="csv"),
        Option("--data", "take names of cells from this AnnData (.h5ad or .zarr)", "DATA", files=True),
        Option("--n-obs", "number of cells, when the session does not say", "N", convert=whole_number),
        Option("--group", "only this group, by id", "ID", repeat=True),
        Option("--field", "only this field, by id", "ID", repeat=True),
        Option("--include-deleted", "deleted fields too"),
        Option("--force", "replace files that are there"),
        QUIET,
        HELP,
    ),
    (
        (
            "Columns: cell (position from 0), name (with --data), group:ID with true and false, field:KEY with the "
            "name of the category, nothing where a cell has none. In a folder, cells.FORMAT is written, and "
            "variables.FORMAT when a field has one code for each variable."
        ),
        (
            "CSV is UTF-8, RFC 4180. A text that a spreadsheet could take for a formula, because it begins with "
            "= + - @ (or a full-width form of them), TAB, CR or LF, gets ' before it, also behind ' that it begins "
            'with, and NUL is written as U+FFFD. A missing value is an empty cell, an empty text is "" in quotes. '
            "Everything else is exact. Parquet is exact."
        ),
        _codes("everything was written", "the session is refused, or is of another data set than DATA"),
    ),
)

RESTORE = Command(
    "cellucid-session auto-restore",
    "Say which session of a data set's folder the viewer would open, and judge it.",
    "FOLDER",
    (JSON, ALL, HELP),
    (
        (
            "Reads state-snapshots.json of the folder. No link is followed, nothing is fetched, nothing outside the "
            "folder is opened."
        ),
        _codes(
            "the list and the session that opens are valid",
            "one of them is invalid, or a listed file is missing",
        ),
    ),
)

DIFF = Command(
    "cellucid-session diff",
    "Say what changed between two sessions.",
    "OLD NEW",
    (JSON, ALL, HELP),
    (
        "Compared is what the sessions say: when they were saved and how chunks are compressed does not count.",
        """exit code:
0  they say the same
1  they differ
2  wrong usage
4  internal error, or the result could not be written
5  one of them could not be read, or a safety rule or a budget refuses it""",
    ),
)

POLICY = Command(
    "cellucid-session policy",
    "Check a policy, explain what it asks beyond the format, or say how two differ.",
    "check|explain|diff POLICY [NEW]",
    (
        Option(
            "--corpus",
            "for diff: judge all sessions of this folder under both and say what changes",
            "FOLDER",
            files=True,
        ),
        Option(
            "--jobs",
            "for diff: judge N inputs in parallel (0: as many as processors)",
            "N",
            short="-j",
            convert=jobs,
        ),
        Option(
            "--today", "for diff: the date that waivers are held against (else the clock's)", "YYYY-MM-DD"
        ),
        ALL,
        JSON,
        HELP,
    ),
    (
        "POLICY and NEW are upload, upload-strict, archive, development, or a TOML file. None is ever looked for.",
        """exit code:
0  it is a policy; of diff: both ask the same, or with --corpus: no verdict changes
1  of diff only: they ask something else, or with --corpus: at least one verdict changes
2  it is none, or wrong usage
4  internal error, or the result could not be written
5  a file of the corpus could not be judged, or there was none""",
    ),
)

COMMANDS = {
    "inspect": INSPECT,
    "apply": APPLY,
    "undo": UNDO,
    "extract": EXTRACT,
    "auto-restore": RESTORE,
    "diff": DIFF,
    "create": CREATE,
    "canonicalize": CANONICALIZE,
    "publish": PUBLISH,
    "rescue": RESCUE,
    "salvage": SALVAGE,
    "convert": CONVERT,
    "merge": MERGE,
    "compare": COMPARE,
    "policy": POLICY,
}

TOP = Command(
    "cellucid-session",
    "Look into sessions of the cellucid viewer, apply, compare, make and publish them, take tables out of them.",
    "COMMAND ...",
    (
        Option("--completion", "print a completion script", "SHELL", choices=("bash", "zsh", "fish")),
        Option("--man", "print the manual page"),
        Option("--version", "print the version"),
        HELP,
    ),
    (
        "commands:\n" + "\n".join(f"{name}: {command.about}" for name, command in COMMANDS.items()),
        "COMMAND --help says more. Whether a file is as the format says is told by cellucid-validate.",
    ),
)


def arguments(name: str, given: list[str]) -> list[str]:
    """The arguments of a subcommand, as many as it takes; one in brackets may be left out. Raises UsageError."""
    wanted = COMMANDS[name].arguments.split(" ")
    if wanted[-1].endswith("...") and len(given) > len(wanted):
        return given
    needed = [argument for argument in wanted if not argument.startswith("[")]
    if not len(needed) <= len(given) <= len(wanted):
        raise UsageError(
            f"expected {' and '.join(wanted)}, got {len(given)} arguments; {name} --help says more"
        )
    return given
