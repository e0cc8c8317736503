#!/usr/bin/env python3
"""Any bytes as a session: a report comes out, the same one whatever the cut. Fast and shallow."""

from __future__ import annotations

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness


def one(data: bytes) -> str:
    """Judge; the verdict."""
    return _harness.run_one(data).verdict


if __name__ == "__main__":
    _harness.start(one)
