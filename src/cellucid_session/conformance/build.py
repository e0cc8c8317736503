"""The conformance suite: bases, vectors, and the bytes of both.

Rules of this file:

* A vector is a base with at most one edit, made at one level; everything above that level (gzip, declared sizes,
  frame lengths, manifest length) is then made anew and fits.
* Building needs the standard library alone and gives the same bytes everywhere.

`python -m cellucid_session.conformance.build OUTDIR` writes every file, and an index.json that says what is in it.
"""

from __future__ import annotations

import contextlib
import copy
import hashlib
import json
import os
import struct
import sys
from dataclasses import dataclass, field
from typing import Any

from cellucid_session.conformance import edits, encode, later
from cellucid_session.errors import SessionError, UsageError
from cellucid_session.io import outputs

MAGIC = b"CELLUCID_SESSION\n"
SESSION = "session"
SNAPSHOTS = "state-snapshots"
SUFFIXES = {SESSION: ".cellucid-session", SNAPSHOTS: ".state-snapshots.json"}

_HERE = os.path.dirname(os.path.abspath(__file__))
_SIZES = ("storedBytes", "uncompressedBytes")

#: levels of edits -> the kind of base they are for
LEVELS = {
    "chunks": SESSION,
    "payload-value": SESSION,
    "payload-bytes": SESSION,
    "stored-bytes": SESSION,
    "manifest-value": SESSION,
    "manifest-text": SESSION,
    "frame-length": SESSION,
    "file-bytes": SESSION,
    "list-value": SNAPSHOTS,
    "list-text": SNAPSHOTS,
}


@dataclass(frozen=True, slots=True)
class Expect:
    """What a reader must say.

    Attributes:
        verdict: "valid", "invalid" or "inconclusive".
        rule: the rule to name; None: no finding beyond those of the base.
        span: guilty bytes of the file (start, end), end exclusive; None where no bytes are to blame.
        inflated_span: guilty bytes of the chunk's payload.
        also: further rules of class advice that the edit can't avoid.
    """

    verdict: str
    rule: str | None = None
    span: tuple[int, int] | None = None
    inflated_span: tuple[int, int] | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vector:
    """One case: a base, at most one edit, and what a reader must say.

    Attributes:
        layer: the file that it is from. limits: budgets other than the defaults.
        dataset: what is known of the data set (n_obs, n_vars, dataset_id).
        beside: what lies beside a state-snapshots.json: names of files, and links as "NAME -> WHERE"; None: that is not
            asked.
        taken: the generations that the policy takes; None: all.
    """

    id: str
    base: str
    edits: tuple[edits.Edit, ...]
    expect: Expect
    flags: tuple[str, ...]
    note: str
    layer: str
    limits: dict[str, int] = field(default_factory=dict)
    dataset: dict[str, Any] = field(default_factory=dict)
    beside: tuple[str, ...] | None = None
    taken: tuple[int, ...] | None = None


@dataclass(slots=True)
class Layout:
    """A built file and where its parts are (offsets before an edit of the file's bytes).

    Attributes:
        manifest: span of the manifest's text. frames: (length field, stored bytes, end) of each chunk.
        payloads: the payload of each chunk. ids: their ids. values: JSON values of chunks, by id.
        manifest_value: the manifest.
    """

    data: bytes = b""
    manifest: tuple[int, int] = (0, 0)
    frames: list[tuple[int, int, int]] = field(default_factory=list)
    payloads: list[bytes] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    manifest_value: Any = None


def assemble(base: dict[str, Any], changes: tuple[edits.Edit, ...] = ()) -> Layout:
    """Put a base together, with changes."""
    for edit in changes:
        if LEVELS[edit["level"]] != base["kind"]:
            raise ValueError(f"level {edit['level']} is not for a base of kind {base['kind']}")
    base = copy.deepcopy(base)
    if base["kind"] == SNAPSHOTS:
        value = base["value"]
        for edit in _at(changes, "list-value"):
            value = edits.change_value(value, edit)
        return Layout(_changed(encode.json_text(value), changes, "list-text"))
    chunks: list[dict[str, Any]] = base["chunks"]
    for edit in _at(changes, "chunks"):
        edits.change_chunks(chunks, edit)
    layout = Layout()
    stored = [_stored(layout, number, chunk, changes) for number, chunk in enumerate(chunks)]
    manifest: Any = {**base["manifest"], "chunks": [chunk["entry"] for chunk in chunks]}
    for edit in _at(changes, "manifest-value"):
        manifest = edits.change_value(manifest, edit)
    text = _changed(encode.json_text(manifest), changes, "manifest-text")
    layout.manifest_value = manifest
    layout.ids = [chunk["entry"].get("id", "") for chunk in chunks]
    data = base.get("magic", MAGIC.decode()).encode() + _length(None, len(text), changes)
    layout.manifest = (len(data), len(data) + len(text))
    data += text
    for number, each in enumerate(stored):
        start = len(data) + 4
        layout.frames.append((start - 4, start, start + len(each)))
        data += _length(number, len(each), changes) + each
    layout.data = _changed(data, changes, "file-bytes")
    return layout


