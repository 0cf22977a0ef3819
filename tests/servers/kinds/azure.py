"""Azure Key Vault: a stand-in of ours, which Microsoft's own SDK for Python judges in the checks. With it come Entra's
endpoint for tokens, and those of App Service and of virtual machines."""

import base64
import hashlib
import json
import socket
import ssl
import time
from pathlib import Path

from harness import ports, users
from harness.checking import refused, run
from harness.web import Refused, ask

# The SDK comes from requirements.txt.
PROGRAMS: dict[str, str] = {}
NEEDS_PYTHON = True

TENANT = "11111111-2222-3333-4444-555555555555"
CLIENT = "66666666-7777-8888-9999-000000000000"
CLIENT_SECRET = "c4n4ry~azure-client-secret"
IDENTITY = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
IDENTITY_HEADER = "c4n4ry-azure-identity-header"

# The vault's true name: Microsoft's clients want it to lie below that of the resource they ask a token for.
VAULT_HOST = "myvault.vault.azure.net"

_PROGRAMS = Path(__file__).parent.parent / "programs"
_DAY_SECONDS = 24 * 60 * 60
_API = "api-version=7.6"


def _document(version: int, timeout: str, connections: int) -> str:
    """The settings of a shop as one JSON document."""
    settings = {
        "SECRET_KEY": f"c4n4ry-azure-key-{version}",
        "stripe": {"secret_key": f"sk_c4n4ry_azure_{version}", "timeout": timeout},
        "max_connections": connections,
    }
    return json.dumps(settings)


SHOP = [_document(1, "30s", 20), _document(2, "45s", 40)]
MANY = {f"many-{number:03}": f"c4n4ry-azure-many-{number:03}" for number in range(100)}
KEYS = {f"KEY-{number:03}": f"canary-c4n4ry-{number:03}" for number in range(100)}


def _seed(now: int) -> dict[str, dict]:
    """Name -> secret; its versions stand in the order in which they were made."""
    return {
        "shop": _secret("shop", *SHOP, content_type="application/json"),
        "SECRET-KEY": _secret("SECRET-KEY", "c4n4ry-azure-secret-key"),
        "STRIPE-SECRET-KEY": _secret("STRIPE-SECRET-KEY", "sk_c4n4ry_azure"),
        "disabled": _secret("disabled", "c4n4ry-azure-disabled", enabled=False),
        "not-yet": _secret("not-yet", "c4n4ry-azure-not-yet", nbf=now + 365 * _DAY_SECONDS),
        "expired": _secret("expired", "c4n4ry-azure-expired", exp=now - _DAY_SECONDS),
        "denied": _secret("denied", "c4n4ry-azure-denied", denied=True),
        **{name: _secret(name, value) for name, value in MANY.items()},
        **{name: _secret(name, value) for name, value in KEYS.items()},
        "KEYS-IN-ONE": _secret("KEYS-IN-ONE", json.dumps({name.replace("-", "_"): KEYS[name] for name in KEYS})),
    }


def _secret(name: str, *values: str, **more: object) -> dict[str, object]:
    return {"versions": {_version(name, number): value for number, value in enumerate(values, start=1)}, **more}


def _version(name: str, number: int) -> str:
    """Azure gives 32 random hexadecimal digits; these are the same each time."""
    return hashlib.sha256(f"{name}/{number}".encode()).hexdigest()[:32]


