"""The suite as questions: a file, and what a reader may answer about it.

Rules of this file:

* A case that needs more than its bytes (a budget, what the caller knows of the data set) says so as words of the
  command line of `cellucid-validate`; a reader that takes no such words is not asked.
* The digest of the suite covers everything that decides what is asked and what is right.
"""

from __future__ import annotations

import hashlib
import json
from fnmatch import fnmatchcase
from typing import Any

from cellucid_session.conformance import scenarios
from cellucid_session.conformance.assembling import SNAPSHOTS
from cellucid_session.conformance.catalogue import Suite, Vector, files, load, read_json
from cellucid_session.errors import UsageError
from cellucid_session.generated.rules import RULES
from cellucid_session.safe import safe

#: what readers are asked about: those of others know the first generation
GENERATION = 1
#: class of a case that no rule refuses
FINE = "valid"

#: what the caller knows -> the option that says it
_DATASET = {"n_obs": "--n-obs", "n_vars": "--n-vars", "dataset_id": "--expected-dataset-id"}


class Case:
    """One file, and what is known of it.

    Attributes:
        id: of the vector, or "base." and the name of the base.
        kind: "session" or "state-snapshots".
        cls: "valid" (with or without advice), "safety", "conformance" or "budget" (nobody can know within the budget).
        rule: that is broken, or None. also: further rules that may be named.
        flags: kinds of fault. danger: the worst that they stand for, "" for none. note: the case in words.
        options: words that tell a reader what the file does not.
        beside: names of files that lie beside it.
        data: the bytes.
    """

    __slots__ = ("also", "beside", "cls", "danger", "data", "flags", "id", "kind", "note", "options", "rule")

    def __init__(self, id: str, kind: str, data: bytes, note: str) -> None:  # noqa: A002 - what vectors call it
        self.id = id
        self.kind = kind
        self.data = data
        self.note = note
        self.cls = FINE
        self.rule: str | None = None
        self.also: tuple[str, ...] = ()
        self.flags: tuple[str, ...] = ()
        self.danger = ""
        self.options: tuple[str, ...] = ()
        self.beside: tuple[str, ...] = ()


def dangers() -> dict[str, str]:
    """What the dangers are called and mean, the worst first."""
    return {name: told["means"] for name, told in read_json("flags.json")["dangers"].items()}


def _danger_of(flags: tuple[str, ...], groups: dict[str, Any]) -> str:
    return next((name for name, told in groups.items() if set(told["flags"]) & set(flags)), "")


def _from(suite: Suite, vector: Vector, groups: dict[str, Any]) -> Case:
    case = Case(vector.id, suite.kind(vector), suite.build(vector), vector.note)
    rule = vector.expect.rule
    case.also = vector.expect.also
    case.flags = vector.flags
    if rule is not None:
        case.rule = rule
        cls = RULES[rule][0]
        case.cls = cls if cls != "advice" else FINE
        case.danger = _danger_of(vector.flags, groups) if cls == "safety" else ""
    options: list[str] = []
    for name, number in vector.limits.items():
        options += ["--limit", f"{name}={number}"]
    for name, known in vector.dataset.items():
        options += [_DATASET[name], str(known)]
    if vector.beside is not None:
        options.append("--check-files")
        case.beside = vector.beside
    case.options = tuple(options)
    return case


def cases(suite: Suite | None = None) -> list[Case]:
    """Everything that a reader can be asked, bases first, in the order of the suite.

    Without a suite that is what is about the first generation: the readers that are judged know no other yet.
    """
    suite = suite or load(GENERATION)
    groups = read_json("flags.json")["dangers"]
    bases = [
        Case(f"base.{name}", told["kind"], suite.base(name), told["note"])
        for name, told in suite.bases.items()
    ]
    return bases + [_from(suite, vector, groups) for vector in suite.vectors]


def chosen(every: list[Case], only: list[str], kind: str | None) -> list[Case]:
    """The cases that match one of the words: an id or a pattern of ids with `*`, a rule, a flag, a class.

    Raises:
        UsageError: a word matches nothing.
    """
    found: set[str] = set()
    for word in only:
        hits = {
            case.id
            for case in every
            if fnmatchcase(case.id, word) or word in (case.rule, case.cls, case.danger, *case.flags)
        }
        if not hits:
            raise UsageError(f"--only {safe(word)}: no case has this id, rule, class, danger or flag")
        found |= hits
    kept = [case for case in every if (not only or case.id in found) and kind in (None, case.kind)]
    if not kept:
        raise UsageError("no case is left to ask about")
    return kept


def kinds() -> tuple[str, ...]:
    """The kinds of file that there are."""
    return ("session", SNAPSHOTS)


def digest() -> str:
    """SHA-256 of everything that the suite says, whatever its files' layout: 64 lower-case hexadecimal digits."""
    told = hashlib.sha256()
    for name in ("bases.json", "flags.json", scenarios.SOURCE, scenarios.LATER, *files()):
        text = json.dumps(read_json(name), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        told.update(f"{name}\n{text}\n".encode())
    return told.hexdigest()
