"""The gate under load: many uploads at once, a third of them hostile. `make capture-load MINUTES=10`.

A gate runs in a process of its own with its usual limits, so that its memory can be told. Clients run here: each takes
one upload after the other from the list below, honest ones and hostile ones, over raw sockets. For every upload both
sides are asked: what the client was answered, and what the one who waited for the bundle was told.

It fails when an honest upload is lost, anything else is taken, a file is left, or memory passes its bound:
64 MiB, 1 MiB for each open upload, and the policy's JSON budgets in memory for each that is admitted.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import hashlib
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests")]

from builders import chunk, group, meta, session  # noqa: E402

from cellucid_session import validate  # noqa: E402
from cellucid_session.capture import GateLimits  # noqa: E402
from cellucid_session.capture.limits import LIMITS as GATE  # noqa: E402
from cellucid_session.generated.limits import BUDGETS  # noqa: E402

MIB = 1 << 20
VIEWERS = 40
HONEST = ("small", "middle", "large", "heavy", "long manifest", "many values")
JSON_BUDGET = 4 * BUDGETS["json_bytes"] + 160 * BUDGETS["json_nodes"]  # bytes of memory

SERVER = """
import hashlib, json, sys
from cellucid_session.capture import CaptureServer, CaptureError, FolderStore, UploadRefusedError
server = CaptureServer(store=FolderStore(sys.argv[1], keep=False, quota_bytes=64 << 30)).start()
viewers = [server.register_viewer() for _ in range(int(sys.argv[2]))]
print(json.dumps([server.port, server.store.folder, [[v.viewer_id, v.token] for v in viewers]]), flush=True)
pendings = {}
for line in sys.stdin:
    word, *rest = line.split()
    if word == "ask":
        pending = server.expect_bundle(viewers[int(rest[0])].viewer_id, 600)
        pendings[pending.request_id] = pending
        print(pending.request_id, flush=True)
    elif word == "told":
        pending = pendings.pop(rest[0])
        try:
            captured = pending.wait(float(rest[1]))
            with open(captured.path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            server.store.discard(captured.path)
            told = ["taken", digest]
        except UploadRefusedError as exc:
            told = ["refused", exc.report.verdict]
        except CaptureError as exc:
            told = ["broken", exc.reason]
        except TimeoutError:
            told = ["nothing", ""]
        pending.cancel()
        print(json.dumps(told), flush=True)
    elif word == "numbers":
        said = server.metrics.as_dict()
        print(json.dumps([said, server.app.bench.open, server.app.failures]), flush=True)
"""


class Server:
    """The process of the gate, asked one thing at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self._turn = asyncio.Lock()

    async def ask(self, *words: object) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        async with self._turn:
            self.process.stdin.write((" ".join(map(str, words)) + "\n").encode())
            await self.process.stdin.drain()
            return (await self.process.stdout.readline()).decode().strip()


class Load:
    """What all clients share, and what they found."""

    def __init__(self, server: Server, port: int, viewers: list[list[str]], seed: int) -> None:
        self.server, self.port, self.viewers = server, port, viewers
        self.maker = random.Random(seed)
        self.found: Counter[tuple[str, str]] = Counter()
        self.wrong: list[str] = []
        self.bytes = 0
        self.bodies = bodies(self.maker)
        self.digests = {hashlib.sha256(self.bodies[name]).hexdigest() for name in HONEST}

    async def one(self, name: str) -> None:
        """One upload of a kind: sent, and both answers looked at."""
        kind = KINDS[name]
        viewer = self.maker.randrange(len(self.viewers))
        request = await self.server.ask("ask", viewer)
        try:
            status = await kind.act(self, viewer, request)
        except (ConnectionError, asyncio.IncompleteReadError):
            status = "reset"
        except TimeoutError:
            status = "nothing"
        waits = 10 if kind.told[0] != "nothing" else 0
        told = json.loads(await self.server.ask("told", request, waits))
        self.found[
            name, f"{status}, {told[0]}" + (f" ({told[1]})" if told[0] in ("refused", "broken") else "")
        ] += 1
        right = status in kind.status and told[0] in kind.told
        if told[0] == "taken":
            right = right and told[1] in self.digests
        if not right:
            self.wrong.append(f"{name}: {status}, {told}")

    def head(self, viewer: int, request: str, length: int, token: str | None = None) -> bytes:
        viewer_id, real = self.viewers[viewer]
        return (
            f"POST /_cellucid/session_bundle?viewerId={viewer_id}&requestId={request} HTTP/1.1\r\n"
            f"Host: 127.0.0.1:{self.port}\r\nContent-Type: application/octet-stream\r\n"
            f"Content-Length: {length}\r\nX-Cellucid-Token: {token or real}\r\n\r\n"
        ).encode()

    async def send(
        self, head: bytes, data: bytes, *, pause: float = 0.0, end: bool = False, most: float = 120
    ) -> str:
        """Send a request in pieces; the status of the answer, or "closed"."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=MIB)
        try:
            async with asyncio.timeout(most):
                writer.write(head)
                answer = asyncio.ensure_future(reader.readline())
                at = 0
                while at < len(data) and not answer.done():
                    size = self.maker.choice((1000, 16_000, 64_000, 256_000)) if not pause else 1
                    try:
                        writer.write(data[at : at + size])
                        await writer.drain()
                    except ConnectionError:
                        break
                    at += size
                    self.bytes += size
                    await asyncio.sleep(pause or (0.005 * self.maker.random() if at < len(data) else 0))
                if end:
                    answer.cancel()
                    return "left"
                line = await answer
                return line.split(b" ")[1].decode() if line else "closed"
        finally:
            writer.close()


class Kind:
    """A kind of upload: what it does, and what both sides may then be told."""

    def __init__(
        self,
        act: Callable[[Load, int, str], Awaitable[str]],
        status: tuple[str, ...],
        told: tuple[str, ...],
        share: int,
    ) -> None:
        self.act, self.status, self.told, self.share = act, status, told, share


def bodies(maker: random.Random) -> dict[str, bytes]:
    """What is sent."""
    cells = [chunk(f"x/{at}", maker.randbytes(100_000), codec="none", kind="binary") for at in range(200)]
    bomb = gzip.compress(b" " * (600 * MIB), 9, mtime=0)
    return {
        "small": session(meta(group("g", 0)), chunk("core/state", {})),
        "middle": session(*cells[:5]),
        "large": session(*cells),
        "heavy": session(chunk("core/state", {"texts": [f"{maker.random()}" for _ in range(50_000)]})),
        "bomb": session(chunk("core/state", b"{}", stored=bomb, uncompressedBytes=500 * MIB)),
        "many values": session(chunk("core/state", b'{"a":[' + b"{}," * 900_000 + b"{}]}")),
        "too many values": session(chunk("core/state", b'{"a":[' + b"[]," * 2_100_000 + b"[]]}")),
        "long manifest": session(*(chunk(f"x/{at}", {}) for at in range(2000))),
    }


def honest(body: str) -> Callable[[Load, int, str], Awaitable[str]]:
    async def act(load: Load, viewer: int, request: str) -> str:
        data = load.bodies[body]
        for _ in range(20):  # what is told to come back comes back
            status = await load.send(load.head(viewer, request, len(data)), data)
            if status != "503":
                return status
            load.found[body, "503, tried again"] += 1
            await asyncio.sleep(1)
        return "503"

    return act


async def slow_body(load: Load, viewer: int, request: str) -> str:
    data = load.bodies["small"]
    return await load.send(load.head(viewer, request, len(data) + 10**6), data * 9, pause=0.5)


async def stalled(load: Load, viewer: int, request: str) -> str:
    return await load.send(load.head(viewer, request, 10**6), load.bodies["middle"][:100_000])


async def slow_heavy(load: Load, viewer: int, request: str) -> str:
    data = load.bodies["heavy"]
    return await load.send(load.head(viewer, request, len(data)), data[:-1])


async def slow_head(load: Load, viewer: int, request: str) -> str:
    return await load.send(b"", load.head(viewer, request, 10), pause=0.2)


async def cut(load: Load, viewer: int, request: str) -> str:
    data = load.bodies[load.maker.choice(("middle", "heavy", "small"))]
    return await load.send(
        load.head(viewer, request, len(data)), data[: load.maker.randrange(len(data))], end=True
    )


async def oversized(load: Load, viewer: int, request: str) -> str:
    return await load.send(load.head(viewer, request, GATE["body_bytes"][0] + 1), b"x" * 1000)


async def longer(load: Load, viewer: int, request: str) -> str:
    data = load.bodies["small"]
    return await load.send(load.head(viewer, request, len(data)), data + load.head(viewer, request, 9) + data)


def hostile(body: str) -> Callable[[Load, int, str], Awaitable[str]]:
    async def act(load: Load, viewer: int, request: str) -> str:
        data = load.bodies[body]
        return await load.send(load.head(viewer, request, len(data)), data)

    return act


async def garbage(load: Load, viewer: int, request: str) -> str:
    data = b"CELLUCID_SESSION\n" + load.maker.randbytes(50_000)
    return await load.send(load.head(viewer, request, len(data)), data)


async def cut_whole(load: Load, viewer: int, request: str) -> str:
    data = load.bodies["middle"][: -load.maker.randrange(1, 1000)]
    return await load.send(load.head(viewer, request, len(data)), data)


async def wrong_token(load: Load, viewer: int, request: str) -> str:
    token = load.viewers[viewer - 1][1]
    data = load.bodies["middle"]
    return await load.send(load.head(viewer, request, len(data), token), data)


KINDS = {
    "small": Kind(honest("small"), ("200",), ("taken",), 100),
    "middle": Kind(honest("middle"), ("200",), ("taken",), 60),
    "large": Kind(honest("large"), ("200",), ("taken",), 2),
    "heavy": Kind(honest("heavy"), ("200",), ("taken",), 10),
    "long manifest": Kind(honest("long manifest"), ("200",), ("taken",), 5),
    "many values": Kind(honest("many values"), ("200",), ("taken",), 1),
    "hostile: slow body": Kind(slow_body, ("408",), ("broken",), 10),
    "hostile: stalled body": Kind(stalled, ("408",), ("broken",), 10),
    "hostile: heavy and one byte short": Kind(slow_heavy, ("408",), ("broken",), 8),
    "hostile: slow head": Kind(slow_head, ("408", "503"), ("nothing",), 10),
    "hostile: cut": Kind(cut, ("left",), ("broken", "nothing"), 12),
    "hostile: oversized": Kind(oversized, ("413",), ("nothing",), 8),
    "hostile: another request behind": Kind(longer, ("200",), ("taken",), 5),
    "hostile: bomb": Kind(hostile("bomb"), ("422",), ("refused",), 4),
    "hostile: too many values": Kind(hostile("too many values"), ("422",), ("refused",), 3),
    "hostile: garbage": Kind(garbage, ("422",), ("refused",), 8),
    "hostile: cut but whole": Kind(cut_whole, ("422",), ("refused",), 8),
    "hostile: wrong token": Kind(wrong_token, ("404",), ("nothing",), 10),
}


def resident(pid: int) -> int:
    """Bytes of memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) << 10
    return 0


