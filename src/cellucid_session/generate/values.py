"""The code that judges values: one method for each kind of keyword.

Rules of this file:

* A value that fails `type` is not looked at further by the same schema object.
* Strings, numbers, arrays and objects have keywords of their own, which say nothing about other values.
* In an object each key is looked up once; what it must be stands where it is looked up.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cellucid_session.generate import subset
from cellucid_session.generate.conditions import (
    ALWAYS,
    GROUPS,
    LIMITS,
    NEVER,
    TYPES,
    Test,
    all_of,
    any_of,
    breakable,
    equals,
    has_type,
    limit,
    listed,
    meet,
)
from cellucid_session.generate.emitter import REMARK, REPORT, TEST, Emitter, Place
from cellucid_session.generate.layout import (
    Bracket,
    If,
    Line,
    Node,
    fresh,
    literal,
    loop,
    mentions,
    name_for,
    when,
)
from cellucid_session.generate.references import types_of
from cellucid_session.generate.subset import Schema

INTEGER_FORM = "json.integer-form"
DEEPEST = 3  # values within values that one function looks into
MEMBERS = frozenset({"properties", "patternProperties"})  # an object with these gets a function of its own
PATTERN_SHOWN = 60  # characters of a pattern that a detail shows


class Values(Emitter):
    """The emitter, complete."""

    def value(self, schema: Schema, place: Place) -> list[Node]:
        """The code that judges one value by one schema."""
        if isinstance(schema, bool):
            return [] if schema else self.fail(schema, "false", place, '"nothing is allowed here"')
        types = types_of(schema)
        test = has_type(types, place.value, place.known) if types else ALWAYS
        inner = replace(place, known=meet(place.known, types)) if types else place
        before, after = self._enumerated(schema, inner), self._in_place(schema, inner)
        groups = self._groups(schema, inner)
        if test == ALWAYS or place.mode == REMARK:
            return before + _chain(groups, inner) + after
        names = " or ".join(row[0] for name, row in TYPES.items() if name in types)
        failure = self.fail(
            schema, "type", place.to("type"), f'f"expected {names}, found {{_kind({place.value})}}"'
        )
        if place.mode == TEST:
            return [*when(breakable(test.fails), failure), *before, *_chain(groups, inner), *after]
        covered = frozenset[str]().union(*(GROUPS[group] for group in groups))
        if before or after or not groups or not inner.known or (inner.known <= covered and len(groups) == 1):
            return when(breakable(test.fails), failure, before + _chain(groups, inner) + after)
        branches = [
            (breakable(has_type(inner.known & GROUPS[g], place.value).holds), tuple(groups[g]))
            for g in groups
        ]
        rest = has_type(inner.known - covered, place.value)
        if rest == NEVER or not inner.known - covered:
            return [If(tuple(branches), tuple(failure))]
        return [If((*branches, (breakable(rest.fails), tuple(failure))))]

    def _child(
        self, schema: dict[str, Any], keyword: str, each: Schema, place: Place, detail: str = ""
    ) -> list[Node]:
        """The code for a subschema; one that is `false` fails under the rule of its applicator."""
        if each is False:
            return self.fail(schema, keyword, place, literal(detail or "nothing is allowed here"))
        members = isinstance(each, dict) and place.depth >= 1 and each.keys() & MEMBERS
        deep = isinstance(each, dict) and place.depth > DEEPEST and any(subset.subschemas(each, ""))
        return self.call_here(each, place) if members or deep else self.value(each, place)

    # -- keywords for every value

    def _enumerated(self, schema: dict[str, Any], place: Place) -> list[Node]:
        nodes: list[Node] = []
        if "const" in schema:
            failure = self.fail(schema, "const", place.to("const"), literal(listed([schema["const"]])))
            nodes += when(breakable(equals(schema["const"], place.value).fails), failure)
        if "enum" in schema:
            failure = self.fail(schema, "enum", place.to("enum"), literal(listed(schema["enum"])))
            nodes += (
                when(breakable(self.one_of(schema["enum"], place.to("enum")).fails), failure)
                if failure
                else []
            )
        return nodes

    def _in_place(self, schema: dict[str, Any], place: Place) -> list[Node]:
        """The keywords that hold further schemas for the same value."""
        nodes: list[Node] = []
        if "$ref" in schema:
            nodes += self._reference(schema, place)
        for at, each in enumerate(schema.get("allOf", ())):
            nodes += self._child(schema, "allOf", each, place.to("allOf", at))
        if "anyOf" in schema:
            nodes += self._any_of(schema, place)
        if "oneOf" in schema:
            nodes += self._one_of(schema, place)
        if "not" in schema and place.mode != REMARK:
            test = self.test(schema["not"], place.to("not"))
            failure = self.fail(schema, "not", place.to("not"), '"expected something else than this"')
            nodes += _unless(Test(test.fails, test.holds), failure)
        if "if" in schema:
            nodes += self._if(schema, place)
        if "x-advice" in schema and place.mode != TEST:
            advice = replace(place.to("x-advice"), mode=REPORT, advice=True, rule=None)
            nodes += self._child(schema, "x-advice", schema["x-advice"], advice)
        return nodes

    def _reference(self, schema: dict[str, Any], place: Place) -> list[Node]:
        pointer, each = subset.target(self.root, schema["$ref"])
        lent = schema.get("x-rule", place.rule)
        if isinstance(lent, dict):
            lent = lent.get("$ref", place.rule)
        there = replace(place, pointer=pointer, rule=lent)
        if self.refs.is_in_place(pointer, each):
            return self._child(schema, "$ref", each, there)
        return self.call(each, there)

    def _remarks(self, each: Schema, place: Place) -> list[Node]:
        """What is to be said of a value that a tested schema has found valid."""
        if place.mode == TEST or not self.says(each, REMARK):
            return []
        return self.value(each, replace(place, mode=REMARK))

    def _any_of(self, schema: dict[str, Any], place: Place) -> list[Node]:
        places = [place.to("anyOf", at) for at in range(len(schema["anyOf"]))]
        tests = [self.test(each, there) for each, there in zip(schema["anyOf"], places, strict=True)]
        nodes = []
        for each, there, test in zip(schema["anyOf"], places, tests, strict=True):
            nodes += _if_so(test, self._remarks(each, there))
        failure = self.fail(
            schema, "anyOf", place.to("anyOf"), f'"expected one of {len(tests)} forms, found none"'
        )
        return nodes + _unless(any_of(tests), failure)

    def _one_of(self, schema: dict[str, Any], place: Place) -> list[Node]:
        places = [place.to("oneOf", at) for at in range(len(schema["oneOf"]))]
        tests = [self.test(each, there) for each, there in zip(schema["oneOf"], places, strict=True)]
        remarks: list[Node] = []
        for each, there, test in zip(schema["oneOf"], places, tests, strict=True):
            remarks += _if_so(test, self._remarks(each, there))
        failure = self.fail(
            schema, "oneOf", place.to("oneOf"), f'"expected exactly one of {len(tests)} forms"'
        )
        if place.mode == REMARK:
            return remarks
        count = " + ".join(
            test.holds if test.holds.endswith(")") and " " not in test.holds else f"({test.holds})"
            for test in tests
        )
        return when(f"{count} != 1", failure, remarks)

    def _if(self, schema: dict[str, Any], place: Place) -> list[Node]:
        test = self.test(schema["if"], place.to("if"))
        then = self._remarks(schema["if"], place.to("if"))
        then += self._child(schema, "then", schema.get("then", True), place.to("then"))
        otherwise = self._child(schema, "else", schema.get("else", True), place.to("else"))
        if test in (ALWAYS, NEVER):
            return then if test == ALWAYS else otherwise
        return (
            when(breakable(test.holds), then, otherwise) if then else when(breakable(test.fails), otherwise)
        )

    # -- keywords for values of one type

    def _groups(self, schema: dict[str, Any], place: Place) -> dict[str, list[Node]]:
        """What there is to do for strings, numbers, arrays and objects, where the value can be one."""
        writers = {
            "string": self._string,
            "number": self._number,
            "array": self._array,
            "object": self._object,
        }
        groups = {}
        for group, write in writers.items():
            known = GROUPS[group] if place.known is None else place.known & GROUPS[group]
            nodes = write(schema, replace(place, known=known)) if known else []
            if nodes:
                groups[group] = nodes
        return groups

    def _limits(self, group: str, schema: dict[str, Any], place: Place) -> list[Node]:
        nodes: list[Node] = []
        for keyword, row in LIMITS.items():
            if (
                row[0] == group
                and keyword in schema
                and not (keyword in ("minLength", "minItems", "minProperties") and not schema[keyword])
            ):
                condition, detail = limit(keyword, schema[keyword], place.value)
                nodes += when(condition, self.fail(schema, keyword, place.to(keyword), detail))
        return nodes

    def _string(self, schema: dict[str, Any], place: Place) -> list[Node]:
        nodes = self._limits("string", schema, place)
        if "pattern" in schema and place.mode != REMARK:
            pattern = schema["pattern"]
            shown = f"the pattern {pattern}" if len(pattern) <= PATTERN_SHOWN else "the pattern of the schema"
            failure = self.fail(schema, "pattern", place.to("pattern"), literal(f"does not match {shown}"))
            nodes += when(f"not {self.pattern(pattern, place.to('pattern'))}({place.value})", failure)
        return nodes

    def _number(self, schema: dict[str, Any], place: Place) -> list[Node]:
        nodes: list[Node] = []
        if "integer" in types_of(schema) and place.mode != TEST and not place.advice:
            remark = self.found(
                INTEGER_FORM, place.to("type"), '"an integer is written without fraction and exponent"'
            )
            nodes += when(f"type({place.value}) is float", remark)
        return nodes + self._limits("number", schema, place)

    def _array(self, schema: dict[str, Any], place: Place) -> list[Node]:
        value = place.value
        nodes = self._limits("array", schema, place)
        item = fresh(_singular(value), place.taken)
        index = fresh("index", place.taken | {item})
        prefix = schema.get("prefixItems", ())
        for at, each in enumerate(prefix):
            inner = place.into(("prefixItems", at), item, str(at))
            body = self._child(schema, "prefixItems", each, inner, "no item is allowed here")
            nodes += when(f"len({value}) > {at}", _assigned(item, f"{value}[{at}]", body))
        inner = place.into(("items",), item, index, "int")
        body = self._child(schema, "items", schema.get("items", True), inner, "no further item is allowed")
        rest = f"{value}[{len(prefix)}:]" if prefix else value
        start = f", {len(prefix)}" if prefix else ""
        if not mentions(body, item):
            span = f"range({len(prefix)}, len({value}))" if prefix else f"range(len({value}))"
            if not mentions(body, index):
                return nodes + when(f"len({value}) > {len(prefix)}", body)
            return nodes + loop(f"for {index} in {span}", body)
        if not mentions(body, index):
            return nodes + loop(f"for {item} in {rest}", body)
        return nodes + loop(f"for {index}, {item} in enumerate({rest}{start})", body)

    def _object(self, schema: dict[str, Any], place: Place) -> list[Node]:
        nodes = self._limits("object", schema, place)
        required = schema.get("required", ())
        members = schema.get("properties", {})
        for key, each in members.items():
            nodes += self._member(schema, key, each, place)
        for key in required:
            if key not in members:
                nodes += when(f"{literal(key)} not in {place.value}", self._missing(schema, key, place))
        return nodes + self._key_names(schema, place) + self._others(schema, place)

    def _missing(self, schema: dict[str, Any], key: str, place: Place) -> list[Node]:
        return self.fail(
            schema,
            "required",
            place.to("required", key),
            literal(f"the key {literal(key)} is missing"),
            key=key,
        )

    def _member(self, schema: dict[str, Any], key: str, each: Schema, place: Place) -> list[Node]:
        """One of `properties`, together with its being required."""
        name = name_for(key, place.taken)
        inner = place.into(("properties", key), name, literal(key))
        if each is False:
            inner = replace(inner, at_key=True)
        body = _assigned(
            name,
            f"{place.value}[{literal(key)}]",
            self._child(schema, "properties", each, inner, "the key is not allowed"),
        )
        here, gone = f"{literal(key)} in {place.value}", f"{literal(key)} not in {place.value}"
        if key not in schema.get("required", ()):
            return when(here, body)
        missing = self._missing(schema, key, place)
        if place.mode == TEST:
            return when(gone, missing) + body
        return when(gone, missing, body) if missing else body

    def _key_names(self, schema: dict[str, Any], place: Place) -> list[Node]:
        key = fresh("key", place.taken)
        inner = place.into(("propertyNames",), key, key, "str")
        inner = replace(inner, at_key=True, known=frozenset({"string"}))
        body = self._child(
            schema, "propertyNames", schema.get("propertyNames", True), inner, "no key is allowed"
        )
        return loop(f"for {key} in {place.value}", body)

    def _others(self, schema: dict[str, Any], place: Place) -> list[Node]:
        """patternProperties, additionalProperties and x-unknown: one loop over the keys."""
        key = fresh("key", place.taken)
        item = fresh("item", place.taken | {key})
        body: list[Node] = []
        others: list[Test] = []
        members = tuple(map(literal, schema.get("properties", ())))
        keys = Bracket("frozenset(", (Bracket("(", members, ")", is_tuple=True),), ")")
        patterns = schema.get("patternProperties", {})
        for pattern, each in patterns.items():
            inner = place.into(("patternProperties", pattern), item, key, "str")
            inner = replace(inner, at_key=each is False)
            match = f"{self.pattern(pattern, inner)}({key})"
            body += when(
                match, self._child(schema, "patternProperties", each, inner, "no key may match this pattern")
            )
            others.append(Test(f"not {match}", match))
        extra = schema.get("additionalProperties", True)
        inner = replace(place.into(("additionalProperties",), item, key, "str"), at_key=extra is False)
        nodes = self._child(schema, "additionalProperties", extra, inner, "the schema does not know this key")
        if "x-unknown" in schema and place.mode != TEST:
            there = replace(place.into(("x-unknown",), item, key, "str"), at_key=True)
            nodes += self.found(schema["x-unknown"], there, '"the schema does not name this key"')
        if not nodes:
            return self._loop(key, item, body, place)
        guard = ALWAYS
        if members:
            known = self.constant(place, "KEYS", keys)
            others.insert(0, Test(f"{key} not in {known}", f"{key} in {known}"))
            guard = Test(f"not {known}.issuperset({place.value})", "")
        others_test = all_of(others)
        body += nodes if others_test == ALWAYS else when(breakable(others_test.holds), nodes)
        if guard == ALWAYS or patterns:
            return self._loop(key, item, body, place)
        if place.mode == TEST and extra is False:
            return when(guard.holds, nodes)
        return when(guard.holds, self._loop(key, item, body, place))  # few objects have an unknown key

    @staticmethod
    def _loop(key: str, item: str, body: list[Node], place: Place) -> list[Node]:
        if mentions(body, item) and not mentions(body, key):
            return loop(f"for {item} in {place.value}.values()", body)
        if mentions(body, item):
            return loop(f"for {key}, {item} in {place.value}.items()", body)
        return loop(f"for {key} in {place.value}", body) if mentions(body, key) else when(place.value, body)


def _chain(groups: dict[str, list[Node]], place: Place) -> list[Node]:
    """What there is to do by type, of a value that has passed `type`."""
    if place.known is not None and len(groups) == 1 and place.known <= GROUPS[next(iter(groups))]:
        return next(iter(groups.values()))
    tests = {
        group: has_type(frozenset({"number"} if group == "number" else {group}), place.value)
        for group in groups
    }
    return (
        [If(tuple((breakable(tests[group].holds), tuple(groups[group])) for group in groups))]
        if groups
        else []
    )


def _unless(test: Test, failure: list[Node]) -> list[Node]:
    """The failure, when the test does not hold."""
    if test in (ALWAYS, NEVER):
        return failure if test == NEVER else []
    return when(breakable(test.fails), failure)


def _if_so(test: Test, nodes: list[Node]) -> list[Node]:
    """The nodes, when the test holds."""
    if test in (ALWAYS, NEVER):
        return nodes if test == ALWAYS else []
    return when(breakable(test.holds), nodes)


def _assigned(name: str, expression: str, body: list[Node]) -> list[Node]:
    """A body with its variable set before it, where it uses one."""
    return [Line(f"{name} = {expression}"), *body] if mentions(body, name) else body


def _singular(name: str) -> str:
    """What one of many is called: chunks -> chunk, categories -> category."""
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    return name[:-1] if name.endswith("s") and len(name) > 3 else "item"
