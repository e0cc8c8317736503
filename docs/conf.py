"""Configuration of Sphinx. The pages come from `docs/maker`, which stages them; the reason is in spec/adr/0027."""

from __future__ import annotations

import logging
import re
import tomllib
from pathlib import Path

from docutils import nodes

from cellucid_session import __version__

project = "cellucid-session"
author = "the cellucid-session developers"
copyright = "the cellucid-session developers"  # noqa: A001 - Sphinx calls it so
version = release = __version__
REPOSITORY = tomllib.loads((Path(__file__).parents[1] / "home.toml").read_text("utf-8"))["repository"]
html_title = f"cellucid-session {version}"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx_copybutton"]
root_doc = "index"
exclude_patterns: list[str] = []
language = "en"
smartquotes = False  # `--option` stays what is typed
maximum_signature_line_length = 80
default_role = "code"  # single backticks in docstrings

myst_enable_extensions = ["colon_fence", "deflist", "attrs_inline"]
myst_heading_anchors = 4
myst_links_external_new_tab = False

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False

# Names of other projects: the site is made without the network, so their indexes are not asked.
nitpick_ignore_regex = [
    (
        "py:.*",
        r"(collections|typing|os|pathlib|datetime|types|numpy|np|pandas|pd|anndata|ad|io|builtins|enum|starlette|prometheus_client)(\..*)?",
    ),
    (
        "py:class",
        r"(Any|Path|AsyncGenerator|AsyncIterator|Awaitable|CollectorRegistry|Request|Response|Iterator|Iterable|Sequence|Mapping|Callable|BinaryIO|TracebackType|AnnData|DataFrame)",
    ),
    ("py:class", r"hypothesis\..*"),
    # names of this project that are told where they are met
    (
        "py:(class|exc)",
        (
            r"(Families|Waiver|Facts|RefusedError|OutputError|ServerError|Budget|Provider|Dataset|Base|Connection|Credentials|Certificate"
            r"|Session|Source|T|DataT|MuData|AnotherCategoryError|Shelf|Reference|Names|Indices|Generation|DraftStore|Demands)"
        ),
    ),
    ("py:class", r"cellucid_session\.[a-z]+\.[a-z_]+\..*"),  # what the API page does not list is a detail
]

copybutton_prompt_text = r"\$ |>>> |\.\.\. "
copybutton_prompt_is_regexp = True
copybutton_only_copy_prompt_lines = True

html_theme = "sphinx_book_theme"
html_theme_options = {
    "navbar_persistent": [],
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_navbar_depth": 1,
    "show_toc_level": 2,
    "home_page_in_toc": False,
    "repository_url": REPOSITORY,
    "use_repository_button": bool(REPOSITORY),
    "use_issues_button": bool(REPOSITORY),
    "show_nav_level": 1,
    "max_navbar_depth": 3,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_static_path = [str(Path(__file__).parent / "_static")]
html_css_files = ["site.css"]
html_search_scorer = str(Path(__file__).parent / "_static" / "scorer.js")
html_show_sourcelink = False
html_copy_source = False
html_last_updated_fmt = None

# -- docstrings --

_ITEM = re.compile(r"(?<=[.;] )(?=[a-z_]+: |[A-Z][A-Za-z]*(?:Error|Warning)(?: \([^)]*\))?: )")
_SECTION = re.compile(r"(Args|Raises|Attributes):")
_ERROR = re.compile(r"([A-Z][A-Za-z]*(?:Error|Warning)) (\([^)]*\)): ")


def tell_items_apart(
    app: object, what: str, name: str, obj: object, options: object, lines: list[str]
) -> None:
    """Several items that share a paragraph of a section get a paragraph each; a sentence stays a sentence.

    In the source `a: this. b: that.` is one paragraph to save lines; readers of the page want a list.
    """
    out: list[str] = []
    at = 0
    while at < len(lines):
        section = _SECTION.fullmatch(lines[at].strip())
        if section is None:
            out.append(lines[at])
            at += 1
            continue
        indent = len(lines[at]) - len(lines[at].lstrip())
        body: list[str] = []
        head, at = lines[at], at + 1
        while at < len(lines) and (
            not lines[at].strip() or len(lines[at]) - len(lines[at].lstrip()) > indent
        ):
            body.append(lines[at])
            at += 1
        paragraphs = _paragraphs(body, indent + 4)
        if (
            section[1] == "Raises"
            and paragraphs
            and not re.match(r"[A-Z][A-Za-z]*(Error|Warning)\b", paragraphs[0])
        ):
            out += ["", f"**Raises** {paragraphs[0][0].lower()}{paragraphs[0][1:]}", ""]
            continue
        out.append(head)
        for paragraph in paragraphs:
            for item in _ITEM.split(paragraph):
                out.append(" " * (indent + 4) + _ERROR.sub(r"\1: \2 ", item.strip()))
        out.append("")
    # a property's first line may hold a colon, which is no type
    lines[:] = ["..", "", *out] if what in ("property", "attribute") else out


def _paragraphs(body: list[str], indent: int) -> list[str]:
    """Lines of a section, those that continue one joined."""
    found: list[str] = []
    for line in body:
        if not line.strip():
            continue
        begins = re.match(r"[*A-Za-z_][A-Za-z_0-9, *]*(?: \([^)]*\))?: ", line.strip())
        if not found or (begins and len(line) - len(line.lstrip()) == indent):
            found.append(line.strip())
        else:
            found[-1] += " " + line.strip()
    return found


def set_dashes(app: object, tree: nodes.document, page: str) -> None:
    """The dash that Sphinx puts behind the name of a parameter."""
    for text in list(tree.findall(nodes.Text)):
        if str(text) == " -- ":
            text.parent.replace(text, nodes.Text(" \u2013 "))


def wanted(record: logging.LogRecord) -> bool:
    """Whether a warning is wanted: not that the type `bytes` is the name of several attributes, too."""
    return (
        "cross-reference %r" not in str(record.msg) or not record.args or next(iter(record.args)) != "bytes"
    )


def setup(app: object) -> None:
    """Hook in before napoleon."""
    app.connect("autodoc-process-docstring", tell_items_apart, priority=400)  # type: ignore[attr-defined]
    app.connect("doctree-resolved", set_dashes)  # type: ignore[attr-defined]
    logging.getLogger("sphinx.sphinx.domains.python").addFilter(wanted)