def start(instance) -> dict[str, str]:
    folder = instance.folder_for("azure")
    port, identity_port = ports.free(), ports.free()
    vault, machine = f"https://localhost:{port}", f"http://127.0.0.1:{identity_port}"
    assertion, seed = folder / "federated-token", folder / "seed.json"
    assertion.write_text(_federated_token())
    facts = {
        "secrets": _seed(int(time.time())),
        "tenant": TENANT,
        "client": CLIENT,
        "client_secret": CLIENT_SECRET,
        "assertion": assertion.read_text(),
        "identity": IDENTITY,
        "identity_header": IDENTITY_HEADER,
    }
    seed.write_text(json.dumps(facts))

    # The servers' account may not be able to reach Python: the program changes over by itself.
    command = [instance.python.executable, "-B", _PROGRAMS / "key_vault.py", "--seed", seed, "--port", str(port)]
    command += ["--identity-port", str(identity_port)]
    command += ["--certificate", instance.tls.certificate, "--key", instance.tls.key]
    if users.IS_ROOT:
        command += ["--account", users.NAME]
    process = instance.spawn("azure", *command, as_caller=True)
    variables = {
        "TEST_AZURE_VAULT_URL": vault,
        "TEST_AZURE_VAULT_PORT": str(port),
        "TEST_AZURE_AUTHORITY": vault,
        "TEST_AZURE_TENANT_ID": TENANT,
        "TEST_AZURE_CLIENT_ID": CLIENT,
        "TEST_AZURE_CLIENT_SECRET": CLIENT_SECRET,
        "TEST_AZURE_FEDERATED_TOKEN_FILE": str(assertion),
        "TEST_AZURE_IDENTITY_ENDPOINT": f"{machine}/identity/token",
        "TEST_AZURE_IDENTITY_HEADER": IDENTITY_HEADER,
        "TEST_AZURE_IDENTITY_CLIENT_ID": IDENTITY,
        "TEST_AZURE_IMDS_HOST": machine,
        "TEST_AZURE_CONTROL": f"{machine}/_control",
        "TEST_AZURE_SHOP_FIRST_VERSION": _version("shop", 1),
        "TEST_AZURE_SHOP_LAST_VERSION": _version("shop", 2),
        "TEST_AZURE_PYTHON": str(instance.python.executable),
    }
    ca = str(instance.tls.ca)
    instance.wait_until_ready("azure", process, lambda: _value_for_machine(variables, ca, "many-099"))
    ask("POST", f"{machine}/_control/reset")
    return variables


def _federated_token() -> str:
    """What Kubernetes puts into a file for a workload. Entra would verify it; the stand-in knows it by heart."""
    header = {"alg": "RS256", "typ": "JWT", "kid": "shop"}
    subject = {"iss": "https://kubernetes.shop", "sub": "system:serviceaccount:shop:web"}
    claims = {**subject, "aud": "api://AzureADTokenExchange"}
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, claims)]
    return ".".join([*encoded, "c4n4ry-azure-assertion"])


