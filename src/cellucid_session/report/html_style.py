"""The style sheet of the HTML page.

Rules of this file: every selector begins with the page's class, because a notebook shows the page within its own;
colours are named once for light and once for dark, with a contrast of at least 4.5 to 1 for texts.
"""

from __future__ import annotations

_LIGHT = (
    "--paper:#fff;--card:#f6f7f9;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--good:#116329;--bad:#b42318;"
    "--warn:#8a5300;--calm:#0b5cad;--mark:#ffe3a3;--bar:#3d7dca"
)
_DARK = (
    "--paper:#0f1318;--card:#181e26;--ink:#e6eaef;--soft:#9aa5b1;--line:#343d48;--good:#56d077;--bad:#ff8a80;"
    "--warn:#f0b458;--calm:#79b8ff;--mark:#6b4e00;--bar:#5a9be6"
)

_RULES = {
    "": "background:var(--paper);color:var(--ink);margin:0;font:16px/1.5 system-ui,sans-serif;"
    "overflow-wrap:anywhere;color-scheme:light dark;padding:1px 0",
    " *": "box-sizing:border-box",
    " main": "max-width:60rem;margin:0 auto;padding:1rem",
    " h1": "font-size:1.1rem;color:var(--soft);margin:0 0 1rem;font-weight:600",
    " h2": "font-size:1.25rem;margin:0 0 .5rem;line-height:1.3",
    " h3": "font-size:1rem;margin:1.5rem 0 .5rem",
    " h4": "font-size:1rem;margin:0 0 .5rem;font-weight:600",
    " p": "margin:.25rem 0",
    " code": "font-family:ui-monospace,monospace;font-size:.875em;background:none;color:inherit;padding:0",
    " article": "background:var(--card);border:1px solid var(--line);border-radius:8px;padding:1rem;"
    "margin:0 0 1rem;border-top:4px solid var(--edge)",
    " .valid": "--edge:var(--good)",
    " .invalid": "--edge:var(--bad)",
    " .inconclusive": "--edge:var(--warn)",
    " .error": "--edge:var(--bad)",
    " .warning": "--edge:var(--warn)",
    " .note": "--edge:var(--calm)",
    " .verdict": "font-size:1.1rem",
    " .verdict strong": "color:var(--edge);text-transform:uppercase;margin-right:.5rem",
    " tr strong": "color:var(--edge);white-space:nowrap",
    " thead": "white-space:nowrap",
    " summary": "cursor:pointer;color:var(--soft)",
    " dl": "margin:.5rem 0;display:grid;gap:.15rem",
    " dl div": "display:grid;grid-template-columns:12rem 1fr;gap:.5rem",
    " dt": "color:var(--soft);font-weight:400;margin:0",
    " dd": "margin:0;min-width:0",
    " .rule": "border-left:4px solid var(--edge);background:var(--paper);padding:.75rem;margin:0 0 .75rem;"
    "border-radius:0 6px 6px 0",
    " .level": "color:var(--edge);text-transform:uppercase;font-size:.8rem;letter-spacing:.04em",
    " .times": "color:var(--soft);font-weight:400",
    " .why": "color:var(--soft)",
    " ul": "margin:.5rem 0;padding:0;list-style:none",
    " li": "border-top:1px solid var(--line);padding:.5rem 0;margin:0",
    " .hex": "font-family:ui-monospace,monospace;font-size:.8125rem",
    " .hex span": "color:var(--soft)",
    " mark": "background:var(--mark);color:inherit;padding:0 .2em;border-radius:2px",
    " pre": "background:var(--paper);color:inherit;border:1px solid var(--line);border-radius:6px;padding:.5rem;"
    "margin:0;white-space:pre-wrap",
    " table": "border-collapse:collapse;width:100%;margin:0 0 1rem",
    " th": "text-align:left;padding:.25rem .5rem;border-bottom:1px solid var(--line)",
    " td": "text-align:left;padding:.25rem .5rem;border-bottom:1px solid var(--line)",
    " .bar": "display:grid;grid-template-columns:14rem 1fr 12rem;gap:.5rem;align-items:center;margin:.25rem 0",
    " .pair": "display:grid;grid-template-columns:1fr 1fr;gap:.5rem;margin:.5rem 0",
    " .pair div": "border:1px solid var(--line);border-radius:4px;padding:.25rem .5rem;min-width:0",
    " .pair b": "color:var(--soft);font-size:.8125rem;font-weight:600",
    " .bar span": "min-width:0",
    " .why .full": "border-bottom:4px solid var(--bar)",
    " .why .wide": "border-bottom:4px solid var(--soft)",
    " rect.wide": "fill:var(--soft)",
    " svg": "display:block;width:100%;height:1rem",
    " .map svg": "height:3rem",
    " .room": "fill:var(--line)",
    " .full": "fill:var(--bar)",
    " .part0": "fill:var(--bar)",
    " .part1": "fill:var(--soft)",
    " rect.error": "fill:var(--bad)",
    " rect.warning": "fill:var(--warn)",
    " rect.note": "fill:var(--calm)",
    " .ends": "display:flex;justify-content:space-between;color:var(--soft);font-size:.8125rem",
    " footer": "color:var(--soft);font-size:.8125rem",
}
_PHONE = {
    " main": "padding:.5rem",
    " article": "padding:.75rem",
    " dl div": "grid-template-columns:7.5rem 1fr",
    " .bar": "grid-template-columns:1fr;gap:0",
    " .pair": "grid-template-columns:1fr",
}


def _sheet(rules: dict[str, str]) -> str:
    return "".join(f".cellucid-report{name}{{{told}}}" for name, told in rules.items())


#: nothing in it ends a style element
STYLE = (
    f".cellucid-report{{{_LIGHT}}}"
    f"@media (prefers-color-scheme:dark){{.cellucid-report{{{_DARK}}}}}"
    f"{_sheet(_RULES)}@media (max-width:40rem){{{_sheet(_PHONE)}}}"
)
