//! Tokens: one per manager and service, however many requests wait for it.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use azure_core::credentials::AccessToken;
use azure_core::time::{Duration, OffsetDateTime};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Body, Method as Verb, Request, Url};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Mutex;
use zeroize::Zeroizing;

use super::super::client::Reply;
use super::super::{ManagerError, ManagerErrorKind as Kind};
use super::answer::{Object, wait};
use super::http::{Ways, at};
use super::method::{Method, Proof, nobody};
use crate::read::{Fault, SECRET_LIMIT, read_file};

/// Who asks a vault.
pub(super) struct Login {
    method: Method,
    ways: Arc<Ways>,
    /// By the service that they are for. A refusal that will not change is kept, too: Entra locks out who insists.
    tokens: Mutex<HashMap<String, Result<AccessToken, ManagerError>>>,
}

/// A token is used until so long before its end.
const MARGIN: Duration = Duration::seconds(30);

/// What they are called.
const APP: &str = "App Service";
const MACHINE: &str = "the identity service of the machine";

impl Login {
    pub(super) fn new(method: Method, ways: &Arc<Ways>) -> Self {
        Self { method, ways: Arc::clone(ways), tokens: Mutex::default() }
    }

    pub(super) fn caller(&self) -> Option<&str> {
        self.method.caller()
    }

    /// A token for a scope: `https://vault.azure.net/.default`.
    pub(super) async fn token(&self, scope: &str) -> Result<AccessToken, ManagerError> {
        let mut tokens = self.tokens.lock().await;
        match tokens.get(scope) {
            Some(Ok(token)) if token.expires_on > OffsetDateTime::now_utc() + MARGIN => return Ok(token.clone()),
            Some(Err(error)) if !error.is_temporary() => return Err(error.clone()),
            _ => {}
        }
        let token = self.ask(&self.method, scope).await;
        tokens.insert(scope.to_owned(), token.clone());
        token
    }

    async fn ask(&self, method: &Method, scope: &str) -> Result<AccessToken, ManagerError> {
        match method {
            Method::Application { tenant, client, proof, authority } => {
                self.application(tenant, client, proof, authority.as_ref(), scope).await
            }
            Method::App { endpoint, header, client } => self.app(endpoint, header, client.as_deref(), scope).await,
            Method::Machine { host, client } => self.machine(host, client.as_deref(), scope).await,
            Method::Tools(tools) => tools.token(scope).await,
            Method::Whoever { host, client, tools } => {
                // Who does not answer at all is no machine of Azure.
                let mut refusal = None;
                if let Ok(reply) = self.send(machine_request(host, client.as_deref(), scope)).await {
                    match given(&reply, MACHINE, "az vm identity assign") {
                        Err(error) if !error.is_temporary() => refusal = Some(error),
                        token => return token,
                    }
                }
                let Some(tools) = tools else {
                    return Err(refusal.unwrap_or_else(|| nobody("no login: this machine has no identity at Azure")));
                };
                let none = "no login: this machine has no identity at Azure, and neither az nor azd gives a token";
                tools.token(scope).await.map_err(|_| refusal.unwrap_or_else(|| nobody(none)))
            }
        }
    }

    async fn send(&self, request: Request) -> Result<Reply, ManagerError> {
        self.ways.to(request.url())?.ask(request).await
    }

