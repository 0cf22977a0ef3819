"""A stand-in of Google Secret Manager, of the endpoint that gives tokens for keys, and of a machine's metadata server.

It knows what drongo lacks: aliases, regions, checksums, permissions, tokens. Python's standard library alone.
"""

import argparse
import base64
import hashlib
import json
import re
import secrets
import time
from pathlib import Path

from stand_in import Answer, Control, Request, Server, Service, serve

_SCOPE = "https://www.googleapis.com/auth/cloud-platform"
_AUDIENCE = "https://secretmanager.googleapis.com/"
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_TOKEN_SECONDS = 3600
# Clocks differ; Google's clients date their assertions some seconds back.
_SKEW_SECONDS = 60

# What precedes a hash of SHA-256 where RSA signs it (RFC 8017, 9.2, note 1).
_SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")

_VERSION = re.compile(
    r"/v1/projects/(?P<project>[^/]+)(?:/locations/(?P<location>[^/]+))?"
    r"/secrets/(?P<secret>[\w-]+)/versions/(?P<version>[\w-]+):access",
    re.ASCII,
)

_STATUS_NAMES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


class Google(Service):
    store = "/v1/"

    def __init__(self, seed: dict, account: dict) -> None:
        super().__init__()
        self._project, self._number = seed["project"], seed["number"]
        # Location, which is empty for what is global -> name -> secret.
        self._secrets: dict[str, dict[str, dict]] = seed["secrets"]
        self._account = account

    def answer(self, request: Request) -> Answer:
        if request.path == "/token":
            return self._give_token_for_assertion(request)
        if request.path == "/" or request.path.startswith("/computeMetadata/"):
            return self._metadata(request)
        if request.path.startswith(self.store):
            return self._refusal(request) or self._access(request)
        return _error(404, "There is no such method.")

    def failure(self, request: Request, status: int) -> Answer:
        if request.path.startswith("/computeMetadata/"):
            return Answer(status, "The metadata server fails on demand.\n", {"Metadata-Flavor": "Google"})
        if status == 429:
            message = (
                "Quota exceeded for quota metric 'Access requests' and limit 'Access requests per minute' of service "
                f"'secretmanager.googleapis.com' for consumer 'project_number:{self._number}'."
            )
            return _error(status, message, reason="RATE_LIMIT_EXCEEDED")
        return _error(status, "The service is currently unavailable.")

    # Secrets.

    def _refusal(self, request: Request) -> Answer | None:
        """Why the request is not let in, if so."""
        expected = "Expected OAuth 2 access token, login cookie or other valid authentication credential."
        if request.bearer is None:
            message = f"Request is missing required authentication credential. {expected}"
            return _error(401, message, reason="CREDENTIALS_MISSING")
        # Some clients of Google's send what they signed with their key without asking for a token first.
        if self.tokens.audience(request.bearer) is None and self._flaw_of(request.bearer, _AUDIENCE) is not None:
            message = f"Request had invalid authentication credentials. {expected}"
            answer = _error(401, message, reason="ACCESS_TOKEN_TYPE_UNSUPPORTED")
            answer.headers["WWW-Authenticate"] = 'Bearer realm="https://accounts.google.com/", error="invalid_token"'
            return answer
        return None

    def _access(self, request: Request) -> Answer:
        asked = _VERSION.fullmatch(request.path)
        if asked is None or request.method != "GET":
            return _error(404, "There is no such method.")
        name, location = asked["secret"], asked["location"]
        secret = self._secrets.get(location or "", {}).get(name)
        if asked["project"] not in (self._project, self._number) or (secret and secret.get("denied")):
            resource = request.path.removeprefix(self.store).removesuffix(":access")
            denied = f"Permission 'secretmanager.versions.access' denied for resource '{resource}'"
            return _error(403, f"{denied} (or it may not exist).", reason="IAM_PERMISSION_DENIED")
        # Google names projects by number in what it answers, however they were asked for.
        place = f"projects/{self._number}" + (f"/locations/{location}" if location else "")
        if secret is None:
            return _error(404, f"Secret [{place}/secrets/{name}] not found or has no versions.")
        return _payload(secret, f"{place}/secrets/{name}/versions", asked["version"])

    # Tokens.

    def _give_token_for_assertion(self, request: Request) -> Answer:
        if request.form.get("grant_type") != _JWT_BEARER:
            return _oauth_error("unsupported_grant_type", f"Invalid grant_type: {request.form.get('grant_type')}")
        assertion = request.form.get("assertion", "")
        flaw = self._flaw_of(assertion, self._account["token_uri"])
        if flaw is not None:
            return _oauth_error("invalid_grant", flaw)
        if _SCOPE not in _claims_of(assertion).get("scope", "").split():
            return _oauth_error("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        return Answer(200, self._new_token())

    def _new_token(self) -> dict[str, object]:
        token = f"ya29.c4n4ry-{secrets.token_urlsafe(24)}"
        self.tokens.give(token, _AUDIENCE, _TOKEN_SECONDS)
        return {"access_token": token, "expires_in": _TOKEN_SECONDS - 1, "token_type": "Bearer"}

    def _flaw_of(self, assertion: str, audience: str) -> str | None:
        """What is wrong with a statement that the account should have signed, for this audience or for the scope."""
        signed, _, signature = assertion.rpartition(".")
        try:
            claims = _claims_of(assertion)
            is_signed = self._has_signed(signed.encode(), _decoded(signature))
        except (ValueError, IndexError):
            return "Invalid JWT: it cannot be read."
        if claims.get("iss") != self._account["client_email"]:
            return "Invalid grant: account not found"
        if not is_signed:
            return "Invalid JWT Signature."
        begin, end, now = claims.get("iat", 0), claims.get("exp", 0), time.time()
        if not (begin - _SKEW_SECONDS <= now < end <= begin + 3600 + _SKEW_SECONDS):
            return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
        # Only what is sent to the service itself may do with a scope in the audience's place.
        is_for_scope = audience == _AUDIENCE and claims.get("aud") is None and _SCOPE in claims.get("scope", "").split()
        return None if claims.get("aud") == audience or is_for_scope else "Invalid JWT: wrong audience."

    def _has_signed(self, text: bytes, signature: bytes) -> bool:
        """Whether the account's key made this signature of RS256, which is RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2)."""
        modulus, exponent = int(self._account["modulus"], 16), 65537
        length = (modulus.bit_length() + 7) // 8
        tail = b"\0" + _SHA256_PREFIX + hashlib.sha256(text).digest()
        expected = b"\0\1".ljust(length - len(tail), b"\xff") + tail
        return pow(int.from_bytes(signature), exponent, modulus) == int.from_bytes(expected)

    # The metadata server.

    def _metadata(self, request: Request) -> Answer:
        flavor = {"Metadata-Flavor": "Google"}
        if request.path == "/":
            # Clients that want to know where they are ask here, some of them without the header.
            return Answer(200, "computeMetadata/\n", flavor)
        if request.headers.get("Metadata-Flavor") != "Google":
            return Answer(403, "Missing Metadata-Flavor:Google header.\n", flavor)
        email = self._account["client_email"]
        answers = {
            "project/project-id": self._project,
            "project/numeric-project-id": self._number,
            "universe/universe-domain": "googleapis.com",
            "instance/service-accounts/default/": {"aliases": ["default"], "email": email, "scopes": [_SCOPE]},
            "instance/service-accounts/default/email": email,
            "instance/service-accounts/default/scopes": f"{_SCOPE}\n",
        }
        asked = request.path.removeprefix("/computeMetadata/v1/")
        if asked == "instance/service-accounts/default/token":
            return Answer(200, self._new_token(), flavor)
        if asked not in answers:
            return Answer(404, "There is no such entry.\n", flavor)
        return Answer(200, answers[asked], flavor)


def _payload(secret: dict, versions: str, asked: str) -> Answer:
    """One version of a secret. The latest is the one that was made last, and may be one that cannot be had."""
    number = str(len(secret["versions"]) if asked == "latest" else secret.get("aliases", {}).get(asked, asked))
    if not number.isdigit() or not 1 <= int(number) <= len(secret["versions"]):
        return _error(404, f"Secret Version [{versions}/{asked}] not found.")
    if "state" in secret:
        message = f"Secret Version [{versions}/{number}] is in {secret['state']} state."
        return _error(400, message, status="FAILED_PRECONDITION")
    data = secret["versions"][int(number) - 1].encode()
    checksum = crc32c(data) ^ (1 if secret.get("corrupt") else 0)
    # Whole numbers of 64 bits are texts in Google's JSON.
    payload = {"data": base64.b64encode(data).decode(), "dataCrc32c": str(checksum)}
    return Answer(200, {"name": f"{versions}/{number}", "payload": payload})


def crc32c(data: bytes) -> int:
    """The checksum of Castagnoli, bit by bit."""
    rest = 0xFFFF_FFFF
    for byte in data:
        rest ^= byte
        for _ in range(8):
            rest = rest >> 1 ^ (0x82F6_3B78 if rest & 1 else 0)
    return rest ^ 0xFFFF_FFFF


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _claims_of(assertion: str) -> dict:
    claims = json.loads(_decoded(assertion.split(".")[1]))
    if not isinstance(claims, dict):
        raise ValueError("claims are an object")
    return claims


def _error(code: int, message: str, reason: str | None = None, status: str | None = None) -> Answer:
    error = {"code": code, "message": message, "status": status or _STATUS_NAMES.get(code, "UNKNOWN")}
    if reason is not None:
        kind = "type.googleapis.com/google.rpc.ErrorInfo"
        error["details"] = [{"@type": kind, "reason": reason, "domain": "googleapis.com"}]
    return Answer(code, {"error": error})


def _oauth_error(error: str, description: str) -> Answer:
    return Answer(400, {"error": error, "error_description": description})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--seed", type=Path, required=True, help="JSON: project, number, secrets, account")
    parser.add_argument("--account", help="whom to become once everything is open")
    options = parser.parse_args()
    seed = json.loads(options.seed.read_text())
    serve([Server(options.port, Control(Google(seed, seed["account"])))], options.account)


main()
