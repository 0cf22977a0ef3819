#!/usr/bin/env python3
"""Real servers for the tests, on free ports of the loopback interface.

  servers.py setup [NAME..]   installs what these servers need, or says what is missing and how to install it
  servers.py up [NAME..]      setup, then starts those of them that are not running, and what they need
  servers.py env              what tests read, as KEY=VALUE lines
  servers.py status           what is running; fails where something that was started is not
  servers.py check [NAME..]   asks the running servers in every way that they offer
  servers.py down [NAME..]    stops them; all of them: removes their files too
  servers.py hold [NAME..]    up, env, an empty line; then waits for the end of its input, and goes down

Without a name: all. State is kept in target/test-servers, or in the folder that TACTFUL_TEST_SERVERS names.
--instance NAME before the command chooses another set of servers than the usual one; sets do not see each other.
"""

import argparse
import contextlib
import fcntl
import os
import sys
import time
from collections.abc import Collection, Iterator
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(f"servers: these need Python 3.11, and this is {sys.version.split()[0]}")

# Nothing is written outside the state folder.
sys.dont_write_bytecode = True

import kinds  # noqa: E402
from harness import HarnessError, install, signals  # noqa: E402
from harness.instance import Instance  # noqa: E402
from harness.processes import Process  # noqa: E402

_USUAL = "usual"
_HERE = Path(__file__).resolve().parent


def main() -> int:
    options = _read_command_line()
    signals.listen()
    try:
        return COMMANDS[options.command](options)
    except HarnessError as error:
        print(f"servers: {error}", file=sys.stderr)
        return 1


# Commands


def setup(options) -> int:
    with _locked(options.state):
        _install(options)
    return 0


def up(options) -> int:
    with _locked(options.state):
        _start(options, None)
    return 0


def env(options) -> int:
    variables = _instance(options).variables()
    if not variables:
        raise HarnessError("no server is running")
    print("\n".join(f"{name}={value}" for name, value in variables.items()))
    return 0


def status(options) -> int:
    instance = _instance(options)
    for name in instance.names:
        for process in instance.processes(name):
            print(f"{'up  ' if process.is_alive() else 'DEAD'}  {process.name}, process {process.pid}")
        if not instance.processes(name):
            print(f"up    {name}")
    if not instance.names:
        print("no server is running")
    return 0 if instance.names and all(map(instance.is_up, instance.names)) else 1


def check(options) -> int:
    instance = _instance(options)
    variables = instance.variables()
    names = options.names or instance.names
    if not names:
        raise HarnessError("no server is running")
    passed, failed = 0, 0
    for name in names:
        if not instance.is_up(name):
            raise HarnessError(f"{name} is not running")
        for what, is_so in kinds.ALL[name].checks(variables):
            try:
                is_so()
            except Exception as error:  # whatever a client may raise, the other checks are made too
                failed += 1
                print(f"FAILED  {name}: {what}: {str(error) or repr(error)}")
            else:
                passed += 1
                print(f"ok      {name}: {what}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def down(options) -> int:
    with _locked(options.state):
        _sweep(options.state)
        instance = _instance(options)
        _stop(instance, kinds.with_dependents(options.names) if options.names else instance.names)
        if not instance.names:
            instance.close(keep_logs=True)
    return 0


def hold(options) -> int:
    try:
        with _locked(options.state):
            _sweep(options.state)
            instance = _start(options, Process.of("keeper", os.getpid()))
        for name, value in instance.variables().items():
            print(f"{name}={value}")
        print(flush=True)
        sys.stdin.read()
        return _tell_of_the_dead(instance)
    finally:
        # Read anew: whatever was interrupted, what is running was written down.
        with signals.deferred(), _locked(options.state):
            _remove(_instance(options))


COMMANDS = {command.__name__: command for command in (setup, up, env, status, check, down, hold)}

# Inside


def _read_command_line() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instance", default=_USUAL)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(kinds.ALL))
    options = parser.parse_args()
    for name in options.names:
        if name not in kinds.ALL:
            parser.error(f"no server {name}; there are {', '.join(kinds.ALL)}")
    own = os.environ.get("TACTFUL_TEST_SERVERS")
    options.state = Path(own).absolute() if own else _HERE.parent.parent / "target" / "test-servers"
    return options


def _instance(options) -> Instance:
    return Instance(options.state / options.instance)


def _install(options) -> None:
    chosen = [kinds.ALL[name] for name in kinds.with_needed(options.names or kinds.ALL)]
    python = install.Python(options.state) if any(kind.NEEDS_PYTHON for kind in chosen) else None
    node = install.Node(options.state) if any(getattr(kind, "NEEDS_NODE", False) for kind in chosen) else None
    install.ensure(install.programs_of(chosen), python, node)


def _start(options, keeper: Process | None) -> Instance:
    _install(options)
    instance = _instance(options)
    instance.open(keeper)
    chosen = set(kinds.with_needed(options.names or kinds.ALL))
    for name in kinds.ALL:
        if name in chosen and not instance.is_up(name):
            # What rests on a server that is gone knows only its former address, and begins anew with it.
            resting = {other for other in kinds.with_dependents([name]) if other != name and other in instance.names}
            _stop(instance, resting)
            chosen |= resting
            begun = time.monotonic()
            try:
                instance.start(name, kinds.ALL[name])
            except BaseException:
                # Half a server is of no use to anybody.
                with signals.deferred():
                    instance.stop(name, kinds.ALL[name])
                raise
            print(f"{name} is up after {time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)
    return instance


def _stop(instance: Instance, names: Collection[str]) -> None:
    for name in reversed(instance.names):
        if name in names:
            instance.stop(name, kinds.ALL.get(name))


def _tell_of_the_dead(instance: Instance) -> int:
    dead = [name for name in instance.names if not instance.is_up(name)]
    for name in dead:
        print(f"servers: {name} died while it was held\n{instance.end_of_log(name)}", file=sys.stderr)
    return 1 if dead else 0


def _remove(instance: Instance) -> None:
    _stop(instance, instance.names)
    instance.close(keep_logs=False)


def _sweep(state: Path) -> None:
    """Removes sets of servers whose keeper was killed before it could."""
    for file in state.glob("*/state.json"):
        instance = Instance(file.parent)
        if instance.keeper is not None and not instance.keeper.is_alive():
            _remove(instance)


@contextlib.contextmanager
def _locked(state: Path) -> Iterator[None]:
    """One command at a time starts or stops servers of this checkout."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    sys.exit(main())
