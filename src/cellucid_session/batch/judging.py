"""The judging of one input of many: a file, standard input, or what lies elsewhere; here or in a child.

Rules of this file: an input that can't be judged has a report that says so. Nothing is raised but what is wrong with
the call.
"""

from __future__ import annotations

from cellucid_session.batch.items import STANDARD_INPUT
from cellucid_session.errors import InputError
from cellucid_session.io import files
from cellucid_session.judge import outcomes, walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cellucid_session.batch.items import Item, Run
    from cellucid_session.io import remote
    from cellucid_session.judge.settings import Watch
    from cellucid_session.model import Report


def judge_item(item: Item, run: Run, watch: Watch | None = None) -> Report:
    """Judge one input. Raises UsageError only."""
    if item.failure is not None:
        return outcomes.failed(item.kind, item.failure, item.shown, run.settings)
    if item.url is not None:
        return _judge_remote(item, run, watch)
    if run.isolated is not None:
        from cellucid_session.batch.isolate import judge_isolated

        return judge_isolated(item.path, run.settings, kind=item.kind, root=item.root, budgets=run.isolated)
    if item.path is None:
        report = walk.judge(files.standard_input(), item.kind, run.settings, watch=watch)
        report.path = STANDARD_INPUT
        return report
    return walk.judge_path(item.path, run.settings, kind=item.kind, root=item.root, watch=watch)


def _judge_remote(item: Item, run: Run, watch: Watch | None = None) -> Report:
    """Judge one input elsewhere. Raises UsageError and DependencyError only."""
    from cellucid_session.io import remote

    assert item.url is not None
    settings = run.settings
    try:
        source = remote.open_remote(item.url, item.allowed)
    except InputError as exc:
        return outcomes.failed(item.kind, files.finding_of(exc), item.shown, settings)
    try:
        if run.isolated is None:
            report = walk.judge(source, item.kind, settings, watch=watch)
        else:
            report = _isolated(source, item, run)
    except InputError as exc:
        report = outcomes.failed(item.kind, files.finding_of(exc), settings=settings)
    finally:
        source.close()
    report.path = item.shown
    return report


def _isolated(source: remote.RemoteInput, item: Item, run: Run) -> Report:
    """Fetch the input whole, then judge it in a child."""
    from cellucid_session.batch.isolate import judge_descriptor
    from cellucid_session.io import remote

    store = remote.spooled(source, run.settings.limits.file_bytes)
    try:
        return judge_descriptor(store.descriptor, run.settings, item.kind, run.isolated)
    finally:
        store.close()