def checks(variables):
    vault, ca, control = variables["TEST_AZURE_VAULT_URL"], variables["TEST_CA_FILE"], variables["TEST_AZURE_CONTROL"]
    wrong_secret = variables | {"TEST_AZURE_CLIENT_SECRET": "wrong"}
    # Any file that holds something else.
    wrong_assertion = variables | {"TEST_AZURE_FEDERATED_TOKEN_FILE": ca}
    wrong_header = variables | {"TEST_AZURE_IDENTITY_HEADER": "wrong"}

    def sdk(*words: str, given: dict[str, str] = variables):
        program = [variables["TEST_AZURE_PYTHON"], "-B", _PROGRAMS / "key_vault_sdk.py"]
        return json.loads(run([*program, *words], text=json.dumps(given)))

    def is_value(value: str, *words: str) -> None:
        found = sdk("get", *words)["value"]
        assert found == value, found

    def has_versions() -> None:
        first, last = (variables[f"TEST_AZURE_SHOP_{which}_VERSION"] for which in ("FIRST", "LAST"))
        assert sdk("versions", "shop") == [first, last]
        assert sdk("get", "shop", first) == {
            "value": SHOP[0],
            "version": first,
            "window": [None, None],
            "type": "application/json",
        }
        assert sdk("get", "shop")["version"] == last

    def is_listed() -> None:
        pages = sdk("list", "--page-size", "10")
        names = [name for page in pages for name in page]
        full, rest = divmod(len(names), 10)
        assert [len(page) for page in pages] == [10] * full + [rest] * (rest > 0), pages
        assert names == sorted(_seed(0)), names

    def is_outside(name: str) -> None:
        """The service leaves it to the reader to look at the window."""
        found = sdk("get", name)
        begin, end = found["window"]
        assert found["value"] == f"c4n4ry-azure-{name}", found
        assert time.time() < (begin or 0) or (end or time.time()) < time.time(), found

    def challenges() -> None:
        refusal = _refusal(lambda: ask("GET", f"{vault}/secrets/shop?{_API}", ca=ca))
        assert refusal.status == 401 and "AKV10000" in str(refusal), refusal

    def is_tried_again(status: int, retry_after: int | None = None) -> None:
        name = "many-098"
        failure = {"status": status, "times": 1, "retry_after": retry_after, "path": name}
        ask("POST", f"{control}/reset?path={name}")
        ask("POST", f"{control}/fail", failure)
        begun = time.monotonic()
        is_value(MANY[name], name)
        requests = ask("GET", f"{control}/requests?path={name}")
        heard = [(request["status"], request["authorized"]) for request in requests]
        # With a `path`, the failure meets the very first request, which only wants to be challenged.
        assert heard == [(status, False), (401, False), (200, True)], heard
        assert time.monotonic() - begun >= (retry_after or 0)

    def tells_when(status: int, retry_after: int | None = None) -> None:
        name, token = "many-097", _machine_token(variables)
        ask("POST", f"{control}/reset?path={name}")
        failure = {"status": status, "retry_after": retry_after, "path": name}
        ask("POST", f"{control}/fail", failure)
        refusal = _refusal(lambda: _value(vault, ca, name, token))
        expected = None if retry_after is None else str(retry_after)
        assert (refusal.status, refusal.retry_after) == (status, expected), refusal
        assert _value(vault, ca, name, token) == MANY[name]

    def for_another_resource() -> str:
        return _value(vault, ca, "shop", _machine_token(variables, resource="https://storage.azure.com"))

    def is_named() -> None:
        """The certificate is for the vault's true name, too, so that clients may insist on that."""
        context = ssl.create_default_context(cafile=ca)
        place = ("127.0.0.1", int(variables["TEST_AZURE_VAULT_PORT"]))
        with socket.create_connection(place, timeout=5) as connection:
            context.wrap_socket(connection, server_hostname=VAULT_HOST).close()

    yield "SDK, latest", lambda: is_value(SHOP[1], "shop")
    yield "SDK, versions", has_versions
    yield "SDK, list in pages", is_listed
    yield "SDK, token of a workload", lambda: is_value(SHOP[1], "shop", "--credential", "workload")
    yield "SDK, token of App Service", lambda: is_value(SHOP[1], "shop", "--credential", "app")
    yield "SDK, token of a machine", lambda: is_value(SHOP[1], "shop", "--credential", "machine")
    yield "SDK, not yet valid", lambda: is_outside("not-yet")
    yield "SDK, expired", lambda: is_outside("expired")
    yield "SDK, disabled", refused("SecretDisabled", lambda: sdk("get", "disabled"))
    yield "SDK, denied", refused("ForbiddenByRbac", lambda: sdk("get", "denied"))
    yield "SDK, missing", refused("404 (SecretNotFound)", lambda: sdk("get", "missing"))
    yield "SDK, missing version", refused("404 (SecretNotFound)", lambda: sdk("get", "shop", "0" * 32))
    yield "SDK, wrong client secret is refused", refused(
        "AADSTS7000215", lambda: sdk("get", "shop", given=wrong_secret)
    )
    yield "SDK, wrong statement about a workload is refused", refused(
        "AADSTS700213", lambda: sdk("get", "shop", "--credential", "workload", given=wrong_assertion)
    )
    yield "SDK, wrong header of App Service is refused", refused(
        "X-IDENTITY-HEADER", lambda: sdk("get", "shop", "--credential", "app", given=wrong_header)
    )
    yield "SDK, tries again after the time it is told", lambda: is_tried_again(429, 1)
    yield "SDK, tries again when unavailable", lambda: is_tried_again(503)
    yield "challenge", challenges
    yield "a made-up token is refused", refused("AKV10032", lambda: _value(vault, ca, "shop", "made.up.token"))
    yield "a token for something else is refused", refused("AKV10022", for_another_resource)
    yield "too many requests, with a time to wait", lambda: tells_when(429, 1)
    yield "too many requests", lambda: tells_when(429)
    yield "unavailable", lambda: tells_when(503)
    yield "true host name", is_named


def _refusal(attempt) -> Refused:
    try:
        answer = attempt()
    except Refused as refusal:
        return refusal
    raise AssertionError(f"was not refused: {answer!r}")


def _machine_token(variables: dict[str, str], resource: str = "https://vault.azure.net") -> str:
    machine = variables["TEST_AZURE_IMDS_HOST"]
    url = f"{machine}/metadata/identity/oauth2/token?api-version=2018-02-01&resource={resource}"
    return ask("GET", url, headers={"Metadata": "true"})["access_token"]


def _value(vault: str, ca: str, name: str, token: str) -> str:
    return ask("GET", f"{vault}/secrets/{name}?{_API}", headers={"Authorization": f"Bearer {token}"}, ca=ca)["value"]


def _value_for_machine(variables: dict[str, str], ca: str, name: str) -> str:
    return _value(variables["TEST_AZURE_VAULT_URL"], ca, name, _machine_token(variables))
