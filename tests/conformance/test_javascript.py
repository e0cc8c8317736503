"""JavaScript: the suite's reader on every vector, the package's writer on every scenario, and content through both."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import later as samples
import pytest

from cellucid_session import CellucidSessionBundle, semantic_digest, validate
from cellucid_session.conformance import build, catalogue, later, own_programs, scenarios
from cellucid_session.generated import limits
from cellucid_session.generated.rules import RULES

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCRIPTS = ROOT / "src" / "cellucid_session" / "conformance" / "examples" / "javascript"
WRITE = HERE / "write_scenario.mjs"
PROGRAMS = {"read.mjs", "embed_schemas.mjs"}
LIBRARY = sorted(path for path in SCRIPTS.glob("*.mjs") if path.name not in PROGRAMS)
OPTIONS = {"n_obs": "--n-obs", "n_vars": "--n-vars", "dataset_id": "--expected-dataset-id"}
STATUS = {"valid": 0, "invalid": 1, "inconclusive": 3}
NAMES = {"session": "case.cellucid-session", "state-snapshots": "state-snapshots.json"}


def _node() -> str:
    node = shutil.which("node")
    if node is None:
        return ""
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return node if int(re.match(r"v(\d+)", version)[1]) >= 20 else ""


NODE = _node()
needs_node = pytest.mark.skipif(
    not NODE, reason="no node of version 20 or later: the JavaScript was NOT tested"
)


def run(script: Path, *words: str, status: int = 0) -> str:
    done = subprocess.run([NODE, str(script), *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (status, "")
    return done.stdout


class Asked:
    """A case, where it lies, and with which options it is asked about."""

    def __init__(
        self, name: str, path: Path, options: tuple[str, ...], expect: catalogue.Expect | None
    ) -> None:
        self.name = name
        self.path = path
        self.options = options
        rules = () if expect is None or expect.rule is None else (expect.rule, *expect.also)
        self.verdict = "valid" if expect is None else expect.verdict
        # no advice is given
        self.rules = {rule for rule in rules if RULES[rule][0] != "advice"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Asked]:
    suite = catalogue.load()
    top = tmp_path_factory.mktemp("vectors")
    cases: list[Asked] = []

    def put(name: str, kind: str, data: bytes, options: list[str], expect: catalogue.Expect | None) -> Path:
        folder = top / str(len(cases))
        folder.mkdir()
        (folder / NAMES[kind]).write_bytes(data)
        cases.append(Asked(name, folder / NAMES[kind], tuple(options), expect))
        return folder

    for name, told in suite.bases.items():
        taken = ["--generation", "3"] if suite.generation(name) in later.TWINS else []
        put(name, told["kind"], suite.base(name), taken, None)
    for vector in suite.vectors:
        options = [word for name, value in vector.limits.items() for word in ("--limit", f"{name}={value}")]
        options += [word for name, fact in vector.dataset.items() for word in (OPTIONS[name], str(fact))]
        options += [] if vector.beside is None else ["--check-files"]
        options += [word for number in vector.taken or () for word in ("--generation", str(number))]
        folder = put(vector.id, suite.kind(vector), suite.build(vector), options, vector.expect)
        build.put_beside(str(folder), vector.beside or ())
    return cases


@pytest.fixture(scope="module")
def answers(asked: list[Asked]) -> dict[str, dict[str, Any]]:
    """What the reader says of each case, with one start for all that have the same options."""
    groups: dict[tuple[str, ...], list[Asked]] = defaultdict(list)
    for case in asked:
        groups[case.options].append(case)
    said: dict[str, dict[str, Any]] = {}
    for options, cases in groups.items():
        words = [NODE, str(SCRIPTS / "read.mjs"), *options, *(str(case.path) for case in cases)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        assert done.stderr == ""
        for case, line in zip(cases, done.stdout.splitlines(), strict=True):
            told = json.loads(line)
            assert told.pop("file") == str(case.path)
            said[case.name] = told
    return said


@needs_node
def test_every_vector_is_answered_rightly(asked: list[Asked], answers: dict[str, dict[str, Any]]) -> None:
    wrong = [
        (case.name, case.verdict, case.rules, answers[case.name])
        for case in asked
        if answers[case.name]["verdict"] != case.verdict
        or {finding["rule"] for finding in answers[case.name]["findings"]} != case.rules
    ]
    assert wrong == []
    assert len(answers) == len(asked) > 2000


#: which opens, where the text alone does not say it plainly
OPENING = {
    "the first of two stays": (["a.cellucid-session", "b.cellucid-session", "./a.cellucid-session"], 1),
    "with a query it is another": (["a.cellucid-session?1", "b.cellucid-session", "a.cellucid-session"], 2),
    "with another query too": (["a.cellucid-session?1", "b.cellucid-session", "x/../a.cellucid-session?2"], 2),
    "the same query": (["a.cellucid-session#1", "b.cellucid-session", ".//a.cellucid-session#1"], 1),
    "a slash at the end": (["a.cellucid-session", "b.cellucid-session/"], 0),
    "URLs as they stand": (["http://x/a.cellucid-session", "b.cellucid-session", "http://x:80/a.cellucid-session"], 2),
    "an escape": (["%61.cellucid-session", "b.cellucid-session", "a.cellucid-session"], 2),
}  # fmt: skip


@needs_node
@pytest.mark.parametrize("case", OPENING)
def test_all_readers_say_which_session_opens(case: str, tmp_path: Path) -> None:
    entries, place = OPENING[case]
    path = tmp_path / "state-snapshots.json"
    path.write_text(json.dumps(entries))
    for engine in ("generated", "reference"):
        assert validate(path, engine=engine).summary["opens"] == entries[place]
    assert json.loads(run(SCRIPTS / "read.mjs", str(path)))["opens"] == entries[place]


@needs_node
def test_one_file_gets_the_answer_that_it_gets_among_many(
    asked: list[Asked], answers: dict[str, dict[str, Any]]
) -> None:
    chosen = [*asked[:: len(asked) // 20], *[case for case in asked if case.verdict == "inconclusive"][:3]]
    for case in chosen:
        told = json.loads(
            run(SCRIPTS / "read.mjs", *case.options, str(case.path), status=STATUS[case.verdict])
        )
        assert told.pop("file") == str(case.path)
        assert told == answers[case.name]


MISTAKES = {
    "no file": [],
    "an unknown option": ["--nonsense", "x"],
    "an option without a value": ["--limit"],
    "an unknown budget": ["--limit", "sheep=3", __file__],
    "a file that is not there": [str(HERE / "no-such-file")],
    "a folder": [str(HERE)],
    "a number that is none": ["--n-obs", "many", __file__],
}


@needs_node
@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_no_answer(case: str) -> None:
    done = subprocess.run(
        [NODE, str(SCRIPTS / "read.mjs"), *MISTAKES[case]], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr or json.loads(done.stdout)["verdict"] == "error"


SCENARIOS = {scenario.name: scenario for scenario in scenarios.load()}
LATER = {scenario.name: scenario for scenario in scenarios.load(2, 3, 4, 5)}


@needs_node
def test_what_is_written_is_what_was_asked_for(tmp_path: Path) -> None:
    words = []
    every = SCENARIOS | LATER
    for name, scenario in every.items():
        (tmp_path / name).write_bytes(scenario.given())
        words += [str(tmp_path / name), str(tmp_path / f"{name}.out")]
    run(WRITE, *words)
    wrong = []
    for name, scenario in every.items():
        data = (tmp_path / f"{name}.out").read_bytes()
        if validate(data).verdict != "valid" or semantic_digest(data) != scenario.digest:
            wrong.append(name)
    assert wrong == []


BROKEN = {
    "a cell beyond the last": ("one-group", "/highlights/pages/0/groups/0/cells", [400]),
    "two groups of one id": ("many-groups", "/highlights/pages/0/groups/1/id", "highlight_0"),
    "an id that is a path": ("one-group", "/highlights/pages/0/groups/0/id", "../x"),
    "an id with white space": ("one-group", "/highlights/pages/0/groups/0/id", "x "),
    "no time": ("one-group", "/createdAt", "2026-02-30T00:00:00Z"),
    "a code without a category": ("field-continuous", "/fieldOverlays/userDefinedFields/1/codes", [2] * 10),
    "too few codes": ("field-continuous", "/fieldOverlays/userDefinedFields/1/codes", [1] * 9),
    "a color that is none": ("one-group", "/highlights/pages/0/color", "red"),
}


@needs_node
@pytest.mark.parametrize("case", BROKEN)
def test_what_has_no_valid_form_is_not_written(case: str, tmp_path: Path) -> None:
    name, pointer, value = BROKEN[case]
    asked = SCENARIOS[name].asked
    *way, last = pointer.split("/")[1:]
    place: Any = asked
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = value
    (tmp_path / "scenario").write_text(json.dumps(asked), "utf-8")
    out = tmp_path / "out"
    done = subprocess.run(
        [NODE, str(WRITE), str(tmp_path / "scenario"), str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("write_scenario.mjs: ")
    assert [path.name for path in tmp_path.iterdir()] == ["scenario"]


@needs_node
def test_content_survives_reading_and_writing(asked: list[Asked], tmp_path: Path) -> None:
    """Files of our writer, bases and the example: decoded and encoded anew, with the other codec."""
    originals = {f"own-{name}": own_programs.write(scenario.asked) for name, scenario in SCENARIOS.items()}
    originals["example"] = (ROOT / "examples" / "pbmc-demo.cellucid-session").read_bytes()
    for case in asked:
        if case.name.startswith("base.") and case.path.name == NAMES["session"]:
            originals[case.name] = case.path.read_bytes()
    lines = []
    for number, (name, data) in enumerate(originals.items()):
        if not kept(data):
            continue
        (tmp_path / str(number)).write_bytes(data)
        lines.append((name, tmp_path / str(number), tmp_path / f"{number}.out"))
    (tmp_path / "list").write_text("".join(f"{source}\t{copy}\n" for _, source, copy in lines))
    run(HERE / "rewrite.mjs", str(SCRIPTS), str(tmp_path / "list"))
    assert len(lines) > 60
    for name, source, copy in lines:
        assert validate(copy.read_bytes()).verdict == "valid", name
        assert semantic_digest(copy.read_bytes()) == semantic_digest(source.read_bytes()), name


@needs_node
def test_damaged_files_get_the_answer_that_this_package_gives(asked: list[Asked], tmp_path: Path) -> None:
    """What no vector is about: the two know each other through the spec alone, and must name the same rules."""
    chance = random.Random(14)
    plain = [case for case in asked if not case.options]
    files: list[tuple[Path, bytes, str]] = []
    for number in range(1500):
        case = chance.choice(plain)
        data = damaged(case.path.read_bytes(), chance)
        files.append((tmp_path / f"{number}-{case.path.name}", data, KINDS[case.path.name]))
    for number, data in enumerate(members(chance)):
        files.append((tmp_path / f"member-{number}", data, "session"))
    for number, (text, deflated) in enumerate(CRAFTED.values()):
        data = (
            one_chunk(text, len(text), "json", "none") if deflated is None else one_chunk(GZIP + deflated, 9)
        )
        files.append((tmp_path / f"crafted-{number}", data, "session"))
    for path, data, _ in files:
        path.write_bytes(data)
    done = subprocess.run(
        [NODE, str(SCRIPTS / "read.mjs"), *(str(path) for path, _, _ in files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    differ = []
    verdicts = Counter[str]()
    for (path, data, kind), line in zip(files, done.stdout.splitlines(), strict=True):
        told = json.loads(line)
        ours = validate(data, kind=kind)
        wanted = (ours.verdict, {found.rule for found in ours.findings if RULES[found.rule][0] != "advice"})
        if (told["verdict"], {found["rule"] for found in told["findings"]}) != wanted:
            differ.append((path.name, wanted, told))
        verdicts[ours.verdict] += 1
    assert differ == []
    assert verdicts["valid"] > 40
    assert verdicts["invalid"] > 500


KINDS = {"case.cellucid-session": "session", "state-snapshots.json": "state-snapshots"}
ODD = (0, 127, 128, 255, *b'"[]{},\\')


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A file with a few bytes changed, put in, taken out or said twice."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(made) + 1)
        kind = chance.randrange(5)
        if kind == 0 and at < len(made):
            made[at] = chance.randrange(256)
        elif kind == 1:
            made[at:at] = bytes([chance.choice(ODD)])
        elif kind == 2:
            del made[at : at + chance.choice((1, 2, 5))]
        elif kind == 3:
            made[at:at] = made[(start := chance.randrange(len(made) + 1)) : start + chance.choice((1, 4, 20))]
        else:
            del made[at:]
    return bytes(made)


def members(chance: random.Random) -> Iterator[bytes]:
    """Sessions with one gzip member of each kind of deflate block, cut, damaged, and declared too short."""
    words = b"".join(
        chance.choice((b"cell", b"cellucid ", b"group\0", bytes([chance.randrange(256)]))) for _ in range(900)
    )
    for payload in (words, bytes(3000), chance.randbytes(400), b"a", b""):
        for strategy in (zlib.Z_DEFAULT_STRATEGY, zlib.Z_FIXED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE):
            packer = zlib.compressobj(9, zlib.DEFLATED, 31, 9, strategy)
            member = packer.compress(payload) + packer.flush()
            yield one_chunk(member, len(payload))
            yield one_chunk(member + b"\0", len(payload))
            for short in {0, 1, 2, len(payload) // 2, len(payload) - 1} & set(range(len(payload))):
                yield one_chunk(member, short)
            for _ in range(8):
                yield one_chunk(member[: chance.randrange(len(member))], len(payload))
                bits = bytearray(member)
                bits[chance.randrange(10, min(len(bits), 80))] ^= 1 << chance.randrange(8)
                yield one_chunk(bytes(bits), len(payload))


GZIP = bytes.fromhex("1f8b08000000000000ff")


def bits(text: str) -> bytes:
    """Bits in the order in which deflate takes them, as bytes."""
    digits = text.replace(" ", "")
    return int(digits[::-1], 2).to_bytes((len(digits) + 7) // 8, "little")


#: what damage does not come upon: JSON texts, and deflate data that end where a careless inflater still reads on
CRAFTED: dict[str, tuple[bytes, bytes | None]] = {
    "two second halves": (b'["\\udc00\\udc00"]', None),
    "a first half and one of the last first halves": (b'["\\ud800\\udbff"]', None),
    "a pair": (b'["\\uD83D\\uDE00"]', None),
    "287 literals": (b"", bits("1 01 01111 00000 0000 000 000")),
    "31 distances": (b"", bits("1 01 00000 01111 0000 000 000")),
    "an incomplete code of lengths": (b"", bits("1 01 00000 00000 0000 000 000 000 100 0000000")),
    "a repeat of nothing": (b"", bits("1 01 00000 00000 0000 100 000 000 100 1")),
    "no code for the end": (
        b"",
        bits("1 01 00000 00000 0111 000 000 100" + " 000" * 14 + " 100 0 0 1 1111111 1 1101011 0 1 0 1"),
    ),
    "a distance that there is none of": (b"", bits("1 10 10010001 0000001 11110 0000000")),
}


def one_chunk(member: bytes, size: int, kind: str = "binary", codec: str = "gzip") -> bytes:
    entry = {
        "id": "vendor/x",
        "contributorId": "vendor",
        "priority": "lazy",
        "kind": kind,
        "codec": codec,
        "label": "x",
        "datasetDependent": True,
        "storedBytes": len(member),
        "uncompressedBytes": size,
    }
    manifest = json.dumps(
        {"datasetFingerprint": {"sourceType": None, "datasetId": None}, "chunks": [entry]}
    ).encode()
    frames = len(member).to_bytes(4, "little") + member
    return b"CELLUCID_SESSION\n" + len(manifest).to_bytes(4, "little") + manifest + frames


@needs_node
def test_runs_are_not_expanded_beyond_bounds() -> None:
    suite = catalogue.load(1)
    data = suite.build(next(vector for vector in suite.vectors if vector.id == "valid.codes.length-greatest"))
    code = f"""
        import {{ readSession }} from "{(SCRIPTS / "reader.mjs").as_uri()}";
        const session = await readSession(Uint8Array.from({list(data)}));
        try {{
            session.codesOf(session.fields[0].id);
        }} catch (error) {{
            process.stdout.write(`${{session.verdict}} ${{error.name}}`);
        }}
    """
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == "valid RangeError"


def kept(data: bytes) -> bool:
    """Whether a file says in its manifest only what a writer can be given: `summary` and unknown keys are not."""
    manifest = json.loads(data[21 : 21 + int.from_bytes(data[17:21], "little")])
    fingerprint = manifest["datasetFingerprint"]
    return (
        manifest.get("summary") is None
        and "createdAt" in manifest
        and set(manifest) <= {"createdAt", "dataSource", "datasetFingerprint", "summary", "chunks"}
        and set(fingerprint) <= {"sourceType", "datasetId", "cellCount", "varCount"}
    )


# -- tables: each fact of the format stands in a table here, and must be the declared one --


def exported(module: str, name: str) -> Any:
    path = (SCRIPTS / module).as_uri()
    code = f'import {{ {name} }} from "{path}"; process.stdout.write(JSON.stringify({name}));'
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", code], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@needs_node
def test_limits_are_those_of_the_spec() -> None:
    for name, value in exported("limits.mjs", "LIMITS").items():
        assert getattr(limits, name) == value, name
    assert exported("limits.mjs", "BUDGETS") == limits.BUDGETS


@needs_node
def test_rules_are_those_of_the_spec() -> None:
    classes = ("safety", "conformance", "budget")
    declared = {name: rule[0] for name, rule in RULES.items() if rule[0] in classes}
    del declared["budget.isolated"]
    assert exported("rules.mjs", "RULES") == declared


@needs_node
def test_families_are_those_of_the_spec() -> None:
    page = (ROOT / "spec" / "container.md").read_text("utf-8")
    table = re.search(r"<!-- begin: families -->(.*?)<!-- end -->", page, re.S)[1]
    cells = r"^\| `([^`]+)` \| `([^`]+)` \| (\w+) \| (\w+) \| (\w+) \|"
    told = [
        {
            "name": name.removesuffix("…"),
            "open": name.endswith("…"),
            "contributor": contributor,
            "kind": kind,
            "priority": priority,
            "bound": bound == "yes",
        }
        for name, contributor, kind, priority, bound in re.findall(cells, table, re.M)
    ]
    assert exported("families.mjs", "FAMILIES") == told


#: families with their kind and priority, by generation
LATER_FAMILIES = """
    import { GENERATIONS } from "%s";
    const rows = [];
    for (const { number, families } of Object.values(GENERATIONS).slice(1)) {
      for (const { name, open, contributor, kind, priority, label, bound, required, ids } of families) {
        const told = open && label ? `${label}…` : label;
        const row = [number, open ? `${name}…` : name, contributor, kind, priority, told, bound, required];
        rows.push([...row, ids.source]);
      }
    }
    process.stdout.write(JSON.stringify(rows));
