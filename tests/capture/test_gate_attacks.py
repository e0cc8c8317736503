"""Attacks on the gate, on raw sockets: HT-01 to HT-13 of the catalogue. None of them leaves a file."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gates import GOOD, Answered, Line, World, answer

from cellucid_session.capture import CaptureError, UploadRefusedError
from cellucid_session.errors import DeadlineError
from cellucid_session.generated.gate import REFUSALS

NO_PENDING = "No pending session bundle request"
SIZE = len(GOOD)
N = str(SIZE)


def lines(world: World, pending: Any, *more: str, drop: tuple[str, ...] = ("content-length",)) -> bytes:
    """The head of an upload with these lines of headers beside the usual ones."""
    head = world.head(pending, drop=drop)
    return head[:-2] + b"".join(each.encode("latin-1") + b"\r\n" for each in more) + b"\r\n"


#: lines that say how long a body is -> status
LENGTHS: dict[str, tuple[tuple[str, ...], int]] = {
    "no Content-Length": ((), 411),
    "nothing in it": (("Content-Length:",), 400),
    "0": (("Content-Length: 0",), 400),
    "a negative one": (("Content-Length: -1",), 400),
    "a plus": ((f"Content-Length: +{N}",), 400),
    "an underscore": (("Content-Length: 8_17",), 400),
    "two spaces before it": ((f"Content-Length:  {N}",), 400),
    "a tab before it": ((f"Content-Length:\t{N}",), 400),
    "a space behind it": ((f"Content-Length: {N} ",), 400),
    "a leading zero": ((f"Content-Length: 0{N}",), 400),
    "hex": (("Content-Length: 0x331",), 400),
    "a fraction": ((f"Content-Length: {N}.0",), 400),
    "an exponent": (("Content-Length: 8e2",), 400),
    "full-width digits": (("Content-Length: \xef\xbc\x98\xef\xbc\x91\xef\xbc\x97",), 400),
    "superscript digits": (("Content-Length: \xb2\xb3",), 400),
    "two values": ((f"Content-Length: {N}, {SIZE + 1}",), 400),
    "one value twice in a line": ((f"Content-Length: {N}, {N}",), 400),
    "one value in two lines": ((f"Content-Length: {N}", f"Content-Length: {N}"), 400),
    "two values in two lines": ((f"Content-Length: {N}", f"Content-Length: {SIZE + 1}"), 400),
    "a second one in capitals": ((f"Content-Length: {N}", f"CONTENT-LENGTH: {N}"), 400),
    "very many digits": (("Content-Length: " + "1" * 5000,), 400),
    "a comment": ((f"Content-Length: {N} (bytes)",), 400),
    "a line that goes on": (("Content-Length:", f" {N}"), 400),
    "with Transfer-Encoding": ((f"Content-Length: {N}", "Transfer-Encoding: chunked"), 400),
    "Transfer-Encoding alone": (("Transfer-Encoding: chunked",), 400),
    "Transfer-Encoding of nothing": (("Transfer-Encoding:", f"Content-Length: {N}"), 400),
    "Transfer-Encoding identity": (("Transfer-Encoding: identity", f"Content-Length: {N}"), 400),
    "Transfer-Encoding twice": (("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), 400),
    "Transfer-Encoding with a space in its name": (
        ("Transfer-Encoding : chunked", f"Content-Length: {N}"),
        400,
    ),
    "Transfer-Encoding behind a bare line feed": ((f"Content-Length: {N}\nTransfer-Encoding: chunked",), 400),
    "a bare carriage return": ((f"Content-Length: {N}\rTransfer-Encoding: chunked",), 400),
    "a NUL": ((f"Content-Length: {N}\0",), 400),
}


@pytest.mark.parametrize("case", LENGTHS)
def test_ht01_a_length_is_one_plain_number(case: str, world: World) -> None:
    added, status = LENGTHS[case]
    pending = world.expect()
    answered = world.ask(lines(world, pending, *added) + GOOD)
    assert answered.status == status
    assert answered.text in {text for _, text in REFUSALS.values()}
    assert world.settled() == []
    assert world.upload(GOOD, pending).status == 200, "the pair was not spent"


def test_ht01_the_plain_number_is_taken(world: World) -> None:
    assert world.ask(lines(world, world.expect(), f"Content-Length:{N}") + GOOD).status == 200
    assert world.ask(lines(world, world.expect(), f"content-length: {N}") + GOOD).status == 200


LARGE = (512 << 20) + 1


@pytest.mark.parametrize("length", [LARGE, 10**10, 10**19])
def test_ht02_a_body_above_the_cap_is_refused_before_it_is_read(length: int, world: World) -> None:
    pending = world.expect()
    assert world.ask(world.head(pending, length=length)).status == 413
    assert world.upload(GOOD, pending).status == 200, "the pair was not spent"


def test_ht02_the_cap_itself_is_waited_for(world: World) -> None:
    with Line(world.port) as line:
        line.send(world.head(world.expect(), length=LARGE - 1) + b"CELLUCID_SESSION\n\x00\x00\x00\x00")
        assert line.answer().rules == ["frame.manifest-length"]


def test_ht02_the_cap_is_the_policy_s_where_that_is_lower(worlds: Callable[..., World]) -> None:
    from cellucid_session.judge.policy import load

    world = worlds(policy=load("upload").with_limits(file_bytes=SIZE - 1))
    assert world.upload(GOOD).status == 413


SLOW = {
    "nothing of the body": (b"", 0.0),
    "a part of the body and then nothing": (GOOD[:200], 0.0),
    "a byte now and then": (GOOD, 0.1),
}


@pytest.mark.parametrize("case", SLOW)
def test_ht03_a_body_that_does_not_come_is_given_up(case: str, world: World) -> None:
    data, pause = SLOW[case]
    pending = world.expect()
    began = time.monotonic()
    with Line(world.port) as line:
        line.send(world.head(pending))
        if pause:
            line.socket.settimeout(pause)
            got = b""
            for byte in data:
                line.send(bytes([byte]))
                try:
                    got = line.socket.recv(65536)
                    break
                except TimeoutError:
                    continue
            line.socket.settimeout(20)
            answered = answer(got + line.read())
        else:
            answered = line.send(data).answer()
    assert answered.status == 408
    assert 0.4 < time.monotonic() - began < 5
    with pytest.raises(CaptureError) as caught:
        pending.wait(1)
    assert caught.value.reason == "slow"
    assert world.settled() == []


def test_ht03_a_body_has_a_last_moment_however_steadily_it_comes(worlds: Callable[..., World]) -> None:
    world = worlds(limits={"body_seconds": 0.6, "grace_seconds": 60, "idle_seconds": 60})
    with Line(world.port) as line:
        line.send(world.head(world.expect()))
        line.socket.settimeout(0.1)
        for byte in GOOD:
            line.send(bytes([byte]))
            with contextlib.suppress(TimeoutError):
                assert line.socket.recv(65536).startswith(b"HTTP/1.1 408 ")
                break
        else:
            pytest.fail("never given up")


def test_ht03_a_head_that_does_not_come_is_given_up(world: World) -> None:
    for beginning in (b"", b"P", world.head(world.expect())[:-1]):
        with Line(world.port) as line:
            assert line.send(beginning).answer().status == 408


def test_ht03_heads_that_do_not_come_keep_nobody_out(worlds: Callable[..., World]) -> None:
    """More of them than connections may be open: the oldest goes."""
    world = worlds(limits={"connections": 20, "head_seconds": 20})
    held = [Line(world.port).send(b"POST / HTTP/1.1\r\nX: y\r\n") for _ in range(60)]
    began = time.monotonic()
    assert world.upload(GOOD).status == 200
    assert time.monotonic() - began < 5
    assert held[0].answer().status == 503
    for line in held:
        line.close()


def test_ht03_an_answer_that_nobody_reads_is_given_up(worlds: Callable[..., World]) -> None:
    from cellucid_session.capture import Answer

    world = worlds(limits={"answer_seconds": 0.3})
    world.server.provide(world.credentials.viewer_id, lambda request: Answer(b"x" * (64 << 20)))
    target = f"/_cellucid/viewers/{world.credentials.viewer_id}/dataset"
    with Line(world.port) as line:
        line.send(world.head(target=target, method="GET", drop=("content-length", "content-type")))
        end = time.monotonic() + 15
        while not (world.counted("requests") and not world.counted("connections_open")):
            assert time.monotonic() < end
            time.sleep(0.05)


def test_ht04_what_stands_behind_a_body_is_no_request(world: World) -> None:
    """A second upload with a pair of its own, and one event, smuggled behind the first."""
    before = world.counted("requests")
    first, second = world.expect(), world.expect()
    behind = world.head(second) + GOOD
    with Line(world.port) as line:
        got = line.send(world.head(first) + GOOD + behind).read()
    assert got.count(b"HTTP/1.1 ") == 1
    assert answer(got).status == 200
    with pytest.raises(DeadlineError):
        second.wait(0.3)
    assert world.counted("requests") == before + 1


def test_ht04_nor_behind_a_request_without_a_body(world: World) -> None:
    health = world.head(target="/_cellucid/health", method="GET", drop=("content-length", "content-type"))
    with Line(world.port) as line:
        assert line.send(health * 3).read().count(b"HTTP/1.1 ") == 1


def test_ht04_an_answer_arrives_though_the_client_still_sends(worlds: Callable[..., World]) -> None:
    """20 MiB are on the way when the first byte refuses them: all are taken, none is met by a reset."""
    world = worlds(limits={"linger_seconds": 20})
    with Line(world.port) as line:
        line.send(world.head(world.expect(), length=20 << 20))
        line.send(b"x" * (20 << 20))
        assert line.answer().rules == ["frame.magic"]


FOREIGN: dict[str, dict[str, Any]] = {
    "no token": {"drop": ("x-cellucid-token",)},
    "an empty token": {"x_cellucid_token": ""},
    "another token": {"x_cellucid_token": "A" * 43},
    "a token that is cut": {"x_cellucid_token": lambda world: world.credentials.token[:-1]},
    "a token with a byte more": {"x_cellucid_token": lambda world: world.credentials.token + "A"},
    "a token of other characters": {"x_cellucid_token": "\xe9" * 43},
    "the token of another viewer": {"x_cellucid_token": lambda world: world.server.register_viewer().token},
    "another request": {"request": "0" * 32},
    "another viewer": {"viewer": "0" * 32},
    "the request in capitals": {"request": str.upper},
    "a part of the request": {"request": lambda each: each[:-1]},
}


@pytest.mark.parametrize("case", FOREIGN)
def test_ht05_a_pair_that_is_not_one_is_told_nothing(case: str, world: World) -> None:
    given = dict(FOREIGN[case])
    pending = world.expect()
    request, viewer = (
        given.pop("request", pending.request_id),
        given.pop("viewer", world.credentials.viewer_id),
    )
    request = request(pending.request_id) if callable(request) else request
    given = {key: value(world) if callable(value) else value for key, value in given.items()}
    target = f"/_cellucid/session_bundle?viewerId={viewer}&requestId={request}"
    answered = world.ask(world.head(target=target, **given) + GOOD)
    assert (answered.status, answered.text) == (404, NO_PENDING)
    assert world.settled() == []
    assert world.upload(GOOD, pending).status == 200, "the pair was not spent"


def test_ht05_the_request_of_another_viewer_is_none(world: World) -> None:
    other = world.server.register_viewer()
    pending = world.server.expect_bundle(other.viewer_id)
    answered = world.upload(GOOD, pending)  # with our own viewer and token
    assert (answered.status, answered.text) == (404, NO_PENDING)


def test_ht05_a_pair_is_used_once(world: World) -> None:
    pending = world.expect()
    assert world.upload(GOOD, pending).status == 200
    assert (world.upload(GOOD, pending).status, len(world.left())) == (404, 1)
    refused = world.expect()
    assert world.upload(GOOD[:-1], refused).status == 422
    assert world.upload(GOOD, refused).status == 404


def test_ht05_a_pair_that_is_being_uploaded_is_nobody_else_s(worlds: Callable[..., World]) -> None:
    """The second one is refused before its body, though the first has sent only half of its own."""
    world = worlds(limits={"idle_seconds": 20, "grace_seconds": 20})
    pending = world.expect()
    with Line(world.port) as first:
        first.send(world.head(pending) + GOOD[:100])
        end = time.monotonic() + 10
        while not world.server.app.bench.open and time.monotonic() < end:
            time.sleep(0.01)
        second = world.ask(world.head(pending))  # its body never comes
        assert (second.status, second.text) == (404, NO_PENDING)
        assert first.send(GOOD[100:]).answer().status == 200
    assert pending.wait(1).size == SIZE


def test_ht05_of_two_that_race_one_wins(world: World) -> None:
    """Twenty times eight uploads of one pair, held until all are connected."""
    for _ in range(20):
        pending = world.expect()
        gate = threading.Barrier(8)
        answers: list[Answered] = []

        def race(pending: Any = pending, gate: Any = gate, answers: list[Answered] = answers) -> None:
            with Line(world.port) as line:
                gate.wait(10)
                answers.append(line.send(world.head(pending) + GOOD).answer())

        threads = [threading.Thread(target=race) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(each.status for each in answers) == [200] + [404] * 7
        os.unlink(pending.wait(1).path)
        assert world.settled() == []


def test_ht05_a_pair_is_compared_in_constant_time() -> None:
    """No id or token is compared with == or looked up: `hmac.compare_digest` decides, for each that there is."""
    source = Path(__file__).resolve().parents[2] / "src" / "cellucid_session" / "capture" / "registry.py"
    text = source.read_text("utf-8")
    known = text[text.index("def known(") : text.index("def release(")]
    assert "compare_digest" in text
    assert known.count("_equal(") == 3
    assert not re.search(r"(?:token|_id|request) ?==|== ?(?:token|request_id|viewer_id)|\.get\(", known)


QUERIES = {
    "no query": "",
    "no request": "viewerId={v}",
    "no viewer": "requestId={r}",
    "an empty request": "viewerId={v}&requestId=",
    "keys alone": "viewerId&requestId",
    "another key": "viewerId={v}&requestId={r}&x=1",
    "keys of another case": "viewerid={v}&requestid={r}",
    "a query of nothing": "?",
}


@pytest.mark.parametrize("case", QUERIES)
def test_ht06_an_upload_without_its_ids_is_never_fine(case: str, world: World) -> None:
    pending = world.expect()
    text = QUERIES[case].format(v=world.credentials.viewer_id, r=pending.request_id)
    target = "/_cellucid/session_bundle" + (f"?{text}" if text else "")
    assert world.ask(world.head(target=target) + GOOD).status == 400
    assert world.settled() == []


SITES: dict[str, dict[str, Any]] = {
    "a name that resolves to this machine": {"host": "evil.example:{port}"},
    "this machine by another name": {"host": "127.0.0.2:{port}"},
    "another port, from elsewhere": {"host": "127.0.0.1:1", "origin": "http://127.0.0.1:{port}"},
    "a loopback name with more": {"host": "localhost.evil.example"},
    "a name before ours": {"host": "evil.example@127.0.0.1:{port}"},
    "a name behind ours": {"host": "127.0.0.1:{port}.evil.example"},
    "an empty name": {"host": ""},
    "two names": {"host": "127.0.0.1:{port}, evil.example"},
    "another site": {"origin": "https://evil.example"},
    "another site at our port": {"origin": "http://evil.example:{port}"},
    "our name at another port": {"origin": "http://127.0.0.1:1"},
    "an origin that is none": {"origin": "null"},
    "an empty origin": {"origin": ""},
    "a name that ends like ours": {"origin": "http://x127.0.0.1:{port}"},
    "a user before our name": {"origin": "http://evil@127.0.0.1:{port}"},
    "a path behind our name": {"origin": "http://127.0.0.1:{port}/x"},
    "what the browser says of it": {"sec_fetch_site": "cross-site"},
    "the same in capitals": {"sec_fetch_site": "Cross-Site"},
}


@pytest.mark.parametrize("case", SITES)
def test_ht07_another_site_gets_nothing(case: str, world: World) -> None:
    pending = world.expect()
    given = {key: value.format(port=world.port) for key, value in SITES[case].items()}
    answered = world.ask(world.head(pending, **given) + GOOD)
    assert answered.status == 403
    assert "access-control-allow-origin" not in answered.headers
    assert world.settled() == []
    assert world.upload(GOOD, pending).status == 200, "the pair was not spent"


def test_ht07_without_a_host_nothing_is_answered(world: World) -> None:
    assert world.ask(world.head(world.expect(), drop=("host",)) + GOOD).status == 400
    twice = world.head(world.expect(), Host="evil.example")
    assert world.ask(twice + GOOD).status == 400


def test_ht07_a_page_of_another_site_cannot_read_a_viewer_s_data(world: World) -> None:
    target = f"/_cellucid/viewers/{world.credentials.viewer_id}/dataset"
    assert world.get(target, host="evil.example").status == 403
    assert world.get(target, origin="https://evil.example").status == 403
    assert world.get("/_cellucid/health", host="evil.example").status == 403


def test_ht07_a_form_of_another_site_has_no_type_that_is_taken(world: World) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        assert world.ask(world.head(world.expect(), content_type=kind) + GOOD).status == 415
    assert world.ask(world.head(world.expect(), drop=("content-type",)) + GOOD).status == 415


def test_ht07_ours_are_let_in(worlds: Callable[..., World]) -> None:
    world = worlds(allowed_hosts=["hub.example"], allowed_origins=["https://notebook.example:8443"])
    port = world.port
    for host, origin in (
        ("localhost:{port}", "http://localhost:{port}"),
        ("[::1]:{port}", "http://[::1]:{port}"),
        ("127.0.0.1:1", "http://127.0.0.1:1"),  # a tunnel ends at a port of its own
        ("localhost", "http://localhost"),
        ("127.0.0.1:{port}", "https://notebook.example:8443"),
        ("hub.example", "https://hub.example"),
        ("HUB.example", "https://hub.example:443"),
    ):
        given = {"host": host.format(port=port), "origin": origin.format(port=port)}
        assert world.upload(GOOD, sec_fetch_site="same-origin", **given).status == 200
    assert world.upload(GOOD, host="hub.example", origin="https://hub.example:8443").status == 403


def test_ht07_any_host_is_taken_where_the_owner_says_so(worlds: Callable[..., World]) -> None:
    world = worlds(allowed_hosts=["*"])
    assert world.upload(GOOD, host="hub.example", origin="https://hub.example").status == 200
    assert world.upload(GOOD, host="hub.example", origin="https://evil.example").status == 403
    assert world.get("/_cellucid/health", host="").status == 403


@pytest.mark.parametrize("coding", ["gzip", "identity", "br", "", "gzip, gzip"])
def test_ht08_a_body_that_is_coded_is_refused(coding: str, world: World) -> None:
    pending = world.expect()
    assert world.ask(world.head(pending, content_encoding=coding) + GOOD).status == 415
    assert world.upload(GOOD, pending).status == 200, "the pair was not spent"


SECRET = "s3cr3tw0rd"
ECHOES = {
    "in the query": f"/_cellucid/session_bundle?viewerId=a%0d%0a[INFO]{SECRET}&requestId=b",
    "in an id": f"/_cellucid/session_bundle?viewerId={SECRET}&requestId={SECRET}",
    "in the path": f"/_cellucid/{SECRET}",
    "in a path below": f"/_cellucid/page/{SECRET}.html",
    "in a viewer's path": f"/_cellucid/viewers/{SECRET}/dataset",
    "in what is no path": f"http://{SECRET}/",
}
LOGGED = """
import logging, sys
logging.basicConfig(level=1, stream=sys.stdout)
sys.path[:0] = sys.argv[1:4]
from pathlib import Path
from gates import World
world = World(Path(sys.argv[4]))
for target in sys.argv[5:]:
    odd = {"host": target.replace("/", "")}, {"origin": target}, {"content_type": target}
    for more in ({}, *odd, {"x-y": target + "\\x1b[2J"}):
        answered = world.ask(world.head(target=target, **more) + b"x")
        print("STATUS", answered.status, len(answered.body))
