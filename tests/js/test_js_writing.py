"""`SessionWriter` of the JavaScript package: before compression, the bytes of Python's writer for the same chunks."""

from __future__ import annotations

import base64
import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from typing import Any

import later
import node_judge
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from node_judge import NODE, PACKAGE

from cellucid_session import CellucidSessionBundle, SessionWriter
from cellucid_session.conformance import assembling, catalogue
from cellucid_session.errors import UsageError
from cellucid_session.io import identity
from cellucid_session.wire import strict_json

WRITE = node_judge.SERVE.with_name("serve_write.mjs")

pytestmark = pytest.mark.libraries
needs_node = pytest.mark.skipif(NODE is None, reason="needs node")

Call = tuple[str, dict[str, Any], tuple[Any, ...]]  # method, options, values
#: method and options, as Python calls them -> as JavaScript does
METHODS = {"add": "add", "add_cells": "addCells", "add_codes": "addCodes", "add_table": "addTable"}
NAMES = {"n_obs": "cells", "n_vars": "variables"}


@pytest.fixture(scope="module")
def node() -> Iterator[node_judge.NodeJudge]:
    with node_judge.NodeJudge(serve=WRITE) as writer:
        yield writer


def camel(name: str) -> str:
    return NAMES.get(name) or re.sub("_(.)", lambda found: found[1].upper(), name)


def sent(value: Any) -> Any:
    """A value as serve_write.mjs takes it."""
    if isinstance(value, bytes):
        return {"#": "bytes", "of": base64.b64encode(value).decode()}
    if isinstance(value, np.ndarray):
        return {"#": value.dtype.name, "of": base64.b64encode(value.tobytes()).decode()}
    if isinstance(value, dict):
        return {key: sent(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [sent(each) for each in value]
    return value


def by_python(options: dict[str, Any], calls: list[Call]) -> bytes | str | None:
    """The bytes, or the rule of the error."""
    try:
        with SessionWriter(**options) as writer:
            for method, more, values in calls:
                getattr(writer, method)(*values, **more)
            return writer.to_bytes()
    except UsageError as exc:
        return exc.finding.rule if exc.finding else None


def by_node(node: node_judge.NodeJudge, options: dict[str, Any], calls: list[Call]) -> bytes | str | None:
    asked = {
        "options": {camel(key): sent(value) for key, value in options.items()},
        "calls": [
            [METHODS[method], {camel(key): sent(each) for key, each in more.items()}, *map(sent, values)]
            for method, more, values in calls
        ],
    }
    said = node.ask(json.dumps(asked).encode())
    if "error" in said:
        assert said["error"] in ("UsageError", "SessionError"), said["message"]
        rule: str | None = said["rule"]
        return rule
    return base64.b64decode(said["bytes"])


def parts(data: bytes | str | None) -> Any:
    """A session before compression: head without stored sizes, payloads. What is none stays as it is."""
    if not isinstance(data, bytes):
        return data
    magic = data.index(b"\n") + 1
    found, at = [data[:magic]], magic
    while at < len(data):
        size = int.from_bytes(data[at : at + 4], "little")
        found.append(data[at + 4 : at + 4 + size])
        at += 4 + size
    entries = strict_json.parse(found[1])["chunks"]
    found[1] = re.sub(rb'"storedBytes":\d+', b'"storedBytes":0', found[1])
    for place, entry in enumerate(entries, 2):
        if entry["codec"] == "gzip":
            assert found[place][:10] == bytes.fromhex("1f8b08000000000000ff")
            found[place] = gzip.decompress(found[place])
    return found


OPTIONS = {"datasetId": "dataset_id", "sourceType": "source_type", "cellCount": "n_obs", "varCount": "n_vars"}
OPTIONS |= {"name": "name", "cellOrder": "cell_order", "dataMapping": "data_mapping"}
HEADS = {"dataSource": "data_source", "source": "source", "requires": "requires", "createdAt": "created_at"}


def again(bundle: CellucidSessionBundle) -> tuple[dict[str, Any], list[Call]]:
    """What writes a session anew: its values where the writer takes values."""
    manifest, fingerprint = bundle.manifest, bundle.dataset_fingerprint
    options = {OPTIONS[key]: value for key, value in fingerprint.items() if key in OPTIONS}
    options |= {HEADS[key]: value for key, value in manifest.items() if key in HEADS}
    options["generation"] = bundle.generation.number
    options.setdefault("created_at", "2026-01-15T09:30:00Z")
    coded = {each.chunk_id: each for each in bundle.fields}
    groups = {each.chunk_id: each for each in bundle.groups if each.reference is None}
    tables = bundle.artifacts
    calls: list[Call] = []
    for name in bundle.list_chunk_ids():
        entry, meta = bundle.entry(name), bundle.get_chunk_meta(name)
        if name in groups:
            calls.append(("add_cells", {}, (entry.rest, groups[name].indices.tolist())))
        elif name in coded:
            shown = meta["priority"] == "eager"
            field = coded[name]
            more = {"shown": shown, "source": field.source, "codes_type": field.codes_type}
            calls.append(("add_codes", more, (entry.rest, field.codes)))
        elif name in tables:
            columns = tables[name].columns()
            ids = (tables[name].cache_key, tables[name].gene, tables[name].page_id)
            calls.append(("add_table", {}, (*ids, columns["cellIndex"], columns["value"])))
        else:
            value = bundle.read_state(name) if bundle.has_state(name) else bundle.decode_chunk(name)
            own: dict[str, Any] = {"label": meta["label"]}
            if entry.family is None:
                own |= {"contributor": meta["contributorId"], "kind": meta["kind"]}
                own |= {"dataset_dependent": meta["datasetDependent"], "priority": meta["priority"]}
            calls.append(("add", own, (name, value)))
    return options, calls


@needs_node
def test_samples_and_bases_are_written_anew_as_by_python(node: node_judge.NodeJudge) -> None:
    suite = catalogue.load()
    sessions = {name: later.sample(name).read_bytes() for name in later.NAMES}
    for name, described in suite.bases.items():
        if described["kind"] != assembling.SNAPSHOTS:
            sessions[name] = assembling.assemble(described).data
    whole: dict[int, int] = {}
    for name, data in sessions.items():
        with CellucidSessionBundle(data) as bundle:
            options, calls = again(bundle)
        if found := re.match(r"g(?:eneration-)?(\d)", name):  # a file may be of the next one as well
            options["generation"] = int(found[1])
        ours, theirs = by_python(options, calls), by_node(node, options, calls)
        assert parts(theirs) == parts(ours), name
        if isinstance(ours, bytes):
            whole[options["generation"]] = whole.get(options["generation"], 0) + 1
    assert sorted(whole) == [1, 2, 3, 4, 5]
    assert sum(whole.values()) > 20


TEXTS = st.text(st.characters(codec="utf-8"), max_size=6)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.integers(0, 30).map(str), inner, max_size=4)
    ),
    max_leaves=12,
)
LABELS = st.none() | st.just("") | TEXTS
LARGE = st.sampled_from([5, 100, 1000, 70_000, 2**32, 2**53 - 1])


