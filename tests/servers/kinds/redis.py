"""Redis: one server open to all with a user of its access list beside, over TCP, TLS and a Unix socket; one that wants
a password from everybody, and a sentinel that watches it; and a cluster of one node."""

import re
import socket
import ssl
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from harness import install, ports, users
from harness.checking import refused

PROGRAMS = {"redis-server": "redis-server"}
NEEDS_PYTHON = False

# A comma separates hosts in some URLs; the `@` ends a login in all of them.
ACL_PASSWORD = "p@ss,w/rd:?#%+"
PASSWORD = "re@quired,p/ss:?#%+"
SENTINEL_PASSWORD = "se@ntinel,p/ss:?#%+"
CLUSTER_PASSWORD = "cl@uster,p/ss:?#%+"

_COMMON = """\
bind 127.0.0.1
port {port}
dir {folder}
save ""
appendonly no
"""

_OPEN = """\
tls-port {tls_port}
tls-cert-file {tls.certificate}
tls-key-file {tls.key}
tls-ca-cert-file {tls.ca}
tls-auth-clients no
unixsocket {folder}/socket
unixsocketperm 700
user shop on ">{password}" ~* &* +@all
"""

_CLOSED = """\
requirepass "{password}"
"""

# Every client is sent on to what the cluster calls itself, and by itself it has no name.
_CLUSTER = """\
cluster-enabled yes
cluster-port {bus}
cluster-announce-ip 127.0.0.1
user shop on ">{password}" ~* &* +@all
user default off
"""

# It writes what it learns into its own configuration.
_SENTINEL = """\
bind 127.0.0.1
port {port}
dir {folder}
requirepass "{password}"
sentinel monitor primary 127.0.0.1 {watched} 1
sentinel auth-pass primary "{watched_password}"
"""


def start(instance) -> dict[str, str]:
    folder, closed_folder = instance.folder_for("redis"), instance.folder_for("redis/closed")
    port, tls_port, closed_port = ports.free(), ports.free(), ports.free()
    server = folder / "redis.conf"
    server.write_text(
        _COMMON.format(port=port, folder=folder)
        + _OPEN.format(tls_port=tls_port, folder=folder, tls=instance.tls, password=ACL_PASSWORD)
    )
    closed_server = closed_folder / "redis.conf"
    closed_server.write_text(
        _COMMON.format(port=closed_port, folder=closed_folder) + _CLOSED.format(password=PASSWORD)
    )

    cluster_folder, cluster_port = instance.folder_for("redis/cluster"), ports.free()
    cluster_server = cluster_folder / "redis.conf"
    cluster_server.write_text(
        _COMMON.format(port=cluster_port, folder=cluster_folder)
        + _CLUSTER.format(bus=ports.free(), password=CLUSTER_PASSWORD)
    )
    sentinel_folder, sentinel_port = instance.folder_for("redis/sentinel"), ports.free()
    sentinel_server = sentinel_folder / "sentinel.conf"
    sentinel_server.write_text(
        _SENTINEL.format(
            port=sentinel_port,
            folder=sentinel_folder,
            password=SENTINEL_PASSWORD,
            watched=closed_port,
            watched_password=PASSWORD,
        )
    )
    users.hand_over(sentinel_server)

    login = f"shop:{quote(ACL_PASSWORD, safe='')}"
    path = folder / "socket"
    variables = {
        "TEST_REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "TEST_REDIS_TLS_URL": f"rediss://localhost:{tls_port}/0",
        "TEST_REDIS_SOCKET_URL": f"redis+unix://{path}?db=0",
        "TEST_REDIS_SOCKET": str(path),
        "TEST_REDIS_ACL_URL": f"redis://{login}@127.0.0.1:{port}/1",
        "TEST_REDIS_ACL_TLS_URL": f"rediss://{login}@localhost:{tls_port}/1",
        "TEST_REDIS_ACL_PASSWORD": ACL_PASSWORD,
        "TEST_REDIS_PASSWORD_URL": f"redis://:{quote(PASSWORD, safe='')}@127.0.0.1:{closed_port}/2",
        "TEST_REDIS_PASSWORD": PASSWORD,
        "TEST_REDIS_CLUSTER_URL": f"redis+cluster://shop:{quote(CLUSTER_PASSWORD, safe='')}@127.0.0.1:{cluster_port}",
        "TEST_REDIS_CLUSTER_PASSWORD": CLUSTER_PASSWORD,
        "TEST_REDIS_SENTINEL_URL": f"redis-sentinel://:{quote(PASSWORD, safe='')}@127.0.0.1:{sentinel_port}/primary/3"
        f"?sentinel_password={quote(SENTINEL_PASSWORD, safe='')}",
        "TEST_REDIS_SENTINEL_PASSWORD": SENTINEL_PASSWORD,
    }
    cluster, sentinel = _plain(variables["TEST_REDIS_CLUSTER_URL"]), _of_sentinel(variables)
    for part, configuration, url in [
        ("redis", [server], variables["TEST_REDIS_SOCKET_URL"]),
        ("redis with password", [closed_server], variables["TEST_REDIS_PASSWORD_URL"]),
        ("redis cluster", [cluster_server], cluster),
        ("redis sentinel", [sentinel_server, "--sentinel"], sentinel),
    ]:
        process = instance.spawn("redis", install.program("redis-server"), *configuration, part=part)
        instance.wait_until_ready("redis", process, lambda url=url: ask(url, "PING") == "PONG")
        if url == cluster:
            ask(cluster, "CLUSTER", "ADDSLOTSRANGE", "0", "16383")
            # It takes two seconds before it serves.
            instance.wait_until_ready("redis", process, lambda: _is_whole(cluster))
    return variables