world.ask(b"%s / HTTP/1.1\\r\\n\\r\\n" % sys.argv[5].encode())
world.event({"type": "console", "text": sys.argv[5]})
world.stop()
"""


@pytest.mark.parametrize("case", ECHOES)
def test_ht09_nothing_of_a_request_is_echoed(case: str, world: World) -> None:
    for more in ({}, {"origin": SECRET}, {"host": SECRET}, {"content_type": SECRET}):
        answered = world.ask(world.head(target=ECHOES[case], **more) + b"x")
        assert answered.status in (400, 403, 404, 405, 415)
        assert answered.text in {text for _, text in REFUSALS.values()}
        assert SECRET not in str(answered.headers)
        assert world.server.store.folder not in answered.text


def test_ht09_nothing_of_a_request_is_logged(tmp_path: Path) -> None:
    """Every logger writes everything, and none of it holds a word of the requests."""
    here = Path(__file__).resolve().parent
    paths = [str(here), str(here.parent), str(here.parents[1] / "src")]
    line = [sys.executable, "-c", LOGGED, *paths, str(tmp_path), *ECHOES.values()]
    done = subprocess.run(line, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    told = done.stdout.decode() + done.stderr.decode()
    assert told.count("STATUS 4") == 5 * len(ECHOES)
    assert SECRET not in told
    assert "\x1b" not in told
    assert "viewerId" not in told


def test_ht09_a_failure_says_nothing_of_itself(worlds: Callable[..., World], monkeypatch: Any) -> None:
    world = worlds()
    pending = world.expect()

    def broken(*arguments: object) -> None:
        raise OSError(5, "secret", "/secret/path")

    monkeypatch.setattr("cellucid_session.capture.store.Writer.write", broken)
    answered = world.upload(GOOD, pending)
    assert (answered.status, answered.text) == (500, "The gate failed")
    with pytest.raises(CaptureError) as caught:
        pending.wait(1)
    assert "secret" not in str(caught.value)
    assert not any("secret" in each for each in world.server.app.failures)
    assert world.settled() == []
    world.server.app.failures.clear()


def test_ht10_many_uploads_do_not_fill_the_disk(worlds: Callable[..., World]) -> None:
    """Forty that send 64 KiB each where sixteen have room: what is sent is counted."""
    world = worlds(
        quota_bytes=(1 << 20) + SIZE, limits={"idle_seconds": 30, "grace_seconds": 30, "uploads": 50}
    )
    part = b"CELLUCID_SESSION\n" + (65536).to_bytes(4, "little") + b'{"chunks":[],"a":"' + b"x" * 65000
    held = []
    waiting = [world.server.register_viewer() for _ in range(3)]
    for at in range(40):
        world.credentials = waiting[at % 3]
        held.append(Line(world.port).send(world.head(world.expect(), length=70_000) + part))
    end = time.monotonic() + 10
    while world.server.store.used < 15 * 65000 and time.monotonic() < end:
        time.sleep(0.02)
    assert world.server.store.used <= world.server.store.quota_bytes
    told = world.server.metrics.as_dict()
    while told.get("refused_quota", 0) < 24 and time.monotonic() < end:
        time.sleep(0.02)
        told = world.server.metrics.as_dict()
    assert told["refused_quota"] >= 24
    for line in held:
        line.close()
    assert world.settled() == []
    assert world.server.store.used == 0
    assert world.upload(GOOD).status == 200


def test_ht10_a_body_that_cannot_fit_spends_no_pair(worlds: Callable[..., World]) -> None:
    world = worlds(quota_bytes=SIZE)
    pending = world.expect()
    refused = world.ask(world.head(pending, length=SIZE + 1))
    assert (refused.status, refused.headers["retry-after"]) == (503, "60")
    assert world.upload(GOOD, pending).status == 200


def test_ht10_too_many_uploads_are_told_to_come_back(worlds: Callable[..., World]) -> None:
    world = worlds(limits={"uploads": 2, "idle_seconds": 5, "grace_seconds": 5})
    held = [Line(world.port).send(world.head(world.expect()) + GOOD[:9]) for _ in range(2)]
    end = time.monotonic() + 5
    while world.server.app.bench.open < 2 and time.monotonic() < end:
        time.sleep(0.01)
    pending = world.expect()
    assert world.upload(GOOD, pending).status == 503
    for line in held:
        line.close()
    assert world.settled() == []
    assert world.upload(GOOD, pending).status == 200, "the pair was not spent"


PATHS = {
    "an escaped slash": "/_cellucid%2Fsession_bundle",
    "an escaped letter": "/_cellucid/session%5Fbundle",
    "a slash more": "//_cellucid/session_bundle",
    "a slash more inside": "/_cellucid//session_bundle",
    "a parameter": "/_cellucid/session_bundle;x",
    "a segment of one dot": "/_cellucid/./session_bundle",
    "a segment of two dots": "/_cellucid/page/../session_bundle",
    "a backslash": "/_cellucid\\session_bundle",
    "a whole URL": "http://127.0.0.1/_cellucid/session_bundle",
    "an asterisk": "*",
    "another byte": "/_cellucid/session_bundle\xe9",
    "a fragment": "/_cellucid/session_bundle#",
    "a NUL": "/_cellucid/session_bundle\0",
}


@pytest.mark.parametrize("case", PATHS)
def test_ht11_a_path_has_one_spelling(case: str, world: World) -> None:
    pending = world.expect()
    target = f"{PATHS[case]}?viewerId={world.credentials.viewer_id}&requestId={pending.request_id}"
    assert world.ask(world.head(target=target) + GOOD).status == 400
    assert world.settled() == []


def test_ht11_a_slash_behind_is_another_path(world: World) -> None:
    pending = world.expect()
    query = f"?viewerId={world.credentials.viewer_id}&requestId={pending.request_id}"
    assert world.ask(world.head(target=f"/_cellucid/session_bundle/{query}") + GOOD).status == 404
    assert world.ask(world.head(target=f"/_Cellucid/session_bundle{query}") + GOOD).status == 404


SPELLINGS = {
    "a key twice": "viewerId={v}&requestId={r}&requestId={r}",
    "a key twice with another value first": "viewerId={v}&requestId=0&requestId={r}",
    "an escaped key": "viewerId={v}&request%49d={r}",
    "a semicolon": "viewerId={v};requestId={r}",
    "an empty part": "viewerId={v}&&requestId={r}",
    "a plus": "viewerId={v}&requestId=+{r}",
    "an escaped value": "viewerId={v}&requestId=%30{r}",
    "a second question mark": "viewerId={v}&requestId={r}?",
    "a very long one": "viewerId={v}&requestId={r}&" + "a=b&" * 200,
}


@pytest.mark.parametrize("case", SPELLINGS)
def test_ht11_a_query_has_one_spelling(case: str, world: World) -> None:
    pending = world.expect()
    query = SPELLINGS[case].format(v=world.credentials.viewer_id, r=pending.request_id)
    assert world.ask(world.head(target=f"/_cellucid/session_bundle?{query}") + GOOD).status == 400
    assert world.settled() == []


HEADS = {
    "a method in small letters": (b"POST ", b"post ", 400),
    "a tab in the first line": (b"POST ", b"POST\t", 400),
    "two spaces in the first line": (b"POST ", b"POST  ", 400),
    "another version": (b"HTTP/1.1", b"HTTP/2.0", 400),
    "no version": (b" HTTP/1.1", b"", 400),
    "line feeds alone": (b"\r\n", b"\n", 408),
    "an empty line before": (b"POST ", b"\r\nPOST ", 400),
    "a header without a colon": (b"host: ", b"host ", 400),
    "a line that goes on": (b"host: ", b"x: y\r\n z\r\nhost: ", 400),
    "very many headers": (b"host: ", b"x: y\r\n" * 200 + b"host: ", 431),
    "a very long header": (b"host: ", b"x: " + b"y" * 40_000 + b"\r\nhost: ", 431),
    "a method that is none": (b"POST ", b"TRACE ", 405),
    "an expectation that can't be met": (b"host: ", b"expect: 200-ok\r\nhost: ", 417),
}


@pytest.mark.parametrize("case", HEADS)
def test_ht11_a_head_has_one_spelling(case: str, world: World) -> None:
    old, new, status = HEADS[case]
    pending = world.expect()
    count = -1 if old == b"\r\n" else 1
    assert world.ask(world.head(pending).replace(old, new, count) + GOOD).status == status
    assert world.settled() == []


def test_ht12_what_only_begins_like_a_session_is_not_handed_on(world: World) -> None:
    for data, rule in (
        (b"CELLUCID_SESSION\n" + b"\xff" * 100, "frame.truncated"),
        (b"CELLUCID_SESSION\n" + b"\0" * 100, "frame.manifest-length"),
        (GOOD + b"\0", "frame.trailing"),
        (GOOD[:-1] + b"\xff", "gzip.length"),
        (GOOD[:-30], "frame.chunk-truncated"),
    ):
        pending = world.expect()
        answered = world.upload(data, pending)
        assert answered.status == 422
        assert answered.rules == [rule]
        with pytest.raises(UploadRefusedError) as caught:
            pending.wait(1)
        assert [each.rule for each in caught.value.report.findings] == [rule]
        assert world.settled() == []


def test_ht12_inconclusive_is_no_yes(worlds: Callable[..., World]) -> None:
    from cellucid_session.judge.policy import load

    world = worlds(policy=load("upload").with_limits(json_nodes=5))
    pending = world.expect()
    answered = world.upload(GOOD, pending)
    assert (answered.status, answered.rules) == (422, ["budget.json-nodes"])
    with pytest.raises(UploadRefusedError, match="inconclusive"):
        pending.wait(1)


def test_ht12_a_judge_that_breaks_is_no_yes(worlds: Callable[..., World], monkeypatch: Any) -> None:
    world = worlds()

    def broken(*arguments: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("cellucid_session.check.session.SessionJudge.feed", broken)
    pending = world.expect()
    answered = world.upload(GOOD, pending)
    assert (answered.status, answered.rules) == (500, ["tool.internal"])
    assert b"secret" not in answered.body
    with pytest.raises(UploadRefusedError):
        pending.wait(1)
    assert world.settled() == []


UPGRADES = {
    "a websocket": "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x\r\n",
    "HTTP/2": "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: \r\n",
}
FRAME = b"\x82\xff" + (1 << 32).to_bytes(8, "big") + bytes(4) + GOOD


@pytest.mark.parametrize("case", UPGRADES)
def test_ht13_there_is_no_other_protocol(case: str, world: World) -> None:
    head = world.head(world.expect(), method="GET", drop=("content-length", "content-type"))
    answered = world.ask(head[:-2] + UPGRADES[case].encode() + b"\r\n" + FRAME)
    assert answered.status == 400
    assert "upgrade" not in answered.headers


def test_ht13_a_websocket_of_another_server_is_closed_before_it_opens(world: World) -> None:
    sent: list[Any] = []

    async def say(message: Any) -> None:
        sent.append(message)

    async def hear() -> Any:
        raise AssertionError("nothing is read of it")

    asyncio.run(world.server.app({"type": "websocket", "path": "/", "headers": []}, hear, say))
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_only_loopback_is_listened_to(world: World) -> None:
    assert world.server.host == "127.0.0.1"
    assert world.server._socket.getsockname()[0] == "127.0.0.1"
    with socket.socket() as probe:
        probe.settimeout(2)
        assert probe.connect_ex(("127.0.0.2", world.port)) != 0
