"""Whether the files that a state-snapshots.json lists lie beside it.

Rules of this file: a listed file is looked for beneath the folder of the list, component by component and
through no link; only its being a regular file is asked, nothing is read.
"""

from __future__ import annotations

from cellucid_session.check.snapshots import targets
from cellucid_session.errors import InputError
from cellucid_session.generated.rules import SNAPSHOTS_MISSING
from cellucid_session.io.files import open_input
from cellucid_session.model import INVALID, VALID, Finding, Report, Span
from cellucid_session.safe import safe
from cellucid_session.wire import strict_json
from cellucid_session.wire.json_locate import locate, pointer
from cellucid_session.wire.source import Fault


def look_beside(report: Report, data: bytes, folder: str) -> None:
    """Add a finding for each listed relative file that is not there.

    Args:
        report: on the state-snapshots.json; changed in place.
        data: its bytes; what the judge could not read lists nothing.
        folder: where it lies.
    """
    try:
        listed = list(targets(strict_json.parse(data)))
    except Fault:
        return
    missing = []
    for target in listed:
        if target.relative is None:
            continue
        try:
            open_input(target.relative, folder).close()
        except InputError as exc:
            missing.append((target, str(exc)))
    if not missing:
        return
    spots = locate(data, [(target.path, False) for target, _ in missing])
    report.findings += tuple(
        Finding(
            SNAPSHOTS_MISSING,
            f"{safe(target.relative or '')}: {why}",
            pointer=pointer(target.path),
            span=Span(*spots[(target.path, False)]),
        )
        for target, why in missing
    )
    if report.verdict == VALID:
        report.verdict = INVALID
