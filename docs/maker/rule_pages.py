"""The rule reference: what each rule asks, why, what to do, and a file that breaks it.

Rules of this file:

* Words come from the registry, files from the conformance vectors, answers from the validator while the page is made.
* The bytes that are shown are those of the file that was judged.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from typing import Any

from cellucid_session import DatasetFacts, Limits, Report, validate
from cellucid_session.conformance import assembling, build, catalogue
from cellucid_session.declare.rules import CLASSES, LAYERS, RULES, Rule, sentence
from cellucid_session.generate import places
from cellucid_session.report.text import TextReport
from cellucid_session.safe import safe
from maker import markdown as md

SHOWN_ROWS = 5  # lines of a hex dump
SHOWN_EDIT = 110  # characters of a value that an edit puts in

#: levels of an edit -> where it is made, in words
PLACES = {
    "chunks": "the list of chunks",
    "payload-value": "the JSON of {chunk}",
    "payload-bytes": "the payload of {chunk}",
    "stored-bytes": "the stored bytes of {chunk}",
    "manifest-value": "the manifest",
    "manifest-text": "the manifest's text",
    "frame-length": "the frame length of {chunk}",
    "file-bytes": "the file's bytes",
    "list-value": "the list",
    "list-text": "the list's text",
}

#: rules that no file breaks by itself -> how they come about; the second is a path that shows it
WITHOUT_VECTOR = {
    "budget.isolated": "`cellucid-validate --isolate` answers it when the child passes its `child_memory_bytes`, `child_cpu_seconds` or `child_wall_seconds`.",
    "input.unreadable": "Any path that can't be opened shows it:",
    "input.not-regular": "A named pipe, a socket, a device or a folder where a file is expected shows it:",
    "input.changed": "A file that another program writes to while it is judged shows it.",
    "input.none": "A folder without a session shows it, to the command line.",
    "tool.internal": "No file that we know of shows it; please report one that does (see [security](../project/security.md)).",
    "tool.engines-differ": "With `--engine both` only, and no file that we know of shows it; please report one that does.",
    "tool.child-died": "With `--isolate` only: the child was killed by a signal, or ended without an answer.",
}


def anchor(rule: str) -> str:
    """The target of a rule's section."""
    return "rule-" + rule.replace(".", "-")


def link(rule: str) -> str:
    """A link to a rule's section, from any page."""
    return f"[`{rule}`](#{anchor(rule)})"


