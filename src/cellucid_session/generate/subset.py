"""The subset of JSON Schema 2020-12 that the compiler reads (spec/schema-subset.md states it for people).

Rules of this file:

* A keyword that the table does not have is refused, so that nothing a schema says can go unheard.
* Every error names the JSON pointer of the place in the schema.
* References stay inside the schema: "#" and "#/$defs/NAME".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any
from urllib.parse import unquote

Schema = dict[str, Any] | bool

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")


class SchemaError(ValueError):
    """A schema that is malformed, outside the subset, or without a rule id where one is due.

    Attributes:
        pointer: JSON pointer of the guilty place, as a URI fragment.
    """

    def __init__(self, pointer: str, why: str) -> None:
        super().__init__(f"{pointer}: {why}")
        self.pointer = pointer


def _is_number(value: object) -> bool:
    return type(value) is int or (type(value) is float and isfinite(value))


def _is_count(value: object) -> bool:
    return _is_number(value) and isinstance(value, int | float) and value >= 0 and value == int(value)


def _is_texts(value: object) -> bool:
    return (
        isinstance(value, list) and all(isinstance(x, str) for x in value) and len(set(value)) == len(value)
    )


def _is_type(value: object) -> bool:
    if isinstance(value, list):
        return bool(value) and _is_texts(value) and set(value) <= set(TYPES)
    return value in TYPES


def _is_rule(value: object) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    return all(
        isinstance(rule, str)
        or (key == "required" and isinstance(rule, dict) and all(isinstance(r, str) for r in rule.values()))
        for key, rule in value.items()
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_schema(value: object) -> bool:
    return isinstance(value, dict | bool)


def _is_schemas(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_schema, value))


def _is_named_schemas(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_schema, value.values()))


#: keyword -> what its value must be
SHAPES: dict[str, Callable[[object], bool]] = {
    "$schema": lambda value: value == DRAFT,
    "$id": _is_text,
    "$ref": lambda value: isinstance(value, str) and re.fullmatch(r"#|#/\$defs/[^/]*", value) is not None,
    "$defs": _is_named_schemas,
    "title": _is_text,
    "description": _is_text,
    "$comment": _is_text,
    "type": _is_type,
    "const": lambda _: True,
    "enum": lambda value: isinstance(value, list) and bool(value),
    "properties": _is_named_schemas,
    "required": _is_texts,
    "additionalProperties": _is_schema,
    "patternProperties": _is_named_schemas,
    "propertyNames": _is_schema,
    "minProperties": _is_count,
    "maxProperties": _is_count,
    "items": _is_schema,
    "prefixItems": _is_schemas,
    "minItems": _is_count,
    "maxItems": _is_count,
    "minLength": _is_count,
    "maxLength": _is_count,
    "pattern": _is_text,
    "minimum": _is_number,
    "maximum": _is_number,
    "exclusiveMinimum": _is_number,
    "exclusiveMaximum": _is_number,
    "allOf": _is_schemas,
    "anyOf": _is_schemas,
    "oneOf": _is_schemas,
    "not": _is_schema,
    "if": _is_schema,
    "then": _is_schema,
    "else": _is_schema,
    "x-rule": _is_rule,
    "x-advice": _is_schema,
    "x-unknown": _is_text,
}
ROOT_ONLY = frozenset({"$schema", "$id", "$defs"})
SILENT = frozenset({"$schema", "$id", "$defs", "title", "description", "$comment", "x-rule"})
#: keywords whose subschemas judge the very value that the schema judges
IN_PLACE = ("$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "x-advice")


def step(pointer: str, *tokens: str | int) -> str:
    """A pointer, some steps further. ASCII, so that it can stand in a comment."""
    escaped = (str(token).replace("~", "~0").replace("/", "~1") for token in tokens)
    return pointer + "".join("/" + ascii(token)[1:-1].replace("\\'", "'") for token in escaped)


def subschemas(schema: dict[str, Any], pointer: str) -> Iterator[tuple[str, str, Schema]]:
    """The schemas that lie in a schema object: (keyword, pointer, schema)."""
    for keyword, value in schema.items():
        shape = SHAPES[keyword]
        if shape is _is_schema:
            yield keyword, step(pointer, keyword), value
        elif shape is _is_schemas:
            yield from ((keyword, step(pointer, keyword, at), each) for at, each in enumerate(value))
        elif shape is _is_named_schemas:
            yield from ((keyword, step(pointer, keyword, name), each) for name, each in value.items())


def every(schema: Schema, pointer: str) -> Iterator[tuple[str, Schema]]:
    """A schema and all that lie in it, with their pointers."""
    yield pointer, schema
    if isinstance(schema, dict):
        for _, at, each in subschemas(schema, pointer):
            yield from every(each, at)


def target(root: Schema, ref: str) -> tuple[str, Schema]:
    """Where a reference leads: its pointer and its schema. Raises: KeyError, there is no such definition."""
    if ref == "#" or isinstance(root, bool):
        return "#", root
    name = unquote(ref.removeprefix("#/$defs/")).replace("~1", "/").replace("~0", "~")
    return step("#", "$defs", name), root.get("$defs", {})[name]


def verify(root: Schema, rules: Mapping[str, tuple[str, ...]] | None) -> None:
    """Hold that a schema is within the subset.

    Args:
        root: the schema as `json.loads` gives it.
        rules: id -> (class, ...); the ids that may be named, or None for any.

    Raises:
        SchemaError: it is not.
    """
    if not _is_schema(root):
        raise SchemaError("#", "a schema is an object or a boolean")
    _verify(root, "#", root, rules)
    done: set[str] = set()
    for at, schema in every(root, "#"):
        _no_circles(schema, at, root, (), done)


def _verify(schema: Schema, pointer: str, root: Schema, rules: Mapping[str, tuple[str, ...]] | None) -> None:
    if isinstance(schema, bool):
        return
    for keyword, value in schema.items():
        if keyword not in SHAPES:
            raise SchemaError(step(pointer, keyword), "the keyword is outside the subset")
        if keyword in ROOT_ONLY and pointer != "#":
            raise SchemaError(step(pointer, keyword), "the keyword may stand at the root alone")
        if not SHAPES[keyword](value):
            raise SchemaError(step(pointer, keyword), "the keyword does not take this value (in this subset)")
    if "$ref" in schema:
        try:
            target(root, schema["$ref"])
        except KeyError:
            raise SchemaError(step(pointer, "$ref"), "there is no such definition") from None
    _verify_rules(schema, pointer, rules)
    for _, at, each in subschemas(schema, pointer):
        _verify(each, at, root, rules)


def _verify_rules(schema: dict[str, Any], pointer: str, rules: Mapping[str, tuple[str, ...]] | None) -> None:
    named: list[tuple[str, str]] = []
    cover = schema.get("x-rule", {})
    if isinstance(cover, str):
        named.append((step(pointer, "x-rule"), cover))
    else:
        for keyword, rule in cover.items():
            at = step(pointer, "x-rule", keyword)
            if keyword not in schema or keyword in SILENT:
                raise SchemaError(at, "the schema object has nothing of this name to cover")
            if isinstance(rule, dict):
                if not set(rule) <= set(schema["required"]):
                    raise SchemaError(at, "names a key that is not required")
                named += [(step(at, key), each) for key, each in rule.items()]
            else:
                named.append((at, rule))
    if "x-unknown" in schema:
        at = step(pointer, "x-unknown")
        named.append((at, schema["x-unknown"]))
        if rules is not None and rules.get(schema["x-unknown"], ("advice",))[0] != "advice":
            raise SchemaError(at, "an unknown key can be advice only; additionalProperties can refuse")
    for at, rule in named:
        if rules is not None and rule not in rules:
            raise SchemaError(at, f"there is no rule {rule!r}")


def _no_circles(schema: Schema, pointer: str, root: Schema, above: tuple[str, ...], done: set[str]) -> None:
    """Refuse a schema that judges a value by judging the same value by the same schema."""
    if pointer in above:
        raise SchemaError(pointer, "the schema refers to itself without going into the value")
    if isinstance(schema, bool) or pointer in done:
        return
    inside = [each for each in subschemas(schema, pointer) if each[0] in IN_PLACE]
    if "$ref" in schema:
        inside.append(("$ref", *target(root, schema["$ref"])))
    for _, at, each in inside:
        _no_circles(each, at, root, (*above, pointer), done)
    done.add(pointer)