    /// The client credentials grant, <https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow>.
    async fn application(
        &self,
        tenant: &str,
        client: &str,
        proof: &Proof,
        authority: Option<&Url>,
        scope: &str,
    ) -> Result<AccessToken, ManagerError> {
        let assertion;
        let mut form = vec![("client_id", client), ("grant_type", "client_credentials"), ("scope", scope)];
        match proof {
            Proof::Secret(secret) => form.push(("client_secret", secret.expose_secret())),
            Proof::Assertion(file) => {
                assertion = workload_token(file)?;
                form.push(("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
                form.push(("client_assertion", &assertion));
            }
        }
        let mut url = authority.map_or_else(|| entra(scope), |url| Ok(url.clone()))?;
        url.set_path(&format!("/{tenant}/oauth2/v2.0/token"));
        url.set_query(None);
        let host = url.host_str().unwrap_or_default().to_owned();
        let mut request = Request::new(Verb::POST, url);
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        *request.body_mut() = Some(Body::from(azure_core::Bytes::from_owner(encoded(&form))));
        let reply = self.send(request).await.map_err(|error| at(&host, &error))?;
        if reply.status != 200 {
            return Err(refused_by_entra(&reply, client, &host));
        }
        token(&reply, &host)
    }

    /// <https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference>
    async fn app(
        &self,
        endpoint: &Url,
        header: &SecretString,
        client: Option<&str>,
        scope: &str,
    ) -> Result<AccessToken, ManagerError> {
        let mut request = identity_request(endpoint.clone(), "2019-08-01", client, scope);
        let mut header = HeaderValue::from_str(header.expose_secret()).map_err(|_| {
            ManagerError::new(
                Kind::Misconfigured,
                "IDENTITY_HEADER cannot be sent: it has other characters than a header",
            )
        })?;
        header.set_sensitive(true);
        request.headers_mut().insert("x-identity-header", header);
        let reply = self.send(request).await.map_err(|error| at(APP, &error))?;
        given(&reply, APP, "az webapp identity assign")
    }

    async fn machine(&self, host: &Url, client: Option<&str>, scope: &str) -> Result<AccessToken, ManagerError> {
        let reply = self.send(machine_request(host, client, scope)).await.map_err(|error| at(MACHINE, &error))?;
        given(&reply, MACHINE, "az vm identity assign")
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").finish_non_exhaustive()
    }
}

/// Entra of the cloud that a service belongs to. A scope reached us only after the vault was found to belong to it.
fn entra(scope: &str) -> Result<Url, ManagerError> {
    let host = match Url::parse(scope).ok().as_ref().and_then(Url::host_str) {
        Some("vault.azure.cn" | "managedhsm.azure.cn") => "https://login.chinacloudapi.cn",
        Some("vault.usgovcloudapi.net" | "managedhsm.usgovcloudapi.net") => "https://login.microsoftonline.us",
        _ => "https://login.microsoftonline.com",
    };
    Url::parse(host).map_err(|_| ManagerError::new(Kind::Misconfigured, "the authority has no address"))
}

fn workload_token(file: &std::path::Path) -> Result<Zeroizing<String>, ManagerError> {
    let wrong = |what: &str| {
        let message = format!("AZURE_FEDERATED_TOKEN_FILE names {}, which {what}", file.display());
        ManagerError::new(Kind::Misconfigured, message)
            .help("is the pod labelled azure.workload.identity/use: \"true\", and its service account annotated?")
    };
    let content = read_file(file, SECRET_LIMIT).map_err(|fault| match fault {
        Fault::NotFound => wrong("does not exist"),
        Fault::Denied => wrong("this process may not read"),
        _ => wrong("cannot be read"),
    })?;
    match std::str::from_utf8(content.expose()).map(str::trim) {
        Ok(text) if !text.is_empty() => Ok(Zeroizing::new(text.to_owned())),
        _ => Err(wrong("holds no token")),
    }
}

/// A form, in a buffer that is wiped and never moved.
fn encoded(form: &[(&str, &str)]) -> Zeroizing<Vec<u8>> {
    // An escaped byte takes three.
    let most = form.iter().map(|(name, value)| name.len() + 3 * value.len() + 2).sum();
    let mut body = Zeroizing::new(Vec::with_capacity(most));
    for (name, value) in form {
        if !body.is_empty() {
            body.push(b'&');
        }
        body.extend_from_slice(name.as_bytes());
        body.push(b'=');
        for piece in utf8_percent_encode(value, NON_ALPHANUMERIC) {
            body.extend_from_slice(piece.as_bytes());
        }
    }
    body
}

fn identity_request(mut url: Url, version: &str, client: Option<&str>, scope: &str) -> Request {
    let resource = scope.strip_suffix("/.default").unwrap_or(scope);
    url.query_pairs_mut().append_pair("api-version", version).append_pair("resource", resource);
    if let Some(client) = client {
        url.query_pairs_mut().append_pair("client_id", client);
    }
    Request::new(Verb::GET, url)
}

/// <https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#get-a-token-using-http>
fn machine_request(host: &Url, client: Option<&str>, scope: &str) -> Request {
    let mut url = host.clone();
    url.set_path("/metadata/identity/oauth2/token");
    let mut request = identity_request(url, "2018-02-01", client, scope);
    request.headers_mut().insert("metadata", HeaderValue::from_static("true"));
    request
}

/// The token of a managed identity, or why there is none.
fn given(reply: &Reply, whose: &str, assign: &str) -> Result<AccessToken, ManagerError> {
    match reply.status {
        200 => token(reply, whose),
        400 | 404 => {
            let help = format!(
                "give it one ({assign}), and set AZURE_CLIENT_ID to the client id of one that is user-assigned"
            );
            Err(ManagerError::new(Kind::Unauthenticated, format!("{whose} knows no such identity")).help(help))
        }
        401 | 403 => {
            let message = format!("{whose} gives no token: {}", reply.status);
            let help = match whose {
                APP => "IDENTITY_ENDPOINT and IDENTITY_HEADER change when the app starts: do not copy them".to_owned(),
                _ => format!("may this machine have an identity? {assign}"),
            };
            Err(ManagerError::new(Kind::Unauthenticated, message).help(help))
        }
        429 => Err(throttled(reply, whose)),
        // 410 is documented for a machine whose identity is not there yet.
        410 | 500..=599 => Err(unavailable(reply, whose)),
        status => Err(ManagerError::new(Kind::Protocol, format!("{whose} answers {status}, which is no token"))),
    }
}

/// A token and when it ends: `expires_in` of Entra is a number, and all of the machine's are texts.
fn token(reply: &Reply, whose: &str) -> Result<AccessToken, ManagerError> {
    let answer = Object::parse(reply.body.expose());
    let token = answer.as_ref().and_then(|answer| {
        let end = match (answer.number("expires_on"), answer.number("expires_in")) {
            (Some(at), _) => OffsetDateTime::from_unix_timestamp(at).ok()?,
            (None, Some(seconds)) => OffsetDateTime::now_utc().checked_add(Duration::seconds(seconds))?,
            (None, None) => return None,
        };
        Some(AccessToken::new(answer.text("access_token").filter(|token| is_sendable(token))?.to_owned(), end))
    });
    token.ok_or_else(|| ManagerError::new(Kind::Protocol, format!("{whose} gives an answer that is no token")))
}

fn is_sendable(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic())
}

/// The numbers are Entra's own: <https://learn.microsoft.com/entra/identity-platform/reference-error-codes>.
fn refused_by_entra(reply: &Reply, client: &str, host: &str) -> ManagerError {
    match reply.status {
        429 => return throttled(reply, host),
        500..=599 => return unavailable(reply, host),
        300..=399 => {
            let message = format!("{host} answers {}, a redirect, which is not followed", reply.status);
            return ManagerError::new(Kind::Protocol, message).help("is AZURE_AUTHORITY_HOST right?");
        }
        _ => {}
    }
    let number = Object::parse(reply.body.expose()).and_then(|answer| answer.first_number("error_codes"));
    let (message, help) = match number {
        Some(7_000_215 | 7_000_216) => {
            let help = format!(
                "is AZURE_CLIENT_SECRET its value and not its id? a new one: az ad app credential reset --id {client} --append"
            );
            ("Entra does not accept the client secret", help)
        }
        Some(7_000_222) => {
            ("the client secret has expired", format!("a new one: az ad app credential reset --id {client} --append"))
        }
        Some(700_016 | 7_000_229) => (
            "Entra knows no such application",
            "are AZURE_CLIENT_ID and AZURE_TENANT_ID right? az ad sp list --display-name NAME".to_owned(),
        ),
        Some(90_002 | 900_023) => {
            ("Entra knows no such tenant", "AZURE_TENANT_ID: az account show --query tenantId tells it".to_owned())
        }
        Some(70_021 | 700_211 | 700_212 | 700_213 | 700_024) => {
            let help = format!(
                "issuer, subject and audience must be those of the token: az ad app federated-credential list --id {client}, or az identity federated-credential list"
            );
            ("Entra does not accept the token of this workload", help)
        }
        Some(500_011) => {
            let help = "is AZURE_TENANT_ID the tenant of the vault, and AZURE_AUTHORITY_HOST of its cloud?".to_owned();
            ("Entra knows no vaults in this tenant", help)
        }
        _ => ("Entra refuses the login", "the number says why: https://login.microsoftonline.com/error".to_owned()),
    };
    let message = match number {
        Some(number) => format!("{message} (AADSTS{number})"),
        None => format!("{message} ({})", reply.status),
    };
    ManagerError::new(Kind::Unauthenticated, message).help(help)
}

fn throttled(reply: &Reply, whose: &str) -> ManagerError {
    waiting(ManagerError::new(Kind::Throttled, format!("{whose} answers 429, too many requests")), reply)
}

fn unavailable(reply: &Reply, whose: &str) -> ManagerError {
    waiting(
        ManagerError::new(Kind::Unavailable, format!("{whose} answers {}, it cannot serve now", reply.status)),
        reply,
    )
}

fn waiting(error: ManagerError, reply: &Reply) -> ManagerError {
    match wait(|name| reply.headers.get(name)?.to_str().ok()) {
        Some(wait) => error.retry_after(wait),
        None => error,
    }
}