@needs_node
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_session_of_the_earliest_generation_is_the_same_to_the_byte(
    node: node_judge.NodeJudge, data: st.DataObject
) -> None:
    """Nothing is compressed, so the whole files are; what Python refuses is refused by the same rule."""
    draw = data.draw
    cells = draw(st.none() | LARGE)
    most = min(cells or 10**6, 2**33)
    options = {
        "dataset_id": draw(TEXTS),
        "n_obs": cells,
        "created_at": "2026-01-15T09:30:00Z",
        "codec": "none",
    }
    calls: list[Call] = [("add", {}, ("core/state", draw(st.dictionaries(TEXTS, VALUES, max_size=4))))]
    groups = []
    for number in range(draw(st.integers(0, 3))):
        few = draw(st.lists(st.integers(0, most + 1) | st.integers(0, 40), max_size=20))
        start, length = draw(st.integers(0, most)), draw(st.integers(0, 50))
        members = few + list(range(start, min(start + length, most)))
        groups.append(
            {"id": f"g{number}", "label": draw(TEXTS), "cellCount": len(set(members)), "zz": draw(VALUES)}
        )
        calls.append(("add_cells", {"label": draw(LABELS)}, (f"g{number}", members)))
    page = {"highlightedGroups": groups, "id": "p", "name": "P", "10": 1, "9": 2}
    calls.append(
        (
            "add",
            {"priority": draw(st.sampled_from(["eager", "lazy"]))},
            ("highlights/meta", {"pages": [page]}),
        )
    )
    if cells is not None and cells <= 1000:
        kind = draw(st.sampled_from(["uint8", "uint16"]))
        top = draw(st.sampled_from([0, 1, 3, 254]))
        made = [draw(st.integers(0, top))] * draw(st.integers(0, cells)) if draw(st.booleans()) else []
        made += [at * 7 % (top + 1) for at in range(cells - len(made))]
        field = {
            "id": "f",
            "key": "k",
            "source": "obs",
            "kind": "category",
            "categories": [*map(str, range(255))],
        }
        calls.append(("add", {}, ("core/field-overlays", {"userDefinedFields": [field]})))
        calls.append(("add_codes", {"shown": draw(st.booleans())}, ("f", np.array(made, kind))))
        rows = draw(st.lists(st.integers(0, cells), max_size=5))
        values = np.linspace(-1, 1, len(rows), dtype="f4")
        calls.append(("add_table", {"label": draw(LABELS)}, ("a key", "gène/1", "p", rows, values)))
    assert by_node(node, options, calls) == by_python(options, calls)


ENCODINGS = st.sampled_from([None, None, "steps", "bits", "runs", "raw", "run lengths", "packed", "other"])
CHANGED = [name for name in later.NAMES if name.split("_")[1] != "minimal"]


