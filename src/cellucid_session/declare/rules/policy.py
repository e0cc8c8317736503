"""Rules of the layer `policy`: what the policy demands beyond the format.

Rules of this file: one row a rule, in the order in which tables show them; what a row means stands in `rule.py`.
"""

from __future__ import annotations

from cellucid_session.declare.rules.rule import Rule

RULES: tuple[Rule, ...] = (
    Rule(
        id="policy.generation",
        cls="safety",
        layer="policy",
        text="A session MUST be of a generation that the policy takes.",
        why="Whoever set the policy reads no other.",
        remedy="Save the session with a release of the viewer that writes one of these generations, or use a policy that takes this one.",
    ),
)
