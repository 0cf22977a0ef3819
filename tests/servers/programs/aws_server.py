"""Serves Secrets Manager, Parameter Store and STS, as moto or ministack make them. Needs moto or ministack."""

import argparse
import os
import signal
import sys
from pathlib import Path

from account import become


def moto(port: int, _folder: Path) -> None:
    from moto import backends
    from moto.server import main

    # Left alone, it looks for them at every request.
    found = list(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: found
    main(["--host", "127.0.0.1", "--port", str(port)])


def ministack(port: int, folder: Path) -> None:
    # Read as it is imported. Without BIND_HOST it listens at every address.
    os.environ |= {
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SERVICES": "secretsmanager,ssm,sts",
        # These would listen at ports of their own.
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "HOME": str(folder),
        "TMPDIR": str(folder),
    }
    from ministack.app import main

    # It reads the command line, too.
    sys.argv = ["ministack"]
    main()


IMPLEMENTATIONS = {implementation.__name__: implementation for implementation in (moto, ministack)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("implementation", choices=IMPLEMENTATIONS)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True, help="where it may write")
    parser.add_argument("--account", help="whom to become at the signal SIGUSR1")
    options = parser.parse_args()
    # Both load most of themselves when they are first asked, from where this account may not reach.
    if options.account:
        signal.signal(signal.SIGUSR1, lambda *_: become(options.account))
    IMPLEMENTATIONS[options.implementation](options.port, options.folder)


main()
