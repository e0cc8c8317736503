"""Where the project lives, as the installed package says.

Rules of this file: `home.toml` of the repository is the one place for addresses; a build writes them into the package's
metadata, and here they are read from there. While it names none, there are none.
"""

from __future__ import annotations

import functools

NAME = "cellucid-session"


@functools.cache
def addresses() -> dict[str, str]:
    """The project's URLs by their names in the metadata, such as `Documentation` and `Source`."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        told = metadata(NAME).get_all("Project-URL") or []
    except PackageNotFoundError:  # run from a checkout
        return {}
    pairs = (each.partition(",") for each in told)
    return {name.strip(): address.strip() for name, _, address in pairs}


def of_rule(rule: str, layer: str, site: str) -> str:
    """The address of a rule's section on the site."""
    return f"{site.rstrip('/')}/rules/{layer}.html#rule-{rule.replace('.', '-')}"
