"""Scenarios: well described, and what they say is what our own writer writes, digest and all."""

from __future__ import annotations

import hashlib
import json
import struct
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cellucid_session import validate
from cellucid_session.conformance import catalogue, encode, own_programs, scenarios
from cellucid_session.declare import schemas as schema_files
from cellucid_session.write.canonical import semantic_digest

SCENARIOS = {scenario.name: scenario for scenario in scenarios.load()}
SCHEMA = Draft202012Validator(json.loads(schema_files.read("conformance-scenario")))


def test_the_source_fits_the_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)
    source = catalogue.read_json(scenarios.SOURCE)
    assert [error.message for error in SCHEMA.iter_errors(source)] == []
    names = Counter(scenario["name"] for scenario in source["scenarios"])
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_our_writer_writes_what_is_asked(name: str) -> None:
    given = SCENARIOS[name].given()
    assert given == SCENARIOS[name].given()
    asked = json.loads(given)
    assert list(SCHEMA.iter_errors(asked)) == []
    assert "digest" not in asked
    data = own_programs.write(asked)
    assert validate(data).verdict == "valid"
    assert semantic_digest(data) == SCENARIOS[name].digest


# -- the digest by another way: README.md taken by the word, with the suite's own encoders --


def _text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _runs(codes: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for code in codes:
        if runs and runs[-1][0] == code:
            runs[-1][1] += 1
        else:
            runs.append([code, 1])
    return runs


def _codes(field: dict[str, Any]) -> bytes:
    narrow = len(field["categories"]) <= 255
    codes = [(255 if narrow else 65535) if code is None else code for code in field["codes"]]
    raw = encode.payload({"codes": {"encoding": "u8" if narrow else "u16", "values": codes}})
    runs = encode.payload({"codes": {"encoding": "runs", "runs": _runs(codes)}})
    return runs if len(runs) < len(raw) else raw


def _meta(asked: dict[str, Any]) -> dict[str, Any]:
    pages = []
    active = {}
    for page in asked["pages"]:
        groups = [
            {key: group[key] for key in ("id", "type", "label", "enabled")}
            | group["more"]
            | {"cellCount": len(set(group["cells"]))}
            for group in page["groups"]
        ]
        told = {"id": page["id"], "name": page["name"], "color": page["color"], "highlightedGroups": groups}
        pages.append({key: value for key, value in told.items() if value is not None})
        if page["id"] == asked["activePage"]:
            active = {"activePageId": page["id"], "activePageName": page["name"]}
    return {"pages": pages} | active


def _overlays(asked: dict[str, Any]) -> dict[str, Any]:
    fields = []
    for field in asked["userDefinedFields"]:
        told = {key: value for key, value in field.items() if key not in ("codes", "shown")}
        if field["kind"] == "category":
            told["codesLength"] = len(field["codes"])
            told["codesType"] = "Uint8Array" if len(field["categories"]) <= 255 else "Uint16Array"
        fields.append(told)
    return asked | {"userDefinedFields": fields}


def spelled(asked: dict[str, Any], created: str) -> bytes:
    """The canonical session of a scenario, spelled out. created: its time in the canonical form."""
    chunks: list[tuple[tuple[Any, ...], dict[str, Any], bytes]] = []

    def add(
        place: int, chunk: str, contributor: str, kind: str, label: str, payload: bytes, eager: bool
    ) -> None:
        entry = {
            "id": chunk, "contributorId": contributor, "kind": kind, "label": label, "codec": "none",
            "priority": "eager" if eager else "lazy", "datasetDependent": True,
            "storedBytes": len(payload), "uncompressedBytes": len(payload),
        }  # fmt: skip
        chunks.append(((not eager, place, chunk), entry, payload))

    if (overlays := asked["fieldOverlays"]) is not None:
        value = _text(_overlays(overlays))
        add(0, "core/field-overlays", "field-overlays", "json", "Field overlays", value, True)
        for field in overlays["userDefinedFields"]:
            if field.get("codes"):
                chunk, label = f"user-defined/codes/{field['id']}", f"User-defined codes: {field['key']}"
                add(1, chunk, "user-defined-codes", "binary", label, _codes(field), field["shown"])
    if (highlights := asked["highlights"]) is not None:
        value = _text(_meta(highlights))
        add(5, "highlights/meta", "highlights-meta", "json", "Highlight metadata", value, True)
        for group in (group for page in highlights["pages"] for group in page["groups"]):
            if group["cells"]:
                label = f"Highlight cells: {group['label'] or group['id']}"
                value = encode.payload({"index_list": sorted(set(group["cells"]))})
                add(6, f"highlights/cells/{group['id']}", "highlights-cells", "binary", label, value, False)
    chunks.sort(key=lambda chunk: chunk[0])
    dataset = asked["dataset"]
    fingerprint = {key: dataset[key] for key in ("sourceType", "datasetId")}
    fingerprint |= {key: dataset[key] for key in ("cellCount", "varCount") if dataset[key] is not None}
    manifest = _text(
        {
            "createdAt": created,
            "dataSource": asked["dataSource"],
            "datasetFingerprint": fingerprint,
            "chunks": [entry for _, entry, _ in chunks],
        }
    )
    head = b"CELLUCID_SESSION\n" + struct.pack("<I", len(manifest)) + manifest
    return head + b"".join(struct.pack("<I", len(payload)) + payload for _, _, payload in chunks)


#: times that the canonical form writes in another way than the scenario
TIMES = {"time-with-offset": "2026-01-15T09:30:00.12Z", "everything": "2026-03-01T07:59:59.5Z"}


@pytest.mark.parametrize("name", [name for name in SCENARIOS if "range" not in name])
def test_the_digest_is_that_of_the_readme_taken_by_the_word(name: str) -> None:
    asked = SCENARIOS[name].asked
    canonical = spelled(asked, TIMES.get(name, asked["createdAt"]))
    assert hashlib.sha256(canonical).hexdigest() == SCENARIOS[name].digest