def pages(cited: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Path -> Markdown of every page. `cited`: rule -> (title, address) of the section of the spec that has it."""
    suite = catalogue.load()
    examples: dict[str, list[catalogue.Vector]] = {}
    for vector in suite.vectors:
        examples.setdefault(vector.expect.rule or "", []).append(vector)
    made = {"rules/index.md": _index()}
    for layer, about in LAYERS.items():
        rules = [rule for rule in RULES if rule.layer == layer]
        parts = [f"# {_title(layer)}\n\n{md.text(about)}\n"]
        parts += [_section(rule, suite, examples.get(rule.id, []), cited.get(rule.id)) for rule in rules]
        made[f"rules/{layer}.md"] = "\n".join(parts)
    return made


def _title(layer: str) -> str:
    return f"Rules: {layer}"


def _index() -> str:
    lines = [
        "# Rules",
        "",
        "Every finding names one of these rules. Each has a class, which decides what becomes of the file:",
        "",
        md.table(("class", "meaning"), ((name, md.text(said)) for name, said in CLASSES.items())),
        "At a shell, `cellucid-validate --explain RULE` says what a rule asks, and `--list-rules` lists them all.",
        "The example of each rule is one of the conformance vectors, judged while these pages were made.",
        "",
    ]
    for layer, about in LAYERS.items():
        rows = (
            (
                link(rule.id),
                rule.cls + (f", {rule.level}" if rule.cls == "advice" else ""),
                md.text(sentence(rule)),
            )
            for rule in RULES
            if rule.layer == layer
        )
        lines += [
            f"## {layer.capitalize()}",
            "",
            md.text(about),
            "",
            md.table(("rule", "class", "sentence"), rows),
        ]
    hidden = "\n".join(LAYERS)
    lines += ["```{toctree}", ":hidden:", "", hidden, "```", ""]
    return "\n".join(lines)


def _section(
    rule: Rule, suite: catalogue.Suite, examples: list[catalogue.Vector], cited: tuple[str, str] | None
) -> str:
    level = f", {rule.level}" if rule.cls == "advice" else ""
    lines = [f"({anchor(rule.id)})=", f"## {rule.id}", "", f"**{md.text(sentence(rule))}**", ""]
    rows = [
        ("class", md.text(f"{rule.cls}{level}")),
        ("why", md.text(rule.why)),
        ("what to do", md.text(rule.remedy)),
    ]
    if cited is not None:
        rows.append(("in the format", f"[{md.text(cited[0])}]({cited[1]})"))
    lines += [f"{name}\n: {said}\n" for name, said in rows if said]
    if examples:
        # the smallest file that breaks it, rather of one edit than of none
        chosen = min(
            examples, key=lambda vector: (vector.expect.span is None, len(suite.build(vector)), vector.id)
        )
        lines.append(_example(suite, chosen))
    else:
        lines += [WITHOUT_VECTOR[rule.id], ""]
        if shown := _without_vector(rule.id):
            lines.append(shown)
    return "\n".join(lines)


def _example(suite: catalogue.Suite, vector: catalogue.Vector) -> str:
    base = suite.bases[vector.base]
    layout = assembling.assemble(base, vector.edits)
    name = vector.id + assembling.SUFFIXES[base["kind"]]
    told = [f"a file that breaks it\n: {md.text(vector.note)}\n"]
    changes = [_edit(edit, base) for edit in vector.edits]
    changes += [
        f"another budget than the default: {md.code(f'--limit {key}={value}')}"
        for key, value in vector.limits.items()
    ]
    if vector.dataset:
        asked = ", ".join(f"`{key}` {md.code(json.dumps(value))}" for key, value in vector.dataset.items())
        changes.append(f"the caller says of the data set: {asked}")
    if vector.beside is not None:
        changes.append(
            "asked to look for the listed files, with "
            + (", ".join(map(md.code, vector.beside)) or "nothing")
            + " beside the list"
        )
    told.append(
        f"It is the valid file `{vector.base}` ({md.text(base['note'])}) with this change: "
        + "; ".join(changes)
        + ".\n"
    )
    report = _judge(suite, vector, name)
    told.append(md.block(TextReport().one(report)))
    finding = next((found for found in report.findings if found.rule == vector.expect.rule), None)
    if finding is not None and (shown := _dump(finding, layout)):
        told.append(shown)
    return "\n".join(told)


def _judge(suite: catalogue.Suite, vector: catalogue.Vector, name: str) -> Report:
    given: dict[str, Any] = {"limits": Limits(**vector.limits), "dataset": DatasetFacts(**vector.dataset)}
    if vector.taken is not None:
        given["generations"] = frozenset(vector.taken)
    data = suite.build(vector)
    if vector.beside is None:
        report = validate(data, kind=suite.kind(vector), **given)
    else:
        with tempfile.TemporaryDirectory() as folder:
            place = os.path.join(folder, "state-snapshots.json")
            with open(place, "wb") as out:
                out.write(data)
            build.put_beside(folder, vector.beside)
            report = validate(place, check_files=True, **given)
    report.path = name
    return report


def _edit(edit: dict[str, Any], base: dict[str, Any]) -> str:
    """An edit in words."""
    if edit["level"] == "chunks":
        return _chunks(edit, base)
    chunk = edit.get("chunk")
    named = "" if chunk is None else f"chunk {_id(base, chunk)}"
    place = PLACES[edit["level"]].format(chunk=named)
    times = f", {edit['repeat']:,} times" if "repeat" in edit else ""
    return f"in {place}, {_deed(edit)}{times}"


def _id(base: dict[str, Any], number: int) -> str:
    return md.code(str(base["chunks"][number]["entry"]["id"]))


def _chunks(edit: dict[str, Any], base: dict[str, Any]) -> str:
    """An edit of the list of chunks in words."""
    if "insert" in edit:
        times = f" {edit['repeat']:,} times" if "repeat" in edit else ""
        return f"a chunk {md.code(str(edit['chunk']['entry'].get('id')))} is put in{times} as number {edit['insert'] + 1}"
    if "remove" in edit:
        return f"chunk {_id(base, edit['remove'])} is taken away"
    return f"chunk {_id(base, edit['move'])} becomes number {edit['to'] + 1}"


def _deed(edit: dict[str, Any]) -> str:
    if edit["level"] == "frame-length":
        return f"the length says {edit['set']:,}"
    if "cut" in edit:
        return (
            f"only the first {edit['cut']:,} bytes stay"
            if edit["cut"] >= 0
            else f"the last {-edit['cut']:,} bytes go"
        )
    if "append" in edit:
        return f"{_hex(edit['append'])} is put at the end"
    if "find" in edit:
        new = md.code(_short(json.dumps(edit["with"]))) if "with" in edit else _hex(edit.get("insert", ""))
        return f"{md.code(_short(json.dumps(edit['find'])))} becomes {new}"
    if "at" in edit:
        taken, put = edit.get("remove", 0), edit.get("insert", "")
        if not put:
            return f"{taken:,} bytes at {edit['at']:,} go"
        return f"{_hex(put)} " + (
            f"replaces {taken:,} bytes at {edit['at']:,}" if taken else f"is put in at {edit['at']:,}"
        )
    for op, said in (("set", "{} is {}"), ("insert", "at {} stands a new {}")):
        if op in edit:
            value = edit["text"] if "text" in edit else json.dumps(edit["value"])
            return said.format(_pointer(edit[op]), md.code(_short(value)))
    if "remove" in edit:
        return f"{_pointer(edit['remove'])} is taken away"
    rest = {key: value for key, value in edit.items() if key not in ("level", "chunk", "repeat")}
    return md.code(_short(json.dumps(rest)))


def _pointer(pointer: str) -> str:
    return md.code(pointer) if pointer else "the whole"


def _short(value: str) -> str:
    return safe(value, SHOWN_EDIT)


def _hex(digits: str) -> str:
    spaced = " ".join(digits[at : at + 2] for at in range(0, min(len(digits), 64), 2))
    return md.code(spaced + (" …" if len(digits) > 64 else ""))


def _dump(finding: Any, layout: Any) -> str:
    """The guilty bytes, marked, with what stands around them."""
    if finding.inflated_span is not None and finding.chunk is not None:
        payload = _payload(finding, layout)
        if payload is None:
            return ""
        return "The bytes of the inflated chunk, with the guilty ones marked:\n\n" + md.block(
            hexdump(payload, finding.inflated_span)
        )
    if finding.span is None or not len(finding.span):
        return ""
    return "The bytes of the file, with the guilty ones marked:\n\n" + md.block(
        hexdump(layout.data, finding.span)
    )


def _payload(finding: Any, layout: Any) -> bytes | None:
    """The payload whose frame has the span of the finding, or holds it."""
    for number, (_, start, end) in enumerate(layout.frames):
        if finding.span is not None and start <= finding.span.start and finding.span.end <= end:
            return bytes(layout.payloads[number])
    return None


def hexdump(data: bytes, span: Any) -> str:
    """Rows of sixteen bytes around the first guilty one, and a row of marks under each row with guilty bytes."""
    first = max(0, span.start // 16 - 1)
    last = min((len(data) - 1) // 16, max(span.end - 1, span.start) // 16 + 1, first + SHOWN_ROWS - 1)
    lines = []
    for row in range(first, last + 1):
        piece = data[row * 16 : row * 16 + 16]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in piece)
        lines.append(f"{row * 16:8}  {' '.join(f'{byte:02x}' for byte in piece):47}  {shown}")
        marks = ["^^" if span.start <= row * 16 + at < span.end else "  " for at in range(len(piece))]
        if "^^" in marks:
            lines.append(" " * 10 + " ".join(marks).rstrip())
    if span.end > (last + 1) * 16:
        lines.append(f"{'':8}  and {span.end - (last + 1) * 16:,} more")
    return "\n".join(lines)


def _without_vector(rule: str) -> str:
    """The answer of the validator to a path that shows a rule about inputs."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {
            "input.unreadable": os.path.join(folder, "absent.cellucid-session"),
            "input.not-regular": folder,
        }
        if rule not in paths:
            return ""
        report = validate(paths[rule])
        report.path = "absent.cellucid-session" if rule == "input.unreadable" else "folder"
        return md.block(TextReport().one(report))


def cited(pages_of_spec: Iterable[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Rule -> (title, address) of the first section of the spec with a sentence that ends in its id.

    Args:
        pages_of_spec: pairs of the page's address in the site, as seen from rules/, and its Markdown.
    """
    from mdit_py_plugins.anchors.index import slugify

    found = places.sections(pages_of_spec)
    return {
        rule: (title.replace("`", ""), f"{address}#{slugify(title.replace('`', ''))}")
        for rule, (address, title) in found.items()
    }
