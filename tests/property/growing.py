"""Files that hold many of one thing, and what is done with them: prints the steps of each as JSON.

python tests/property/growing.py --part=0/1 SIZE...
"""

from __future__ import annotations

import contextlib
import functools
import io
import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import counting

counting.install()

import builders as b  # noqa: E402 - what is imported after `install` is counted
from builders import CELLS, CODES, TABLE, chunk, codes, field, group, meta, overlays, session  # noqa: E402

from cellucid_session import canonicalize, publish, semantic_digest, validate  # noqa: E402
from cellucid_session.conformance import assembling, later  # noqa: E402
from cellucid_session.errors import SessionError  # noqa: E402
from cellucid_session.judge.policy import load  # noqa: E402
from cellucid_session.model import KIND_SNAPSHOTS  # noqa: E402
from cellucid_session.read.bundle import CellucidSessionBundle  # noqa: E402
from cellucid_session.report import html, jsonl, jsonreport, junit, sarif, text  # noqa: E402
from cellucid_session.tools import auto_restore, changes, differ, extracting, inspect_page, inspecting  # noqa: E402

CELL_COUNT = 8
COLUMN = {"dtype": "uint8", "encoding": "raw", "byteLength": 0}
ONE = [0, 1] * 4


def _field(*fields: Any, each: bytes = codes(ONE), **more: Any) -> bytes:
    held = [chunk(CODES + one["id"], each, codec="none") for one in fields if one["kind"] == "category"]
    return session(overlays(*fields, **more), *held, n_obs=CELL_COUNT, n_vars=None)


def _groups(*groups: Any, **more: Any) -> bytes:
    held = [chunk(CELLS + one["id"], b.cells([1]), codec="none") for one in groups]
    return session(meta(*groups, **more), *held, n_obs=CELL_COUNT)


def _page(number: int, name: str) -> dict[str, Any]:
    return {"id": f"p{number}", "name": name, "highlightedGroups": []}


def _turned(many: int, turn: int) -> list[str]:
    return [f"{number + turn:04}" for number in range(many)]


def _later(number: int, change: Callable[[dict[str, Any], dict[str, Any]], None]) -> bytes:
    """A session of a later generation, changed. change: takes its description, and its chunks by id."""
    described = later.base(number)
    change(described, {each["entry"]["id"]: each for each in described["chunks"]})
    return assembling.assemble(described).data


def _like(described: dict[str, Any], model: str, names: list[str], turn: int) -> None:
    """More chunks like one, right behind it; each labelled by its name and `turn`."""
    at = next(at for at, each in enumerate(described["chunks"]) if each["entry"]["id"] == model)
    family = model.rpartition("/")[0]
    chunk = described["chunks"][at]
    label = chunk["entry"]["label"].partition(": ")[0]
    described["chunks"][at + 1 : at + 1] = [
        chunk | {"entry": chunk["entry"] | {"id": f"{family}/{name}", "label": f"{label}: {name}-{turn}"}}
        for name in names
    ]


def _later_groups(number: int, n: int, turn: int, like: int) -> bytes:
    """Groups like one of the base; those of a category each of a field of its own."""

    def change(described: dict[str, Any], by_id: dict[str, Any]) -> None:
        groups = by_id["highlights/meta"]["payload"]["json"]["pages"][0]["highlightedGroups"]
        model = groups[like]
        ids = [f"highlight_{1000 + at}" for at in range(n)]
        keys = [f"k{at:04}" for at in range(n if "fieldKey" in model else 0)]
        more = [model | {"id": name, "label": f"{name}-{turn}"} for name in ids]
        groups[like + 1 : like + 1] = (
            [each | {"fieldKey": key} for each, key in zip(more, keys, strict=True)] if keys else more
        )
        _like(described, f"highlights/cells/{model['id']}", ids, turn)
        if number == 5:
            described["manifest"]["requires"]["obs"][1:1] = keys

    return _later(number, change)


