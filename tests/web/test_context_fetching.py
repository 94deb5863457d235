"""Documents are fetched from where they may be, within bounds; nothing leads into the inner network."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.web.fake_feed import FakeFeed, fake_feed

from kerege_web.context import fetching
from kerege_web.context.fetching import Fetched, NotFetchedError, fetch_document, host_of


@pytest.fixture
def server(settings: Any) -> Iterator[FakeFeed]:
    settings.KEREGE_CAP_INNER_HOSTS = ["127.0.0.1"]
    with fake_feed() as fake:
        yield fake


def test_a_document_comes_with_what_the_server_wants_to_hear_next_time(server: FakeFeed) -> None:
    server.put("/a?x=%20y&z=1", "<feed/>", ETag='"1"', Last_Modified="Sun, 01 Mar 2026 03:00:00 GMT")
    first = fetch_document(f"{server.address}/a?x= y&z=1", largest=100)
    assert first == Fetched(content=b"<feed/>", etag='"1"', last_modified="Sun, 01 Mar 2026 03:00:00 GMT")
    again = fetch_document(
        f"{server.address}/a?x=%20y&z=1", largest=100, etag=first.etag, last_modified=first.last_modified
    )
    assert again == Fetched(content=None, etag=first.etag, last_modified=first.last_modified)
    assert server.requests[1][1]["If-Modified-Since"] == first.last_modified
    assert server.requests[1][1]["Host"] == server.address.removeprefix("http://")


def test_a_redirect_is_followed_where_it_may_lead(server: FakeFeed) -> None:
    server.put("/a", status=302, Location="/b")
    server.put("/b", "<feed/>")
    assert fetch_document(f"{server.address}/a", largest=100).content == b"<feed/>"


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ("/a", "redirects too often"),
        ("file:///etc/passwd", "Only https"),
        ("ftp://127.0.0.1/a", "Only https"),
        ("http://127.0.0.2/a", "Only https"),
        ("https://127.0.0.2/a", "inner network"),
        ("https://[::1]/a", "inner network"),
        ("https://169.254.169.254/latest", "inner network"),
        ("https://u:p@127.0.0.1/a", "no password"),
        ("https://[bad/a", "did not answer"),
    ],
)
def test_a_redirect_to_elsewhere_is_refused(to: str, sentence: str, server: FakeFeed) -> None:
    server.put("/a", status=302, Location=to)
    with pytest.raises(NotFetchedError, match=sentence):
        fetch_document(f"{server.address}/a", largest=100)


def test_a_document_that_is_too_large_is_refused(server: FakeFeed) -> None:
    server.put("/a", b"x" * 3_000_001)
    with pytest.raises(NotFetchedError, match="larger than 3 MB"):
        fetch_document(f"{server.address}/a", largest=3_000_000)
    server.put("/a", b"x" * 3_000_000)
    assert len(fetch_document(f"{server.address}/a", largest=3_000_000).content or b"") == 3_000_000


def test_a_document_that_breaks_off_is_refused(server: FakeFeed) -> None:
    server.put("/a", b"<feed/>", Content_Length="70")
    with pytest.raises(NotFetchedError, match=r"did not answer|broke off"):
        fetch_document(f"{server.address}/a", largest=100)


def test_a_server_that_is_too_slow_is_left(server: FakeFeed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "_MOST_SECONDS", -1.0)
    server.put("/a", b"<feed/>")
    with pytest.raises(NotFetchedError, match="too slow"):
        fetch_document(f"{server.address}/a", largest=100)


@pytest.mark.parametrize(
    "beginning",
    [b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"HTTP/1.1 200 OK\r\n\r\n"],
    ids=["head", "chunk", "body"],
)
def test_a_server_that_drips_is_cut_off(beginning: bytes, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One letter at a time keeps each single read alive for ever; all together must end."""
    settings.KEREGE_CAP_INNER_HOSTS = ["127.0.0.1"]
    monkeypatch.setattr(fetching, "_MOST_SECONDS", 0.5)
    is_over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            line, _ = listener.accept()
            with line, contextlib.suppress(OSError):
                line.sendall(beginning)
                while not is_over.wait(0.05):
                    line.sendall(b"1")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            begun = time.monotonic()
            with pytest.raises(NotFetchedError, match="too slow"):
                fetch_document(f"http://127.0.0.1:{listener.getsockname()[1]}/a", largest=1_000_000)
            assert time.monotonic() - begun < 10
        finally:
            is_over.set()
            thread.join()


@pytest.mark.parametrize(("status", "is_gone"), [(404, True), (410, True), (403, False), (500, False)])
def test_an_error_says_whether_the_document_is_gone(status: int, is_gone: bool, server: FakeFeed) -> None:
    server.put("/a", status=status)
    with pytest.raises(NotFetchedError, match=f"127.0.0.1 answered {status}") as caught:
        fetch_document(f"{server.address}/a?key=secret", largest=100) if status == 404 else fetch_document(
            f"{server.address}/a", largest=100
        )
    assert caught.value.is_gone == is_gone
    assert "secret" not in str(caught.value)


def test_without_encryption_only_named_hosts_are_asked(server: FakeFeed, settings: Any) -> None:
    server.put("/a", "<feed/>")
    settings.KEREGE_CAP_INNER_HOSTS = []
    with pytest.raises(NotFetchedError, match="Only https"):
        fetch_document(f"{server.address}/a", largest=100)
    with pytest.raises(NotFetchedError, match="inner network"):
        fetch_document(f"{server.address}/a".replace("http:", "https:"), largest=100)
    assert not server.requests


def test_a_name_that_leads_inside_is_refused_even_if_it_also_leads_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, 1, 6, "", (own, 443)) for own in ("8.8.8.8", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(NotFetchedError, match=r"met\.example is a machine of an inner network"):
        fetch_document("https://met.example/feed", largest=100)


def test_the_address_that_was_checked_is_the_one_that_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads elsewhere the second time (DNS rebinding) gains nothing."""
    asked: list[tuple[str, int]] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 443))])

    def connect(address: tuple[str, int], *_: object) -> socket.socket:
        asked.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(NotFetchedError, match="did not answer"):
        fetch_document("https://met.example/feed", largest=100)
    assert asked == [("8.8.8.8", 443)]


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:7f00:0001::", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::8.8.8.8", True),
        ("::10.0.0.1", False),
        ("fec0::1", False),
        ("ff0e::1", False),
    ],
)
def test_which_addresses_are_public(address: str, is_public: bool) -> None:
    assert fetching._is_public(address) == is_public


def test_a_certificate_that_nobody_vouches_for_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.KEREGE_CAP_INNER_HOSTS = ["127.0.0.1"]
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    begin = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begin)
        .not_valid_after(begin + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "own.pem").write_bytes(pem + certificate.public_bytes(Encoding.PEM))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "own.pem")
    with fake_feed(tls) as server:
        server.put("/a", "<feed/>")
        with pytest.raises(NotFetchedError, match="did not answer"):
            fetch_document(f"{server.address}/a", largest=100)
        assert not server.requests


def test_the_host_of_what_is_no_address_is_nothing() -> None:
    assert host_of("https://met.example:8443/a?key=1") == "met.example"
    assert (host_of("https://[bad"), host_of("")) == ("", "")
