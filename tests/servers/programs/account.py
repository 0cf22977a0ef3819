"""Changing over to the servers' account, which may not be able to reach Python and its packages by itself."""

import os
import pwd


def become(account: str) -> None:
    entry = pwd.getpwnam(account)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