def _plain(cluster: str) -> str:
    """A node of the cluster, talked to as any server."""
    return cluster.replace("redis+cluster:", "redis:")


def _is_whole(cluster: str) -> bool:
    return "cluster_state:ok" in ask(cluster, "CLUSTER", "INFO")


def _of_sentinel(variables) -> str:
    """The sentinel itself, which is a server of Redis that knows other commands."""
    place = urlsplit(variables["TEST_REDIS_SENTINEL_URL"]).netloc.rpartition("@")[2]
    return f"redis://:{quote(SENTINEL_PASSWORD, safe='')}@{place}"


def checks(variables):
    plain, tls, socket_url = (variables[f"TEST_REDIS{kind}_URL"] for kind in ("", "_TLS", "_SOCKET"))
    acl, acl_tls, password = (variables[f"TEST_REDIS_{kind}_URL"] for kind in ("ACL", "ACL_TLS", "PASSWORD"))
    ca = variables["TEST_CA_FILE"]

    def expect(url: str, answer: str, *command: str) -> None:
        found = ask(url, *command, ca=ca)
        assert answer in found, found

    def indexes_are_apart() -> None:
        expect(plain, "OK", "SET", "checked", "zero")
        expect(plain.removesuffix("/0") + "/7", "", "GET", "checked")
        assert ask(plain.removesuffix("/0") + "/7", "EXISTS", "checked") == "0"

    wrong_acl = acl.replace(quote(ACL_PASSWORD, safe=""), "wrong")
    wrong = password.replace(quote(PASSWORD, safe=""), "wrong")
    without = password.replace(f":{quote(PASSWORD, safe='')}@", "")
    by_address = tls.replace("localhost", "127.0.0.1")
    cluster, sentinel = _plain(variables["TEST_REDIS_CLUSTER_URL"]), _of_sentinel(variables)
    yield "TCP", lambda: expect(plain, "PONG", "PING")
    yield "several databases", indexes_are_apart
    yield "TLS", lambda: expect(tls, "PONG", "PING")
    yield "socket", lambda: expect(socket_url, "PONG", "PING")
    yield "user of the access list, TCP", lambda: expect(acl, "shop", "ACL", "WHOAMI")
    yield "user of the access list, TLS", lambda: expect(acl_tls, "shop", "ACL", "WHOAMI")
    yield "password for everybody", lambda: expect(password, "db=2", "CLIENT", "INFO")
    yield "cluster", lambda: expect(cluster, "cluster_state:ok", "CLUSTER", "INFO")
    yield "sentinel", lambda: expect(sentinel, "OK 1 usable", "SENTINEL", "CKQUORUM", "primary")
    yield "no password is refused by the cluster", refused("NOAUTH", lambda: ask(re.sub("//.*@", "//", cluster), "PING"))
    yield "no password is refused by the sentinel", refused(
        "NOAUTH", lambda: ask(re.sub("//.*@", "//", sentinel), "PING")
    )
    yield "wrong password of the user is refused", refused("WRONGPASS", lambda: ask(wrong_acl, "PING"))
    yield "wrong password is refused", refused("WRONGPASS", lambda: ask(wrong, "PING"))
    yield "no password is refused", refused("NOAUTH", lambda: ask(without, "PING"))
    yield "wrong host name is refused", refused("IP address mismatch", lambda: ask(by_address, "PING", ca=ca))
    yield "wrong authority is refused", refused(
        "CERTIFICATE_VERIFY_FAILED", lambda: ask(tls, "PING", ca=variables["TEST_OTHER_CA_FILE"])
    )


def ask(url: str, *command: str, ca: str | None = None) -> str:
    """Sends one command, after the login and the choice of a database that the URL asks for."""
    parts = urlsplit(url)
    index = parse_qs(parts.query).get("db", [parts.path.lstrip("/")])[0]
    commands = [command]
    if index:
        commands.insert(0, ("SELECT", index))
    if parts.password:
        commands.insert(0, ("AUTH", *filter(None, [parts.username]), unquote(parts.password)))
    with _connect(parts, ca) as connection, connection.makefile("rb") as answers:
        for words in commands:
            connection.sendall(_encoded(words))
            answer = _read_answer(answers)
    return answer


def _connect(parts, ca: str | None) -> socket.socket:
    if parts.scheme == "redis+unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(5)
        connection.connect(str(Path(parts.path)))
        return connection
    connection = socket.create_connection((parts.hostname, parts.port), timeout=5)
    if parts.scheme == "rediss":
        connection = ssl.create_default_context(cafile=ca).wrap_socket(connection, server_hostname=parts.hostname)
    return connection


def _encoded(words: tuple[str, ...]) -> bytes:
    items = [f"${len(word.encode())}\r\n{word}\r\n" for word in words]
    return f"*{len(items)}\r\n{''.join(items)}".encode()


def _read_answer(answers) -> str:
    line = answers.readline().decode().rstrip("\r\n")
    kind, rest = line[:1], line[1:]
    if kind == "-":
        raise ConnectionError(rest)
    if kind == "$":
        # A length of -1 says that there is nothing.
        return answers.read(int(rest) + 2).decode().rstrip("\r\n") if int(rest) >= 0 else ""
    if kind not in "+:" or not kind:
        raise ConnectionError(f"no answer of Redis: {line!r}")
    return rest
