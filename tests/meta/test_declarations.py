"""The declarations are consistent: rules, limits, families, and the schemas that name rules.

Rules of this file: a declaration is held against the others, never against what is made from it. The documents are
tables elsewhere; what is found in them must be found by both engines alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from schema_cases import later
from schema_cases.documents import ACCEPTED, BAD_DOCUMENTS, DOCUMENTS, GONE, GOOD, REFUSED, REMARKED, Place

from cellucid_session.declare import families, limits, rules
from cellucid_session.declare.generations import GENERATIONS
from cellucid_session.generated.schemas import CHECKS
from cellucid_session.reference import schemas as reference

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS: dict[str, Any] = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in sorted((ROOT / "schemas").glob("*.schema.json"))
}
OURS = ("policy", "report", "vector")  # documents of the tools: no rules of the format
RUNNER = "conformance-"  # documents of the conformance runner: tests/conformance holds them
FORMAT = tuple(name for name in SCHEMAS if name not in OURS and not name.startswith(RUNNER))
RULES = {rule.id: rule for rule in rules.RULES}
LIMITS = {limit.name: limit.value for limit in (*limits.FORMAT, *limits.BUDGETS)}

# --- rules ------------------------------------------------------------------------------------------------


def test_ids_are_well_formed_and_unique() -> None:
    ids = [rule.id for rule in rules.RULES]
    assert len(set(ids)) == len(ids)
    assert [x for x in ids if not re.fullmatch(r"[a-z]+\.[a-z0-9]+(?:-[a-z0-9]+)*", x)] == []


def test_a_retired_id_is_not_used_again() -> None:
    assert len(set(rules.RETIRED)) == len(rules.RETIRED)
    assert set(rules.RETIRED).isdisjoint(RULES)


def test_rules_of_a_layer_stand_together_in_the_order_of_the_layers() -> None:
    order = list(dict.fromkeys(rule.layer for rule in rules.RULES))
    assert order == list(rules.LAYERS)
    places = [order.index(rule.layer) for rule in rules.RULES]
    assert places == sorted(places)


def test_levels_fit_classes() -> None:
    for rule in rules.RULES:
        allowed = ("warning", "note") if rule.cls == "advice" else ("error",)
        assert rule.level in allowed, rule.id
    assert {rule.cls for rule in rules.RULES} == set(rules.CLASSES)


def test_the_key_word_fits_the_class() -> None:
    words = {
        "safety": r"\bMUST\b",
        "conformance": r"\bMUST\b",
        "advice": r"\bSHOULD\b",
        "budget": r"\bstops\b",
        "tool": r"\bno answer\b",
    }
    for rule in rules.RULES:
        assert re.search(words[rule.cls], rule.text), rule.id
        if rule.cls == "advice":
            assert "MUST" not in rule.text, rule.id


@pytest.mark.parametrize("part", ["text", "why", "remedy"])
def test_every_rule_is_told_in_sentences(part: str) -> None:
    for rule in rules.RULES:
        told = getattr(rule, part)
        assert told.endswith("."), (rule.id, part)
        assert told[0].isupper() or told[0] == "`", (rule.id, part)


def test_placeholders_are_limits_and_are_filled() -> None:
    used = set()
    for rule in rules.RULES:
        used |= set(re.findall(r"\{(\w+)\}", rule.text))
        assert "{" not in rules.sentence(rule), rule.id
    assert used <= set(LIMITS)
    budgets = {limit.name for limit in limits.BUDGETS} - {"findings"}  # running out of findings stops nothing
    assert budgets <= used


def test_only_the_sentence_has_placeholders() -> None:
    for rule in rules.RULES:
        for told in (rule.why, rule.remedy):
            assert re.search(r"\{\w+\}|\{\{|\}\}", told) is None, rule.id


def test_large_numbers_are_not_typed_into_rules() -> None:
    for rule in rules.RULES:
        numbers = {int(digits) for digits in re.findall(r"\d{3,}", rule.text + rule.why + rule.remedy)}
        assert numbers <= {8259, 1951, 1952, 3339}, rule.id  # RFCs


# --- limits -----------------------------------------------------------------------------------------------


def test_names_tell_limits_of_the_format_from_budgets() -> None:
    assert len(LIMITS) == len(limits.FORMAT) + len(limits.BUDGETS)
    assert all(limit.name.isupper() for limit in limits.FORMAT)
    assert all(limit.name.islower() for limit in limits.BUDGETS)
    assert all(type(limit.value) is int and limit.value > 0 and limit.reason for limit in limits.FORMAT)


def test_limits_fit_each_other() -> None:
    assert LIMITS["MANIFEST_BYTES_MIN"] <= LIMITS["MANIFEST_BYTES"] <= LIMITS["json_bytes"]
    assert 128 ** LIMITS["UVARINT_BYTES"] > LIMITS["SAFE_INTEGER"] >= 128 ** (LIMITS["UVARINT_BYTES"] - 1)
    assert LIMITS["INFLATED_BYTES"] <= LIMITS["inflated_bytes"]
    assert LIMITS["UNASSIGNED_U8"] == LIMITS["CATEGORIES_U8"]  # codes 0 to 254, and the marker
    assert LIMITS["UNASSIGNED_U16"] == LIMITS["CODE_VALUE"]


def numbers(schema: Any) -> Iterator[tuple[str, int]]:
    """Every large number of a schema, with its keyword."""
    if isinstance(schema, dict):
        for keyword, value in schema.items():
            if type(value) is int:
                yield keyword, value
            yield from numbers(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from numbers(value)


@pytest.mark.parametrize("name", FORMAT)
def test_large_numbers_of_schemas_are_limits(name: str) -> None:
    typed = {value for _, value in numbers(SCHEMAS[name]) if value > 3}  # 3: red, green, blue
    assert typed <= set(LIMITS.values())


def test_sizes_of_entries_are_the_limits() -> None:
    entry = SCHEMAS["manifest"]["$defs"]["entry"]["properties"]
    assert entry["storedBytes"]["maximum"] == LIMITS["STORED_BYTES"]
    assert entry["uncompressedBytes"]["maximum"] == LIMITS["INFLATED_BYTES"]
    assert SCHEMAS["manifest"]["$defs"]["count"]["maximum"] == LIMITS["SAFE_INTEGER"]


# --- families ---------------------------------------------------------------------------------------------


def test_names_ids_and_contributors_of_families_are_unique() -> None:
    assert len(families.FAMILIES) == 8
    for attribute in ("name", "id", "contributor", "label"):
        values = [getattr(family, attribute) for family in families.FAMILIES]
        assert len(set(values)) == len(values), attribute


def test_no_id_belongs_to_two_families() -> None:
    for one in families.FAMILIES:
        assert one.prefixed == one.id.endswith("/"), one.name
        for other in families.FAMILIES:
            if one is not other and one.prefixed:
                assert not other.id.startswith(one.id), (one.name, other.name)


def test_words_of_families_are_those_of_the_manifest() -> None:
    entry = SCHEMAS["manifest"]["$defs"]["entry"]["properties"]
    for family in families.FAMILIES:
        assert family.kind in entry["kind"]["enum"]
        assert family.codec in entry["codec"]["enum"]
        assert family.priority in (*entry["priority"]["enum"], "either")


def test_json_families_have_a_schema_and_binary_ones_a_structure() -> None:
    for generation in GENERATIONS:
        for family in generation.families:
            there = generation.schemas if family.kind == "json" else generation.payloads
            assert family.payload in there, (generation.number, family.name)
            assert family.kind == "json" or family.payload in generation.reads


def test_what_follows_follows_a_family_under_a_rule() -> None:
    names = {family.name: family for family in families.FAMILIES}
    ids = {family.id for family in families.FAMILIES if not family.prefixed}
    assert len(families.FOLLOWS) == 2
    for name, (earlier, rule) in families.FOLLOWS.items():
        assert names[name].prefixed
        assert earlier in ids
        assert RULES[rule].cls == "conformance"


# --- schemas ----------------------------------------------------------------------------------------------

ASSERTING = {
    *(
        "type",
        "const",
        "enum",
        "required",
        "minProperties",
        "maxProperties",
        "minItems",
        "maxItems",
        "minLength",
    ),
    *(
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "anyOf",
        "oneOf",
        "not",
    ),
}
PLAIN = {
    *("$schema", "$id", "$ref", "$defs", "title", "description", "properties", "additionalProperties"),
    *("patternProperties", "propertyNames", "items", "prefixItems", "allOf", "if", "then", "else"),
    *("x-rule", "x-advice", "x-unknown", "$comment"),
}
NAMED = ("properties", "patternProperties", "$defs")
LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
SINGLE = ("additionalProperties", "propertyNames", "items", "not", "if", "then", "else", "x-advice")
FREE = "/operation"  # an object of which a type is asked and nothing else is known
TRIED = ("if", "not", "anyOf", "oneOf")  # what fails inside is not reported, so it needs no rule


def objects(
    schema: Any, place: str = "#", mode: str = "reported"
) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Every schema object: (place, schema, "reported", "advice" or "tried")."""
    if not isinstance(schema, dict):
        return
    yield place, schema, mode
    for keyword, value in schema.items():
        inner = (
            "tried" if keyword in TRIED or mode == "tried" else "advice" if keyword == "x-advice" else mode
        )
        if keyword in NAMED:
            for key, each in value.items():
                yield from objects(each, f"{place}/{keyword}/{key}", inner)
        elif keyword in LISTED:
            for at, each in enumerate(value):
                yield from objects(each, f"{place}/{keyword}/{at}", inner)
        elif keyword in SINGLE:
            yield from objects(value, f"{place}/{keyword}", inner)


