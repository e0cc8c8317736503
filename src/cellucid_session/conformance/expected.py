"""Failures that are known: a list with reasons, so that a run tells what is new.

Rules of this file: an entry names one case, or several by a `*` at its end. Each has a reason. One that no longer fails
is told, and the run is not as expected then: a list that is not true any more hides the next failure.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.errors import InputError, UsageError
from cellucid_session.io.files import open_input
from cellucid_session.safe import safe
from cellucid_session.wire import strict_json
from cellucid_session.wire.source import Fault

BYTES = 4 << 20
FORM = '{"expected": 1, "failures": [{"case": ID, "reason": TEXT}, …]}'


class Expected:
    """The known failures.

    Args:
        entries: case, or the beginning of cases and `*` -> reason.
    """

    def __init__(self, entries: dict[str, str] | None = None) -> None:
        self._entries = entries or {}
        self._seen: set[str] = set()

    def reason(self, case: str) -> str | None:
        """Why this case may fail, or None. The entry counts as used."""
        for name, reason in self._entries.items():
            if case == name or (name.endswith("*") and case.startswith(name[:-1])):
                self._seen.add(name)
                return reason
        return None

    def stale(self, asked: list[str]) -> list[tuple[str, str]]:
        """Entries, with their reasons, none of whose cases failed. asked: ids of the cases that were asked about."""
        return [
            (name, reason)
            for name, reason in self._entries.items()
            if name not in self._seen
            and any(case == name or (name.endswith("*") and case.startswith(name[:-1])) for case in asked)
        ]


def load(path: str, known: list[str]) -> Expected:
    """Read a list. known: ids of all cases there are.

    Raises:
        UsageError: it can't be read, has another form, or names what is no case.
    """
    try:
        source = open_input(path)
    except InputError as exc:
        raise UsageError(f"the list of expected failures can't be read: {exc}") from exc
    try:
        data = source.excerpt(0, BYTES + 1)
    finally:
        source.close()
    try:
        told = strict_json.parse(data[:BYTES]) if len(data) <= BYTES else None
    except Fault as exc:
        raise UsageError(f"the list of expected failures is no JSON text: {safe(str(exc))}") from exc
    entries: dict[str, str] = {}
    for name, reason in _entries(told):
        if name in entries:
            raise UsageError(f"the list of expected failures names {safe(name)} twice")
        if not any(case == name or (name.endswith("*") and case.startswith(name[:-1])) for case in known):
            raise UsageError(f"the list of expected failures names {safe(name)}, which is no case")
        entries[name] = reason
    return Expected(entries)


def _entries(told: Any) -> list[tuple[str, str]]:
    fits = (
        isinstance(told, dict)
        and set(told) == {"expected", "failures"}
        and told["expected"] == 1
        and told["expected"] is not True
        and isinstance(told["failures"], list)
    )
    if fits:
        entries = []
        for each in told["failures"]:
            if not isinstance(each, dict) or set(each) != {"case", "reason"}:
                break
            case, reason = each["case"], each["reason"]
            if not (isinstance(case, str) and isinstance(reason, str) and case.strip("*") and reason.strip()):
                break
            entries.append((case, reason))
        else:
            return entries
    raise UsageError(f"the list of expected failures must have the form {FORM}")
