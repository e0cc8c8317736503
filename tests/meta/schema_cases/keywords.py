"""Every keyword of the subset."""

from __future__ import annotations

from typing import Any

FORM = "json.integer-form"

# sentence: (schema, values that are valid, [(value, what is found)])

NOT_STRINGS: list[Any] = [None, True, 3, 1.5, [], {}]
KEYWORDS: dict[str, tuple[Any, list[Any], list[tuple[Any, list[tuple[Any, ...]]]]]] = {
    "true takes everything": (True, [None, 1, {}], []),
    "false takes nothing": (False, [], [(None, [("false",)]), ({}, [("false",)])]),
    "no keywords take everything": ({}, [None, 1, {}], []),
    "type: string": ({"type": "string"}, ["", "a"], [(v, [("type",)]) for v in NOT_STRINGS]),
    "type: boolean is not 0 and 1": (
        {"type": "boolean"},
        [True, False],
        [(0, [("type",)]), ("true", [("type",)])],
    ),
    "type: null is not false": ({"type": "null"}, [None], [(False, [("type",)]), (0, [("type",)])]),
    "type: number is not a boolean": (
        {"type": "number"},
        [0, 1.5, -3.0],
        [(True, [("type",)]), ("1", [("type",)])],
    ),
    "type: object": ({"type": "object"}, [{}], [([], [("type",)])]),
    "type: array": ({"type": "array"}, [[]], [({}, [("type",)]), ("", [("type",)])]),
    "type: integer in its other forms": (
        {"type": "integer"},
        [3, -3, 2**70],
        [(3.0, [(FORM,)]), (-0.0, [(FORM,)]), (1e300, [(FORM,)]), (3.5, [("type",)]), (True, [("type",)])],
    ),
    "type: several": (
        {"type": ["integer", "null"]},
        [None, 4],
        [(4.0, [(FORM,)]), (4.5, [("type",)]), ("", [("type",)])],
    ),
    "type: integer and number is number": (
        {"type": ["integer", "number"]},
        [4, 4.0, 4.5],
        [(None, [("type",)])],
    ),
    "type: all there are": (
        {"type": ["object", "array", "string", "number", "boolean", "null"]},
        [None, 1.5, {}],
        [],
    ),
    "const: a text": (
        {"const": "a"},
        ["a"],
        [("b", [("const",)]), (None, [("const",)]), (["a"], [("const",)])],
    ),
    "const: null": ({"const": None}, [None], [(False, [("const",)]), (0, [("const",)])]),
    "const: true is not 1": ({"const": True}, [True], [(1, [("const",)]), (1.0, [("const",)])]),
    "const: 1 is 1.0 and not true": ({"const": 1}, [1, 1.0], [(True, [("const",)]), (2, [("const",)])]),
    "const: 0.0 is 0 and not false": ({"const": 0.0}, [0, -0.0], [(False, [("const",)])]),
    "const: inside arrays and objects": (
        {"const": {"a": [1, False]}},
        [{"a": [1.0, False]}],
        [(v, [("const",)]) for v in ({"a": [True, False]}, {"a": [1, 0]}, {"a": [1]}, {}, {"a": {}}, None)],
    ),
    "enum: words": (
        {"enum": ["a", "b"]},
        ["a", "b"],
        [("c", [("enum",)]), ([], [("enum",)]), ({}, [("enum",)])],
    ),
    "enum: words and null": ({"enum": ["a", None]}, ["a", None], [("c", [("enum",)]), (0, [("enum",)])]),
    "enum: false is not 0": ({"enum": ["a", False]}, [False], [(0, [("enum",)]), (0.0, [("enum",)])]),
    "enum: 1 is not true": ({"enum": [1, 2]}, [1, 1.0, 2.0], [(True, [("enum",)])]),
    "enum: large numbers": (
        {"enum": [5, 2**60]},
        [5.0, 2**60],
        [(2**60 + 1, [("enum",)]), (True, [("enum",)])],
    ),
    "enum: many words": (
        {"enum": list("abcdefghijk")},
        ["a", "k"],
        [("l", [("enum",)]), ([], [("enum",)]), (None, [("enum",)])],
    ),
    "enum: arrays": ({"enum": [[1], "x"]}, [[1.0], "x"], [([True], [("enum",)]), ([], [("enum",)])]),
    "type with enum: one finding": (
        {"type": "string", "enum": ["a"]},
        ["a"],
        [(3, [("type",)]), ("b", [("enum",)])],
    ),
    "lengths count code points": (
        {"minLength": 2, "maxLength": 3},
        ["ab", "\U0001f432\U0001f432\U0001f432", *NOT_STRINGS],
        [("\U0001f432", [("minLength",)]), ("abcd", [("maxLength",)]), ("", [("minLength",)])],
    ),
    "minLength 1": ({"minLength": 1}, ["a", 0, []], [("", [("minLength",)])]),
    "minLength 0 says nothing": ({"minLength": 0, "minItems": 0, "minProperties": 0}, ["", [], {}], []),
    "a count may be written 2.0": (
        {"maxLength": 2.0, "minItems": 1.0},
        ["ab", [0]],
        [("abc", [("maxLength",)])],
    ),
    "pattern": ({"pattern": "^a$"}, ["a", *NOT_STRINGS], [("a\n", [("pattern",)]), ("", [("pattern",)])]),
    "minimum and maximum": (
        {"minimum": 1, "maximum": 2.5},
        [1, 2.5, 1.0, "0", None, True, False],
        [(0.5, [("minimum",)]), (3, [("maximum",)])],
    ),
    "exclusive limits": (
        {"exclusiveMinimum": 1, "exclusiveMaximum": 3},
        [2, 1.1],
        [(1, [("exclusiveMinimum",)]), (1.0, [("exclusiveMinimum",)]), (3, [("exclusiveMaximum",)])],
    ),
    "limits of an integer": (
        {"type": "integer", "minimum": 0, "maximum": 9},
        [0, 9],
        [(-1, [("minimum",)]), (10.0, [(FORM,), ("maximum",)]), (-1.5, [("type",)]), ("x", [("type",)])],
    ),
    "limits beside null": (
        {"type": ["integer", "null"], "minimum": 0},
        [None, 0],
        [(-1, [("minimum",)]), (-1.0, [(FORM,), ("minimum",)]), (-1.5, [("type",)]), ("", [("type",)])],
    ),
    "limits of several types at once": (
        {"type": ["string", "array", "number"], "maxLength": 1, "maxItems": 1, "maximum": 1},
        ["a", [1], 1, -1.5],
        [("ab", [("maxLength",)]), ([1, 2], [("maxItems",)]), (1.5, [("maximum",)]), (None, [("type",)])],
    ),
    "keywords of a type that is not allowed": ({"type": "string", "minItems": 1}, [""], [([], [("type",)])]),
    "numbers of items": (
        {"minItems": 1, "maxItems": 2},
        [[1], {}],
        [([], [("minItems",)]), ([1, 2, 3], [("maxItems",)])],
    ),
    "items": ({"items": {"type": "string"}}, [[], ["a"], {}], [(["a", 1, 2], [("type", 1), ("type", 2)])]),
    "items: false": ({"items": False}, [[], "x"], [([1, 2], [("items", 0), ("items", 1)])]),
    "prefixItems": (
        {"prefixItems": [{"type": "string"}, True, {"type": "null"}]},
        [[], ["a"], ["a", 1, None, 5]],
        [([1, 1, 1], [("type", 0), ("type", 2)])],
    ),
    "items after prefixItems": (
        {"prefixItems": [{"type": "string"}], "items": {"type": "null"}},
        [[], ["a", None]],
        [([1, 2, None, 3], [("type", 0), ("type", 1), ("type", 3)])],
    ),
    "no items after prefixItems": (
        {"prefixItems": [True], "items": False},
        [[], [1]],
        [([1, 2], [("items", 1)])],
    ),
    "a prefix that is false": ({"prefixItems": [True, False]}, [[1]], [([1, 2], [("prefixItems", 1)])]),
    "items in items": (
        {"items": {"items": {"items": {"type": "null"}}}},
        [[[[None]], 3]],
        [([[], [[1]]], [("type", 1, 0, 0)])],
    ),
    "properties": (
        {"properties": {"a": {"type": "string"}, "b": True}},
        [{}, {"a": "x", "b": 1, "c": 2}, []],
        [({"a": 1}, [("type", "a")])],
    ),
    "properties that are false": (
        {"properties": {"a": False}},
        [{}],
        [({"a": 1}, [("properties", "a", "KEY")])],
    ),
    "required": (
        {"required": ["a", "b"]},
        [{"a": None, "b": 1}, []],
        [({"a": 1}, [("required",)]), ({}, [("required",)] * 2)],
    ),
    "required beside properties": (
        {"properties": {"a": {"type": "null"}}, "required": ["a"]},
        [{"a": None}],
        [({}, [("required",)]), ({"a": 1}, [("type", "a")])],
    ),
    "names that Python has plans for": (
        {
            "properties": {
                name: {"type": "null"}
                for name in ("class", "id", "key", "found", "value", "at", "a b", "1", "", "é", "'\"\\\n")
            }
        },
        [{"class": None, "": None}],
        [
            ({"class": 1, "value": 1, "found": 1}, [("type", "class"), ("type", "found"), ("type", "value")]),
            ({"'\"\\\n": 1}, [("type", "'\"\\\n")]),
        ],
    ),
    "numbers of properties": (
        {"minProperties": 1, "maxProperties": 2},
        [{"a": 1}, []],
        [({}, [("minProperties",)]), ({"a": 1, "b": 1, "c": 1}, [("maxProperties",)])],
    ),
    "additionalProperties": (
        {"properties": {"a": True}, "additionalProperties": {"type": "null"}},
        [{"a": 1, "b": None}],
        [({"a": 1, "b": 2}, [("type", "b")])],
    ),
    "additionalProperties alone": (
        {"additionalProperties": {"type": "null"}},
        [{}, []],
        [({"b": 2}, [("type", "b")])],
    ),
    "additionalProperties: false": (
        {"properties": {"a": True}, "additionalProperties": False},
        [{}, {"a": 1}],
        [
            (
                {"b": 1, "a": 1, "c": 1},
                [("additionalProperties", "b", "KEY"), ("additionalProperties", "c", "KEY")],
            )
        ],
    ),
    "additionalProperties: false alone": (
        {"additionalProperties": False},
        [{}],
        [({"b": 1}, [("additionalProperties", "b", "KEY")])],
    ),
    "patternProperties": (
        {"patternProperties": {"^a": {"type": "null"}, "b$": {"type": ["null", "string"]}}},
        [{"a": None, "b": "x", "c": 1}],
        [({"ab": 1}, [("type", "ab")] * 2), ({"ab": "x"}, [("type", "ab")])],
    ),
    "patternProperties that are false": (
        {"patternProperties": {"^a": False}},
        [{"b": 1}],
        [({"a": 1}, [("patternProperties", "a", "KEY")])],
    ),
    "the three kinds of properties together": (
        {
            "properties": {"a": {"type": "null"}},
            "patternProperties": {"^a": {"enum": [None, 1]}, "^b": True},
            "additionalProperties": False,
        },
        [{"a": None, "a2": 1, "b": 0}],
        [
            ({"a": 1}, [("type", "a")]),
            ({"a": 2}, [("type", "a"), ("enum", "a")]),
            ({"c": 1}, [("additionalProperties", "c", "KEY")]),
        ],
    ),
    "propertyNames": (
        {"propertyNames": {"maxLength": 2, "pattern": "^a"}},
        [{"ab": 1}, []],
        [({"abc": 1, "b": 1}, [("maxLength", "abc", "KEY"), ("pattern", "b", "KEY")])],
    ),
    "propertyNames: false": ({"propertyNames": False}, [{}], [({"a": 1}, [("propertyNames", "a", "KEY")])]),
    "propertyNames of a type that no key is": (
        {"propertyNames": {"type": "null"}},
        [{}],
        [({"a": 1}, [("type", "a", "KEY")])],
    ),
    "allOf": (
        {"allOf": [{"type": "string"}, {"maxLength": 1}]},
        ["a"],
        [("ab", [("maxLength",)]), (1, [("type",)])],
    ),
    "allOf with false": ({"allOf": [True, False]}, [], [(1, [("allOf",)])]),
    "anyOf": ({"anyOf": [{"type": "string"}, {"minimum": 3}]}, ["a", 3, None], [(2, [("anyOf",)])]),
    "anyOf: true holds": ({"anyOf": [{"type": "string"}, True]}, [1], []),
    "anyOf: false does not": ({"anyOf": [False, False]}, [], [(1, [("anyOf",)])]),
    "oneOf": ({"oneOf": [{"type": "number"}, {"minimum": 3}]}, [2, "a"], [(3, [("oneOf",)])]),
    "oneOf with booleans": ({"oneOf": [True, True, False]}, [], [(3, [("oneOf",)])]),
    "oneOf of two conditions": (
        {"oneOf": [{"type": ["string", "null"]}, {"const": None}]},
        ["a"],
        [(None, [("oneOf",)]), (1, [("oneOf",)])],
    ),
    "not": ({"not": {"type": "string"}}, [1], [("a", [("not",)])]),
    "not of everything and of nothing": ({"allOf": [{"not": {}}, {"not": False}]}, [], [(1, [("not",)])]),
    "not of not": ({"not": {"not": {"minimum": 3}}}, [3, "a"], [(2, [("not",)])]),
    "if, then, else": (
        {"if": {"minimum": 3}, "then": {"maximum": 5}, "else": {"minimum": 1}},
        [3, 5, 1, "a"],
        [(6, [("maximum",)]), (0, [("minimum",)])],
    ),
    "then and else without if": ({"then": False, "else": False}, [1], []),
    "if alone": ({"if": False}, [1], []),
    "if with booleans": (
        {"allOf": [{"if": True, "then": {"type": "null"}}, {"if": False, "else": {"type": "null"}}]},
        [None],
        [(1, [("type",)] * 2)],
    ),
    "then: false": ({"if": {"const": 1}, "then": False}, [2], [(1, [("then",)])]),
    "else: false": ({"if": {"const": 1}, "else": False}, [1], [(2, [("else",)])]),
    "if: what kind of object": (
        {
            "type": "object",
            "if": {"required": ["k"], "properties": {"k": {"const": "x"}}},
            "then": {"required": ["v"]},
        },
        [{}, {"k": "y"}, {"k": "x", "v": 1}],
        [({"k": "x"}, [("required",)]), ([], [("type",)])],
    ),
    "if: what kind of value": (
        {"if": {"required": ["k"]}, "then": {"type": "object"}},
        [{}, {"k": 1}],
        [([], [("type",)])],
    ),
    "$ref": ({"$ref": "#/$defs/s", "$defs": {"s": {"type": "string"}}}, ["a"], [(1, [("type",)])]),
    "$ref beside siblings": (
        {"$ref": "#/$defs/s", "maxLength": 1, "$defs": {"s": {"type": "string"}}},
        ["a"],
        [(1, [("type",)]), ("ab", [("maxLength",)])],
    ),
    "$ref to false": (
        {"properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": False}},
        [{}],
        [({"a": 1}, [("$ref", "a")])],
    ),
    "$ref with escapes": (
        {"$ref": "#/$defs/a~1b~0c%25", "$defs": {"a/b~c%": {"type": "null"}}},
        [None],
        [(1, [("type",)])],
    ),
    "$ref twice to one object": (
        {
            "properties": {"a": {"$ref": "#/$defs/o"}, "b": {"items": {"$ref": "#/$defs/o"}}},
            "$defs": {"o": {"properties": {"x": {"type": "null"}}}},
        },
        [{"a": {"x": None}}],
        [({"a": {"x": 1}, "b": [0, {"x": 1}]}, [("type", "a", "x"), ("type", "b", 1, "x")])],
    ),
    "$ref from definition to definition": (
        {"items": {"$ref": "#/$defs/a"}, "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"type": "null"}}},
        [[None]],
        [([1], [("type", 0)])],
    ),
    "$ref to the root": (
        {"type": "object", "additionalProperties": {"$ref": "#"}},
        [{"a": {"b": {}}}],
        [({"a": {"b": 1}}, [("type", "a", "b")])],
    ),
    "recursion through a definition": (
        {"$ref": "#/$defs/t", "$defs": {"t": {"type": "array", "items": {"$ref": "#/$defs/t"}}}},
        [[], [[], [[]]]],
        [([[], [1]], [("type", 1, 0)])],
    ),
    "recursion in what is tested": (
        {"not": {"$ref": "#/$defs/t"}, "$defs": {"t": {"type": "array", "items": {"$ref": "#/$defs/t"}}}},
        [[1], [[], [1]]],
        [([[]], [("not",)])],
    ),
    "a definition that nothing uses": ({"$defs": {"a": {"type": "null"}}}, [1], []),
    "a definition used in keys": (
        {
            "propertyNames": {"$ref": "#/$defs/n"},
            "additionalProperties": {"$ref": "#/$defs/n"},
            "$defs": {"n": {"maxLength": 1, "allOf": [{"minLength": 1}]}},
        },
        [{"a": "b"}],
        [({"aa": "bb"}, [("maxLength", "aa", "KEY"), ("maxLength", "aa")])],
    ),
    "deep nesting": (
        {
            "properties": {
                "a": {
                    "items": {
                        "properties": {
                            "b": {
                                "items": {
                                    "additionalProperties": {"items": {"properties": {"c": {"type": "null"}}}}
                                }
                            }
                        }
                    }
                }
            }
        },
        [{"a": [{"b": [{"x": [{"c": None}]}]}]}],
        [({"a": [{"b": [{"x": [{"c": 1}]}]}]}, [("type", "a", 0, "b", 0, "x", 0, "c")])],
    ),
}
