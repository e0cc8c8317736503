"""Several pages of one viewer at the gate: which is in charge, who is told, and who may upload. HT-14."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from gates import GOOD, World

from cellucid_session.capture import CaptureError, UploadRefusedError
from cellucid_session.errors import DeadlineError

ONE, TWO, THREE = "1" * 32, "2" * 32, "3" * 32


def state(world: World, tab: str, groups: int = 0, *, touched: bool = False, **more: Any) -> None:
    told = {
        "type": "state",
        "tab": tab,
        "groups": groups,
        "fields": 0,
        "empty": not groups,
        "touched": touched,
    }
    assert world.event(told | more).status == 204


def target(world: World, pending: Any, tab: str | None) -> str:
    ids = f"viewerId={world.credentials.viewer_id}&requestId={pending.request_id}"
    return f"/_cellucid/session_bundle?{ids}" + ("" if tab is None else f"&tab={tab}")


def commands(world: World, query: str) -> dict[str, Any]:
    answered = world.get(f"/_cellucid/viewers/{world.credentials.viewer_id}/commands?{query}")
    assert answered.status == 200
    told: dict[str, Any] = json.loads(answered.body)
    return told


def in_charge(world: World) -> list[str]:
    return [tab.id for tab in world.server.tabs(world.credentials.viewer_id)]


def test_ht14_only_the_page_that_was_asked_may_upload(world: World) -> None:
    viewer_id = world.credentials.viewer_id
    pending = world.server.expect_bundle(viewer_id, 30, ONE)
    for tab in (TWO, None, ONE[:-1] + "2"):
        refused = world.ask(world.head(target=target(world, pending, tab)) + GOOD)
        assert (refused.status, refused.text) == (404, "No pending session bundle request")
    for tab in (ONE.replace("1", "A"), "1", ONE + "1"):
        assert world.ask(world.head(target=target(world, pending, tab)) + GOOD).status == 400
    assert world.ask(world.head(target=target(world, pending, ONE)) + GOOD).status == 200
    pending.wait(5)


def test_who_is_asked_without_a_name_may_be_any_page(world: World) -> None:
    pending = world.expect()
    assert world.ask(world.head(target=target(world, pending, TWO)) + GOOD).status == 200


def test_the_page_touched_last_is_in_charge_of_those_with_work(world: World) -> None:
    assert in_charge(world) == []
    state(world, ONE, 2, touched=True)
    state(world, TWO, 1, touched=True)
    state(world, THREE, touched=True)
    assert in_charge(world) == [TWO, ONE, THREE]
    state(world, ONE, 3, touched=True)
    state(world, TWO, 1)  # tells how things stand, and was not touched
    assert in_charge(world) == [ONE, TWO, THREE]
    assert world.event({"type": "gone", "tab": ONE}).status == 204
    assert in_charge(world) == [TWO, THREE]
    commands(world, f"after=0&wait=0&tab={ONE}")  # a question from before comes late
    assert in_charge(world) == [TWO, THREE]
    state(world, ONE, 3)
    assert in_charge(world) == [TWO, ONE, THREE]
    assert world.event({"type": "gone", "tab": ONE}).status == 204
    assert world.server.events(world.credentials.viewer_id) == []


def test_a_page_is_told_its_own_commands_and_who_is_in_charge(world: World) -> None:
    viewer_id = world.credentials.viewer_id
    state(world, ONE, 2, touched=True)
    world.server.send(viewer_id, {"type": "ping", "requestId": "a" * 32})
    world.server.send(viewer_id, {"type": "requestSessionBundle", "requestId": "b" * 32, "tab": ONE})
    asked = {tab: commands(world, f"after=0&wait=0&tab={tab}") for tab in (ONE, TWO)}
    assert [each["type"] for each in asked[ONE]["commands"]] == ["ping", "requestSessionBundle"]
    assert [each["type"] for each in asked[TWO]["commands"]] == ["ping"]
    assert asked[TWO]["charge"] == {"tab": ONE, "groups": 2, "fields": 0, "empty": False}
    began = time.monotonic()
    threading.Timer(0.2, state, [world, TWO, 1], {"touched": True}).start()
    told = commands(world, f"after=2&wait=20&tab={ONE}&charge={ONE}")
    assert told["charge"]["tab"] == TWO
    assert 0.1 < time.monotonic() - began < 5


@pytest.mark.parametrize(
    "query", ["tab=x", f"tab={ONE}1", f"charge={'A' * 32}", f"tab={ONE}&tab={ONE}", "tabs=1"]
)
def test_what_is_no_page_is_refused(query: str, world: World) -> None:
    viewer_id = world.credentials.viewer_id
    assert world.get(f"/_cellucid/viewers/{viewer_id}/commands?after=0&wait=0&{query}").status == 400


def test_what_a_page_was_asked_ends_when_it_goes(world: World) -> None:
    state(world, ONE, 1, touched=True)
    pending = world.server.expect_bundle(world.credentials.viewer_id, 30, ONE)
    other = world.server.expect_bundle(world.credentials.viewer_id, 30, TWO)
    assert world.event({"type": "gone", "tab": ONE}).status == 204
    with pytest.raises(CaptureError) as caught:
        pending.wait(5)
    assert caught.value.reason == "gone"
    assert not isinstance(caught.value, UploadRefusedError)
    with pytest.raises(DeadlineError):
        other.wait(0.05)


def test_pages_are_bounded_and_forgotten(worlds: Callable[..., World]) -> None:
    world = worlds(limits={"tabs": 3, "tab_seconds": 0.6})
    for number in range(50):
        state(world, f"{number:032x}", 1)
    assert len(in_charge(world)) == 3
    time.sleep(0.7)
    assert in_charge(world) == []
    commands(world, f"after=0&wait=0&tab={49:032x}")
    assert in_charge(world) == [f"{49:032x}"]
