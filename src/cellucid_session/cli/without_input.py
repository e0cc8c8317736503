"""What `cellucid-validate` tells without an input."""

from __future__ import annotations

from cellucid_session import __version__
from cellucid_session.commands import manual
from cellucid_session.commands.validate import COMMAND
from cellucid_session.declare import schemas
from cellucid_session.errors import UsageError
from cellucid_session.generated.rule_generations import HOLDS
from cellucid_session.generated.rule_places import PLACES
from cellucid_session.generated.rule_texts import TEXTS
from cellucid_session.generated.rules import RULES
from cellucid_session.report.text import filled
from cellucid_session.safe import safe


def explain(rule: str) -> str:
    """What a rule asks, why, and what to do."""
    cls, level, layer = RULES[rule]
    sentence, why, remedy = TEXTS[rule]
    lines = [rule, filled(sentence, "  "), "", f"class: {cls}, level: {level}, layer: {layer}"]
    if rule in HOLDS:
        lines.append(f"generations of the format: {', '.join(map(str, HOLDS[rule]))}")
    lines += [
        filled(text, "  ", first=f"{name}: ") for name, text in (("why", why), ("remedy", remedy)) if text
    ]
    page, section, modules, example = PLACES[rule]
    lines += ["", f"stated in: {page}" + (f", {section}" if section else "")]
    lines.append(f"judged in: {', '.join(modules)}")
    if example:
        lines.append(f"broken by: {example} (a file that cellucid-conformance --write-vectors writes)")
    return "\n".join(lines) + "\n"


def list_rules(_: bool) -> str:
    """All rules, one a line."""
    return "".join(
        f"{rule:32} {cls:11} {level:8} {TEXTS[rule][0]}\n" for rule, (cls, level, _layer) in RULES.items()
    )


def schema(name: str) -> str:
    """One of the JSON Schemas. Raises UsageError: no schema has this name."""
    try:
        return schemas.read(name)
    except KeyError as fault:
        known = ", ".join(schemas.names())
        raise UsageError(f"no schema is called {safe(name)}; there are: {known}") from fault


def version(_: bool) -> str:
    """Name and version."""
    return f"{COMMAND.program} {__version__}\n"


def help_text(_: bool) -> str:
    """The help."""
    return manual.help_text(COMMAND)


def completion(shell: str) -> str:
    """A completion script."""
    return manual.completion(COMMAND, shell)


def man(_: bool) -> str:
    """The manual page."""
    return manual.man_page(COMMAND, __version__)
