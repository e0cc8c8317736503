"""The rule registry: every rule of the format, in words; one module a layer.

Rules of this package:

* An id is stable and is never given to another rule; one that goes is listed in `RETIRED`.
* Everything else about rules (constants, tables in the spec, help texts, report metadata) is generated from here.
"""

from __future__ import annotations

from cellucid_session.declare import limits
from cellucid_session.declare.rules import (
    binary,
    budgets,
    dataset,
    entries,
    framing,
    gzip_member,
    json_texts,
    manifest,
    payloads,
    policy,
    shown_texts,
    snapshots,
    tool,
)
from cellucid_session.declare.rules.rule import CLASSES, LAYERS, LEVELS, Rule

__all__ = ["CLASSES", "LAYERS", "LEVELS", "RETIRED", "RULES", "Rule", "sentence"]

#: ids that no rule may have again
RETIRED: tuple[str, ...] = ()

RULES: tuple[Rule, ...] = (
    *framing.RULES,
    *json_texts.RULES,
    *manifest.RULES,
    *entries.RULES,
    *gzip_member.RULES,
    *payloads.RULES,
    *binary.RULES,
    *shown_texts.RULES,
    *snapshots.RULES,
    *dataset.RULES,
    *policy.RULES,
    *budgets.RULES,
    *tool.RULES,
)


def sentence(rule: Rule) -> str:
    """The normative sentence with its numbers."""
    values = {item.name: f"{item.value:,}".replace(",", " ") for item in (*limits.FORMAT, *limits.BUDGETS)}
    return rule.text.format_map(values)


_IDS = [rule.id for rule in RULES]
if len(set(_IDS)) != len(_IDS) or set(_IDS) & set(RETIRED):
    raise ValueError("a rule id is given twice, or was retired")
for _rule in RULES:
    if _rule.cls not in CLASSES or _rule.level not in LEVELS or _rule.layer not in LAYERS:
        raise ValueError(f"{_rule.id} has an unknown class, level or layer")
