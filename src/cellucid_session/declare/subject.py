"""A subject of rules, and the kinds of inputs that have it.

Rules of this file: a subject says in words what it is, and why its rules do not apply where it is not there.
"""

from __future__ import annotations

from dataclasses import dataclass

SESSION = "session"
SNAPSHOTS = "state-snapshots"
ANY = "any"

#: kind of input -> why the rules of the other kind do not apply to it
OTHER = {
    SESSION: "the input is a session, no list of sessions",
    SNAPSHOTS: "the input is a list of sessions, no session",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What some rules speak of.

    Attributes:
        name: stable. kind: of the inputs that can have it. what: in words. none: what is said where it is not there.
        rules: ids. needs, parts: names of other subjects.
    """

    name: str
    kind: str
    what: str
    none: str
    rules: tuple[str, ...]
    needs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def ids(text: str) -> tuple[str, ...]:
    return tuple(text.split())
