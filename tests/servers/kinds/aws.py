"""What the kinds that stand in for AWS share: Secrets Manager, Parameter Store and STS, seeded and asked the same."""

import base64
import functools
import json
import os
import signal
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from harness import HarnessError, ports, users
from harness.checking import run
from harness.processes import Process, until

from .vault import document

# Secrets live in one region, and the others have never heard of them.
REGION = "eu-west-1"

# AWS tells versions apart so, and lets whoever writes one choose.
PREVIOUS_ID = "c4n4ry00-0000-4000-8000-000000000001"
CURRENT_ID = "c4n4ry00-0000-4000-8000-000000000002"

BINARY = b"\xff\x00\xfec4n4ry-binary\x80"
LABEL = "release"

_MANY = 100
_PROGRAMS = Path(__file__).parent.parent / "programs"


class Call(NamedTuple):
    """One of AWS, as boto3 names it."""

    service: str
    operation: str
    arguments: dict[str, Any]
    is_paged: bool = False


# Starting.


def start(instance, implementation: str) -> dict[str, str]:
    folder, port = instance.folder_for(implementation), ports.free()
    command = [instance.python.executable, "-B", _PROGRAMS / "aws_server.py", implementation]
    command += ["--port", str(port), "--folder", folder]
    if users.IS_ROOT:
        command += ["--account", users.NAME]
    server = instance.spawn(implementation, *command, as_caller=True)
    instance.wait_until_ready(implementation, server, lambda: _is_open(port))
    endpoint, python = f"http://127.0.0.1:{port}", str(instance.python.executable)
    seed = list(_seed())
    for call, answer in zip(seed, ask(python, endpoint, seed), strict=True):
        if "answer" not in answer:
            raise HarnessError(f"{implementation} refused {call}: {answer}\n{instance.end_of_log(implementation)}")
    if users.IS_ROOT:
        _hand_over(server, python, endpoint)
    return {
        f"TEST_AWS_{implementation.upper()}": endpoint,
        "TEST_AWS_REGION": REGION,
        "TEST_AWS_STAGED_PREVIOUS_ID": PREVIOUS_ID,
        "TEST_AWS_STAGED_CURRENT_ID": CURRENT_ID,
        # It has boto3. The kind `python` says the same.
        "TEST_PYTHON": python,
    }


def _hand_over(server: Process, python: str, endpoint: str) -> None:
    """Lets a server change over to the servers' account, once it has loaded what it takes to answer."""
    ask(python, endpoint, _questions())
    os.kill(server.pid, signal.SIGUSR1)
    changed = until(lambda: f"\nUid:\t{users.NUMBER}\t" in Path(f"/proc/{server.pid}/status").read_text())
    if not changed:
        raise HarnessError(f"{server.name} does not change over to {users.NAME}")


