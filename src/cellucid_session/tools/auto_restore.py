"""Which session of a data set's folder the viewer would open, and why not the others.

Rules of this file:

* state-snapshots.json is read once, within the budget of a JSON text, and judged like any other.
* Entries are text. Only the one that opens is opened, and only when it is a plain relative path: beneath the folder,
  one component after the other, through no link. Nothing is fetched.
Spec: 8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cellucid_session import __version__
from cellucid_session.check.snapshots import SUFFIX, Target, targets
from cellucid_session.errors import InputError
from cellucid_session.generated.rules import INPUT_CHANGED, SNAPSHOTS_MISSING
from cellucid_session.io import files
from cellucid_session.io.files import SNAPSHOTS_NAME
from cellucid_session.judge import outcomes, walk
from cellucid_session.judge.settings import Settings
from cellucid_session.model import KIND_SESSION, KIND_SNAPSHOTS, Finding, Limits, Report
from cellucid_session.report.jsonreport import path_text, result_values
from cellucid_session.report.text import TextReport
from cellucid_session.safe import safe
from cellucid_session.tools.page import Page
from cellucid_session.wire import strict_json
from cellucid_session.wire.source import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

AUTO_RESTORE = 1  # version of the document

# What becomes of an entry.
OPENS, EARLIER, REPEATED, OTHER, REFUSED = "opens", "not the last", "repeated", "no session", "refused"
REMOTE = "opens, from another place"


class Outcome:
    """What auto-restoring would do.

    Attributes:
        listing: the report on state-snapshots.json. session: the report on the session that opens, or None.
        entries: (number, text of the file, what becomes of it, why) of each entry.
        opens: the text of the entry that opens, or None. relative: its path within the folder, if it has one.
    """

    def __init__(self, listing: Report) -> None:
        self.listing = listing
        self.session: Report | None = None
        self.entries: list[tuple[int, str, str, str]] = []
        self.opens: str | None = None
        self.relative: str | None = None

    @property
    def reports(self) -> list[Report]:
        """The reports that there are."""
        return [self.listing, *([self.session] if self.session is not None else [])]


def look(folder: str, watch: Callable[[bytes], object] | None = None) -> Outcome:
    """Find out what the viewer would open. watch: is told each piece of a session that is read."""
    shown = f"{folder.rstrip('/')}/{SNAPSHOTS_NAME}"
    limits = Limits()
    try:
        data = _read(folder, limits.json_bytes)
    except InputError as exc:
        return Outcome(outcomes.failed(KIND_SNAPSHOTS, files.finding_of(exc), shown))
    settings = Settings(check_files=True)
    listing = walk.judge(files.Memory(data), KIND_SNAPSHOTS, settings, folder=folder)
    listing.path = shown
    outcome = Outcome(listing)
    try:
        listed = list(targets(strict_json.parse(data, limits.json_nodes)))
    except Fault:  # the report says so; what can't be read opens nothing
        return outcome
    opening = _opening(listed)
    first = _first_of_equals(listed)
    outcome.entries = [(at + 1, each.text, *_becomes(each, first, opening)) for at, each in enumerate(listed)]
    if opening is None:
        return outcome
    outcome.opens, outcome.relative = opening.text, opening.relative
    if opening.relative is not None and _there(opening.relative, folder):
        settings = Settings()
        outcome.session = walk.judge_path(
            opening.relative, settings, kind=KIND_SESSION, root=folder, watch=watch
        )
    return outcome


def _read(folder: str, most: int) -> bytes:
    """The list's bytes, at most one piece more than `most`. Raises InputError."""
    source = files.open_input(SNAPSHOTS_NAME, folder)
    try:
        parts, total = [], 0
        for piece in source.pieces():
            parts.append(piece)
            total += len(piece)
            if total > most:
                break
        else:
            if (why := source.changed(total)) is not None:
                raise InputError(why, Finding(INPUT_CHANGED, why))
        return b"".join(parts)
    finally:
        source.close()


def _there(relative: str, folder: str) -> bool:
    try:
        files.open_input(relative, folder).close()
    except InputError:  # the report on the list says so: it looks for every file that is listed
        return False
    return True


def _first_of_equals(listed: list[Target]) -> dict[str, Target]:
    return {each.key: each for each in reversed(listed)}


def _opening(listed: list[Target]) -> Target | None:
    """The last entry that the viewer takes for a session; of equal ones the first keeps its place."""
    first = _first_of_equals(listed)
    opening = [each for each in listed if each.opens and first[each.key] is each]
    return opening[-1] if opening else None


def _becomes(target: Target, first: dict[str, Target], opening: Target | None) -> tuple[str, str]:
    """What becomes of an entry, and why."""
    if target.why:
        more = "; the viewer would try to open it" if target is opening else ""
        return REFUSED, target.why + more
    if target is opening:
        return (REMOTE, "it is an http(s) URL; it is not fetched here") if target.remote else (OPENS, "")
    if not target.opens:
        return OTHER, f"its name does not end in {SUFFIX}"
    if target is not first[target.key]:
        return REPEATED, "an entry before points to the same"
    return EARLIER, "a later entry opens"


def document(folder: str, outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain values."""
    return {
        "auto_restore": AUTO_RESTORE,
        "tool": {"name": "cellucid-session", "version": __version__},
        "folder": path_text(folder),
        "opens": outcome.opens,
        "entries": [
            {"number": number, "target": text, "outcome": what, "why": why}
            for number, text, what, why in outcome.entries
        ],
        "list": result_values(outcome.listing),
        "session": None if outcome.session is None else result_values(outcome.session),
    }


def page_text(outcome: Outcome, every: bool = False) -> str:
    """The outcome as a page. every: show all rows."""
    page = Page(every)
    missing = any(finding.rule == SNAPSHOTS_MISSING for finding in outcome.listing.findings)
    if outcome.opens is None:
        page.raw("the viewer opens no session")
    else:
        page.raw(f"the viewer opens: {safe(outcome.opens)}")
        if outcome.session is None:
            gone = " (a listed file is missing, see below)" if missing else ""
            page.note(f"it was not judged{gone}")
    if outcome.entries:
        page.heading("entries of the list, the last first")
        page.items(
            f"{number}: {safe(text)}: {what}" + (f" ({why})" if why else "")
            for number, text, what, why in reversed(outcome.entries)
        )
    text = TextReport()
    for title, report in (("the list", outcome.listing), ("the session that opens", outcome.session)):
        if report is not None:
            page.heading(title)
            page.raw(text.one(report))
    return page.text()
