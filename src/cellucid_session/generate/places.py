"""Where each rule stands in the spec, which code judges it, and which vector shows it broken.

Rules of this file:

* A section is found by its sentences, which end in the ids of the rules that they state; a rule that no sentence ends
  in stands in a table.
* What is generated is looked at as it is to be, not as it is on the disk: one pass makes everything.
* Code is found by the constant of the rule. So whoever looks for an id in the sources finds the module that judges it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from cellucid_session.declare.rules import RULES
from cellucid_session.generate.header import HEADER, constant

Fresh = Mapping[Path, Callable[[], str]]

PACKAGE = Path("src/cellucid_session")
#: wings with code that judges, the most telling first
WINGS = ("wire", "check", "judge", "io", "batch", "generated")
#: modules that name rules and judge nothing: tables, writers, and what tells what was judged
SILENT = (
    "rules.py", "rule_texts.py", "rule_generations.py", "rule_places.py", "subjects.py", "writers.py",
    "g2_writers.py", "g4_writers.py", "g5_writers.py", "witness.py", "coverage.py", "excerpts.py", "certificate.py",
)  # fmt: skip
MOST = 3  # modules that are named for a rule; a rule of a schema is judged in one for each generation


class Section(NamedTuple):
    """A section of the spec."""

    page: str
    title: str


def sections(pages: Iterable[tuple[str, str]]) -> dict[str, Section]:
    """Rule -> the first section with a sentence that ends in its id, else with a table that has it.

    Args:
        pages: pairs of a page's name, whatever it is, and its Markdown.
    """
    found: dict[str, Section] = {}
    known = {rule.id for rule in RULES}
    pages = list(pages)
    for stated in (_in_sentences, _in_tables):
        for page, body in pages:
            title = ""
            for line in body.splitlines():
                if heading := re.match(r"#+ (.*)", line):
                    title = heading[1]
                for rule in stated(line):
                    if rule in known:
                        found.setdefault(rule, Section(page, title))
    return found


def _in_sentences(line: str) -> list[str]:
    groups = re.findall(r"\[([a-z]+\.[a-z0-9-]+(?:, [a-z]+\.[a-z0-9-]+)*)\](?!\()", line)
    return [rule for group in groups for rule in group.split(", ")]


def _in_tables(line: str) -> list[str]:
    row = re.match(r"\| `([a-z]+\.[a-z0-9-]+)` \|", line)
    return [row[1]] if row else []


def modules(root: Path, fresh: Fresh) -> dict[str, list[str]]:
    """Rule -> modules that name its constant, below the package."""
    found: dict[str, list[str]] = {rule.id: [] for rule in RULES}
    ids = {constant(rule.id): rule.id for rule in RULES}
    for wing in WINGS:
        folder = PACKAGE / wing
        there = {path.name for path in (root / folder).glob("*.py")} if wing != "generated" else set()
        made = {path.name for path in fresh if path.parent == folder and path.suffix == ".py"}
        for name in sorted((there | made) - set(SILENT)):
            text = _text(root, folder / name, fresh)
            for word in dict.fromkeys(re.findall(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b", text)):
                if word in ids:
                    found[ids[word]].append(f"{wing}/{name}")
    return found


def examples(root: Path) -> dict[str, str]:
    """Rule -> the first conformance vector that breaks just it."""
    found: dict[str, str] = {}
    for path in sorted((root / PACKAGE / "conformance" / "vectors").glob("*.json")):
        for vector in json.loads(path.read_text("utf-8"))["vectors"]:
            rule = vector.get("expect", {}).get("rule")
            if isinstance(rule, str) and "id" in vector:
                found.setdefault(rule, vector["id"])
    return found


def _text(root: Path, path: Path, fresh: Fresh) -> str:
    return fresh[path]() if path in fresh else (root / path).read_text("utf-8")


def render(root: Path, fresh: Fresh) -> str:
    """generated/rule_places.py: section, modules and example by id. fresh: what makes each of the other files."""
    pages = sorted(path.relative_to(root) for path in (root / "spec").glob("*.md"))
    stated = sections((page.as_posix(), _text(root, page, fresh)) for page in pages)
    judged, shown = modules(root, fresh), examples(root)
    lines = [
        HEADER.format(title="Where each rule stands, and what judges it.", source="the spec and the modules")
    ]
    lines.append(
        "#: rule -> (page of the spec, its section, modules that judge it, a conformance vector that breaks it or none)\n"
        "PLACES: dict[str, tuple[str, str, tuple[str, ...], str]] = {\n"
    )
    for rule in RULES:
        page, title = stated.get(rule.id, Section("spec/README.md", ""))
        told = (page, title.replace("`", ""), tuple(judged[rule.id][:MOST]), shown.get(rule.id, ""))
        lines.append(f'    "{rule.id}": {told!r},\n')
    lines.append("}\n")
    return "".join(lines)