@needs_node
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_other_cells_and_codes_in_later_generations_are_written_alike(
    node: node_judge.NodeJudge, data: st.DataObject
) -> None:
    """In every encoding, by a category too; what Python refuses is refused by the same rule."""
    draw = data.draw
    name = draw(st.sampled_from(CHANGED))
    with CellucidSessionBundle(later.sample(name)) as bundle:
        options, calls = again(bundle)
        bound = {each.chunk_id: each.id for each in bundle.groups if each.reference is not None}
        fields = {each.id: each for each in bundle.fields}
    count = options["n_obs"]
    cells = st.lists(st.integers(0, count - 1), min_size=1, max_size=12, unique=True)
    sizes: dict[str, int] = {}
    changed: list[Call] = []
    for method, more, values in calls:
        if method == "add_cells" or values[0] in bound:
            members = draw(cells)
            more = {"encoding": draw(ENCODINGS)}
            if values[0] in bound:
                more["of"] = members + draw(st.just([]) | cells)
            group = bound.get(values[0], values[0])
            sizes[group] = len(members)
            changed.append(("add_cells", more, (group, members)))
        elif method == "add_codes":
            top = max(
                0, min(draw(st.sampled_from([0, 1, 3, 15, 70_000])), len(fields[values[0]].categories) - 1)
            )
            pattern = draw(st.lists(st.integers(0, top), min_size=1, max_size=9))
            each = draw(st.integers(1, 40))
            codes = np.repeat(np.resize(pattern, -(-count // each)), each)[:count].astype(values[1].dtype)
            changed.append((method, {**more, "encoding": draw(ENCODINGS)}, (values[0], codes)))
        else:
            changed.append((method, more, values))
    for method, _, values in changed:
        if method == "add" and values[0] == "highlights/meta":
            for page in values[1]["pages"]:
                for group in page["highlightedGroups"]:
                    group["cellCount"] = sizes.get(group["id"], group["cellCount"])
    assert parts(by_node(node, options, changed)) == parts(by_python(options, changed))


@needs_node
def test_what_is_missing_or_wrong_is_said_with_what_to_do() -> None:
    """And nothing is handed out that was not judged valid."""
    script = """
import { SessionWriter, openSession } from "./index.js";
const tried = async (make) => {
  try { console.log("taken", await make()); } catch (error) { console.log(error.name, error.rule, error.message); }
};
await tried(() => new SessionWriter({ n_obs: 5 }));
await tried(() => new SessionWriter({ generation: 6 }));
await tried(() => new SessionWriter({ generation: 4, cells: 5 }));
await tried(() => new SessionWriter({ cells: 5 }).add("mine/own", {}));
await tried(() => new SessionWriter({ cells: 5 }).addCells("g", [5]));
await tried(() => new SessionWriter({ cells: 5 }).addCells("g", [true]));
await tried(() => new SessionWriter({ cells: 5 }).addCells("g", [0.5]));
await tried(() => new SessionWriter({ cells: 5 }).addCodes("f", [70000]));
await tried(() => new SessionWriter({ cells: 5 }).add("core/state", { a: undefined }));
await tried(() => new SessionWriter({ cells: 5, cellNames: ["a"] }));
const wrong = new SessionWriter({ cells: 5 });
wrong.add("highlights/meta", { pages: 5 });
await tried(() => wrong.toBytes());
const payload = new TextEncoder().encode('{"pages":[]}');
const writer = new SessionWriter({ cells: 5, cellNames: ["\\u{1F600}", "\\uFF21", "b", "c", "d"] });
writer.add("highlights/meta", payload);
payload.fill(0);
const made = await openSession(await writer.toBlob());
const other = new SessionWriter({ cells: 5 });
await other.pass(made, "highlights/meta");
const passed = await openSession(await other.toBytes());
console.log(JSON.stringify([made.cellNames, made.chunkMeta("highlights/meta"), passed.chunkMeta("highlights/meta")]));
"""
    command = ["timeout", "60", str(NODE), "--input-type=module", "-e", script]
    said = subprocess.run(
        command, cwd=PACKAGE, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    wanted = [
        "UsageError null a SessionWriter has no option n_obs; it has sourceType,",
        "UsageError null generation must be one of 1, 2, 3, 4, 5, not 6",
        "UsageError null a session of generation 4 (format 1, Cellucid 0.9.4) can't be without",
        "UsageError null mine/own is of no known family:",
        "UsageError cells.index a cell has the position 5, allowed: 0 to 4",
        "UsageError null a mask must have one value for each of the 5 cells",
        "UsageError null cells must be whole numbers",
        "UsageError codes.value a code is 70000, allowed: 0 to 65535",
        "UsageError null undefined can't be written as JSON:",
        "UsageError null cellNames must name each of the 5 cells once, and there are 1",
        "SessionError meta.shape this would be no valid session:",
    ]
    for line, beginning in zip(said, wanted, strict=False):
        assert line.startswith(beginning)
    names, meta, passed = json.loads(said[-1])
    ordered, unordered = identity.digests(["\U0001f600", "\uff21", "b", "c", "d"])
    assert names == {"ordered": ordered, "unordered": unordered}
    assert meta == passed
