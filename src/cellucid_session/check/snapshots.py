"""The judgement of a state-snapshots.json: which sessions lie beside a data set, and which one opens.

Rules of this file:

* An entry is data. It is taken apart as text here and never opened; only `--check-files` looks whether a plain
  relative path exists.
* What the viewer resolves with a URL parser must not depend on one: an entry is a plain relative path
  inside the folder, or an http(s) URL (which is told), or it is refused.
* The last entry that ends in .cellucid-session is the one that opens. Spec: 8.
"""

from __future__ import annotations

import re

from cellucid_session.check.collector import place
from cellucid_session.check.entries import SPACE
from cellucid_session.check.text import text_findings
from cellucid_session.check.unicode_text import is_composed
from cellucid_session.generated import rules as R
from cellucid_session.generated import schemas
from cellucid_session.safe import safe
from cellucid_session.wire import strict_json
from cellucid_session.wire.source import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from cellucid_session.check.collector import Collector
    from cellucid_session.model import DatasetFacts, Limits

    Path = tuple[str | int, ...]

#: where the list is looked for in an object, and the target in an entry: the first that is not empty counts
LIST_KEYS = ("states", "files", "snapshots")
TARGET_KEYS = ("url", "path", "href", "file", "filename", "name")
SUFFIX = ".cellucid-session"

_REMOTE = re.compile(r"https?://[^/?#\\\x00-\x20@]+(?:[/?#][^\\\x00-\x20]*)?", re.IGNORECASE).fullmatch
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:").match
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ENCODED = re.compile(r"%(?:2e|2f|5c|00|25)", re.IGNORECASE)


class Target:
    """Where one entry points.

    Attributes:
        path: place of the text in the file. text: the entry, trimmed. remote: it is an http(s) URL.
        relative: the plain relative path without query and fragment, or None.
        key: the file that it points to, the same for two ways to write it. whole: the same with query and fragment.
        opens: the viewer takes it for a session.
    """

    __slots__ = ("key", "opens", "path", "relative", "remote", "text", "whole", "why")

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.text = text.strip(SPACE)
        bare = re.split("[?#]", self.text, maxsplit=1)[0]
        self.why = _refused(self.text, bare)
        self.remote = not self.why and _SCHEME(self.text) is not None
        self.relative = None if self.why or self.remote else "/".join(_segments(bare))
        self.key = self.text if self.relative is None else self.relative
        # what the viewer tells sessions apart by: two queries are two sessions
        self.whole = self.key if self.relative is None else self.key + self.text[len(bare) :]
        self.opens = bare.rsplit("/", 1)[-1].lower().endswith(SUFFIX)


def _segments(bare: str) -> list[str]:
    kept: list[str] = []
    for segment in bare.split("/"):
        if segment == "..":
            kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    return kept


def _refused(text: str, bare: str) -> str:
    """Why a target is refused, or "" when it is not."""
    if not text:
        return "the entry is empty"
    if _CONTROL.search(text):
        return "the entry has a control character"
    if _SCHEME(text):
        return "" if _REMOTE(text) else "the entry is a URL other than plain http(s), or a drive letter"
    if "\\" in text:
        return "the entry has a backslash"
    if _ENCODED.search(bare):
        return "the entry has an encoded dot, slash, backslash, percent sign or NUL"
    if bare.startswith("/"):
        return "the entry is an absolute path"
    depth = 0
    for segment in bare.split("/"):
        depth += -1 if segment == ".." else segment not in ("", ".")
        if depth < 0:
            return "the entry climbs out of the folder"
    return ""


def targets(value: Any) -> Iterator[Target]:
    """The targets of a parsed state-snapshots.json, in order; entries of a wrong type are left out."""
    base: Path = ()
    if isinstance(value, dict):
        there = [key for key in LIST_KEYS if key in value]
        if not all(isinstance(value[key], list) for key in there):
            return  # snapshots.root: there is no list
        key = there[0] if there else LIST_KEYS[0]
        base, value = (key,), value.get(key)
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        if isinstance(entry, str):
            yield Target((*base, index), entry)
        elif isinstance(entry, dict):
            key = next((key for key in TARGET_KEYS if entry.get(key)), "")
            if isinstance(entry.get(key), str):
                yield Target((*base, index, key), entry[key])


