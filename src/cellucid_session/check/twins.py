"""Generations that the signs can't tell from the one that a file is judged as: would they read it as well?

Rules of this file: it asks the schema of the other generation of the same value, where that is another schema; what
breaks it rules the other out. No finding comes of it. Both engines ask here. Spec: 2.2.
"""

from __future__ import annotations

from cellucid_session.generated.rules import RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cellucid_session.check.facts import Facts

    Check = Callable[[str, Any, list[str]], None]


def ask(facts: Facts, payload: str, value: Any, check: Check) -> None:
    """Rule out the twins whose schema of a JSON text refuses a value that passed the one it was judged by.

    Args:
        check: called with a schema, a value and a list for the rules that the value breaks.
    """
    mine = facts.generation.schema(payload)
    facts.twins = tuple(
        twin
        for twin in facts.twins
        if twin.schema(payload) == mine or _accepts(twin.schema(payload), value, check)
    )


def _accepts(schema: str, value: Any, check: Check) -> bool:
    found: list[str] = []
    if schema:
        check(schema, value, found)
    return all(RULES[rule][0] == "advice" for rule in found)


def releases(facts: Facts) -> tuple[str, ...]:
    """The releases of the viewer that open a file that was found valid, the earliest first."""
    every = sorted((facts.generation, *facts.twins), key=lambda each: each.number)
    return tuple(dict.fromkeys(name for each in every for name in each.releases))
