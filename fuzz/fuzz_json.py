#!/usr/bin/env python3
"""Strict JSON against the standard library, against the plain reader, and against itself where nothing is kept."""

from __future__ import annotations

import json

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["cellucid_session"]):
    import _harness
    import _mutator

    from cellucid_session.declare.vocabulary import Broken
    from cellucid_session.generated.limits import JSON_DEPTH, SAFE_INTEGER
    from cellucid_session.reference import json_text
    from cellucid_session.wire import json_parts, json_scan, strict_json
    from cellucid_session.wire.source import Fault
    from cellucid_session.wire.strict_json import parse

NODES = 20_000
TWICE = "json.duplicate-key"


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    _harness.need(len({key for key, _ in pairs}) == len(pairs), "a key twice was accepted")
    return dict(pairs)


strict_json.SMALL = -1
json_parts.WINDOW, json_scan.STRETCH = 48, 16


def _kept(value: object) -> object:
    """A value with all that stands for a dict or a list walked."""
    if isinstance(value, dict):
        return {key: _kept(inner) for key, inner in value.items()}
    return [_kept(inner) for inner in value] if isinstance(value, list) else value


def one(data: bytes) -> str:
    """Read four times; "read", or the rule that is broken."""
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
        try:
            parts = _kept(strict_json.parse_parts(data, nodes=NODES))
            in_parts = ("read", 0, 0)
        except Fault as fault:
            parts, in_parts = None, (fault.rule, fault.start, fault.end)
    _harness.need(said == wanted == in_parts, "the readers differ", said, wanted, in_parts)
    _harness.need(repr(value) == repr(parts), "what is not kept is another value", value, parts)
    _harness.need(repr(value) == repr(plain), "the readers see different values", value, plain)
    _harness.need(0 <= said[1] <= said[2] <= len(data), "a span outside the text", said)
    if said[0] == "read":
        usual = json.loads(data.decode("utf-8"), object_pairs_hook=_pairs)
        _harness.need(usual == value, "the standard library reads something else", usual, value)
    return said[0]


if __name__ == "__main__":
    _harness.start(one, _mutator.lent(_mutator.mutate_json))
