"""`openSession` of the JavaScript package: it gives what Python's reader gives, and of no session that is not valid."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import js_session
import later
import node_judge
import pytest
from node_judge import NODE, PACKAGE

from cellucid_session import CellucidSessionBundle, Limits
from cellucid_session.conformance import catalogue

SUITE = catalogue.load()
READ = node_judge.SERVE.with_name("serve_read.mjs")

pytestmark = pytest.mark.libraries
needs_node = pytest.mark.skipif(NODE is None, reason="needs node")


@pytest.fixture(scope="module")
def node() -> Iterator[node_judge.NodeJudge]:
    with node_judge.NodeJudge(serve=READ) as reader:
        yield reader


def different(ours: dict[str, object], theirs: dict[str, object]) -> list[object]:
    """The parts in which two answers differ, with both."""
    return [
        (key, ours.get(key), theirs.get(key))
        for key in ours | theirs
        if not js_session.same(ours.get(key), theirs.get(key))
    ]


@needs_node
@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.long), 4], ids=["all", "some"])
def test_what_is_valid_holds_the_same_and_nothing_else_is_opened(
    node: node_judge.NodeJudge, step: int
) -> None:
    seen: dict[int, int] = {}
    refused: set[tuple[str, str | None]] = set()
    wrong = {}
    for vector in SUITE.vectors[::step]:
        expected = vector.expect
        if SUITE.kind(vector) != "session" or (expected.verdict, expected.rule) in refused:
            continue  # of those that are refused one for each rule is enough
        options = node_judge.options_of(
            "session", dict(vector.limits), dict(vector.dataset), vector.taken, True
        )
        data = SUITE.build(vector)
        theirs = node.ask(data, options=options)
        if expected.verdict != "valid":
            assert theirs["refused"] == expected.verdict, vector.id
            assert f"[{theirs['rule']}]. What to do: " in theirs["message"], vector.id
            refused.add((expected.verdict, expected.rule))
            continue
        ours = js_session.everything(data, limits=Limits(**vector.limits))
        if vector.taken is not None:  # Python's reader is not told which generations are wanted
            ours["generation"] = theirs["generation"]
        seen[ours["generation"]] = seen.get(ours["generation"], 0) + 1
        if found := different(ours, theirs):
            wrong[vector.id] = found
    assert wrong == {}
    assert set(seen) >= ({1, 2, 3, 4, 5} if step == 1 else {1, 5})
    assert sum(seen.values()) > 200 // step
    assert len(refused) > 200 // step


@needs_node
@pytest.mark.parametrize("name", later.NAMES)
def test_samples_hold_the_same(node: node_judge.NodeJudge, name: str) -> None:
    data = later.sample(name).read_bytes()
    assert different(js_session.everything(data), node.ask(data, options={})) == []


def run(script: str) -> list[str]:
    """The lines that a module prints; it may import from `./`, which is the package."""
    command = ["timeout", "60", str(NODE), "--input-type=module", "-e", script]
    return subprocess.run(
        command, cwd=PACKAGE, capture_output=True, text=True, check=True
    ).stdout.splitlines()


@needs_node
def test_what_was_judged_is_what_is_read() -> None:
    """From every kind of source; who changes the bytes afterwards changes nothing, or there is an error."""
    data = list(later.sample("g5_codes").read_bytes())
    said = run(
        'import { openSession } from "./index.js";'
        f"const bytes = () => Uint8Array.from({data}); const blob = new Blob([bytes()]); const mine = bytes();"
        "async function* pieces() { const all = bytes();"
        " for (let at = 0; at < all.length; at += 97) yield all.slice(at, at + 97); }"
        "const reused = async function* () { const all = bytes(); const one = new Uint8Array(97);"
        " for (let at = 0; at < all.length; at += 97) {"
        " const piece = all.subarray(at, at + 97); one.set(piece); yield one.subarray(0, piece.length); } };"
        "for (const each of [mine, bytes().buffer, blob, blob.stream(), pieces(), reused()]) {"
        " const session = await openSession(each); mine.fill(0);"
        " console.log(JSON.stringify([await Promise.all(session.fields.map((one) => one.codes())),"
        " [...await session.readChunkBytes(session.chunkIds[0])]])); }"
        "const cut = new Blob([bytes()]); const slice = cut.slice.bind(cut); let gone = false;"
        "cut.slice = (start, end) => (gone ? slice(start, end - 1) : slice(start, end));"
        "const session = await openSession(cut); gone = true;"
        "try { await session.fields[0].codes(); } catch (error) { console.log(error.name, error.rule); }"
    )
    assert len(said) == 7
    assert len(set(said[:6])) == 1
    assert said[6] == "ReadError input.changed"


@needs_node
def test_cells_of_a_category_are_resolved_or_refused() -> None:
    with later_bundle("g5_reference") as bundle:
        group = next(each for each in bundle.groups if each.reference is not None)
        reference = group.reference
        assert reference is not None
        import numpy as np

        column = later.dataset("g5_reference").obs[reference.column]
        cells = np.flatnonzero(column == reference.category)
        wanted = reference.settle(column == reference.category).tolist()
    data = list(later.sample("g5_reference").read_bytes())
    said = run(
        'import { openSession } from "./index.js";'
        f"const session = await openSession(Uint8Array.from({data}));"
        f"const group = session.groups.find((each) => each.id === {json.dumps(group.id)});"
        f"const cells = {cells.tolist()}; const other = cells.with(0, cells[0] + 1);"
        "for (const each of [cells, cells.slice(1), other]) {"
        " try { console.log(JSON.stringify([...await group.resolve(({ column }) => column && each)])); }"
        " catch (error) { console.log(error.name, error.message); } }"
        "try { session.chunkMeta('nowhere'); } catch (error) { console.log(error.message); }"
    )
    assert json.loads(said[0]) == wanted
    assert "the session says" in said[1]
    assert "other cells have it" in said[2]
    assert said[3] == "the session has no chunk nowhere; session.chunkIds has all"


def later_bundle(name: str) -> CellucidSessionBundle:
    return CellucidSessionBundle(later.sample(name))
