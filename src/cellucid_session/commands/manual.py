"""Help, manual page and shell completion of a command, made from its table of options."""

from __future__ import annotations

from cellucid_session.commands.table import Command
from cellucid_session.errors import UsageError
from cellucid_session.report.text import filled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cellucid_session.commands.table import Option

_COLUMN = 26  # where the sentences of the help begin


def _heads(option: Option) -> str:
    """An option as it is typed."""
    value = f" {option.metavar}" if option.metavar is not None else ""
    return ", ".join(name + value for name in (option.short, option.name, option.negative) if name)


def _sentence(option: Option) -> str:
    """What an option does. A table of words that is looked up has an option that lists it."""
    words = () if callable(option.choices) else option.choices
    return option.help + (f" ({', '.join(words)})" if words else "")


def help_text(command: Command) -> str:
    """What `--help` prints."""
    lines = [
        f"usage: {command.program} [OPTIONS] {command.arguments}",
        "",
        filled(command.about, ""),
        "",
        "options:",
    ]
    for option in command.options:
        head = f"  {_heads(option)}"
        if len(head) < _COLUMN - 1:
            lines.append(filled(_sentence(option), " " * _COLUMN, first=head.ljust(_COLUMN)))
        else:
            lines += [head, filled(_sentence(option), " " * _COLUMN)]
    for note in command.notes:
        lines += ["", *(filled(line, "") for line in note.split("\n"))]
    return "\n".join(lines) + "\n"


def _roff(text: str) -> str:
    """Text that roff shows as it is."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def man_page(command: Command, version: str) -> str:
    """A manual page (section 1) in the man macros."""
    name = _roff(command.program)
    lines = [
        f'.TH "{_roff(command.program.upper())}" "1" "" "cellucid\\-session {_roff(version)}"',
        ".SH NAME",
        f"{name} \\- {_roff(command.about)}",
        ".SH SYNOPSIS",
        f".B {name}",
        f"[OPTIONS] {_roff(command.arguments)}",
        ".SH OPTIONS",
    ]
    for option in command.options:
        lines += [".TP", f".B {_roff(_heads(option))}", _roff(_sentence(option))]
    lines.append(".SH NOTES")
    for note in command.notes:
        lines += [".PP", *(f"{_roff(line)}\n.br" for line in note.split("\n"))]
    return "\n".join(lines) + "\n"


def _typed(option: Option) -> list[str]:
    return [name for name in (option.short, option.name, option.negative) if name]


def _function(program: str) -> str:
    """The name of a shell's function for a program and its subcommand."""
    return "_" + program.replace("-", "_").replace(" ", "__")


def _bash(command: Command) -> str:
    function = _function(command.program)
    return f"{_bash_function(command)}complete -o filenames -F {function} {command.program}\n"


def _bash_function(command: Command) -> str:
    function = _function(command.program)
    cases = []
    for option in command.options:
        if option.metavar is None:
            continue
        names = "|".join(name for name in (option.short, option.name) if name)
        words = " ".join(option.words())
        reply = (
            f'compgen -W "{words}" -- "$word"'
            if words
            else 'compgen -f -- "$word"'
            if option.files
            else "true"
        )
        cases.append(f"        {names}) mapfile -t COMPREPLY < <({reply}); return ;;")
    every = " ".join(name for option in command.options for name in _typed(option))
    return "\n".join(
        [
            f"{function}() {{",
            '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}"',
            '    case "$before" in',
            *cases,
            "    esac",
            '    if [[ "$word" == -* ]]; then',
            f'        mapfile -t COMPREPLY < <(compgen -W "{every}" -- "$word")',
            "    else",
            '        mapfile -t COMPREPLY < <(compgen -f -- "$word")',
            "    fi",
            "}",
            "",
        ]
    )


def _zsh_arguments(command: Command) -> str:
    rows = []
    for option in command.options:
        told = option.help.replace("'", "").replace("[", "(").replace("]", ")").replace(":", ",")
        words = " ".join(option.words())
        action = f"({words})" if words else "_files" if option.files else ""
        value = f":{option.metavar}:{action}" if option.metavar is not None else ""
        many = "*" if option.repeat else ""
        rows += [f"    '{many}{name}[{told}]{value}' \\" for name in _typed(option)]
    return "\n".join(["_arguments -S \\", *rows, "    '*:path:_files'", ""])


