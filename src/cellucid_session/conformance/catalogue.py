"""The conformance suite as it lies in the package: bases, vectors, and what is expected of each.

Rules of this file: a vector is a base with at most one edit, made at one level. Reading it needs the standard library
alone.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import Any

from cellucid_session.conformance import edits, later
from cellucid_session.conformance.assembling import assemble

_HERE = os.path.dirname(os.path.abspath(__file__))


@dataclass(frozen=True, slots=True)
class Expect:
    """What a reader must say.

    Attributes:
        verdict: "valid", "invalid" or "inconclusive".
        rule: the rule to name; None: no finding beyond those of the base.
        span: guilty bytes of the file (start, end), end exclusive; None where no bytes are to blame.
        inflated_span: guilty bytes of the chunk's payload.
        also: further rules that the edit can't help breaking.
    """

    verdict: str
    rule: str | None = None
    span: tuple[int, int] | None = None
    inflated_span: tuple[int, int] | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vector:
    """One case: a base, at most one edit, and what a reader must say.

    Attributes:
        layer: the file that it is from. limits: budgets other than the defaults.
        dataset: what is known of the data set (n_obs, n_vars, dataset_id).
        beside: what lies beside a state-snapshots.json: names of files, and links as "NAME -> WHERE"; None: that is not
            asked.
        taken: the generations that the policy takes; None: all.
    """

    id: str
    base: str
    edits: tuple[edits.Edit, ...]
    expect: Expect
    flags: tuple[str, ...]
    note: str
    layer: str
    limits: dict[str, int] = field(default_factory=dict)
    dataset: dict[str, Any] = field(default_factory=dict)
    beside: tuple[str, ...] | None = None
    taken: tuple[int, ...] | None = None


class Suite:
    """All bases and vectors.

    Attributes:
        bases: name -> description. vectors: in the order of the files. flags: flag -> what it means.
    """

    def __init__(self, bases: dict[str, Any], vectors: tuple[Vector, ...], flags: dict[str, str]) -> None:
        self.bases = bases
        self.vectors = vectors
        self.flags = flags

    def base(self, name: str) -> bytes:
        """The bytes of a base. Raises KeyError for a name that is none."""
        return assemble(self.bases[name]).data

    def build(self, vector: Vector) -> bytes:
        """The bytes of a vector."""
        return assemble(self.bases[vector.base], vector.edits).data

    def generation(self, name: str) -> int:
        """The generation that a base is of."""
        number: int = self.bases[name].get("generation", 1)
        return number

    def only(self, generation: int) -> Suite:
        """What of the suite is about one generation; what is about no session belongs to the first."""
        bases = {name: told for name, told in self.bases.items() if self.generation(name) == generation}
        vectors = tuple(vector for vector in self.vectors if vector.base in bases)
        return Suite(bases, vectors, self.flags)

    def kind(self, vector: Vector) -> str:
        """What the vector's file is: "session" or "state-snapshots"."""
        kind: str = self.bases[vector.base]["kind"]
        return kind


def read_json(name: str) -> Any:
    """One of the suite's own JSON files."""
    with open(os.path.join(_HERE, name), encoding="utf-8") as stream:
        return json.load(stream)


def files() -> list[str]:
    """Names of the files with vectors, sorted."""
    return sorted(
        f"vectors/{name}" for name in os.listdir(os.path.join(_HERE, "vectors")) if name.endswith(".json")
    )


def told_span(span: tuple[int, int] | None) -> dict[str, int] | None:
    """A span as JSON tells it."""
    return None if span is None else {"start": span[0], "end": span[1]}


def _span(value: dict[str, int] | None) -> tuple[int, int] | None:
    return None if value is None else (value["start"], value["end"])


def _vector(layer: str, raw: dict[str, Any]) -> Vector:
    expect = raw["expect"]
    return Vector(
        id=raw["id"],
        base=raw["base"],
        edits=tuple(raw["edits"]),
        expect=Expect(
            expect["verdict"],
            expect["rule"],
            _span(expect.get("span")),
            _span(expect.get("inflated_span")),
            tuple(expect.get("also", ())),
        ),
        flags=tuple(raw["flags"]),
        note=raw["note"],
        layer=layer,
        limits=raw.get("limits", {}),
        dataset=raw.get("dataset", {}),
        beside=tuple(raw["beside"]) if "beside" in raw else None,
        taken=tuple(raw["taken"]) if "taken" in raw else None,
    )


def _later(bases: dict[str, Any], raw: dict[str, Any]) -> list[Vector]:
    """A vector that is said once for several generations: one for each, with the offsets that its file has."""
    made = []
    for number in raw["generations"]:
        name = f"generation-{number}"
        described = bases[name]
        changes = tuple(later.named_chunks(described, edit) for edit in raw["edits"])
        expect = {key: each for key, each in raw["expect"].items() if key != "at"}
        span, inflated = later.place(assemble(described, changes), raw["expect"]["at"])
        told = {"span": told_span(span)} | (
            {} if inflated is None else {"inflated_span": told_span(inflated)}
        )
        one = {"id": f"{raw['id']}.g{number}", "base": name, "edits": changes, "expect": expect | told}
        rest = {key: each for key, each in raw.items() if key not in (*one, "generations")}
        if number in later.TWINS:  # no sign tells it from a later one: it is asked for
            rest.setdefault("taken", [number])
        made.append(_vector("generations", one | rest))
    return made


def load(generation: int | None = None) -> Suite:
    """Read the suite that comes with the package, or what of it is about one generation."""
    bases = read_json("bases.json")["bases"]
    bases |= {f"generation-{number}": later.base(number) for number in later.NUMBERS}
    vectors: list[Vector] = []
    for name in files():
        layer = name.removeprefix("vectors/").removesuffix(".json")
        for raw in read_json(name)["vectors"]:
            vectors += _later(bases, raw) if "generations" in raw else [_vector(layer, raw)]
    suite = Suite(bases, tuple(vectors), read_json("flags.json")["flags"])
    return suite if generation is None else suite.only(generation)


def base(name: str) -> bytes:
    """The bytes of a base of the package's suite."""
    return load().base(name)


def build(vector: Vector) -> bytes:
    """The bytes of a vector of the package's suite."""
    return load().build(vector)
