"""The suite's sources: well described, each vector one change away from a valid base, built alike every time."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from jsonschema import Draft202012Validator

from cellucid_session.conformance import assembling, build, catalogue, edits, encode
from cellucid_session.declare import schemas as schema_files
from cellucid_session.generated.rules import RULES

SUITE = catalogue.load()
FILES = ["bases.json", "flags.json", *catalogue.files()]
SIZES = ("storedBytes", "uncompressedBytes")

#: vectors with two faults: which of them is told is the case
TWO = {
    "frame.truncated.later-magic.g5", "budget.json-bytes.typed-text.g5", "cells.encoding.size-behind.g5",
    "codes.category.before-registry", "codes.category.before-registry.g2", "codes.category.before-registry.g3",
    "codes.length.before-registry",
}  # fmt: skip

#: rules that no bytes alone can break, or that are about the policy and the program
WITHOUT_VECTOR = {"budget", "tool"}


@pytest.mark.parametrize("name", FILES)
def test_a_source_fits_the_schema(name: str) -> None:
    schema = json.loads(schema_files.read("vector"))
    Draft202012Validator.check_schema(schema)
    assert [
        error.message for error in Draft202012Validator(schema).iter_errors(catalogue.read_json(name))
    ] == []


def test_ids_are_unique_and_name_the_rule() -> None:
    ids = Counter(vector.id for vector in SUITE.vectors)
    assert [name for name, count in ids.items() if count > 1] == []
    named = [v.id for v in SUITE.vectors if not v.id.startswith(f"{v.expect.rule or 'valid'}.")]
    assert named == []


def test_every_rule_has_a_vector() -> None:
    told = {vector.expect.rule for vector in SUITE.vectors}
    wanted = {rule for rule, (cls, _, _) in RULES.items() if cls not in WITHOUT_VECTOR}
    assert wanted - told == set()


def test_a_rule_and_the_verdict_belong_together() -> None:
    verdict = {"safety": "invalid", "conformance": "invalid", "advice": "valid", "budget": "inconclusive"}
    for vector in SUITE.vectors:
        rule = vector.expect.rule
        assert vector.expect.verdict == ("valid" if rule is None else verdict[RULES[rule][0]]), vector.id
        assert set(vector.expect.also) <= set(RULES) - {rule}, vector.id


def test_every_flag_is_explained_and_used() -> None:
    assert {flag for vector in SUITE.vectors for flag in vector.flags} == set(SUITE.flags)
    assert [vector.id for vector in SUITE.vectors if not vector.flags] == []


def test_every_family_encoding_and_codec_is_in_a_base() -> None:
    text = json.dumps(SUITE.bases)
    for word in (
        "core/field-overlays", "user-defined/codes/", "core/state", "ui/dockable-layout", "analysis/windows",
        "highlights/meta", "highlights/cells/", "analysis/artifacts/bulk-gene/",
        '"encoding": "u8"', '"encoding": "u16"', '"encoding": "runs"', '"codec": "none"', '"codec": "gzip"',
    ):  # fmt: skip
        assert word in text


def parts(layout: assembling.Layout) -> tuple[str, list[bytes]]:
    """The manifest's text without its declared sizes, and the stored bytes of each chunk."""
    text = layout.data[slice(*layout.manifest)].decode("utf-8", "surrogateescape")
    for size in SIZES:
        text = re.sub(f'"{size}":[0-9]+', f'"{size}":0', text)
    return text, [layout.data[start:end] for _, start, end in layout.frames]


@pytest.mark.parametrize("layer", sorted({vector.layer for vector in SUITE.vectors}))
def test_a_vector_differs_from_its_base_in_one_place(layer: str) -> None:
    for vector in SUITE.vectors:
        if vector.layer != layer or not vector.edits or vector.id in TWO:
            continue
        described = SUITE.bases[vector.base]
        (edit,) = vector.edits
        before, after = assembling.assemble(described), assembling.assemble(described, vector.edits)
        assert before.data == SUITE.base(vector.base)
        assert after.data != before.data, vector.id
        level = edit["level"]
        if described["kind"] == assembling.SNAPSHOTS or level in ("chunks", "file-bytes"):
            continue
        (old_manifest, old), (new_manifest, new) = parts(before), parts(after)
        if level.startswith("manifest"):
            assert old == new, vector.id
            assert before.payloads == after.payloads
        elif level == "frame-length":
            assert (old_manifest, old) == (new_manifest, new), vector.id
            assert sum(a != b for a, b in zip(before.data, after.data, strict=True)) <= 4
        else:
            number = edit["chunk"]
            assert new_manifest == old_manifest, vector.id
            assert [n for n, stored in enumerate(old) if stored != new[n]] == [number], vector.id
            assert (before.payloads == after.payloads) == (level == "stored-bytes"), vector.id


def test_only_what_tells_two_faults_apart_differs_in_two_places() -> None:
    two = [vector for vector in SUITE.vectors if len(vector.edits) > 1]
    assert {vector.id for vector in two} == TWO
    for vector in two:
        files = {
            assembling.assemble(SUITE.bases[vector.base], edits).data
            for edits in (vector.edits, *((e,) for e in vector.edits))
        }
        assert len(files) == 3, vector.id  # each of the two makes it another file


def test_two_builds_are_equal(tmp_path) -> None:
    one = build.write(catalogue.load(), str(tmp_path / "one"))
    assert build.main([str(tmp_path / "two")]) == 0
    first, second = ((tmp_path / name / "index.json").read_bytes() for name in ("one", "two"))
    assert first == second
    assert len(one["files"]) == len(SUITE.bases) + len(SUITE.vectors)
    for entry in one["files"]:
        assert (tmp_path / "one" / entry["file"]).read_bytes() == (
            tmp_path / "two" / entry["file"]
        ).read_bytes()


def test_building_asks_for_a_folder(capsys) -> None:
    assert build.main([]) == 2
    assert build.main(["--help"]) == 2
    assert "OUTDIR" in capsys.readouterr().err


USELESS = {
    "a byte for the same byte": lambda: edits.change_bytes(b"ab", {"at": 0, "remove": 1, "insert": "61"}),
    "bytes that are not there": lambda: edits.change_bytes(b"ab", {"at": 1, "remove": 2}),
    "a text that is not there": lambda: edits.change_bytes(b"ab", {"find": "c", "with": "d"}),
    "a text that is there twice": lambda: edits.change_bytes(b"aa", {"find": "a", "with": "b"}),
    "what is no pointer": lambda: edits.change_value({}, {"set": "key", "value": 1}),
    "removing everything": lambda: edits.change_value({}, {"remove": ""}),
    "an edit of another kind of file": lambda: assembling.assemble(
        SUITE.bases["list"], ({"level": "file-bytes", "cut": 1},)
    ),
}


@pytest.mark.parametrize("case", USELESS)
def test_an_edit_without_an_effect_is_an_error(case: str) -> None:
    with pytest.raises(ValueError):
        USELESS[case]()


def test_an_edit_does_not_change_the_base() -> None:
    before = SUITE.base("state")
    for vector in SUITE.vectors:
        if vector.base == "state":
            SUITE.build(vector)
    assert SUITE.base("state") == before


def test_a_gzip_member_is_what_others_read() -> None:
    import gzip

    for data in (b"", b"a", bytes(70_000)):
        assert gzip.decompress(encode.gzip_member(data)) == data