def _is_open(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return True


def ask(python: str, endpoint: str, calls: Iterable[Call]) -> list[dict[str, Any]]:
    """Makes calls in one go, for boto3 takes its time to load."""
    command = [python, "-B", _PROGRAMS / "aws_calls.py", "--endpoint", endpoint, "--region", REGION]
    return json.loads(run(command, text=json.dumps(list(calls))))


# What there is to read.


def _seed() -> Iterable[Call]:
    for name in ("production", "staging"):
        yield _new_secret(f"shop/{name}", json.dumps(document(name)))
    yield _new_secret("shop/plain", "c4n4ry-plain")
    yield Call("secretsmanager", "create_secret", {"Name": "shop/binary", "SecretBinary": _in_json(BINARY)})
    # ministack gives a secret's first version an identity of its own making, whatever it was asked for.
    yield _new_secret("shop/staged", "c4n4ry-oldest")
    yield _new_version("shop/staged", "c4n4ry-previous", PREVIOUS_ID)
    yield _new_version("shop/staged", "c4n4ry-current", CURRENT_ID)
    yield _new_secret("gone/deleted", "c4n4ry-gone")
    yield Call("secretsmanager", "delete_secret", {"SecretId": "gone/deleted"})
    for name, value in _members("production"):
        yield _new_secret(f"each/production/{name}", value)
        yield _new_parameter(f"/shop/production/{name}", value, is_secret="KEY" in name.upper())
    for number in range(1, 4):
        yield _new_parameter("/shop/versions", f"c4n4ry-version-{number}", is_secret=False)
    label = {"Name": "/shop/versions", "ParameterVersion": 2, "Labels": [LABEL]}
    yield Call("ssm", "label_parameter_version", label)
    for number in range(_MANY):
        yield _new_secret(f"many/{number:03}", _one_of_many(number))
        yield _new_parameter(f"/many/{number:03}", _one_of_many(number), is_secret=True)
        yield _new_secret(f"keys/KEY_{number:03}", _one_of_many(number))
    in_one = {f"KEY_{number:03}": _one_of_many(number) for number in range(_MANY)}
    yield _new_secret("many-in-one", json.dumps(in_one))
    for count in (1, 10, _MANY):
        for number in range(count):
            yield _new_parameter(f"/keys/{count}/KEY_{number:03}", _one_of_many(number), is_secret=True)


def _members(name: str) -> Iterable[tuple[str, str]]:
    """The document in parts: nobody but JSON knows another type than text."""
    for key, value in document(name).items():
        if isinstance(value, dict):
            yield from ((f"{key}/{inner}", str(text)) for inner, text in value.items())
        else:
            yield key, str(value)


def _one_of_many(number: int) -> str:
    return f"canary-c4n4ry-{number:03}"


def _in_json(content: bytes) -> dict[str, str]:
    return {"base64": base64.b64encode(content).decode()}


def _new_secret(name: str, value: str) -> Call:
    return Call("secretsmanager", "create_secret", {"Name": name, "SecretString": value})


def _new_version(name: str, value: str, version: str) -> Call:
    arguments = {"SecretId": name, "SecretString": value, "ClientRequestToken": version}
    return Call("secretsmanager", "put_secret_value", arguments)


def _new_parameter(name: str, value: str, *, is_secret: bool) -> Call:
    kind = "SecureString" if is_secret else "String"
    return Call("ssm", "put_parameter", {"Name": name, "Value": value, "Type": kind, "Overwrite": True})


# Checking.


def checks(python: str, endpoint: str):
    answered = functools.cache(lambda: ask(python, endpoint, _questions()))

    def is_right(number: int, expected: object, of: Callable[[Any], object]) -> None:
        answer = answered()[number]
        assert "answer" in answer, answer
        found = of(answer["answer"])
        assert found == expected, f"{str(found)[:200]} instead of {str(expected)[:200]}"

    def is_refused(number: int, code: str) -> None:
        answer = answered()[number]
        assert answer == {"refused": code}, answer

    for number, (what, _, (of, expected)) in enumerate(_RIGHT):
        yield what, lambda number=number, of=of, expected=expected: is_right(number, expected, of)
    for number, (what, _, code) in enumerate(_REFUSED, start=len(_RIGHT)):
        yield f"{what} is refused", lambda number=number, code=code: is_refused(number, code)


def _questions() -> list[Call]:
    return [call for _, call, _ in [*_RIGHT, *_REFUSED]]


def _secret(name: str, **which: str) -> Call:
    return Call("secretsmanager", "get_secret_value", {"SecretId": name} | which)


def _secrets(names: list[str]) -> Call:
    return Call("secretsmanager", "batch_get_secret_value", {"SecretIdList": names})


def _secrets_below(prefix: str) -> Call:
    filters = [{"Key": "name", "Values": [prefix]}]
    return Call("secretsmanager", "batch_get_secret_value", {"Filters": filters, "MaxResults": 20}, is_paged=True)


def _parameter(name: str) -> Call:
    return Call("ssm", "get_parameter", {"Name": name, "WithDecryption": True})


def _parameters(names: list[str]) -> Call:
    return Call("ssm", "get_parameters", {"Names": names, "WithDecryption": True})


def _parameters_below(path: str) -> Call:
    arguments = {"Path": path, "Recursive": True, "WithDecryption": True, "MaxResults": 10}
    return Call("ssm", "get_parameters_by_path", arguments, is_paged=True)


def _value_of_secret(answer) -> str:
    return answer["SecretString"]


def _value_of_parameter(answer) -> str:
    return answer["Parameter"]["Value"]


def _values_of_secrets(answer) -> dict[str, str]:
    return {secret["Name"]: secret["SecretString"] for secret in answer["SecretValues"]}


def _values_of_parameters(answer) -> dict[str, str]:
    return {parameter["Name"]: parameter["Value"] for parameter in answer["Parameters"]}


def _values_of_pages(answer) -> dict[str, str]:
    values: dict[str, str] = {}
    for page in answer:
        values |= _values_of_parameters(page) if "Parameters" in page else _values_of_secrets(page)
    return values


_ROLE = {
    "RoleArn": "arn:aws:iam::123456789012:role/shop",
    "RoleSessionName": "shop",
    # A signed token that nobody verifies.
    "WebIdentityToken": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJjNG40cnkifQ.c4n4ry",
}

_FIRST_FEW = range(10)

# What is asked, and what comes of it: what is taken from the answer, and what it has to be.
_RIGHT: list[tuple[str, Call, tuple[Callable[[Any], object], object]]] = [
    (
        "a secret in JSON",
        _secret("shop/production"),
        (lambda answer: json.loads(answer["SecretString"]), document("production")),
    ),
    ("a secret of plain text", _secret("shop/plain"), (_value_of_secret, "c4n4ry-plain")),
    (
        "a secret of bytes",
        _secret("shop/binary"),
        (lambda answer: (answer["SecretBinary"], "SecretString" in answer), (_in_json(BINARY), False)),
    ),
    ("a secret for each member", _secret("each/production/max_connections"), (_value_of_secret, "40")),
    ("current version", _secret("shop/staged"), (_value_of_secret, "c4n4ry-current")),
    (
        "version by stage",
        _secret("shop/staged", VersionStage="AWSPREVIOUS"),
        (lambda answer: (answer["SecretString"], answer["VersionId"]), ("c4n4ry-previous", PREVIOUS_ID)),
    ),
    (
        "version by identity",
        _secret("shop/staged", VersionId=CURRENT_ID),
        (lambda answer: (answer["SecretString"], answer["VersionStages"]), ("c4n4ry-current", ["AWSCURRENT"])),
    ),
    (
        "several secrets in one call",
        _secrets([f"many/{number:03}" for number in _FIRST_FEW]),
        (_values_of_secrets, {f"many/{number:03}": _one_of_many(number) for number in _FIRST_FEW}),
    ),
    (
        "a missing one among several",
        _secrets(["shop/plain", "shop/missing"]),
        (
            lambda answer: (len(answer["SecretValues"]), [error["ErrorCode"] for error in answer["Errors"]]),
            (1, ["ResourceNotFoundException"]),
        ),
    ),
    (
        # ministack makes no pages here, and moto an empty last one.
        "all secrets below a prefix",
        _secrets_below("many/"),
        (_values_of_pages, {f"many/{number:03}": _one_of_many(number) for number in range(_MANY)}),
    ),
    (
        "a secret parameter",
        _parameter("/shop/production/SECRET_KEY"),
        (
            lambda answer: (answer["Parameter"]["Type"], answer["Parameter"]["Value"]),
            ("SecureString", "c4n4ry-production"),
        ),
    ),
    ("a parameter of plain text", _parameter("/shop/production/max_connections"), (_value_of_parameter, "40")),
    ("latest version", _parameter("/shop/versions"), (_value_of_parameter, "c4n4ry-version-3")),
    ("version by number", _parameter("/shop/versions:1"), (_value_of_parameter, "c4n4ry-version-1")),
    ("version by label", _parameter(f"/shop/versions:{LABEL}"), (_value_of_parameter, "c4n4ry-version-2")),
    (
        "several parameters in one call",
        _parameters([f"/many/{number:03}" for number in _FIRST_FEW]),
        (_values_of_parameters, {f"/many/{number:03}": _one_of_many(number) for number in _FIRST_FEW}),
    ),
    (
        "a missing parameter among several",
        _parameters(["/shop/versions", "/shop/missing"]),
        (lambda answer: answer["InvalidParameters"], ["/shop/missing"]),
    ),
    (
        "parameters below a path",
        _parameters_below("/shop/production"),
        (_values_of_pages, {f"/shop/production/{name}": value for name, value in _members("production")}),
    ),
    (
        "many parameters below a path, in pages",
        _parameters_below("/many/"),
        (
            lambda answer: (len(answer) >= 10, _values_of_pages(answer)),
            (True, {f"/many/{number:03}": _one_of_many(number) for number in range(_MANY)}),
        ),
    ),
    (
        "a role by the identity of another",
        Call("sts", "assume_role_with_web_identity", _ROLE),
        (
            lambda answer: sorted(answer["Credentials"]),
            ["AccessKeyId", "Expiration", "SecretAccessKey", "SessionToken"],
        ),
    ),
]

# What is asked, and the code of the refusal.
_REFUSED: list[tuple[str, Call, str]] = [
    ("a missing secret", _secret("shop/missing"), "ResourceNotFoundException"),
    ("a missing stage", _secret("shop/staged", VersionStage="AWSPENDING"), "ResourceNotFoundException"),
    ("a secret that waits for its deletion", _secret("gone/deleted"), "InvalidRequestException"),
    ("a missing parameter", _parameter("/shop/missing"), "ParameterNotFound"),
    ("a missing version of a parameter", _parameter("/shop/versions:9"), "ParameterVersionNotFound"),
]
