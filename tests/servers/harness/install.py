"""What the servers need on this machine: Debian packages, and packages of Python and Node.js in folders of our own."""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import HarnessError, users

_REQUIREMENTS = Path(__file__).parent.parent / "requirements.txt"
_NODE_FILES = [Path(__file__).parent.parent / "node" / name for name in ("package.json", "package-lock.json")]

# Held while packages are installed. It is a folder that every Debian has, so that the lock itself leaves no file.
_APT_LOCK = Path("/etc/apt")

# Debian asks this program whether a package may start its service; 101 is no.
_POLICY = Path("/usr/sbin/policy-rc.d")
_POLICY_TEXT = "#!/bin/sh\n# Of Tactful's test servers, while they install packages.\nexit 101\n"


def search_path() -> list[str]:
    """Where programs are looked for: servers lie where only root's PATH leads, and PostgreSQL beside every PATH."""
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)
    own = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return [*map(str, newest_first), *own, "/usr/local/sbin", "/usr/sbin", "/sbin"]


def environment() -> dict[str, str]:
    """For programs that must not see what the caller has set up for himself, such as PGHOST or ~/.my.cnf."""
    return {"PATH": os.pathsep.join(search_path()), "HOME": "/", "LC_ALL": "C.UTF-8"}


def find(program: str) -> str | None:
    return shutil.which(program, path=os.pathsep.join(search_path()))


def program(name: str) -> str:
    path = find(name)
    if path is None:
        raise HarnessError(f"{name} is missing")
    return path


class Python:
    """A Python with the packages of requirements.txt, built once and again whenever these change."""

    def __init__(self, state_folder: Path):
        self._folder = state_folder / "venv"
        self._stamp = self._folder / "built-from"
        self.executable = self._folder / "bin" / "python"

    def is_built(self) -> bool:
        return self._stamp.exists() and self._stamp.read_text() == self._ingredients()

    def build(self) -> None:
        """Builds it with pip, which checks the hash of every file."""
        shutil.rmtree(self._folder, ignore_errors=True)
        pip = [str(self.executable), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input"]
        install = [*pip, "install", "--require-hashes", "--only-binary", ":all:", "--requirement", str(_REQUIREMENTS)]
        try:
            subprocess.run([sys.executable, "-m", "venv", str(self._folder)], check=True)
            subprocess.run(install, check=True)
        except subprocess.CalledProcessError as error:
            raise HarnessError(f"cannot install the Python packages of {_REQUIREMENTS}: {error}") from error
        self._stamp.write_text(self._ingredients())

    @staticmethod
    def _ingredients() -> str:
        requirements = hashlib.sha256(_REQUIREMENTS.read_bytes()).hexdigest()
        return f"Python {sys.version}\n{sys.base_prefix}\n{requirements}\n"


class Node:
    """The packages of node/package-lock.json, installed once and again whenever these change."""

    def __init__(self, state_folder: Path):
        self._folder = state_folder / "node"
        self._stamp = self._folder / "built-from"
        self.modules = self._folder / "node_modules"

    def is_built(self) -> bool:
        return self._stamp.exists() and self._stamp.read_text() == self._ingredients()

    def build(self) -> None:
        """Builds it with npm, which checks the hash of every package. No package runs anything."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        for file in _NODE_FILES:
            shutil.copy(file, self._folder)
        command = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        try:
            # Whoever runs this reads its stdout.
            subprocess.run(command, cwd=self._folder, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        except subprocess.CalledProcessError as error:
            raise HarnessError(f"cannot install the packages of {_NODE_FILES[1]}: {error}") from error
        self._stamp.write_text(self._ingredients())

    @staticmethod
    def _ingredients() -> str:
        return hashlib.sha256(b"".join(file.read_bytes() for file in _NODE_FILES)).hexdigest()


def ensure(programs: dict[str, str], python: Python | None, node: Node | None) -> None:
    """Installs what is missing. `programs` tells for each program the Debian package that has it."""
    if python is not None and not python.is_built() and importlib.util.find_spec("ensurepip") is None:
        programs = programs | {"ensurepip of Python": "python3-venv"}
    missing = _missing(programs)
    if missing:
        _install(missing)
    if python is not None and not python.is_built():
        python.build()
    if node is not None and not node.is_built():
        node.build()


def _missing(programs: dict[str, str]) -> dict[str, str]:
    def is_there(name: str) -> bool:
        if name.startswith("ensurepip"):
            importlib.invalidate_caches()
            return importlib.util.find_spec("ensurepip") is not None
        return find(name) is not None

    return {name: package for name, package in programs.items() if not is_there(name)}


def _install(missing: dict[str, str]) -> None:
    if not users.IS_ROOT or find("apt-get") is None:
        packages = " ".join(sorted(set(missing.values())))
        raise HarnessError(
            f"missing on this machine: {', '.join(sorted(missing))}\n"
            f"install:  sudo apt-get install --no-install-recommends {packages}"
        )
    with _locked(_APT_LOCK):
        # Somebody else may have been at it meanwhile.
        missing = _missing(missing)
        packages = sorted(set(missing.values()))
        if packages:
            print(f"installing {' '.join(packages)}", file=sys.stderr, flush=True)
            with _services_kept_down():
                _apt_get("update")
                _apt_get("install", "--yes", "--no-install-recommends", *packages)
    still = _missing(missing)
    if still:
        raise HarnessError(f"missing although its package is installed: {', '.join(sorted(still))}")


def _apt_get(*words: str) -> None:
    command = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *words]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # dpkg tells of every file it unpacks; that is of use only when it fails.
    outcome = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if outcome.returncode != 0:
        raise HarnessError(f"{' '.join(command)} failed with status {outcome.returncode}\n{outcome.stdout}")


@contextlib.contextmanager
def _services_kept_down() -> Iterator[None]:
    """Packages of servers start them as they are installed, at ports of their own choice. Not so here."""
    # A text of ours is the remains of a command that was killed; one of others is theirs to keep, and says no too.
    ours = not _POLICY.exists() or _POLICY.read_text() == _POLICY_TEXT
    if ours:
        _POLICY.write_text(_POLICY_TEXT)
        _POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            _POLICY.unlink()


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def programs_of(kinds: Iterable) -> dict[str, str]:
    """The programs that these kinds of servers need, and `openssl`, which makes the certificates of all."""
    programs = {"openssl": "openssl"}
    for kind in kinds:
        programs |= kind.PROGRAMS
    return programs
