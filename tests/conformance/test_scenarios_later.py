"""Scenarios of generations 2 to 5: what they say is what our own writer writes, and no writer that errs."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cellucid_session import semantic_digest, validate
from cellucid_session.conformance import catalogue, encode, later, own_programs, scenarios, writer
from cellucid_session.declare import schemas as schema_files
from cellucid_session.errors import UsageError

pytestmark = pytest.mark.libraries

SCENARIOS = {scenario.name: scenario for scenario in scenarios.load(2, 3, 4, 5)}
SCHEMA = Draft202012Validator(json.loads(schema_files.read("conformance-scenario")))


def test_the_source_fits_the_schema() -> None:
    source = catalogue.read_json(scenarios.LATER)
    assert [error.message for error in SCHEMA.iter_errors(source)] == []
    names = Counter(
        each["name"] for each in [*source["scenarios"], *catalogue.read_json("scenarios.json")["scenarios"]]
    )
    assert [name for name, count in names.items() if count > 1] == []
    assert {each.generation for each in SCENARIOS.values()} == {2, 3, 4, 5}
    assert {each.generation for each in scenarios.load()} == {1}


@pytest.mark.parametrize("name", SCENARIOS)
def test_our_writer_writes_what_is_asked(name: str) -> None:
    asked = json.loads(SCENARIOS[name].given())
    assert list(SCHEMA.iter_errors(asked)) == []
    assert "digest" not in asked
    told = writer.judged(SCENARIOS[name], own_programs.write(asked))
    assert (told.sort, told.why) == (None, "")


# -- by another way: README.md taken by the word, with the suite's own encoder --


def described(asked: dict[str, Any]) -> bytes:
    number = asked["generation"]
    cells = asked["manifest"]["datasetFingerprint"]["cellCount"]
    overlays = {key: asked[key] for key in ("renames", "deletedFields")}
    overlays["userDefinedFields"] = [field["registry"] for field in asked["fields"]]
    pages = [
        {key: page[key] for key in ("id", "name", "color")}
        | {"highlightedGroups": [group["registry"] for group in page["groups"]]}
        for page in asked["pages"]
    ]
    quoted = [[_quoted(part) for part in table["id"]] for table in asked["artifacts"]]
    ids = ["analysis/artifacts/bulk-gene/" + "/".join(parts) for parts in quoted]
    singles: dict[str, Any] = {name: {"json": value} for name, value in asked["state"].items()}
    singles |= {name: {"typed": value} for name, value in asked["typed"].items()}
    singles |= {
        "core/field-overlays": {"json": overlays},
        "analysis/cache-inventory": {"json": {"artifactIds": ids}},
    }
    singles["highlights/meta"] = {"json": {"pages": pages, "activePageId": asked["activePageId"]}}
    chunks: list[tuple[dict[str, Any], bytes]] = []

    def put(
        name: str,
        contributor: str,
        kind: str,
        label: str,
        depends: bool,
        payload: dict[str, Any],
        eager: bool,
    ) -> None:
        data = encode.payload(payload)
        stored = {"storedBytes": len(encode.gzip_member(data)), "uncompressedBytes": len(data)}
        entry = {"id": name, "contributorId": contributor, "kind": kind, "label": label, "codec": "gzip"}
        entry |= {"priority": "eager" if eager else "lazy", "datasetDependent": depends} | stored
        chunks.append((entry, data))

    def codes(eager: bool) -> None:
        for field in asked["fields"]:
            if field["codes"] and field["shown"] == eager:
                about = field["registry"]
                width = {"Uint8Array": 1, "Uint16Array": 2, "Uint32Array": 4}[about["codesType"]]
                form = {"encoding": f"u{8 * width}", "values": field["codes"]}
                plain = (
                    {"codes_2": form}
                    if number < 5
                    else {"codes_5": form | {"encoding": "raw", "width": width}}
                )
                label = f"User-defined codes: {about['key']}"
                name = f"user-defined/codes/{about['id']}"
                put(name, "user-defined-codes", "binary", label, True, plain, eager)

    for name, contributor, kind, label, depends, first, last in later.SINGLES:
        if first <= number <= last:
            put(name, contributor, kind, label, depends, singles[name], True)
        if name == "core/field-overlays":
            codes(True)
    codes(False)
    for group in (group for page in asked["pages"] for group in page["groups"]):
        about = group["registry"]
        plain: dict[str, Any] = {"index_list": group["cells"]}
        if number >= 5:
            plain = {"cell_set": {"encoding": "bits", "size": cells, "cells": group["cells"]}}
            if group["of"] is not None:
                plain["cell_set"] |= {"encoding": "part", "category": group["of"]}
        label = f"Highlight cells: {about['label']}"
        put(f"highlights/cells/{about['id']}", "highlights-cells", "binary", label, True, plain, False)
    for name, table in zip(ids, asked["artifacts"], strict=True):
        rows = len(table["cells"])
        header = {
            "rowCount": rows,
            "columns": [
                {"name": "cellIndex", "dtype": "uint32", "encoding": "raw", "byteLength": 4 * rows},
                {"name": "value", "dtype": "float32", "encoding": "raw", "byteLength": 4 * rows},
            ],
        }
        payload = {
            "table": {"header": header, "columns": [{"u32": table["cells"]}, {"f32": table["values"]}]}
        }
        label = f"Analysis cache: {table['id'][1]} ({table['id'][2]})"
        put(name, "analysis-artifacts", "binary", label, True, payload, False)
    text = encode.json_text(asked["manifest"] | {"chunks": [entry for entry, _ in chunks]})
    frames = [text, *(encode.gzip_member(data) for _, data in chunks)]
    return later.MAGICS[number].encode() + b"".join(
        len(frame).to_bytes(4, "little") + frame for frame in frames
    )


def _quoted(text: str) -> str:
    plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()"
    return "".join(
        each if each in plain else "".join(f"%{byte:02X}" for byte in each.encode()) for each in text
    )


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_digest_is_that_of_the_readme_taken_by_the_word(name: str) -> None:
    data = described(SCENARIOS[name].asked)
    assert validate(data).verdict == "valid"
    assert semantic_digest(data) == SCENARIOS[name].digest


# -- writers that err: each scenario has one that only it is sure to find --


def at(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    """Change a value: what it becomes, or a function of what it was."""

    def change(asked: dict[str, Any]) -> None:
        *inner, last = path
        place: Any = asked
        for step in inner:
            place = place[step]
        place[last] = to(place[last]) if callable(to) else to

    return change


def gone(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(asked: dict[str, Any]) -> None:
        *inner, last = path
        place: Any = asked
        for step in inner:
            place = place[step]
        del place[last]

    return change


def by_positions(asked: dict[str, Any]) -> None:
    for page in asked["pages"]:
        for group in page["groups"]:
            group["of"] = None


FINGERPRINT = ("manifest", "datasetFingerprint")
MISTAKES: dict[str, Callable[[dict[str, Any]], None]] = {
    "g2-bare": at("state", "core/state", to={}),
    "g3-bare": at(*FINGERPRINT, "dataMapping", "vectorFields", to=[]),
    "g4-bare": at(*FINGERPRINT, "dataMapping", "knn", to="connectivities"),
    "g5-bare": gone("state", "ui/figure-export"),
    "g2-everything": at(
        "fields", 2, "codes", to=lambda codes: [0 if code == 65535 else code for code in codes]
    ),
    "g3-everything": gone("fields", 0, "registry", "uncoveredLabel"),
    "g4-everything": at("fields", 4, "codes", to=lambda codes: [min(code, 65535) for code in codes]),
    "g5-everything": at("pages", 0, "groups", 2, "cells", to=[2, 3, 4, 6]),
    "g2-names": at("pages", 0, "name", to=lambda name: name.replace("\U0001f9ec", "\ufffd")),
    "g3-names": at("pages", 1, "name", to="2"),
    "g4-names": at(
        "pages", 0, "groups", 0, "registry", "label", to=lambda label: label.replace("e\u0301", "é")
    ),
    "g5-names": at(
        "pages", 0, "groups", to=lambda groups: sorted(groups, key=lambda each: each["registry"]["id"])
    ),
    "g2-no-order": at(*FINGERPRINT, "cellOrder", to={"dimension": 2, "digest": "0" * 16}),
    "g4-raw": at("artifacts", to=lambda artifacts: artifacts[::-1]),
    "g2-no-cells": at("fields", 0, "codes", to=[0]),
    "g5-no-cells": gone("fields", 0),
    "g2-codes": at("fields", 0, "codes", to=lambda codes: codes[::-1]),
    "g5-codes": at("fields", 2, "codes", to=lambda codes: [code & 15 for code in codes]),
    "g4-wide": at("fields", 0, "codes", to=lambda codes: [min(code, 65535) for code in codes]),
    "g5-sets": at("pages", 0, "groups", 2, "cells", to=lambda cells: cells[:-1]),
    "g5-by-a-category": by_positions,
    "g5-typed": at("typed", "analysis/windows", "arrays", 0, 0, to="u16"),
    "g5-requires": at("manifest", "requires", "obs", to=sorted),
    "g5-modality": gone(*FINGERPRINT, "dataMapping", "modality"),
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_writer_that_errs_is_found(name: str) -> None:
    asked = copy.deepcopy(SCENARIOS[name].asked)
    MISTAKES[name](asked)
    assert asked != SCENARIOS[name].asked
    try:
        data = described(asked)
    except (KeyError, ValueError, UsageError):
        return  # what it can't be written as at all is no session either
    assert writer.judged(SCENARIOS[name], data).sort in ("invalid", "different")
