"""Manual pages and shell completion, as files that a wheel installs where systems look for them.

Rules of this file: everything comes from the tables of options, so that nothing can be documented that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from cellucid_session import __version__
from cellucid_session.commands import conformance as conformance_options
from cellucid_session.commands import manual
from cellucid_session.commands import session as session_options
from cellucid_session.commands import validate as validate_options
from cellucid_session.commands.table import Command

#: each program, with its subcommands
PROGRAMS: dict[str, tuple[Command, Mapping[str, Command]]] = {
    "cellucid-validate": (validate_options.COMMAND, {}),
    "cellucid-session": (session_options.TOP, session_options.COMMANDS),
    "cellucid-conformance": (conformance_options.TOP, conformance_options.COMMANDS),
}
#: shell -> where it looks for the completion of a program
PLACES = {
    "bash": "share/bash-completion/completions/{}",
    "zsh": "share/zsh/site-functions/_{}",
    "fish": "share/fish/vendor_completions.d/{}.fish",
}


def man_page(program: str) -> str:
    """The manual page of a program."""
    command, parts = PROGRAMS[program]
    if parts:
        return manual.suite_man_page(command, parts, __version__)
    return manual.man_page(command, __version__)


def completion(program: str, shell: str) -> str:
    """What completes the command line of a program in a shell."""
    command, parts = PROGRAMS[program]
    if parts:
        return manual.suite_completion(command, parts, shell)
    return manual.completion(command, shell)


def outputs() -> dict[Path, Callable[[], str]]:
    """Generated file -> what writes its text."""
    table: dict[Path, Callable[[], str]] = {}
    for program in PROGRAMS:
        table[Path(f"share/man/man1/{program}.1")] = lambda program=program: man_page(program)  # type: ignore[misc]
        for shell, place in PLACES.items():
            table[Path(place.format(program))] = lambda program=program, shell=shell: completion(
                program, shell
            )  # type: ignore[misc]
    return table
