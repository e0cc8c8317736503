"""A value judged by one of the project's JSON Schemas, by jsonschema with a few keywords of our own.

Rules of this file:

* The keyword table is jsonschema's for draft 2020-12; what is replaced here is stricter or says more.
  `x-rule` names the rule of a failure, `x-unknown` and `x-advice` find what is only worth knowing, and so
  does `type` for an integer in another form. None of that makes a value invalid where a schema is only tried
  (`if`, `not`, `anyOf`, `oneOf`).
* A value that fails `type` is not looked at further by the same schema object.
* `pattern` is ECMA's: `$` is the very end of the text. References stay inside the schema. No formats.
* jsonschema's messages hold whole values of the file, so they are never used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend

from cellucid_session.declare import schemas

Found = Callable[..., None]
Keyword = Callable[[Any, Any, Any, Any], Iterator[ValidationError] | None]

INTEGER_FORM = "json.integer-form"


class Failure(ValidationError):
    """A failure or a remark, and the rule id that covers it once one is known."""

    rule: str | None = None
    at_key = False


def _failure(*path: str | int, rule: str | None = None, at_key: bool = False) -> Failure:
    made = Failure("", path=path)
    made.rule = rule
    made.at_key = at_key
    return made


def ecma(pattern: str) -> str:
    """The pattern for Python: every `$` that is an assertion means the very end."""
    out = []
    in_class = False
    at = 0
    while at < len(pattern):
        sign = pattern[at : at + 2] if pattern[at] == "\\" else pattern[at]
        at += len(sign)
        if sign == "[":
            in_class = True
        elif sign == "]":
            in_class = False
        out.append(r"\Z" if sign == "$" and not in_class else sign)
    return "".join(out)


@cache
def _matcher(pattern: str) -> Callable[[str], object]:
    return re.compile(ecma(pattern), re.ASCII).search


def _cover(schema: dict[str, Any], keyword: str, key: str | None = None) -> str | None:
    """The rule that a schema object names for one of its keywords."""
    cover = schema.get("x-rule")
    rule = cover.get(keyword) if isinstance(cover, dict) else cover
    return rule.get(key) if isinstance(rule, dict) else rule


def _fits(validator: Any, schema: Any, value: Any) -> bool:
    """Whether a value has one of the types that a schema object allows."""
    types = schema.get("type", [])
    names = [types] if isinstance(types, str) else types
    return not names or any(validator.is_type(value, name) for name in names)


def _type(validator: Any, _types: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if not _fits(validator, schema, value):
        yield _failure()


def _type_or_form(validator: Any, types: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    names = [types] if isinstance(types, str) else types
    if not _fits(validator, schema, value):
        yield _failure()
    elif type(value) is float and "integer" in names and "number" not in names:
        yield _failure(rule=INTEGER_FORM)


def _required(validator: Any, keys: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "object"):
        for key in keys:
            if key not in value:
                yield _failure(rule=_cover(schema, "required", key))


def _pattern(validator: Any, pattern: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "string") and not _matcher(pattern)(value):
        yield _failure()


def _named(schema: Any, key: str) -> bool:
    """Whether `properties` or `patternProperties` of a schema object are about a key."""
    return key in schema.get("properties", {}) or any(
        _matcher(pattern)(key) for pattern in schema.get("patternProperties", {})
    )


def _additional(validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "object"):
        for key in value:
            if not _named(schema, key):
                if inner is False:
                    yield _failure(key, at_key=True)
                else:
                    yield from validator.descend(value[key], inner, path=key)


def _names(validator: Any, inner: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
    """The keys of an object; what is wrong with one is told at the key."""
    if validator.is_type(value, "object"):
        for key in value:
            for error in validator.descend(key, inner, path=key):
                if isinstance(error, Failure):
                    error.at_key = True
                yield error


def _unknown(validator: Any, rule: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
    if validator.is_type(value, "object"):
        for key in value:
            if not _named(schema, key):
                yield _failure(key, rule=rule, at_key=True)


class _Dialect:
    """The keywords for one schema.

    Attributes:
        tester: says only whether a value is valid.
        adviser: reports failures and remarks, except integers in another form: what x-advice is judged by.
        reporter: reports all of them.
    """

    def __init__(self, root: dict[str, Any]) -> None:
        self.root = root
        plain: dict[str, Keyword] = dict(Draft202012Validator.VALIDATORS)
        plain |= {
            "type": _type,
            "required": _required,
            "pattern": _pattern,
            "additionalProperties": _additional,
            "propertyNames": _names,
            "$ref": self.reference,
            "not": self.not_,
            "if": self.if_,
            "anyOf": self.any_of,
            "oneOf": self.one_of,
        }
        for keyword in ("format", "$dynamicRef", "unevaluatedItems", "unevaluatedProperties"):
            plain.pop(keyword, None)
        remarks = plain | {"x-unknown": _unknown, "x-advice": self.advice}
        self.tester = self._class(plain)
        self.adviser = self._class(remarks)
        self.reporter = self._class(remarks | {"type": _type_or_form})

    @staticmethod
    def _class(keywords: dict[str, Keyword]) -> Any:
        covered = {name: _covered(name, keyword) for name, keyword in keywords.items()}
        return extend(Draft202012Validator, covered)  # type: ignore[no-untyped-call]

    def tried(self, schema: Any, value: Any) -> bool:
        """Whether a value is valid by a schema inside this one."""
        return bool(self.tester(schema).is_valid(value))

    def reference(self, validator: Any, ref: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
        """A definition; what names no rule in it gets the rule of the reference, in `_covered`."""
        inner = self.root if ref == "#" else self.root["$defs"][ref.removeprefix("#/$defs/")]
        yield from validator.descend(value, inner)

    def advice(self, _validator: Any, inner: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
        """A schema whose failures are advice."""
        yield from self.adviser(inner).iter_errors(value)

    def not_(self, _validator: Any, inner: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
        """A schema that must refuse the value."""
        if self.tried(inner, value):
            yield _failure()

    def if_(self, validator: Any, inner: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        """A schema that chooses between two more."""
        if self.tried(inner, value):
            yield from validator.descend(value, inner)  # its remarks
            yield from validator.descend(value, schema.get("then", True))
        else:
            yield from validator.descend(value, schema.get("else", True))

    def any_of(self, validator: Any, options: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
        """Schemas of which one at least accepts the value."""
        fitting = [option for option in options if self.tried(option, value)]
        if not fitting:
            yield _failure()
        for option in fitting:
            yield from validator.descend(value, option)  # its remarks

    def one_of(self, validator: Any, options: Any, value: Any, _schema: Any) -> Iterator[ValidationError]:
        """Schemas of which exactly one accepts the value."""
        fitting = [option for option in options if self.tried(option, value)]
        if len(fitting) != 1:
            yield _failure()
            return
        yield from validator.descend(value, fitting[0])  # its remarks


def _covered(name: str, keyword: Keyword) -> Keyword:
    """A keyword that says nothing after `type` has failed, and gives its own failures their rule."""

    def run(validator: Any, argument: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        if name != "type" and not _fits(validator, schema, value):
            return
        for error in keyword(validator, argument, value, schema) or ():
            failure = error if isinstance(error, Failure) else Failure.create_from(error)
            own = not isinstance(error.validator, str)  # one from further inside knows its keyword already
            if failure.rule is None and (own or name == "$ref"):
                failure.rule = _cover(schema, name)
            yield failure

    return run


@cache
def _reporter(name: str) -> Any:
    root = json.loads(schemas.read(name))
    return _Dialect(root).reporter(root)


def check(name: str, value: object, found: Found) -> None:
    """Judge a value by the schema of a name.

    Args:
        found: called with (rule, detail, path=, at_key=) for each failure and remark.
    """
    for error in _reporter(name).iter_errors(value):
        assert isinstance(error, Failure)
        assert error.rule is not None, "the schema covers each keyword with a rule"
        found(error.rule, f"refused by {error.validator}", path=tuple(error.path), at_key=error.at_key)


def by_schema(schema: str, value: object, found: list[str]) -> None:
    """The rules that a value breaks by a schema."""
    check(schema, value, lambda rule, _detail, **_named: found.append(rule))


__all__ = ["by_schema", "check", "ecma"]