def _later_fields(number: int, n: int, turn: int) -> bytes:
    """Fields like the second."""

    def change(described: dict[str, Any], by_id: dict[str, Any]) -> None:
        fields = by_id["core/field-overlays"]["payload"]["json"]["userDefinedFields"]
        ids = [f"f{at:04}" for at in range(n)]
        fields[4:4] = [fields[3] | {"id": name, "key": f"{name}-{turn}"} for name in ids]
        _like(described, "user-defined/codes/f_d", ids, turn)

    return _later(number, change)


def _embeddings(n: int, turn: int) -> bytes:
    """Embeddings, vector fields and layers of the mapping of a data set."""

    def change(described: dict[str, Any], by_id: dict[str, Any]) -> None:
        mapping = described["manifest"]["datasetFingerprint"]["dataMapping"]
        more = [{"key": f"Y_{at:04}-{turn}", "columns": [0, 1]} for at in range(n)]
        mapping["embeddings"]["enabled"] += more
        mapping["vectorFields"] += [{"key": f"w{at:04}", "embedding": each} for at, each in enumerate(more)]
        mapping["log1p"] |= {f"layer:x{at:04}": {"base": None} for at in range(n)}

    return _later(5, change)


def _typed(n: int, turn: int) -> bytes:
    """Arrays behind a JSON text."""

    def change(described: dict[str, Any], by_id: dict[str, Any]) -> None:
        by_id["analysis/windows"]["payload"] = {
            "typed": {
                "json": {"windows": [{"values": {"$typed": at}} for at in range(n)]},
                "arrays": [["u32", [at, turn]] for at in range(n)],
            }
        }

    return _later(5, change)


