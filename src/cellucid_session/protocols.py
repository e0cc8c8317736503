"""What rooms ask of values that come from a room above them.

Rules of this file: types only, imported by type checkers alone. Who makes such a value is said beside each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from cellucid_session.model import Limits


class Demands(Protocol):
    """What the engines ask of a policy (`judge.policy.Policy` is one)."""

    def effective_levels(self) -> Mapping[str, str]: ...
    def expects(self, chunk: str, contributor: str) -> bool: ...


class PolicyFacts(Protocol):
    """What a rendering says of a policy (`judge.policy.Policy` is one)."""

    @property
    def name(self) -> str: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def sha256(self) -> str: ...
    def options(self) -> list[str]: ...
