"""Many inputs: spread over processes, isolated, resumed, on a cluster. `validate_many` is the package's face.

Rules of this package: what judges makes no difference to what is said. The face is imported when it is asked for, so
that a single input at the shell does not pay for it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.batch.many import COLUMNS, Reports, validate_many

__all__ = ["COLUMNS", "Reports", "validate_many"]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from cellucid_session.batch import many

    value: object = getattr(many, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
