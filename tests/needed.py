"""What tests need beside Python: a browser, Node, npm.

Rules of this file: with `CELLUCID_REQUIRE_BROWSER=1`, which `.ci/run` sets, what is missing is a failure; otherwise the
tests that need it are skipped, and say so.
"""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def missing(what: str) -> NoReturn:
    """Fail where everything is required, otherwise skip, with the reason."""
    text = f"NOT TESTED: {what}"
    if os.environ.get("CELLUCID_REQUIRE_BROWSER") == "1":
        pytest.fail(text, pytrace=False)
    pytest.skip(text)


def program(*names: str, package: str) -> str:
    """The path of the first program that is installed. package: of Debian, that brings it."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    return found or missing(f"{names[0]} is not installed (Debian: apt-get install {package})")


def chromium() -> str:
    """The path of Chromium."""
    return program(*CHROMIUM, package="chromium")
