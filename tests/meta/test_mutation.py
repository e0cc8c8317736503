"""Every constraint of every schema that judges files is missed by a vector when it is taken out.

A mutant is a schema with one keyword deleted, one required key or enum member left out, or one number moved by one.
It is noticed when its generated check finds something else than the original in any text of the vectors. Mutants
that nothing can notice are listed in `EQUIVALENT`, each with its reason.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cellucid_session import DatasetFacts, Judge, Limits, validate
from cellucid_session.check.collector import Collector
from cellucid_session.conformance import catalogue
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.generate.__main__ import load_schema
from cellucid_session.generate.schema import SchemaError, compile_schema
from cellucid_session.generated import schemas
from cellucid_session.generated.rules import RULES

ROOT = Path(__file__).resolve().parents[2]
#: schemas of the first generation, and of the list: the others are changed a value at a time by `schema_cases.later`
COMPILED = [*GENERATIONS[0].schemas.values(), "state-snapshots"]

#: keywords that say nothing about a value
SILENT = {"$schema", "$id", "title", "description", "$comment", "x-rule", "$defs", "$ref", "properties"}

EQUIVALENT = {
    ("core-field-overlays", "delete", "/$defs/field/if/required"): (
        "an object without `kind` gets the finding of `required` in any case; without this key the same finding "
        "comes a second time at the same place"
    ),
    ("core-field-overlays", "drop 0", "/$defs/field/if/required"): "the same, member by member",
    ("state-snapshots", "delete", "/$defs/entry/if/type"): (
        "without the condition `then` is asked of strings too, and says nothing about them"
    ),
}


def nodes(schema: Any, pointer: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema object in a schema, with its pointer."""
    if not isinstance(schema, dict):
        return
    yield pointer, schema
    for key, value in schema.items():
        if key in ("properties", "$defs", "patternProperties"):
            for name, inner in value.items():
                yield from nodes(inner, f"{pointer}/{key}/{name}")
        elif key in ("allOf", "anyOf", "oneOf", "prefixItems"):
            for index, inner in enumerate(value):
                yield from nodes(inner, f"{pointer}/{key}/{index}")
        elif key in (
            "items",
            "additionalProperties",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
            "x-advice",
        ):
            yield from nodes(value, f"{pointer}/{key}")


def find(schema: Any, pointer: str) -> dict[str, Any]:
    for part in pointer.split("/")[1:]:
        schema = schema[int(part)] if isinstance(schema, list) else schema[part]
    return schema


def mutants(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(what was done, where, the schema after it)."""

    def after(pointer: str, change: Any) -> dict[str, Any]:
        other = copy.deepcopy(schema)
        change(find(other, pointer))
        return other

    for pointer, node in nodes(schema):
        for key, value in node.items():
            where = f"{pointer}/{key}"
            if key == "properties":
                for name in value:
                    yield (
                        "delete",
                        f"{where}/{name}",
                        after(pointer, lambda at, n=name: at["properties"].pop(n)),
                    )
            if key in SILENT:
                continue
            yield "delete", where, after(pointer, lambda at, k=key: at.pop(k))
            if key in ("required", "enum", "type") and isinstance(value, list) and len(value) > 1:
                for index in range(len(value)):
                    yield f"drop {index}", where, after(pointer, lambda at, k=key, i=index: at[k].pop(i))
            if type(value) is int:
                for step in (-1, 1):
                    yield (
                        f"{step:+d}",
                        where,
                        after(pointer, lambda at, k=key, s=step: at.update({k: at[k] + s})),
                    )


def findings(check: Any, value: Any) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = []
    check(value, lambda rule, path, _detail, at_key: found.append((rule, path, at_key)))
    return sorted(found, key=repr)


@pytest.fixture(scope="module")
def texts() -> dict[str, list[Any]]:
    """What each schema is asked about while the vectors are judged."""
    asked: dict[str, dict[str, Any]] = {name: {} for name in COMPILED}
    originals = {name: schemas.CHECKS[name] for name in COMPILED}

    def recording(name: str) -> Any:
        def check(value: Any, found: Any) -> None:
            asked[name].setdefault(repr(value), copy.deepcopy(value))
            originals[name](value, found)

        return check

    suite = catalogue.load()
    try:
        for name in COMPILED:
            schemas.CHECKS[name] = recording(name)
        for vector in suite.vectors:
            judge = Judge(suite.kind(vector))
            judge.feed(suite.build(vector))
            judge.close()
        for name in suite.bases:
            for kind in ("session", "state-snapshots"):
                judge = Judge(kind)
                judge.feed(suite.base(name))
                judge.close()
    finally:
        schemas.CHECKS.update(originals)
    return {name: list(values.values()) for name, values in asked.items()}


@pytest.mark.parametrize("name", COMPILED)
def test_taking_any_constraint_out_is_noticed(name: str, texts: dict[str, list[Any]]) -> None:
    schema = load_schema(ROOT, name)
    before = [(value, findings(schemas.CHECKS[name], value)) for value in texts[name]]
    before.sort(key=lambda pair: (not pair[1], len(json.dumps(pair[0], default=str))))
    made = 0
    survivors = []
    for what, where, mutant in mutants(schema):
        try:
            text = compile_schema(mutant, source_name=name, rules=RULES)
        except (SchemaError, KeyError):
            continue  # the generator itself refuses it
        made += 1
        module: dict[str, Any] = {}
        exec(compile(text, where, "exec"), module)
        if all(findings(module["check"], value) == known for value, known in before):
            survivors.append((name, what, where))
    assert made > 10
    assert [survivor for survivor in survivors if survivor not in EQUIVALENT] == []


def test_a_rule_that_says_nothing_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every rule with a vector is silenced once; the vector then has another outcome."""
    suite = catalogue.load()
    said = Collector.add
    silenced = {"rule": ""}

    def add(self: Collector, rule: str, *arguments: Any, **named: Any) -> None:
        if rule != silenced["rule"]:
            said(self, rule, *arguments, **named)

    monkeypatch.setattr(Collector, "add", add)

    def outcome(vector: catalogue.Vector) -> tuple[str, frozenset[str]]:
        limits, dataset = Limits(**vector.limits), DatasetFacts(**vector.dataset)
        report = validate(
            suite.build(vector),
            kind=suite.kind(vector),
            limits=limits,
            dataset=dataset,
            generations=vector.taken,
        )
        return report.verdict, frozenset(finding.rule for finding in report.findings)

    first = {vector.expect.rule: vector for vector in reversed(suite.vectors) if vector.expect.rule}
    missed = []
    for rule, vector in first.items():
        if vector.beside is not None or rule == "budget.file-bytes":
            continue  # said by what reads the files, not by the judgement
        silenced["rule"] = ""
        before = outcome(vector)
        silenced["rule"] = rule
        if outcome(vector) == before:
            missed.append(rule)
    assert len(first) > 130
    assert missed == []
