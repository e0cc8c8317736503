"""Facts that a schema and the code must both name are held equal: neither can move alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cellucid_session.check import snapshots
from cellucid_session.declare import grammar
from cellucid_session.io import files

ROOT = Path(__file__).resolve().parents[2]


def schema(name: str) -> Any:
    return json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))


def test_the_columns_of_an_artifact_are_the_same_in_grammar_and_schema() -> None:
    items = schema("artifact-table-header")["properties"]["columns"]["prefixItems"]
    named = [(item["properties"]["name"]["const"], item["properties"]["dtype"]["const"]) for item in items]
    assert named == [(name, dtype) for name, (dtype, _, _) in grammar.TABLE_COLUMNS.items()]


def test_a_column_is_as_wide_as_its_dtype() -> None:
    for dtype, item, _ in grammar.TABLE_COLUMNS.values():
        assert item.sizeof() == grammar.DTYPES[dtype].sizeof()


def test_the_keys_of_a_list_of_sessions_are_the_same_in_code_and_schema() -> None:
    whole = schema("state-snapshots")
    assert set(snapshots.LIST_KEYS) == set(whole["properties"])
    assert list(snapshots.TARGET_KEYS) == list(whole["$defs"]["entry"]["properties"])


def test_a_session_ends_in_one_way() -> None:
    assert snapshots.SUFFIX == files.SESSION_SUFFIX
