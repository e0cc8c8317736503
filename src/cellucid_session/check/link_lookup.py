"""Which check between chunks a name stands for.

Rules of this file: what the earliest generation lacks is loaded when it is asked for.
"""

from __future__ import annotations

from cellucid_session.check.links import LINK_RULES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cellucid_session.check.facts import Facts

    Add = Callable[..., None]


def link_rule(name: str) -> Callable[[Facts, Add], None]:
    """A check between chunks; those that the earliest generation lacks are loaded when they are asked for."""
    if name in LINK_RULES:
        return LINK_RULES[name]
    from cellucid_session.check import closed_links

    return closed_links.LINK_RULES[name]
