"""Asks servers that speak HTTP and JSON, by Python's own client."""

import functools
import json
import ssl
import urllib.error
import urllib.request
from typing import Any

# Nothing is asked that takes a tenth of it.
_SECONDS = 10


class Refused(OSError):
    """An answer that says no: its status, and its text as JSON where it is JSON."""

    def __init__(self, status: int, text: str):
        super().__init__(f"{status} {text}")
        self.status = status
        self.answer = _decoded(text)


def ask(
    method: str, url: str, body: object = None, *, headers: dict[str, str] | None = None, ca: str | None = None
) -> Any:
    """Sends a body as JSON and gives the answer, as JSON where it is JSON."""
    content = None if body is None else json.dumps(body).encode()
    told = {"Content-Type": "application/json"} | (headers or {})
    request = urllib.request.Request(url, content, told, method=method)
    try:
        with _opener(ca).open(request, timeout=_SECONDS) as answer:
            return _decoded(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            raise Refused(error.code, error.read().decode(errors="replace").strip()) from None


@functools.cache
def _opener(ca: str | None) -> urllib.request.OpenerDirector:
    # A proxy that the caller has set up leads away from this machine.
    handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({})]
    if ca is not None:
        handlers.append(urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ca)))
    return urllib.request.build_opener(*handlers)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