def _zsh(command: Command) -> str:
    return f"#compdef {command.program}\n{_zsh_arguments(command)}"


def _fish(command: Command, when: str = "", program: str = "") -> str:
    program = program or command.program
    rows = []
    for option in command.options:
        told = option.help.replace("\\", "").replace("'", "")
        words = " ".join(option.words())
        value = f" -x -a '{words}'" if words else " -r" if option.metavar is not None else ""
        short = f" -s {option.short[1:]}" if option.short else ""
        rows.append(f"complete -c {program}{when}{short} -l {option.key}{value} -d '{told}'")
        if option.negative:
            rows.append(f"complete -c {program}{when} -l {option.negative[2:]} -d '{told}'")
    return "\n".join([*rows, ""])


SHELLS: dict[str, Callable[[Command], str]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}


def completion(command: Command, shell: str) -> str:
    """A completion script. Raises UsageError for another shell."""
    if shell not in SHELLS:
        raise UsageError(f"completion is there for {', '.join(SHELLS)}")
    return SHELLS[shell](command)


# -- programs with subcommands --


def _bash_suite(top: Command, commands: Mapping[str, Command]) -> str:
    names = " ".join(commands)
    options = " ".join(name for option in top.options for name in _typed(option))
    function = _function(top.program)
    cases = [f"        {name}) {_function(f'{top.program} {name}')} ;;" for name in commands]
    parts = [
        _bash_function(Command(f"{top.program} {name}", each.about, each.arguments, each.options))
        for name, each in commands.items()
    ]
    return "\n".join(
        [
            "".join(parts) + f"{function}() {{",
            "    if (( COMP_CWORD == 1 )); then",
            f'        mapfile -t COMPREPLY < <(compgen -W "{names} {options}" -- "${{COMP_WORDS[1]}}")',
            "        return",
            "    fi",
            '    case "${COMP_WORDS[1]}" in',
            *cases,
            "    esac",
            "}",
            f"complete -o filenames -F {function} {top.program}",
            "",
        ]
    )


def _zsh_suite(top: Command, commands: Mapping[str, Command]) -> str:
    cases = [f"{name})\n{_zsh_arguments(each)};;" for name, each in commands.items()]
    names = " ".join([*commands, *(name for option in top.options for name in _typed(option))])
    return "\n".join(
        [
            f"#compdef {top.program}",
            "if (( CURRENT == 2 )); then",
            f"compadd -- {names}",
            "return",
            "fi",
            "local command=${words[2]}",
            "shift words",
            "(( CURRENT-- ))",
            "case $command in",
            *cases,
            "esac",
            "",
        ]
    )


def _fish_suite(top: Command, commands: Mapping[str, Command]) -> str:
    first = " -n __fish_use_subcommand"
    parts = [_fish(top, first)]
    for name, each in commands.items():
        told = each.about.replace("\\", "").replace("'", "")
        parts.append(f"complete -c {top.program}{first} -f -a {name} -d '{told}'\n")
        parts.append(_fish(each, f" -n '__fish_seen_subcommand_from {name}'", top.program))
    return "".join(parts)


SUITES: dict[str, Callable[[Command, Mapping[str, Command]], str]] = {
    "bash": _bash_suite,
    "zsh": _zsh_suite,
    "fish": _fish_suite,
}


def suite_completion(top: Command, commands: Mapping[str, Command], shell: str) -> str:
    """A completion script of a program with subcommands. Raises UsageError for another shell."""
    if shell not in SUITES:
        raise UsageError(f"completion is there for {', '.join(SUITES)}")
    return SUITES[shell](top, commands)


def suite_man_page(top: Command, commands: Mapping[str, Command], version: str) -> str:
    """One manual page of a program and all its subcommands."""
    lines = [man_page(top, version)]
    for each in commands.values():
        lines.append(f".SH {_roff(each.program.upper())}\n{_roff(each.about)}\n.PP\n")
        lines.append(f".B {_roff(each.program)}\n[OPTIONS] {_roff(each.arguments)}\n")
        lines += [f".TP\n.B {_roff(_heads(option))}\n{_roff(_sentence(option))}\n" for option in each.options]
        lines += [
            ".PP\n" + "".join(f"{_roff(line)}\n.br\n" for line in note.split("\n")) for note in each.notes
        ]
    return "".join(lines)
