"""Fetching a document from a server whose answers, and whose links, may be hostile.

A feed names further addresses, so that whoever writes it could send this machine to ask servers of its own network.
Therefore: only https, the names of inner machines only where the settings list them, the address that was checked is
the address that is asked, redirects are checked like a first address, and time and size have bounds.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from kerege.domain.errors import KeregeError

_MOST_REDIRECTS = 3
_SECONDS = 15.0
_MOST_SECONDS = 60.0
_PIECE = 65_536
_REDIRECTS = (301, 302, 303, 307, 308)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Where networks without IPv4 wrap the addresses of those that have nothing else.
_WRAPPED_IPV4 = ipaddress.IPv6Network("64:ff9b::/96")


class NotFetchedError(KeregeError):
    """A document could not be fetched.

    Parameters
    ----------
    reason : str
        A sentence that names no more of the address than its host.
    is_gone : bool
        Whether the server says that there is no such document.
    """

    def __init__(self, reason: str, *, is_gone: bool = False) -> None:
        self.is_gone = is_gone
        super().__init__(reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What a server answered.

    Parameters
    ----------
    content : bytes or None
        None where nothing has changed since the last time.
    etag, last_modified : str
        What the server wants to hear next time; "" where it says nothing.
    """

    content: bytes | None
    etag: str = ""
    last_modified: str = ""


def fetch_document(address: str, *, largest: int, etag: str = "", last_modified: str = "") -> Fetched:
    """Get a document.

    Parameters
    ----------
    address : str
        Full address.
    largest : int
        Bytes that are read at most.
    etag, last_modified : str
        Of the last time.

    Raises
    ------
    NotFetchedError
        If the address may not be asked, or gives no such document in time.
    """
    headers = {"User-Agent": "Kerege", "Accept-Encoding": "identity"}
    headers |= {"If-None-Match": etag} if etag else {}
    headers |= {"If-Modified-Since": last_modified} if last_modified else {}
    until = time.monotonic() + _MOST_SECONDS
    for _ in range(_MOST_REDIRECTS + 1):
        host = host_of(address)
        try:
            answer = _ask(address, headers, largest, until)
        except (OSError, http.client.HTTPException, ValueError):
            what = "is too slow" if time.monotonic() > until else "did not answer"
            raise NotFetchedError(f"{host} {what}.") from None
        if isinstance(answer, Fetched):
            return answer
        address = joined(address, answer)
    raise NotFetchedError(f"{host_of(address)} redirects too often.")


def host_of(address: str) -> str:
    """The host of an address, for people: the rest may hold a key. "" where there is none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def joined(address: str, link: str) -> str:
    """The full address of a link that stands in the document of another; what is no address stays as it is."""
    try:
        return urljoin(address, link)
    except ValueError:
        return link


def _ask(address: str, headers: dict[str, str], largest: int, until: float) -> Fetched | str:
    """The document, or where it is now."""
    parts = urlsplit(address)
    host, is_inner = parts.hostname or "", (parts.hostname or "") in settings.KEREGE_CAP_INNER_HOSTS
    if parts.scheme != "https" and not (parts.scheme == "http" and is_inner):
        raise NotFetchedError(f"Only https:// is asked, which {host or 'the address'} does not offer.")
    if not host or parts.username is not None:
        raise NotFetchedError("An address to fetch holds a host and no password.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = _Connection(host, port, _checked_address(host, port, is_inner), is_safe=parts.scheme == "https")
    # Whoever sends a letter now and then, also in a head, never runs into the time of one read.
    end = threading.Timer(max(0.0, until - time.monotonic()), connection.cut)
    end.daemon = True
    end.start()
    try:
        # Letters that may not stand in a request are written as they must be; what is written already stays.
        path, query = (quote(part, safe="/?%:@!$&'()*+,;=~-._") for part in (parts.path or "/", parts.query))
        connection.request("GET", f"{path}?{query}" if query else path, headers=headers)
        answer = connection.getresponse()
        if answer.status in _REDIRECTS and (location := answer.getheader("Location")):
            return location
        if answer.status == 304:
            return Fetched(
                content=None,
                etag=headers.get("If-None-Match", ""),
                last_modified=headers.get("If-Modified-Since", ""),
            )
        if answer.status != 200:
            raise NotFetchedError(f"{host} answered {answer.status}.", is_gone=answer.status in (404, 410))
        return Fetched(
            content=_read(answer, host, largest, until),
            etag=(answer.getheader("ETag") or "")[:300],
            last_modified=(answer.getheader("Last-Modified") or "")[:100],
        )
    finally:
        end.cancel()
        connection.close()


def _read(answer: http.client.HTTPResponse, host: str, largest: int, until: float) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(_PIECE):
        size += len(piece)
        if size > largest:
            raise NotFetchedError(f"The document of {host} is larger than {largest // 1_000_000} MB.")
        if time.monotonic() > until:
            break
        pieces.append(piece)
    # Being cut off looks like an end, too.
    if time.monotonic() > until:
        raise NotFetchedError(f"{host} is too slow.")
    if answer.length:
        raise NotFetchedError(f"{host} broke off.")
    return b"".join(pieces)


def _checked_address(host: str, port: int, is_inner: bool) -> str:
    """The address to connect to: a public one, unless the settings name the host."""
    found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if is_inner:
        return found[0]
    if not all(_is_public(own) for own in found):
        raise NotFetchedError(f"{host} is a machine of an inner network, which the settings do not name.")
    return found[0]


def _is_public(text: str) -> bool:
    own = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(own, ipaddress.IPv6Address):
        # Addresses that only wrap an older one are judged by it.
        wrapped = ipaddress.IPv4Address(int(own) & 0xFFFFFFFF) if own in _WRAPPED_IPV4 else None
        own = own.ipv4_mapped or own.sixtofour or wrapped or own
    if isinstance(own, ipaddress.IPv6Address) and own not in _GLOBAL_UNICAST:
        return False
    return own.is_global and not own.is_multicast


class _Connection(http.client.HTTPConnection):
    """Connects to the address that was checked, whatever the name would lead to by now."""

    def __init__(self, host: str, port: int, address: str, *, is_safe: bool) -> None:
        super().__init__(host, port, timeout=_SECONDS)
        self._address, self._is_safe, self._is_cut = address, is_safe, False
        # So that the header Host leaves the usual port out.
        self.default_port = 443 if is_safe else 80

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), _SECONDS)
        if self._is_safe:
            tls = ssl.create_default_context()
            self.sock = tls.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
        # Cutting marks first and this looks last, so that one of the two meets the other.
        if self._is_cut:
            raise TimeoutError
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def cut(self) -> None:
        """End it from another thread: whoever waits for a piece learns that none comes."""
        self._is_cut = True
        if self.sock is not None:
            with contextlib.suppress(OSError):
                # Not the method of a safe socket, which would go on in plain text.
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)
