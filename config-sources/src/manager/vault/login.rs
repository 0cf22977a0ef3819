//! From credentials to a token, once for all that asks with it.

use std::path::Path;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use serde::Serialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::api::{Api, Token};
use super::options::{Credentials, SecretId};
use super::{answer, refusal};
use crate::manager::{ManagerError, ManagerErrorKind as Kind};
use crate::read::{Fault, SECRET_LIMIT, read_file};

/// A token that ends so soon is not worth asking with.
const MARGIN: Duration = Duration::from_secs(2);

/// Who asks.
pub(super) struct Login {
    credentials: Credentials,
    /// Where the way to log in is mounted.
    mount: String,
    state: Mutex<State>,
}

/// What was got so far.
#[derive(Default)]
struct State {
    /// A secret id comes out of its wrapping once: it is kept in case the login after it fails.
    secret_id: Option<SecretString>,
    /// Whether the wrapping token was shown to the server.
    has_unwrapped: bool,
    session: Option<(Token, Option<Instant>)>,
}

impl Login {
    pub(super) fn new(credentials: Credentials, mount: Option<String>) -> Result<Self, ManagerError> {
        let check = |secret: &SecretString, name: &str| match Token::new(secret.expose_secret()) {
            Some(_) => Ok(()),
            None => Err(no_token(name)),
        };
        match &credentials {
            Credentials::Token(token) => check(token, "VAULT_TOKEN")?,
            Credentials::AppRole { secret_id: SecretId::Wrapped(token), .. } => check(token, "VAULT_WRAPPING_TOKEN")?,
            _ => {}
        }
        let mount = mount.unwrap_or_else(|| credentials.method().name().to_owned());
        let mount = mount.trim_matches('/');
        let mount = mount.strip_prefix("auth/").unwrap_or(mount).to_owned();
        if mount.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
            let error = ManagerError::new(Kind::Misconfigured, "VAULT_AUTH_MOUNT is no path");
            return Err(error.help("write it as vault auth list shows it"));
        }
        Ok(Self { credentials, mount, state: Mutex::default() })
    }

    /// Whether the token is got by a login, so that there can be a new one.
    pub(super) const fn is_renewed(&self) -> bool {
        !matches!(self.credentials, Credentials::Token(_))
    }

    /// The token. Whoever comes first logs in, and the others wait for it.
    pub(super) async fn token(&self, api: &Api) -> Result<Token, ManagerError> {
        let mut state = self.state.lock().await;
        if let Some((token, end)) = &state.session
            && end.is_none_or(|end| Instant::now() + MARGIN < end)
        {
            return Ok(token.clone());
        }
        let (token, held) = self.log_in(api, &mut state).await?;
        let end = held.and_then(|held| Instant::now().checked_add(held));
        state.session = Some((token.clone(), end));
        Ok(token)
    }

    /// Forgets a token that the server does not accept any more: the next load logs in anew.
    pub(super) async fn forget(&self) {
        self.state.lock().await.session = None;
    }

    async fn log_in(&self, api: &Api, state: &mut State) -> Result<(Token, Option<Duration>), ManagerError> {
        let mount = &self.mount;
        match &self.credentials {
            Credentials::Token(token) => {
                let token = Token::new(token.expose_secret()).ok_or_else(|| no_token("VAULT_TOKEN"))?;
                Ok((token, None))
            }
            Credentials::AppRole { role_id, secret_id } => {
                let secret_id = match (secret_id, &mut state.secret_id) {
                    (SecretId::Plain(plain), _) => plain,
                    (SecretId::Wrapped(_), Some(known)) => known,
                    (SecretId::Wrapped(token), empty) => {
                        let is_second = std::mem::replace(&mut state.has_unwrapped, true);
                        empty.insert(unwrap(api, token, is_second).await?)
                    }
                };
                let body = AppRole { role_id, secret_id: secret_id.expose_secret() };
                let size = body.role_id.len() + body.secret_id.len();
                self.ask(api, &format!("auth/{mount}/login"), &body, size).await
            }
            Credentials::Userpass { username, password } => {
                let body = Userpass { password: password.expose_secret() };
                self.ask(api, &format!("auth/{mount}/login/{username}"), &body, body.password.len()).await
            }
            Credentials::Jwt { role, token } => self.ask_by_jwt(api, role.as_deref(), token.expose_secret()).await,
            Credentials::Kubernetes { role, token_file } => {
                // Read anew each time: the cluster replaces it within the hour.
                let token = service_account(token_file)?;
                self.ask_by_jwt(api, Some(role), token.expose_secret()).await
            }
        }
    }

    async fn ask_by_jwt(
        &self,
        api: &Api,
        role: Option<&str>,
        jwt: &str,
    ) -> Result<(Token, Option<Duration>), ManagerError> {
        let body = Jwt { role, jwt: jwt.trim() };
        let size = body.jwt.len() + role.map_or(0, str::len);
        self.ask(api, &format!("auth/{}/login", self.mount), &body, size).await
    }

    async fn ask<T: Serialize + Sync>(
        &self,
        api: &Api,
        path: &str,
        body: &T,
        size: usize,
    ) -> Result<(Token, Option<Duration>), ManagerError> {
        let reply = api.post(path, Some(body), size, None).await?;
        if reply.status == 200 {
            let (token, held) = answer::login(&reply)?;
            let token = Token::new(token).ok_or_else(|| {
                let message = "the login gave no token: it wants a second factor";
                ManagerError::new(Kind::Unauthenticated, message)
                    .help("log in by another way, one that is made for programs")
            })?;
            return Ok((token, held));
        }
        if let Some(error) = refusal::of_server(&reply, api.base()) {
            return Err(error);
        }
        Err(refusal::of_login(&reply, self.credentials.method(), &self.mount))
    }
}

