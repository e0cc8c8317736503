"""The judgement of a whole state-snapshots.json.

Rules of this file: an entry is taken apart as a text; nothing is opened and no URL parser is asked. The order
of the questions about an entry is the order of `refused`. Spec: 8.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from cellucid_session.check.collector import Collector
from cellucid_session.check.entries import SPACE
from cellucid_session.check.text import text_findings
from cellucid_session.check.unicode_text import is_composed
from cellucid_session.declare.vocabulary import Broken
from cellucid_session.generated.limits import JSON_DEPTH, SAFE_INTEGER
from cellucid_session.model import DatasetFacts, Limits
from cellucid_session.reference import json_text, schemas
from cellucid_session.reference.payloads import Text
from cellucid_session.safe import safe

LIST_KEYS = ("states", "files", "snapshots")
TARGET_KEYS = ("url", "path", "href", "file", "filename", "name")
SUFFIX = ".cellucid-session"
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
SCHEME = LETTERS + "0123456789+-."
ENCODED = ("%2e", "%2f", "%5c", "%00", "%25")


def scheme(text: str) -> str:
    """The scheme that a text begins with, in lower case and without its colon, or ""."""
    name, colon, _ = text.partition(":")
    fits = colon and name and name[0] in LETTERS and all(char in SCHEME for char in name)
    return name.lower() if fits else ""


def bare(text: str) -> str:
    """A text up to its query or fragment."""
    return text.partition("#")[0].partition("?")[0]


def is_control(char: str) -> bool:
    """Whether a character is a control character, or ends a line."""
    return unicodedata.category(char) == "Cc" or char in "\u2028\u2029"


def is_plain_url(text: str) -> bool:
    """Whether an http(s) URL has a host, names no user, and holds nothing that parsers read in two ways."""
    _, _, rest = text.partition(":")
    if not rest.startswith("//") or any(char == "\\" or char <= " " for char in rest):
        return False
    host = rest[2:]
    for stop in "/?#":
        host = host.partition(stop)[0]
    return host != "" and "@" not in host


def refused(text: str) -> str:
    """Why an entry is refused, or ""."""
    name = scheme(text)
    path = bare(text)
    if text == "":
        return "the entry is empty"
    if any(is_control(char) for char in text):
        return "the entry has a control character"
    if name:
        return "" if name in ("http", "https") and is_plain_url(text) else "the entry is no plain http(s) URL"
    if "\\" in text:
        return "the entry has a backslash"
    if any(code in path.lower() for code in ENCODED):
        return "the entry hides a character behind its code"
    if path[:1] == "/":
        return "the entry is an absolute path"
    return "the entry climbs out of the folder" if resolved(path) is None else ""


def resolved(path: str) -> str | None:
    """A relative path without `.`, `..` and empty segments; None when it climbs out."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            if not kept:
                return None
            kept.pop()
        elif segment not in ("", "."):
            kept.append(segment)
    return "/".join(kept)


def entries(value: Any) -> Iterator[tuple[json_text.Path, str]]:
    """The entries that are texts or hold one, with their places."""
    base: json_text.Path = ()
    if isinstance(value, dict):
        if any(key in value and type(value[key]) is not list for key in LIST_KEYS):
            return
        key = next((key for key in LIST_KEYS if key in value), LIST_KEYS[0])
        base, value = (key,), value.get(key)
    for index, entry in enumerate(value if isinstance(value, list) else ()):
        if isinstance(entry, str):
            yield (*base, index), entry
        elif isinstance(entry, dict):
            key = next((key for key in TARGET_KEYS if entry.get(key)), "")
            if isinstance(entry.get(key), str):
                yield (*base, index, key), entry[key]


class Snapshots:
    """Judges a state-snapshots.json.

    Attributes:
        judged: how many bytes of the file were taken in.
        over: the judgement has come to its end.
    """

    generation: int | None = None

    def __init__(
        self,
        data: bytes,
        collector: Collector,
        limits: Limits,
        dataset: DatasetFacts,
        early_exit: bool,
        left: bool = False,
    ) -> None:
        self.complete = False
        self.over = True
        self._left = left
        self.judged = 0
        del dataset, early_exit  # a list of sessions is for no data set, and is judged whole
        self._data = data
        self._collector = collector
        self._limits = limits
        self._count = 0
        self._any_opens = False
        self._opening: list[str] = []
        self._named: set[str] = set()  # what the sessions before point to, refused or not
        self._taken: set[str] = set()  # what entries before that are not refused point to

    def releases(self) -> tuple[str, ...]:
        """A list of sessions is opened by all of them."""
        return ()

    def summary(self) -> dict[str, Any]:
        """How many entries there are, how many are sessions, and which one opens."""
        opens = safe(self._opening[-1]) if self._opening else None
        return {"entries": self._count, "sessions": len(self._opening), "opens": opens}

    def run(self) -> None:
        """Judge."""
        add = self._collector.add
        one, total = self._limits.json_bytes, self._limits.total_json_bytes
        budget = min(one, total)
        if len(self._data) > budget:
            self.judged = budget
            rule = "budget.json-bytes" if one <= total else "budget.total-json-bytes"
            add(rule, f"the text is longer than {budget} bytes", span=(budget, budget + 1))
            return
        self.judged = len(self._data)
        if self._left:
            self.over = False
            return
        try:
            node = json_text.read(self._data, self._limits.json_nodes, JSON_DEPTH, SAFE_INTEGER)
        except Broken as broken:
            add(broken.rule, broken.detail, span=(broken.start, broken.end))
            return
        schemas.check("state-snapshots", node.value, add)
        for path, raw in entries(node.value):
            self._entry(path, raw.strip(SPACE))
        if not self._any_opens:
            add("snapshots.none", f"no entry ends in {SUFFIX}", path=())
        for rule, path, at_key, detail in text_findings(
            node.value, self._data, enough=self._collector.enough
        ):
            add(rule, detail, path=path, at_key=at_key)
        Text(node, self._data, None, 0).place(self._collector.since(0))
        self.complete = True

    def _entry(self, path: json_text.Path, text: str) -> None:
        add = self._collector.add
        why = refused(text)
        remote = not why and scheme(text) != ""
        key = text if why or remote else resolved(bare(text)) or ""
        opens = bare(text).rpartition("/")[2].lower().endswith(SUFFIX)
        self._count += 1
        self._any_opens = self._any_opens or opens
        whole = key if why or remote else key + text[len(bare(text)) :]
        if opens and whole not in self._named:
            self._opening.append(text)
            self._named.add(whole)
        if why:
            add("snapshots.target", why, path=path)
            return
        if remote:
            add("snapshots.remote", "the entry is fetched from another place", path=path)
        if "?" in text or "#" in text:
            add("snapshots.query", "the entry has a query or a fragment", path=path)
        if not is_composed(text):
            add("snapshots.unicode", "the entry is not in Unicode's composed form", path=path)
        if key in self._taken:
            add("snapshots.duplicate", "an entry before points there already", path=path)
        self._taken.add(key)
