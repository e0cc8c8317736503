"""The compiler from JSON Schema to Python: every keyword, every refusal, and jsonschema as oracle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schema_cases.keywords import FORM, KEYWORDS
from schema_cases.refusals import REFUSED, UNCOVERED
from schema_cases.rules import DETAILS, RULED

from cellucid_session.generate import __main__ as command
from cellucid_session.generate.schema import SchemaError, compile_schema
from cellucid_session.generated.rules import RULES

ROOT = Path(__file__).parents[2]

Finding = tuple[str, tuple[str | int, ...], str, bool]


def compiled(schema: Any, rules: Any = None) -> Callable[[object], list[Finding]]:
    """The compiled schema as a function from a value to what is found."""
    scope: dict[str, Any] = {}
    exec(compile_schema(schema, source_name="case.schema.json", rules=rules), scope)

    def check(value: object) -> list[Finding]:
        found: list[Finding] = []
        scope["check"](value, lambda *finding: found.append(finding))
        return found

    return check


def findings(schema: Any, value: object) -> list[Finding]:
    """What the compiled schema says about a value."""
    return compiled(schema)(value)


def places(found: list[Finding]) -> list[tuple[Any, ...]]:
    """Rule and path of each, and a mark where a key is at fault."""
    return [(rule, *path, "KEY") if at_key else (rule, *path) for rule, path, _, at_key in found]


@pytest.mark.parametrize("name", KEYWORDS)
def test_a_keyword_means_what_the_draft_says(name: str) -> None:
    schema, valid, invalid = KEYWORDS[name]
    assert [places(findings(schema, value)) for value in valid] == [[] for _ in valid]
    assert [(value, places(findings(schema, value))) for value, _ in invalid] == invalid


@pytest.mark.parametrize("name", KEYWORDS)
def test_a_tested_schema_decides_as_a_reported_one(name: str) -> None:
    """not not S is S: the code that stops at the first failure against the code that reports each."""
    schema, valid, invalid = KEYWORDS[name]
    definitions = {"$defs": schema["$defs"]} if isinstance(schema, dict) and "$defs" in schema else {}
    judged = {key: each for key, each in schema.items() if key != "$defs"} if definitions else schema
    check = compiled({"not": {"not": judged}, **definitions})
    assert [check(value) for value in valid] == [[] for _ in valid]
    for value, expected in invalid:
        assert bool(check(value)) == any(rule != FORM for rule, *_ in expected), value


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_outside_the_subset_is_refused(name: str) -> None:
    schema, pointer = REFUSED[name]
    with pytest.raises(SchemaError) as caught:
        compile_schema(schema, source_name="case.schema.json", rules=None)
    assert caught.value.pointer == pointer
    assert str(caught.value).startswith(f"{pointer}: ")


@pytest.mark.parametrize("name", UNCOVERED)
def test_every_failure_has_a_rule(name: str) -> None:
    schema, pointer = UNCOVERED[name]
    with pytest.raises(SchemaError) as caught:
        compile_schema(schema, source_name="case.schema.json", rules=RULES)
    assert caught.value.pointer == pointer


@pytest.mark.parametrize("name", RULED)
def test_findings_bear_the_rules_of_the_schema(name: str) -> None:
    schema, cases = RULED[name]
    check = compiled(schema, RULES)
    assert [(value, places(check(value))) for value, _ in cases] == cases


@pytest.mark.parametrize("name", DETAILS)
def test_the_detail_says_what_was_expected(name: str) -> None:
    schema, value, detail = DETAILS[name]
    assert [found[2] for found in findings(schema, value)] == [detail]


@pytest.mark.parametrize("name", KEYWORDS)
def test_details_hold_nothing_of_the_value(name: str) -> None:
    schema, _, invalid = KEYWORDS[name]
    for value, _ in invalid:
        for _, _, detail, _ in findings(schema, value):
            assert detail.isascii()
            assert detail.isprintable()


# -- the draft's own validator

KEYS = st.sampled_from(["a", "b", "ab", "c"])
TEXTS = st.text("ab", max_size=3)
NUMBERS = st.one_of(st.integers(-2, 4), st.sampled_from([0.0, 1.0, 2.0, 1.5, -0.5]))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
    max_leaves=8,
)
PATTERNS = st.sampled_from(
    ["^a", "b$", "^[ab]*$", "a|b", "^$", "ab", "[^a]"]
)  # both languages agree on these
COUNTS = st.integers(0, 3)
TYPES = st.sampled_from(["object", "array", "string", "number", "integer", "boolean", "null"])
LEAVES = {
    "type": st.one_of(TYPES, st.lists(TYPES, min_size=1, max_size=3, unique=True)),
    "const": VALUES,
    "enum": st.lists(VALUES, min_size=1, max_size=4),
    "required": st.lists(KEYS, max_size=2, unique=True),
    "pattern": PATTERNS,
    "$ref": st.sampled_from(["#/$defs/a", "#/$defs/b", "#/$defs/c"]),
    **dict.fromkeys(
        ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], COUNTS
    ),
    **dict.fromkeys(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], NUMBERS),
}


def applicators(inner: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    lists = st.lists(inner, min_size=1, max_size=3)
    return {
        **dict.fromkeys(
            ["items", "additionalProperties", "propertyNames", "not", "if", "then", "else"], inner
        ),
        **dict.fromkeys(["prefixItems", "allOf", "anyOf", "oneOf"], lists),
        "properties": st.dictionaries(KEYS, inner, max_size=3),
        "patternProperties": st.dictionaries(PATTERNS, inner, max_size=2),
        "x-advice": inner,
        "x-unknown": st.just("payload.unknown-key"),
    }


def some_of(table: dict[str, st.SearchStrategy[Any]], most: int) -> st.SearchStrategy[dict[str, Any]]:
    chosen = st.lists(st.sampled_from(sorted(table)), max_size=most, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: table[name] for name in names}))


SCHEMAS = st.recursive(
    st.one_of(some_of(LEAVES, 3), some_of(LEAVES, 3), st.booleans()),
    lambda inner: some_of(LEAVES | applicators(inner), 4),
    max_leaves=12,
)
ROOTS = st.builds(
    lambda root, definitions: {**root, "$defs": definitions},
    SCHEMAS.filter(lambda schema: isinstance(schema, dict)),
    st.fixed_dictionaries({"a": SCHEMAS, "b": SCHEMAS, "c": SCHEMAS}),
)


def without_advice(schema: Any) -> Any:
    """A schema that says the same of validity, without what may only remark."""
    if isinstance(schema, dict):
        return {
            key: without_advice(each) for key, each in schema.items() if key not in ("x-advice", "x-unknown")
        }
    return [without_advice(each) for each in schema] if isinstance(schema, list) else schema


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(ROOTS, st.lists(VALUES, min_size=4, max_size=8))
def test_the_draft_agrees(schema: dict[str, Any], values: list[Any]) -> None:
    try:
        check, bare = compiled(schema), compiled(without_advice(schema))
    except SchemaError as error:
        if "refers to itself" not in str(error):
            raise
        return
    oracle = Draft202012Validator(schema)
    for value in values:
        failures = [finding for finding in bare(value) if finding[0] != FORM]
        assert (failures == []) == oracle.is_valid(value), (schema, value, failures)
        everything = check(value)
        assert [finding for finding in failures if finding not in everything] == []
        wrong = {tuple(error.absolute_path) for error in oracle.iter_errors(value)}
        for (
            _,
            path,
            _,
            _,
        ) in failures:  # where a false item or a key is blamed, the oracle blames what holds it
            assert path in wrong or path[:-1] in wrong, (schema, value, path, wrong)


# -- the text


def test_the_suite_of_cases_has_every_keyword() -> None:
    from cellucid_session.generate.subset import SHAPES, SILENT

    text = json.dumps([case[0] for case in KEYWORDS.values()] + [case[0] for case in RULED.values()])
    assert [keyword for keyword in SHAPES if keyword not in SILENT and f'"{keyword}"' not in text] == []


@pytest.mark.parametrize("seed", ["0", "1", "2"])
def test_the_text_depends_on_the_schema_alone(seed: str) -> None:
    """Sets are ordered by hashes, which differ from process to process."""
    schemas = [case[0] for case in KEYWORDS.values()]
    code = (
        "import json, sys; from cellucid_session.generate.schema import compile_schema\n"
        "for schema in json.load(sys.stdin): print(compile_schema(schema, source_name='s.json'))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(schemas),
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    assert done.stdout == "".join(compile_schema(schema, source_name="s.json") + "\n" for schema in schemas)


def test_the_head_of_a_module_says_where_it_comes_from() -> None:
    text = compile_schema({"title": "Things", "type": "null"}, source_name="things.schema.json")
    assert text.splitlines()[:2] == [
        "# Generated from schemas/things.schema.json; do not edit: run python -m cellucid_session.generate",
        '"""Checks of things.schema.json: Things."""',
    ]


def test_every_check_names_its_place_in_the_schema() -> None:
    text = compile_schema(KEYWORDS["the three kinds of properties together"][0], source_name="s.json")
    for pointer in ("properties/a/type", "patternProperties/^a/enum", "additionalProperties"):
        assert f"# #/{pointer}\n" in text


def test_text_of_a_schema_never_becomes_code() -> None:
    hostile = 'x"""\n\\\r\x1b\u2028\u202e}{0}#/\''
    schema = {
        "title": hostile,
        "properties": {hostile: {"type": "null"}},
        "required": [hostile],
        "patternProperties": {"^[\n\"'\u2028]": {"const": hostile}},
        "additionalProperties": {"enum": [hostile, {hostile: hostile}]},
    }
    text = compile_schema(schema, source_name="s.json")
    assert text.isascii()
    assert findings(schema, {hostile: 1}) != []
    assert findings(schema, {hostile: None}) == []
    assert findings(schema, {hostile: None, "y": {hostile: hostile}}) == []


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated modules: one for each schema that judges files, and one with something of everything."""
    folder = tmp_path_factory.mktemp("compiled")
    for name in command.compiled():
        path = ROOT / "schemas" / f"{name}.schema.json"
        schema = json.loads(path.read_text("utf-8"))
        text = compile_schema(schema, source_name=path.name, rules=RULES)
        (folder / f"{path.name.partition('.')[0].replace('-', '_')}.py").write_text(text, "utf-8")
    for number, (schema, _) in enumerate(RULED.values()):
        (folder / f"ruled_{number}.py").write_text(
            compile_schema(schema, source_name="s.json", rules=RULES), "utf-8"
        )
    return folder


@pytest.mark.parametrize(
    "command", [["ruff", "check"], ["ruff", "format", "--check"], ["mypy", "--strict"]], ids=" ".join
)
def test_generated_modules_are_tidy(command: list[str], modules: Path) -> None:
    environment = {**os.environ, "MYPYPATH": str(ROOT / "src")}
    config = (
        ["--config", str(ROOT / "pyproject.toml")] if command[0] == "ruff" else ["--cache-dir", os.devnull]
    )
    if command[1] == "check":
        config += ["--extend-ignore", "E501,C4,C90,SIM,RET,PERF,PIE"]  # as for generated/
    done = subprocess.run(
        [sys.executable, "-m", *command, *config, str(modules)],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
