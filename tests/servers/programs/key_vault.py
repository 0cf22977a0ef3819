"""A stand-in of the secrets of Azure Key Vault, of Entra's endpoint for tokens, and of both endpoints that give tokens
to what runs at Azure: App Service's and that of virtual machines. Python's standard library alone.

The vault and Entra speak TLS, for Microsoft's clients take nothing less; the endpoints of the machine speak HTTP, as
they do at Azure.
"""

import argparse
import base64
import json
import re
import secrets
import ssl
import time
from pathlib import Path

from stand_in import Answer, Control, Request, Server, Service, serve

_RESOURCE = "https://vault.azure.net"
_TOKEN_SECONDS = 3600
_ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

# A page of the real service has no more.
_LONGEST_PAGE = 25

_SECRET = re.compile(r"/secrets/(?P<name>[0-9A-Za-z-]{1,127})(?:/(?P<version>[0-9a-z]*))?", re.ASCII)

_FAILURES = {
    429: ("Throttled", "Request was not processed because too many requests were received."),
    503: ("ServiceUnavailable", "The service is temporarily unavailable."),
}


class KeyVault(Service):
    store = "/secrets"

    def __init__(self, seed: dict) -> None:
        super().__init__()
        self._secrets: dict[str, dict] = seed["secrets"]
        self._tenant: str = seed["tenant"]
        self._client: str = seed["client"]
        self._client_secret: str = seed["client_secret"]
        self._assertion: str = seed["assertion"]
        self._identity: str = seed["identity"]
        self._identity_header: str = seed["identity_header"]
        self._born = int(time.time())

    def answer(self, request: Request) -> Answer:
        if request.path == "/identity/token":
            return self._give_token_to_app(request)
        if request.path == "/metadata/identity/oauth2/token":
            return self._give_token_to_machine(request)
        if request.path.rstrip("/") == self.store or request.path.startswith(f"{self.store}/"):
            return self._refusal(request) or self._read(request)
        tenant, _, rest = request.path.removeprefix("/").partition("/")
        if rest in ("v2.0/.well-known/openid-configuration", "oauth2/v2.0/token"):
            if tenant != self._tenant:
                return _entra_error(400, "invalid_request", 90002, f"Tenant '{tenant}' not found.")
            return self._give_token(request) if rest == "oauth2/v2.0/token" else self._discovery(request)
        return _error(404, "NotFound", "There is nothing here.")

    def failure(self, request: Request, status: int) -> Answer:
        code, message = _FAILURES.get(status, ("InternalServerError", "It fails on demand."))
        if request.path.startswith(self.store):
            return _error(status, code, message)
        return Answer(status, {"error": "temporarily_unavailable", "error_description": message})

    # Secrets.

    def _refusal(self, request: Request) -> Answer | None:
        """Why the request is not let in, if so; and where tokens are, which clients ask once without one to learn."""
        authority = f"https://login.microsoftonline.com/{self._tenant}"
        challenge = f'Bearer authorization="{authority}", resource="{_RESOURCE}"'
        if request.bearer is None:
            message = "AKV10000: Request is missing a Bearer or PoP token."
            return _error(401, "Unauthorized", message, headers={"WWW-Authenticate": challenge})
        audience = self.tokens.audience(request.bearer)
        if audience == _RESOURCE:
            return None
        message = (
            "AKV10032: Invalid issuer or token."
            if audience is None
            else f"AKV10022: Invalid audience. Expected {_RESOURCE}, found: {audience}."
        )
        challenge += f', error="invalid_token", error_description="{message}"'
        return _error(401, "Unauthorized", message, headers={"WWW-Authenticate": challenge})

    def _read(self, request: Request) -> Answer:
        if "api-version" not in request.query:
            return _error(400, "BadParameter", "api-version must be specified")
        if request.method != "GET":
            return _error(405, "MethodNotAllowed", "This stand-in can only be read.")
        vault = f"https://{request.headers.get('Host')}"
        path = request.path.rstrip("/")
        if path == self.store:
            return self._page(request, vault)
        asked = _SECRET.fullmatch(path)
        if asked is None:
            return _error(400, "BadParameter", "The request URI contains an invalid name.")
        name, secret = asked["name"], self._secrets.get(asked["name"])
        if secret is None:
            return _not_found(name)
        if secret.get("denied"):
            return self._denied(name)
        if asked["version"] == "versions":
            place = f"{vault}/secrets/{name}"
            versions = [self._described(secret, f"{place}/{version}") for version in secret["versions"]]
            return Answer(200, {"value": versions, "nextLink": None})
        return self._bundle(name, asked["version"], vault)

    def _bundle(self, name: str, version: str | None, vault: str) -> Answer:
        """One version of a secret with its value.

        `nbf` and `exp` keep nobody from it: they are there for whoever reads. The real service documents that
        (https://learn.microsoft.com/azure/key-vault/secrets/about-secrets, "Date-time controlled operations") and was
        seen to answer 200 (https://github.com/Azure/AzureKeyVault/issues/19), against what many a reader expects.
        """
        secret = self._secrets[name]
        version = version or list(secret["versions"])[-1]
        if version not in secret["versions"]:
            return _not_found(f"{name}/{version}")
        if not secret.get("enabled", True):
            # https://github.com/ansible-collections/azure/issues/1989 has the words.
            message = "Operation get is not allowed on a disabled secret."
            return _error(403, "Forbidden", message, inner="SecretDisabled")
        described = self._described(secret, f"{vault}/secrets/{name}/{version}")
        return Answer(200, {"value": secret["versions"][version], **described})

    def _described(self, secret: dict, url: str) -> dict[str, object]:
        attributes = {
            "enabled": secret.get("enabled", True),
            "created": self._born,
            "updated": self._born,
            "recoveryLevel": "Recoverable+Purgeable",
            "recoverableDays": 90,
            **{name: secret[name] for name in ("nbf", "exp") if name in secret},
        }
        content_type = {"contentType": secret["content_type"]} if "content_type" in secret else {}
        return {**content_type, "id": url, "attributes": attributes, "tags": {}}

    def _page(self, request: Request, vault: str) -> Answer:
        """Names without values; those that are disabled or denied among them."""
        size = request.query.get("maxresults", str(_LONGEST_PAGE))
        first = request.query.get("$skiptoken", "0")
        if not size.isdigit() or not 1 <= int(size) <= _LONGEST_PAGE or not first.isdigit():
            return _error(400, "BadParameter", f"maxresults is from 1 to {_LONGEST_PAGE}.")
        names, end = sorted(self._secrets), int(first) + int(size)
        page = [self._described(self._secrets[name], f"{vault}/secrets/{name}") for name in names[int(first) : end]]
        version = request.query["api-version"]
        following = f"{vault}/secrets?api-version={version}&$skiptoken={end}&maxresults={size}"
        return Answer(200, {"value": page, "nextLink": following if end < len(names) else None})

    def _denied(self, name: str) -> Answer:
        message = (
            "Caller is not authorized to perform action on resource.\r\nIf role assignments, deny assignments or role "
            "definitions were changed recently, please observe propagation time.\r\n"
            f"Caller: appid={self._client};iss=https://sts.windows.net/{self._tenant}/\r\n"
            "Action: 'Microsoft.KeyVault/vaults/secrets/getSecret/action'\r\n"
            f"Resource: '.../providers/microsoft.keyvault/vaults/myvault/secrets/{name}'\r\n"
            "Assignment: (not found)\r\nVault: myvault;location=westeurope\r\n"
        )
        return _error(403, "Forbidden", message, inner="ForbiddenByRbac")

    # Tokens.

    def _new_token(self, resource: str, subject: str) -> str:
        """It looks like those of Entra, of which some clients read the claims; what counts is that it was given out."""
        claims = {"aud": resource, "sub": subject, "exp": int(time.time()) + _TOKEN_SECONDS}
        parts = [json.dumps(part).encode() for part in ({"alg": "RS256", "typ": "JWT"}, claims)]
        parts.append(b"c4n4ry-" + secrets.token_bytes(24))
        token = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
        self.tokens.give(token, resource, _TOKEN_SECONDS)
        return token

    def _discovery(self, request: Request) -> Answer:
        entra = f"https://{request.headers.get('Host')}/{self._tenant}"
        endpoints = {
            "issuer": f"{entra}/v2.0",
            "authorization_endpoint": f"{entra}/oauth2/v2.0/authorize",
            "token_endpoint": f"{entra}/oauth2/v2.0/token",
        }
        return Answer(200, endpoints)

    def _give_token(self, request: Request) -> Answer:
        """For a client's secret, or for what somebody whom Entra trusts has stated about the client."""
        form = request.form
        if form.get("grant_type") != "client_credentials":
            return _entra_error(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
        if form.get("client_id") != self._client:
            message = f"Application with identifier '{form.get('client_id')}' was not found in the directory."
            return _entra_error(400, "unauthorized_client", 700016, message)
        if "client_assertion" in form:
            is_known = form["client_assertion"] == self._assertion
            is_trusted = is_known and form.get("client_assertion_type") == _ASSERTION_TYPE
            refusal = (700213, "No matching federated identity record found for presented assertion.")
        else:
            is_trusted = form.get("client_secret") == self._client_secret
            refusal = (7000215, "Invalid client secret provided.")
        if not is_trusted:
            return _entra_error(401, "invalid_client", *refusal)
        resource = form.get("scope", "").split(" ")[0].removesuffix("/.default")
        if not resource:
            return _entra_error(400, "invalid_scope", 70011, "The provided value for scope is not valid.")
        times = {"expires_in": _TOKEN_SECONDS - 1, "ext_expires_in": _TOKEN_SECONDS - 1}
        return Answer(200, {"token_type": "Bearer", **times, "access_token": self._new_token(resource, self._client)})

    def _give_token_to_app(self, request: Request) -> Answer:
        if request.headers.get("X-IDENTITY-HEADER") != self._identity_header:
            # The status of the real endpoint is not documented; clients only look whether it is 200.
            return Answer(401, {"statusCode": 401, "message": "The header X-IDENTITY-HEADER is missing or wrong."})
        return self._give_token_to_identity(request, _app_service_error)

    def _give_token_to_machine(self, request: Request) -> Answer:
        if request.headers.get("Metadata", "").lower() != "true":
            return _machine_error("Required metadata header not specified")
        return self._give_token_to_identity(request, _machine_error)

    def _give_token_to_identity(self, request: Request, error) -> Answer:
        resource = request.query.get("resource", "")
        if not resource or "api-version" not in request.query:
            return error("resource and api-version must be specified")
        if request.query.get("client_id", self._identity) != self._identity:
            return error("Identity not found")
        now = int(time.time())
        # Numbers are texts here.
        answer = {
            "access_token": self._new_token(resource, self._identity),
            "client_id": self._identity,
            "expires_in": str(_TOKEN_SECONDS),
            "expires_on": str(now + _TOKEN_SECONDS),
            "not_before": str(now),
            "resource": resource,
            "token_type": "Bearer",
        }
        return Answer(200, answer)


def _error(
    status: int, code: str, message: str, inner: str | None = None, headers: dict[str, str] | None = None
) -> Answer:
    error: dict[str, object] = {"code": code, "message": message}
    if inner is not None:
        error["innererror"] = {"code": inner}
    return Answer(status, {"error": error}, dict(headers or {}))


def _not_found(what: str) -> Answer:
    message = (
        f"A secret with (name/id) {what} was not found in this key vault. If you recently deleted this secret you may "
        "be able to recover it using the correct recovery command."
    )
    return _error(404, "SecretNotFound", message)


def _entra_error(status: int, error: str, number: int, message: str) -> Answer:
    description = f"AADSTS{number}: {message}"
    return Answer(status, {"error": error, "error_description": description, "error_codes": [number]})


def _app_service_error(message: str) -> Answer:
    return Answer(400, {"statusCode": 400, "message": message})


def _machine_error(message: str) -> Answer:
    return Answer(400, {"error": "invalid_request", "error_description": message})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True, help="of the vault and of Entra")
    parser.add_argument("--identity-port", type=int, required=True, help="of the machine's endpoints")
    for name in ("certificate", "key"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--seed", type=Path, required=True, help="JSON: secrets, and who may have a token for what")
    parser.add_argument("--account", help="whom to become once everything is open")
    options = parser.parse_args()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certificate, options.key)
    control = Control(KeyVault(json.loads(options.seed.read_text())))
    serve([Server(options.port, control, context), Server(options.identity_port, control)], options.account)


main()
