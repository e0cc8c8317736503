"""What `make js-mutate` takes out of the JavaScript package, and that it sees the loss."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "fuzz"), str(ROOT / "tests" / "js")]

import _js_guards  # noqa: E402
import js_mutate  # noqa: E402

PACKAGE = ROOT / "js" / "session"
ALL = {
    (module, guard.condition): guard
    for module in js_mutate.modules()
    for guard in _js_guards.guards((PACKAGE / module).read_text("utf-8"))
}


def test_guards_are_found_where_something_is_said_to_be_wrong() -> None:
    text = """
    if (bad(")") || /[)]/.test(x)) throw new Fault(rule);
    if (fine) count += 1;
    if (many) { total += 1; if (odd) add("rule", `${name(")")}`); }
    else if (
      short
    ) return null;
    """
    found = _js_guards.guards(text)
    assert [guard.condition for guard in found] == ['bad(")") || /[)]/.test(x)', "odd", "short"]
    assert "if (false && (odd)) add(" in _js_guards.without(text, found[1])
    assert len(ALL) > 200


def test_a_row_of_the_survivors_is_of_a_guard_that_is_there() -> None:
    assert set(js_mutate.survivors()) <= set(ALL)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_a_guard_that_is_lost_is_seen() -> None:
    lost = {guard.condition: seen for _, guard, seen in js_mutate.tried(["wire/fixed.js"], "frame.")}
    assert len(lost) > 4
    assert sum(map(bool, lost.values())) > 2
