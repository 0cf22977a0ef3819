"""Ctrl-C and its kin, as an exception that runs every `finally` on its way out."""

import contextlib
import signal

_ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(SystemExit):
    """Somebody asked this command to end."""


def listen() -> None:
    for number in _ENDINGS:
        signal.signal(number, _end)


def _end(number: int, _frame: object) -> None:
    raise Ended(128 + number)


@contextlib.contextmanager
def deferred():
    """Lets a few lines run to their end: a process must not be born without being written down."""
    caught: list[int] = []
    before = {number: signal.signal(number, lambda number, _: caught.append(number)) for number in _ENDINGS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if caught:
        raise Ended(128 + caught[0])
