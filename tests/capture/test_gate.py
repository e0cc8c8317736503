"""The gate on real sockets: what it takes, what it tells, whom it wakes."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import chunk, group, meta, session
from gates import GOOD, Line, World

from cellucid_session import CellucidSessionBundle, validate
from cellucid_session.capture import (
    Answer,
    CaptureError,
    CaptureServer,
    DataRequest,
    GateLimits,
    UploadRefusedError,
)
from cellucid_session.capture.pages import FOLDER, Pages
from cellucid_session.errors import DeadlineError, UsageError
from cellucid_session.model import DatasetFacts


def test_a_bundle_that_was_asked_for_arrives(world: World) -> None:
    pending = world.expect()
    answered = world.upload(GOOD, pending)
    digest = hashlib.sha256(GOOD).hexdigest()
    assert answered.status == 200
    assert json.loads(answered.body) == {"ok": True, "verdict": "valid", "bytes": len(GOOD), "sha256": digest}
    captured = pending.wait(5)
    assert Path(captured.path).read_bytes() == GOOD
    assert (captured.size, captured.sha256, captured.report.verdict) == (len(GOOD), digest, "valid")
    assert stat.S_IMODE(os.stat(captured.path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(world.server.store.folder).st_mode) == 0o700
    with CellucidSessionBundle(captured.path) as bundle:
        assert bundle.list_chunk_ids() == ["highlights/meta", "core/state"]


def test_a_bundle_in_single_bytes_arrives(world: World) -> None:
    pending = world.expect()
    with Line(world.port) as line:
        for byte in world.head(pending) + GOOD:
            line.send(bytes([byte]))
        assert line.answer().status == 200
    assert pending.wait(5).size == len(GOOD)


def test_a_client_that_ends_its_side_still_gets_its_answer(world: World) -> None:
    with Line(world.port) as line:
        line.send(world.head(world.expect()) + GOOD)
        line.socket.shutdown(1)
        assert line.answer().status == 200


HALVES = {
    "a part of a head": (lambda head: head[:40], "The head of the request is not plain HTTP/1.1"),
    "a part of a body": (lambda head: head + GOOD[:20], "The body is shorter than its Content-Length"),
    "a head alone": (lambda head: head, "The body is shorter than its Content-Length"),
    "what is refused": (
        lambda head: head.replace(b"POST", b"TRACE") + GOOD,
        "The method is not one of this path",
    ),
}


@pytest.mark.parametrize("case", HALVES)
def test_a_client_that_ends_its_side_early_is_told_what_is_missing(case: str, world: World) -> None:
    cut, text = HALVES[case]
    with Line(world.port) as line:
        line.send(cut(world.head(world.expect())))
        line.socket.shutdown(1)
        assert line.answer().text == text
    with Line(world.port) as line:
        line.socket.shutdown(1)
        assert line.read() == b"", "who asked nothing is told nothing"


def test_http_1_0_is_answered_as_http_1_1_is(world: World) -> None:
    old = (b" HTTP/1.1\r\n", b" HTTP/1.0\r\n")
    with Line(world.port) as line:
        assert line.send(world.head(world.expect()).replace(*old) + GOOD).answer().status == 200
    with Line(world.port) as line:
        line.send(world.head(None).replace(*old) + GOOD)
        assert line.answer().text == "No pending session bundle request"
    with Line(world.port) as line:  # nobody tells a client of HTTP/1.0 to go on: it sends its body, whole
        line.send(world.head(None, expect="100-continue").replace(*old))
        time.sleep(0.05)
        assert line.send(GOOD).answer().status == 404
    head = world.head(None, drop=["host"]).replace(*old)
    assert world.ask(head + GOOD).text == "The head of the request is not plain HTTP/1.1"


def test_a_page_s_file_is_read_once_and_no_more_is_kept_than_the_bound(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_bytes(b"1" * 60)
    (tmp_path / "b.js").write_bytes(b"2" * 60)
    kept = Pages(str(tmp_path), kept_bytes=100)
    first = kept.read("a.js")
    assert first == ("text/javascript; charset=utf-8", b"1" * 60)
    assert kept.read("b.js") == ("text/javascript; charset=utf-8", b"2" * 60)
    for name in ("a.js", "b.js"):
        (tmp_path / name).write_bytes(b"3")
    again = kept.read("a.js")
    assert again is not None
    assert first is not None
    assert again[1] is first[1], "it comes from memory"
    assert kept.read("b.js") == ("text/javascript; charset=utf-8", b"3"), "there was no room for it"


def test_a_page_s_file_is_sent_in_pieces(world: World) -> None:
    name, data = "app.js", (Path(FOLDER) / "app.js").read_bytes()
    answered = world.get(f"/_cellucid/page/{name}")
    assert (answered.status, answered.body) == (200, data)
    assert "default-src 'none'" in answered.headers["content-security-policy"]


def test_a_client_that_waits_for_100_is_told_to_go_on_only_when_it_may(world: World) -> None:
    with Line(world.port) as line:
        line.send(world.head(world.expect(), expect="100-continue"))
        assert line.socket.recv(100).startswith(b"HTTP/1.1 100 ")
        assert line.send(GOOD).answer().status == 200
    with Line(world.port) as line:
        refused = line.send(world.head(None, expect="100-continue")).read()
    assert refused.startswith(b"HTTP/1.1 404 ")


def test_an_upload_is_one_request_that_fails_at_once_with_the_findings(world: World) -> None:
    pending = world.expect(ttl=60)
    began = time.monotonic()
    answered = world.upload(GOOD[:-3], pending)
    assert answered.status == 422
    assert answered.rules == ["frame.chunk-truncated"]
    with pytest.raises(UploadRefusedError) as caught:
        pending.wait(60)
    assert time.monotonic() - began < 5
    assert caught.value.report.verdict == "invalid"
    assert [each.rule for each in caught.value.report.findings] == ["frame.chunk-truncated"]
    assert "frame.chunk-truncated" in str(caught.value)
    assert world.settled() == []


def test_waiting_begins_before_the_upload_and_ends_with_it(world: World) -> None:
    pending = world.expect()
    waited: list[object] = []
    thread = threading.Thread(target=lambda: waited.append(pending.wait(20)))
    thread.start()
    world.upload(GOOD, pending)
    thread.join(5)
    assert len(waited) == 1


def test_the_first_byte_that_proves_it_hopeless_ends_it(world: World) -> None:
    """The client has 500 MiB to send; the answer comes after the first wrong byte."""
    pending = world.expect()
    with Line(world.port) as line:
        line.send(world.head(pending, length=500 << 20) + b"CELLUCID_SESSION\r")
        answered = line.answer()
    assert answered.status == 422
    assert answered.rules == ["frame.magic"]


def test_where_the_upload_ends_decides_nothing_before_it_has_ended(world: World) -> None:
    """Content-Length says that the last frame is cut; what its bytes prove goes before."""
    cut = session(meta(group("g", 0)), chunk("core/state", b"", stored=b"PK" + bytes(98)))[:-50]
    answered = world.upload(cut)
    assert answered.rules == [each.rule for each in validate(cut).findings]
    assert "gzip.header" in answered.rules
    assert "frame.chunk-truncated" not in answered.rules
    assert world.upload(GOOD[:-1]).rules == ["frame.chunk-truncated"]


def test_the_report_is_the_one_of_the_validator(world: World) -> None:
    broken = session(meta(group("g", 3, color=7), group("g", 1)), chunk("x/y", {}, label=""))
    said = json.loads(world.upload(broken).body)["results"][0]
    report = validate(broken)
    assert said["verdict"] == report.verdict == "invalid"
    assert [(each["rule"], each["span"], each["excerpt"]) for each in said["findings"]] == [
        (each.rule, each.span and {"start": each.span.start, "end": each.span.end}, each.excerpt)
        for each in report.findings
    ]


def test_a_viewer_s_session_must_be_for_its_data_set(world: World) -> None:
    viewer = world.server.register_viewer(dataset=DatasetFacts(n_obs=11))
    pending = world.server.expect_bundle(viewer.viewer_id)
    world.credentials = viewer
    assert world.upload(GOOD, pending).rules == ["dataset.cell-count"]


def test_a_bundle_of_more_than_light_texts_is_admitted_and_judged(world: World) -> None:
    before = world.counted("admitted")
    large = session(meta(*(group(f"g{at}", 0, note="x" * 200) for at in range(2000))))
    assert world.upload(large).status == 200
    long_manifest = session(*(chunk(f"x/{at}", {}) for at in range(1500)))
    assert len(long_manifest) > GateLimits().light_json_bytes
    assert world.upload(long_manifest).status == 200
    many = session(chunk("core/state", {"a": [0] * 20_000}))
    assert world.upload(many).status == 200
    assert world.counted("admitted") == before + 3
    late = session(chunk("core/state", {"a": [0] * 20_000}), chunk("ui/dockable-layout", b"{"))
    assert world.upload(late).rules[-1] == "json.syntax"


def test_a_slow_upload_gives_its_place_to_a_whole_one(worlds: Callable[..., World]) -> None:
    world = worlds(limits={"admitted": 1, "idle_seconds": 10, "grace_seconds": 10})
    large = session(chunk("core/state", {"a": [0] * 20_000}), chunk("x/y", {"b": [1] * 20_000}))
    slow = world.expect()
    with Line(world.port) as line:
        line.send(world.head(slow, length=len(large)) + large[:-10])
        _until(lambda: world.server.metrics.as_dict().get("admitted") == 1)
        assert world.upload(large).status == 200
        assert world.server.metrics.as_dict()["revoked"] == 1
        assert line.send(large[-10:]).answer().status == 200
    assert slow.wait(5).size == len(large)
    assert world.server.metrics.as_dict()["waiting"] == 0


def test_a_queue_that_is_too_slow_is_told_to_come_back(worlds: Callable[..., World]) -> None:
    world = worlds(limits={"admitted": 1, "queue_seconds": 0.3})
    bench = world.server.app.bench
    bench.admissions._free = 0  # somebody judges for ever
    pending = world.expect()
    answered = world.upload(session(chunk("core/state", {"a": [0] * 20_000})), pending)
    assert (answered.status, answered.headers["retry-after"]) == (503, "1")
    with pytest.raises(CaptureError) as caught:
        pending.wait(5)
    assert caught.value.reason == "busy"


def _until(true: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


# -- waiting --


def test_nobody_comes(world: World) -> None:
    pending = world.expect(ttl=0.2)
    with pytest.raises(DeadlineError, match="uploaded nothing"):
        pending.wait()
    assert world.upload(GOOD, pending).status == 404


def test_somebody_comes_and_does_not_end(worlds: Callable[..., World]) -> None:
    world = worlds(limits={"idle_seconds": 2, "grace_seconds": 2})
    pending = world.expect()
    with Line(world.port) as line:
        line.send(world.head(pending) + GOOD[:100])
        _until(lambda: world.server.app.bench.open == 1)
        with pytest.raises(DeadlineError, match="began and did not end"):
            pending.wait(0.2)
        assert line.send(GOOD[100:]).answer().status == 200
    assert pending.wait(5).size == len(GOOD)


def test_an_upload_that_breaks_off_is_told_at_once(world: World) -> None:
    pending = world.expect()
    with Line(world.port) as line:
        line.send(world.head(pending) + GOOD[:100])
    with pytest.raises(CaptureError) as caught:
        pending.wait(10)
    assert caught.value.reason == "cut"
    assert world.settled() == []


def test_a_cancelled_request_takes_nothing(world: World) -> None:
    with world.expect() as pending:
        pass
    assert world.upload(GOOD, pending).status == 404
    with pytest.raises(CaptureError, match="cancelled"):
        pending.wait(1)


def test_a_bundle_that_nobody_claimed_goes_with_its_request(world: World) -> None:
    with world.expect() as pending:
        assert world.upload(GOOD, pending).status == 200
        assert len(world.left()) == 1
    assert world.left() == []
    with world.expect() as pending:
        world.upload(GOOD, pending)
        captured = pending.wait(1)
    assert os.path.exists(captured.path)


def test_a_request_cancelled_during_its_upload_keeps_nothing(world: World) -> None:
    pending = world.expect()
    with Line(world.port) as line:
        line.send(world.head(pending) + GOOD[:100])
        _until(lambda: world.server.app.bench.open == 1)
        pending.cancel()
        assert line.send(GOOD[100:]).answer().status == 404
    assert world.settled() == []


def test_a_page_that_can_t_make_a_bundle_says_so(world: World) -> None:
    pending = world.expect()
    said = {"type": "error", "requestId": pending.request_id, "text": "no\x1b[2J memory"}
    assert world.event(said).status == 204
    with pytest.raises(CaptureError, match=r"could not make a bundle: no\\x1b\[2J memory"):
        pending.wait(5)


def test_closing_the_gate_wakes_those_who_wait(worlds: Callable[..., World]) -> None:
    world = worlds()
    pending, other = world.expect(), world.expect()
    with Line(world.port) as line:
        line.send(world.head(pending) + GOOD[:100])
        _until(lambda: world.server.app.bench.open == 1)
        world.server.stop()
        for each in (pending, other):
            with pytest.raises(CaptureError) as caught:
                each.wait(5)
            assert caught.value.reason == "stopping"
    assert world.left() == []
    assert not os.path.exists(
        os.path.join(world.server.store.folder, world.server.store.owner.name + ".lock")
    )


def test_forgetting_a_viewer_ends_what_it_was_asked(world: World) -> None:
    pending = world.expect()
    world.server.forget_viewer(world.credentials.viewer_id)
    with pytest.raises(CaptureError) as caught:
        pending.wait(5)
    assert caught.value.reason == "forgotten"
    assert world.event({"type": "ready"}).status == 404


def test_requests_and_viewers_are_bounded(worlds: Callable[..., World]) -> None:
    world = worlds(limits={"pending": 2, "viewers": 2})
    world.expect(), world.expect(ttl=0.05)
    time.sleep(0.1)
    world.expect()  # in place of the expired one
    with pytest.raises(UsageError):
        world.expect()
    world.server.register_viewer()
    with pytest.raises(UsageError):
        world.server.register_viewer()
    with pytest.raises(UsageError):
        world.server.expect_bundle("0" * 32)


# -- events, data, the page --

EVENTS = {
    "an event of no type": {},
    "an unknown type": {"type": "open"},
    "a type that is no text": {"type": 1},
    "an unknown key": {"type": "ready", "x": 1},
    "an id that is none": {"type": "pong", "requestId": "A" * 32},
    "a level that is none": {"type": "console", "level": "loud"},
    "a text that is none": {"type": "console", "text": 1},
    "true for a number": {"type": "ready", "protocol": True},
    "a page that is none": {"type": "state", "tab": "x"},
    "a number below 0": {"type": "state", "groups": -1},
    "a number that is too large": {"type": "state", "fields": 1 << 53},
    "a number for a truth": {"type": "state", "empty": 1},
    "a text for a truth": {"type": "state", "touched": "yes"},
    "no object": ["ready"],
    "no JSON": b"{'type': 'ready'}",
    "a key twice": b'{"type":"ready","type":"pong"}',
    "another encoding": '{"type":"ready"}'.encode("utf-16"),
    "very many values": b'{"type":"ready","text":[' + b"0," * 100 + b"0]}",
    "very deep": b'{"type":"ready","text":' + b"[" * 9 + b"]" * 9 + b"}",
}


def test_an_event_is_kept_safe_and_short(world: World) -> None:
    assert world.event({"type": "ready", "protocol": 1, "page": "p\u202e 1"}).status == 204
    request = "0123456789abcdef" * 2
    assert world.event({"type": "pong", "requestId": request}).status == 204
    assert (
        world.event({"type": "console", "level": "error", "text": "a\n[INFO] ok" + "x" * 5000}).status == 204
    )
    first, second, third = world.server.events(world.credentials.viewer_id)
    assert (first.type, first.protocol, first.page) == ("ready", 1, "p\\u202e 1")
    assert (second.type, second.request_id) == ("pong", request)
    assert third.text is not None
    assert third.text.startswith("a\\x0a[INFO] okxxx")
    assert len(third.text) < 2040
    assert world.server.events(world.credentials.viewer_id, 1) == [third]
    assert world.server.wait_event(world.credentials.viewer_id, "pong", 0, request) == second
    assert world.server.wait_event(world.credentials.viewer_id, "pong", 0.05, "0" * 32) is None


@pytest.mark.parametrize("case", EVENTS)
def test_what_is_no_event_is_refused(case: str, world: World) -> None:
    assert world.event(EVENTS[case]).status == 400
    assert world.server.events(world.credentials.viewer_id) == []


def test_events_are_bounded(worlds: Callable[..., World]) -> None:
    world = worlds(limits={"events": 3})
    for at in range(5):
        world.event({"type": "console", "text": str(at)})
    assert [each.text for each in world.server.events(world.credentials.viewer_id)] == ["2", "3", "4"]
    assert world.event({"type": "console", "text": "x" * (64 << 10)}).status == 413
    assert world.event({"type": "ready"}, content_type="text/plain").status == 415
    assert world.event({"type": "ready"}, x_cellucid_token="x" * 43).status == 404


def test_a_wait_for_an_event_ends_when_it_comes(world: World) -> None:
    found: list[object] = []
    viewer = world.credentials.viewer_id
    thread = threading.Thread(target=lambda: found.append(world.server.wait_event(viewer, "ready", 20)))
    thread.start()
    world.event({"type": "ready"})
    thread.join(5)
    assert len(found) == 1
    assert found[0] is not None


def test_a_viewer_s_data_are_answered_by_their_owner(world: World) -> None:
    asked: list[DataRequest] = []

    def provider(request: DataRequest) -> Answer | None:
        asked.append(request)
        return {
            "dataset": Answer(b"{}", "application/json"),
            "embeddings/0": Answer((b"x" * 300_000 for _ in range(4)), size=1_200_000),
            "obs/1": Answer(memoryview(b"ab"), headers=[("X-Cellucid-Dtype", "uint8")]),
            "empty": Answer(b""),
        }.get(request.path)

    base = f"/_cellucid/viewers/{world.credentials.viewer_id}/"
    assert world.get(base + "dataset").status == 404
    world.server.provide(world.credentials.viewer_id, provider)
    told = world.get(base + "dataset")
    assert (told.status, told.headers["content-type"], told.body) == (200, "application/json", b"{}")
    assert world.get(base + "embeddings/0").body == b"x" * 1_200_000
    assert world.get(base + "obs/1").headers["x-cellucid-dtype"] == "uint8"
    assert world.get(base + "empty").body == b""
    assert world.get(base + "other").status == 404
    assert asked[1] == DataRequest(world.credentials.viewer_id, "embeddings/0")
    before = len(asked)
    assert world.get(base + "dataset", x_cellucid_token="A" * 43).text == "No pending session bundle request"
    assert world.get("/_cellucid/viewers/" + "0" * 32 + "/dataset").status == 404
    assert world.get(base + "..%2fdataset").status == 400
    assert len(asked) == before


def test_an_owner_that_fails_is_told_without_its_words(worlds: Callable[..., World]) -> None:
    world = worlds()

    def provider(request: DataRequest) -> Answer | None:
        raise RuntimeError("secret /home/alice")

    world.server.provide(world.credentials.viewer_id, provider)
    answered = world.get(f"/_cellucid/viewers/{world.credentials.viewer_id}/dataset")
    assert (answered.status, answered.text) == (500, "The gate failed")
    assert [each.split(" ")[0] for each in world.server.app.failures] == ["RuntimeError"]
    world.server.app.failures.clear()


def test_health_and_what_is_not_there(world: World) -> None:
    health = world.get("/_cellucid/health")
    assert json.loads(health.body) == {"service": "cellucid-session", "protocol": 1}
    assert health.headers["cache-control"] == "no-store"
    assert health.headers["x-content-type-options"] == "nosniff"
    assert world.get("/_cellucid/nothing").status == 404
    refused = world.get("/_cellucid/session_bundle")
    assert (refused.status, refused.headers["allow"]) == (405, "POST")
    assert (
        world.ask(world.head(method="OPTIONS", target="/_cellucid/events", drop=["content-length"])).status
        == 405
    )


def test_a_prefix_of_a_proxy_may_stay_or_go(worlds: Callable[..., World]) -> None:
    world = worlds(root_path="/user/x/proxy/1")
    assert world.get("/user/x/proxy/1/_cellucid/health").status == 200
    assert world.get("/_cellucid/health").status == 200
    assert world.get("/user/y/proxy/1/_cellucid/health").status == 404


# -- the server --


def test_a_port_that_is_taken_is_told(world: World) -> None:
    with pytest.raises(OSError, match="can't listen"):
        CaptureServer(port=world.port)


def test_a_stopped_gate_stays_stopped(tmp_path: Path) -> None:
    server = World(tmp_path).server
    assert server.running
    server.stop()
    server.stop()
    assert not server.running
    with pytest.raises(OSError, match="stopped"):
        server.start()


def test_the_secret_is_not_shown(world: World) -> None:
    assert world.credentials.token not in repr(world.credentials)
    assert len(world.credentials.viewer_id) == 32
    assert len(world.credentials.token) == 43
    url = world.server.page_url(world.credentials, "https://hub/user/x/proxy/1/")
    assert url == (
        f"https://hub/user/x/proxy/1/_cellucid/page/?viewerId={world.credentials.viewer_id}"
        f"#token={world.credentials.token}"
    )


def test_limits_are_checked() -> None:
    for wrong in ({"nothing": 1}, {"uploads": 0}, {"uploads": 1.5}, {"uploads": True}, {"idle_seconds": -1}):
        with pytest.raises(UsageError):
            GateLimits(**wrong)


@pytest.mark.parametrize(
    "query", ["x=1", "viewerId=a&viewerId=b", "%41=1", "a", "=", "viewerId=" + "a" * 600]
)
@pytest.mark.parametrize(
    "path", ["health", "page/", "page/app.js", "viewers/{viewer}/dataset", "viewers/{viewer}/obs/0"]
)
def test_a_query_is_looked_at_wherever_it_stands(path: str, query: str, world: World) -> None:
    where = "/_cellucid/" + path.format(viewer=world.credentials.viewer_id)
    assert world.get(f"{where}?{query}").status == 400
    assert world.get(where).status in (200, 404)


def test_health_is_asked_for_a_proof_with_both_keys(world: World) -> None:
    for query, status in (("viewerId=a", 400), ("challenge=a", 400), ("viewerId=a&challenge=a", 200)):
        assert world.get(f"/_cellucid/health?{query}").status == status
