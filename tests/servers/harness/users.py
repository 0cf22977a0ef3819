"""Who runs the servers: whoever calls, but root hands over to an account that may do nothing else."""

import os
import pwd
import shutil
from pathlib import Path

IS_ROOT = os.geteuid() == 0

# PostgreSQL and MariaDB refuse to run as root. One account for all servers means one key file for all of them too.
_ACCOUNT = pwd.getpwnam("nobody") if IS_ROOT else pwd.getpwuid(os.geteuid())

NAME = _ACCOUNT.pw_name
NUMBER = _ACCOUNT.pw_uid

# For `subprocess`: empty where nothing changes hands, because only root may pass these at all.
AS_SERVER = {"user": _ACCOUNT.pw_uid, "group": _ACCOUNT.pw_gid, "extra_groups": []} if IS_ROOT else {}


def hand_over(path: Path) -> None:
    """Makes the servers' account the owner of a file or folder."""
    if IS_ROOT:
        shutil.chown(path, _ACCOUNT.pw_uid, _ACCOUNT.pw_gid)


def can_reach(folder: Path) -> bool:
    """Whether the servers' account may pass through every folder above, such as a home folder."""
    return not IS_ROOT or all(above.stat().st_mode & 0o001 for above in folder.resolve().parents if above.exists())