def _at(changes: tuple[edits.Edit, ...], level: str, chunk: int | None = None) -> list[edits.Edit]:
    """The changes of a level; of one chunk where the level has a part for each."""
    return [
        edit
        for edit in changes
        if edit["level"] == level and (level == "chunks" or edit.get("chunk") == chunk)
    ]


def _changed(data: bytes, changes: tuple[edits.Edit, ...], level: str, chunk: int | None = None) -> bytes:
    for edit in _at(changes, level, chunk):
        data = edits.change_bytes(data, edit)
    return data


def _stored(layout: Layout, number: int, chunk: dict[str, Any], changes: tuple[edits.Edit, ...]) -> bytes:
    """The stored bytes of a chunk. Its entry gets its sizes, its payload goes into the layout."""
    ((kind, content),) = chunk["payload"].items()
    for edit in _at(changes, "payload-value", number):
        inner = {"table": "header", "typed": "json"}.get(kind)
        if inner is not None:
            content[inner] = edits.change_value(content[inner], edit)
        else:
            content = edits.change_value(content, edit)
    data = _changed(encode.PAYLOADS[kind](content), changes, "payload-bytes", number)
    layout.payloads.append(data)
    entry = chunk["entry"]
    if kind in ("json", "typed"):
        layout.values[entry.get("id", "")] = content["json"] if kind == "typed" else content
    if "member" in chunk:
        stored = bytes.fromhex(chunk["member"])
    else:
        stored = encode.gzip_member(data) if entry["codec"] == "gzip" else data
    stored = _changed(stored, changes, "stored-bytes", number)
    if chunk.get("sizes", True):
        depends = {key: entry.pop(key) for key in ("dependsOn",) if key in entry}
        entry |= dict(zip(_SIZES, (len(stored), len(data)), strict=True)) | depends
    return stored


def _length(chunk: int | None, length: int, changes: tuple[edits.Edit, ...]) -> bytes:
    for edit in _at(changes, "frame-length", chunk):
        length = edit["set"]
    return struct.pack("<I", length)


class Suite:
    """All bases and vectors.

    Attributes:
        bases: name -> description. vectors: in the order of the files. flags: flag -> what it means.
    """

    def __init__(self, bases: dict[str, Any], vectors: tuple[Vector, ...], flags: dict[str, str]) -> None:
        self.bases = bases
        self.vectors = vectors
        self.flags = flags

    def base(self, name: str) -> bytes:
        """The bytes of a base. Raises KeyError for a name that is none."""
        return assemble(self.bases[name]).data

    def build(self, vector: Vector) -> bytes:
        """The bytes of a vector."""
        return assemble(self.bases[vector.base], vector.edits).data

    def generation(self, name: str) -> int:
        """The generation that a base is of."""
        number: int = self.bases[name].get("generation", 1)
        return number

    def only(self, generation: int) -> Suite:
        """What of the suite is about one generation; what is about no session belongs to the first."""
        bases = {name: told for name, told in self.bases.items() if self.generation(name) == generation}
        vectors = tuple(vector for vector in self.vectors if vector.base in bases)
        return Suite(bases, vectors, self.flags)

    def kind(self, vector: Vector) -> str:
        """What the vector's file is: "session" or "state-snapshots"."""
        kind: str = self.bases[vector.base]["kind"]
        return kind


def read_json(name: str) -> Any:
    """One of the suite's own JSON files."""
    with open(os.path.join(_HERE, name), encoding="utf-8") as stream:
        return json.load(stream)


def files() -> list[str]:
    """Names of the files with vectors, sorted."""
    return sorted(
        f"vectors/{name}" for name in os.listdir(os.path.join(_HERE, "vectors")) if name.endswith(".json")
    )


def _span(value: dict[str, int] | None) -> tuple[int, int] | None:
    return None if value is None else (value["start"], value["end"])


def _vector(layer: str, raw: dict[str, Any]) -> Vector:
    expect = raw["expect"]
    return Vector(
        id=raw["id"],
        base=raw["base"],
        edits=tuple(raw["edits"]),
        expect=Expect(
            expect["verdict"],
            expect["rule"],
            _span(expect.get("span")),
            _span(expect.get("inflated_span")),
            tuple(expect.get("also", ())),
        ),
        flags=tuple(raw["flags"]),
        note=raw["note"],
        layer=layer,
        limits=raw.get("limits", {}),
        dataset=raw.get("dataset", {}),
        beside=tuple(raw["beside"]) if "beside" in raw else None,
        taken=tuple(raw["taken"]) if "taken" in raw else None,
    )


