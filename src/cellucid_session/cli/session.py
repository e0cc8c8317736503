"""`cellucid-session`: sessions looked into, applied, extracted and compared, one subcommand each.

Rules of this file:

* The first word is the subcommand, so a path is never taken for one.
* Exit codes are those of `cellucid-validate`, with what a subcommand adds in its help. No traceback ever.
* A subcommand is imported when it is asked for, and so is what it needs.
"""

from __future__ import annotations

import os
import sys

from cellucid_session import __version__
from cellucid_session.cli import console
from cellucid_session.cli.console import BAD, GOOD, INTERNAL, NO_INPUT, UNDECIDED, USAGE, NotDeliveredError
from cellucid_session.cli.session_output import PROGRAM, say
from cellucid_session.commands import manual
from cellucid_session.commands import session as session_options
from cellucid_session.errors import BudgetError, InputError, SessionError, UsageError
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, NoReturn

#: kind of error -> exit code; the first that fits
CODES: tuple[tuple[type[BaseException], int], ...] = (
    (UsageError, USAGE),
    (ImportError, USAGE),
    (BudgetError, UNDECIDED),
    (InputError, NO_INPUT),
    (ValueError, BAD),  # refused for safety, another data set, a column that is there
    (SessionError, INTERNAL),
    (NotDeliveredError, INTERNAL),
)
FOREIGN = ((MemoryError, UNDECIDED),)
#: of a comparison, 1 says that both were read and differ
_COMPARING = tuple((kind, NO_INPUT if code in (BAD, UNDECIDED) else code) for kind, code in CODES)


#: subcommand -> the module that runs it, imported when it is asked for
MODULES = {
    "inspect": "cellucid_session.cli.session_inspect",
    "apply": "cellucid_session.cli.session_apply",
    "undo": "cellucid_session.cli.session_undo",
    "extract": "cellucid_session.cli.session_extract",
    "auto-restore": "cellucid_session.cli.session_restore",
    "diff": "cellucid_session.cli.session_diff",
    "create": "cellucid_session.cli.session_create",
    "canonicalize": "cellucid_session.cli.session_canonicalize",
    "publish": "cellucid_session.cli.session_publish",
    "policy": "cellucid_session.cli.session_policy",
    "rescue": "cellucid_session.cli.session_rescue",
    "merge": "cellucid_session.cli.session_merge",
    "compare": "cellucid_session.cli.session_compare",
    "convert": "cellucid_session.cli.session_convert",
    "salvage": "cellucid_session.cli.session_salvage",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the words after the program's name; by default those of this process.

    Returns:
        The exit code.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    name = words[0] if words and words[0] in session_options.COMMANDS else ""
    codes = _COMPARING if name == "diff" else CODES
    return console.run(PROGRAM, lambda: _main(words), codes=codes, foreign=FOREIGN, subject=name)


def _main(words: list[str]) -> int:
    if not words:
        raise UsageError("a subcommand is missing; --help lists them")
    name = words[0]
    if name.startswith("-"):
        values, others = session_options.TOP.parse(words)
        if others:
            raise UsageError("a subcommand comes first; --help lists them")
        say(_answer(values))
        return GOOD
    if name not in session_options.COMMANDS:
        raise UsageError(
            f"there is no subcommand {safe(name)}; there are: {', '.join(session_options.COMMANDS)}"
        )
    command = session_options.COMMANDS[name]
    values, arguments = command.parse(words[1:])
    if values["help"]:
        say(manual.help_text(command))
        return GOOD
    import importlib

    read = session_options.arguments(name, arguments)
    console.keep_out_of(console.identities([*read, *command.files(values)]) if console.to_files() else ())
    module = importlib.import_module(MODULES[name])
    code: int = module.run(values, read)
    return code


def _answer(values: dict[str, Any]) -> str:
    """What is told without a subcommand."""
    top, commands = session_options.TOP, session_options.COMMANDS
    if values["completion"]:
        return manual.suite_completion(top, commands, values["completion"])
    if values["man"]:
        return manual.suite_man_page(top, commands, __version__)
    return f"{PROGRAM} {__version__}\n" if values["version"] else manual.help_text(top)


def program() -> NoReturn:
    """Run the command as a process of its own, and end it. All was flushed by then."""
    os._exit(main())


if __name__ == "__main__":
    program()
