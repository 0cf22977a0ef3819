//! The manager: which vault, what is asked of it, and the one login before all the rest.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use async_trait::async_trait;
use azure_core::credentials::{AccessToken, TokenCredential, TokenRequestOptions};
use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::HeaderName;
use azure_core::http::{ClientMethodOptions, ClientOptions, Context, RetryOptions, Transport};
use azure_security_keyvault_secrets::models::SecretClientGetSecretOptions;
use azure_security_keyvault_secrets::{SecretClient, SecretClientOptions};
use futures_util::future::{Either, select};
use reqwest::Url;
use tactful_core::secret::RawBytes;
use tokio::sync::Notify;

use super::super::client::endpoint;
use super::super::flight;
use super::super::store::Limits;
use super::super::{
    BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind as Kind, SecretManager, SecretRequest,
};
use super::AzureOptions;
use super::answer::{self, Secret};
use super::http::{Ways, at, is_loopback};
use super::login::Login;
use super::method::Method;
use super::transport::{Aside, Wire, found_again, passed_on};

/// Services whose tokens a vault on this machine may ask for: its name cannot be below that of the service, as
/// Microsoft's client wants it.
const VAULTS: [&str; 3] =
    ["https://vault.azure.net/.default", "https://vault.azure.cn/.default", "https://vault.usgovcloudapi.net/.default"];

/// Vaults, and who asks them.
pub(super) struct Manager {
    identity: Identity,
    login: Arc<Login>,
    ways: Arc<Ways>,
    /// That of the options.
    usual: Option<Url>,
    /// Those that were asked, by what requests call them.
    vaults: Mutex<HashMap<String, Arc<Vault>>>,
}

struct Vault {
    /// `myvault`, for commands.
    name: String,
    /// Told with its failures where it is not the usual one.
    host: Option<String>,
    client: SecretClient,
    token: Arc<Token>,
    /// What the first request found out.
    door: tokio::sync::Mutex<Door>,
}

enum Door {
    /// Nobody has asked yet. Whoever asks first learns where tokens are and gets one, and all others wait for that:
    /// else each would ask for itself.
    Closed,
    Open,
    /// The first request could not log in. It holds for those that waited.
    Failed(ManagerError),
}

/// The token of a vault for Microsoft's client.
#[derive(Debug)]
struct Token {
    login: Arc<Login>,
    /// Whether the vault is on this machine.
    is_near: bool,
    given: Notify,
}

#[async_trait]
impl TokenCredential for Token {
    async fn get_token(&self, scopes: &[&str], _: Option<TokenRequestOptions<'_>>) -> azure_core::Result<AccessToken> {
        let &[scope] = scopes else { return Err(passed_on(strange_challenge())) };
        if self.is_near && !VAULTS.contains(&scope) {
            return Err(passed_on(strange_challenge()));
        }
        let token = self.login.token(scope).await.map_err(passed_on)?;
        self.given.notify_one();
        Ok(token)
    }
}

fn strange_challenge() -> ManagerError {
    ManagerError::new(Kind::Protocol, "it asks for a token that is not for a vault, and gets none")
        .help("AZURE_VAULT_URL has to be the vault's own name, https://NAME.vault.azure.net: no alias, no address")
}

