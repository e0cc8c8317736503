#!/usr/bin/env python3
"""Lists of sessions: both engines say the same, and no accepted target leaves the folder."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urljoin

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator

    from cellucid_session.check.snapshots import targets
    from cellucid_session.model import VALID
    from cellucid_session.reference import judge
    from cellucid_session.wire.strict_json import parse

KIND = "state-snapshots"
ROOT = "https://host/folder/deep/"


def one(data: bytes) -> str:
    """Judge twice and resolve what was accepted; the verdict."""
    ways = _harness.Ways(data)
    report = _harness.run_one(data, KIND, ways)
    if len(data) <= ways.limits.file_bytes:
        other = judge(data, KIND, **ways.given())
        ours, theirs = _harness.answer(report), _harness.answer(other)
        for mine, yours in zip(ours, theirs, strict=True):
            _harness.need(mine == yours, "the engines differ", mine, yours)
    if report.verdict == VALID:
        for target in targets(parse(data)):
            inside(target.text, target.relative)
    return report.verdict


def inside(text: str, relative: str | None) -> None:
    """A target that is no http(s) URL stays below the folder, read as a path and as a URL."""
    if relative is None:
        _harness.need(text[:8].lower().startswith(("http://", "https://")), "neither path nor URL", text)
        return
    for path in (relative, unquote(relative)):
        plain = posixpath.normpath(posixpath.join("folder/deep", path))
        _harness.need(plain.startswith("folder/deep"), "a target outside the folder", text)
    # the library keeps a query apart only when a path is before it, as the URL standard does
    resolved = urljoin(ROOT, text)
    _harness.need(resolved.startswith(ROOT), "a URL outside the folder", text, resolved)


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(_mutator.mutate_json))
