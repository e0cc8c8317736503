#!/usr/bin/env python3
"""Strict JSON against the standard library and against the plain reader."""

from __future__ import annotations

import json

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator

    from cellucid_session.declare.vocabulary import Broken
    from cellucid_session.generated.limits import JSON_DEPTH, SAFE_INTEGER
    from cellucid_session.reference import json_text
    from cellucid_session.wire.source import Fault
    from cellucid_session.wire.strict_json import parse

NODES = 20_000
TWICE = "json.duplicate-key"


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    _harness.need(len({key for key, _ in pairs}) == len(pairs), "a key twice was accepted")
    return dict(pairs)


def one(data: bytes) -> str:
    """Read three times; "read", or the rule that is broken."""
    with _harness.armed(), _harness.bounded():
        try:
            value = parse(data, nodes=NODES)
            said = ("read", 0, 0)
        except Fault as fault:
            value, said = None, (fault.rule, fault.start, fault.end)
        try:
            plain = json_text.read(data, NODES, JSON_DEPTH, SAFE_INTEGER).value
            wanted = ("read", 0, 0)
        except Broken as broken:
            plain, wanted = None, (broken.rule, broken.start, broken.end)
    _harness.need(said == wanted, "the readers differ", said, wanted)
    _harness.need(repr(value) == repr(plain), "the readers see different values", value, plain)
    _harness.need(0 <= said[1] <= said[2] <= len(data), "a span outside the text", said)
    if said[0] == "read":
        usual = json.loads(data.decode("utf-8"), object_pairs_hook=_pairs)
        _harness.need(usual == value, "the standard library reads something else", usual, value)
    return said[0]


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(_mutator.mutate_json))
