"""What the site is made of: staged pages, and references made from declarations. Sphinx runs in `make docs`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import cellucid_session
from cellucid_session.commands.session import COMMANDS
from cellucid_session.commands.validate import COMMAND
from cellucid_session.conformance import catalogue
from cellucid_session.generated.rules import RULES
from cellucid_session.model import Span
from cellucid_session.report import home

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "docs")]

from maker import api_rest, command_pages, rule_pages, schema_pages, stage  # noqa: E402


@pytest.fixture(scope="module")
def rules() -> dict[str, str]:
    spec = [
        (f"../{stage.place(name)}", (ROOT / name).read_text("utf-8"))
        for name in stage.sources()
        if name.startswith("spec/") and name.endswith(".md") and "/adr/" not in name
    ]
    return rule_pages.pages(rule_pages.cited(spec))


def sections(pages: dict[str, str]) -> dict[str, str]:
    """Rule -> its section."""
    found = {}
    for body in pages.values():
        for section in re.split(r"^(?=\(rule-)", body, flags=re.MULTILINE)[1:]:
            found[re.findall(r"^## (\S+)$", section, re.MULTILINE)[0]] = section
    return found


def test_every_rule_has_a_section_with_all_that_is_known_of_it(rules: dict[str, str]) -> None:
    found = sections(rules)
    assert list(found) == list(RULES)
    for rule, section in found.items():
        for part in (f"(rule-{rule.replace('.', '-')})=", "class\n:", "what to do\n:", "in the format\n: ["):
            assert part in section, (rule, part)


def test_every_rule_that_a_file_can_break_shows_one_that_does(rules: dict[str, str]) -> None:
    broken = {vector.expect.rule for vector in catalogue.load().vectors}
    for rule, section in sections(rules).items():
        if rule in rule_pages.WITHOUT_VECTOR:
            assert rule not in broken
            continue
        level = RULES[rule][1]
        assert "a file that breaks it\n:" in section
        assert "with this change: " in section, rule
        assert re.search(rf"^  {level} {re.escape(rule)}", section, re.MULTILINE), rule


def test_the_marks_stand_below_the_guilty_bytes() -> None:
    shown = rule_pages.hexdump(bytes(range(40)), Span(15, 18)).splitlines()
    assert shown[0] == "       0  " + " ".join(f"{byte:02x}" for byte in range(16)) + "  ................"
    assert [at for at in range(len(shown[1])) if shown[1][at] == "^"] == [55, 56]
    assert [at for at in range(len(shown[3])) if shown[3][at] == "^"] == [10, 11, 13, 14]
    assert shown[2][10:15] == "10 11"


def test_every_command_and_option_is_in_the_reference() -> None:
    (page,) = command_pages.pages().values()
    for command in (COMMAND, *COMMANDS.values()):
        section = page.split(f"\n## {command.program}\n")[1].split("\n## ")[0]
        for option in command.options:
            assert f"`{option.name}" in section


def test_every_key_of_the_report_and_the_policy_is_in_the_reference() -> None:
    pages = schema_pages.pages(ROOT / "schemas")
    assert "`results[].findings[].rule`" in pages["schemas/report.md"]
    assert "`families.allow_foreign`" in pages["schemas/policy.md"]
    assert "`waivers[].until`" in pages["schemas/policy.md"]
    assert "`chunks[].storedBytes`" in pages["schemas/manifest.md"]
    assert {f"schemas/{path.name.split('.')[0]}.md" for path in (ROOT / "schemas").glob("*.json")} < set(
        pages
    )


def test_every_public_name_is_in_the_reference_of_the_api() -> None:
    places = {f"reference/{name}": ROOT / "docs" / "reference" / name for name in ("api.md", "glossary.md")}
    places |= {f"reference/api/{path.name}": path for path in (ROOT / "docs/reference/api").glob("*.md")}
    page = api_rest.told({where: path.read_text("utf-8") for where, path in places.items()})
    told = re.findall(
        r"^\.\. auto(?:class|function|exception):: (\w+)$", page + api_rest.section(page), re.MULTILINE
    )
    assert {f"api/{where[14:-3]}" for where in places if "/api/" in where} == set(
        re.findall(r"^api/\w+$", page, re.MULTILINE)
    )
    assert sorted(told) == sorted(cellucid_session.__all__)
    assert ".. autofunction:: validate" in api_rest.section(page.replace(".. autofunction:: validate", ""))


def test_pages_go_where_links_then_lead() -> None:
    assert stage.place("spec/README.md") == "format/index.md"
    assert stage.target("docs/how-to/gate.md", "../../spec/README.md") == "../format/index.md"
    assert stage.target("spec/container.md", "adr/") == "adr/index.md"
    assert stage.target("docs/index.md", "../schemas/report.schema.json") == "schemas/report.md"
    assert stage.target("docs/index.md", "../src/cellucid_session/safe.py") is None
    with pytest.raises(stage.StagingError):
        stage.target("docs/index.md", "absent.md")


def test_a_page_of_the_site_differs_in_links_only() -> None:
    body = (
        "A file MUST begin so. [frame.magic]\n\n| `frame.magic` | x |\n\n"
        "see [code](../src/x.py)\n\n```hex name\n00 [a](b)\n```\n<!-- begin: x -->\n`[not](a-link)`\n"
    )
    made = stage.staged("spec/x.md", body.replace("../src/x.py", "../src/cellucid_session/safe.py"))
    assert made == (
        "A file MUST begin so. \\[[frame.magic](#rule-frame-magic)\\]\n\n"
        "| [`frame.magic`](#rule-frame-magic) | x |\n\n"
        "see code\n\n```text\n00 [a](b)\n```\n`[not](a-link)`\n"
    )


def test_the_address_of_a_rule_is_where_the_site_has_it(rules: dict[str, str]) -> None:
    for rule, (_, _, layer) in RULES.items():
        page, _, anchor = home.of_rule(rule, layer, "").removeprefix("/").partition(".html#")
        assert anchor == rule_pages.anchor(rule)
        assert f"({anchor})=" in rules[page + ".md"]


def test_recipes_get_the_address_of_the_repository() -> None:
    page = (ROOT / "docs/recipes/continuous-integration.md").read_text("utf-8")
    assert stage.addressed(page, "") == page
    told = stage.addressed(page, "https://code.example/lab/cellucid-session")
    assert "OWNER" not in told
    assert "repo: https://code.example/lab/cellucid-session" in told
    assert "uses: lab/cellucid-session@" in told


ASKED = """
const { readFileSync } = require("fs");
globalThis.window = { location: { search: "?q=" + encodeURIComponent(process.argv[2]) } };
const Scorer = new Function(readFileSync(process.argv[1], "utf8") + "; return Scorer;")();
const found = JSON.parse(process.argv[3]).map((each) => [Scorer.score(each), each[1]]);
console.log(JSON.stringify(found.sort((a, b) => b[0] - a[0]).map((each) => each[1])));
"""


def test_the_search_puts_what_is_named_so_first_and_records_last() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    found = [
        ["format/adr/0009", "0009 Own gzip header", "", None, 60, "a.md"],
        ["rules/index", "Rules", "", None, 20, "b.md"],
        ["rules/gzip", "Rules: gzip > gzip.crc", "#rule-gzip-crc", None, 7, "c.md"],
        ["rules/gzip", "Rules: gzip > gzip.crc-of-all", "", None, 8, "c.md"],
    ]
    words = [node, "-e", ASKED, str(ROOT / "docs/_static/scorer.js"), "Gzip.crc ", json.dumps(found)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=30)
    assert [title.split(" > ")[-1] for title in json.loads(done.stdout)] == [
        "gzip.crc", "gzip.crc-of-all", "Rules", "0009 Own gzip header",
    ]  # fmt: skip


def test_the_sidebar_is_short_and_keeps_users_and_implementers_apart() -> None:
    index = (ROOT / "docs/index.md").read_text("utf-8")
    trees = re.findall(r"^```\{toctree\}\n:hidden:\n:caption: ([^\n]*)\n\n(.*?)^```", index, re.S | re.M)
    assert [caption for caption, _ in trees] == ["Using it", "Building on it"]
    assert sum(len(rows.split()) for _, rows in trees) <= 12
    staged = {
        stage.place(name): (ROOT / name).read_text("utf-8")
        for name in stage.sources()
        if name.endswith(".md")
    }
    left = {page for page in stage.unlisted(staged) if "/" not in page or page.startswith("how-to/")}
    assert left == set(), "a page of ours that no list names"
