"""What differs between two policies, and what that changes for files.

Rules of this file:

* Everything that a policy can say is compared; its name and its description are not what it asks.
* A file is judged under both from its first byte to its last, so that its waivers and all its findings count.
* What was judged twice must have been the same bytes, or nothing is said of it.
"""

from __future__ import annotations

from cellucid_session.generated.rules import INPUT_CHANGED, RULES
from cellucid_session.model import ERROR, Finding, Frozen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from cellucid_session.judge.policy import Policy
    from cellucid_session.model import Report


class Difference(Frozen):
    """One thing that two policies say differently.

    Attributes:
        part: "limits", "levels", "families" or "waivers".
        name: what of it.
        old, new: plain values; None where a policy says nothing.
    """

    __slots__ = ("name", "new", "old", "part")
    part: str
    name: str
    old: Any
    new: Any

    def __init__(self, part: str, name: str, old: Any, new: Any) -> None:
        self._fill(part=part, name=name, old=old, new=new)


class FileChange(Frozen):
    """What another policy makes of one file.

    Attributes:
        path: as in a report.
        sha256: digest of the file, or None where it was not read to its end.
        old, new: the verdicts.
        levels: rule, level, and how many findings of it there are under the old and under the new policy, where
            these differ, sorted.
        failures: what kept the file from being judged under one of them; then nothing else is known.
    """

    __slots__ = ("failures", "levels", "new", "old", "path", "sha256")
    path: str
    sha256: str | None
    old: str
    new: str
    levels: tuple[tuple[str, str, int, int], ...]
    failures: tuple[Finding, ...]

    def __init__(
        self,
        path: str,
        sha256: str | None,
        old: str,
        new: str,
        levels: tuple[tuple[str, str, int, int], ...] = (),
        failures: tuple[Finding, ...] = (),
    ) -> None:
        self._fill(path=path, sha256=sha256, old=old, new=new, levels=levels, failures=failures)

    @property
    def decided(self) -> bool:
        """Whether the verdict is another one."""
        return self.old != self.new

    def __bool__(self) -> bool:
        return self.decided or bool(self.levels) or bool(self.failures)


def differences(old: Policy, new: Policy) -> tuple[Difference, ...]:
    """What two policies say differently: limits, levels, families, waivers, each in declared or sorted order."""
    return (*_limits(old, new), *_levels(old, new), *_families(old, new), *_waivers(old, new))


def _limits(old: Policy, new: Policy) -> Iterable[Difference]:
    before, after = old.limits.as_dict(), new.limits.as_dict()
    return (
        Difference("limits", name, before[name], after[name])
        for name in before
        if before[name] != after[name]
    )


def _levels(old: Policy, new: Policy) -> Iterable[Difference]:
    """Levels as they hold, so that a rule set to its usual level differs from nothing."""
    before, after = (
        {rule: RULES[rule][1] for rule in RULES} | policy.effective_levels() for policy in (old, new)
    )
    return (
        Difference("levels", rule, before[rule], after[rule]) for rule in RULES if before[rule] != after[rule]
    )


def _families(old: Policy, new: Policy) -> Iterable[Difference]:
    before, after = old.families.as_dict(), new.families.as_dict()
    return (
        Difference("families", key, before[key], after[key]) for key in before if before[key] != after[key]
    )


def _waivers(old: Policy, new: Policy) -> Iterable[Difference]:
    """Waivers by rule and file; another reason, owner or day is a difference too."""
    before, after = (_by_file(policy) for policy in (old, new))
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if was != now:
            yield Difference("waivers", f"{key[0]} of {key[1]}", was, now)


def _by_file(policy: Policy) -> dict[tuple[str, str], list[dict[str, str]]]:
    told: dict[tuple[str, str], list[dict[str, str]]] = {}
    for waiver in policy.waivers:
        told.setdefault((waiver.rule, waiver.sha256), []).append(waiver.as_dict())
    return told


def change(old: Report, new: Report) -> FileChange:
    """What the new policy makes of a file that was judged under both."""
    failures = {
        (found.rule, found.message): found
        for report in (old, new)
        if report.verdict == ERROR
        for found in report.of_level("error")
        if found.cls == "tool"
    }
    if not failures and old.sha256 != new.sha256 and old.sha256 is not None and new.sha256 is not None:
        found = Finding(INPUT_CHANGED, "the file changed between its two judgements")
        failures[(found.rule, found.message)] = found
    if failures:
        return FileChange(old.path, None, old.verdict, new.verdict, (), tuple(failures.values()))
    before, after = _counts(old), _counts(new)
    levels = tuple(
        (rule, level, before.get((rule, level), 0), after.get((rule, level), 0))
        for rule, level in sorted({*before, *after})
        if before.get((rule, level), 0) != after.get((rule, level), 0)
    )
    return FileChange(old.path, old.sha256 or new.sha256, old.verdict, new.verdict, levels)


def _counts(report: Report) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for found in report.findings:
        key = (found.rule, found.level)
        counts[key] = counts.get(key, 0) + 1
    return counts


def totals(changes: Sequence[FileChange]) -> dict[tuple[str, str], int]:
    """(verdict under the old, under the new policy) -> files that were judged under both, sorted."""
    counts: dict[tuple[str, str], int] = {}
    for each in changes:
        if not each.failures:
            counts[each.old, each.new] = counts.get((each.old, each.new), 0) + 1
    return dict(sorted(counts.items()))
