"""The JavaScript package: every vector, changed inputs, its primitives, what it may not do, how large it is."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import changing
import node_judge
import pytest
from node_judge import NODE, PACKAGE

from cellucid_session import __version__
from cellucid_session.check import unicode_text
from cellucid_session.conformance import assembling, catalogue

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import js_speed

SUITE = catalogue.load()
MODULES = sorted(path for path in PACKAGE.rglob("*.js") if "node_modules" not in path.parts)
CHANGED = 600  # inputs; many more by `make js-fuzz`
JUDGE_BYTES = 60 * 1024  # of all that a judge loads, compressed

pytestmark = pytest.mark.skipif(NODE is None, reason="needs node")


@pytest.fixture(scope="module")
def node() -> Iterator[node_judge.NodeJudge]:
    with node_judge.NodeJudge() as judge:
        yield judge


def run(script: str) -> str:
    """What a module of JavaScript prints; it may import from `./`, which is the package."""
    command = ["timeout", "120", str(NODE), "--input-type=module", "-e", script]
    return subprocess.run(command, cwd=PACKAGE, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    "early", [pytest.param(True, marks=pytest.mark.long), False], ids=["early-exit", "to-the-end"]
)
def test_every_vector_has_the_same_report_to_the_letter(node: node_judge.NodeJudge, early: bool) -> None:
    different = {}
    for number, vector in enumerate(SUITE.vectors):
        data = SUITE.build(vector)
        told = (SUITE.kind(vector), dict(vector.limits), dict(vector.dataset), vector.taken, early)
        ours = node_judge.by_python(data, *told)
        piece = 1 << 20 if len(data) > 100_000 else 1 + number % 97
        theirs = node.judge(data, piece=piece, **node_judge.options_of(*told))
        if said := node_judge.difference(theirs, ours):
            different[vector.id, early] = said
    assert len(SUITE.vectors) > 2000
    assert different == {}


def test_changed_inputs_have_the_same_report(node: node_judge.NodeJudge) -> None:
    rules: set[str] = set()
    for number, (data, told) in enumerate(itertools.islice(changing.inputs(20), CHANGED)):
        ours = node_judge.by_python(data, *told)
        theirs = node.judge(data, piece=1 + number * 7919 % 3000, **node_judge.options_of(*told))
        assert node_judge.difference(theirs, ours) == "", (number, told)
        rules |= {each["rule"] for each in ours["findings"]}
    assert len(rules) > 80  # the inputs reach into everything


def test_payloads_that_end_early_have_the_same_report(node: node_judge.NodeJudge) -> None:
    """Each payload of each base, without its last byte and without nearly all."""
    rules: set[str] = set()
    for described in SUITE.bases.values():
        whole = assembling.assemble(described) if described["kind"] != assembling.SNAPSHOTS else None
        if whole is None or len(whole.data) > 100_000:
            continue
        for number, payload in enumerate(whole.payloads):
            for size in {len(payload) - 1, 1} & set(range(len(payload))):
                cut = {"level": "payload-bytes", "chunk": number, "cut": size}
                data = assembling.assemble(described, (cut,)).data
                told = ("session", {}, {}, None, False)
                ours = node_judge.by_python(data, *told)
                theirs = node.judge(data, piece=7, **node_judge.options_of(*told))
                assert node_judge.difference(theirs, ours) == ""
                rules |= {each["rule"] for each in ours["findings"]}
    assert {"codes.truncated", "cells.truncated", "typed.truncated", "uvarint.truncated"} <= rules


def test_a_node_that_goes_on_for_ever_ends_with_its_judge(tmp_path: Path) -> None:
    """A reader without one of its guards may: nothing of it is left to take a processor from others."""
    loop = 'import fs from "node:fs"; fs.writeFileSync(PID, String(process.pid));'
    loop = loop.replace("PID", json.dumps(str(tmp_path / "pid")))
    (tmp_path / "judge.mjs").write_text(f"{loop} export class Judge {{ constructor() {{ for (;;); }} }}")
    (tmp_path / "judge.js").write_text('export { Judge } from "./judge.mjs";')
    (tmp_path / "package.json").write_text('{"type": "module"}')
    with node_judge.NodeJudge(tmp_path, patience=2) as endless, pytest.raises(EOFError):
        endless.judge(b"")
    number = int((tmp_path / "pid").read_text())
    state = Path(f"/proc/{number}/stat")
    for _ in range(50):  # whoever adopts it may take a moment to bury it
        if not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            break
        time.sleep(0.1)
    else:
        pytest.fail("it goes on")


def test_a_judge_that_breaks_says_error(node: node_judge.NodeJudge) -> None:
    """An exception of the program is no answer about the file, and never a yes."""
    data = SUITE.base("minimal") if "minimal" in SUITE.bases else SUITE.build(SUITE.vectors[0])
    said = json.loads(
        run(
            'import { Judge } from "./judge.js"; import { Sha256 } from "./wire/sha256.js";'
            'import { SessionJudge } from "./check/session.js";'
            'SessionJudge.prototype.links = () => { throw new RangeError("broken\\u202e"); };'
            f"const judge = new Judge(); judge.write(Uint8Array.from({list(data)}));"
            "process.stdout.write(JSON.stringify(judge.end()));"
        )
    )
    assert said["verdict"] == "error"
    assert [each["rule"] for each in said["findings"] if each["level"] == "error"] == ["tool.internal"]
    assert "\u202e" not in json.dumps(said, ensure_ascii=False)


def test_a_buffer_of_node_may_be_filled_again(node: node_judge.NodeJudge, tmp_path: Path) -> None:
    """The slice of a Buffer is no copy; what was written is the judge's, the reader's and the writer's own."""
    data = (Path(__file__).resolve().parents[2] / "examples" / "pbmc-demo.cellucid-session").read_bytes()
    (tmp_path / "demo").write_bytes(data)
    said = json.loads(
        run(
            'import { Judge } from "./judge.js"; import { openSession } from "./read/open.js";'
            'import { SessionWriter } from "./write/writer.js"; import { readFileSync } from "node:fs";'
            f"const demo = readFileSync({json.dumps(str(tmp_path / 'demo'))}); const again = Buffer.alloc(64);"
            "function* pieces() { for (let at = 0; at < demo.length; at += 64)"
            " yield again.subarray(0, demo.copy(again, 0, at, at + 64)); again.fill(0); }"
            "const judge = new Judge(); for (const piece of pieces()) judge.write(piece);"
            "const session = await openSession((async function* () { yield* pieces(); })());"
            "const plain = await openSession(demo);"
            "const cells = async (one) => [...(await one.groups[0].cells())];"
            'const writer = new SessionWriter({ sourceType: "t", datasetId: "d", cells: 5, variables: 2 });'
            'const own = Buffer.from("abc");'
            'const foreign = { contributor: "x", kind: "binary", datasetDependent: false,'
            ' priority: "lazy" };'
            'writer.add("x/y", own, foreign); own.fill(0);'
            "const made = await openSession(await writer.toBytes());"
            "const text = Buffer.from(await made.decodeChunk('x/y')).toString();"
            "const told = [judge.end().verdict, await cells(session), await cells(plain), text];"
            "process.stdout.write(JSON.stringify(told));"
        )
    )
    assert said[0] == "valid"
    assert said[1] == said[2] != []
    assert said[3] == "abc"


