"""Conditions on one value as Python expressions: types, equality, limits.

Rules of this file:

* Values are what `json.loads` gives: dict, list, str, int, float, bool and None, exactly; or what stands for a dict or
  a list (`wire.json_unkept`), so these two are asked for by `isinstance`.
* Equality is that of JSON: 1 is 1.0, true is not 1. Python's `==` does for words and for numbers other than
  0 and 1; the rest is written out.
* Each condition comes with its opposite, so that generated code never needs `not (... and ...)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cellucid_session.generate.layout import Bracket, Operands, Text, literal

Types = frozenset[str]

#: type -> what a value of it is called, the condition that it is one, and the opposite
TYPES = {
    "object": ("an object", ("isinstance({0}, dict)",), "not isinstance({0}, dict)"),
    "array": ("an array", ("isinstance({0}, list)",), "not isinstance({0}, list)"),
    "string": ("a string", ("type({0}) is str",), "type({0}) is not str"),
    "number": (
        "a number",
        ("type({0}) is int", "type({0}) is float"),
        "type({0}) is not int and type({0}) is not float",
    ),
    "integer": (
        "an integer",
        ("type({0}) is int", "_integral({0})"),
        "type({0}) is not int and not _integral({0})",
    ),
    "boolean": ("a boolean", ("type({0}) is bool",), "type({0}) is not bool"),
    "null": ("null", ("{0} is None",), "{0} is not None"),
}
#: the types that keywords are about -> the types of values that they look at
GROUPS: dict[str, Types] = {
    "string": frozenset({"string"}),
    "number": frozenset({"number", "integer"}),
    "array": frozenset({"array"}),
    "object": frozenset({"object"}),
}
#: keyword -> (group, condition of failure, what was expected); {0} is the value, {1} the limit
LIMITS = {
    "minLength": ("string", "len({0}) < {1}", "at least {1} character{s}, found {{len({0})}}"),
    "maxLength": ("string", "len({0}) > {1}", "at most {1} character{s}, found {{len({0})}}"),
    "minimum": ("number", "{0} < {1}", "at least {1}"),
    "maximum": ("number", "{0} > {1}", "at most {1}"),
    "exclusiveMinimum": ("number", "{0} <= {1}", "more than {1}"),
    "exclusiveMaximum": ("number", "{0} >= {1}", "less than {1}"),
    "minItems": ("array", "len({0}) < {1}", "at least {1} item{s}, found {{len({0})}}"),
    "maxItems": ("array", "len({0}) > {1}", "at most {1} item{s}, found {{len({0})}}"),
    "minProperties": ("object", "len({0}) < {1}", "at least {1} key{s}, found {{len({0})}}"),
    "maxProperties": ("object", "len({0}) > {1}", "at most {1} key{s}, found {{len({0})}}"),
}
DETAIL_LIMIT = 100  # what a schema lists is shown up to this many characters


@dataclass(frozen=True)
class Test:
    """A condition and its opposite; one that is always so is "True" or "False"."""

    holds: str
    fails: str


ALWAYS, NEVER = Test("True", "False"), Test("False", "True")


def closed(condition: str) -> str:
    """A condition that can stand beside an operator."""
    return f"({condition})" if " or " in condition or " and " in condition else condition


def all_of(tests: list[Test]) -> Test:
    """Holds when each holds."""
    tests = [test for test in tests if test != ALWAYS]
    if NEVER in tests:
        return NEVER
    if len(tests) < 2:
        return tests[0] if tests else ALWAYS
    return Test(
        " and ".join(closed(test.holds) for test in tests), " or ".join(closed(test.fails) for test in tests)
    )


def any_of(tests: list[Test]) -> Test:
    """Holds when one holds at least."""
    opposite = all_of([Test(test.fails, test.holds) for test in tests])
    return Test(opposite.fails, opposite.holds)


def breakable(condition: str) -> Text:
    """A condition as something that can be broken over lines, where its shape is that simple."""
    for operator in (" and ", " or "):
        parts = condition.split(operator)
        if len(parts) > 1 and all(part.count("(") == part.count(")") for part in parts):
            return Operands(operator, tuple(parts))
    head, found, words = condition.partition(" in (")
    if found and words.endswith(")") and '"' not in words.replace('", "', "").strip('")'):
        return Bracket(head + found, tuple(words[:-1].split(", ")), ")", is_tuple=True)
    return condition


def meet(known: Types | None, types: Types) -> Types:
    """The types that a value can have which has one of either; an integer is a number."""
    if known is None:
        return types
    both = known & types
    if ("integer" in known and "number" in types) or ("number" in known and "integer" in types):
        both |= {"integer"}
    return both


def has_type(types: Types, value: str, known: Types | None = None) -> Test:
    """Whether a value has one of the types; 208.0 is an integer here.

    Args:
        types: the types.
        value: the Python expression of the value.
        known: the types that it can have as far as is known, None for any.
    """
    types = meet(known, types)
    if types == known or types >= TYPES.keys() - {"integer"}:
        return ALWAYS
    rows = [TYPES[name] for name in TYPES if name in types]
    return Test(
        " or ".join(part for row in rows for part in row[1]).format(value) or "False",
        " and ".join(row[2] for row in rows).format(value) or "True",
    )


def equals(wanted: Any, value: str) -> Test:
    """Whether a value is the same JSON as the wanted one."""
    if wanted is None or isinstance(wanted, bool):
        return Test(f"{value} is {wanted}", f"{value} is not {wanted}")
    if isinstance(wanted, dict | list):
        return Test(f"_same({value}, {literal(wanted)})", f"not _same({value}, {literal(wanted)})")
    if wanted in (0, 1):  # which equal false and true in Python
        return Test(
            f"type({value}) is not bool and {value} == {wanted}",
            f"type({value}) is bool or {value} != {wanted}",
        )
    return Test(f"{value} == {literal(wanted)}", f"{value} != {literal(wanted)}")


def one_of(wanted: list[Any], value: str) -> Test:
    """Whether a value is the same JSON as one of the wanted."""
    if len(wanted) == 1:
        return equals(wanted[0], value)
    if all(not isinstance(word, bool | dict | list) and word not in (0, 1) for word in wanted):
        words = ", ".join(map(literal, wanted))
        return Test(f"{value} in ({words})", f"{value} not in ({words})")
    return any_of([equals(word, value) for word in wanted])


def limit(keyword: str, most: Any, value: str) -> tuple[str, str]:
    """Of a limiting keyword: the condition of failure, and the detail as Python source."""
    _, condition, expected = LIMITS[keyword]
    most = int(most) if keyword.endswith(("Length", "Items", "Properties")) else most
    text = f"expected {expected}".format(value, most, s="" if most == 1 else "s")
    condition = condition.format(value, most)
    if keyword == "minLength" and most == 1:
        condition, text = f'{value} == ""', text.replace(f"{{len({value})}}", "0")
    return condition, f'f"{text}"' if "{" in text else f'"{text}"'


def listed(wanted: list[Any]) -> str:
    """What a schema allows, as a detail."""
    words = ", ".join(map(literal, wanted))
    if len(words) > DETAIL_LIMIT:
        return (
            f"expected one of the {len(wanted)} values of the schema"
            if len(wanted) > 1
            else "expected the value of the schema"
        )
    return f"expected {'one of ' * (len(wanted) > 1)}{words}"
