"""spec/ATTACKS.md is fresh, every row has a test, and every case has a row."""

from __future__ import annotations

import re

import pytest
from attacking import everything
from catalogue import PAGE, ROOT, SECTIONS, page

ROWS = {key: row for rows in SECTIONS.values() for key, row in rows.items()}
IDS = {case[:5].rstrip(":") for case in everything()}


def test_the_page_is_fresh() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python tests/attacks/catalogue.py"


def test_every_case_has_a_row() -> None:
    assert set(ROWS) >= IDS


@pytest.mark.parametrize("key", ROWS)
def test_every_row_says_what_must_happen_and_where_that_is_tested(key: str) -> None:
    row = ROWS[key]
    assert row.does
    assert key in IDS or row.where
    assert key in IDS or row.must
    for place in row.where:
        path, _, name = place.partition("::")
        text = (ROOT / path).read_text("utf-8")
        low = key.lower()
        named = rf"\b{key}\b|test_\w*{low.replace('-', '_?')}_"
        assert name in text if name else re.search(named, text), place
