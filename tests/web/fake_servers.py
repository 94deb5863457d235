"""A gateway of text messages and Telegram's Bot API, as far as messages go, in a thread of the test."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class FakeServer:
    """What came in, and what is answered: a status and a JSON object for each request."""

    answer: Callable[[str, dict[str, Any]], tuple[int, object]]
    address: str = ""
    requests: list[tuple[str, dict[str, Any], dict[str, str]]] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [content["text"] for _, content, _ in self.requests if "text" in content]


@contextmanager
def fake_server(answer: Callable[[str, dict[str, Any]], tuple[int, object]]) -> Iterator[FakeServer]:
    """A server that runs as long as the block."""
    fake = FakeServer(answer)

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            content = json.loads(body) if body else {}
            fake.requests.append((self.path, content, dict(self.headers)))
            status, document = fake.answer(self.path, content)
            body = document if isinstance(document, bytes) else json.dumps(document).encode()
            self.send_response(status)
            if status in (301, 302, 307, 308):
                self.send_header("Location", f"{fake.address}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _answer  # noqa: N815 - the names the library calls

        def log_message(self, *words: object) -> None:  # type: ignore[override]
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
