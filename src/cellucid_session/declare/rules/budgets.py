"""Rules of the layer `budget`: budgets of the policy.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="budget.file-bytes",
        cls="budget",
        layer="budget",
        text="The judgement stops at an input of more than {file_bytes} bytes, or what the policy says.",
        why="Nobody knows what the rest holds.",
        remedy="Judge it with a larger budget, if you trust where it comes from.",
    ),
    Rule(
        id="budget.inflated-bytes",
        cls="budget",
        layer="budget",
        text="The judgement stops when all payloads together pass {inflated_bytes} bytes, or what the policy says.",
        why="Nobody knows what the rest holds.",
        remedy="Judge it with a larger budget, if you trust where it comes from.",
    ),
    Rule(
        id="budget.json-bytes",
        cls="budget",
        layer="budget",
        text="The judgement stops at a JSON text of more than {json_bytes} bytes, or what the policy says.",
        why="Parsed JSON takes many times its size in memory.",
        remedy="Judge it with a larger budget, if you trust where it comes from.",
    ),
    Rule(
        id="budget.total-json-bytes",
        cls="budget",
        layer="budget",
        text="The judgement stops when all JSON texts together pass {total_json_bytes} bytes, or what the policy says.",
        why="Each text is parsed and walked, and a few kilobytes of gzip hold hundreds of long ones.",
        remedy="Judge it with a larger budget, if you trust where it comes from.",
    ),
    Rule(
        id="budget.json-nodes",
        cls="budget",
        layer="budget",
        text="The judgement stops at a JSON text of more than {json_nodes} nodes, or what the policy says.",
        why="Parsed JSON takes many times its size in memory.",
        remedy="Judge it with a larger budget, if you trust where it comes from.",
    ),
    Rule(
        id="budget.chunks",
        cls="budget",
        layer="budget",
        text="The judgement stops at a manifest of more than {chunks} chunks, or what the policy says.",
        why="Each chunk costs time and memory.",
        remedy="Judge it with a larger budget, if you trust where it comes from.",
    ),
    Rule(
        id="budget.isolated",
        cls="budget",
        layer="budget",
        text="The judgement stops when the isolated child runs out of time or memory.",
        why="Nobody knows what the answer would have been.",
        remedy="Judge it again with more time or memory.",
    ),
)