def _later(bases: dict[str, Any], raw: dict[str, Any]) -> list[Vector]:
    """A vector that is said once for several generations: one for each, with the offsets that its file has."""
    made = []
    for number in raw["generations"]:
        name = f"generation-{number}"
        described = bases[name]
        changes = tuple(later.named_chunks(described, edit) for edit in raw["edits"])
        expect = {key: each for key, each in raw["expect"].items() if key != "at"}
        span, inflated = later.place(assemble(described, changes), raw["expect"]["at"])
        told = {"span": _told(span)} | ({} if inflated is None else {"inflated_span": _told(inflated)})
        one = {"id": f"{raw['id']}.g{number}", "base": name, "edits": changes, "expect": expect | told}
        rest = {key: each for key, each in raw.items() if key not in (*one, "generations")}
        if number in later.TWINS:  # no sign tells it from a later one: it is asked for
            rest.setdefault("taken", [number])
        made.append(_vector("generations", one | rest))
    return made


def load(generation: int | None = None) -> Suite:
    """Read the suite that comes with the package, or what of it is about one generation."""
    bases = read_json("bases.json")["bases"]
    bases |= {f"generation-{number}": later.base(number) for number in later.NUMBERS}
    vectors: list[Vector] = []
    for name in files():
        layer = name.removeprefix("vectors/").removesuffix(".json")
        for raw in read_json(name)["vectors"]:
            vectors += _later(bases, raw) if "generations" in raw else [_vector(layer, raw)]
    suite = Suite(bases, tuple(vectors), read_json("flags.json")["flags"])
    return suite if generation is None else suite.only(generation)


def base(name: str) -> bytes:
    """The bytes of a base of the package's suite."""
    return load().base(name)


def build(vector: Vector) -> bytes:
    """The bytes of a vector of the package's suite."""
    return load().build(vector)


def put_beside(folder: str, beside: tuple[str, ...]) -> None:
    """Lay empty files and links beside a list. Where no link can be made, nothing lies in its place."""
    for told in beside:
        name, link, where = told.partition(" -> ")
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if not link:
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400))
            continue
        with contextlib.suppress(OSError, NotImplementedError):
            os.symlink(where, path)


def _told(span: tuple[int, int] | None) -> dict[str, int] | None:
    return None if span is None else {"start": span[0], "end": span[1]}


def write(suite: Suite, folder: str) -> dict[str, Any]:
    """Write every base and vector into a new or empty folder, and index.json. Returns the index.

    Raises:
        UsageError: something is there that is no empty folder. OutputError: the system can't write there.
    """
    outputs.new_folder(folder)
    entries = []

    def put(name: str, kind: str, data: bytes, **told: Any) -> None:
        file = name + SUFFIXES[kind]
        outputs.write_new(folder, file, data)
        entries.append(
            {"name": name, "file": file, "kind": kind, "sha256": hashlib.sha256(data).hexdigest()} | told
        )

    for name, described in suite.bases.items():
        valid: dict[str, Any] = {
            "verdict": "valid",
            "rule": None,
            "span": None,
            "inflated_span": None,
            "also": [],
        }
        put(
            f"base.{name}",
            described["kind"],
            suite.base(name),
            advice=described.get("advice", []),
            expect=valid,
            flags=[],
            note=described["note"],
            limits={},
            dataset={},
            beside=None,
            generation=suite.generation(name),
            taken=None,
        )
    for vector in suite.vectors:
        expect = vector.expect
        put(
            vector.id,
            suite.kind(vector),
            suite.build(vector),
            advice=suite.bases[vector.base].get("advice", []),
            expect={
                "verdict": expect.verdict,
                "rule": expect.rule,
                "span": _told(expect.span),
                "inflated_span": _told(expect.inflated_span),
                "also": list(expect.also),
            },
            flags=list(vector.flags),
            note=vector.note,
            limits=vector.limits,
            dataset=vector.dataset,
            beside=None if vector.beside is None else list(vector.beside),
            generation=suite.generation(vector.base),
            taken=None if vector.taken is None else list(vector.taken),
        )
    index = {"index": 1, "flags": suite.flags, "files": entries}
    outputs.write_new(folder, "index.json", json.dumps(index, ensure_ascii=True, indent=1).encode() + b"\n")
    return index


def main(arguments: list[str]) -> int:
    """Write the suite into the folder that is the only argument."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: python -m cellucid_session.conformance.build OUTDIR\n")
        return 2
    try:
        index = write(load(), arguments[0])
    except SessionError as exc:
        sys.stderr.write(f"{exc}\n")
        return 2 if isinstance(exc, UsageError) else 4
    sys.stdout.write(f"{len(index['files'])} files and index.json\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
