"""A gate's numbers for Prometheus, through its own client library.

Rules of this file: what is told is made when it is asked for, of the gate's `Metrics`; reasons of refusals are a label,
of which there are as many as `declare/gate.py` has. Nothing of a request is a name or a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cellucid_session.capture.metrics import PREFIX, Metrics
from cellucid_session.errors import DependencyError

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

MISSING = "counting for Prometheus needs its client: python -m pip install prometheus-client"
GAUGES = ("connections_open", "uploads_open", "waiting")
REFUSED = "refused_"


class Collector:
    """Gives a gate's numbers to a registry of prometheus_client."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def describe(self) -> list[Metric]:
        """Nothing before the first question: names come with the numbers."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The numbers of now."""
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

        refused = CounterMetricFamily(PREFIX + "refused", "requests that were refused", labels=["reason"])
        for name, value in self._metrics.as_dict().items():
            if name.startswith(REFUSED):
                refused.add_metric([name.removeprefix(REFUSED)], value)
            elif name in GAUGES:
                yield GaugeMetricFamily(PREFIX + name, f"{name} now", value=value)
            else:
                yield CounterMetricFamily(PREFIX + name, f"{name} so far", value=value)
        yield refused


def expose(metrics: Metrics, registry: CollectorRegistry | None = None) -> None:
    """Register the numbers of a gate. registry: None is the one that prometheus_client has.

    Raises:
        DependencyError: prometheus_client is not installed.
    """
    try:
        from prometheus_client import REGISTRY
    except ImportError as exc:
        raise DependencyError(MISSING) from exc
    (registry if registry is not None else REGISTRY).register(Collector(metrics))
