"""The renderings that there are: the name of each, and the module whose `render` makes it.

Rules of this file: a module is imported when its format is asked for. Text is made by its own command, line by line,
so it has none here.
"""

from __future__ import annotations

FORMATS = {
    "text": "",
    "json": "cellucid_session.report.jsonreport",
    "jsonl": "cellucid_session.report.jsonl",
    "sarif": "cellucid_session.report.sarif",
    "junit": "cellucid_session.report.junit",
    "html": "cellucid_session.report.html",
}
