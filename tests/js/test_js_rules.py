"""The rules that the JavaScript package names by hand are declared, and none that a file can break is left out.

What it says of a rule is compared with Python to the letter elsewhere, over vectors of each rule (test_js_package.py).
"""

from __future__ import annotations

import re
from pathlib import Path

from cellucid_session.conformance import catalogue
from cellucid_session.declare.rules import RULES

PACKAGE = Path(__file__).resolve().parents[2] / "js" / "session"
DECLARED = {rule.id for rule in RULES}
LAYERS = sorted({rule.split(".")[0] for rule in DECLARED})
NAMED = re.compile(rf'["`]((?:{"|".join(LAYERS)})\.[a-z0-9-]+)["`]')
TABLES = PACKAGE / "data" / "format.js"

#: rules that no reading of bytes can break -> what does
OF_COMMANDS = {
    "budget.isolated": "a process of its own for each input",
    "input.none": "a list of inputs",
    "input.not-regular": "a file system",
    "snapshots.missing": "what lies beside the list",
    "tool.child-died": "a process of its own for each input",
    "tool.engines-differ": "two engines",
}


def by_hand() -> dict[str, set[str]]:
    """Module -> the rules that it names."""
    modules = [path for path in PACKAGE.rglob("*.js") if not {"data", "node_modules"} & set(path.parts)]
    return {
        path.relative_to(PACKAGE).as_posix(): set(NAMED.findall(path.read_text("utf-8"))) for path in modules
    }


def test_a_rule_that_is_named_is_declared() -> None:
    assert NAMED.findall('add("codes.category"); note("codes.categry")') == [
        "codes.category",
        "codes.categry",
    ]
    unknown = {module: rules - DECLARED for module, rules in by_hand().items() if rules - DECLARED}
    assert unknown == {}
    assert len(set().union(*by_hand().values())) > 100


def test_every_rule_that_a_file_can_break_is_asked() -> None:
    text = TABLES.read_text("utf-8")
    in_tables = {rule for rule in DECLARED if text.count(f'"{rule}"') > 1}  # once where it is declared
    assert DECLARED - in_tables - set().union(*by_hand().values()) == set(OF_COMMANDS)


def test_every_rule_that_is_named_by_hand_has_a_vector_that_compares_its_words() -> None:
    asked = {vector.expect.rule for vector in catalogue.load().vectors}
    without = {"input.changed", "input.unreadable", "tool.internal"} | set(OF_COMMANDS)
    assert set().union(*by_hand().values()) - asked - without == set()
