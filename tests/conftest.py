"""What all tests share: `import builders` works, hypothesis does the same everywhere, SIGINT works in the background,
and viewers keep no drafts unless a test says where.

A job that a shell has put in the background ignores SIGINT, and so would every process that a test starts.

Hypothesis likes to draw constants of the modules that are loaded. Which are, depends on the tests that ran before in
the same process, and with it what a property is given: `ci` draws without them, `long` with them.

`--hypothesis-profile=long` draws at random, keeps what failed, and lets every property have EXAMPLES examples (20,000),
also where a test asks for fewer.
"""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

settings.register_profile(
    "ci", derandomize=True, database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "long",
    max_examples=int(os.environ.get("EXAMPLES", "20000")),
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")
os.environ["CELLUCID_SESSION_DRAFTS"] = "off"  # nothing of a test is kept in somebody's home
signal.signal(signal.SIGINT, signal.default_int_handler)


def _draw_without_constants_of_modules() -> None:
    """Releases of hypothesis before 6.131 have no such constants."""
    if hasattr(providers, "_get_local_constants"):
        nothing = type(providers._local_constants)()
        providers._get_local_constants = lambda: nothing


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lengthen the properties that say how many examples they take, when that is asked for."""
    if settings.get_current_profile_name() != "long":
        _draw_without_constants_of_modules()
        return
    for item in items:
        test: Any = getattr(item, "obj", None)
        test = getattr(test, "__func__", test)
        own = getattr(test, "_hypothesis_internal_use_settings", None)
        if own is not None:
            wanted = settings.get_profile("long").max_examples
            test._hypothesis_internal_use_settings = settings(
                settings.get_profile("long"), max_examples=max(wanted, own.max_examples)
            )
