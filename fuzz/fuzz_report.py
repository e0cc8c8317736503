#!/usr/bin/env python3
"""Reports on any session and of any name: printable, bounded, and as their schema says."""

from __future__ import annotations

import json
import os

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator
    import jsonschema

    from cellucid_session import policy, schemas_data
    from cellucid_session.report import jsonreport, text

POLICY = policy.load("upload")
SHOWN = 12  # findings that are held against the schema, which takes long
EACH = 2500  # characters that one finding may take
SCHEMA = jsonschema.Draft202012Validator(json.loads(schemas_data.read("report")))


def one(data: bytes) -> str:
    """Render; the verdict. The name of the file is the last bytes of it."""
    report = _harness.run_one(data)
    report.path = os.fsdecode(data[-40:].replace(b"\0", b""))
    with _harness.armed(), _harness.bounded():
        shown = text.render([report])
        coloured = text.render([report], colours=True)
        told = jsonreport.render([report], POLICY)
    room = EACH * (len(report.findings) + 2)
    _harness.need(len(shown) <= room and len(told) <= 2 * room, "a report without end", len(shown), len(told))
    _harness.need(all(char == "\n" or char.isprintable() for char in shown), "not printable", shown[:200])
    _harness.need(
        all(char in "\n\x1b" or char.isprintable() for char in coloured), "not printable", coloured[:200]
    )
    shown.encode("utf-8")
    _harness.need(told.isascii(), "the JSON report is not ASCII")
    document = json.loads(told)
    for result in document["results"]:
        del result["findings"][SHOWN:]
    SCHEMA.validate(document)
    return report.verdict


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(_mutator.mutate), _mutator.cross)
