"""Scenarios: what a writer is asked to write, and the digest that it must have.

Rules of this file:

* It shares nothing with the writer of the package: the digests are in `scenarios.json`, not worked out.
* The file that a writer is given has every key, written out: the short forms of the source are for the source alone.
* The same scenario is the same bytes every time. README.md beside this file says what each key means.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from cellucid_session.conformance.catalogue import read_json
from cellucid_session.conformance.encode import json_text
from cellucid_session.conformance.later import NUMBERS
from cellucid_session.errors import UsageError
from cellucid_session.safe import safe

SOURCE, LATER = "scenarios.json", "scenarios-later.json"
EARLIEST = 1  # the generation of the first source; the other says of each scenario of which it is
GENERATIONS = (EARLIEST, *NUMBERS)


class Scenario:
    """One scenario.

    Attributes:
        name: what it is called. note: in words.
        asked: what the writer is given, written out.
        digest: semantic digest of what it must write (spec 13). generation: of what it must write.
    """

    __slots__ = ("_short", "digest", "generation", "name", "note")

    def __init__(self, short: dict[str, Any]) -> None:
        self._short = short
        self.name: str = short["name"]
        self.note: str = short["note"]
        self.digest: str = short["digest"]
        self.generation: int = short.get("generation", EARLIEST)

    @property
    def asked(self) -> dict[str, Any]:
        """What a writer is given, as a value."""
        asked = {key: value for key, value in self._short.items() if key != "digest"}
        if "generation" in asked:
            return asked  # it has no short forms
        if asked["highlights"] is not None:
            pages = [
                page | {"groups": [group | {"cells": cells(group["cells"])} for group in page["groups"]]}
                for page in asked["highlights"]["pages"]
            ]
            asked["highlights"] = asked["highlights"] | {"pages": pages}
        if asked["fieldOverlays"] is not None:
            fields = [_field(field) for field in asked["fieldOverlays"]["userDefinedFields"]]
            asked["fieldOverlays"] = asked["fieldOverlays"] | {"userDefinedFields": fields}
        return asked

    def given(self) -> bytes:
        """What a writer is given, as a JSON text in UTF-8."""
        return json_text(self.asked)


def _field(field: dict[str, Any]) -> dict[str, Any]:
    if field["kind"] != "category":
        return field
    return field | {"categories": categories(field["categories"]), "codes": codes(field["codes"])}


def cells(short: Any) -> list[int]:
    """Positions: a list, or {"start", "stop", "step"}."""
    return list(range(short["start"], short["stop"], short["step"])) if isinstance(short, dict) else short


def categories(short: Any) -> list[str]:
    """Names: a list, or {"prefix", "count"}, which numbers them from 0."""
    if isinstance(short, dict):
        return [f"{short['prefix']}{number}" for number in range(short["count"])]
    return list(short)


def codes(short: Any) -> list[int | None]:
    """Codes: a list, {"runs": [[code, times], ...]}, or {"cycle": codes, "length"}, which begins anew at its end."""
    if not isinstance(short, dict):
        return list(short)
    if "runs" in short:
        return [code for code, times in short["runs"] for _ in range(times)]
    cycle, length = list(short["cycle"]), int(short["length"])
    return (cycle * (length // len(cycle) + 1))[:length]


def chosen(every: tuple[Scenario, ...], only: list[str]) -> tuple[Scenario, ...]:
    """The scenarios that match one of the words: a name, or a pattern of names with `*`.

    Raises:
        UsageError: a word matches nothing.
    """
    for word in only:
        if not any(fnmatchcase(scenario.name, word) for scenario in every):
            raise UsageError(f"--only {safe(word)}: no scenario has this name")
    return tuple(
        scenario for scenario in every if not only or any(fnmatchcase(scenario.name, word) for word in only)
    )


def load(*generations: int) -> tuple[Scenario, ...]:
    """The scenarios that come with the package, in the order of their files.

    Args:
        generations: of those that are wanted; by default the earliest alone.
    """
    wanted = generations or (EARLIEST,)
    sources = ([SOURCE] if EARLIEST in wanted else []) + ([LATER] if set(wanted) - {EARLIEST} else [])
    every = (Scenario(short) for source in sources for short in read_json(source)["scenarios"])
    return tuple(scenario for scenario in every if scenario.generation in wanted)
