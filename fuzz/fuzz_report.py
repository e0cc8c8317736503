#!/usr/bin/env python3
"""Reports on any session and of any name, in all renderings: well-formed, tame, bounded, the same twice; and the
certificate of every one of them is accepted by the checker that shares no code with the package."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import re
import zlib
from pathlib import Path

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator
    import _rendered

    from cellucid_session.commands.validate import FORMATS
    from cellucid_session.io import files
    from cellucid_session.judge import api, outcomes, policy, walk
    from cellucid_session.judge.settings import Settings
    from cellucid_session.report import text

POLICY = policy.load("upload")
EACH = 6000  # characters that one finding may take in a rendering
STATES = 5  # of the certificate that are held against the schema
SHOWN = 12  # findings that are rendered: schemas take long
_SPEC = importlib.util.spec_from_file_location(
    "check_certificate", Path(__file__).resolve().parents[1] / "spec" / "check_certificate.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
CHECKER = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(CHECKER)
RENDER = {name: importlib.import_module(module).render for name, module in FORMATS.items() if module}
for _late in ("base64", "shlex", "unicodedata", "urllib.parse"):
    importlib.import_module(_late)
for _check in _rendered.CHECKS:  # what is loaded late is loaded now
    if _check != "text":
        _rendered.CHECKS[_check](RENDER[_check]([api.validate(b"")], POLICY))


def one(data: bytes) -> str:
    """Render; the verdict. The name of the file is the last bytes of it."""
    ways = _harness.Ways(data)
    report = _harness.run_one(data, ways=ways)
    settings = Settings(limits=ways.limits, dataset=ways.dataset, certificate=True)
    with _harness.armed(), _harness.bounded():
        certified = walk.judge_openly(files.Memory(data), "session", settings)
        report = outcomes.keep(report, SHOWN)
        report.path = certified.path = os.fsdecode(data[-40:].replace(b"\0", b""))
        shown = {name: render([report], POLICY) for name, render in RENDER.items()}
        again = {name: render([report], POLICY) for name, render in RENDER.items()}
        told = RENDER["json"]([certified], POLICY)
        shown["text"], coloured = text.render([report]), text.render([report], colours=True)
    _harness.need(shown.items() >= again.items(), "another text the second time")
    layout = len(report.layout) + len(report.members)
    for name, rendered in shown.items():
        most = EACH * (len(report.findings) + 3) + 1000 * layout
        _harness.need(len(rendered) <= most, "a report without end", name, len(rendered))
        _rendered.CHECKS[name](rendered)
    _harness.need(re.sub("\x1b\\[[0-9]+m", "", coloured) == shown["text"], "colours change the text")
    _rendered.tame(told)
    document = json.loads(told)
    CHECKER.check(document, [data])
    for result in document["results"]:  # all states are made alike, and a schema takes its time: some of them
        states = result["certificate"]["rules"]
        result["certificate"]["rules"] = states[zlib.crc32(data) % len(states) :][:STATES]
    _rendered.check_json(json.dumps(document) + "\n")
    return report.verdict


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(_mutator.mutate), _mutator.cross)
