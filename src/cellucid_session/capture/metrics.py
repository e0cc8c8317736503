"""What a gate has done, in numbers.

Rules of this file: names are ours, never a request's. Counting is safe from any thread.
"""

from __future__ import annotations

import threading

PREFIX = "cellucid_session_gate_"


class Metrics:
    """Counters and gauges by name.

    Counters: `requests`, `accepted`, `accepted_bytes`, `refused_<reason>`, `invalid`, `inconclusive`, `error`, `cut`,
    `admitted`, `revoked`, `events`. Gauges: `uploads_open`, `connections_open`, `waiting`.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, int] = {}

    def add(self, name: str, amount: int = 1) -> None:
        """Count, up or down."""
        with self._lock:
            self._values[name] = self._values.get(name, 0) + amount

    def as_dict(self) -> dict[str, int]:
        """All numbers so far, by name."""
        with self._lock:
            return dict(sorted(self._values.items()))

    def text(self) -> str:
        """The numbers in Prometheus' text format."""
        return "".join(
            f"{PREFIX}{name.replace('-', '_')} {value}\n" for name, value in self.as_dict().items()
        )
