"""A mail server that keeps every mail as a file. Needs aiosmtpd."""

import argparse
import asyncio
import itertools
import signal
import ssl
from pathlib import Path

from account import become
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

_OPEN, _LOGIN, _STARTTLS, _TLS = WAYS = ("open", "login", "starttls", "tls")


class Mailbox:
    """Writes mails that came in one way; above the mail's own headers stand some about how it came."""

    _numbers = itertools.count(1)

    def __init__(self, folder: Path, way: str):
        self._folder = folder
        self._way = way

    async def handle_DATA(self, server, session, envelope) -> str:
        encrypted = server.transport.get_extra_info("cipher") is not None
        headers = {
            "X-Received-By": self._way,
            "X-Encrypted": "yes" if encrypted else "no",
            "X-Logged-In": session.auth_data.login.decode() if session.authenticated else "",
            "X-Mail-From": envelope.mail_from,
            "X-Recipients": ", ".join(envelope.rcpt_tos),
        }
        above = "".join(f"{name}: {value}\n" for name, value in headers.items()).encode()
        path = self._folder / f"{next(self._numbers):05}-{self._way}.eml"
        # Under its name it is whole, whenever a test looks.
        draft = path.with_suffix(".part")
        draft.write_bytes(above + envelope.content.replace(b"\r\n", b"\n"))
        draft.rename(path)
        return "250 OK"


def authenticator(user: str, password: str):
    expected = LoginPassword(user.encode(), password.encode())

    def judge(_server, _session, _envelope, _mechanism, given) -> AuthResult:
        # `handled` would mean that we have answered a failure ourselves; nobody would, and the client would wait.
        return AuthResult(success=given == expected, handled=False, auth_data=given)

    return judge


async def serve(options: argparse.Namespace) -> None:
    loop = asyncio.get_running_loop()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certificate, options.key)
    login = {"auth_required": True, "authenticator": authenticator(options.user, options.password)}
    settings = {
        _OPEN: {},
        _LOGIN: {**login, "auth_require_tls": False},
        _STARTTLS: {**login, "tls_context": context, "require_starttls": True},
        # aiosmtpd knows of TLS only where it began it itself.
        _TLS: {**login, "auth_require_tls": False},
    }

    def protocol(way: str):
        # Left out, the host name is looked up, which may take seconds.
        return lambda: SMTP(Mailbox(options.mails, way), hostname="localhost", loop=loop, **settings[way])

    # The open one last: it answers when all do.
    for way in reversed(WAYS):
        implicit = context if way == _TLS else None
        await loop.create_server(protocol(way), "127.0.0.1", getattr(options, way), ssl=implicit)
    if options.account:
        become(options.account)
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for way in WAYS:
        parser.add_argument(f"--{way}", type=int, required=True, metavar="PORT")
    for name in ("user", "password", "certificate", "key"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--mails", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--account", help="whom to become once everything is open")
    asyncio.run(serve(parser.parse_args()))


main()
