"""What a judge is asked to hold an input against, beyond the format itself.

Rules of this file:

* A policy is given by the caller, by name or as a file. None is ever looked for.
* It is closed: a key that this version does not know is an error, because a rule that is silently not
  applied is worse than none.
* A policy can make a judgement stricter or cheaper, never more lenient: the format's own limits stay.
* Two policies are the same when their canonical JSON is, and so their digest names them.
"""

from __future__ import annotations

import os

from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.limits import BUDGETS, SAFE_INTEGER
from cellucid_session.model import Frozen, Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

FILE_BYTES = 1 << 20  # bytes of a policy file
NAME_LENGTH = 64
_NAME_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")


class Policy(Frozen):
    """A named set of budgets.

    Attributes:
        name: ASCII letters, digits, `.`, `_` and `-`; at most 64 of them, the first a letter or digit.
        description: what it is for.
        limits: the budgets.
    """

    __slots__ = ("description", "limits", "name")
    name: str
    description: str
    limits: Limits

    def __init__(self, name: str, limits: Limits | None = None, description: str = "") -> None:
        self._fill(
            name=_name(name),
            description=_description(description),
            limits=limits if limits is not None else Limits(),
        )

    def with_limits(self, **budgets: int) -> Policy:
        """The same policy with some budgets replaced. Raises UsageError for a name or value that can't be."""
        return Policy(self.name, _limits(self.limits.as_dict() | budgets), self.description)

    def as_dict(self) -> dict[str, Any]:
        """The policy as plain values, in declared order."""
        return {"name": self.name, "description": self.description, "limits": self.limits.as_dict()}

    @property
    def sha256(self) -> str:
        """Digest of the canonical JSON: keys sorted, no white space, ASCII only."""
        import json

        from cellucid_session.files import sha256

        text = json.dumps(self.as_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        digest = sha256(len(text))
        digest.update(text.encode("ascii"))
        return digest.hexdigest()


def _name(value: Any) -> str:
    if type(value) is not str or not 0 < len(value) <= NAME_LENGTH or not _NAME_CHARACTERS.issuperset(value):
        raise UsageError(f"a policy's name is 1 to {NAME_LENGTH} of the characters A-Z a-z 0-9 . _ -")
    if not value[0].isalnum():
        raise UsageError("a policy's name begins with a letter or a digit")
    return value


def _description(value: Any) -> str:
    if type(value) is not str:
        raise UsageError("a policy's description is a text")
    return value


def _limits(value: Any) -> Limits:
    from cellucid_session.safe import safe

    if type(value) is not dict:
        raise UsageError("the limits of a policy are a table of numbers by name")
    for name, budget in value.items():
        if name not in BUDGETS:
            raise UsageError(f"no limit is called {safe(str(name))}; there are: {', '.join(BUDGETS)}")
        if type(budget) is not int or not 1 <= budget <= SAFE_INTEGER:
            raise UsageError(f"the limit {name} must be an integer from 1 to {SAFE_INTEGER}")
    return Limits(**value)


#: What a policy file may say. A later key (levels, families, waivers) is one line here and one slot above.
_KEYS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "description": _description,
    "limits": _limits,
}

BUILT_IN: dict[str, Policy] = {"upload": Policy("upload")}
DEFAULT = "upload"


def parse(text: str) -> Policy:
    """Read a policy from TOML.

    Raises:
        UsageError: the text is no TOML, or says something that a policy does not have.
    """
    import tomllib

    from cellucid_session.safe import safe

    try:
        said = tomllib.loads(text)
    except (ValueError, RecursionError) as exc:
        raise UsageError(f"the policy is not TOML: {safe(str(exc))}") from exc
    for key in said:
        if key not in _KEYS:
            raise UsageError(f"a policy has no key {safe(key)}; there are: {', '.join(_KEYS)}")
    if "name" not in said:
        raise UsageError("the policy has no name")
    return Policy(**{key: _KEYS[key](value) for key, value in said.items()})


def load(name_or_path: str) -> Policy:
    """The built-in policy of this name, or else the policy in this file.

    Raises:
        UsageError: there is neither, or the file is no policy.
    """
    if name_or_path in BUILT_IN:
        return BUILT_IN[name_or_path]
    from cellucid_session.files import open_input
    from cellucid_session.safe import safe

    shown = safe(os.fsencode(name_or_path))
    try:
        source = open_input(name_or_path)
    except InputError as exc:
        raise UsageError(
            f"no policy is called {shown} (there are: {', '.join(BUILT_IN)}), and {exc}"
        ) from exc
    try:
        if source.size is None or source.size > FILE_BYTES:
            raise UsageError(f"the policy {shown} has more than {FILE_BYTES} bytes")
        text = b"".join(source.pieces()).decode("utf-8")
        return parse(text)
    except InputError as exc:
        raise UsageError(f"the policy {shown}: {exc}") from exc
    except UnicodeDecodeError as exc:
        raise UsageError(f"the policy {shown} is not UTF-8") from exc
    except UsageError as exc:
        raise UsageError(f"the policy {shown}: {exc}") from exc
    finally:
        source.close()
