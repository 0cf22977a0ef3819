//! Who asks: every way to log in, and what is told when it fails.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

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
#[allow(clippy::type_complexity, reason = "a table")]
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
        (&[], "misconfigured", "no login is configured", "az login"),
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
            "IDENTITY_ENDPOINT is plain http://",
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
            "AZURE_AUTHORITY_HOST is plain http://",
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

/// A vault that takes this token alone.
fn vault_for(token: &'static str) -> (Certificates, FaultServer) {
    let certificates = Certificates::new().unwrap();
    let server = FaultServer::tls(&certificates.good().certificate_pem, &certificates.good().key_pem).unwrap();
    server.respond(move |request| match request.header("authorization") {
        Some(own) if own == format!("Bearer {token}") => Answer::json(r#"{"value": "c4n4ry-value"}"#),
        _ => Answer::unauthorized()
            .header("www-authenticate", r#"Bearer authorization="x", resource="https://vault.azure.net""#),
    });
    (certificates, server)
}

/// A folder with a program `az` that prints a token.
fn folder_of_az(token: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("az");
    let answer = format!(r#"{{"accessToken": "{token}", "expires_on": 4102444800, "tokenType": "Bearer"}}"#);
    fs::write(&script, format!("#!/bin/sh\necho '{answer}'\n")).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

#[test]
fn developers_are_logged_in_by_their_tools() {
    let (certificates, server) = vault_for("c4n4ry-from-az");
    let url = server.url("");
    let ask = |path: &Path, login: &'static str| {
        let ca = certificates.ca_pem_file().to_str().unwrap();
        let pairs = [("AZURE_VAULT_URL", url.as_str()), ("AZURE_CA_BUNDLE", ca), ("AZURE_TOKEN_CREDENTIALS", login)];
        let path = ("PATH", path.to_str().unwrap());
        follow("ref+azurekeyvault:///a", &pairs.into_iter().chain([path]).collect::<Vec<_>>())
    };
    let empty = tempfile::tempdir().unwrap();
    let (kind, text) = detail(&ask(empty.path(), "dev").unwrap_err());
    assert!(kind == "unauthenticated" && text.contains("neither az nor azd gives a token"), "{text}");
    let folder = folder_of_az("c4n4ry-from-az");
    for login in ["dev", "AzureCliCredential"] {
        assert_eq!(ask(folder.path(), login).unwrap().key.expose_secret(), "c4n4ry-value");
    }
    let (kind, text) = detail(&ask(folder.path(), "AzureDeveloperCliCredential").unwrap_err());
    assert!(kind == "unauthenticated" && text.contains("azd gives no token"), "{text}");
}

/// Where nothing is set, the machine is asked before the developer.
#[test]
fn a_machine_outranks_its_developer() {
    let folder = folder_of_az("c4n4ry-from-az");
    let ask = |token, machine: Option<Answer>, login| {
        let (certificates, server) = vault_for(token);
        let service = FaultServer::start().unwrap();
        // A port that nobody listens at any more.
        let mut host = format!("http://{}", FaultServer::start().unwrap().addr());
        if let Some(answer) = machine {
            service.always(answer);
            host = format!("http://{}", service.addr());
        }
        let pairs = [
            ("AZURE_VAULT_URL", server.url("")),
            ("AZURE_CA_BUNDLE", certificates.ca_pem_file().to_str().unwrap().to_owned()),
            ("AZURE_POD_IDENTITY_AUTHORITY_HOST", host),
            ("AZURE_TOKEN_CREDENTIALS", String::from(login)),
            ("PATH", folder.path().to_str().unwrap().to_owned()),
        ];
        follow("ref+azurekeyvault:///a", &lent(&pairs))
    };
    let token = r#"{"access_token": "c4n4ry-from-imds", "expires_on": "4102444800"}"#;
    assert!(ask("c4n4ry-from-imds", Some(Answer::json(token)), "").is_ok());
    assert!(ask("c4n4ry-from-az", Some(Answer::new(400)), "").is_ok());
    assert!(ask("c4n4ry-from-az", None, "").is_ok());
    for (machine, kind, clause) in [
        (None, "unauthenticated", "no login: this machine has no identity at Azure"),
        // It has several, or none of this client id.
        (Some(Answer::new(400)), "unauthenticated", "knows no such identity"),
        // It is one of Azure, and will have its identity soon.
        (Some(Answer::new(410)), "unavailable", "the identity service of the machine answers 410"),
    ] {
        let (own, text) = detail(&ask("c4n4ry-from-az", machine, "prod").unwrap_err());
        assert!(own == kind && text.contains(clause), "{text}");
    }
}
