"""Asks a vault by Microsoft's own SDK, as the judge of our stand-in. Needs azure-identity and azure-keyvault-secrets.

The variables of the harness come in as JSON. The outcome goes out as JSON; a failure as its text, with status 1.
"""

import argparse
import json
import os
import sys

from azure.core.exceptions import AzureError
from azure.identity import ClientSecretCredential, ManagedIdentityCredential, WorkloadIdentityCredential
from azure.keyvault.secrets import SecretClient


def credential_of(way: str, variables: dict[str, str]):
    given = {name.removeprefix("TEST_AZURE_"): value for name, value in variables.items()}
    if way == "app":
        os.environ |= {name: given[name] for name in ("IDENTITY_ENDPOINT", "IDENTITY_HEADER")}
        return ManagedIdentityCredential()
    if way == "machine":
        os.environ["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = given["IMDS_HOST"]
        return ManagedIdentityCredential()
    entra = {
        "tenant_id": given["TENANT_ID"],
        "client_id": given["CLIENT_ID"],
        "authority": given["AUTHORITY"],
        "connection_verify": variables["TEST_CA_FILE"],
        # Otherwise Microsoft is asked whether it knows this authority.
        "disable_instance_discovery": True,
    }
    if way == "workload":
        return WorkloadIdentityCredential(token_file_path=given["FEDERATED_TOKEN_FILE"], **entra)
    return ClientSecretCredential(client_secret=given["CLIENT_SECRET"], **entra)


def ask(options: argparse.Namespace, client: SecretClient) -> object:
    if options.command == "list":
        pages = client.list_properties_of_secrets(max_page_size=options.page_size).by_page()
        return [[secret.name for secret in page] for page in pages]
    if options.command == "versions":
        return [secret.version for secret in client.list_properties_of_secret_versions(options.name)]
    secret = client.get_secret(options.name, options.version)
    window = [moment and moment.timestamp() for moment in (secret.properties.not_before, secret.properties.expires_on)]
    return {
        "value": secret.value,
        "version": secret.properties.version,
        "window": window,
        "type": secret.properties.content_type,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("get", "versions", "list"))
    parser.add_argument("name", nargs="?")
    parser.add_argument("version", nargs="?")
    parser.add_argument("--credential", choices=("secret", "workload", "app", "machine"), default="secret")
    parser.add_argument("--page-size", type=int, default=25)
    options = parser.parse_args()
    variables = json.load(sys.stdin)
    client = SecretClient(
        variables["TEST_AZURE_VAULT_URL"],
        credential_of(options.credential, variables),
        connection_verify=variables["TEST_CA_FILE"],
        # `localhost` does not lie below vault.azure.net.
        verify_challenge_resource=False,
    )
    try:
        print(json.dumps(ask(options, client)))
    except AzureError as error:
        sys.exit(f"{getattr(error, 'status_code', None)} {error}")


main()
