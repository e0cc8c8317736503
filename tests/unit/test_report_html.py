"""The HTML page: nothing of a file becomes markup, nothing is fetched, nothing runs."""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from html.parser import HTMLParser

import builders as b
import pytest
import reports

from cellucid_session import validate
from cellucid_session.generated.limits import BUDGETS
from cellucid_session.judge.policy import Policy, load
from cellucid_session.model import Limits, Report
from cellucid_session.report import html
from cellucid_session.report.html_style import STYLE

POLICY = load("upload")
VOID = {"meta"}
TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "h1",
    "h2",
    "h3",
    "h4",
    "article",
    "section",
    "p",
    "span",
    "strong",
    "b",
    "bdi",
    "dl",
    "div",
    "dt",
    "dd",
    "code",
    "pre",
    "mark",
    "ul",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "svg",
    "rect",
    "details",
    "summary",
    "footer",
}
ATTRIBUTES = {
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "viewbox",
    "preserveaspectratio",
    "role",
    "aria-label",
    "width",
    "height",
    "x",
    "y",
}


class Seen(HTMLParser):
    """What a browser would make of a page: elements, attributes, texts; every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.comments: list[str] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


@pytest.mark.parametrize("report", reports.ALL, ids=lambda report: report.verdict)
def test_only_elements_of_ours_come_out(report: Report) -> None:
    page = html.render([report], POLICY)
    reports.assert_tame(page)
    assert page == html.render([report], POLICY)
    seen = Seen(page)
    assert seen.tags <= TAGS
    assert seen.attributes <= ATTRIBUTES
    assert not seen.comments
    assert not re.search(r"(?i)\b(?:href|src|on[a-z]+|style)=", re.sub(r">[^<]*<", "><", page))
    assert "url(" not in STYLE
    assert "@import" not in STYLE


def test_the_policy_of_the_page_allows_its_style_sheet_and_nothing_else() -> None:
    page = html.render([reports.VALID], POLICY)
    (rules,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert rules.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert "unsafe" not in rules


def test_it_says_verdict_content_places_and_remedy() -> None:
    page = html.render([reports.INVALID], POLICY)
    for told in (
        "<strong>invalid</strong>",
        "b c.cellucid-session",
        "<mark>09 0a</mark> &#8230;",
        "inflated chunk 00000001",
        "|<mark>.&lt;&gt;&amp;</mark>|",
        "What to do:",
        "3 more findings were counted and not kept",
        "me &lt;m@x&gt;",
        "bytes when inflated",
    ):
        assert told in page, told


def test_a_file_that_is_let_through_by_waivers_is_not_called_flawless() -> None:
    waived = reports.INVALID.findings[-1]
    page = html.render([Report(verdict="valid", path="a", findings=(waived,))], POLICY)
    assert "waived by the policy" in page
    assert "as the format says" not in page
    assert "as the format says" in html.render([reports.VALID], POLICY)


def test_texts_of_a_file_are_isolated() -> None:
    page = html.render([reports.EVIL], POLICY)
    assert page.count("&lt;script&gt;") == page.count("alert(1)")
    for at in [match.start() for match in re.finditer("&lt;script&gt;", page)]:
        before = page[:at]
        assert before.rfind("<bdi>") > before.rfind("</bdi>") or before.rfind("<pre>") > before.rfind(
            "</pre>"
        )


def test_many_findings_of_a_rule_are_folded_and_counted() -> None:
    finding = reports.INVALID.findings[0]
    page = html.render([Report(verdict="invalid", path="a", findings=(finding,) * 300)], POLICY)
    assert "300 times" in page
    assert "<summary>295 more</summary>" in page
    assert "and 95 more, not shown here" in page


COMMANDS = {
    "a plain file": ("a", POLICY, "cellucid-validate --no-early-exit --kind session -- a"),
    "standard input": ("-", POLICY, "cellucid-validate --no-early-exit --kind session - < FILE"),
    "a blank": ("a b", POLICY, "cellucid-validate --no-early-exit --kind session -- 'a b'"),
    "other bytes": ("\x1b'\udcff", POLICY, "cellucid-validate --no-early-exit --kind session -- $'\\x1b\\x27\\xff'"),
    "a budget": (
        "a", POLICY.with_limits(chunks=5),
        "cellucid-validate --limit chunks=5 --no-early-exit --kind session -- a",
    ),
    "a policy of a file": (
        "a", Policy("mine", Limits(**BUDGETS)),
        "cellucid-validate --policy mine.toml --no-early-exit --kind session -- a",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("path", "policy", "wanted"), COMMANDS.values(), ids=COMMANDS)
def test_the_command_to_do_it_again(path: str, policy: Policy, wanted: str) -> None:
    assert html.command(Report(verdict="valid", path=path), policy) == wanted
    assert shlex.split(wanted)


def test_a_notebook_shows_the_same_and_keeps_its_own_style() -> None:
    shown = reports.INVALID._repr_html_()
    assert Seen(shown).tags <= TAGS
    assert html.render([reports.INVALID], POLICY).count("<article") == shown.count("<article") == 1
    selectors = re.findall(r"(?:^|[{}])([^{}@]+)\{", STYLE)
    assert selectors
    assert all(selector.startswith(".cellucid-report") for selector in selectors)


def test_the_map_has_every_byte_of_the_file_once() -> None:
    data = b.session(b.chunk("core/state", {}), b.chunk("a<b>\u202e/x", {}, contributorId="lab"))
    report = validate(data)
    starts = [start for _, start, _, _ in report.layout]
    ends = [end for _, _, end, _ in report.layout]
    assert [0, *ends] == [*starts, len(data)]
    assert [name for name, *_ in report.layout[:3]] == ["magic", "length of the manifest", "manifest"]
    assert report.layout[3] == ("core/state", ends[2], ends[3], 2)
    page = html.render([report], POLICY)
    assert page.count('class="part') == 5
    assert "<summary>5 parts</summary>" in page
    assert "a&lt;b&gt;\\u202e/x" in page


def test_the_map_is_cut_where_nobody_looks_any_more() -> None:
    report = validate(b.session(*(b.chunk(f"n/{at}", {}, contributorId="lab") for at in range(1003))))
    assert len(report.layout) == 1003
    assert "3 more chunks have no place here" in html.render([report], POLICY)


def test_a_file_that_ends_early_is_mapped_as_far_as_it_goes() -> None:
    data = b.session(b.chunk("core/state", {}), b.chunk("n/a", {}, contributorId="lab"))
    assert [name for name, *_ in validate(data[:-1]).layout][3:] == ["core/state"]
    assert validate(data[:20]).layout == ()