impl Manager {
    pub(super) fn new(mut options: AzureOptions, limits: Limits) -> Result<Self, ManagerError> {
        let usual = options.vault_url.take().map(|text| vault_url(&text, "AZURE_VAULT_URL", limits)).transpose()?;
        let ways = Arc::new(Ways::of(&mut options, usual.as_ref(), limits)?);
        let login = Arc::new(Login::new(Method::of(&mut options, limits)?, &ways));
        let endpoint = usual.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned()).unwrap_or_default();
        let identity = Identity::new("azurekeyvault", endpoint);
        let manager = Self { identity, login, ways, usual, vaults: Mutex::default() };
        if manager.usual.is_some() {
            // What is wrong with its options is told before anybody is asked.
            manager.vault("")?;
        }
        Ok(manager)
    }

    /// Secret and vault of a request: `shop`, `myvault/shop`.
    fn parts<'r>(&self, request: &'r SecretRequest) -> Result<(Arc<Vault>, Secret<'r>), ManagerError> {
        let (vault, name) = match request.path().split_once('/') {
            Some((vault, name)) => (vault, name),
            None => ("", request.path()),
        };
        let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let version = request.wanted_version();
        if name.is_empty() || name.len() > 127 || !is_name(name) {
            let plain = name.replace('_', "-");
            let meant = if is_name(&plain) && plain != name { format!(": {plain}?") } else { String::new() };
            return Err(ManagerError::new(
                Kind::Misconfigured,
                format!("{name:?} is no name that a secret of a vault can have"),
            )
            .help(format!("names hold letters, digits and hyphens, and are at most 127 long{meant}"))
            .of_secret());
        }
        if let Some(version) = version.filter(|version| version.is_empty() || !is_name(version)) {
            let message = format!("{name} has no version {version:?}, and no secret of a vault can have one");
            return Err(ManagerError::new(Kind::Misconfigured, message)
                .help("a version is 32 hexadecimal digits: az keyvault secret list-versions tells them")
                .of_secret());
        }
        let vault = self.vault(vault)?;
        Ok((vault, Secret { vault: "", name, version, caller: None }))
    }

    /// A vault by its name or host; that of the options where it is the same, or where there is no name.
    fn vault(&self, called: &str) -> Result<Arc<Vault>, ManagerError> {
        let mut vaults = self.vaults.lock().unwrap_or_else(PoisonError::into_inner);
        let usual = self.usual.as_ref().filter(|url| called.is_empty() || is_called(url, called));
        let key = if usual.is_some() { "" } else { called };
        if let Some(vault) = vaults.get(key) {
            return Ok(Arc::clone(vault));
        }
        let vault = match usual {
            Some(url) => Vault::new(url, true, self)?,
            None if called.is_empty() => {
                return Err(ManagerError::new(Kind::Misconfigured, "no vault is named: AZURE_VAULT_URL is not set")
                    .help("AZURE_VAULT_URL=https://NAME.vault.azure.net; `az keyvault list --query '[].properties.vaultUri'` tells"));
            }
            None if called.contains('.') => Vault::new(
                &vault_url(&format!("https://{called}"), "the vault of a reference", self.ways.limits())?,
                false,
                self,
            )?,
            None if called.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') => Vault::new(
                &vault_url(
                    &format!("https://{called}.vault.azure.net"),
                    "the vault of a reference",
                    self.ways.limits(),
                )?,
                false,
                self,
            )?,
            None => {
                return Err(ManagerError::new(
                    Kind::Misconfigured,
                    format!("{called:?} is no name that a vault can have"),
                )
                .help("a vault is called by its name, of letters, digits and hyphens, or by its host name"));
            }
        };
        let vault = Arc::new(vault);
        vaults.insert(key.to_owned(), Arc::clone(&vault));
        Ok(vault)
    }

    async fn answer(&self, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        let (vault, secret) = self.parts(request)?;
        let secret = Secret { vault: &vault.name, caller: self.login.caller(), ..secret };
        let answer = vault.enter(secret).await;
        answer.map_err(|error| match (&vault.host, error.kind()) {
            (None, _)
            | (_, Kind::NotFound | Kind::Denied | Kind::Disabled | Kind::Misconfigured | Kind::Unauthenticated) => {
                error
            }
            (Some(host), _) => at(host, &error),
        })
    }

    /// What made an earlier batch fail need not hold for this one.
    async fn forget_failures(&self) {
        let vaults: Vec<Arc<Vault>> =
            self.vaults.lock().unwrap_or_else(PoisonError::into_inner).values().map(Arc::clone).collect();
        for vault in vaults {
            let mut door = vault.door.lock().await;
            if matches!(*door, Door::Failed(_)) {
                *door = Door::Closed;
            }
        }
    }
}

impl SecretManager for Manager {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        Box::pin(async move {
            self.forget_failures().await;
            let answers: Vec<BoxFuture<'_, _>> =
                requests.iter().map(|request| Box::pin(self.answer(request)) as BoxFuture<'_, _>).collect();
            flight::at_most(self.ways.limits().in_flight, answers).await
        })
    }
}

