"""The package's own reader and writer behind the protocol of the conformance runner.

    cellucid-conformance reader --role reader -- python -m cellucid_session.conformance.own_programs read {files}
    cellucid-conformance writer -- python -m cellucid_session.conformance.own_programs write {scenario} {out}

Rules of this file: it is an example too. Writing takes every step that README.md names, one after the other; reading
opens each file with `CellucidSessionBundle` and looks at all that is in it. An error that the reader is not known to
raise is no answer. The scenario is read like any other JSON of doubtful origin.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from cellucid_session.generated import limits as L
from cellucid_session.write.writer import SessionWriter

#: keys of a scenario's field that are no keys of the registry
_OURS = ("codes", "shown")


def write(scenario: dict[str, Any]) -> bytes:
    """The session that a scenario asks for. Raises UsageError: it can't be written."""
    if "generation" in scenario:
        return _later(scenario)
    dataset = scenario["dataset"]
    with SessionWriter(
        source_type=dataset["sourceType"],
        dataset_id=dataset["datasetId"],
        n_obs=dataset["cellCount"],
        n_vars=dataset["varCount"],
        created_at=scenario["createdAt"],
        data_source=scenario["dataSource"],
    ) as writer:
        if scenario["fieldOverlays"] is not None:
            _fields(writer, scenario["fieldOverlays"])
        if scenario["highlights"] is not None:
            _highlights(writer, scenario["highlights"])
        return writer.to_bytes()


#: key of a fingerprint -> argument of the writer
_FINGERPRINT = {
    "sourceType": "source_type",
    "datasetId": "dataset_id",
    "name": "name",
    "cellCount": "n_obs",
    "varCount": "n_vars",
    "cellOrder": "cell_order",
    "dataMapping": "data_mapping",
}
_DTYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "i32": "<i4", "f32": "<f4", "f64": "<f8"}


def _later(scenario: dict[str, Any]) -> bytes:
    """The session of a later generation that a scenario asks for."""
    import numpy as np

    manifest = scenario["manifest"]
    told = {_FINGERPRINT[key]: value for key, value in manifest["datasetFingerprint"].items()}
    told |= {key: manifest[key] for key in ("source", "requires") if key in manifest}
    with SessionWriter(generation=scenario["generation"], created_at=manifest["createdAt"], **told) as writer:
        registry = [field["registry"] for field in scenario["fields"]]
        about = {key: scenario[key] for key in ("renames", "deletedFields")}
        writer.add("core/field-overlays", about | {"userDefinedFields": registry})
        for field in scenario["fields"]:
            if field["codes"]:
                writer.add_codes(field["registry"]["id"], field["codes"], shown=field["shown"])
        pages = []
        for page in scenario["pages"]:
            groups = [group["registry"] for group in page["groups"]]
            pages.append({key: page[key] for key in ("id", "name", "color")} | {"highlightedGroups": groups})
        writer.add("highlights/meta", {"pages": pages, "activePageId": scenario["activePageId"]})
        for group in (group for page in scenario["pages"] for group in page["groups"]):
            writer.add_cells(group["registry"]["id"], group["cells"], of=group["of"])
        for chunk_id, value in scenario["state"].items():
            writer.add(chunk_id, value)
        for chunk_id, typed in scenario["typed"].items():
            arrays = [np.array(items, _DTYPES[dtype]) for dtype, items in typed["arrays"]]
            writer.add(chunk_id, _with_arrays(typed["json"], arrays))
        for table in scenario["artifacts"]:
            cache, gene, page_id = table["id"]
            writer.add_table(cache, gene, page_id, table["cells"], table["values"])
        return writer.to_bytes()


def _with_arrays(value: Any, arrays: list[Any]) -> Any:
    """A value with its arrays in the places that refer to them."""
    if isinstance(value, dict):
        if list(value) == ["$typed"]:
            return arrays[value["$typed"]]
        return {key: _with_arrays(each, arrays) for key, each in value.items()}
    return [_with_arrays(each, arrays) for each in value] if isinstance(value, list) else value


