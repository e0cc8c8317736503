"""Pages on the JSON Schemas: every key with its type and what it says, and the schema to download."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from maker import markdown as md

#: schema -> (title, what comes first)
PAGES = {
    "manifest": (
        "Manifest",
        "The JSON object in the head of a session. The text on it is [section 3](../format/container.md).",
    ),
    "core-state": ("core/state", "The JSON of the chunk `core/state`."),
    "core-field-overlays": (
        "core/field-overlays",
        "The JSON of the chunk `core/field-overlays`: user-defined fields, renamed and deleted ones.",
    ),
    "highlights-meta": ("highlights/meta", "The JSON of the chunk `highlights/meta`: pages and groups."),
    "ui-dockable-layout": ("ui/dockable-layout", "The JSON of the chunk `ui/dockable-layout`."),
    "analysis-windows": ("analysis/windows", "The JSON of the chunk `analysis/windows`."),
    "artifact-table-header": (
        "Artifact table header",
        "The JSON header of a table below `analysis/artifacts/`.",
    ),
    "state-snapshots": (
        "state-snapshots.json",
        "The list of sessions beside a data set's exports; see [section 8](../format/state-snapshots.md).",
    ),
    "report": (
        "Report (JSON)",
        "What `cellucid-validate --format json` writes. See the [how-to on gates](../how-to/gate.md) for how to use it.",
    ),
    "policy": (
        "Policy",
        "The keys of a policy file in TOML. See the [how-to on gates](../how-to/gate.md) for how to use one.",
    ),
    "vector": (
        "Conformance vectors",
        "The sources of the vectors; see [conformance](../how-to/conformance.md).",
    ),
}
#: keywords that say what a value can be -> how they are told
BOUNDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "pattern": "pattern {}",
    "format": "format {}",
}
PATTERN = 60  # characters of a pattern that are shown
DEPTH = 12  # levels that are shown


def pages(folder: Path) -> dict[str, str]:
    """Path -> Markdown of a page for each schema in a folder."""
    made = {}
    names = [path.name.removesuffix(".schema.json") for path in sorted(folder.glob("*.schema.json"))]
    for name in [*PAGES, *(name for name in names if name not in PAGES)]:
        path = folder / f"{name}.schema.json"
        if path.exists():
            made[f"schemas/{name}.md"] = _page(name, json.loads(path.read_text("utf-8")))
    listed = "\n".join(name.removeprefix("schemas/").removesuffix(".md") for name in made)
    made["schemas/index.md"] = (
        "# Schemas\n\n"
        "Every JSON text of the format, and those that the tools write and read, has a JSON Schema (draft 2020-12). The "
        "validator runs code that is generated from them; `cellucid-validate --print-schema NAME` prints one.\n\n"
        "Here each is shown as a table: one row for each key, `[]` for the elements of an array, `*` for keys of any name.\n\n"
        f"```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"
    )
    return made


def _page(name: str, schema: dict[str, Any]) -> str:
    title, about = PAGES.get(name, (name, ""))
    rows = list(_rows(schema, schema, "", 0, False, frozenset()))
    described = [md.text(schema["description"]), ""] if "description" in schema else []
    return "\n".join(
        [
            f"# {title}",
            "",
            about,
            "",
            *described,
            md.stacked(md.table(("key", "type", "what it is"), rows)),
            f"The schema: {{download}}`{name}.schema.json`",
            "",
        ]
    )


def _resolved(node: Any, root: dict[str, Any]) -> tuple[Any, str | None]:
    """A node with its reference followed, and the reference."""
    if isinstance(node, dict) and isinstance(ref := node.get("$ref"), str) and ref.startswith("#/"):
        target: Any = root
        for step in ref[2:].split("/"):
            target = target[step.replace("~1", "/").replace("~0", "~")]
        return {**target, **{key: value for key, value in node.items() if key != "$ref"}}, ref
    return node, None


def _rows(
    node: Any, root: dict[str, Any], path: str, depth: int, required: bool, inside: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    node, ref = _resolved(node, root)
    if not isinstance(node, dict):
        return
    again = ref is not None and ref in inside
    if path:
        yield md.code(path), _type(node), _said(node, required) + (" (as above)" if again else "")
    if again or depth > DEPTH:
        return
    inside = inside | ({ref} if ref else set())
    for part in (
        node,
        *(_resolved(one, root)[0] for key in ("allOf", "anyOf", "oneOf") for one in node.get(key, [])),
    ):
        if not isinstance(part, dict):
            continue
        needed = set(part.get("required", []))
        for key, value in part.get("properties", {}).items():
            yield from _rows(value, root, f"{path}.{key}" if path else key, depth + 1, key in needed, inside)
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            if isinstance(part.get(keyword), dict) and part[keyword]:
                yield from _rows(part[keyword], root, f"{path}.*" if path else "*", depth + 1, False, inside)
        if isinstance(part.get("items"), dict):
            yield from _rows(part["items"], root, f"{path}[]", depth + 1, False, inside)


def _type(node: dict[str, Any]) -> str:
    if "const" in node:
        return md.code(json.dumps(node["const"]))
    if "enum" in node:
        return ", ".join(md.code(json.dumps(value)) for value in node["enum"])
    kind = node.get("type")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind is None:
        kinds = [
            _type(part) for key in ("anyOf", "oneOf") for part in node.get(key, []) if isinstance(part, dict)
        ]
        return " or ".join(dict.fromkeys(kind for kind in kinds if kind))
    return str(kind)


def _said(node: dict[str, Any], required: bool) -> str:
    parts = ["**required**"] if required else []
    if "description" in node:
        parts.append(md.text(str(node["description"])))
    for keyword, words in BOUNDS.items():
        if keyword in node:
            value = node[keyword]
            shown = f"{value:,}" if isinstance(value, int) else str(value)
            if keyword == "pattern":
                shown = md.code(shown if len(shown) <= PATTERN else shown[:PATTERN] + "…")
            parts.append(words.format(shown))
    rules = [str(node[key]) for key in ("x-rule",) if isinstance(node.get(key), str)]
    parts += [f"[`{rule}`](#rule-{rule.replace('.', '-')})" for rule in rules if "." in rule]
    return "; ".join(parts)
