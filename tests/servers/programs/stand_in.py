"""What our stand-ins of cloud services share: HTTP with threads, a memory of what they heard, failures on demand.

Beside the service, each answers at paths that no real one has:

GET  /_control/requests   what was asked since the last reset: method, path, query, status, whether it was authorized
POST /_control/reset      forgets that, and the failures that are still to come
POST /_control/fail       {"status": 429, "times": 1, "retry_after": 1, "delay": 0.5, "path": "many-007"}
POST /_control/revoke     no token that was given out is worth anything from now on

A failure strikes the next `times` requests for secrets that bring a token. With `path`, it strikes those whose path
contains that text, and may as well be one for tokens. `delay` alone only makes the answer late. `requests` and `reset`
take `?path=` too, so that tests at once can each look at their own secret.
"""

import json
import socketserver
import ssl
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from account import become

_CONTROL = "/_control/"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: Message
    body: bytes

    @property
    def bearer(self) -> str | None:
        """The token that it brings, if any."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token.strip() else None

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass(frozen=True)
class Answer:
    """A text is sent as it is, anything else as JSON."""

    status: int
    content: object
    headers: dict[str, str] = field(default_factory=dict)

    def encoded(self) -> tuple[bytes, str]:
        if isinstance(self.content, str):
            return self.content.encode(), "text/plain; charset=utf-8"
        return json.dumps(self.content).encode(), "application/json; charset=utf-8"


class Service:
    """One that a stand-in stands in for."""

    # Below it lie the secrets.
    store: str

    def __init__(self) -> None:
        self.tokens = Tokens()

    def answer(self, request: Request) -> Answer:
        raise NotImplementedError

    def failure(self, request: Request, status: int) -> Answer:
        """How the service words a failure that is none of the client's fault."""
        raise NotImplementedError


class Tokens:
    """Those that were given out: whom they are for, and how long they are good."""

    def __init__(self) -> None:
        self._given: dict[str, tuple[str, float]] = {}

    def give(self, token: str, audience: str, seconds: int) -> None:
        self._given[token] = (audience, time.time() + seconds)

    def audience(self, token: str) -> str | None:
        audience, end = self._given.get(token, ("", 0.0))
        return audience if time.time() < end else None

    def revoke(self) -> None:
        self._given = {}


@dataclass
class _Failure:
    status: int | None = None
    times: int = 1
    retry_after: int | str | None = None
    delay: float = 0
    path: str | None = None

    def strikes(self, service: Service, request: Request) -> bool:
        # The request that only asks for the challenge brings no token, and is not what a test means to fail.
        is_read = request.path.startswith(service.store) and request.bearer is not None
        return self.times > 0 and (is_read if self.path is None else self.path in request.path)


class Control:
    """Does what tests ask for at `/_control/`, and stands between all other requests and the service."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._lock = threading.Lock()
        self._heard: list[tuple[Request, int]] = []
        self._failures: list[_Failure] = []

    def answer(self, request: Request) -> Answer:
        if request.path.startswith(_CONTROL):
            return self._obey(request)
        answer = self._answer_or_fail(request)
        with self._lock:
            self._heard.append((request, answer.status))
        return answer

    def _answer_or_fail(self, request: Request) -> Answer:
        with self._lock:
            failure = next((failure for failure in self._failures if failure.strikes(self._service, request)), None)
            if failure is not None:
                failure.times -= 1
        if failure is None:
            return self._service.answer(request)
        time.sleep(failure.delay)
        if failure.status is None:
            return self._service.answer(request)
        answer = self._service.failure(request, failure.status)
        if failure.retry_after is not None:
            answer.headers["Retry-After"] = str(failure.retry_after)
        return answer

    def _obey(self, request: Request) -> Answer:
        about = request.query.get("path", "")
        with self._lock:
            match request.method, request.path.removeprefix(_CONTROL):
                case "GET", "requests":
                    return Answer(200, [_told(*heard) for heard in self._heard if about in heard[0].path])
                case "POST", "reset":
                    self._heard = [heard for heard in self._heard if about not in heard[0].path]
                    self._failures = [failure for failure in self._failures if about not in (failure.path or "")]
                case "POST", "fail":
                    try:
                        self._failures.append(_Failure(**json.loads(request.body)))
                    except (TypeError, ValueError) as error:
                        return Answer(400, {"error": str(error)})
                case "POST", "revoke":
                    self._service.tokens.revoke()
                case _:
                    return Answer(404, {"error": "there is no such control"})
        return Answer(200, {})


def _told(request: Request, status: int) -> dict[str, object]:
    """What tests may know of a request: no token, no secret of a client."""
    return {
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "status": status,
        "authorized": request.bearer is not None,
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Otherwise a body that leaves after its headers waits for the client's delayed acknowledgement, 40 ms each time.
    disable_nagle_algorithm = True
    server: "Server"

    def do_GET(self) -> None:
        target = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = dict(parse_qsl(target.query, keep_blank_values=True))
        answer = self.server.control.answer(Request(self.command, unquote(target.path), query, self.headers, body))
        content, kind = answer.encoded()
        self.send_response(answer.status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

    def log_request(self, code="-", size="-") -> None:
        """`/_control/requests` tells of them; the log is for what goes wrong."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    # A test may open a hundred connections at once.
    request_queue_size = 128

    def __init__(self, port: int, control: Control, context: ssl.SSLContext | None = None) -> None:
        self.control = control
        super().__init__(("127.0.0.1", port), _Handler)
        if context is not None:
            # The handshake is made by the first read, in the thread of the connection: a client that says nothing
            # holds up nobody else.
            self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def server_bind(self) -> None:
        # Without HTTPServer's own, which looks up the name of this machine, and that may take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]

    def handle_error(self, request, client_address) -> None:
        """A client that hangs up, or does not trust the certificate, is what some tests are about."""
        error = sys.exception()
        if isinstance(error, OSError):
            print(f"{client_address}: {error}", file=sys.stderr, flush=True)
        else:
            super().handle_error(request, client_address)


def serve(servers: Sequence[Server], account: str | None) -> None:
    """Once everything is open, until the process is told to end."""
    if account:
        become(account)
    for server in servers[1:]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    servers[0].serve_forever()
