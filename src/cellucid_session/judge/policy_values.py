"""What a policy may say, value by value.

Rules of this file: a value that is not exactly as it must be is a UsageError, never mended and never passed over;
a message shows a text of the policy through `safe` only.
"""

from __future__ import annotations

from cellucid_session.errors import UsageError
from cellucid_session.generated.generations import NUMBERS
from cellucid_session.generated.limits import BUDGETS, SAFE_INTEGER
from cellucid_session.generated.rules import RULES
from cellucid_session.model import Frozen, Limits
from cellucid_session.safe import safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

NAME_LENGTH = 64
TEXT_LENGTH = 1000  # characters of a reason, an owner, a contributor or a prefix
LEVELS = ("error", "warning", "note", "off")
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_HEX = frozenset("0123456789abcdef")
WAIVER_KEYS = ("rule", "reason", "owner", "until", "sha256")

#: classes of rule that a waiver may cover
WAIVABLE = ("conformance", "advice")


class Families(Frozen):
    """What is thought of chunks of no known family.

    Attributes:
        allow_foreign: whether they are let through; otherwise they are errors.
        contributors, prefixes: foreign chunks of these contributors, whose ids begin so, are expected, and notes.
            An empty one says nothing; where both say something, both must hold. A file says itself who
            contributed its chunks: this sorts, it does not prove.
    """

    __slots__ = ("allow_foreign", "contributors", "prefixes")
    allow_foreign: bool
    contributors: tuple[str, ...]
    prefixes: tuple[str, ...]

    def __init__(
        self, allow_foreign: bool = True, contributors: tuple[str, ...] = (), prefixes: tuple[str, ...] = ()
    ) -> None:
        self._fill(allow_foreign=allow_foreign, contributors=contributors, prefixes=prefixes)

    def as_dict(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "allow_foreign": self.allow_foreign,
            "contributors": list(self.contributors),
            "prefixes": list(self.prefixes),
        }


class Waiver(Frozen):
    """A rule that one file may break until a day (that day included)."""

    __slots__ = ("owner", "reason", "rule", "sha256", "until")
    rule: str
    reason: str
    owner: str
    until: str
    sha256: str

    def __init__(self, rule: str, reason: str, owner: str, until: str, sha256: str) -> None:
        self._fill(rule=rule, reason=reason, owner=owner, until=until, sha256=sha256)

    def as_dict(self) -> dict[str, str]:
        """As plain values."""
        return {name: getattr(self, name) for name in WAIVER_KEYS}


def name(value: Any) -> str:
    """1 to 64 of the characters A-Z a-z 0-9 . _ -, the first a letter or a digit."""
    if type(value) is not str or not 0 < len(value) <= NAME_LENGTH or not _NAME_CHARACTERS.issuperset(value):
        raise UsageError(f"a policy's name is 1 to {NAME_LENGTH} of the characters A-Z a-z 0-9 . _ -")
    if not value[0].isalnum():
        raise UsageError("a policy's name begins with a letter or a digit")
    return value


def description(value: Any) -> str:
    """Any text."""
    if type(value) is not str:
        raise UsageError("a policy's description is a text")
    return value


def limits(value: Any) -> Limits:
    """A table of budgets by name."""
    for budget, number in _table(value, "the limits of a policy", BUDGETS, "limit").items():
        if type(number) is not int or not 1 <= number <= SAFE_INTEGER:
            raise UsageError(f"the limit {budget} must be an integer from 1 to {SAFE_INTEGER}")
    return Limits(**value)


def levels(value: Any) -> dict[str, str]:
    """A table of levels by rule; the rules are of class advice."""
    said: dict[str, str] = _table(value, "the levels of a policy", RULES, "rule")
    for rule, level in said.items():
        if level not in LEVELS:
            raise UsageError(f"the level of {rule} must be one of: {', '.join(LEVELS)}")
        if RULES[rule][0] != "advice":
            raise UsageError(
                f"{rule} is of class {RULES[rule][0]}; a policy sets levels of class advice only"
            )
    return said


