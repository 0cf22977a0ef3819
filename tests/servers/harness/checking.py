"""Words for the checks of servers."""

import subprocess
from collections.abc import Callable, Sequence

from . import install

# Nothing that a check does takes a tenth of it.
_SECONDS = 20


def run(command: Sequence[object], text: str = "") -> str:
    """Runs a client to its end and gives what it printed."""
    words, environment = list(map(str, command)), install.environment()
    outcome = subprocess.run(
        words, input=text, cwd="/", env=environment, capture_output=True, text=True, timeout=_SECONDS
    )
    if outcome.returncode != 0:
        raise ConnectionError(outcome.stderr.strip() or f"{command[0]} failed with status {outcome.returncode}")
    return outcome.stdout.strip()


def refused(message: str, attempt: Callable[[], object]) -> Callable[[], None]:
    """A check that an attempt fails, and for the reason that it should."""

    def check() -> None:
        try:
            answer = attempt()
        except Exception as error:
            assert message in str(error), f"failed otherwise: {error}"
        else:
            raise AssertionError(f"was not refused: {answer!r}")

    return check
