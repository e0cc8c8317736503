"""What the gate allows before and beside the judgement of a body.

Rules of this file: names and defaults are those that `declare/gate.py` gives, with their reasons; `spec/capture.md`
shows them. Spec: 15.9.
"""

from __future__ import annotations

from typing import Any

from cellucid_session.errors import UsageError
from cellucid_session.generated.gate import LIMITS
from cellucid_session.model import Frozen, Limits


class GateLimits(Frozen):
    """The allowances of a gate, by their names; those that are not given are as declared.

    Raises:
        UsageError: a name or a value can't be.
    """

    __slots__ = tuple(sorted(LIMITS))
    admitted: int
    answer_seconds: float
    body_bytes: int
    body_seconds: float
    connections: int
    draft_bytes: int
    draft_days: int
    drafts: int
    drafts_all: int
    drafts_all_bytes: int
    drain_seconds: float
    event_bytes: int
    event_nodes: int
    events: int
    findings: int
    floor_bytes: int
    grace_seconds: float
    head_bytes: int
    head_seconds: float
    idle_seconds: float
    light_chunks: int
    light_json_bytes: int
    light_json_nodes: int
    linger_seconds: float
    pending: int
    queue_seconds: float
    tab_seconds: float
    tabs: int
    uploads: int
    viewers: int
    workers: int

    def __init__(self, **values: float) -> None:
        for name, value in values.items():
            if name not in LIMITS:
                raise UsageError(f"no limit of the gate is called {name!r}; there are: {', '.join(LIMITS)}")
            kinds = (int, float) if name.endswith("_seconds") else (int,)
            if type(value) not in kinds or not 0 < value <= 1 << 53:
                raise UsageError(f"the gate's limit {name} must be a positive number of {LIMITS[name][1]}")
        self._fill(**({name: default for name, (default, _) in LIMITS.items()} | values))

    def light(self, policy: Limits) -> Limits:
        """The budgets of a judgement that needs no admission."""
        values: dict[str, Any] = self.full(policy).as_dict()
        values["json_bytes"] = min(values["json_bytes"], self.light_json_bytes)
        values["json_nodes"] = min(values["json_nodes"], self.light_json_nodes)
        values["chunks"] = min(values["chunks"], self.light_chunks)
        return Limits(**values)

    def full(self, policy: Limits) -> Limits:
        """The policy's budgets, with no more findings and bytes than the gate takes."""
        values = policy.as_dict()
        values["findings"] = min(values["findings"], self.findings)
        values["file_bytes"] = min(values["file_bytes"], self.body_bytes)
        return Limits(**values)
