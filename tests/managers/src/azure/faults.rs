//! Vaults that fail in ways of which no stand-in is capable.

use std::time::Duration;

use tactful::{AzureKeyVault, Context, ExposeSecret, LoadError, Settings};
use tactful_faults::{Answer, Certificates, FaultServer, Identity, Request};

use super::{One, detail, follow};

const TOKEN: &str = r#"{"access_token": "c4n4ry-token", "expires_in": 3599}"#;
const SECRET: &str =
    r#"{"value": "c4n4ry-value", "id": "https://x/secrets/key/0123", "attributes": {"enabled": true}}"#;

fn challenge(resource: &str) -> Answer {
    let value = format!(r#"Bearer authorization="https://login.microsoftonline.com/t", resource="{resource}""#);
    Answer::unauthorized().header("www-authenticate", &value)
}

/// A vault and its Entra in one server: both challenge and give tokens, and a secret is this answer.
fn vault(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> (Certificates, FaultServer) {
    let certificates = Certificates::new().unwrap();
    let server = served(certificates.good());
    server.at("/tenant/oauth2/v2.0/token").always(Answer::json(TOKEN));
    server.respond(move |request| match request.header("authorization") {
        Some("Bearer c4n4ry-token") => answer(request),
        _ => challenge("https://vault.azure.net"),
    });
    (certificates, server)
}

fn served(identity: &Identity) -> FaultServer {
    FaultServer::tls(&identity.certificate_pem, &identity.key_pem).unwrap()
}

fn ask(certificates: &Certificates, url: &str, reference: &str) -> Result<One, LoadError> {
    let ca = certificates.ca_pem_file().to_str().unwrap();
    let pairs = [
        ("AZURE_VAULT_URL", url),
        ("AZURE_AUTHORITY_HOST", url),
        ("AZURE_TENANT_ID", "tenant"),
        ("AZURE_CLIENT_ID", "client"),
        ("AZURE_CLIENT_SECRET", "c4n4ry-client-secret"),
        ("AZURE_CA_BUNDLE", ca),
    ];
    follow(reference, &pairs)
}

fn refused(status: u16, inner: &str) -> Answer {
    let body = format!(
        r#"{{"error": {{"code": "Forbidden", "message": "c4n4ry of the caller", "innererror": {{"code": "{inner}"}}}}}}"#
    );
    Answer::new(status).header("content-type", "application/json").body(body)
}

#[test]
fn answers_are_told_apart() {
    let rows: Vec<(Answer, &str, &str)> = vec![
        (refused(403, "ForbiddenByRbac"), "denied", "\"Key Vault Secrets User\" --assignee client"),
        (refused(403, "AccessDenied"), "denied", "set-policy --name localhost --spn client --secret-permissions get"),
        (refused(403, "ForbiddenByFirewall"), "denied", "network-rule add"),
        (refused(403, "ForbiddenByConnection"), "denied", "private endpoint"),
        (refused(403, "SecretDisabled"), "disabled", "--enabled true"),
        (Answer::forbidden(), "denied", "403, permission denied"),
        (Answer::not_found(), "missing", "no such secret"),
        (refused(409, "ObjectIsDeletedButRecoverable"), "disabled", "az keyvault secret recover"),
        (refused(401, ""), "unauthenticated", "properties.tenantId"),
        (Answer::new(418), "protocol", "418, which is no answer of a vault"),
        (Answer::new(400), "protocol", "400, the vault does not understand"),
        (Answer::moved("https://example.com/"), "protocol", "301, a redirect, which is not followed"),
        (Answer::garbage_json(), "protocol", "no secret in JSON"),
        (Answer::json(r#"{"c4n4ry": 1}"#), "protocol", "no secret in JSON"),
        (Answer::json(r#"{"value": "c4n4ry", "attributes": {"enabled": false}}"#), "disabled", "it is disabled"),
        (Answer::json(r#"{"value": "c4n4ry", "attributes": {"exp": 1}}"#), "disabled", "expired at 1970-01-01"),
        (Answer::json(r#"{"value": "c4n4ry", "attributes": {"nbf": 99999999999999}}"#), "disabled", "not valid before"),
    ];
    for (answer, kind, clause) in rows {
        let (certificates, server) = vault(move |_| answer.clone());
        let error = ask(&certificates, &server.url(""), "ref+azurekeyvault:///key").unwrap_err();
        let (own, text) = detail(&error);
        println!("{text}\n");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(own, kind, "{text}");
        assert!(text.contains(clause), "{text}");
    }
}

#[test]
fn what_may_pass_is_asked_again() {
    for failure in [
        Answer::too_many_requests(Some(0)),
        Answer::internal_error(),
        Answer::unavailable(),
        Answer::truncated(SECRET, 5),
    ] {
        let left = std::sync::atomic::AtomicBool::new(true);
        let (certificates, server) = vault(move |_| {
            let is_first = left.swap(false, std::sync::atomic::Ordering::SeqCst);
            if is_first { failure.clone() } else { Answer::json(SECRET) }
        });
        let one = ask(&certificates, &server.url(""), "ref+azurekeyvault:///key").unwrap();
        assert_eq!(one.key.expose_secret(), "c4n4ry-value");
        // A challenge, a token, the failure, the secret.
        assert_eq!(server.requests().len(), 4);
    }
}

/// Who challenges for a token of another service must not get it, and none that is for vaults if it is none.
#[test]
fn a_token_is_for_the_vault_that_asks() {
    for (resource, reference) in [
        ("https://management.azure.com", "ref+azurekeyvault:///key"),
        ("https://localhost", "ref+azurekeyvault:///key"),
        // Not the vault of the options: its name has to be below that of the service.
        ("https://vault.azure.net", "ref+azurekeyvault://127.0.0.1:PORT/key"),
        ("https://127.0.0.1", "ref+azurekeyvault://127.0.0.1:PORT/key"),
        ("c4n4ry", "ref+azurekeyvault://127.0.0.1:PORT/key"),
    ] {
        let certificates = Certificates::new().unwrap();
        let server = served(certificates.good());
        server.at("/tenant/oauth2/v2.0/token").always(Answer::json(TOKEN));
        server.always(challenge(resource));
        let reference = reference.replace("PORT", &server.addr().port().to_string());
        let error = ask(&certificates, &server.url(""), &reference).unwrap_err();
        let (kind, text) = detail(&error);
        assert!(kind == "protocol" && text.contains("not for a vault"), "{text}");
        assert_eq!(server.requests().len(), 1, "{resource}");
    }
}

#[test]
fn certificates_are_verified() {
    let certificates = Certificates::new().unwrap();
    for (identity, clause) in [
        (certificates.wrong_name(), "for another host"),
        (certificates.expired(), "has expired"),
        (certificates.unknown_authority(), "signed by an authority that is not trusted here"),
    ] {
        let server = served(identity);
        let error = ask(&certificates, &server.url(""), "ref+azurekeyvault:///key").unwrap_err();
        let (kind, text) = detail(&error);
        assert!(kind == "tls" && text.split_whitespace().collect::<Vec<_>>().join(" ").contains(clause), "{text}");
        assert!(server.requests().is_empty());
    }
}

#[test]
fn addresses_that_are_none() {
    let certificates = Certificates::new().unwrap();
    for (url, clause) in [
        ("http://myvault.vault.azure.net", "is plain http://"),
        ("http://127.0.0.1:1", "is http://"),
        ("https://user:c4n4ry@myvault.vault.azure.net", "credentials"),
        ("https://myvault.vault.azure.net/secrets", "something behind its host"),
        ("https://myvault.vault.azure.net/?sig=c4n4ry", "has a query"),
        ("myvault", "is no URL"),
    ] {
        let ca = certificates.ca_pem_file().to_str().unwrap();
        let error =
            follow("ref+azurekeyvault:///key", &[("AZURE_VAULT_URL", url), ("AZURE_CA_BUNDLE", ca)]).unwrap_err();
        let (kind, text) = detail(&error);
        assert!(kind == "misconfigured" && text.contains(clause), "{text}");
    }
    let error = follow("ref+azurekeyvault:///key", &[("AZURE_TOKEN_CREDENTIALS", "dev")]).unwrap_err();
    assert!(detail(&error).1.contains("AZURE_VAULT_URL is not set"));
    let error = follow(
        "ref+azurekeyvault:///key",
        &[
            ("AZURE_CA_BUNDLE", "/nowhere.pem"),
            ("AZURE_TOKEN_CREDENTIALS", "dev"),
            ("AZURE_VAULT_URL", "https://localhost:1"),
        ],
    )
    .unwrap_err();
    assert!(detail(&error).1.contains("/nowhere.pem, which does not exist"));
}

/// A refusal that stays is not asked for again, however many requests wait for it.
#[derive(Debug, Settings)]
#[settings(crate = tactful)]
#[allow(dead_code, reason = "it never loads")]
struct Many {
    keys: std::collections::HashMap<String, tactful::SecretString>,
}

#[test]
fn a_refused_login_is_asked_for_once() {
    let certificates = Certificates::new().unwrap();
    let server = served(certificates.good());
    server.at("/tenant/oauth2/v2.0/token").always(Answer::new(401).body(r#"{"error_codes": [7000222]}"#));
    server.always(challenge("https://vault.azure.net"));
    let url = server.url("");
    let ca = certificates.ca_pem_file().to_str().unwrap();
    let keys: Vec<(String, String)> =
        (0..40).map(|number| (format!("KEYS__K{number}"), format!("ref+azurekeyvault:///key-{number}"))).collect();
    let pairs = [
        ("AZURE_VAULT_URL", url.as_str()),
        ("AZURE_AUTHORITY_HOST", &url),
        ("AZURE_TENANT_ID", "tenant"),
        ("AZURE_CLIENT_ID", "client"),
        ("AZURE_CLIENT_SECRET", "c4n4ry"),
        ("AZURE_CA_BUNDLE", ca),
    ];
    let pairs = pairs.into_iter().chain(keys.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let error = Many::loader().context(Context::from_pairs(pairs)).load().unwrap_err();
    let (kind, text) = detail(&error);
    assert!(kind == "unauthenticated" && text.contains("has expired (AADSTS7000222)"), "{text}");
    assert_eq!(error.report().problems().len(), 1, "{text}");
    assert_eq!(server.requests().len(), 2);
}

/// The same on the way to Entra: it is named, for it is another host than the vault.
#[test]
fn entra_that_fails_is_named() {
    for (answer, kind, clause) in [
        (Answer::unavailable(), "unavailable", "localhost answers 503"),
        (Answer::too_many_requests(Some(0)), "throttled", "localhost answers 429"),
        (Answer::moved("https://example.com"), "protocol", "localhost answers 301"),
        (Answer::garbage_json(), "protocol", "localhost gives an answer that is no token"),
        (Answer::json(r#"{"access_token": "c4n4ry\n", "expires_in": 10}"#), "protocol", "no token"),
        (Answer::new(400).body("c4n4ry"), "unauthenticated", "Entra refuses the login (400)"),
        (Answer::endless(), "protocol", "localhost: its answer is larger"),
    ] {
        let certificates = Certificates::new().unwrap();
        let server = served(certificates.good());
        server.at("/tenant/oauth2/v2.0/token").always(answer);
        server.always(challenge("https://vault.azure.net"));
        let error = ask(&certificates, &server.url(""), "ref+azurekeyvault:///key").unwrap_err();
        let (own, text) = detail(&error);
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(own == kind && text.contains(clause), "{text}");
    }
}

/// It comes from the load like every option, and stands on the way to the vault and to Entra alone.
#[test]
fn a_proxy_is_used_unless_it_is_excepted() {
    let proxy = FaultServer::start().unwrap();
    proxy.always(Answer::new(502).closing());
    let url = format!("http://user:c4n4ry@{}", proxy.addr());
    let ask = |vault: &str, except: &str| {
        let before = proxy.connections();
        let pairs = [
            ("AZURE_VAULT_URL", vault),
            ("AZURE_VAULT_ADDRESS", "127.0.0.1"),
            ("AZURE_TOKEN_CREDENTIALS", "dev"),
            ("HTTPS_PROXY", url.as_str()),
            ("NO_PROXY", except),
        ];
        let source = AzureKeyVault::document("shop");
        let loader = One::loader().context(Context::from_pairs(pairs)).deadline(Duration::from_secs(2)).push(source);
        let (kind, text) = detail(&loader.load().unwrap_err());
        assert_eq!(kind, "unavailable", "{text}");
        proxy.connections() > before
    };
    assert!(ask("https://myvault.vault.azure.net:1", ""));
    assert!(!ask("https://myvault.vault.azure.net:1", ".vault.azure.net"));
    assert!(!ask("https://localhost:1", ""));
}
