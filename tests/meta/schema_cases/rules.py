"""Which rule is named, what is only remarked on, and in which words."""

from __future__ import annotations

from typing import Any

FORM = "json.integer-form"

# sentence: (schema, [(value, what is found)])
RULED: dict[str, tuple[Any, list[tuple[Any, list[tuple[Any, ...]]]]]] = {
    "one rule for the object, others for its parts": (
        {
            "type": "object",
            "required": ["a", "b"],
            "properties": {
                "a": {
                    "type": "integer",
                    "minimum": 0,
                    "x-rule": {"type": "chunk.id", "minimum": "chunk.label"},
                }
            },
            "x-rule": {"type": "chunk.entry", "required": {"a": "chunk.key-missing", "b": "chunk.kind"}},
        },
        [
            (1, [("chunk.entry",)]),
            ({}, [("chunk.key-missing",), ("chunk.kind",)]),
            ({"a": "", "b": 1}, [("chunk.id", "a")]),
            ({"a": -1, "b": 1}, [("chunk.label", "a")]),
            ({"a": 1.0, "b": 1}, [(FORM, "a")]),
        ],
    ),
    "false is covered by its applicator": (
        {
            "properties": {"a": True},
            "additionalProperties": False,
            "x-rule": {"additionalProperties": "state.shape"},
        },
        [({"a": 1, "b": 1}, [("state.shape", "b", "KEY")])],
    ),
    "what is tested needs no rules": (
        {
            "anyOf": [{"type": "null"}, {"items": {"type": "null"}}],
            "if": {"type": "array"},
            "x-rule": {"anyOf": "state.shape"},
        },
        [([1], [("state.shape",)]), (None, [])],
    ),
    "a reference lends its rule": (
        {
            "properties": {
                "a": {"$ref": "#/$defs/rgb", "x-rule": "meta.color"},
                "b": {"$ref": "#/$defs/rgb", "x-rule": {"$ref": "meta.shape"}},
            },
            "$defs": {"rgb": {"type": "array", "items": {"type": "number"}}},
        },
        [
            ({"a": 1, "b": 1}, [("meta.color", "a"), ("meta.shape", "b")]),
            ({"a": [""], "b": [0]}, [("meta.color", "a", 0)]),
        ],
    ),
    "a reference lends its rule through references": (
        {
            "items": {"$ref": "#/$defs/a", "x-rule": "meta.color"},
            "$defs": {
                "a": {"additionalProperties": {"$ref": "#/$defs/a"}, "allOf": [{"$ref": "#/$defs/b"}]},
                "b": {"type": "object"},
            },
        },
        [([{"x": {"y": 1}}], [("meta.color", 0, "x", "y")])],
    ),
    "advice leaves the value valid": (
        {
            "type": "string",
            "x-rule": "chunk.label",
            "x-advice": {"minLength": 1, "x-rule": "chunk.label-empty"},
        },
        [("a", []), ("", [("chunk.label-empty",)]), (1, [("chunk.label",)])],
    ),
    "advice that is always given": (
        {"x-advice": False, "x-rule": "manifest.summary"},
        [(1, [("manifest.summary",)])],
    ),
    "advice has parts": (
        {
            "x-advice": {
                "properties": {"a": {"type": "null", "x-rule": "manifest.summary"}},
                "allOf": [{"required": ["b"], "x-rule": "text.na"}],
            }
        },
        [({"a": 1}, [("manifest.summary", "a"), ("text.na",)]), ([], [])],
    ),
    "advice does not look at the form of integers": (
        {"x-advice": {"type": "integer", "x-rule": "manifest.summary"}},
        [(1.0, []), (1.5, [("manifest.summary",)])],
    ),
    "keys that no keyword names": (
        {"properties": {"a": True}, "patternProperties": {"^b": True}, "x-unknown": "payload.unknown-key"},
        [
            (
                {"a": 1, "b2": 1, "c": 1, "A": 1},
                [("payload.unknown-key", "c", "KEY"), ("payload.unknown-key", "A", "KEY")],
            ),
            ([], []),
        ],
    ),
    "no key is named": (
        {"x-unknown": "payload.unknown-key"},
        [({"a": 1}, [("payload.unknown-key", "a", "KEY")])],
    ),
    "keys that another object names": (
        {
            "allOf": [{"properties": {"b": True}}],
            "properties": {"a": True},
            "x-unknown": "payload.unknown-key",
        },
        [({"a": 1, "b": 1}, [("payload.unknown-key", "b", "KEY")])],
    ),
    "an unknown key and a refused one": (
        {"additionalProperties": False, "x-unknown": "payload.unknown-key", "x-rule": "state.shape"},
        [({"a": 1}, [("state.shape", "a", "KEY"), ("payload.unknown-key", "a", "KEY")])],
    ),
    "remarks decide nothing": (
        {
            "not": {"not": {"type": "integer"}},
            "anyOf": [
                {
                    "properties": {"a": True},
                    "x-unknown": "payload.unknown-key",
                    "x-advice": False,
                    "x-rule": "text.na",
                }
            ],
            "x-rule": {"not": "state.shape", "anyOf": "state.shape"},
        },
        [(1.0, [("text.na",)]), ("", [("text.na",), ("state.shape",)])],
    ),
    "remarks of the forms that hold": (
        {
            "anyOf": [
                {"type": "null"},
                {"type": "integer", "maximum": 5},
                {
                    "type": "object",
                    "required": ["a"],
                    "properties": {"a": {"type": "integer"}},
                    "x-unknown": "payload.unknown-key",
                },
            ],
            "x-rule": "state.shape",
        },
        [
            (None, []),
            (5.0, [(FORM,)]),
            (6.0, [("state.shape",)]),
            ({"a": 1.0, "b": 1}, [(FORM, "a"), ("payload.unknown-key", "b", "KEY")]),
            ({"a": 1.5, "b": 1}, [("state.shape",)]),
            ({"b": 1}, [("state.shape",)]),
        ],
    ),
    "remarks of the one form that holds": (
        {"oneOf": [{"type": "integer"}, {"minimum": 3}], "x-rule": "state.shape"},
        [(1.0, [(FORM,)]), (4.0, [("state.shape",)]), (4.5, [])],
    ),
    "remarks of a condition that holds": (
        {
            "if": {"type": "integer"},
            "then": {"maximum": 3, "x-rule": "state.shape"},
            "else": {"type": "string", "x-rule": "meta.shape"},
        },
        [(1.0, [(FORM,)]), (4.0, [(FORM,), ("state.shape",)]), (1.5, [("meta.shape",)]), ("", [])],
    ),
    "remarks inside a definition that is tested": (
        {
            "items": {"anyOf": [{"$ref": "#/$defs/n"}, {"type": "null"}], "x-rule": "state.shape"},
            "$defs": {
                "n": {
                    "type": "object",
                    "additionalProperties": {"anyOf": [{"$ref": "#/$defs/n"}, {"type": "integer"}]},
                }
            },
        },
        [
            ([{"a": {"b": 1.0}, "c": 2.0}], [(FORM, 0, "a", "b"), (FORM, 0, "c")]),
            ([{"a": ""}], [("state.shape", 0)]),
        ],
    ),
    "no remarks within not": (
        {"not": {"type": "integer"}, "x-rule": "state.shape"},
        [(1.0, [("state.shape",)]), (1.5, [])],
    ),
}

