"""Values as JSON texts, one byte sequence for one value.

Rules of this file:

* No white space, no escapes but the needed ones, numbers in one form (`number_text`). Spec: 9.1, 13.3.
* What a reader would refuse can't be written: keys that are no texts, integers beyond 2^53-1, half a surrogate pair,
  more than 64 levels.
"""

from __future__ import annotations

import json.encoder
from collections.abc import Mapping
from typing import Any

from cellucid_session.errors import UsageError
from cellucid_session.generated import limits as L
from cellucid_session.generated import rules as R
from cellucid_session.wire.build import refused

_quoted = json.encoder.encode_basestring
_WORDS = {None: "null", True: "true", False: "false"}
_SMALL, _LARGE = (
    -6,
    21,
)  # powers of ten between which a number is written without exponent, as ECMAScript does


def number_text(value: float) -> str:
    """A finite double in the one form.

    A whole number of at most 2^53-1 in digits, zero without a sign. Another one with the fewest digits that are read
    back as the same double: as ECMAScript writes it, but whole numbers always with an exponent.
    """
    if value.is_integer() and abs(value) <= L.SAFE_INTEGER:
        return str(int(value))
    mantissa, _, exponent = repr(abs(value)).partition("e")
    before, _, after = mantissa.partition(".")
    power = len(before) + int(exponent or 0)
    stripped = (before + after).lstrip("0")
    power -= len(before + after) - len(stripped)
    digits = stripped.rstrip("0")
    sign = "-" if value < 0 else ""
    if _SMALL < power <= 0:
        return f"{sign}0.{'0' * -power}{digits}"
    if 0 < power < len(digits) and power <= _LARGE:
        return f"{sign}{digits[:power]}.{digits[power:]}"
    return f"{sign}{digits[0]}{'.' if digits[1:] else ''}{digits[1:]}e{power - 1:+d}"


def json_text(value: Any, *, ordered: bool = False) -> bytes:
    """A value as one JSON text in UTF-8.

    Args:
        value: dict, list or tuple, str, int, float, bool, None, or a scalar of numpy. A number that JSON has no word
            for becomes null.
        ordered: keys ascend by code point; otherwise they stay as they are.

    Raises:
        UsageError: the value can't be a JSON text of this format.
    """
    parts: list[str] = []
    _write(value, parts.append, ordered, 0)
    try:
        return "".join(parts).encode()
    except UnicodeEncodeError:
        raise refused(R.JSON_SURROGATE, "a text has half a surrogate pair") from None


def _write(value: Any, add: Any, ordered: bool, depth: int) -> None:
    """Add the pieces of a value. depth: containers around it."""
    if isinstance(value, str):
        add(_quoted(str(value)))
    elif value is None or value is True or value is False:
        add(_WORDS[value])
    elif isinstance(value, int):
        if abs(value) > L.SAFE_INTEGER:
            raise refused(R.JSON_INTEGER_RANGE, "an integer is beyond 2^53-1")
        add(str(int(value)))
    elif isinstance(value, float):
        finite = value - value == 0
        add(number_text(float(value)) if finite else "null")
    elif isinstance(value, (dict, list, tuple)):
        if depth == L.JSON_DEPTH:
            raise refused(R.JSON_DEPTH, f"containers nest deeper than {L.JSON_DEPTH} levels")
        if isinstance(value, dict):
            _object(value, add, ordered, depth)
        else:
            between = ""
            add("[")
            for item in value:
                add(between)
                _write(item, add, ordered, depth + 1)
                between = ","
            add("]")
    elif callable(getattr(value, "item", None)) and getattr(value, "ndim", None) == 0:
        _write(value.item(), add, ordered, depth)
    else:
        raise UsageError(f"a {type(value).__name__} can't be written as JSON")


def _object(value: Mapping[Any, Any], add: Any, ordered: bool, depth: int) -> None:
    if not all(isinstance(key, str) for key in value):
        raise UsageError("a key of a JSON object must be a str")
    between = "{"
    for key in sorted(value) if ordered else value:
        add(f"{between}{_quoted(str(key))}:")
        _write(value[key], add, ordered, depth + 1)
        between = ","
    add("}" if value else "{}")
