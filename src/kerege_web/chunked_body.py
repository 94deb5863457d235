"""Bodies that come in chunks, without their length said first: field clients send so on bad networks."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO

LARGEST = 12_000_000
"""Bytes that are taken: a little more than one submission of the OpenRosa door."""
_PREFIXES = ("/odk/", "/api/")
_IN_MEMORY = 1_000_000
_PIECE = 65_536
_TOO_LARGE = (
    b'<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
    b"<message>This is more than is taken at once. Send fewer or smaller pictures.</message></OpenRosaResponse>"
)

Environment = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environment, StartResponse], Iterable[bytes]]


class ChunkedBody:
    """Reads such a body to its end and says its length, because Django reads as much as was said, which is nothing.

    Parameters
    ----------
    application : callable
        What answers; a WSGI application.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environment: Environment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, with the body read where that is needed."""
        if not self._is_wanted(environment):
            return self.application(environment, start_response)
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
            if not _read(environment["wsgi.input"], body):
                headers = [("Content-Type", "text/xml; charset=utf-8"), ("X-OpenRosa-Version", "1.0")]
                start_response("413 Content Too Large", headers)
                return [_TOO_LARGE]
            environment["CONTENT_LENGTH"] = str(body.tell())
            body.seek(0)
            environment["wsgi.input"] = body
            answer = self.application(environment, start_response)
            # The file goes when this ends, so a view must not leave reading of the body to the sending of its answer.
            return answer

    @staticmethod
    def _is_wanted(environment: Environment) -> bool:
        return (
            "chunked" in environment.get("HTTP_TRANSFER_ENCODING", "").lower()
            and not environment.get("CONTENT_LENGTH")
            and environment.get("PATH_INFO", "").startswith(_PREFIXES)
        )


def _read(source: BinaryIO, target: tempfile.SpooledTemporaryFile[bytes]) -> bool:
    """Copy to the end; False where there is too much."""
    while piece := source.read(_PIECE):
        if target.tell() + len(piece) > LARGEST:
            return False
        target.write(piece)
    return True