def covers(schema: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Each asserting keyword of a schema object (each key of `required`), with the rule that covers it."""
    rule = schema.get("x-rule")
    asserting = ASSERTING & schema.keys() | {
        k for k in ("additionalProperties", "items") if schema.get(k) is False
    }
    for keyword in sorted(asserting):
        own = rule.get(keyword) if isinstance(rule, dict) else rule
        if keyword == "required" and isinstance(own, dict):
            for key in schema["required"]:
                yield f"required {key}", own.get(key)
        else:
            yield keyword, own


def test_every_schema_is_here() -> None:
    used = {name for generation in GENERATIONS for name in generation.schemas.values()}
    assert used | {"state-snapshots"} == set(FORMAT)
    assert set(OURS) <= set(SCHEMAS)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_of_the_draft_and_says_who_it_is(name: str) -> None:
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:cellucid-session:schema:{name}:1"
    assert schema["title"]
    assert schema["description"].endswith(".")


@pytest.mark.parametrize("name", SCHEMAS)
def test_only_the_keywords_that_we_allow(name: str) -> None:
    for place, schema, _ in objects(SCHEMAS[name]):
        assert schema.keys() <= ASSERTING | PLAIN, place


@pytest.mark.parametrize("name", SCHEMAS)
def test_references_lead_to_definitions_and_all_are_used(name: str) -> None:
    used = {schema["$ref"] for _, schema, _ in objects(SCHEMAS[name]) if "$ref" in schema}
    entries = {("report", "head")}  # a document of its own, asked for by name
    assert used == {f"#/$defs/{key}" for key in SCHEMAS[name].get("$defs", {}) if (name, key) not in entries}


@pytest.mark.parametrize("name", SCHEMAS)
def test_patterns_are_plain(name: str) -> None:
    for place, schema, _ in objects(SCHEMAS[name]):
        for pattern in [schema["pattern"]] if "pattern" in schema else []:
            assert re.search(r"\\[^u]|\(\?[^:]|\\u(?![0-9a-f]{4})", pattern) is None, place
            assert pattern.startswith("^"), place
            re.compile(pattern)


@pytest.mark.parametrize("name", FORMAT)
def test_every_asserting_keyword_is_covered_by_a_rule_that_fits(name: str) -> None:
    for place, schema, mode in objects(SCHEMAS[name]):
        if mode == "tried":
            assert not schema.keys() & {"x-rule", "x-advice", "x-unknown"}, place
            continue
        for keyword, rule in covers(schema):
            assert rule in RULES, (place, keyword)
            assert (RULES[rule].cls == "advice") == (mode == "advice"), (place, keyword)
            assert RULES[rule].cls in ("safety", "conformance", "advice"), (place, keyword)
        if "x-unknown" in schema:
            assert RULES[schema["x-unknown"]].cls == "advice", place
            assert "properties" in schema, place


@pytest.mark.parametrize("name", FORMAT)
def test_a_rule_covers_only_what_is_there(name: str) -> None:
    for place, schema, _ in objects(SCHEMAS[name]):
        rule = schema.get("x-rule")
        if isinstance(rule, dict):
            closed = {"additionalProperties"} if schema.get("additionalProperties") is False else set()
            assert rule.keys() <= ASSERTING & schema.keys() | closed, place
            for key in rule["required"] if isinstance(rule.get("required"), dict) else ():
                assert key in schema["required"], place
        elif rule is not None:
            assert list(covers(schema)), place


@pytest.mark.parametrize("name", FORMAT)
def test_every_object_with_named_members_remarks_on_others(name: str) -> None:
    """Except where a reference beside it or behind it does, or where the members only narrow a description.

    A schema of a later generation refuses them instead.
    """
    for place, schema, mode in objects(SCHEMAS[name]):
        if "properties" in schema and mode == "reported" and not {"$ref", "if", "allOf"} & schema.keys():
            assert (
                "x-unknown" in schema or schema.get("additionalProperties") is False or place.endswith(FREE)
            ), place


@pytest.mark.parametrize("name", OURS)
def test_our_own_documents_name_no_rules_of_the_format(name: str) -> None:
    for place, schema, _ in objects(SCHEMAS[name]):
        assert not any(keyword.startswith("x-") for keyword in schema), place


def rules_in(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    return set().union(*map(rules_in, value.values()))


def test_rules_about_shape_are_used_by_a_schema() -> None:
    named: set[str] = set()
    for name in FORMAT:
        for _, schema, _ in objects(SCHEMAS[name]):
            for keyword in ("x-rule", "x-unknown"):
                named |= rules_in(schema.get(keyword, {})) if schema.get(keyword) else set()
    shapes = {x for x in RULES if x.endswith((".shape", ".required", ".unknown-key", ".root", ".entry"))}
    assert shapes <= named


# --- examples ---------------------------------------------------------------------------------------------


def changed(name: str, path: Place, value: Any) -> Any:
    """The good document of a schema with one value replaced, added or (GONE) taken out."""
    document = deepcopy(GOOD[name])
    if not path:
        return value
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    if value is GONE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return document


def by_reference(name: str, document: Any) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()

    def note(rule: str, _detail: str, *, path: Place, at_key: bool) -> None:
        found.add((rule, "/".join(map(str, path))))

    reference.check(name, document, note)
    return found


def by_generated(name: str, document: Any) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    CHECKS[name](document, lambda rule, path, _detail, _key: found.add((rule, "/".join(map(str, path)))))
    return found


ENGINES = {"the reference engine": by_reference, "the generated engine": by_generated}


def wanted(path: Place, marked: set[str]) -> set[tuple[str, str]]:
    """The findings at a place: the path, the object around it (a space after the rule), or inside it (` /key`)."""
    found = set()
    for mark in marked:
        rule, _, inside = mark.partition(" ")
        around = mark.endswith(" ")
        found.add((rule, "/".join(map(str, path[:-1] if around else path)) + inside))
    return found


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", GOOD)
def test_a_good_document_is_accepted_without_a_remark(name: str, engine: str) -> None:
    assert ENGINES[engine](name, GOOD[name]) == set()


@pytest.mark.parametrize("name", [name for name in FORMAT if name in later.GOOD])
def test_both_find_the_same_of_what_is_wrong_with_a_later_document(name: str) -> None:
    """Some of the small faults, others for each schema."""
    for at, document in enumerate(later.wrong(later.GOOD[name])):
        if at % 97 == len(name):
            assert by_generated(name, document) == by_reference(name, document), repr(document)[:500]


def test_every_schema_of_the_format_has_a_good_document() -> None:
    assert set(GOOD) == set(FORMAT)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", ACCEPTED | REFUSED | REMARKED)
def test_each_change_is_found_where_it_is(case: str, engine: str) -> None:
    name, path, value, marked = (ACCEPTED | REFUSED | REMARKED)[case]
    assert ENGINES[engine](name, changed(name, path, value)) == wanted(path, marked)


def test_the_tables_share_no_sentence_and_keep_to_their_class() -> None:
    assert len(ACCEPTED | REFUSED | REMARKED) == len(ACCEPTED) + len(REFUSED) + len(REMARKED)
    for table, advice in ((REFUSED, False), (REMARKED, True)):
        for sentence, (*_, marked) in table.items():
            assert {RULES[rule.split()[0]].cls == "advice" for rule in marked} == {advice}, sentence


@pytest.mark.parametrize("case", ACCEPTED | REFUSED | REMARKED)
def test_an_ordinary_validator_says_the_same(case: str) -> None:
    """Our annotations mean nothing to it, so it accepts what only deserves a remark."""
    name, path, value, _ = (ACCEPTED | REFUSED | REMARKED)[case]
    if isinstance(value, str) and value.endswith("\n") and case in REFUSED:
        document = changed(
            name, path, value.rstrip("\n")
        )  # it takes `$` for Python's, before a last line feed
        assert Draft202012Validator(SCHEMAS[name]).is_valid(document)
        return
    assert Draft202012Validator(SCHEMAS[name]).is_valid(changed(name, path, value)) == (case not in REFUSED)


@pytest.mark.parametrize("key", ["url", "path", "href", "file", "filename", "name"])
def test_an_entry_may_have_its_path_under_each_of_six_names(key: str) -> None:
    good = {("snapshots.object-entry", "0")}
    for engine in ENGINES.values():
        assert engine("state-snapshots", [{key: "a.cellucid-session"}]) == good
        for bad in ("", None, 5, ["a"]):
            rules_found = {rule for rule, _ in engine("state-snapshots", [{key: bad}])}
            assert "snapshots.entry" in rules_found, bad


# --- documents of our own ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OURS)
def test_a_document_of_our_own_is_accepted(name: str) -> None:
    assert list(Draft202012Validator(SCHEMAS[name]).iter_errors(DOCUMENTS[name])) == []


@pytest.mark.parametrize("case", BAD_DOCUMENTS)
def test_a_bad_document_of_our_own_is_refused(case: str) -> None:
    name, path, value, keyword = BAD_DOCUMENTS[case]
    document = deepcopy(DOCUMENTS[name])
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    if value is GONE:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    errors = list(Draft202012Validator(SCHEMAS[name]).iter_errors(document))
    assert [error.validator for error in errors] == [keyword]


def test_the_policy_knows_every_budget_and_the_report_every_class() -> None:
    assert set(SCHEMAS["policy"]["properties"]["limits"]["properties"]) == {x.name for x in limits.BUDGETS}
    defs = SCHEMAS["report"]["$defs"]
    finding = defs["finding"]["properties"]
    assert finding["class"] == defs["state"]["properties"]["class"] == {"$ref": "#/$defs/class"}
    assert defs["class"]["enum"] == list(rules.CLASSES)
    assert finding["level"]["enum"] == list(rules.LEVELS)
