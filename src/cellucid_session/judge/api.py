"""`validate`: one input in, one report out, whatever the input is.

Rules of this file: arguments are held at the door and become `Settings`; the way of the input is `walk`.
"""

from __future__ import annotations

import os

from cellucid_session.arguments import Kind, hold
from cellucid_session.errors import UsageError
from cellucid_session.io import files
from cellucid_session.judge import walk
from cellucid_session.judge.settings import ARGUMENTS, Settings, taken
from cellucid_session.model import (
    KINDS,
    DatasetFacts,
    Limits,
    Report,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import BinaryIO

    from cellucid_session.judge.policy import Policy


def validate(
    source: str | os.PathLike[str] | bytes | bytearray | memoryview | BinaryIO,
    *,
    kind: str | None = None,
    policy: str | Policy | None = None,
    limits: Limits | None = None,
    dataset: DatasetFacts | None = None,
    early_exit: bool = True,
    engine: str = "generated",
    check_files: bool = False,
    max_findings: int | None = None,
    today: str | None = None,
    certificate: bool = False,
    generations: Collection[int] | None = None,
) -> Report:
    """Judge one session, or one state-snapshots.json.

    Args:
        source: a path, the bytes themselves, or a binary file that is read from where it stands.
        kind: "session" or "state-snapshots"; by default the name decides, and what has none is a session.
        policy: a policy, its built-in name or its file; "upload" by default.
        limits: budgets instead of the policy's.
        dataset: what is known of the data set that the session is meant for.
        early_exit: stop where the verdict is proven; otherwise read on and find what else is wrong.
        engine: "generated", "reference" or "both".
        check_files: for a state-snapshots.json given by its path, look for the listed files beside it.
        max_findings: findings to keep; the verdict does not depend on it.
        today: the date, YYYY-MM-DD, that waivers of the policy are held against; by default the clock's, in UTC.
        certificate: read to the end and say what covers the file, its digests, and which rules ran
            (`Report.certificate`, plain values as in the JSON report).
        generations: of the format that are taken, of those that the policy takes; None: all of these.

    Returns:
        The report. Only its verdict `valid` means yes.

    Raises:
        UsageError: an argument is wrong, or the engine's extra is not installed.
        TypeError: the source is nothing that can be read.
    """
    hold(ARGUMENTS, locals())
    if kind is not None and kind not in KINDS:
        raise UsageError(f"no kind is called that; there are: {', '.join(KINDS)}")
    chosen = chosen_policy(policy)
    if today is not None:
        from cellucid_session.judge.policy import day

        today = day(today)
    settings = Settings(
        limits=limits if limits is not None else chosen.limits if chosen is not None else None,
        dataset=dataset,
        early_exit=early_exit,
        engine=engine,
        check_files=check_files,
        max_findings=max_findings,
        policy=chosen if chosen is not None and chosen.rules else None,
        today=today,
        certificate=certificate,
        generations=taken(chosen, generations),
    )
    if isinstance(source, (bytes, bytearray, memoryview)):
        return walk.judge(files.Memory(source), kind or KINDS[0], settings)
    if isinstance(source, (str, os.PathLike)):
        return walk.judge_path(os.fsdecode(source), settings, kind=kind)
    if callable(getattr(source, "read", None)):
        name = getattr(source, "name", "")
        name = name if isinstance(name, str) else ""
        report = walk.judge(files.Stream(source.read), kind or files.kind_of(name), settings)
        report.path = name
        return report
    raise TypeError(f"source must be a path, bytes or a binary file, not {type(source).__name__}")


def chosen_policy(policy: str | Policy | None) -> Policy | None:
    """The policy that an argument names. Raises UsageError."""
    if policy is None:
        return None
    from cellucid_session.judge.policy import Policy as Known
    from cellucid_session.judge.policy import load

    hold(
        {"policy": Kind("a Policy, the name of one, or the path of its file", str, Known).optional()},
        locals(),
    )
    if not isinstance(policy, str):
        return policy

    return load(policy)