def test_an_option_that_is_misspelt_does_not_pass_for_none(node: node_judge.NodeJudge) -> None:
    """A gate that wrote `limit` would have no limits of its own, and not know it."""
    wrong = [
        {"limit": {"chunks": 1}}, {"limits": {"chunk": 1}}, {"limits": [1]}, {"limits": {"chunks": "1"}},
        {"earlyexit": False}, {"earlyExit": "no"}, {"dataset": {"nObs": 700}}, {"dataset": 700},
        {"dataset": {"cells": "700"}}, {"kind": "x"},
        {"levels": {"no.rule": "off"}}, {"levels": {"gzip.crc": "off"}}, {"generations": ["1"]}, 5, [],
    ]  # fmt: skip
    said = json.loads(
        run(
            'import { Judge } from "./judge.js";'
            "const refused = (one) => { try { new Judge(one); return null; } catch (error) { return error.name; } };"
            f"process.stdout.write(JSON.stringify({json.dumps(wrong)}.map(refused)));"
        )
    )
    assert [
        (one, name) for one, name in zip(wrong, said, strict=True) if name not in ("TypeError", "RangeError")
    ] == []


def test_an_input_that_cannot_be_read_on_is_no_answer(node: node_judge.NodeJudge) -> None:
    said = json.loads(
        run(
            'import { validate } from "./judge.js";'
            'async function* cut() { yield new TextEncoder().encode("CELLUCID"); throw new Error("gone"); }'
            "process.stdout.write(JSON.stringify(await validate(cut())));"
        )
    )
    assert (said["verdict"], said["findings"][0]["rule"], said["sha256"]) == (
        "error",
        "input.unreadable",
        None,
    )


