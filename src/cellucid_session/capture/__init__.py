"""Sessions captured from a viewer in a browser, and the same gate in front of any upload.

Rules of this package:

* Nothing that was not judged `valid` is ever handed on, and nothing of a request is echoed or logged.
* Every name is imported when it is first asked for. Judging and writing need no extra; serving needs `capture`, a
  service's own framework `service`.
Spec: 15.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.capture.captured import Captured, CaptureError, UploadRefusedError
    from cellucid_session.capture.data_provider import Answer, DataRequest
    from cellucid_session.capture.events import Event
    from cellucid_session.capture.expected import Credentials, Pending
    from cellucid_session.capture.hosts import Hosts
    from cellucid_session.capture.limits import GateLimits
    from cellucid_session.capture.metrics import Metrics
    from cellucid_session.capture.problems import ProblemError, answer_problems
    from cellucid_session.capture.server import CaptureServer
    from cellucid_session.capture.service import session_upload_app
    from cellucid_session.capture.session_gate import SessionGate
    from cellucid_session.capture.store import FolderStore, QuotaError
    from cellucid_session.capture.tabs import Tab

_HOMES = {
    "Answer": "data_provider",
    "CaptureError": "captured",
    "CaptureServer": "server",
    "Captured": "captured",
    "Credentials": "expected",
    "DataRequest": "data_provider",
    "Event": "events",
    "FolderStore": "store",
    "GateLimits": "limits",
    "Hosts": "hosts",
    "Metrics": "metrics",
    "Pending": "expected",
    "ProblemError": "problems",
    "QuotaError": "store",
    "SessionGate": "session_gate",
    "Tab": "tabs",
    "UploadRefusedError": "captured",
    "answer_problems": "problems",
    "session_upload_app": "service",
}

__all__ = [
    "Answer",
    "CaptureError",
    "CaptureServer",
    "Captured",
    "Credentials",
    "DataRequest",
    "Event",
    "FolderStore",
    "GateLimits",
    "Hosts",
    "Metrics",
    "Pending",
    "ProblemError",
    "QuotaError",
    "SessionGate",
    "Tab",
    "UploadRefusedError",
    "answer_problems",
    "session_upload_app",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value: object = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
