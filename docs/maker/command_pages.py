"""The reference of the command lines, made from the tables that the programs themselves read."""

from __future__ import annotations

from cellucid_session.commands import conformance, session
from cellucid_session.commands.table import Command, Option
from cellucid_session.commands.validate import COMMAND
from maker import markdown as md


def pages() -> dict[str, str]:
    """Path -> Markdown."""
    commands = [
        COMMAND,
        session.TOP,
        *session.COMMANDS.values(),
        conformance.TOP,
        *conformance.COMMANDS.values(),
    ]
    told = (
        "# Command line\n\n"
        "Made from the tables that the programs read their options from. A name of an option is never shortened; "
        "a value follows as `--name value` or `--name=value`; after `--` every word is an argument.\n"
    )
    return {"reference/commands.md": "\n".join([told, *map(_command, commands)])}


def _command(command: Command) -> str:
    anchor = "command-" + command.program.replace(" ", "-")
    lines = [
        f"({anchor})=",
        f"## {command.program}",
        "",
        md.text(command.about),
        "",
        md.block(f"{command.program} [OPTIONS] {command.arguments}"),
        md.stacked(
            md.table(("option", "what it does", "unless given"), map(_row, command.options)), "options"
        ),
    ]
    for note in command.notes:
        head, *rest = note.split("\n")
        if not rest:
            lines += [md.text(head), ""]
        else:
            lines += [f"{md.text(head.rstrip(':'))}:", "", *(f"* {_coded(line)}" for line in rest), ""]
    return "\n".join(lines)


def _coded(line: str) -> str:
    """A row of a note: a code or a name, and what it means."""
    for mark in ("  ", ": "):
        name, found, said = line.partition(mark)
        if found and " " not in name:
            return f"{md.code(name)}: {md.text(said)}"
    return md.text(line)


def _row(option: Option) -> tuple[str, str, str]:
    value = f" {option.metavar}" if option.metavar is not None else ""
    names = ", ".join(md.code(name + value) for name in (option.short, option.name, option.negative) if name)
    said = md.text(option.help)
    if option.choices and not callable(option.choices):
        said += ": " + ", ".join(md.code(str(word)) for word in option.choices)
    if option.repeat:
        said += " (may be given several times)"
    default = option.default
    shown = "" if default in (None, False, "") else "on" if default is True else md.code(str(default))
    return names, said, shown
