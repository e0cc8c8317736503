"""Commands wait for a page until they are taken back, in order and within bounds."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

from cellucid_session.capture import mailbox
from cellucid_session.capture.mailbox import Mailbox


def ids(told: dict[str, Any]) -> list[tuple[int, str]]:
    return [(each["seq"], each["requestId"]) for each in told["commands"]]


def test_a_page_gets_what_came_after_the_last_that_it_has_seen() -> None:
    box = Mailbox()
    assert box.after(0) == {"protocol": 1, "next": 0, "commands": []}
    box.put({"type": "ping", "requestId": "a"})
    box.put({"type": "requestSessionBundle", "requestId": "b"})
    assert ids(box.after(0)) == [(1, "a"), (2, "b")]
    assert ids(box.after(1)) == [(2, "b")]
    assert box.after(2) == {"protocol": 1, "next": 2, "commands": []}
    assert ids(box.after(0)) == [(1, "a"), (2, "b")]  # a page that was loaded anew


def test_what_was_withdrawn_is_gone() -> None:
    box = Mailbox()
    box.put({"type": "ping", "requestId": "a"})
    box.put({"type": "ping", "requestId": "b"})
    box.withdraw("a")
    box.withdraw("unknown")
    assert ids(box.after(0)) == [(2, "b")]
    assert box.put({"type": "ping", "requestId": "c"}) == 3  # numbers are not given twice


def test_the_oldest_goes_when_there_are_too_many() -> None:
    box = Mailbox()
    for number in range(mailbox.COMMANDS + 3):
        box.put({"type": "ping", "requestId": str(number)})
    assert len(box.after(0)["commands"]) == mailbox.COMMANDS
    assert ids(box.after(0))[0] == (4, "3")


def test_who_waits_is_woken_from_another_thread() -> None:
    box = Mailbox()

    async def page() -> tuple[dict[str, Any], float]:
        began = time.monotonic()
        threading.Timer(0.05, box.put, [{"type": "ping", "requestId": "a"}]).start()
        return await box.wait(0, 20), time.monotonic() - began

    told, seconds = asyncio.run(page())
    assert ids(told) == [(1, "a")]
    assert seconds < 5


def test_a_command_that_was_seen_does_not_end_the_wait() -> None:
    box = Mailbox()
    box.put({"type": "ping", "requestId": "a"})

    async def page() -> tuple[dict[str, Any], dict[str, Any]]:
        return await box.wait(1, 0.05), await box.wait(0, 0)

    waited, at_once = asyncio.run(page())
    assert waited["commands"] == []
    assert ids(at_once) == [(1, "a")]


def test_only_so_many_wait_and_closing_lets_them_go() -> None:
    box = Mailbox()

    async def pages() -> float:
        waiting = [asyncio.create_task(box.wait(0, 20)) for _ in range(mailbox.WAITING)]
        await asyncio.sleep(0.02)
        one_more = await asyncio.wait_for(box.wait(0, 20), 1)
        assert one_more["commands"] == []
        assert not any(task.done() for task in waiting)
        began = time.monotonic()
        box.close()
        await asyncio.wait_for(asyncio.gather(*waiting), 5)
        await asyncio.wait_for(box.wait(0, 20), 1)
        return time.monotonic() - began

    assert asyncio.run(pages()) < 5


def test_a_page_that_goes_away_leaves_its_place() -> None:
    box = Mailbox()

    async def pages() -> None:
        for _ in range(mailbox.WAITING + 1):
            task = asyncio.create_task(box.wait(0, 20))
            await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        assert not box._waiting

    asyncio.run(pages())
