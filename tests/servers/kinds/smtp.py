"""SMTP in four ways: open, with a login in the clear, with STARTTLS, with TLS from the first byte. Mails become files."""

import smtplib
import ssl
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from harness import ports, users
from harness.checking import refused

# aiosmtpd comes from requirements.txt.
PROGRAMS: dict[str, str] = {}
NEEDS_PYTHON = True

# Who logs in to a mail server is often an address.
USER = "shop@example.org"
PASSWORD = "p@ss/w:rd?#%+"

_SERVER = Path(__file__).parent.parent / "programs" / "smtp_server.py"


def start(instance) -> dict[str, str]:
    mails = instance.folder_for("smtp/mails")
    listening = {way: ports.free() for way in ("open", "login", "starttls", "tls")}
    command = [instance.python.executable, "-B", _SERVER, "--user", USER, "--password", PASSWORD, "--mails", mails]
    command += ["--certificate", instance.tls.certificate, "--key", instance.tls.key]
    for way, port in listening.items():
        command += [f"--{way}", str(port)]
    if users.IS_ROOT:
        command += ["--account", users.NAME]
    # The servers' account may not be able to reach Python and its packages: the program changes over by itself.
    server = instance.spawn("smtp", *command, as_caller=True)

    login = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"
    variables = {
        "TEST_SMTP_URL": f"smtp://127.0.0.1:{listening['open']}",
        "TEST_SMTP_LOGIN_URL": f"smtp://{login}@127.0.0.1:{listening['login']}",
        "TEST_SMTP_STARTTLS_URL": f"smtp+starttls://{login}@localhost:{listening['starttls']}",
        "TEST_SMTP_TLS_URL": f"smtps://{login}@localhost:{listening['tls']}",
        "TEST_SMTP_USER": USER,
        "TEST_SMTP_PASSWORD": PASSWORD,
        "TEST_SMTP_MAILS": str(mails),
    }
    # It opens all ports before it answers at the first.
    instance.wait_until_ready("smtp", server, lambda: _hello(variables["TEST_SMTP_URL"]))
    return variables


def _hello(url: str) -> bool:
    with _connect(url) as client:
        return client.noop()[0] == 250


def checks(variables):
    ca, mails = variables["TEST_CA_FILE"], Path(variables["TEST_SMTP_MAILS"])
    plain, login, starttls, tls = (variables[f"TEST_SMTP{way}_URL"] for way in ("", "_LOGIN", "_STARTTLS", "_TLS"))
    wrong = [url.replace(quote(PASSWORD, safe=""), "wrong") for url in (login, starttls, tls)]

    def delivers(url: str, way: str) -> None:
        subject = f"check {time.monotonic_ns()}"
        send(url, subject, ca)
        mail = next(text for text in map(Path.read_text, mails.glob("*.eml")) if f"Subject: {subject}" in text)
        assert f"X-Received-By: {way}\n" in mail, mail

    def is_refused_at_once() -> None:
        for url in wrong:
            begun = time.monotonic()
            refused("535", lambda url=url: send(url, "never", ca))()
            assert time.monotonic() - begun < 2, "the refusal took too long"

    def without_login(url: str) -> None:
        with _connect(url, ca) as client:
            client.sendmail("shop@example.org", ["guest@example.org"], "Subject: never\n\nnever\n")

    in_the_clear = starttls.replace("smtp+starttls:", "smtp:")
    by_address = tls.replace("@localhost:", "@127.0.0.1:")
    yield "open", lambda: delivers(plain, "open")
    yield "login", lambda: delivers(login, "login")
    yield "STARTTLS", lambda: delivers(starttls, "starttls")
    yield "TLS", lambda: delivers(tls, "tls")
    yield "wrong password is refused at once", is_refused_at_once
    yield "no login is refused", refused("530", lambda: without_login(tls))
    yield "a login before STARTTLS is refused", refused("AUTH", lambda: send(in_the_clear, "never", ca))
    yield "wrong host name is refused", refused("IP address mismatch", lambda: send(by_address, "never", ca))
    yield "wrong authority is refused", refused(
        "CERTIFICATE_VERIFY_FAILED", lambda: send(starttls, "never", variables["TEST_OTHER_CA_FILE"])
    )


def send(url: str, subject: str, ca: str) -> None:
    parts = urlsplit(url)
    with _connect(url, ca) as client:
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
        client.sendmail(USER, ["guest@example.org"], f"Subject: {subject}\n\nhello\n")


def _connect(url: str, ca: str | None = None) -> smtplib.SMTP:
    parts = urlsplit(url)
    verified = ssl.create_default_context(cafile=ca)
    # Given by name, for the name of this machine may take seconds to find.
    place = {"host": parts.hostname, "port": parts.port, "local_hostname": "localhost", "timeout": 5}
    if parts.scheme == "smtps":
        return smtplib.SMTP_SSL(**place, context=verified)
    client = smtplib.SMTP(**place)
    if parts.scheme == "smtp+starttls":
        client.starttls(context=verified)
    return client
