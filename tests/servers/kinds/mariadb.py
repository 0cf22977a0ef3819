"""MariaDB over TCP, TLS and a Unix socket; one user with a password, one database, one table."""

from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from harness import install, ports, users
from harness.checking import refused, run

PROGRAMS = {"mariadbd": "mariadb-server", "mariadb-install-db": "mariadb-server", "mariadb": "mariadb-client"}
NEEDS_PYTHON = False

PASSWORD = "p@ss/w:rd?#%+"

_CONFIGURATION = """\
[mariadbd]
datadir = {folder}/data
tmpdir = {folder}
bind-address = 127.0.0.1
port = {port}
socket = {folder}/socket
pid-file = {folder}/pid
# Otherwise the user of 127.0.0.1 and that of localhost are one or two, as the resolver of the machine will have it.
skip-name-resolve
ssl-ca = {ca}
ssl-cert = {certificate}
ssl-key = {key}
# Nothing has to outlive a crash.
innodb-flush-log-at-trx-commit = 0
innodb-flush-method = nosync
innodb-doublewrite = 0
innodb-buffer-pool-size = 16M
innodb-log-file-size = 8M
innodb-use-native-aio = 0
"""

# Run by the server before it takes its first connection; one statement in each line.
_SEED = f"""\
create user shop@'127.0.0.1' identified by '{PASSWORD}';
create user shop@localhost identified by '{PASSWORD}';
create database shop character set utf8mb4;
grant all on shop.* to shop@'127.0.0.1';
grant all on shop.* to shop@localhost;
create table shop.notes (id integer auto_increment primary key, body text not null);
insert into shop.notes (body) values ('seeded');
"""


def start(instance) -> dict[str, str]:
    folder = instance.folder_for("mariadb")
    port = ports.free()
    tls = instance.tls
    configuration, seed, socket = folder / "my.cnf", folder / "seed.sql", folder / "socket"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, ca=tls.ca, certificate=tls.certificate, key=tls.key)
    )
    seed.write_text(_SEED)
    # The administrator has no password, but is let in only through the socket, and only as the servers' account.
    administrator = ["--auth-root-authentication-method=socket", f"--auth-root-socket-user={users.NAME}"]
    install_db = [install.program("mariadb-install-db"), f"--defaults-file={configuration}"]
    instance.prepare("mariadb", *install_db, *administrator, "--skip-test-db", "--skip-name-resolve")
    mariadbd = [install.program("mariadbd"), f"--defaults-file={configuration}", f"--init-file={seed}"]
    server = instance.spawn("mariadb", *mariadbd)

    login = f"shop:{quote(PASSWORD, safe='')}"
    verified = f"ssl-mode=VERIFY_IDENTITY&ssl-ca={quote(str(tls.ca))}"
    by_socket = f"mysql://{login}@localhost/shop?socket={quote(str(socket))}"
    instance.wait_until_ready("mariadb", server, lambda: query(by_socket, "select body from notes") == "seeded")
    return {
        "TEST_MARIADB_URL": f"mysql://{login}@127.0.0.1:{port}/shop",
        "TEST_MARIADB_TLS_URL": f"mysql://{login}@localhost:{port}/shop?{verified}",
        "TEST_MARIADB_SOCKET_URL": by_socket,
        "TEST_MARIADB_SOCKET": str(socket),
        "TEST_MARIADB_PORT": str(port),
        "TEST_MARIADB_PASSWORD": PASSWORD,
    }


def checks(variables):
    plain, tls = variables["TEST_MARIADB_URL"], variables["TEST_MARIADB_TLS_URL"]
    socket = variables["TEST_MARIADB_SOCKET_URL"]
    wrong = plain.replace(quote(PASSWORD, safe=""), "wrong")
    by_address = tls.replace("@localhost:", "@127.0.0.1:")
    other_ca = tls.replace(quote(variables["TEST_CA_FILE"]), quote(variables["TEST_OTHER_CA_FILE"]))

    def expect(url: str, statement: str, answer: str) -> None:
        found = query(url, statement)
        assert answer in found, found

    yield "TCP, reading", lambda: expect(plain, "select body from notes where id = 1", "seeded")
    yield "TCP, writing", lambda: expect(plain, "insert into notes (body) values ('x') returning 'written'", "written")
    yield "TLS, verified", lambda: expect(tls, "show status like 'Ssl_version'", "TLSv1.")
    yield "socket", lambda: expect(socket, "select current_user()", "shop@localhost")
    yield "wrong password is refused", refused("Access denied", lambda: query(wrong, "select 1"))
    yield "wrong host name is refused", refused("Validation of SSL", lambda: query(by_address, "select 1"))
    yield "wrong authority is refused", refused("self-signed", lambda: query(other_ca, "select 1"))


def query(url: str, statement: str) -> str:
    """Asks with the command line client, which knows no URLs."""
    parts = urlsplit(url)
    options = {name: values[0] for name, values in parse_qs(parts.query).items()}
    command = [install.program("mariadb"), "--no-defaults", "--batch", "--skip-column-names"]
    command += [f"--user={parts.username}", f"--password={unquote(parts.password or '')}"]
    if "socket" in options:
        command += ["--protocol=SOCKET", f"--socket={Path(options['socket'])}"]
    else:
        # Otherwise `localhost` is the socket of the system.
        command += ["--protocol=TCP", f"--host={parts.hostname}", f"--port={parts.port}"]
    if "ssl-ca" in options:
        command += [f"--ssl-ca={options['ssl-ca']}", "--ssl-verify-server-cert"]
    return run([*command, parts.path.lstrip("/")], text=statement).strip()