def test_all_kinds_of_sources_give_one_report() -> None:
    data = SUITE.build(SUITE.vectors[0])
    reports = run(
        'import { validate } from "./judge.js";'
        f"const data = Uint8Array.from({list(data)}); const blob = new Blob([data]);"
        "async function* pieces() { for (const byte of data) yield Uint8Array.of(byte); }"
        "for (const each of [data, data.buffer, blob, blob.stream(), pieces()])"
        " console.log(JSON.stringify(await validate(each)));"
    ).splitlines()
    assert len(reports) == 5
    assert len(set(reports)) == 1


def test_arguments_are_held_at_the_door() -> None:
    said = run(
        'import { Judge, validate } from "./judge.js"; const bad = ['
        '{ kind: "x" }, { limits: { chunks: -1 } }, { limits: { toString: 1 } }, { dataset: { cells: 1.5 } },'
        ' { levels: { "frame.magic": "off" } }, { levels: { "text.bidi": "loud" } }, { generations: 5 }];'
        "const held = (error) => console.log(error.name);"
        "for (const each of bad) { try { new Judge(each); console.log('taken'); } catch (error) { held(error); } }"
        "try { await validate('a path'); console.log('taken'); } catch (error) { held(error); }"
    )
    assert "taken" not in said
    assert len(said.split()) == 8


def test_digests_are_those_of_hashlib() -> None:
    sizes = (0, 1, 55, 56, 63, 64, 65, 119, 128, 1000)
    said = run(
        'import { Sha256 } from "./wire/sha256.js"; import { crc32 } from "./wire/crc32.js";'
        f"for (const size of {list(sizes)}) {{ const hash = new Sha256();"
        " const data = Uint8Array.from({ length: size }, (_, at) => (at * 7) % 256);"
        " hash.update(data.subarray(0, size >> 1)); hash.update(data.subarray(size >> 1));"
        " console.log(hash.hex(), crc32(data.subarray(5), crc32(data.subarray(0, 5)))); }"
    ).split()
    data = [bytes(at * 7 % 256 for at in range(size)) for size in sizes]
    import zlib

    assert said == [
        text for each in data for text in (hashlib.sha256(each).hexdigest(), str(zlib.crc32(each)))
    ]