class SnapshotsJudge:
    """Judges a state-snapshots.json that is fed in pieces. The text is judged whole, at its end."""

    generation: int | None = None

    def __init__(self, collector: Collector, policy: Limits, dataset: DatasetFacts, early_exit: bool) -> None:
        self.collector = collector
        self.targets: list[Target] = []
        self.complete = False
        self.over = False
        self.consumed = 0
        self._limits = policy
        self._room = min(
            (policy.json_bytes, R.BUDGET_JSON_BYTES), (policy.total_json_bytes, R.BUDGET_TOTAL_JSON_BYTES)
        )
        self._parts: list[bytes] = []

    def members(self) -> tuple[tuple[str, int, int | None], ...]:
        """A list has no groups."""
        return ()

    def layout(self) -> tuple[tuple[str, int, int, int | None], ...]:
        """A list is one text, so there is nothing to tell apart."""
        return ()

    def releases(self) -> tuple[str, ...]:
        """A list of sessions is opened by all of them."""
        return ()

    def summary(self) -> dict[str, Any]:
        """How many entries there are, how many are sessions, and which one opens."""
        named = [target for target in self.targets if target.opens]
        first = {
            target.whole: target for target in reversed(named)
        }  # the first of equal ones keeps its place
        opening = [target for target in named if first[target.whole] is target]
        return {
            "entries": len(self.targets),
            "sessions": len(opening),
            "opens": safe(opening[-1].text) if opening else None,
        }

    def feed(self, piece: bytes) -> None:
        """Gather a piece, within the budgets of JSON texts."""
        budget, rule = self._room
        if self.consumed + len(piece) > budget:
            self.collector.add(rule, f"the text is longer than {budget} bytes", span=(budget, budget + 1))
            self.consumed = budget
            self.over = True
            return
        self._parts.append(piece)
        self.consumed += len(piece)

    def end(self) -> None:
        """Judge the text."""
        if self.over:
            return
        self.over = True
        data = b"".join(self._parts)
        collector = self.collector
        try:
            value = strict_json.parse(data, self._limits.json_nodes)
        except Fault as fault:
            collector.add(fault.rule, fault.detail, span=(fault.start, fault.end))
            return

        collector.judged("json-text")
        schemas.CHECKS["state-snapshots"](value, collector.in_text)
        self.targets = list(targets(value))
        self._entries()
        collector.judged("list")
        collector.judged("target", len(self.targets))
        for rule, path, at_key, detail in text_findings(value, data, enough=collector.enough):
            collector.add(rule, detail, path=path, at_key=at_key)
        collector.judged("texts")
        place(collector.since(0), data, 0, None)
        self.complete = True

    def _entries(self) -> None:
        """Every entry, and the list as a whole."""
        add = self.collector.add
        seen: set[str] = set()
        for target in self.targets:
            if target.why:
                add(R.SNAPSHOTS_TARGET, target.why, path=target.path)
                continue
            if target.remote:
                add(R.SNAPSHOTS_REMOTE, "the entry is fetched from another place", path=target.path)
            if "?" in target.text or "#" in target.text:
                add(R.SNAPSHOTS_QUERY, "the entry has a query or a fragment", path=target.path)
            if not is_composed(target.text):
                add(
                    R.SNAPSHOTS_UNICODE, "the entry is not in Unicode's composed form (NFC)", path=target.path
                )
            if target.key in seen:
                add(R.SNAPSHOTS_DUPLICATE, "an entry before points there already", path=target.path)
            seen.add(target.key)
        if not any(target.opens for target in self.targets):
            add(R.SNAPSHOTS_NONE, f"no entry ends in {SUFFIX}", path=())
