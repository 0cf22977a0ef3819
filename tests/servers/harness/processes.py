"""Processes that outlive the command that started them, told from strangers that got their number later."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# A shutdown in good order takes well under a second.
_PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Process:
    """A process: its number, and when it was born, because numbers are given again."""

    name: str
    pid: int
    born: str
    stop_signal: int

    @classmethod
    def of(cls, name: str, pid: int, stop_signal: signal.Signals = signal.SIGTERM) -> "Process":
        return cls(name, pid, _born(pid) or "", int(stop_signal))

    def is_alive(self) -> bool:
        return bool(self.born) and _born(self.pid) == self.born

    def stop(self) -> None:
        """Ends it in good order, or at once when it takes too long."""
        if self.is_alive():
            os.kill(self.pid, self.stop_signal)
        if not until(lambda: not self.is_alive()):
            os.kill(self.pid, signal.SIGKILL)
            until(lambda: not self.is_alive())


def _born(pid: int) -> str | None:
    """Boot and clock tick at which a living process began; none for a zombie."""
    try:
        # The name in the second field may hold anything; the last bracket ends it.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # A zombie is no process any more, however long whoever has to bury it takes.
    return None if fields[0] in "ZX" else f"{boot} {fields[19]}"


def until(condition: Callable[[], bool]) -> bool:
    """Waits for it, but not for ever; says whether it came."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True