class Watch:
    """The memory of the gate over time, against what it may have."""

    def __init__(self) -> None:
        self.peak = self.open = 0
        self.margin = 1 << 62  # bytes below the bound, at the worst moment

    async def run(self, load: Load) -> None:
        while True:
            said, opened, _ = json.loads(await load.server.ask("numbers"))
            now = resident(load.server.process.pid)
            bound = 64 * MIB + opened * MIB + GateLimits().admitted * JSON_BUDGET
            self.peak, self.open = max(self.peak, now), max(self.open, opened)
            self.margin = min(self.margin, bound - now)
            del said
            await asyncio.sleep(0.25)


async def main(minutes: float, clients: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", SERVER, os.path.join(folder, "uploads"), str(VIEWERS),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=MIB,
        )  # fmt: skip
        assert process.stdout is not None
        port, place, viewers = json.loads(await process.stdout.readline())
        load = Load(Server(process), port, viewers, seed)
        for name in HONEST:
            assert validate(load.bodies[name]).valid, name
        start = resident(process.pid)
        watch = Watch()
        watching = asyncio.ensure_future(watch.run(load))
        end = time.monotonic() + minutes * 60
        names, shares = list(KINDS), [kind.share for kind in KINDS.values()]

        async def client() -> None:
            while time.monotonic() < end:
                await load.one(load.maker.choices(names, shares)[0])

        await asyncio.gather(*(client() for _ in range(clients)))
        said, opened, failures = json.loads(await load.server.ask("numbers"))
        limit = time.monotonic() + 15
        while opened and time.monotonic() < limit:
            await asyncio.sleep(0.1)
            said, opened, failures = json.loads(await load.server.ask("numbers"))
        left = [name for name in os.listdir(place) if not name.endswith(".lock")]
        watching.cancel()
        after = resident(process.pid)
        process.stdin.close()  # type: ignore[union-attr]
        await process.wait()
    return tell(load, watch, start, after, said, opened, left, failures, minutes, clients)