def test_texts_fold_and_compose_as_in_python() -> None:
    """Of every character that both know: the look, and whether it is composed; and many marks in a wrong order."""
    import unicodedata

    codes = [
        code for code in range(0x80, 0x110000) if unicodedata.category(chr(code)) not in ("Cn", "Cs", "Co")
    ]
    said = run(
        'import { isComposed, look } from "./check/unicode.js"; import { readFileSync } from "node:fs";'
        "const known = /^[^\\p{Cn}]$/u; const out = []; for (let code = 0x80; code < 0x110000; code += 1) {"
        " if (code >= 0xd800 && code < 0xe000) continue; const char = String.fromCodePoint(code);"
        " if (known.test(char)) out.push([code, look(char), isComposed(char)]); }"
        "process.stdout.write(JSON.stringify(out));"
    )
    theirs = {code: (seen, composed) for code, seen, composed in json.loads(said)}
    shared = [code for code in codes if code in theirs]
    assert len(shared) > 130_000
    ours = {code: (unicode_text.look(chr(code)), unicode_text.is_composed(chr(code))) for code in shared}
    assert {code: theirs[code] for code in shared if theirs[code] != ours[code]} == {}
    marks = "a" + "\u0301\u0323\u0334\u0345\u05b0" * 30
    assert json.loads(
        run(
            'import { isComposed, look } from "./check/unicode.js";'
            f"const text = {json.dumps(marks)}; process.stdout.write(JSON.stringify([look(text), isComposed(text)]));"
        )
    ) == [unicode_text.look(marks), unicode_text.is_composed(marks)]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_evaluates_no_text_and_imports_its_own_alone(module: Path) -> None:
    text = module.read_text("utf-8")
    assert (
        re.search(r"\beval\b|new Function|\bFunction\(|import\(|innerHTML|document\.|fetch\(", text) is None
    )
    imported = re.findall(r'^(?:import|export)\b.*?from "([^"]+)"', text, re.MULTILINE)
    own = ("./", "../", "node:") if module.parent.name == "cli" else ("./", "../")
    assert all(name.startswith(own) for name in imported)


def test_the_judge_is_small() -> None:
    """Without comments and indentation, which every bundler takes out; a minifier makes it smaller still.

    Who imports the judge alone gets neither reader nor writer: the package says that its modules do nothing by
    themselves, and the judge imports none of them.
    """
    judge = sorted(js_speed.loaded(PACKAGE / "judge.js", set()))
    assert {path.parent.name for path in judge} == {"session", "check", "wire", "data"}
    assert json.loads((PACKAGE / "package.json").read_text("utf-8"))["sideEffects"] is False
    lines = (line.strip() for path in judge for line in path.read_text("utf-8").splitlines())
    together = "\n".join(line for line in lines if not line.startswith(("//", "/*", "* ", "*/")))
    assert len(gzip.compress(together.encode(), 9, mtime=0)) <= JUDGE_BYTES


def test_the_package_has_the_version_of_the_declarations() -> None:
    said = json.loads((PACKAGE / "package.json").read_text("utf-8"))
    assert said["version"] == __version__
    assert "dependencies" not in said
    assert (PACKAGE / "LICENSE").read_bytes() == (PACKAGE.parents[1] / "LICENSE").read_bytes()


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
def test_what_npm_packs_runs_in_an_empty_folder(tmp_path: Path) -> None:
    quiet = {**os.environ, "npm_config_offline": "true", "npm_config_cache": str(tmp_path / "cache")}
    pack = ["timeout", "120", "npm", "pack", "--silent", str(PACKAGE), "--pack-destination", str(tmp_path)]
    name = subprocess.run(
        pack, cwd=tmp_path, env=quiet, capture_output=True, text=True, check=True
    ).stdout.split()[-1]
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "package.json").write_text('{"private": true, "type": "module"}')
    install = [
        "timeout",
        "120",
        "npm",
        "install",
        "--silent",
        "--no-audit",
        "--no-fund",
        str(tmp_path / name),
    ]
    subprocess.run(install, cwd=empty, env=quiet, capture_output=True, check=True)
    script = (
        'import { validate } from "cellucid-session"; import { TEXTS } from "cellucid-session/texts";'
        'const report = await validate(new TextEncoder().encode("no session"));'
        "console.log(report.verdict, TEXTS[report.findings[0].rule][0]);"
    )
    command = ["timeout", "60", str(NODE), "--input-type=module", "-e", script]
    said = subprocess.run(command, cwd=empty, capture_output=True, text=True, check=True).stdout
    assert said == "invalid A session MUST begin with one of the magics.\n"
    ask = ["timeout", "60", "npx", "--no-install", "cellucid-session", "validate", "package.json"]
    told = subprocess.run(ask, cwd=empty, env=quiet, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout.splitlines()[0]) == (1, "package.json: INVALID (1 error)")
