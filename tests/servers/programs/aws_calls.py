"""Makes calls of AWS by boto3: reads them from stdin as a list in JSON, and writes the answers in the same order.

A call is [service, operation, arguments, whether to follow all pages]. An answer is {"answer": ..}, a list where there
are pages, or {"refused": what the error is called}. Bytes are {"base64": ..} in both.
"""

import argparse
import base64
import json
import sys
from collections.abc import Iterator

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def answer(client, operation: str, arguments: dict, is_paged: bool) -> dict:
    call = getattr(client, operation)
    try:
        return {"answer": list(pages(call, arguments)) if is_paged else call(**arguments)}
    except ClientError as error:
        return {"refused": error.response["Error"]["Code"]}
    except Exception as error:  # whatever boto3 makes of an answer, the other calls are made too
        return {"refused": repr(error)}


def pages(call, arguments: dict) -> Iterator[dict]:
    """All pages; boto3 itself does not know of every operation that it has some."""
    page = call(**arguments)
    yield page
    while "NextToken" in page:
        page = call(**arguments, NextToken=page["NextToken"])
        yield page


def to_bytes(value: dict) -> object:
    return base64.b64decode(value["base64"]) if value.keys() == {"base64"} else value


def from_bytes(value: object) -> object:
    # Everything else that JSON has no form for is a time.
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", required=True)
    parser.add_argument("--region", required=True)
    options = parser.parse_args()
    calls = json.load(sys.stdin, object_hook=to_bytes)
    # Neither implementation verifies a signature, but every client insists on making one.
    session = boto3.Session("AKIDEXAMPLE", "c4n4ry-access-key", region_name=options.region)
    # One that fails once is to be seen, not to be tried again; a proxy of the caller leads away from this machine.
    config = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=10, proxies={})
    services = {service for service, *_ in calls}
    clients = {service: session.client(service, endpoint_url=options.endpoint, config=config) for service in services}
    answers = [answer(clients[service], *call) for service, *call in calls]
    json.dump(answers, sys.stdout, default=from_bytes)


main()
