"""What is inside a session, as a page to read.

Rules of this file: values come from `inspecting`; every text of the file goes through the page, which makes it safe.
"""

from __future__ import annotations

import json
from typing import Any

from cellucid_session.model import Report
from cellucid_session.report.text import TextReport, count
from cellucid_session.tools.page import Page, fit, number, size

_FINGERPRINT = ("sourceType", "datasetId", "name", "cellCount", "varCount")


def page_text(report: Report, document: dict[str, Any], every: bool = False) -> str:
    """The page on a session.

    Args:
        report, document: what `inspect` gave. every: show all rows of tables.
    """
    page = Page(every)
    verdict, _, findings = TextReport().one(report).partition("\n")
    page.raw(verdict)
    if "chunks" in document:
        for show in (_show_dataset, _show_pages, _show_fields, _show_changes, _show_artifacts, _show_chunks):
            show(page, document)
    if findings:
        page.heading("findings")
        page.raw(findings)
    return page.text()


def _show_dataset(page: Page, document: dict[str, Any]) -> None:
    page.heading("data set")
    fingerprint = document["dataset"]
    page.fact("written by", document["written_by"])
    for name in _FINGERPRINT:
        if name in fingerprint:
            page.fact(name, "(null)" if fingerprint[name] is None else fingerprint[name])
    if not fingerprint:
        page.note("the session does not say which one")
    if isinstance(document["created_at"], str):
        page.fact("saved", document["created_at"])
    for part in document["unreadable"]:
        page.note(f"{part['part']} can't be read: {part['why']}")
    if not document["decoded"]:
        page.note("what the chunks hold is not read: see the findings")


def _part(part: dict[str, Any] | None) -> str:
    """The category of the data set that a group's cells are some of."""
    if part is None:
        return ""
    name = part["category"] if isinstance(part["category"], str) else json.dumps(part["category"])
    return f"{part['column']}: {name} ({number(part['cells'])})"


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _show_pages(page: Page, document: dict[str, Any]) -> None:
    pages = document.get("pages")
    if not pages:
        return
    page.heading(f"highlights ({count(len(pages), 'page')})")
    for each in pages:
        colour = "" if each["color"] is None else f", {fit(each['color'], 20)}"
        page.note(f'page "{fit(each["name"], 40)}" ({fit(each["id"], 30)}{colour})')
        rows = [
            (
                group["id"],
                group["label"],
                group["type"],
                "not in the file" if group["cells"] is None else number(group["cells"]),
                _yes(group["enabled"]),
                _part(group["part_of"]),
            )
            for group in each["groups"]
        ]
        head = ("group", "label", "type", ">cells", "shown", "of the data set's category")
        if rows:
            width = len(head) - (not any(row[-1] for row in rows))
            page.table(head[:width], [row[:width] for row in rows], "    ")
        else:
            page.note("no groups", "    ")


def _show_fields(page: Page, document: dict[str, Any]) -> None:
    fields = document.get("fields")
    if not fields:
        return
    page.heading(f"user-defined fields ({len(fields)})")
    for field in fields:
        told = [f"{field['kind']} of {field['source']}"]
        if field["copy_of"] is not None:
            told.append(f'the values of "{fit(field["copy_of"], 40)}" in the data set')
        else:
            told.append(
                "no codes in the file" if field["codes"] is None else f"{number(field['codes'])} codes"
            )
        told += [word for word in ("deleted", "purged") if field[word]]
        page.note(f'field "{fit(field["key"], 40)}" ({fit(field["id"], 30)}): {", ".join(told)}')
        rows = [(item["name"], number(item["count"])) for item in field["categories"]]
        rows += [
            (f"({title})", number(field[name]))
            for name, title in (("unassigned", "unassigned"), ("out_of_range", "no category"))
            if field[name]
        ]
        if rows:
            page.table(("category", ">count"), rows, "    ")


def _show_changes(page: Page, document: dict[str, Any]) -> None:
    renames, deleted = document.get("renames"), document.get("deleted")
    if renames and any(renames.values()):
        page.heading("renames")
        page.table(
            ("what", "key", "new name"),
            [
                (what, key, name)
                for what, part in (("field", "fields"), ("category", "categories"))
                for key, name in renames[part].items()
            ],
        )
    if deleted and any(deleted.values()):
        page.heading("deleted fields")
        purged = set(deleted["purged"])
        keys = dict.fromkeys((*deleted["deleted"], *deleted["purged"]))
        page.table(("key", "for good"), [(key, _yes(key in purged)) for key in keys])


def _show_artifacts(page: Page, document: dict[str, Any]) -> None:
    artifacts = document.get("artifacts")
    if not artifacts:
        return
    page.heading(f"cached analyses ({len(artifacts)})")
    page.table(
        ("analysis", "gene", "page", ">rows"),
        [(each["analysis"], each["gene"], each["page_id"], number(each["rows"])) for each in artifacts],
    )


def _show_chunks(page: Page, document: dict[str, Any]) -> None:
    chunks, plan = document["chunks"], document["restore_plan"]
    page.heading(f"chunks, in the order of restoring ({len(chunks)})")
    anywhere = {step["chunk"] for step in plan["other_dataset"] if step["restores"]}
    stages = {step["chunk"]: step["stage"] if step["restores"] else "no" for step in plan["same_dataset"]}
    rows = [
        (
            chunk["id"],
            chunk["kind"],
            chunk["codec"],
            size(chunk["stored_bytes"]),
            size(chunk["uncompressed_bytes"]),
            stages[chunk["id"]] + (", any" if chunk["id"] in anywhere else ""),
        )
        for chunk in chunks
    ]
    page.table(("id", "kind", "codec", ">stored", ">inflated", "restored"), rows)
    if anywhere:
        page.note("any: restored on any data set, not only on the one it was made from")
