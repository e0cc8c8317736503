"""What a judge is asked to hold an input against, beyond the format itself.

Rules of this file:

* A policy is given by the caller, by name or as a file. None is ever looked for.
* It is closed: a key that this version does not know is an error, because a rule that is silently not
  applied is worse than none.
* A policy can make a judgement stricter or cheaper. More lenient only where the format gives advice, and for
  single files by a waiver that has a reason, an owner and a last day. The rules of class safety stay.
* Two policies are the same when their canonical JSON is, and so their digest names them.
"""

from __future__ import annotations

from cellucid_session.arguments import LIST, Kind, hold
from cellucid_session.errors import InputError, UsageError
from cellucid_session.generated.rules import CHUNK_FOREIGN
from cellucid_session.judge import policy_values as V
from cellucid_session.judge.policy_values import Families, Waiver
from cellucid_session.model import Frozen, Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

FILE_BYTES = 1 << 20  # bytes of a policy file


#: what the arguments of a `Policy` must be; the values of the others say it themselves
ARGUMENTS = {
    "limits": Kind("a Limits", Limits).optional(),
    "levels": Kind("a dict from rule to level", dict).optional(),
    "families": Kind("a Families", Families).optional(),
    "waivers": LIST,
    "generations": LIST,
}


class Policy(Frozen):
    """A named set of demands.

    Attributes:
        name: ASCII letters, digits, `.`, `_` and `-`; at most 64 of them, the first a letter or digit.
        description: what it is for.
        limits: the budgets.
        levels: pairs of a rule of class advice and its level: "error", "warning", "note" or "off".
        families: what is thought of foreign chunks.
        waivers: what single files may do.
        generations: of the format that are taken, ascending; empty: all that are known.

    Raises:
        UsageError: a value can't be.
    """

    __slots__ = ("description", "families", "generations", "levels", "limits", "name", "waivers")
    name: str
    description: str
    limits: Limits
    levels: tuple[tuple[str, str], ...]
    families: Families
    waivers: tuple[Waiver, ...]
    generations: tuple[int, ...]

    def __init__(
        self,
        name: str,
        limits: Limits | None = None,
        description: str = "",
        levels: Mapping[str, str] | None = None,
        families: Families | None = None,
        waivers: tuple[Waiver, ...] = (),
        generations: tuple[int, ...] = (),
    ) -> None:
        hold(ARGUMENTS, locals())
        for each in waivers:
            hold({"each of the waivers": Kind("a Waiver", Waiver)}, {"each of the waivers": each})
        given = families if families is not None else Families()
        known = V.levels(dict(levels or {}))
        if not given.allow_foreign and known.get(CHUNK_FOREIGN, "error") != "error":
            raise UsageError(
                f"the policy says two things of foreign chunks: allow_foreign and {CHUNK_FOREIGN}"
            )
        self._fill(
            name=V.name(name),
            description=V.description(description),
            limits=limits if limits is not None else Limits(),
            levels=tuple(sorted(known.items())),
            families=given,
            waivers=tuple(waivers),
            generations=V.generations(list(generations)),
        )

    def with_limits(self, **budgets: int) -> Policy:
        """The same policy with some budgets replaced. Raises UsageError for a name or value that can't be."""
        return of(self.as_dict() | {"limits": self.limits.as_dict() | budgets})

    def as_dict(self) -> dict[str, Any]:
        """The policy as plain values, in declared order; `of` makes the same policy of them.

        A policy that takes every generation does not say so: its digest stays what it was when there was one.
        """
        said: dict[str, Any] = {
            "name": self.name,
            "description": self.description,
            "limits": self.limits.as_dict(),
            "levels": dict(self.levels),
            "families": self.families.as_dict(),
            "waivers": [waiver.as_dict() for waiver in self.waivers],
        }
        return said | ({"generations": list(self.generations)} if self.generations else {})

    @property
    def rules(self) -> bool:
        """Whether it says more than budgets."""
        return bool(self.levels or self.waivers or self.families != Families())

    def effective_levels(self) -> dict[str, str]:
        """Rule of class advice -> level, for the rules of which it says one."""
        return dict(self.levels) | ({} if self.families.allow_foreign else {CHUNK_FOREIGN: "error"})

    def expects(self, chunk: str, contributor: str) -> bool:
        """Whether a foreign chunk of this id and contributor is one of those that it names."""
        contributors, prefixes = self.families.contributors, self.families.prefixes
        if not contributors and not prefixes:
            return False
        return (not contributors or contributor in contributors) and (
            not prefixes or chunk.startswith(prefixes)
        )

    def options(self) -> list[str]:
        """How a command line asks for this policy; one that comes with no package is asked for by a file's name."""
        known = BUILT_IN.get(self.name)
        if known is None or known.with_limits(**self.limits.as_dict()).sha256 != self.sha256:
            words = ["--policy", f"{self.name}.toml"]
            usual = self.limits.as_dict()
        else:
            words = ["--policy", self.name] if self.name != DEFAULT else []
            usual = known.limits.as_dict()
        for name, value in self.limits.as_dict().items():
            words += ["--limit", f"{name}={value}"] if value != usual[name] else []
        return words

    @property
    def sha256(self) -> str:
        """Digest of the canonical JSON: keys sorted, no white space, ASCII only."""
        import json

        from cellucid_session.digests import sha256

        text = json.dumps(self.as_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        digest = sha256(len(text))
        digest.update(text.encode("ascii"))
        return digest.hexdigest()


def day(text: str) -> str:
    """A date, YYYY-MM-DD. Raises UsageError."""
    return V.day(text)


def of(said: Mapping[str, Any]) -> Policy:
    """The policy that plain values say.

    Raises:
        UsageError: they say something that a policy does not have.
    """
    from cellucid_session.safe import safe

    for key in said:
        if key not in V.KEYS:
            raise UsageError(f"a policy has no key {safe(str(key))}; there are: {', '.join(V.KEYS)}")
    if "name" not in said:
        raise UsageError("the policy has no name")
    return Policy(**{key: V.KEYS[key](value) for key, value in said.items()})


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
    return of(said)


def load(name_or_path: str) -> Policy:
    """The built-in policy of this name, or else the policy in this file.

    Raises:
        UsageError: there is neither, or the file is no policy.
    """
    if name_or_path in BUILT_IN:
        return BUILT_IN[name_or_path]
    from cellucid_session.io.files import open_input
    from cellucid_session.safe import safe

    shown = safe(name_or_path)
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


BUILT_IN: dict[str, Policy] = {
    policy.name: policy
    for policy in (
        Policy(
            "upload", description="The format, and nothing else: for a gate that takes files of strangers."
        ),
        Policy(
            "upload-strict",
            description="As upload, but chunks of no known family are refused.",
            families=Families(allow_foreign=False),
        ),
        Policy(
            "archive",
            Limits(file_bytes=16 << 30, inflated_bytes=64 << 30),
            "For files that are kept for years: whole, dated, and without a path of the sender's machine.",
            {
                "manifest.created-at-missing": "error",
                "manifest.data-source-missing": "warning",
                "manifest.no-chunks": "error",
                "manifest.user-path": "error",
                "chunk.sizes-absent": "error",
                "chunk.depends-unknown": "error",
                "cells.missing": "error",
                "snapshots.remote": "error",
            },
        ),
        Policy(
            "development",
            Limits(findings=10_000),
            "For files in the making: what the format does not forbid is a note.",
            {
                "manifest.no-chunks": "note",
                "manifest.unknown-key": "note",
                "manifest.user-path": "off",
                "chunk.foreign": "note",
                "chunk.sizes-absent": "off",
                "meta.no-pages": "note",
                "snapshots.none": "note",
            },
        ),
    )
}
DEFAULT = "upload"
