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
    """An answer that says no: its status, its text as JSON where it is JSON, and when to come again if it says so."""

    def __init__(self, status: int, text: str, retry_after: str | None = None):
        super().__init__(f"{status} {text}")
        self.status = status
        self.answer = _decoded(text)
        self.retry_after = retry_after


def ask(
    method: str, url: str, body: object = None, *, headers: dict[str, str] | None = None, ca: str | None = None
) -> Any:
    """Sends a body as JSON, or as a form where it is a text, and gives the answer, as JSON where it is JSON."""
    kind = "application/x-www-form-urlencoded" if isinstance(body, str) else "application/json"
    text = body if isinstance(body, str) else json.dumps(body)
    content = None if body is None else text.encode()
    request = urllib.request.Request(url, content, {"Content-Type": kind} | (headers or {}), method=method)
    try:
        with _opener(ca).open(request, timeout=_SECONDS) as answer:
            return _decoded(answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            text = error.read().decode(errors="replace").strip()
            raise Refused(error.code, text, error.headers.get("Retry-After")) from None


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