def _highlights(writer: SessionWriter, highlights: dict[str, Any]) -> None:
    pages: list[dict[str, Any]] = []
    meta: dict[str, Any] = {"pages": pages}
    groups: list[dict[str, Any]] = []
    for page in highlights["pages"]:
        shown: list[dict[str, Any]] = []
        for group in page["groups"]:
            about = {key: group[key] for key in ("id", "type", "label", "enabled")}
            shown.append(about | group["more"] | {"cellCount": len(set(group["cells"]))})
            groups.append(group)
        color = {} if page["color"] is None else {"color": page["color"]}
        pages.append({"id": page["id"], "name": page["name"], **color, "highlightedGroups": shown})
        if page["id"] == highlights["activePage"]:
            meta |= {"activePageId": page["id"], "activePageName": page["name"]}
    writer.add("highlights/meta", meta)
    for group in groups:
        writer.add_cells(group["id"], group["cells"], label=group["label"])


def _fields(writer: SessionWriter, overlays: dict[str, Any]) -> None:
    registry: list[dict[str, Any]] = []
    for field in overlays["userDefinedFields"]:
        about = {key: value for key, value in field.items() if key not in _OURS}
        if field["kind"] == "category":
            about |= {"codesLength": len(field["codes"]), "codesType": _codes_type(field)}
        registry.append(about)
    writer.add("core/field-overlays", overlays | {"userDefinedFields": registry})
    for field in overlays["userDefinedFields"]:
        if field["kind"] == "category" and field["codes"]:
            _codes(writer, field)


def _codes_type(field: dict[str, Any]) -> str:
    return "Uint8Array" if len(field["categories"]) <= L.CATEGORIES_U8 else "Uint16Array"


def _codes(writer: SessionWriter, field: dict[str, Any]) -> None:
    import numpy as np

    narrow = _codes_type(field) == "Uint8Array"
    marker = L.UNASSIGNED_U8 if narrow else L.UNASSIGNED_U16
    values = np.array(
        [marker if code is None else code for code in field["codes"]], dtype=np.uint8 if narrow else np.uint16
    )
    writer.add_codes(
        field["id"],
        values,
        source=field["source"],
        codes_type=_codes_type(field),
        shown=field["shown"],
        label=field["key"],
    )


def read(path: str) -> dict[str, str]:
    """What the reader says of a file: its verdict, and the rule that it names."""
    from cellucid_session.errors import BudgetError, InvalidSessionError
    from cellucid_session.io.files import SNAPSHOTS_NAME
    from cellucid_session.read.bundle import CellucidSessionBundle

    if os.path.basename(path) == SNAPSHOTS_NAME:
        return {"verdict": "skip"}
    try:
        with CellucidSessionBundle(path) as bundle:
            for _ in bundle.iter_chunks():
                pass
            for chunk_id in bundle.list_chunk_ids():
                if bundle.has_state(chunk_id):
                    bundle.read_state(chunk_id)
            for group in bundle.groups:
                if group.part_of is None:  # else only a data set says which cells they are
                    _ = group.indices
            for field in bundle.fields:
                _ = field.codes
            for artifact in bundle.artifacts.values():
                artifact.columns()
    except (InvalidSessionError, BudgetError) as exc:
        verdict = "undecided" if isinstance(exc, BudgetError) else "reject"
        finding = exc.finding
        return {"verdict": verdict} | ({} if finding is None else {"rule": finding.rule})
    return {"verdict": "accept"}


def _read_all(paths: list[str]) -> int:
    for path in paths:
        try:
            said = read(path)
        except Exception as exc:  # noqa: BLE001 - an exit code of 1 would say that the file was refused
            said = {"verdict": "crash", "error": type(exc).__name__}
        line = json.dumps({"file": path} | said)
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return 0


def _write_one(scenario: str, out: str) -> int:
    from cellucid_session.io.outputs import write_atomic
    from cellucid_session.wire import strict_json

    with open(scenario, "rb") as stream:
        asked = strict_json.parse(stream.read())
    write_atomic(out, write(asked))
    return 0


def main(arguments: list[str]) -> int:
    """`read FILE...` answers a line of JSON on each file; `write SCENARIO OUT` writes a session."""
    if len(arguments) > 1 and arguments[0] == "read":
        return _read_all(arguments[1:])
    if len(arguments) == 3 and arguments[0] == "write":
        return _write_one(*arguments[1:])
    sys.stderr.write(
        "usage: python -m cellucid_session.conformance.own_programs read FILE... | write SCENARIO OUT\n"
    )
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
