"""The guards of modules of JavaScript: where an `if` says that something is wrong.

Rules of this file: a guard is an `if` whose body, before another condition begins in it, throws, adds a finding, leaves
a note, yields one, or refuses with a word or null; or whose condition says so itself. Its loss is that its condition
never holds.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

IF = re.compile(r"\bif \(")
SAYS = re.compile(
    r"\bthrow |\breturn (?:null;|\"|this\.note|at;)|\badd\(|\.note\(|\btell\(|\byield \[|\.fault = |"
    r"repeats\.add|\bfound\(|\bdeep = at|\bfits = false"
)
NESTED = re.compile(r"\b(?:if|for|while) \(")
PATTERN = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+/")
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True)
class Guard:
    """One guard: the place of its condition in the text, its line (counted from 1), and what is read there.

    Of several guards of a module with one condition, the second and later have their number behind it.
    """

    start: int
    end: int
    line: int
    condition: str


def guards(text: str) -> list[Guard]:
    """The guards of a module, in its order."""
    found = []
    seen: Counter[str] = Counter()
    for hit in IF.finditer(text):
        before = text[text.rfind("\n", 0, hit.start()) + 1 : hit.start()]
        if "//" in before or " * " in before:
            continue
        start = hit.end()
        end = _closing(text, start - 1)
        if ".fail(" in text[start:end] or SAYS.search(NESTED.split(_body(text, end + 1))[0]):
            line = text.count("\n", 0, start) + 1
            condition = " ".join(text[start:end].split())
            seen[condition] += 1
            number = f" ({seen[condition]})" if seen[condition] > 1 else ""
            found.append(Guard(start, end, line, condition + number))
    return found


def without(text: str, guard: Guard) -> str:
    """The module whose guard never holds; the lines stay as they are."""
    return f"{text[: guard.start]}false && ({text[guard.start : guard.end]}){text[guard.end :]}"


def _body(text: str, at: int) -> str:
    """What is done when the condition holds, from behind its bracket on."""
    at += len(text[at:]) - len(text[at:].lstrip())
    if text[at] == "{":
        return text[at + 1 : _closing(text, at)]
    return text[at : _statement(text, at)]


def _statement(text: str, at: int) -> int:
    while text[at] != ";":
        at = _closing(text, at) if text[at] in OPENING else at
        at += 1
    return at + 1


def _closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` closes; those in strings and patterns do not count."""
    depth = 0
    place = at
    while place < len(text):
        sign = text[place]
        if sign in "\"'`":
            place = _string(text, place)
        elif sign == "/" and text[:place].rstrip()[-1] in "(!,|&=?:" and text[place + 1] not in "/*":
            pattern = PATTERN.match(text, place)
            assert pattern is not None
            place = pattern.end() - 1
        elif sign in OPENING:
            depth += 1
        elif sign in CLOSING:
            depth -= 1
            if not depth:
                return place
        place += 1
    raise ValueError(f"nothing closes what opens here: {text[at : at + 60]}")


def _string(text: str, at: int) -> int:
    """Where a string ends."""
    quote = text[at]
    place = at + 1
    while text[place] != quote:
        if text[place] == "\\":
            place += 1
        elif quote == "`" and text.startswith("${", place):
            place = _closing(text, place + 1)
        place += 1
    return place
