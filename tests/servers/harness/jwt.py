"""Signed tokens (JWT, RS256), by the command line of OpenSSL."""

import base64
import json
import subprocess
from pathlib import Path


class Signer:
    """A pair of keys of its own, made anew."""

    def __init__(self, folder: Path):
        self._key = folder / "jwt.key"
        _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self._key)
        self.public_key = _openssl("pkey", "-in", self._key, "-pubout").decode()

    def sign(self, claims: dict[str, object]) -> str:
        signed = ".".join(_encoded(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT"}, claims))
        return f"{signed}.{_encoded(_openssl('dgst', '-sha256', '-sign', self._key, text=signed.encode()))}"


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _openssl(*words: str | Path, text: bytes = b"") -> bytes:
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    return subprocess.run(["openssl", *words], input=text, env=environment, check=True, capture_output=True).stdout
