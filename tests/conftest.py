"""What all tests share: `import builders` works, hypothesis does the same everywhere, and an interrupt is one.

A job that a shell has put in the background ignores SIGINT, and so would every process that a test starts.
"""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci")
signal.signal(signal.SIGINT, signal.default_int_handler)
