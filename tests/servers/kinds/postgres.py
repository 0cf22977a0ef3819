"""PostgreSQL over TCP, TLS and a Unix socket; one user with a password, one database, one table. And a login that makes
logins, for stores of secrets that lend them."""

import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from harness import install, ports
from harness.checking import refused, run
from harness.processes import until

PROGRAMS = {"postgres": "postgresql", "initdb": "postgresql", "psql": "postgresql-client"}
NEEDS_PYTHON = False

# Each of these means something else in a URL.
PASSWORD = "p@ss/w:rd?#%+"

# Makes and drops roles, and may hand on no more than the reading of `notes`.
LENDER = "lender"
LENDER_PASSWORD = "p@ss/w:rd?#%+-c4n4ry-lender"

_CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
ssl = on
ssl_cert_file = '{certificate}'
ssl_key_file = '{key}'
# Nothing has to outlive a crash, nor to be shared outside the folder.
fsync = off
synchronous_commit = off
full_page_writes = off
dynamic_shared_memory_type = mmap
shared_buffers = 16MB
autovacuum = off
"""

# The administrator comes through the socket alone, which no other account may open.
_WHO_MAY_CONNECT = """\
local  all  postgres                trust
local  all  all                     scram-sha-256
host   all  postgres  127.0.0.1/32  reject
host   all  all       127.0.0.1/32  scram-sha-256
"""

_SEED = f"""
create role shop login password '{PASSWORD}';
create role {LENDER} login createrole password '{LENDER_PASSWORD}';
create database shop owner shop;
\\connect shop
set role shop;
create table notes (id integer generated always as identity primary key, body text not null);
insert into notes (body) values ('seeded');
grant select on notes to {LENDER} with grant option;
"""


def start(instance) -> dict[str, str]:
    folder = instance.folder_for("postgres")
    data, sockets = folder / "data", instance.folder_for("postgres/socket")
    initdb = [install.program("initdb"), "--pgdata", data, "--username", "postgres", "--auth", "trust"]
    instance.prepare("postgres", *initdb, "--encoding", "UTF8", "--no-locale", "--no-sync")
    port = ports.free()
    configuration = _CONFIGURATION.format(
        port=port, sockets=sockets, certificate=instance.tls.certificate, key=instance.tls.key
    )
    with (data / "postgresql.conf").open("a") as file:
        file.write(configuration)
    (data / "pg_hba.conf").write_text(_WHO_MAY_CONNECT)
    # SIGINT ends connections; SIGTERM waits for their clients.
    server = instance.spawn("postgres", install.program("postgres"), "-D", data, stop_signal=signal.SIGINT)
    administrator = f"host={sockets} port={port} user=postgres dbname=postgres"
    instance.wait_until_ready("postgres", server, lambda: psql(administrator, "select 1") == "1")
    psql(administrator, _SEED)

    login = f"shop:{quote(PASSWORD, safe='')}"
    ca = quote(str(instance.tls.ca))
    return {
        "TEST_POSTGRES_URL": f"postgres://{login}@127.0.0.1:{port}/shop",
        "TEST_POSTGRES_TLS_URL": f"postgres://{login}@localhost:{port}/shop?sslmode=verify-full&sslrootcert={ca}",
        "TEST_POSTGRES_SOCKET_URL": f"postgres://{login}@/shop?host={quote(str(sockets), safe='')}&port={port}",
        "TEST_POSTGRES_SOCKET_FOLDER": str(sockets),
        "TEST_POSTGRES_PORT": str(port),
        "TEST_POSTGRES_PASSWORD": PASSWORD,
    }


def clean(folder: Path) -> None:
    """Removes the one segment of shared memory that a killed server leaves behind, outside of any folder."""
    try:
        # The seventh line has its key and number. The file is gone after an end in good order.
        number = (folder / "data" / "postmaster.pid").read_text().splitlines()[6].split()[1]
    except (OSError, IndexError):
        return
    # The children of a killed server notice by themselves; until then they may write to the folder.
    until(lambda: not _is_attached(number))
    subprocess.run(["ipcrm", "--shmem-id", number], capture_output=True)


def _is_attached(number: str) -> bool:
    """Whether a process still uses the segment."""
    segments = (line.split() for line in Path("/proc/sysvipc/shm").read_text().splitlines())
    return any(fields[1] == number and fields[6] != "0" for fields in segments)


def checks(variables):
    plain, tls = variables["TEST_POSTGRES_URL"], variables["TEST_POSTGRES_TLS_URL"]
    socket = variables["TEST_POSTGRES_SOCKET_URL"]
    wrong = plain.replace(quote(PASSWORD, safe=""), "wrong")
    by_address = tls.replace("@localhost:", "@127.0.0.1:")
    other_ca = tls.replace(quote(variables["TEST_CA_FILE"]), quote(variables["TEST_OTHER_CA_FILE"]))
    is_encrypted = "select ssl from pg_stat_ssl where pid = pg_backend_pid()"
    write = "insert into notes (body) values ('checked') returning body"

    def expect(url: str, query: str, answer: str) -> None:
        found = psql(url, query)
        assert answer in found.splitlines(), found

    yield "TCP, reading", lambda: expect(plain, "select body from notes where id = 1", "seeded")
    yield "TCP, writing", lambda: expect(plain, write, "checked")
    yield "TLS, verify-full", lambda: expect(tls, is_encrypted, "t")
    yield "socket", lambda: expect(socket, "select coalesce(host(inet_client_addr()), 'local')", "local")
    lender = plain.replace(f"shop:{quote(PASSWORD, safe='')}", f"{LENDER}:{quote(LENDER_PASSWORD, safe='')}")

    lend = "begin; create role lent login; grant select on notes to lent; rollback"
    yield "a login that makes logins", lambda: psql(lender, lend)
    yield "it may not write", refused("permission denied", lambda: psql(lender, write))
    yield "wrong password is refused", refused("password authentication failed", lambda: psql(wrong, "select 1"))
    yield "wrong host name is refused", refused("does not match host name", lambda: psql(by_address, "select 1"))
    yield "wrong authority is refused", refused("certificate verify failed", lambda: psql(other_ca, "select 1"))


def psql(target: str, commands: str) -> str:
    options = ["--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
    return run([install.program("psql"), *options, target], text=commands)
