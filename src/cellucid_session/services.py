"""What a lower room offers and a higher one does: a report shown as HTML, a bundle applied to an AnnData.

Rules of this file: names and shapes stand here, what does the work is handed over by the package's face, so that no
room imports one above it. What is handed over imports what it needs when it is called.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_SERVICES: dict[str, Callable[..., Any]] = {}


def provide(**services: Callable[..., Any]) -> None:
    """Hand over what does the work.

    `report_html(report)`, `bundle_html(bundle)`, `apply(bundle, adata, **options)`, `labels_digest(bundle, adata)`.
    """
    _SERVICES.update(services)


def call(name: str, *arguments: Any, **options: Any) -> Any:
    """Have it done."""
    return _SERVICES[name](*arguments, **options)