DETAILS: dict[str, tuple[Any, Any, str]] = {
    "a type": ({"type": "string"}, 1, "expected a string, found a number"),
    "several types": ({"type": ["object", "null"]}, [], "expected an object or null, found an array"),
    "a fraction": ({"type": "integer"}, 1.5, "expected an integer, found a fraction"),
    "a boolean": ({"type": "integer"}, True, "expected an integer, found a boolean"),
    "null": ({"type": "integer"}, None, "expected an integer, found null"),
    "an integer in another form": (
        {"type": "integer"},
        1.0,
        "an integer is written without fraction and exponent",
    ),
    "a missing key": ({"required": ["a"]}, {}, 'the key "a" is missing'),
    "a word": ({"const": "a"}, "b", 'expected "a"'),
    "words": ({"enum": ["a", "b"]}, "c", 'expected one of "a", "b"'),
    "many words": ({"enum": ["a" * 90, "b" * 90]}, "c", "expected one of the 2 values of the schema"),
    "a length": ({"minLength": 2}, "a", "expected at least 2 characters, found 1"),
    "one item": ({"maxItems": 1}, [1, 2], "expected at most 1 item, found 2"),
    "a limit": ({"exclusiveMaximum": 3}, 3, "expected less than 3"),
    "a short pattern": ({"pattern": '^["\\\\]$'}, "a", 'does not match the pattern ^["\\\\]$'),
    "a long pattern": ({"pattern": "a" * 61}, "a", "does not match the pattern of the schema"),
}
