"""One set of running servers: its folders, its processes, what it tells the tests."""

import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from . import HarnessError, install, signals, users
from .processes import Process
from .tls import Tls

# `sockaddr_un` has room for 107 bytes. Below the folder comes at most `/postgres/socket/.s.PGSQL.12345`.
_LONGEST_FOLDER = 64
_READY_SECONDS = 60
_LOG_LINES = 30

# Proves that a folder outside the state folder is ours before it is removed.
_MARKER = ".tactful-test-servers"


class Died(HarnessError):
    """A server ended by itself before it was ready."""


class Instance:
    """Kept in `folder/state.json`; data, sockets and keys lie in `run`, which may have to be elsewhere."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.python = install.Python(folder.parent)
        self.node = install.Node(folder.parent)
        self._state_file = folder / "state.json"
        state = json.loads(self._state_file.read_text()) if self._state_file.exists() else {}
        self.run: Path | None = Path(state["run"]) if state.get("run") else None
        self.keeper = Process(**state["keeper"]) if state.get("keeper") else None
        self._servers: dict[str, dict] = state.get("servers", {})

    # What there is.

    @property
    def names(self) -> list[str]:
        return list(self._servers)

    @property
    def tls(self) -> Tls:
        return Tls(self._opened() / "tls")

    def processes(self, name: str) -> list[Process]:
        return [Process(**process) for process in self._servers.get(name, {}).get("processes", [])]

    def is_up(self, name: str) -> bool:
        """Whether the server was started to the end and all its processes live."""
        server = self._servers.get(name, {})
        return "variables" in server and all(process.is_alive() for process in self.processes(name))

    def variables(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in filter(self.is_up, self.names):
            found |= self._servers[name]["variables"]
        if found:
            found |= {"TEST_CA_FILE": str(self.tls.ca), "TEST_OTHER_CA_FILE": str(self.tls.other_ca)}
        return dict(sorted(found.items()))

    # Starting and stopping.

    def open(self, keeper: Process | None = None) -> None:
        """Makes the folders and certificates, where a former command has not."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.keeper = keeper or self.keeper
        if self.run is None or not self.run.is_dir():
            shutil.rmtree(self.folder / "logs", ignore_errors=True)
            with signals.deferred():
                self.run = _make_run_folder(self.folder)
                self._save()
        self.tls.create()

    def start(self, name: str, kind) -> None:
        """Starts one server with fresh data; what is left of a former one goes first."""
        for attempt in (1, 2):
            self.stop(name, kind)
            self._servers[name] = {"processes": []}
            try:
                variables = kind.start(self)
            except Died:
                # Once more with other ports: another instance may have been faster.
                if attempt == 2:
                    raise
            else:
                self._servers[name]["variables"] = variables
                self._save()
                return

    def stop(self, name: str, kind) -> None:
        for process in reversed(self.processes(name)):
            process.stop()
        if self.run is not None:
            if hasattr(kind, "clean"):
                kind.clean(self.run / name)
            shutil.rmtree(self.run / name, ignore_errors=True)
        self._servers.pop(name, None)
        self._save()

    def close(self, keep_logs: bool) -> None:
        """Removes the files, once every server is stopped."""
        if self.run is not None and (self.run / _MARKER).exists():
            shutil.rmtree(self.run)
        if keep_logs:
            self._state_file.unlink(missing_ok=True)
        else:
            shutil.rmtree(self.folder, ignore_errors=True)

    # What a kind of server needs while it starts.

    def folder_for(self, name: str) -> Path:
        """A folder that the servers' account may write to."""
        folder = self._opened() / name
        folder.mkdir(parents=True, exist_ok=True)
        users.hand_over(folder)
        return folder

    def prepare(self, name: str, *command: str | Path) -> None:
        """Runs a command of the servers' account to its end, into the log of a server."""
        with self._log(name) as log:
            outcome = subprocess.run(command, **self._surroundings(log), **users.AS_SERVER)
        if outcome.returncode != 0:
            raise HarnessError(f"{command[0]} failed with status {outcome.returncode}\n{self.end_of_log(name)}")

    def spawn(
        self,
        name: str,
        *command: str | Path,
        part: str = "",
        stop_signal: signal.Signals = signal.SIGTERM,
        as_caller: bool = False,
    ) -> Process:
        """Starts a process of a server, and writes down that it is ours."""
        account = {} if as_caller else users.AS_SERVER
        with self._log(name) as log, signals.deferred():
            child = subprocess.Popen(command, start_new_session=True, **self._surroundings(log), **account)
            process = Process.of(part or name, child.pid, stop_signal)
            self._servers[name]["processes"].append(vars(process))
            self._save()
        return process

    def wait_until_ready(self, name: str, process: Process, answers: Callable[[], object]) -> None:
        """Asks until the answer is neither false nor an error."""
        deadline = time.monotonic() + _READY_SECONDS
        while True:
            if not process.is_alive():
                raise Died(f"{process.name} ended by itself\n{self.end_of_log(name)}")
            try:
                if answers():
                    return
                reason = "it does not answer as it should"
            except (OSError, subprocess.SubprocessError) as error:
                reason = str(error)
            if time.monotonic() > deadline:
                raise HarnessError(
                    f"{process.name} is not ready after {_READY_SECONDS} s: {reason}\n{self.end_of_log(name)}"
                )
            time.sleep(0.03)

    def end_of_log(self, name: str) -> str:
        path = self._log_path(name)
        lines = path.read_text(errors="replace").splitlines() if path.exists() else []
        return "\n".join(f"  | {line}" for line in lines[-_LOG_LINES:])

    # Inside.

    def _opened(self) -> Path:
        if self.run is None:
            raise HarnessError("no server is running")
        return self.run

    def _surroundings(self, log) -> dict:
        # A folder that every account may stand in: that of the caller may be closed to the servers' one.
        return {
            "cwd": "/",
            "env": install.environment(),
            "stdin": subprocess.DEVNULL,
            "stdout": log,
            "stderr": subprocess.STDOUT,
        }

    def _log_path(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def _log(self, name: str):
        path = self._log_path(name)
        path.parent.mkdir(exist_ok=True)
        return path.open("ab")

    def _save(self) -> None:
        state = {
            "run": str(self.run) if self.run else None,
            "keeper": vars(self.keeper) if self.keeper else None,
            "servers": self._servers,
        }
        draft = self._state_file.with_suffix(".new")
        draft.write_text(json.dumps(state, indent=2) + "\n")
        draft.replace(self._state_file)


def _make_run_folder(state_folder: Path) -> Path:
    """Inside the state folder where that will do for sockets, configurations and the servers' account."""
    inside = state_folder / "run"
    if _is_suitable(inside):
        inside.mkdir(exist_ok=True)
        run = inside
    else:
        run = Path(tempfile.mkdtemp(prefix="tactful-", dir=_temporary_folder()))
    # Root's servers run as somebody else, who has to pass through. Nobody may look around.
    run.chmod(0o711 if users.IS_ROOT else 0o700)
    (run / _MARKER).write_text(f"{state_folder}\n")
    return run


def _temporary_folder() -> Path:
    for folder in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):
        if os.access(folder, os.W_OK) and _is_suitable(folder / "tactful-abcdefgh"):
            return folder
    raise HarnessError("no temporary folder has a name short and plain enough for sockets: set TMPDIR to one")


def _is_suitable(run: Path) -> bool:
    is_short = len(os.fsencode(run)) <= _LONGEST_FOLDER
    # Every configuration file quotes otherwise, and `env $(..)` not at all.
    is_plain = re.fullmatch(r"[A-Za-z0-9/._-]+", str(run)) is not None
    return is_short and is_plain and users.can_reach(run)