"""


@needs_node
def test_families_of_later_generations_are_those_of_the_spec() -> None:
    page = (ROOT / "spec" / "generations.md").read_text("utf-8")
    table = re.search(r"<!-- begin: later families -->(.*?)<!-- end -->", page, re.S)[1]
    told = []
    for line in table.strip().splitlines()[2:]:
        name, contributor, kind, priority, label, bound, required, ids, numbers = (
            cell.strip().strip("`") for cell in line.strip("|").split("|")
        )
        for number in numbers.split(", "):
            single = f"^{ids}$" if ids else "^" if name.endswith("…") else "^$"
            label = "" if label == "any" else label
            told.append(
                [
                    int(number),
                    name,
                    contributor,
                    kind,
                    priority,
                    label,
                    bound == "yes",
                    required == "yes",
                    single,
                ]
            )
    code = LATER_FAMILIES % (SCRIPTS / "generations.mjs").as_uri()
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", code], capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    assert sorted(found, key=str) == sorted(told, key=str)


@needs_node
@pytest.mark.parametrize("name", samples.NAMES)
def test_cells_and_codes_of_the_samples_are_what_they_hold(name: str) -> None:
    code = f"""
        import {{ readFileSync }} from "node:fs";
        import {{ readSessionBytes }} from "{(SCRIPTS / "reader.mjs").as_uri()}";
        const session = readSessionBytes(new Uint8Array(readFileSync({json.dumps(str(samples.sample(name)))})));
        const groups = session.pages.flatMap((page) => page.highlightedGroups);
        const cells = Object.fromEntries(groups.map(({{ id }}) => [id, [...session.cellsOf(id)]]));
        const kinds = Object.fromEntries(groups.map(({{ id }}) => [id, session.referenceOf(id) !== null]));
        const fields = session.fields.filter((field) => field.kind === "category");
        const codes = Object.fromEntries(fields.map(({{ id }}) => [id, [...(session.codesOf(id)?.codes ?? [])]]));
        const {{ verdict, generation }} = session;
        process.stdout.write(JSON.stringify({{ verdict, number: generation.number, cells, kinds, codes }}));
    """
    done = subprocess.run(
        [NODE, "--input-type=module", "-e", code], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    with CellucidSessionBundle(samples.sample(name)) as bundle:
        assert (told["verdict"], told["number"]) == ("valid", bundle.generation.number)
        for group in bundle.groups:
            assert told["kinds"][group.id] == (group.part_of is not None)
            if group.reference is None:
                assert told["cells"][group.id] == group.indices.tolist()
            else:
                places = group.reference.places
                assert told["cells"][group.id] == (
                    list(range(group.reference.count)) if places is None else places.tolist()
                )
        for field in bundle.fields:
            if field.kind == "category":
                codes = [-1 if code in field.markers else code for code in field.codes.tolist()]
                assert told["codes"][field.id] == codes


@needs_node
def test_the_carried_schemas_are_those_of_the_format() -> None:
    made = run(SCRIPTS / "embed_schemas.mjs", str(ROOT / "schemas"))
    assert made == (SCRIPTS / "schemas.mjs").read_text("utf-8")


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_library_modules_need_nothing_but_the_platform(path: Path) -> None:
    text = path.read_text("utf-8")
    imports = re.findall(r'^(?:import|export)\b[^;]*?\bfrom "([^"]+)"', text, re.M)
    names = {module.name for module in LIBRARY}
    assert {name.removeprefix("./") for name in imports} <= names
    assert re.findall(r"\b(?:process|Buffer|require|__dirname|eval|Function|fetch|innerHTML)\b", text) == []
    assert text.startswith("// ")


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_programs_need_nothing_but_their_modules_and_node(name: str) -> None:
    imports = re.findall(r'\bfrom "([^"]+)"', (SCRIPTS / name).read_text("utf-8"))
    names = {module.name for module in LIBRARY}
    assert {each.removeprefix("./") for each in imports if not each.startswith("node:")} <= names


def test_the_readme_lists_every_module() -> None:
    readme = (SCRIPTS / "README.md").read_text("utf-8")
    assert [path.name for path in SCRIPTS.glob("*.mjs") if f"`{path.name}`" not in readme] == []
