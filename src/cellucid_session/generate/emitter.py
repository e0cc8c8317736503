"""What every part of the emitter needs: places, failures, tests, functions.

Rules of this file:

* One emitter writes three kinds of code from a schema. REPORT calls `found` for each failure and goes on.
  TEST returns False at the first failure: it stands behind anyOf, oneOf, not and if. REMARK knows that the
  value is valid and looks only for what is remarked on in valid values: integers in another form, unknown
  keys and advice.
* A path is written out where a failure is reported, so that a valid value never pays for one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cellucid_session.generate import subset
from cellucid_session.generate.automaton import NoAutomatonError, automaton
from cellucid_session.generate.conditions import (
    ALWAYS,
    NEVER,
    Test,
    Types,
    all_of,
    equals,
    has_type,
    one_of,
)
from cellucid_session.generate.ecma import PatternError, assert_linear, translate
from cellucid_session.generate.layout import (
    Bracket,
    Comment,
    If,
    Line,
    Node,
    Text,
    fresh,
    literal,
    mentions,
    name_for,
    render,
)
from cellucid_session.generate.references import References, types_of
from cellucid_session.generate.subset import Schema, SchemaError, step

REPORT, TEST, REMARK = "check", "is", "remark"  # the names of functions begin so
WORDS_IN_PLACE = 8  # words that are compared one by one; more go into a set


@dataclass(frozen=True)
class Place:
    """Where a schema object is being compiled.

    Attributes:
        mode: REPORT, TEST or REMARK.
        value: the Python expression that holds the value.
        path: the path to it, as Python expressions; after `at` when `based`.
        steps: variables in the path, with their types.
        pointer: JSON pointer of the schema object.
        known: types that the value can have here; None for any.
        at_key: the path ends in a key that is itself at fault.
        rule: default rule id, inherited through `$ref`.
        advice: inside x-advice.
        depth: how many values this one lies in, within the function.
        taken: names that are in use.
    """

    mode: str
    value: str = "value"
    path: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    pointer: str = "#"
    known: Types | None = None
    based: bool = False
    at_key: bool = False
    rule: str | None = None
    advice: bool = False
    depth: int = 0
    taken: frozenset[str] = frozenset({"value", "at", "found"})

    @property
    def path_text(self) -> Text:
        """The path as an expression."""
        if not self.path:
            return "at" if self.based else "()"
        return Bracket("(", ("*at", *self.path) if self.based else self.path, ")", is_tuple=True)

    def to(self, *tokens: str | int) -> Place:
        """The place of another schema for the same value."""
        return replace(self, pointer=step(self.pointer, *tokens))

    def into(self, tokens: tuple[str | int, ...], value: str, key: str, kind: str = "") -> Place:
        """The place of a value within this one.

        Args:
            tokens: the steps through the schema.
            value: the variable that holds the value.
            key: the step through the value, as a Python expression.
            kind: the type of `key` when that is a variable.
        """
        return replace(
            self.to(*tokens),
            value=value,
            path=(*self.path, key),
            steps=(*self.steps, (key, kind)) if kind else self.steps,
            known=None,
            at_key=False,
            depth=self.depth + 1,
            taken=self.taken | {value, key},
        )


def _bytes(row: bytes) -> str:
    """A row of an automaton as a literal."""
    return 'b"' + "".join(f"\\x{state:02x}" for state in row) + '"'


class Emitter(ABC):
    """One schema being compiled.

    Attributes:
        constants: name -> the line that defines it, in the order of first use.
        functions: name -> the lines that define it, in the order of first use.
    """

    def __init__(self, root: Schema, rules: Mapping[str, tuple[str, ...]] | None) -> None:
        self.root = root
        self.rules = rules
        self.refs = References(root)
        self.constants: dict[str, Node] = {}
        self.functions: dict[str, list[str]] = {}
        self._patterns: dict[str, str] = {}
        self._names: dict[tuple[object, ...], str] = {}

    @abstractmethod
    def value(self, schema: Schema, place: Place) -> list[Node]:
        """The code that judges one value by one schema."""

    def says(self, schema: Schema, mode: str) -> bool:
        """Whether code of this mode could do anything for a schema."""
        return (mode != REMARK and self.refs.asserts(schema)) or (mode != TEST and self.refs.remarks(schema))

    # -- failures and remarks

    def fail(
        self, schema: Schema, keyword: str, place: Place, detail: str, *, key: str | None = None
    ) -> list[Node]:
        """What happens when a keyword refuses the value at a place.

        Args:
            schema: the schema object that holds the keyword.
            keyword: its name, or that of the applicator of a subschema `false`.
            place: where to say it.
            detail: Python source of what to say.
            key: the key that is missing, of `required`.
        """
        if place.mode == REMARK:
            return []
        if place.mode == TEST:
            return [Comment(place.pointer), Line("return False")]
        return self.found(self._cover(schema, keyword, place, key), place, detail)

    def found(self, rule: str, place: Place, detail: str) -> list[Node]:
        """The call that reports."""
        name = (
            f"R.{rule.upper().replace('.', '_').replace('-', '_')}"
            if self.rules is not None
            else literal(rule)
        )
        return [
            Comment(place.pointer),
            Line(Bracket("found(", (name, place.path_text, detail, str(place.at_key)), ")")),
        ]

    def _cover(self, schema: Schema, keyword: str, place: Place, key: str | None) -> str:
        """The rule id that covers a keyword."""
        cover = schema.get("x-rule", place.rule) if isinstance(schema, dict) else place.rule
        if isinstance(cover, dict):
            cover = cover.get(keyword)
            cover = cover.get(key) if isinstance(cover, dict) else cover
        rule = str(cover or keyword)
        if self.rules is not None and cover is None:
            raise SchemaError(place.pointer, "no rule id covers this")
        if self.rules is not None and place.advice and self.rules[rule][0] != "advice":
            raise SchemaError(place.pointer, f"{rule!r} stands within x-advice and is not advice")
        return rule

    # -- constants

    def constant(self, place: Place, what: str, value: Bracket) -> str:
        """The name of a constant that is called after a place."""
        words = [
            word for word in place.pointer.split("/")[1:] if not word.isdigit() and word not in subset.SHAPES
        ]
        wish = "_" + name_for(" ".join([*words[-2:], what]), frozenset(), "a").upper()
        count, name = 1, wish
        while name in self.constants and self.constants[name] != Line(
            replace(value, head=f"{name} = {value.head}")
        ):
            count += 1
            name = f"{wish}_{count}"
        self.constants[name] = Line(replace(value, head=f"{name} = {value.head}"))
        return name

    def pattern(self, pattern: str, place: Place) -> str:
        """What looks for a pattern when it is called: `_ID_PATTERN`."""
        if pattern not in self._patterns:
            try:
                python, anchored = translate(pattern)
                if self.rules is not None:
                    assert_linear(pattern)
                    points, rows, ends = automaton(pattern)
            except (PatternError, NoAutomatonError) as error:
                raise SchemaError(place.pointer, str(error)) from None
            quoted = literal(python) if '"' in python else f'r"{python}"'
            if self.rules is None:
                name = self.constant(place, "PATTERN", Bracket("_Pattern(", (quoted,), ")"))
                self._patterns[pattern] = f"{name}.{'match' if anchored else 'search'}"
            else:
                tables = (
                    '"'
                    + "".join(f"\\U{point:08x}" if point > 0xFFFF else f"\\u{point:04x}" for point in points)
                    + '"',
                    Bracket("(", tuple(map(_bytes, rows)), ")", is_tuple=True),
                    Bracket("(", tuple(map(str, ends)), ")", is_tuple=True),
                )
                items = (quoted, str(anchored), *tables)
                self._patterns[pattern] = self.constant(place, "PATTERN", Bracket("Pattern(", items, ")"))
        return self._patterns[pattern]

    # -- tests

    def one_of(self, wanted: list[object], place: Place) -> Test:
        """Whether the value is one of those of an enum."""
        if len(wanted) <= WORDS_IN_PLACE or not all(isinstance(word, str) for word in wanted):
            return one_of(wanted, place.value)
        words = Bracket("(", tuple(map(literal, wanted)), ")", is_tuple=True)
        name = self.constant(place, "WORDS", Bracket("frozenset(", (words,), ")"))
        known = has_type(frozenset({"string"}), place.value, place.known)
        return all_of([known, Test(f"{place.value} in {name}", f"{place.value} not in {name}")])

    def test(self, schema: Schema, place: Place) -> Test:
        """Whether the value is valid, as an expression."""
        if not self.says(schema, TEST):
            return ALWAYS
        if isinstance(schema, bool):
            return NEVER
        place = replace(place, mode=TEST)
        said = {
            keyword for keyword in schema if keyword not in subset.SILENT and not keyword.startswith("x-")
        }
        if said <= {"type", "const", "enum"}:
            tests = [has_type(types_of(schema), place.value, place.known)] if "type" in schema else []
            tests += [equals(schema["const"], place.value)] if "const" in schema else []
            tests += [self.one_of(schema["enum"], place)] if "enum" in schema else []
            return all_of(tests)
        if place.known == frozenset({"object"}) and said <= {"properties", "required"}:
            members = schema.get("properties", {})
            plain = all(
                isinstance(each, dict) and each.keys() <= {"type", "const", "enum"}
                for each in members.values()
            )
            if plain and members.keys() <= set(schema.get("required", ())):
                return self._has_members(schema["required"], members, place)
        if said == {"$ref"}:
            pointer, schema = subset.target(self.root, schema["$ref"])
            place = replace(place, pointer=pointer)
        call = f"{self.function(schema, place)}({place.value})"
        return Test(call, f"not {call}")

    def _has_members(self, required: list[str], members: dict[str, Schema], place: Place) -> Test:
        """Whether an object has keys with plain values: what an `if` mostly asks."""
        tests = []
        for key in required:
            name = literal(key)
            tests.append(Test(f"{name} in {place.value}", f"{name} not in {place.value}"))
            inner = replace(place.to("properties", key), value=f"{place.value}[{name}]", known=None)
            tests.append(self.test(members.get(key, True), inner))
        return all_of(tests)

    # -- functions

    def function(self, schema: Schema, place: Place) -> str:
        """The name of the function for a schema, wherever its values lie; written when first asked for."""
        inner = Place(place.mode, pointer=place.pointer, based=True)
        if place.mode != TEST:
            rule = None if self.refs.names_rules(schema) else place.rule
            inner = replace(inner, at_key=place.at_key, rule=rule, advice=place.advice)
        key = (inner.mode, inner.pointer, inner.at_key, inner.rule, inner.advice)
        if key not in self._names:
            self._names[key] = name = self._new_name(inner)
            params = {"value": "Any"}
            if place.mode != TEST:
                params |= {"at": "tuple[str | int, ...]", "found": "Found"}
            self.functions[name] = self.define(name, params, self.value(schema, inner), inner)
        return self._names[key]

    def _new_name(self, place: Place) -> str:
        passed = ("properties", "$defs", "items", "additionalProperties")
        words = [word for word in place.pointer.split("/")[1:] if word not in passed] or ["root"]
        name = fresh(
            "_" + name_for(" ".join([place.mode, *words[-3:]]), frozenset()), frozenset(self.functions)
        )
        self.functions[name] = []  # keeps its place in the order
        return name

    @staticmethod
    def define(name: str, params: dict[str, str], nodes: list[Node], place: Place) -> list[str]:
        """The lines of a function."""
        doc = {
            REPORT: "Check a value against the schema at {0}.",
            TEST: "Whether a value is valid, by {0}.",
            REMARK: "Report what is to be said of a value that is valid, by {0}.",
        }[place.mode].format(place.pointer)
        unused = [param for param in params if not mentions(nodes, param)]
        body: list[Node] = [Line(f"del {', '.join(unused)}")] if unused else []
        match nodes:
            case [If(branches=((condition, then),), otherwise=[_, *_] as rest)] if place.mode != TEST:
                body += [If(((condition, (*then, Line("return"))),)), *rest]  # spares the rest a level
            case _:
                body += nodes
        if place.mode == TEST:
            body.append(Line("return True"))
        tail = f") -> {'bool' if place.mode == TEST else 'None'}:"
        head = Bracket(f"def {name}(", tuple(f"{param}: {kind}" for param, kind in params.items()), tail)
        doc = doc.replace("\\", "\\\\").replace('"', "'")
        return [*render([Line(head)]), f'    """{doc}"""', *render(body, "    ")]

    def call(self, schema: Schema, place: Place) -> list[Node]:
        """The code that hands a value to the function for a schema."""
        if not self.says(schema, place.mode):
            return []
        name = self.function(schema, place)
        if place.mode == TEST:
            return [If(((f"not {name}({place.value})", (Line("return False"),)),))]
        return [Line(Bracket(f"{name}(", (place.value, place.path_text, "found"), ")"))]

    def call_here(self, schema: Schema, place: Place) -> list[Node]:
        """The same for a schema that is used here alone: the function knows its place, but for variables."""
        if place.mode == TEST:
            return self.call(schema, place)
        name = self._new_name(place)
        params = {place.value: "Any", **dict(place.steps)}
        if place.based:
            params["at"] = "tuple[str | int, ...]"
        params["found"] = "Found"
        nodes = self.value(schema, replace(place, depth=0, taken=frozenset(params)))
        params = {param: kind for param, kind in params.items() if mentions(nodes, param)}
        if not nodes:
            del self.functions[name]
            return []
        self.functions[name] = self.define(name, params, nodes, place)
        return [Line(Bracket(f"{name}(", tuple(params), ")"))]