async fn unwrap(api: &Api, token: &SecretString, is_second: bool) -> Result<SecretString, ManagerError> {
    let token = Token::new(token.expose_secret()).ok_or_else(|| no_token("VAULT_WRAPPING_TOKEN"))?;
    let reply = api.post::<()>("sys/wrapping/unwrap", None, 0, Some(&token)).await?;
    if reply.status != 200 {
        return Err(refusal::of_server(&reply, api.base()).unwrap_or_else(|| refusal::of_unwrapping(&reply, is_second)));
    }
    answer::unwrapped(&reply).map(SecretString::from).ok_or_else(|| {
        let message = "the wrapping token held something else than a secret id";
        let help = "wrap one: vault write -wrap-ttl=60s -f auth/approle/role/NAME/secret-id";
        ManagerError::new(Kind::Unauthenticated, message).help(help)
    })
}

/// The token of the pod's service account.
fn service_account(path: &Path) -> Result<SecretString, ManagerError> {
    let wrong = |clause: &str| {
        let message = format!("the token of the service account, {}, {clause}", path.display());
        ManagerError::new(Kind::Misconfigured, message)
            .help("outside of a pod, log in by another way; elsewhere in it, name the file in VAULT_K8S_TOKEN_FILE")
    };
    let content = read_file(path, SECRET_LIMIT).map_err(|fault| match fault {
        Fault::NotFound => wrong("does not exist"),
        Fault::Denied => wrong("may not be read by this process"),
        Fault::Irregular(_) | Fault::TooLarge(_) => wrong("is no token"),
        Fault::Changed => {
            ManagerError::new(Kind::Unavailable, "the token of the service account changed while it was read")
        }
        Fault::Other(_) => wrong("cannot be read"),
    })?;
    let text = std::str::from_utf8(content.expose()).map_err(|_| wrong("is no text"))?.trim();
    if text.is_empty() {
        return Err(wrong("is empty"));
    }
    Ok(SecretString::from(text))
}

fn no_token(name: &str) -> ManagerError {
    let message = format!("{name} is no token: it has a line break, a blank or a character beyond ASCII in it");
    ManagerError::new(Kind::Misconfigured, message)
        .help(format!("write the token alone, by printf %s; {name} or what it refers to holds more"))
}

#[derive(Serialize)]
struct AppRole<'a> {
    role_id: &'a str,
    secret_id: &'a str,
}

#[derive(Serialize)]
struct Userpass<'a> {
    password: &'a str,
}

#[derive(Serialize)]
struct Jwt<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    jwt: &'a str,
}
