"""The kinds of servers, one module each. A kind has:

PROGRAMS              what it needs: program -> Debian package
NEEDS_PYTHON          whether it needs the packages of requirements.txt
NEEDS_NODE            whether it needs those of node/package-lock.json (may be left out)
start(instance)       starts and seeds it, returns the variables that tests read
checks(variables)     yields (what is checked, function that raises when it is not so)
clean(folder)         if there is more to remove than files, when it was stopped (may be left out)
"""

from . import azure, gcp, mariadb, memcached, node, postgres, python, redis, smtp

# In the order in which they start.
ALL = {
    "postgres": postgres,
    "mariadb": mariadb,
    "redis": redis,
    "memcached": memcached,
    "smtp": smtp,
    "gcp": gcp,
    "azure": azure,
    "python": python,
    "node": node,
}
