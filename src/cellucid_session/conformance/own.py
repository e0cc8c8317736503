"""The package's own writer behind the protocol of the conformance runner.

    cellucid-conformance writer -- python -m cellucid_session.conformance.own {scenario} {out}

Rules of this file: it is an example too, so it takes every step that README.md names, one after the other. The
scenario is read like any other JSON of doubtful origin.
"""

from __future__ import annotations

import sys
from typing import Any

from cellucid_session.generated import limits as L
from cellucid_session.write.writer import SessionWriter

#: keys of a scenario's field that are no keys of the registry
_OURS = ("codes", "shown")


def write(scenario: dict[str, Any]) -> bytes:
    """The session that a scenario asks for. Raises UsageError: it can't be written."""
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


def main(arguments: list[str]) -> int:
    """Write what the scenario in the first file asks for into the second."""
    from cellucid_session.files import write_atomic
    from cellucid_session.wire import strict_json

    if len(arguments) != 2:
        sys.stderr.write("usage: python -m cellucid_session.conformance.own SCENARIO OUT\n")
        return 2
    with open(arguments[0], "rb") as stream:
        scenario = strict_json.parse(stream.read())
    write_atomic(arguments[1], write(scenario))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
