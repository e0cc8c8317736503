"""Inputs judged one after the other or several at once, with or without a journal; reports in their order.

Rules of this file: one input that can't be judged stops no other, and how many are judged at once changes no report.
"""

from __future__ import annotations

from cellucid_session.batch import judging

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cellucid_session.batch.items import Item, Run
    from cellucid_session.batch.journal import Journal
    from cellucid_session.model import Report

    Watch = Callable[[bytes], object]


def judged(
    items: Sequence[Item],
    run: Run,
    *,
    jobs: int = 1,
    journal: Journal | None = None,
    watch: Watch | None = None,
) -> Iterator[Report]:
    """Judge inputs.

    Args:
        jobs: how many at once, each in a process of its own.
        journal: has what was judged before, and takes what is judged now.
        watch: is told each piece, as long as one input is judged at a time.
    """
    jobs = min(jobs, len(items))
    if journal is not None:
        return _with_journal(items, run, jobs, journal, watch)
    if jobs > 1:
        from cellucid_session.batch.pool import in_processes, judge_alone

        return in_processes(judging.judge_item, judge_alone, items, run, jobs)
    return (judging.judge_item(item, run, watch) for item in items)


def _with_journal(
    items: Sequence[Item], run: Run, jobs: int, journal: Journal, watch: Watch | None
) -> Iterator[Report]:
    from cellucid_session.batch import resumed

    known = journal.known()
    if jobs > 1:
        from cellucid_session.batch.pool import in_processes

        prepare = (resumed.prepare, (known,))
        outcomes = in_processes(resumed.outcome, resumed.alone, items, run, jobs, prepare)
    else:
        outcomes = (resumed.looked_up(item, run, known, watch) for item in items)
    for item, outcome in zip(items, outcomes, strict=True):
        yield resumed.settled(outcome, item, run, journal)
