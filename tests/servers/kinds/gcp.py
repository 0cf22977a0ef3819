"""Google Secret Manager twice: drongo's emulator, and a stand-in of ours that knows what drongo lacks: tokens, aliases,
regions, checksums, permissions, failures on demand. The stand-in is the metadata server of a machine, too."""

import base64
import json
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from harness import install, ports, users
from harness.checking import refused, run
from harness.web import Refused, ask

# drongo comes from requirements.txt.
PROGRAMS: dict[str, str] = {}
NEEDS_PYTHON = True

PROJECT = "shop-project"
NUMBER = "424242424242"
REGION = "europe-west3"
ACCOUNT = "shop@shop-project.iam.gserviceaccount.com"

_PROGRAMS = Path(__file__).parent.parent / "programs"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


def _document(version: int, timeout: str, connections: int) -> str:
    """The settings of a shop as one JSON document."""
    settings = {
        "SECRET_KEY": f"c4n4ry-gcp-key-{version}",
        "stripe": {"secret_key": f"sk_c4n4ry_gcp_{version}", "timeout": timeout},
        "max_connections": connections,
    }
    return json.dumps(settings)


# In both. `state` is that of all versions.
COMMON: dict[str, dict] = {
    "shop-production": {"versions": [_document(1, "30s", 20), _document(2, "45s", 40)]},
    "shop-SECRET_KEY": {"versions": ["c4n4ry-gcp-secret-key"]},
    "shop-plain": {"versions": ["c4n4ry-gcp-plain"]},
    "shop-disabled": {"versions": ["c4n4ry-gcp-disabled"], "state": "DISABLED"},
    "shop-destroyed": {"versions": ["c4n4ry-gcp-destroyed"], "state": "DESTROYED"},
}

_KEYS = {f"KEY_{number:03}": f"canary-c4n4ry-{number:03}" for number in range(100)}

# In ours alone.
_ONLY_OURS: dict[str, dict] = {
    "shop-production": {**COMMON["shop-production"], "aliases": {"stable": 1}},
    "shop-denied": {"versions": ["c4n4ry-gcp-denied"], "denied": True},
    "shop-corrupt": {"versions": ["c4n4ry-gcp-corrupt"], "corrupt": True},
    **{f"many-{number:03}": {"versions": [f"c4n4ry-gcp-many-{number:03}"]} for number in range(100)},
    **{f"keys-{key}": {"versions": [value]} for key, value in _KEYS.items()},
    "keys-in-one": {"versions": [json.dumps(_KEYS)]},
}
_REGIONAL: dict[str, dict] = {
    "shop-plain": {"versions": [f"c4n4ry-gcp-plain-{REGION}"]},
    "shop-regional": {"versions": [f"c4n4ry-gcp-regional-{REGION}"]},
}


def start(instance) -> dict[str, str]:
    folder = instance.folder_for("gcp")
    drongo_port, fake_port = ports.free(), ports.free()
    drongo, fake = f"http://127.0.0.1:{drongo_port}", f"http://127.0.0.1:{fake_port}"
    account = _make_account(folder / "credentials.json", fake)
    # The same account, but with a key that nobody has heard of.
    _make_account(folder / "wrong-credentials.json", fake)
    seed = folder / "seed.json"
    ours = {"": {**COMMON, **_ONLY_OURS}, REGION: _REGIONAL}
    seed.write_text(json.dumps({"project": PROJECT, "number": NUMBER, "secrets": ours, "account": account}))

    # The servers' account may not be able to reach Python and its packages: the programs change over by themselves.
    python = [instance.python.executable, "-B"]
    as_account = ["--account", users.NAME] if users.IS_ROOT else []
    command = [*python, _PROGRAMS / "drongo_server.py", "--port", str(drongo_port), *as_account]
    process = instance.spawn("gcp", *command, part="drongo", as_caller=True)
    instance.wait_until_ready("gcp", process, lambda: ask("GET", f"{drongo}/drongo/health")["status"] == "ok")
    _seed_drongo(drongo)
    command = [*python, _PROGRAMS / "google.py", "--port", str(fake_port), "--seed", seed, *as_account]
    process = instance.spawn("gcp", *command, part="stand-in of Google", as_caller=True)
    instance.wait_until_ready("gcp", process, lambda: access(fake, "many-099", token=_machine_token(fake)))
    ask("POST", f"{fake}/_control/reset")
    return {
        "TEST_GCP_DRONGO": drongo,
        "TEST_GCP_FAKE": fake,
        "TEST_GCP_PROJECT": PROJECT,
        "TEST_GCP_REGION": REGION,
        "TEST_GCP_CREDENTIALS": str(folder / "credentials.json"),
        "TEST_GCP_WRONG_CREDENTIALS": str(folder / "wrong-credentials.json"),
        "TEST_GCP_METADATA_HOST": f"127.0.0.1:{fake_port}",
    }


