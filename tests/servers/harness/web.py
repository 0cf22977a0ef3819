"""Asking servers of HTTP."""

import json
import ssl
import urllib.error
import urllib.request

# Nothing that a check asks for takes a tenth of it.
_SECONDS = 5


class Refusal(ConnectionError):
    """An answer that is none of success. Its text begins with the status."""

    def __init__(self, status: int, retry_after: str | None, text: str, content):
        super().__init__(f"{status} {text}")
        self.status = status
        self.retry_after = retry_after
        self.content = content


def ask(
    url: str,
    *,
    method: str = "GET",
    content: object = None,
    headers: dict[str, str] | None = None,
    ca: str | None = None,
):
    """The answer, read as JSON where it is. A text is sent as a form, anything else as JSON."""
    is_form = isinstance(content, str)
    body = None if content is None else (content if is_form else json.dumps(content)).encode()
    kind = "application/x-www-form-urlencoded" if is_form else "application/json"
    request = urllib.request.Request(url, body, {"Content-Type": kind, **(headers or {})}, method=method)
    verified = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=ca))
    # Nothing of the environment: there may be a proxy.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), verified)
    try:
        with opener.open(request, timeout=_SECONDS) as answer:
            return _content(answer)[1]
    except urllib.error.HTTPError as error:
        raise Refusal(error.code, error.headers.get("Retry-After"), *_content(error)) from error


def _content(answer) -> tuple[str, object]:
    """Its text, and what that says."""
    text = answer.read().decode()
    return text, json.loads(text) if "json" in answer.headers.get("Content-Type", "") else text
