"""What values of JSON are called, and when two are one: helpers of the generated checks.

Rules of this file: a value is what `json.loads` gives, or stands for it (`json_unkept`). A name is for a message and
holds nothing of the value. Spec: 3.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_KINDS = {dict: "an object", list: "an array", str: "a string", bool: "a boolean", int: "a number"}


def kind(value: Any) -> str:
    """What a value is called in JSON."""
    if type(value) is float:
        return "a number" if value.is_integer() else "a fraction"
    return "null" if value is None else _KINDS.get(value.__class__, "something else")


def integral(value: Any) -> bool:
    """Whether a value is an integer in another form: 208.0, 2.08e2."""
    return type(value) is float and value.is_integer()


def same(a: Any, b: Any) -> bool:
    """Equality of JSON: 1 is 1.0, true is not 1."""
    if isinstance(a, dict) and isinstance(b, dict):
        return len(a) == len(b) and all(key in b and same(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    if type(a) is bool or type(b) is bool:
        return a is b
    return bool(a == b)