def _make_account(file: Path, fake: str) -> dict[str, str]:
    """Writes the file that Google gives for a service account, and tells what the stand-in has to know of it."""
    openssl = install.program("openssl")
    key = run([openssl, "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
    modulus = run([openssl, "rsa", "-noout", "-modulus"], text=key).removeprefix("Modulus=")
    account = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": "c4n4ry-gcp-private-key-id",
        "private_key": f"{key}\n",
        "client_email": ACCOUNT,
        "client_id": "123456789012345678901",
        "auth_uri": f"{fake}/auth",
        "token_uri": f"{fake}/token",
        "universe_domain": "googleapis.com",
    }
    file.write_text(json.dumps(account, indent=2))
    file.chmod(0o600)
    return {"client_email": ACCOUNT, "token_uri": account["token_uri"], "modulus": modulus}


def _seed_drongo(drongo: str) -> None:
    secrets = f"{drongo}/v1/projects/{PROJECT}/secrets"
    changes = {"DISABLED": "disable", "DESTROYED": "destroy"}
    for name, secret in COMMON.items():
        ask("POST", f"{secrets}?secretId={name}", {"replication": {"automatic": {}}})
        for number, value in enumerate(secret["versions"], start=1):
            payload = {"data": base64.b64encode(value.encode()).decode()}
            ask("POST", f"{secrets}/{name}:addVersion", {"payload": payload})
            if "state" in secret:
                ask("POST", f"{secrets}/{name}/versions/{number}:{changes[secret['state']]}", {})


def checks(variables):
    drongo, fake = variables["TEST_GCP_DRONGO"], variables["TEST_GCP_FAKE"]
    key, wrong_key = variables["TEST_GCP_CREDENTIALS"], variables["TEST_GCP_WRONG_CREDENTIALS"]
    production = COMMON["shop-production"]["versions"]

    def is_value(value: str, found: tuple[str, bool]) -> None:
        assert found == (value, True), found

    def ours(name: str, version: str = "latest", **place: str) -> tuple[str, bool]:
        return access(fake, name, version, token=_token_for(key), **place)

    def is_corrupt() -> None:
        assert ours("shop-corrupt") == ("c4n4ry-gcp-corrupt", False)

    def of_machine(path: str, value: str) -> None:
        found = _metadata(fake, path)
        assert found == value, found

    def fails(status: int, status_name: str, retry_after: int | None = None) -> None:
        name = "many-098"
        failure = {"status": status, "times": 2, "retry_after": retry_after, "path": name}
        ask("POST", f"{fake}/_control/reset?path={name}")
        ask("POST", f"{fake}/_control/fail", failure)
        for _ in range(2):
            refused(f"{status} {status_name} retry after {retry_after}", lambda: ours(name))()
        is_value(f"c4n4ry-gcp-{name}", ours(name))
        heard = [request["status"] for request in ask("GET", f"{fake}/_control/requests?path={name}")]
        assert heard == [status, status, 200], heard

    yield "drongo, latest", lambda: is_value(production[1], access(drongo, "shop-production"))
    yield "drongo, by number", lambda: is_value(production[0], access(drongo, "shop-production", "1"))
    yield "drongo, disabled", refused("FAILED_PRECONDITION", lambda: access(drongo, "shop-disabled", "1"))
    yield "drongo, destroyed", refused("FAILED_PRECONDITION", lambda: access(drongo, "shop-destroyed", "1"))
    yield "drongo, missing", refused("404", lambda: access(drongo, "shop-missing"))
    yield "latest", lambda: is_value(production[1], ours("shop-production"))
    yield "by number", lambda: is_value(production[0], ours("shop-production", "1"))
    yield "by alias", lambda: is_value(production[0], ours("shop-production", "stable"))
    yield "regional", lambda: is_value(f"c4n4ry-gcp-plain-{REGION}", ours("shop-plain", region=REGION))
    yield "wrong checksum", is_corrupt
    yield "disabled", refused("400 FAILED_PRECONDITION", lambda: ours("shop-disabled"))
    yield "destroyed", refused("400 FAILED_PRECONDITION", lambda: ours("shop-destroyed", "1"))
    yield "denied", refused("403 PERMISSION_DENIED", lambda: ours("shop-denied"))
    yield "missing", refused("404 NOT_FOUND", lambda: ours("shop-missing"))
    yield "missing version", refused("404 NOT_FOUND", lambda: ours("shop-plain", "7"))
    yield "missing alias", refused("404 NOT_FOUND", lambda: ours("shop-production", "canary"))
    yield "missing in a region", refused("404 NOT_FOUND", lambda: ours("shop-SECRET_KEY", region=REGION))
    yield "no token is refused", refused("401 UNAUTHENTICATED", lambda: access(fake, "shop-plain"))
    yield "a made-up token is refused", refused(
        "401 UNAUTHENTICATED", lambda: access(fake, "shop-plain", token="ya29.made-up")
    )
    yield "what the key signed will do for a token", lambda: is_value(
        "c4n4ry-gcp-plain", access(fake, "shop-plain", token=_signed_by(key, {"scope": _SCOPE}))
    )
    yield "what another key signed will not", refused(
        "401 UNAUTHENTICATED", lambda: access(fake, "shop-plain", token=_signed_by(wrong_key, {"scope": _SCOPE}))
    )
    yield "no token for another key", refused("Invalid JWT Signature", lambda: _token_for(wrong_key))
    yield "token of the machine", lambda: is_value(
        "c4n4ry-gcp-plain", access(fake, "shop-plain", token=_machine_token(fake))
    )
    yield "project of the machine", lambda: of_machine("project/project-id", PROJECT)
    yield "account of the machine", lambda: of_machine("instance/service-accounts/default/email", ACCOUNT)
    yield "universe of the machine", lambda: of_machine("universe/universe-domain", "googleapis.com")
    yield "metadata without their header", refused(
        "403", lambda: ask("GET", f"{fake}/computeMetadata/v1/project/project-id")
    )
    yield "too many requests, with a time to wait", lambda: fails(429, "RESOURCE_EXHAUSTED", 1)
    yield "too many requests", lambda: fails(429, "RESOURCE_EXHAUSTED")
    yield "unavailable", lambda: fails(503, "UNAVAILABLE")


def access(server: str, name: str, version: str = "latest", *, region: str = "", token: str = "") -> tuple[str, bool]:
    """The value, and whether the checksum is that of it where the server gives one."""
    place = f"projects/{PROJECT}" + (f"/locations/{region}" if region else "")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = ask("GET", f"{server}/v1/{place}/secrets/{name}/versions/{version}:access", headers=headers)
    except Refused as refusal:
        status = refusal.answer["error"].get("status")
        raise ConnectionError(f"{refusal.status} {status} retry after {refusal.retry_after}") from refusal
    data = base64.b64decode(answer["payload"]["data"])
    return data.decode(), answer["payload"].get("dataCrc32c") in (None, str(_crc32c(data)))


def _crc32c(data: bytes) -> int:
    """The checksum of Castagnoli by division, so as not to ask the stand-in about itself."""
    # Bits come lowest first, and the first 32 of them upside down.
    bits = [byte >> place & 1 for byte in data for place in range(8)] + [0] * 32
    bits[:32] = [1 - bit for bit in bits[:32]]
    divisor = [int(bit) for bit in f"{0x1_1EDC_6F41:033b}"]
    for place in range(len(bits) - 32):
        if bits[place]:
            bits[place : place + 33] = [ours ^ theirs for ours, theirs in zip(bits[place:], divisor)]
    return int("".join(str(1 - bit) for bit in reversed(bits[-32:])), 2)


def _metadata(fake: str, path: str):
    return ask("GET", f"{fake}/computeMetadata/v1/{path}", headers={"Metadata-Flavor": "Google"})


def _machine_token(fake: str) -> str:
    return _metadata(fake, "instance/service-accounts/default/token")["access_token"]


def _token_for(credentials: str) -> str:
    token_uri = json.loads(Path(credentials).read_text())["token_uri"]
    assertion = _signed_by(credentials, {"scope": _SCOPE, "aud": token_uri})
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": assertion}
    return ask("POST", token_uri, urlencode(form))["access_token"]


def _signed_by(credentials: str, claims: dict[str, str]) -> str:
    """A JWT that the key of this file has signed."""
    account = json.loads(Path(credentials).read_text())
    now = int(time.time())
    whose = {"iss": account["client_email"], "sub": account["client_email"]}
    header = {"alg": "RS256", "typ": "JWT", "kid": account["private_key_id"]}
    parts = (header, {**whose, "iat": now, "exp": now + 3600, **claims})
    signed = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key.pem"
        key.write_text(account["private_key"])
        command = [install.program("openssl"), "dgst", "-sha256", "-sign", str(key)]
        signature = subprocess.run(command, input=signed.encode(), check=True, capture_output=True).stdout
    return f"{signed}.{_encoded(signature)}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
