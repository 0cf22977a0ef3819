"""A certificate authority for one instance of the servers, made anew each time and gone with it."""

import subprocess
from pathlib import Path

from . import users

# The host names that the servers' certificate is for. 127.0.0.1 is left out on purpose: a client that connects by
# address and verifies the name has to fail.
HOST_NAMES = ["localhost", "myvault.vault.azure.net"]

# An own configuration: the one of the system may add extensions, or be missing.
_OPENSSL_CONFIG = f"""\
[req]
distinguished_name = subject
prompt = no
[subject]
CN = ${{ENV::CERTIFICATE_NAME}}
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = {", ".join(f"DNS:{name}" for name in HOST_NAMES)}
"""


class Tls:
    """The files of one instance: made by `create`, otherwise where they would be."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.ca = folder / "ca.pem"
        self.other_ca = folder / "other-ca.pem"
        self.certificate = folder / "server.pem"
        self.key = folder / "server.key"

    def create(self) -> None:
        if self.key.exists():
            return
        self.folder.mkdir(exist_ok=True)
        (self.folder / "openssl.cnf").write_text(_OPENSSL_CONFIG)
        ca_key, other_key = self.folder / "ca.key", self.folder / "other-ca.key"
        self._issue("Tactful tests", "authority", self.ca, ca_key)
        self._issue("Tactful tests, which signed nothing", "authority", self.other_ca, other_key)
        self._issue("localhost", "server", self.certificate, self.key, "-CA", str(self.ca), "-CAkey", str(ca_key))
        # Nothing else is ever signed.
        ca_key.unlink()
        other_key.unlink()
        # PostgreSQL refuses a key that anybody but its own account can read.
        self.key.chmod(0o600)
        users.hand_over(self.key)

    def _issue(self, name: str, extensions: str, certificate: Path, key: Path, *signed_by: str) -> None:
        command = ["openssl", "req", "-x509", "-config", "openssl.cnf", "-extensions", extensions, "-days", "30"]
        command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command += ["-keyout", str(key), "-out", str(certificate), *signed_by]
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "CERTIFICATE_NAME": name}
        subprocess.run(command, cwd=self.folder, env=environment, check=True, capture_output=True, text=True)
