"""The kinds of servers, one module each. A kind has:

PROGRAMS              what it needs: program -> Debian package
NEEDS_PYTHON          whether it needs the packages of requirements.txt
NEEDS_NODE            whether it needs those of node/package-lock.json (may be left out)
start(instance)       starts and seeds it, returns the variables that tests read
checks(variables)     yields (what is checked, function that raises when it is not so)
NEEDS_SERVERS         kinds that it cannot do without; they stand before it in the table (may be left out)
clean(folder)         if there is more to remove than files, when it was stopped (may be left out)
"""

from collections.abc import Iterable

from . import azure, gcp, mariadb, memcached, ministack, moto, node, postgres, python, redis, smtp, vault

# In the order in which they start.
ALL = {
    "postgres": postgres,
    "vault": vault,
    "mariadb": mariadb,
    "redis": redis,
    "memcached": memcached,
    "smtp": smtp,
    "moto": moto,
    "ministack": ministack,
    "gcp": gcp,
    "azure": azure,
    "python": python,
    "node": node,
}


def with_needed(names: Iterable[str]) -> list[str]:
    """These kinds and those that they cannot do without, in the order in which they start."""
    wanted = set(names)
    for name in reversed(ALL):
        if name in wanted:
            wanted.update(_needed_by(name))
    return [name for name in ALL if name in wanted]


def with_dependents(names: Iterable[str]) -> list[str]:
    """These kinds and those that cannot do without them, in the order in which they start."""
    wanted = set(names)
    for name in ALL:
        if not wanted.isdisjoint(_needed_by(name)):
            wanted.add(name)
    return [name for name in ALL if name in wanted]


def _needed_by(name: str) -> list[str]:
    return getattr(ALL[name], "NEEDS_SERVERS", [])
