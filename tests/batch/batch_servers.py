"""A web server on this machine that answers as good and bad ones do."""

from __future__ import annotations

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import builders


def many_cells() -> bytes:
    """A valid session of some hundred KiB, so that it comes in several pieces."""
    return builders.session(
        builders.chunk("core/state", {}),
        builders.meta(builders.group("g1", 200_000)),
        builders.chunk(builders.CELLS + "g1", builders.cells(list(range(0, 600_000, 3))), codec="none"),
        n_obs=600_000,
    )


class Web:
    """A web server that counts what it is asked for and how many bytes it could send."""

    def __init__(self, good: bytes) -> None:
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.sent = 0
        self.over = threading.Event()
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None: ...

            def do_HEAD(self) -> None:
                self.do_GET()

            def do_GET(self) -> None:
                web.asked.append(f"{self.command} {self.path}")
                web.headers.append(dict(self.headers))
                name = self.path.partition("?")[0]
                try:
                    getattr(self, "say_" + name.strip("/").split(".")[0].replace("-", "_"), self.say_404)()
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True

            def answer(self, body: bytes, status: int = 200, length: int | None = None, **more: str) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body) if length is None else length))
                for key, value in more.items():
                    self.send_header(key.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body)

            def say_404(self) -> None:
                self.answer(b"secret page", 404)

            def say_good(self) -> None:
                self.answer(good)

            def say_many(self) -> None:
                self.answer(many_cells())

            def say_bad(self) -> None:
                self.answer(good + b"\0")

            def say_state_snapshots(self) -> None:
                self.answer(b'["a.cellucid-session"]')

            def say_moved(self) -> None:
                self.answer(b"", 302, Location="/good.cellucid-session")

            def say_moved_with_a_body(self) -> None:
                self.answer(good, 307, Location="file:///etc/passwd")

            def say_part(self) -> None:
                self.answer(good, 206)

            def say_packed(self) -> None:
                self.answer(gzip.compress(good), Content_Encoding="gzip")

            def say_short(self) -> None:
                self.answer(good, length=len(good) + 10)
                self.close_connection = True

            def say_chunked_short(self) -> None:
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(good), good))  # and no last chunk
                self.close_connection = True

            def say_endless(self) -> None:
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                piece = many_cells()[:300_000]
                while not web.over.is_set():
                    self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                    web.sent += len(piece)

            def say_slow(self) -> None:
                body = many_cells()
                self.send_response(200)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for at in range(0, len(body), 1000):
                    if web.over.wait(0.05):
                        return
                    self.wfile.write(body[at : at + 1000])
                    self.wfile.flush()

            def say_stalled(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                web.over.wait(30)
                self.close_connection = True

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: Any) -> None: ...

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
