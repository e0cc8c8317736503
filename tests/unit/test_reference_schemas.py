"""The interpreted schemas: which keyword finds what, and where."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cellucid_session.declare import schemas as schema_files
from cellucid_session.reference import schemas
from cellucid_session.reference.schemas import ecma

SCHEMA: dict[str, Any] = {
    "type": "object",
    "x-rule": "root",
    "x-unknown": "unknown",
    "required": ["a"],
    "x-advice": {"required": ["b"], "x-rule": "advice"},
    "properties": {
        "a": {"type": ["integer", "null"], "minimum": 0, "x-rule": {"type": "a-type", "minimum": "a-least"}},
        "b": {"$ref": "#/$defs/word", "x-rule": "lent"},
        "c": {"anyOf": [{"type": "integer"}, {"required": ["d"]}], "x-rule": "any"},
        "e": {"enum": [1, "x"], "x-rule": "e"},
        "f": {
            "if": {"type": "string"},
            "then": {"minLength": 2, "x-rule": "then"},
            "else": {"type": "integer", "x-rule": "else"},
        },
        "g": {"not": {"type": "integer"}, "x-rule": "not"},
        "h": {"type": "number", "x-rule": "h"},
        "i": {"oneOf": [{"type": "integer"}, {"minimum": 2}], "x-rule": "one"},
        "j": {"type": "array", "items": {"type": "string", "x-rule": "item"}, "x-rule": "j"},
        "k": {"type": "object", "additionalProperties": {"const": 0, "x-rule": "k"}, "x-rule": "k-type"},
        "l": {"x-advice": {"type": "integer", "x-rule": "l"}},
    },
    "$defs": {"word": {"type": "string", "pattern": "^[a-z]+$"}},
}

CASES: dict[str, tuple[object, set[tuple[str, str]]]] = {
    "no object: nothing else is said": ([], {("root", "")}),
    "nothing in it": ({}, {("root", ""), ("advice", "")}),
    "all well": ({"a": 1, "b": "x"}, set()),
    "null is one of the types": ({"a": None, "b": "x"}, set()),
    "an integer in another form": ({"a": 1.0, "b": "x"}, {("json.integer-form", "a")}),
    "minus zero": ({"a": -0.0, "b": "x"}, {("json.integer-form", "a")}),
    "a form and a limit": ({"a": -1.0, "b": "x"}, {("json.integer-form", "a"), ("a-least", "a")}),
    "a fraction": ({"a": 1.5, "b": "x"}, {("a-type", "a")}),
    "a boolean is no integer": ({"a": True, "b": "x"}, {("a-type", "a")}),
    "a reference lends its rule": ({"a": 1, "b": 5}, {("lent", "b")}),
    "the end of a pattern is the end": ({"a": 1, "b": "x\n"}, {("lent", "b")}),
    "an unknown key": ({"a": 1, "b": "x", "z": 1}, {("unknown", "z key")}),
    "none of two forms": ({"a": 1, "b": "x", "c": {}}, {("any", "c")}),
    "one of two forms": ({"a": 1, "b": "x", "c": {"d": 1}}, set()),
    "the first of two forms, with a remark": (
        {"a": 1, "b": "x", "c": 2.0},
        {("json.integer-form", "c")},
    ),
    "true is not 1": ({"a": 1, "b": "x", "e": True}, {("e", "e")}),
    "1.0 is 1": ({"a": 1, "b": "x", "e": 1.0}, set()),
    "then": ({"a": 1, "b": "x", "f": "y"}, {("then", "f")}),
    "else": ({"a": 1, "b": "x", "f": []}, {("else", "f")}),
    "not": ({"a": 1, "b": "x", "g": 2.0}, {("not", "g")}),
    "not, when it is not": ({"a": 1, "b": "x", "g": 2.5}, set()),
    "a number may have any form": ({"a": 1, "b": "x", "h": 2.0}, set()),
    "both of two forms": ({"a": 1, "b": "x", "i": 3}, {("one", "i")}),
    "exactly one of two forms": ({"a": 1, "b": "x", "i": 1}, set()),
    "one form alone": ({"a": 1, "b": "x", "i": 2.5}, set()),
    "items": ({"a": 1, "b": "x", "j": ["", 5, None]}, {("item", "j/1"), ("item", "j/2")}),
    "other keys": ({"a": 1, "b": "x", "k": {"y": 0, "z": False}}, {("k", "k/z")}),
    "advice about a type has no advice about a form": ({"a": 1, "b": "x", "l": 1.0}, set()),
    "advice": ({"a": 1, "b": "x", "l": "1"}, {("l", "l")}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_schema_finds(case: str) -> None:
    value, wanted = CASES[case]
    dialect = schemas._Dialect(SCHEMA)
    found = {
        (error.rule, "/".join(map(str, error.path)) + " key" * error.at_key)
        for error in dialect.reporter(SCHEMA).iter_errors(value)
    }
    assert found == wanted


PATTERNS = {
    "^[a-z]$": r"^[a-z]\Z",
    r"^\$[$]$": r"^\$[$]\Z",
    r"[\]$]|$": r"[\]$]|\Z",
    r"\\$": r"\\\Z",
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_only_an_assertion_becomes_the_very_end(pattern: str) -> None:
    assert ecma(pattern) == PATTERNS[pattern]


@pytest.mark.parametrize("name", schema_files.names())
def test_every_keyword_of_the_schemas_is_heard(name: str) -> None:
    """A keyword that the table does not have would be passed over without a word."""
    root = json.loads(schema_files.read(name))
    known = {*schemas._Dialect(root).reporter.VALIDATORS, "then", "else", "x-rule", "title", "description"}
    known |= {"$schema", "$id", "$defs", "$comment", "examples", "default"}

    def walk(schema: object) -> None:
        if not isinstance(schema, dict):
            return
        assert set(schema) <= known
        for keyword, value in schema.items():
            if keyword in ("properties", "$defs", "patternProperties"):
                for each in value.values():
                    walk(each)
            elif keyword in ("allOf", "anyOf", "oneOf", "prefixItems"):
                for each in value:
                    walk(each)
            elif keyword not in ("const", "enum", "x-rule", "required", "type", "examples", "default"):
                walk(value)

    walk(root)
