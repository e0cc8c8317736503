"""The options of the subcommands that save labels from old, damaged and other people's sessions."""

from __future__ import annotations

from cellucid_session.commands.table import Command, Option, whole_number

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

RESCUE = Command(
    "cellucid-session rescue",
    "Bring sessions of any release, damaged ones as far as they are safe, onto one AnnData.",
    "OLD...",
    (
        Option("--data", "the AnnData that they were made from (.h5ad or .zarr)", "DATA", files=True),
        Option("--output", "the new file: .h5ad, or .zarr for a store", "NEW", short="-o", files=True),
        Option("--force", "replace NEW when it is there"),
        Option("--dry-run", "show what would be done and write nothing"),
        Option(
            "--pages-as-columns",
            'make one categorical column of each page, with colours in uns["NAME_colors"]',
            negative="--no-pages-as-columns",
            default=True,
        ),
        Option("--highlights", "make a column of each group", negative="--no-highlights", default=True),
        Option(
            "--highlight-names",
            "what a group's column is named by",
            "WHAT",
            choices=("label", "id"),
            default="label",
        ),
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
        Option("--include-deleted", "make columns of deleted fields too"),
        Option("--expected-dataset-id", "the data set id that the sessions must carry", "ID"),
        Option(
            "--cell-order",
            "leave out a session whose cells are seen to stand in another order, or whose order is not confirmed, or "
            "don't look",
            "POLICY",
            choices=("agree", "require", "ignore"),
            default="agree",
        ),
        Option(
            "--column-conflict",
            "when a column of that name is there",
            "POLICY",
            choices=("error", "overwrite", "suffix"),
            default="suffix",
        ),
        JSON,
        QUIET,
        HELP,
    ),
    (
        (
            "What can't be taken is named with the reason, and keeps no other session from being taken: another data "
            "set, other cells, cells in another order, a manifest that can't be read. With several sessions, names of "
            "columns begin with the name of the file."
        ),
        (
            "DATA and the sessions are never changed. NEW is there whole or not at all, never replaces an input, and "
            "replaces something else only with --force."
        ),
        _CODES.format(
            good="NEW is written, with everything that the sessions say",
            bad="something was left out: NEW holds the rest, unless nothing could be taken",
        ),
    ),
)

CONVERT = Command(
    "cellucid-session convert",
    "Write a session as one of another generation: pages, groups, colours, fields, renames.",
    "FILE",
    (
        Option("--to", "the generation, 1 to 5", "N", convert=whole_number),
        Option("--output", "the new session", "OUT", short="-o", files=True),
        Option(
            "--template",
            "a session that the viewer of that generation saved on the same data set",
            "SESSION",
            files=True,
        ),
        Option("--data", "the AnnData (.h5ad or .zarr)", "DATA", files=True),
        Option("--same-cells", "say that the cells of FILE and template are the same, in the same order"),
        FORCE,
        JSON,
        QUIET,
        HELP,
    ),
    (
        (
            "What a generation needs and FILE lacks comes from the template: the fingerprint, the order of the cells, "
            "the mapping, and all state of the viewer, byte for byte. The template's labels are not taken. To "
            "generation 1, between 3 and 4, and from these to 2, no template is needed."
        ),
        (
            "Labels are kept by position. That the cells stand in the same order is shown by digests in both sessions, "
            "or by the data set; where nothing shows it, --same-cells says it, at your own risk."
        ),
        _CODES.format(
            good="OUT is written; what did not carry is listed",
            bad="a session is not valid, of another data set, or its cells stand in another order",
        ),
    ),
)

MERGE = Command(
    "cellucid-session merge",
    "Write several people's sessions on one data set as one.",
    "A B...",
    (
        Option("--output", "the new session", "OUT", short="-o", files=True),
        Option("--data", "the AnnData (.h5ad or .zarr)", "DATA", files=True),
        Option("--same-cells", "say that the cells of all sessions are the same, in the same order"),
        FORCE,
        JSON,
        QUIET,
        HELP,
    ),
    (
        (
            "A is the base: OUT has its generation, its data set and its state of the viewer. The pages of all "
            "sessions come, each under its name and that of its file; a field that several have is told apart "
            "likewise. What two sessions say differently is told."
        ),
        _CODES.format(
            good="OUT is written; what is not as it was is listed",
            bad="a session is not valid, of another data set, or its cells stand in another order",
        ),
    ),
)

COMPARE = Command(
    "cellucid-session compare",
    "Say how far the labels of two sessions agree on the same cells.",
    "A B",
    (
        Option("--data", "the AnnData (.h5ad or .zarr)", "DATA", files=True),
        Option("--same-cells", "say that the cells of both sessions are the same, in the same order"),
        Option("--picture", "draw the agreement of groups, as .svg, .png or .pdf", "FILE", files=True),
        Option("--force", "replace the picture when it is there"),
        Option("--all", "show all rows of every table"),
        JSON,
        HELP,
    ),
    (
        (
            "Of groups that share a cell: how many cells they have, how many both, and the Jaccard index (shared of "
            "all of both). Of fields that both sessions have: how many cells have a category in both, how many of "
            "these the same one, and Cohen's kappa."
        ),
        """exit code:
0  they were compared, however far they agree
1  a session is not valid, of another data set, or its cells stand in another order
2  wrong usage, or an extra that is not installed
3  a budget ran out
4  internal error, or the result could not be written
5  an input could not be read""",
    ),
)

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