def families(value: Any) -> Families:
    """A table of `allow_foreign`, `contributors` and `prefixes`, all optional."""
    said = _table(value, "the families of a policy", ("allow_foreign", "contributors", "prefixes"), "key")
    if type(said.get("allow_foreign", True)) is not bool:
        raise UsageError("allow_foreign is true or false")
    for key in ("contributors", "prefixes"):
        if type(said.get(key, [])) is not list:
            raise UsageError(f"the {key} of a policy are an array of texts")
    texts = {
        key: tuple(_text(item, f"one of the {key}") for item in said.get(key, []))
        for key in ("contributors", "prefixes")
    }
    return Families(said.get("allow_foreign", True), **texts)


def waivers(value: Any) -> tuple[Waiver, ...]:
    """An array of tables."""
    if type(value) is not list:
        raise UsageError("the waivers of a policy are an array of tables")
    return tuple(_waiver(item) for item in value)


def generations(value: Any) -> tuple[int, ...]:
    """An array of numbers of generations, each once; the array is ascending in what comes of it."""
    if type(value) is not list or any(type(number) is not int for number in value):
        raise UsageError("the generations of a policy are an array of whole numbers")
    unknown = [number for number in value if number not in NUMBERS]
    if unknown or len(set(value)) != len(value):
        raise UsageError(f"the generations of a policy are some of {', '.join(map(str, NUMBERS))}, each once")
    return tuple(sorted(value))


def _waiver(value: Any) -> Waiver:
    said = _table(value, "a waiver", WAIVER_KEYS, "key")
    for key in WAIVER_KEYS:
        if key not in said:
            raise UsageError(f"a waiver has no {key}")
    rule, digest = said["rule"], said["sha256"]
    if type(rule) is not str or rule not in RULES:
        raise UsageError(f"a waiver is for the rule {safe(str(rule))}, which is not known")
    if RULES[rule][0] not in WAIVABLE:
        raise UsageError(f"{rule} is of class {RULES[rule][0]} and can't be waived")
    if type(digest) is not str or len(digest) != 64 or not _HEX.issuperset(digest):
        raise UsageError("the sha256 of a waiver is 64 hex digits in lower case")
    return Waiver(
        rule,
        _text(said["reason"], "the reason of a waiver"),
        _text(said["owner"], "the owner of a waiver"),
        day(said["until"]),
        digest,
    )


def day(value: Any) -> str:
    """A date, YYYY-MM-DD; a date of TOML too."""
    from datetime import date

    if type(value) is date:
        return value.isoformat()
    if type(value) is str and len(value) == 10 and value.isascii():
        try:
            if date.fromisoformat(value).isoformat() == value:  # a week's date is ten characters too
                return value
        except ValueError:
            pass
    raise UsageError(f"{safe(str(value))} is no date of the form YYYY-MM-DD")


def _text(value: Any, what: str) -> str:
    if type(value) is not str or not 0 < len(value) <= TEXT_LENGTH or not value.strip():
        raise UsageError(f"{what} must be a text of 1 to {TEXT_LENGTH} characters")
    return value


def _table(value: Any, what: str, known: Any, key: str) -> dict[str, Any]:
    """A table with known keys only."""
    if type(value) is not dict:
        raise UsageError(f"{what} must be a table")
    for said in value:
        if said not in known:
            some = f"; there are: {', '.join(known)}" if len(known) < 20 else ""
            raise UsageError(f"no {key} is called {safe(str(said))}{some}")
    return value


#: key of a policy -> what makes its value; anything else is no key
KEYS: dict[str, Callable[[Any], Any]] = {
    "name": name,
    "description": description,
    "limits": limits,
    "levels": levels,
    "families": families,
    "waivers": waivers,
    "generations": generations,
}
