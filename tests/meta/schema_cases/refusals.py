"""What the compiler refuses, and the pointer that it names."""

from __future__ import annotations

from typing import Any

# sentence: (schema, pointer that is named)

REFUSED: dict[str, tuple[Any, str]] = {
    "no schema": ([], "#"),
    "an unknown keyword": ({"properties": {"a/b": {"tipe": "string"}}}, "#/properties/a~1b/tipe"),
    "format": ({"format": "date"}, "#/format"),
    "default": ({"default": 1}, "#/default"),
    "multipleOf": ({"items": {"multipleOf": 2}}, "#/items/multipleOf"),
    "uniqueItems": ({"uniqueItems": True}, "#/uniqueItems"),
    "contains": ({"contains": True}, "#/contains"),
    "dependentRequired": ({"dependentRequired": {}}, "#/dependentRequired"),
    "unevaluatedProperties": (
        {"allOf": [{"unevaluatedProperties": False}]},
        "#/allOf/0/unevaluatedProperties",
    ),
    "$anchor": ({"$anchor": "a"}, "#/$anchor"),
    "$dynamicRef": ({"$dynamicRef": "#a"}, "#/$dynamicRef"),
    "another draft": ({"$schema": "http://json-schema.org/draft-07/schema#"}, "#/$schema"),
    "a reference elsewhere": ({"$ref": "other.json"}, "#/$ref"),
    "a reference into a definition": ({"$ref": "#/$defs/a/items", "$defs": {"a": {"items": {}}}}, "#/$ref"),
    "a reference to a property": ({"$ref": "#/properties/a"}, "#/$ref"),
    "a reference to nothing": ({"$ref": "#/$defs/a", "$defs": {"b": {}}}, "#/$ref"),
    "a reference without definitions": ({"$ref": "#/$defs/a"}, "#/$ref"),
    "definitions below the root": ({"items": {"$defs": {}}}, "#/items/$defs"),
    "an id below the root": ({"$defs": {"a": {"$id": "b"}}}, "#/$defs/a/$id"),
    "an unknown type": ({"type": "text"}, "#/type"),
    "no types": ({"type": []}, "#/type"),
    "a type twice": ({"type": ["null", "null"]}, "#/type"),
    "a type that is no text": ({"type": [1]}, "#/type"),
    "an enum of nothing": ({"enum": []}, "#/enum"),
    "an enum that is no list": ({"enum": "ab"}, "#/enum"),
    "a count below 0": ({"minLength": -1}, "#/minLength"),
    "a count that is no number": ({"maxItems": "1"}, "#/maxItems"),
    "a count that is a boolean": ({"maxItems": True}, "#/maxItems"),
    "a count with a fraction": ({"maxItems": 1.5}, "#/maxItems"),
    "a limit that is no number": ({"minimum": "1"}, "#/minimum"),
    "a limit without end": ({"minimum": float("inf")}, "#/minimum"),
    "required twice": ({"required": ["a", "a"]}, "#/required"),
    "required that is no list": ({"required": "a"}, "#/required"),
    "properties that are a list": ({"properties": []}, "#/properties"),
    "a property that is no schema": ({"properties": {"a": 1}}, "#/properties"),
    "items of the older drafts": ({"items": [{}]}, "#/items"),
    "allOf of nothing": ({"allOf": []}, "#/allOf"),
    "a pattern outside the subset": ({"pattern": "(?=a)"}, "#/pattern"),
    "a key pattern outside the subset": ({"patternProperties": {"(?=a)": {}}}, "#/patternProperties/(?=a)"),
    "a circle": ({"$ref": "#"}, "#"),
    "a circle through definitions": (
        {
            "items": {"$ref": "#/$defs/a"},
            "$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}},
        },
        "#/$defs/a",
    ),
    "x-rule that is a number": ({"type": "null", "x-rule": 1}, "#/x-rule"),
    "x-rule of a keyword that is not there": (
        {"type": "null", "x-rule": {"enum": "json.depth"}},
        "#/x-rule/enum",
    ),
    "x-rule of a title": ({"title": "a", "x-rule": {"title": "json.depth"}}, "#/x-rule/title"),
    "x-rule of a key that is not required": (
        {"required": ["a"], "x-rule": {"required": {"b": "json.depth"}}},
        "#/x-rule/required",
    ),
    "x-rule by key of another keyword": (
        {"type": "null", "x-rule": {"type": {"a": "json.depth"}}},
        "#/x-rule",
    ),
    "x-unknown that is no text": ({"x-unknown": True}, "#/x-unknown"),
    "x-advice that is no schema": ({"x-advice": "manifest.summary"}, "#/x-advice"),
}

UNCOVERED: dict[str, tuple[Any, str]] = {
    "an assertion without a rule": ({"type": "null"}, "#/type"),
    "a keyword that an x-rule leaves out": (
        {"type": "string", "maxLength": 1, "x-rule": {"type": "state.shape"}},
        "#/maxLength",
    ),
    "a subschema is not covered by the one around it": (
        {"type": "array", "items": {"type": "null"}, "x-rule": "state.shape"},
        "#/items/type",
    ),
    "a key that an x-rule leaves out": (
        {"required": ["a", "b"], "x-rule": {"required": {"a": "state.shape"}}},
        "#/required/b",
    ),
    "false, whose applicator has no rule": ({"additionalProperties": False}, "#/additionalProperties"),
    "an unknown rule": ({"type": "null", "x-rule": "state.shap"}, "#/x-rule"),
    "an unknown rule of a keyword": ({"type": "null", "x-rule": {"type": "state.shap"}}, "#/x-rule/type"),
    "an unknown rule of a key": (
        {"required": ["a"], "x-rule": {"required": {"a": "no"}}},
        "#/x-rule/required/a",
    ),
    "an unknown rule of unknown keys": ({"x-unknown": "no"}, "#/x-unknown"),
    "an unknown rule where nothing is reported": (
        {"not": {"type": "null", "x-rule": "no"}, "x-rule": "state.shape"},
        "#/not/x-rule",
    ),
    "unknown keys as more than advice": ({"x-unknown": "state.shape"}, "#/x-unknown"),
    "advice that is more than advice": (
        {"x-advice": {"type": "null", "x-rule": "state.shape"}},
        "#/x-advice/type",
    ),
    "advice that refers to more than advice": (
        {"x-advice": {"$ref": "#/$defs/a"}, "$defs": {"a": {"type": "null", "x-rule": "state.shape"}}},
        "#/$defs/a/type",
    ),
    "a pattern that is not known to be linear": (
        {"pattern": "^(a+)+$", "x-rule": "state.shape"},
        "#/pattern",
    ),
    "a reference lends nothing to what has an x-rule": (
        {
            "$ref": "#/$defs/a",
            "x-rule": "state.shape",
            "$defs": {"a": {"type": "string", "maxLength": 1, "x-rule": {"type": "meta.shape"}}},
        },
        "#/$defs/a/maxLength",
    ),
}
