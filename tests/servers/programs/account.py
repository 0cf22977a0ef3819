"""For programs that start as root because nobody else may be able to reach Python and its packages."""

import os
import pwd


def become(account: str) -> None:
    entry = pwd.getpwnam(account)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
