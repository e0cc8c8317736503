"""What a schema refers to, and what a schema can say at all.

Rules of this file:

* Nothing here writes code: it answers the questions that decide its shape.
* A definition that is used once is written in place; so is one about a single plain value.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.generate import subset
from cellucid_session.generate.conditions import LIMITS, Types
from cellucid_session.generate.subset import Schema

ASSERTING = frozenset({*LIMITS, "type", "const", "enum", "pattern", "anyOf", "oneOf", "not"})


def types_of(schema: dict[str, Any]) -> Types:
    """The types that `type` allows, empty for any; a number that is an integer is a number."""
    given = schema.get("type", [])
    types = frozenset([given] if isinstance(given, str) else given)
    return types - {"integer"} if "number" in types else types


class References:
    """The references of one verified schema.

    Attributes:
        root: the schema.
        uses: pointer of a definition -> how often it is referred to from what is reachable.
        recursive: pointers of definitions (or "#") that lead back to themselves.
    """

    def __init__(self, root: Schema) -> None:
        self.root = root
        self.uses: dict[str, int] = {}
        leads: dict[str, set[str]] = {}
        ahead: list[tuple[str, Schema]] = [("#", root)]
        while ahead:
            pointer, schema = ahead.pop()
            if pointer in leads:
                continue
            leads[pointer] = set()
            for _, each in self._parts(schema, pointer):
                if isinstance(each, dict) and "$ref" in each:
                    there = subset.target(root, each["$ref"])
                    self.uses[there[0]] = self.uses.get(there[0], 0) + 1
                    leads[pointer].add(there[0])
                    ahead.append(there)
        self.recursive = {pointer for pointer in leads if pointer in self._reached(pointer, leads)}

    @staticmethod
    def _parts(schema: Schema, pointer: str) -> list[tuple[str, Schema]]:
        if isinstance(schema, dict):
            schema = {keyword: value for keyword, value in schema.items() if keyword != "$defs"}
        return list(subset.every(schema, pointer))

    @staticmethod
    def _reached(start: str, leads: dict[str, set[str]]) -> set[str]:
        reached: set[str] = set()
        ahead = [*leads[start]]
        while ahead:
            pointer = ahead.pop()
            if pointer not in reached:
                reached.add(pointer)
                ahead += leads[pointer]
        return reached

    def is_in_place(self, pointer: str, schema: Schema) -> bool:
        """Whether a definition is written where it is used."""
        if pointer in self.recursive or pointer == "#":
            return False
        if self.uses[pointer] == 1 or isinstance(schema, bool):
            return True
        return "$ref" not in schema and not any(subset.subschemas(schema, pointer))

    def asserts(self, schema: Schema, seen: frozenset[str] = frozenset()) -> bool:
        """Whether there may be a value that a schema refuses."""
        if isinstance(schema, bool):
            return not schema
        if schema.keys() & ASSERTING or schema.get("required"):
            return True
        passed = ("if", "x-advice", "$defs")
        return self._some(schema, seen, passed, lambda each, seen: self.asserts(each, seen))

    def remarks(self, schema: Schema, seen: frozenset[str] = frozenset()) -> bool:
        """Whether there may be a valid value that a schema has something to say about."""
        if isinstance(schema, bool):
            return False
        if schema.keys() & {"x-advice", "x-unknown"} or "integer" in types_of(schema):
            return True
        return self._some(schema, seen, ("not", "$defs"), lambda each, seen: self.remarks(each, seen))

    def _some(self, schema: dict[str, Any], seen: frozenset[str], passed: tuple[str, ...], asks: Any) -> bool:
        if "$ref" in schema:
            pointer, each = subset.target(self.root, schema["$ref"])
            if pointer not in seen and asks(each, seen | {pointer}):
                return True
        return any(
            asks(each, seen) for keyword, _, each in subset.subschemas(schema, "") if keyword not in passed
        )

    def names_rules(self, schema: Schema, seen: frozenset[str] = frozenset()) -> bool:
        """Whether whatever asserts in a schema has an x-rule of its own, so that none need be lent."""
        if isinstance(schema, bool):
            return schema
        if "x-rule" not in schema and (schema.keys() & ASSERTING or schema.get("required")):
            return False
        passed = ("not", "if", "anyOf", "oneOf", "x-advice", "$defs")
        return not self._some(schema, seen, passed, lambda each, seen: not self.names_rules(each, seen))