#: what a file has many of -> the file; `turn` 1 gives one that differs in each of them
THINGS: dict[str, Callable[[int, int], bytes]] = {
    "chunks": lambda n, turn: session(
        *(chunk(f"other/{at:04}", {"a": turn}, codec="none") for at in range(n)), n_obs=CELL_COUNT
    ),
    "chunks that depend on another": lambda n, turn: session(
        chunk("other/a", {}),
        *(chunk(f"other/{at:04}", {"a": turn}, dependsOn=["other/a"]) for at in range(n)),
    ),
    "chunks on which one depends": lambda n, turn: session(
        *(chunk(f"other/{at:04}", {"a": turn}) for at in range(n)),
        chunk("other/a", {}, dependsOn=[f"other/{at:04}" for at in range(n)]),
    ),
    "groups": lambda n, turn: _groups(*(group(f"g{at:04}", 1, label=f"l{turn}") for at in range(n))),
    "groups that come and go": lambda n, turn: _groups(*(group(f"g{at}", 1) for at in _turned(n, n * turn))),
    "pages": lambda n, turn: session(
        meta(pages=[_page(at, f"n{turn}") for at in range(n)], activePageId="p0", activePageName=f"n{turn}")
    ),
    "fields": lambda n, turn: _field(*(field(f"f{at:04}", key=f"k{at:04}-{turn}") for at in range(n))),
    "fields of one name": lambda n, turn: _field(*(field(f"f{at:04}", key="k") for at in range(n))),
    "categories": lambda n, turn: _field(field("f", _turned(n, turn), codesType="Uint16Array")),
    "other categories": lambda n, turn: _field(field("f", _turned(n, n * turn), codesType="Uint16Array")),
    "categories that are one": lambda n, turn: _field(field("f", ["x"] * n, codesType="Uint16Array")),
    "renamed fields": lambda n, turn: _field(
        renames={"fields": {f"obs:{at:04}": f"x{turn}" for at in range(n)}, "categories": {}}
    ),
    "renamed categories": lambda n, turn: _field(
        renames={"fields": {}, "categories": {f"obs:k:{at:04}": f"x{turn}" for at in range(n)}}
    ),
    "deleted fields": lambda n, turn: _field(
        deletedFields={"deleted": [f"obs:{at}" for at in _turned(n, n * turn)], "purged": []}
    ),
    "artifacts": lambda n, turn: session(
        *(chunk(f"{TABLE}k/{at:04}/p1", b.table([turn]), codec="none") for at in range(n)), n_obs=CELL_COUNT
    ),
    "columns of an artifact": lambda n, turn: session(
        chunk(
            TABLE + "k/g/p",
            b.table(
                [1],
                header={
                    "rowCount": 1,
                    "columns": [
                        *b.table_header(1)["columns"],
                        *(
                            {"name": f"c{at:04}", "dtype": "uint8", "encoding": "raw", "byteLength": 0}
                            for at in range(n)
                        ),
                    ],
                },
            ),
        ),
        n_obs=CELL_COUNT,
    ),
    "runs": lambda n, turn: session(
        overlays(field("f")), chunk(CODES + "f", codes([turn, 1 - turn] * (n // 2), 2)), n_obs=n
    ),
    "members": lambda n, turn: session(
        meta(group("g", n)), chunk(CELLS + "g", b.cells([2 * at + turn for at in range(n)])), n_obs=2 * n
    ),
    "keys of the state": lambda n, turn: session(chunk("core/state", {f"k{at:04}": turn for at in range(n)})),
    "keys of the manifest": lambda n, turn: session(manifest={f"k{at:04}": turn for at in range(n)}),
    "findings": lambda n, turn: session(
        *(chunk(f"other/{at:04}", {"a": turn}, label="\u202e", contributorId="x") for at in range(n)),
    ),
    "errors": lambda n, turn: _groups(*(group(f"g{at:04}", 1, enabled=turn) for at in range(n))),
    "lassos of generation 4": lambda n, turn: _later_groups(4, n, turn, 0),
    "lassos of generation 5": lambda n, turn: _later_groups(5, n, turn, 0),
    "categories that groups of generation 5 are of": lambda n, turn: _later_groups(5, n, turn, 4),
    "fields of generation 2": lambda n, turn: _later_fields(2, n, turn),
    "fields of generation 5": lambda n, turn: _later_fields(5, n, turn),
    "embeddings": _embeddings,
    "typed arrays": _typed,
    "keys with odd characters": lambda n, turn: session(
        chunk("core/state", {f"\u202e{at:04}": turn for at in range(n)})
    ),
}

#: the same, of a state-snapshots.json
LISTS: dict[str, Callable[[int], bytes]] = {
    "entries": lambda n: b.text([f"s{at:04}.cellucid-session" for at in range(n)]),
    "entries that are one": lambda n: b.text(["s.cellucid-session"] * n),
    "entries that are refused": lambda n: b.text([f"../s{at:04}.cellucid-session" for at in range(n)]),
    "segments of an entry": lambda n: b.text(["a/" * (n * 8) + "s.cellucid-session"]),
    "keys of an entry": lambda n: b.text(
        [{"file": "s.cellucid-session"} | {f"k{at:04}": at for at in range(n)}]
    ),
}


def read_all(path: Path) -> None:
    with CellucidSessionBundle(path) as bundle:
        for group_ in bundle.groups:
            assert len(group_.mask(bundle.facts.n_obs or 0)) >= 0
            _ = group_.indices
        for field_ in bundle.fields:
            _ = field_.codes
        for artifact in bundle.artifacts.values():
            artifact.columns()
        _ = bundle.pages, bundle.renames, bundle.deleted_fields, bundle.findings
        bundle.restore_plan()
        for _id, _value in bundle.iter_chunks():
            pass
        repr(bundle)


def compare(one: Path, other: Path) -> None:
    with CellucidSessionBundle(one) as before, CellucidSessionBundle(other) as after:
        told = differ.diff(before, after)
        changes.page_text(told, every=True)
        changes.document(told)


def extract(path: Path) -> None:
    with CellucidSessionBundle(path) as bundle:
        groups, fields, _ = extracting.select(bundle, (), (), True)
        tables = extracting.take(bundle, groups, fields, (bundle.facts.n_obs, None))
        extracting.write_csv(tables.cells, io.BytesIO())


def apply(path: Path) -> None:
    import anndata
    import numpy as np

    with CellucidSessionBundle(path) as bundle:
        many = bundle.facts.n_obs or 0
        adata = anndata.AnnData(np.zeros((many, 5), dtype=np.float32))
        bundle.apply_to_anndata(
            adata, dataset_mismatch="skip", include_deleted_user_defined_fields=True, column_conflict="suffix"
        )


def inspect(path: Path) -> None:
    inspect_page.page_text(*inspecting.inspect(str(path)), every=True)


def put(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        publish(path, folder, name="x.cellucid-session")


def restore(folder: str) -> None:
    auto_restore.page_text(auto_restore.look(folder), every=True)


POLICY = load("upload")
FORMATS: dict[str, Callable[[Any], Any]] = {
    "text": lambda report: text.render([report]),
    "json": lambda report: jsonreport.render([report], POLICY),
    "jsonl": lambda report: jsonl.render([report], POLICY),
    "junit": lambda report: junit.render([report], POLICY),
    "sarif": lambda report: sarif.render([report], POLICY),
    "html": lambda report: html.render([report], POLICY),
}

#: an operation on a session, and on one that differs from it
OPERATIONS: dict[str, Callable[[Path, Path], Any]] = {
    "validate": lambda path, _: validate(path),
    "validate to the end": lambda path, _: validate(path, early_exit=False),
    "validate by the reference": lambda path, _: validate(path, engine="reference"),
    "read all": lambda path, _: read_all(path),
    "diff": compare,
    "extract": lambda path, _: extract(path),
    "apply": lambda path, _: apply(path),
    "inspect": lambda path, _: inspect(path),
    "canonicalize": lambda path, _: canonicalize(path),
    "digest": lambda path, _: semantic_digest(path),
    "publish": lambda path, _: put(path),
}


def steps(work: Callable[[], Any]) -> int:
    """The steps of some work; what is done once in a process was done before."""
    before = counting.WORK[0]
    with contextlib.suppress(SessionError):
        work()
    return counting.WORK[0] - before


def main(sizes: list[int], part: int, parts: int) -> dict[str, list[int]]:
    """The steps of each operation on each of the things of a part, by size."""
    found: dict[str, list[int]] = {}

    def count(name: str, work: Callable[[], Any]) -> None:
        found.setdefault(name, []).append(steps(work))

    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "one"), Path(folder, "other")
        for size in (4, *sizes):
            for thing, make in list(THINGS.items())[part::parts]:
                one.write_bytes(make(size, 0))
                other.write_bytes(make(size, 1))
                for name, operation in OPERATIONS.items():
                    count(f"{name}: {thing}", functools.partial(operation, one, other))
                report = validate(one, early_exit=False)
                for name, render in FORMATS.items():
                    count(f"report as {name}: {thing}", functools.partial(render, report))
            one.write_bytes(session())
            for thing, make_list in list(LISTS.items())[part::parts]:
                data = make_list(size)
                Path(folder, "state-snapshots.json").write_bytes(data)
                for engine in ("generated", "reference"):
                    judge = functools.partial(validate, data, kind=KIND_SNAPSHOTS, engine=engine)
                    count(f"validate by {engine}: {thing}", judge)
                report = validate(data, kind=KIND_SNAPSHOTS)
                for name, render in FORMATS.items():
                    count(f"report as {name}: {thing}", functools.partial(render, report))
                count(f"auto-restore: {thing}", functools.partial(restore, folder))
                add = functools.partial(publish, one, folder, name="y.cellucid-session", force=True)
                count(f"publish: {thing}", add)
    return {name: counts[1:] for name, counts in found.items()}


if __name__ == "__main__":
    which, *asked = sys.argv[1:]
    part, parts = which.removeprefix("--part=").split("/")
    json.dump(main([int(each) for each in asked], int(part), int(parts)), sys.stdout)