impl Vault {
    fn new(url: &Url, is_usual: bool, manager: &Manager) -> Result<Self, ManagerError> {
        let host = url.host_str().unwrap_or_default();
        // Only the vault of the options: a reference must not be able to send a token to a port of this machine.
        let is_near = is_usual && is_loopback(url);
        let http = Arc::new(manager.ways.to(url)?);
        let token = Arc::new(Token { login: Arc::clone(&manager.login), is_near, given: Notify::new() });
        let options = SecretClientOptions {
            client_options: ClientOptions {
                retry: RetryOptions::none(),
                transport: Some(Transport::with_policy(Arc::new(Wire(http)))),
                ..ClientOptions::default()
            },
            verify_challenge_resource: Some(!is_near),
            ..SecretClientOptions::default()
        };
        let client = SecretClient::new(url.as_str(), token.clone(), Some(options))
            .map_err(|_| ManagerError::new(Kind::Misconfigured, "is no vault that can be asked"))?;
        let name =
            host.split_once('.').filter(|_| host.parse::<std::net::IpAddr>().is_err()).map_or(host, |(name, _)| name);
        Ok(Self {
            name: name.to_owned(),
            host: (!is_usual).then(|| host.to_owned()),
            client,
            token,
            door: tokio::sync::Mutex::new(Door::Closed),
        })
    }

    /// Asks for a secret: as the first, or after the first has logged in.
    async fn enter(&self, secret: Secret<'_>) -> Result<Fetched, ManagerError> {
        let mut door = self.door.lock().await;
        match &*door {
            Door::Open => {
                drop(door);
                return self.ask(secret).await;
            }
            Door::Failed(error) => return Err(error.clone()),
            Door::Closed => {}
        }
        let (asking, given) = (pin!(self.ask(secret)), pin!(self.token.given.notified()));
        match select(asking, given).await {
            // The token is there; the answer may take its time while others ask.
            Either::Right(((), asking)) => {
                *door = Door::Open;
                drop(door);
                asking.await
            }
            // Both at once, or a vault that lets everybody in.
            Either::Left((Ok(fetched), _)) => {
                *door = Door::Open;
                Ok(fetched)
            }
            Either::Left((Err(error), _)) => {
                *door = Door::Failed(error.clone());
                Err(error)
            }
        }
    }

    async fn ask(&self, secret: Secret<'_>) -> Result<Fetched, ManagerError> {
        let aside = Aside::default();
        let options = SecretClientGetSecretOptions {
            method_options: ClientMethodOptions { context: Context::new().with_value(aside.clone()) },
            secret_version: secret.version.map(str::to_owned),
            ..SecretClientGetSecretOptions::default()
        };
        match self.client.get_secret(secret.name, Some(options)).await {
            Ok(_) => {
                let body = aside.take();
                answer::fetched(body.as_ref().map_or(&[], RawBytes::expose), secret, SystemTime::now())
            }
            Err(error) => Err(told(&error, secret)),
        }
    }
}

/// What an error of Microsoft's client means. Its text may hold that of an answer: only kinds and codes are looked at.
fn told(error: &Error, secret: Secret<'_>) -> ManagerError {
    if let Some(own) = found_again(error) {
        return own;
    }
    match error.kind() {
        ErrorKind::HttpResponse { status, raw_response, .. } => {
            let body: &[u8] = raw_response.as_ref().map(|response| &**response.body()).unwrap_or_default();
            let wait = raw_response.as_ref().and_then(|response| {
                answer::wait(|name| response.headers().get_optional_str(&HeaderName::from_static(name)))
            });
            answer::refusal((*status).into(), body, wait, secret)
        }
        // The challenge is what else the client looks at; and it is for another service than the vault's.
        _ => strange_challenge(),
    }
}

/// The address of a vault: `https`, and nothing behind the host. `called` is what it is for whoever gave it.
fn vault_url(text: &str, called: &str, limits: Limits) -> Result<Url, ManagerError> {
    let url = endpoint(text, called, limits)?;
    let wrong = |what: &str| {
        ManagerError::new(Kind::Misconfigured, format!("{called} {what}")).help("write https://NAME.vault.azure.net")
    };
    if url.scheme() != "https" {
        return Err(wrong("is http://, which vaults do not speak"));
    }
    if !matches!(url.path(), "" | "/") {
        return Err(wrong("has something behind its host"));
    }
    Ok(url)
}

/// Whether a reference means this vault: by its name, its host, or its host and port.
fn is_called(url: &Url, called: &str) -> bool {
    let host = url.host_str().unwrap_or_default();
    let name = host.split('.').next().unwrap_or_default();
    let with_port = url.port().is_some_and(|port| called == format!("{host}:{port}"));
    called.eq_ignore_ascii_case(name) || called.eq_ignore_ascii_case(host) || with_port
}
