"""Free ports of the loopback interface."""

import random
import socket

# Below the range that systems give to outgoing connections: nothing takes a port between this look and the server's
# own bind, but for a second instance that rolls the same number. A server that dies of it is started once more.
_RANGE = range(20_000, 32_000)

_given: set[int] = set()


def free(count: int = 1) -> int:
    """The first of `count` neighbouring ports that nobody listens at."""
    for _ in range(1_000):
        first = random.choice(_RANGE)
        wanted = range(first, first + count)
        if _given.isdisjoint(wanted) and all(map(_is_free, wanted)):
            _given.update(wanted)
            return first
    raise OSError("no free port of the loopback interface was found")


def _is_free(port: int) -> bool:
    # Servers listen at 127.0.0.1 alone, but clients of `localhost` try ::1 first: a stranger there would answer them.
    return _can_bind(socket.AF_INET, "127.0.0.1", port) and (
        not _can_bind(socket.AF_INET6, "::1", 0) or _can_bind(socket.AF_INET6, "::1", port)
    )


def _can_bind(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            # Connections of the past that linger in TIME_WAIT take nothing away from a server.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            return True
    except OSError:
        return False
