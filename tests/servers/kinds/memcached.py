"""memcached, twice: it listens either at a port or at a Unix socket."""

import signal
import socket
from urllib.parse import urlsplit

from harness import install, ports

PROGRAMS = {"memcached": "memcached"}
NEEDS_PYTHON = False


def start(instance) -> dict[str, str]:
    path = instance.folder_for("memcached") / "socket"
    port = ports.free()
    variables = {
        "TEST_MEMCACHED_URL": f"memcached://127.0.0.1:{port}",
        "TEST_MEMCACHED_SOCKET_URL": f"memcached://{path}",
        "TEST_MEMCACHED_SOCKET": str(path),
    }
    for part, place, url in [
        ("memcached", ["--listen=127.0.0.1", f"--port={port}", "--udp-port=0"], variables["TEST_MEMCACHED_URL"]),
        ("memcached at a socket", [f"--unix-socket={path}", "--unix-mask=700"], variables["TEST_MEMCACHED_SOCKET_URL"]),
    ]:
        command = [install.program("memcached"), *place, "--memory-limit=16", "--threads=1"]
        # It keeps nothing, and takes a second to notice that it is asked to end.
        process = instance.spawn("memcached", *command, part=part, stop_signal=signal.SIGKILL)
        instance.wait_until_ready("memcached", process, lambda url=url: ask(url, "version").startswith("VERSION"))
    return variables


def checks(variables):
    def stores(url: str) -> None:
        assert ask(url, "set checked 0 60 3\r\nyes") == "STORED"
        assert ask(url, "get checked").splitlines() == ["VALUE checked 0 3", "yes", "END"]

    yield "TCP", lambda: stores(variables["TEST_MEMCACHED_URL"])
    yield "socket", lambda: stores(variables["TEST_MEMCACHED_SOCKET_URL"])


def ask(url: str, command: str) -> str:
    """Sends one command and `quit`, and gives all that comes until the server hangs up."""
    parts = urlsplit(url)
    by_port = parts.hostname is not None
    with socket.socket(socket.AF_INET if by_port else socket.AF_UNIX) as connection:
        connection.settimeout(5)
        connection.connect((parts.hostname, parts.port) if by_port else parts.path)
        connection.sendall(f"{command}\r\nquit\r\n".encode())
        with connection.makefile("rb") as answer:
            return answer.read().decode().strip()
