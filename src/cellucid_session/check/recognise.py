"""Which generation a file is: the signs of the declarations, asked in their order.

Rules of this file: it decides from the magic, the manifest's length and the parsed manifest, and from nothing else; a
manifest of any shape has an answer. Both engines ask here. Spec: 2.2.
"""

from __future__ import annotations

from cellucid_session.generated.recognition import OTHERWISE, SIGNS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

PRINT = "datasetFingerprint"


def _has_key(value: Any, words: tuple[str, ...]) -> bool:
    return isinstance(value, dict) and any(word in value for word in words)


def _has_chunk(value: Any, words: tuple[str, ...]) -> bool:
    chunks = value.get("chunks") if isinstance(value, dict) else None
    return isinstance(chunks, list) and any(
        isinstance(chunk, dict) and isinstance(chunk.get("id"), str) and chunk["id"] in words
        for chunk in chunks
    )


#: where a sign is looked for -> whether it is there
LOOK: dict[str, Callable[[Any, tuple[str, ...]], bool]] = {
    "manifest-key": _has_key,
    "fingerprint-key": lambda value, words: isinstance(value, dict) and _has_key(value.get(PRINT), words),
    "chunk-id": _has_chunk,
}


def candidates(magic: int, length: int, manifest: Any) -> tuple[int, ...]:
    """The generations that a file may be of, the one that it is judged as first.

    Args:
        magic: place of its magic among those that there are. length: of the manifest, in bytes.
        manifest: the parsed manifest, of any shape.
    """
    for place, words, above, numbers in SIGNS[magic]:
        if length > above if place not in LOOK else LOOK[place](manifest, words):
            return numbers
    return (OTHERWISE[magic],)


def chosen(numbers: tuple[int, ...], taken: frozenset[int] | None) -> tuple[int, ...]:
    """Those of the candidates that a policy takes (None: all)."""
    return numbers if taken is None else tuple(number for number in numbers if number in taken)
