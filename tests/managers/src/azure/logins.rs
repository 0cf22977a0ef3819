//! Who asks: every way to log in, and what is told when it fails.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use tactful::{AzureKeyVault, ExposeSecret};
use tactful_faults::{Answer, Certificates, FaultServer};

use super::stand_in::{lent, options};
use super::{detail, document, follow};
use crate::servers::offered;

/// The vault and nobody to ask it; then these.
fn with(more: &[(&'static str, &str)]) -> Option<Vec<(&'static str, String)>> {
    let mut options = options()?;
    options.retain(|(name, _)| matches!(*name, "AZURE_VAULT_URL" | "AZURE_AUTHORITY_HOST" | "AZURE_CA_BUNDLE"));
    options.extend(more.iter().map(|(name, value)| {
        let value = if value.starts_with("TEST_") { offered(value).unwrap() } else { (*value).to_owned() };
        (*name, value)
    }));
    Some(options)
}

const TENANT: (&str, &str) = ("AZURE_TENANT_ID", "TEST_AZURE_TENANT_ID");
const CLIENT: (&str, &str) = ("AZURE_CLIENT_ID", "TEST_AZURE_CLIENT_ID");
const SECRET: (&str, &str) = ("AZURE_CLIENT_SECRET", "TEST_AZURE_CLIENT_SECRET");
const WORKLOAD: (&str, &str) = ("AZURE_FEDERATED_TOKEN_FILE", "TEST_AZURE_FEDERATED_TOKEN_FILE");
const APP: (&str, &str) = ("IDENTITY_ENDPOINT", "TEST_AZURE_IDENTITY_ENDPOINT");
const HEADER: (&str, &str) = ("IDENTITY_HEADER", "TEST_AZURE_IDENTITY_HEADER");
const MACHINE: (&str, &str) = ("AZURE_POD_IDENTITY_AUTHORITY_HOST", "TEST_AZURE_IMDS_HOST");
const IDENTITY: (&str, &str) = ("AZURE_CLIENT_ID", "TEST_AZURE_IDENTITY_CLIENT_ID");

#[test]
fn every_way_to_log_in() {
    for login in [
        &[TENANT, CLIENT, SECRET][..],
        &[TENANT, CLIENT, WORKLOAD],
        &[APP, HEADER],
        &[APP, HEADER, IDENTITY],
        &[MACHINE],
        &[MACHINE, IDENTITY],
        // More than one: the choice is the operator's.
        &[TENANT, CLIENT, SECRET, WORKLOAD, ("AZURE_TOKEN_CREDENTIALS", "WorkloadIdentityCredential")],
        &[TENANT, SECRET, IDENTITY, MACHINE, ("AZURE_TOKEN_CREDENTIALS", "managedidentitycredential")],
    ] {
        let Some(options) = with(login) else { return };
        let one = follow("ref+azurekeyvault:///SECRET-KEY", &lent(&options))
            .unwrap_or_else(|error| panic!("{login:?}: {error}"));
        assert_eq!(one.key.expose_secret(), "c4n4ry-azure-secret-key");
    }
    let Some(options) = with(&[TENANT, CLIENT, WORKLOAD, MACHINE]) else { return };
    assert!(document(AzureKeyVault::document("shop").workload_identity(), &lent(&options)).is_ok());
    let Some(options) = with(&[MACHINE]) else { return };
    assert!(document(AzureKeyVault::document("shop").managed_identity(), &lent(&options)).is_ok());
}

#[test]
fn logins_that_fail_say_what_to_do() {
    const OTHER: &str = "99999999-0000-0000-0000-000000000000";
    let rows: [(&[(&'static str, &str)], &str, &str, &str); 15] = [
        (
            &[TENANT, CLIENT, ("AZURE_CLIENT_SECRET", "c4n4ry-wrong")],
            "unauthenticated",
            "does not accept the client secret (AADSTS7000215)",
            "credential reset --id 66666666",
        ),
        (
            &[TENANT, ("AZURE_CLIENT_ID", OTHER), SECRET],
            "unauthenticated",
            "no such application (AADSTS700016)",
            "AZURE_CLIENT_ID",
        ),
        (
            &[("AZURE_TENANT_ID", OTHER), CLIENT, SECRET],
            "unauthenticated",
            "no such tenant (AADSTS90002)",
            "az account show",
        ),
        (
            &[TENANT, CLIENT, ("AZURE_FEDERATED_TOKEN_FILE", "TEST_CA_FILE")],
            "unauthenticated",
            "token of this workload (AADSTS700213)",
            "federated-credential list",
        ),
        (
            &[TENANT, CLIENT, ("AZURE_FEDERATED_TOKEN_FILE", "/nowhere/token")],
            "misconfigured",
            "/nowhere/token, which does not exist",
            "azure.workload.identity/use",
        ),
        (
            &[APP, ("IDENTITY_HEADER", "c4n4ry-wrong")],
            "unauthenticated",
            "App Service gives no token: 401",
            "do not copy them",
        ),
        (
            &[MACHINE, ("AZURE_CLIENT_ID", OTHER)],
            "unauthenticated",
            "the identity service of the machine knows no such identity",
            "az vm identity assign",
        ),
        (&[], "unauthenticated", "no login is configured", "az login"),
        (&[SECRET], "misconfigured", "AZURE_TENANT_ID is not set", "a client secret needs"),
        (&[TENANT, SECRET], "misconfigured", "AZURE_CLIENT_ID is not set", "a client secret needs"),
        (
            &[("AZURE_TENANT_ID", "a/../b"), CLIENT, SECRET],
            "misconfigured",
            "AZURE_TENANT_ID is neither",
            "az account show",
        ),
        (&[APP], "misconfigured", "IDENTITY_HEADER is not", "Azure Arc"),
        (
            &[("IDENTITY_ENDPOINT", "http://example.com/token"), HEADER],
            "misconfigured",
            "IDENTITY_ENDPOINT is http://",
            "https://",
        ),
        (
            &[("AZURE_TOKEN_CREDENTIALS", "c4n4ry")],
            "misconfigured",
            "names no way to log in",
            "ManagedIdentityCredential",
        ),
        (
            &[TENANT, CLIENT, SECRET, ("AZURE_AUTHORITY_HOST", "http://login.example.com")],
            "misconfigured",
            "AZURE_AUTHORITY_HOST is http://",
            "https://",
        ),
    ];
    for (login, kind, clause, help) in rows {
        let Some(options) = with(login) else { return };
        let mut options = options;
        if let Some(last) = login.iter().find(|(name, _)| *name == "AZURE_AUTHORITY_HOST") {
            options.retain(|(name, value)| *name != "AZURE_AUTHORITY_HOST" || value == last.1);
        }
        let error = follow("ref+azurekeyvault:///SECRET-KEY", &lent(&options)).unwrap_err();
        let (own, text) = detail(&error);
        println!("{text}\n");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(own, kind, "{text}");
        assert!(text.contains(clause) && text.contains(help), "{text}");
    }
}

/// `az` of a folder that only this load has in its `PATH`; a vault that takes whatever it gives.
#[test]
fn developers_are_logged_in_by_their_tools() {
    let certificates = Certificates::new().unwrap();
    let server = FaultServer::tls(&certificates.good().certificate_pem, &certificates.good().key_pem).unwrap();
    server.respond(|request| match request.header("authorization") {
        Some("Bearer c4n4ry-from-az") => Answer::json(r#"{"value": "c4n4ry-value", "id": "https://x/secrets/a/1"}"#),
        _ => Answer::unauthorized()
            .header("www-authenticate", r#"Bearer authorization="x", resource="https://vault.azure.net""#),
    });
    let folder = tempfile::tempdir().unwrap();
    let ca = certificates.ca_pem_file().to_str().unwrap();
    let url = server.url("");
    let pairs = [
        ("AZURE_VAULT_URL", url.as_str()),
        ("AZURE_CA_BUNDLE", ca),
        ("AZURE_TOKEN_CREDENTIALS", "dev"),
        ("PATH", folder.path().to_str().unwrap()),
    ];
    let error = follow("ref+azurekeyvault:///a", &pairs).unwrap_err();
    let (kind, text) = detail(&error);
    assert!(kind == "unauthenticated" && text.contains("neither az nor azd gives a token"), "{text}");

    let script = folder.path().join("az");
    let token = r#"{"accessToken": "c4n4ry-from-az", "expires_on": 4102444800, "tokenType": "Bearer"}"#;
    fs::write(&script, format!("#!/bin/sh\necho '{token}'\n")).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(follow("ref+azurekeyvault:///a", &pairs).unwrap().key.expose_secret(), "c4n4ry-value");
}
