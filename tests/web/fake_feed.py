"""A server of documents in a thread of the test: what lies where, with which headers, and who asked for it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext


@dataclass
class FakeFeed:
    """Answers by path: status, headers and content; 404 for all others."""

    address: str = ""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, content: bytes | str = b"", *, status: int = 200, **headers: str) -> None:
        body = content.encode() if isinstance(content, str) else content
        self.answers[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.requests]


@contextmanager
def fake_feed(tls: SSLContext | None = None) -> Iterator[FakeFeed]:
    """A server that runs as long as the block."""
    fake = FakeFeed()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.requests.append((self.path, dict(self.headers)))
            status, headers, body = fake.answers.get(self.path, (404, {}, b""))
            etag = headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:  # type: ignore[override]
            pass

    class Server(ThreadingHTTPServer):
        def handle_error(self, *who: object) -> None:
            """Whoever asked may be gone before the answer."""

    server = Server(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    fake.address = f"{'http' if tls is None else 'https'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def message(
    identifier: str = "A-1",
    *,
    message_type: str = "Alert",
    status: str = "Actual",
    references: str = "",
    sent: str = "2026-03-01T09:00:00+06:00",
    expires: str = "2026-03-01T21:00:00+06:00",
    severity: str = "Severe",
    event: str = "Flash flood",
    area: str = "<circle>45.0,10.25 3</circle>",
) -> str:
    """A message over the made-up region unless said otherwise."""
    return (
        '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{identifier}</identifier><sender>met</sender><sent>{sent}</sent><status>{status}</status>"
        f"<msgType>{message_type}</msgType><scope>Public</scope><references>{references}</references>"
        f"<info><language>en</language><category>Met</category><event>{event}</event><urgency>Expected</urgency>"
        f"<severity>{severity}</severity><certainty>Likely</certainty><expires>{expires}</expires>"
        f"<headline>{event} {identifier}</headline><instruction>Leave the valley &lt;now&gt;</instruction>"
        f"<area><areaDesc>The valley</areaDesc>{area}</area></info></alert>"
    )


def feed_of(*entries: str) -> str:
    """An Atom feed: an entry that begins with < stands in it, others are links."""
    inside = "".join(
        f"<entry><content>{own}</content></entry>"
        if own.startswith("<")
        else f'<entry><link type="application/cap+xml" href="{own}"/></entry>'
        for own in entries
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{inside}</feed>'