def tell(load: Load, watch: Watch, start: int, after: int, said: dict[str, int], opened: int, left: list[str],
         failures: list[str], minutes: float, clients: int) -> int:  # fmt: skip
    """Print the figures. Returns the exit code."""
    total = sum(count for (_, what), count in load.found.items() if "again" not in what)
    bad = sum(count for (name, what), count in load.found.items() if name.startswith("hostile"))
    for (name, what), count in sorted(load.found.items()):
        print(f"{count:8,}  {name}: {what}")
    print(
        f"{total:,} uploads by {clients} clients in {minutes:g} minutes, {bad:,} hostile ({bad / total:.0%}),"
    )
    print(
        f"{load.bytes / MIB:,.0f} MiB sent; {watch.open} uploads open at most; {len(load.wrong)} wrong answers"
    )
    print(f"memory: {start >> 20} MiB at the start, {watch.peak >> 20} at most, {after >> 20} at the end;")
    print(f"        {watch.margin >> 20} MiB below its bound at the worst moment")
    print(f"left: {len(left)} files, {opened} open uploads; failures: {failures}")
    print(f"the gate: {json.dumps(said)}")
    for each in load.wrong[:20]:
        print(f"WRONG {each}")
    return int(bool(load.wrong or left or opened or failures or watch.margin < 0))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(asyncio.run(main(given.minutes, given.clients, given.seed)))
