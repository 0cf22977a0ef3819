//! What the settings of the store say, checked, and the one way to log in that they make.

use std::path::PathBuf;

use secrecy::{ExposeSecret as _, SecretString};

use crate::manager::{ManagerError, ManagerErrorKind as Kind};

const SERVICE_ACCOUNT: &str = "/var/run/secrets/kubernetes.io/serviceaccount/token";

/// Options of Vault. One way to log in has to be given, and no more than one.
#[derive(tactful_derive::Settings)]
#[settings(crate = tactful_core)]
pub(crate) struct VaultOptions {
    /// Address of the server, such as `https://vault.example:8200`.
    #[settings(env = "VAULT_ADDR", example = "https://vault.example:8200")]
    pub(super) address: String,
    /// Namespace in which everything is asked for.
    #[settings(env = "VAULT_NAMESPACE")]
    pub(super) namespace: Option<String>,
    /// PEM file of authorities to trust beside those of the platform.
    #[settings(env = "VAULT_CACERT")]
    pub(super) ca_file: Option<PathBuf>,
    /// Token to ask with.
    #[settings(env = "VAULT_TOKEN")]
    pub(super) token: Option<SecretString>,
    /// Role id, to log in as an application.
    #[settings(env = "VAULT_ROLE_ID")]
    pub(super) role_id: Option<String>,
    /// Secret id that belongs to the role id.
    #[settings(env = "VAULT_SECRET_ID")]
    pub(super) secret_id: Option<SecretString>,
    /// Token that a response-wrapped secret id is in.
    #[settings(env = "VAULT_WRAPPING_TOKEN")]
    pub(super) wrapping_token: Option<SecretString>,
    /// Name, to log in by a password.
    #[settings(env = "VAULT_USERNAME")]
    pub(super) username: Option<String>,
    /// Password that belongs to the name.
    #[settings(env = "VAULT_PASSWORD")]
    pub(super) password: Option<SecretString>,
    /// Signed token to log in by.
    #[settings(env = "VAULT_JWT")]
    pub(super) jwt: Option<SecretString>,
    /// Role to log in with, by a signed token or as a service account of Kubernetes.
    #[settings(env = "VAULT_ROLE")]
    pub(super) role: Option<String>,
    /// File of the service account's token.
    #[settings(env = "VAULT_K8S_TOKEN_FILE")]
    pub(super) kubernetes_token_file: Option<PathBuf>,
    /// Where the way to log in is mounted, if not under its own name.
    #[settings(env = "VAULT_AUTH_MOUNT")]
    pub(super) auth_mount: Option<String>,
    /// Which way to log in counts, where more than one is given.
    #[settings(env = "VAULT_AUTH_METHOD")]
    pub(super) auth_method: Option<String>,
}

/// A way to log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    Token,
    AppRole,
    Userpass,
    Jwt,
    Kubernetes,
}

impl Method {
    const ALL: [Self; 5] = [Self::Token, Self::AppRole, Self::Userpass, Self::Jwt, Self::Kubernetes];

    /// Its name in `VAULT_AUTH_METHOD`, which is also where it is mounted unless somebody chose another place.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::AppRole => "approle",
            Self::Userpass => "userpass",
            Self::Jwt => "jwt",
            Self::Kubernetes => "kubernetes",
        }
    }

    /// What it takes.
    const fn options(self) -> &'static str {
        match self {
            Self::Token => "VAULT_TOKEN",
            Self::AppRole => "VAULT_ROLE_ID with VAULT_SECRET_ID or VAULT_WRAPPING_TOKEN",
            Self::Userpass => "VAULT_USERNAME with VAULT_PASSWORD",
            Self::Jwt => "VAULT_JWT with VAULT_ROLE",
            Self::Kubernetes => "VAULT_ROLE (and VAULT_K8S_TOKEN_FILE)",
        }
    }
}

/// A way to log in with all that it takes.
pub(super) enum Credentials {
    Token(SecretString),
    AppRole { role_id: String, secret_id: SecretId },
    Userpass { username: String, password: SecretString },
    Jwt { role: Option<String>, token: SecretString },
    Kubernetes { role: String, token_file: PathBuf },
}

/// What proves the role of an application.
pub(super) enum SecretId {
    Plain(SecretString),
    /// The token that it is wrapped in.
    Wrapped(SecretString),
}

impl Credentials {
    pub(super) const fn method(&self) -> Method {
        match self {
            Self::Token(_) => Method::Token,
            Self::AppRole { .. } => Method::AppRole,
            Self::Userpass { .. } => Method::Userpass,
            Self::Jwt { .. } => Method::Jwt,
            Self::Kubernetes { .. } => Method::Kubernetes,
        }
    }
}

impl VaultOptions {
    /// The one way to log in.
    pub(super) fn credentials(&mut self) -> Result<Credentials, ManagerError> {
        self.forget_what_is_empty();
        match self.method()? {
            Method::Token => Ok(Credentials::Token(needed(self.token.take(), "VAULT_TOKEN")?)),
            Method::AppRole => {
                let role_id = needed(self.role_id.take(), "VAULT_ROLE_ID")?;
                let secret_id = match (self.secret_id.take(), self.wrapping_token.take()) {
                    (Some(plain), None) => SecretId::Plain(plain),
                    (None, Some(token)) => SecretId::Wrapped(token),
                    (None, None) => return Err(lacks("VAULT_SECRET_ID or VAULT_WRAPPING_TOKEN")),
                    (Some(_), Some(_)) => {
                        let message = "two secret ids: VAULT_SECRET_ID and VAULT_WRAPPING_TOKEN are both given";
                        return Err(wrong(message).help("remove one of them"));
                    }
                };
                Ok(Credentials::AppRole { role_id, secret_id })
            }
            Method::Userpass => {
                let username = needed(self.username.take(), "VAULT_USERNAME")?;
                if username.contains('/') || matches!(username.as_str(), "." | "..") {
                    return Err(
                        wrong("VAULT_USERNAME is no name: it would be another path").help("write the name alone")
                    );
                }
                Ok(Credentials::Userpass { username, password: needed(self.password.take(), "VAULT_PASSWORD")? })
            }
            Method::Jwt => {
                Ok(Credentials::Jwt { role: self.role.take(), token: needed(self.jwt.take(), "VAULT_JWT")? })
            }
            Method::Kubernetes => {
                let role = needed(self.role.take(), "VAULT_ROLE")?;
                let token_file = self.kubernetes_token_file.take().unwrap_or_else(|| PathBuf::from(SERVICE_ACCOUNT));
                Ok(Credentials::Kubernetes { role, token_file })
            }
        }
    }

    /// A variable that is set to nothing says nothing.
    fn forget_what_is_empty(&mut self) {
        let secrets =
            [&mut self.token, &mut self.secret_id, &mut self.wrapping_token, &mut self.password, &mut self.jwt];
        for secret in secrets {
            secret.take_if(|secret| secret.expose_secret().is_empty());
        }
        let texts = [
            &mut self.namespace,
            &mut self.role_id,
            &mut self.username,
            &mut self.role,
            &mut self.auth_mount,
            &mut self.auth_method,
        ];
        for text in texts {
            text.take_if(|text| text.is_empty());
        }
        for path in [&mut self.ca_file, &mut self.kubernetes_token_file] {
            path.take_if(|path| path.as_os_str().is_empty());
        }
    }

    fn method(&self) -> Result<Method, ManagerError> {
        if let Some(name) = &self.auth_method {
            return Method::ALL.into_iter().find(|method| method.name() == name).ok_or_else(|| {
                let known = Method::ALL.map(Method::name).join(", ");
                wrong("VAULT_AUTH_METHOD is no way to log in").help(format!("ways to log in: {known}"))
            });
        }
        let given: Vec<Method> = Method::ALL.into_iter().filter(|method| self.has(*method)).collect();
        match given.as_slice() {
            [method] => Ok(*method),
            [] => {
                let ways = Method::ALL.map(Method::options).join("; ");
                Err(wrong("no way to log in is given").help(format!("set one of: {ways}")))
            }
            [one, other, ..] => {
                let message = format!("two ways to log in are given: {} and {}", self.seen(*one), self.seen(*other));
                let help = format!("remove one, or choose: VAULT_AUTH_METHOD={} or {}", one.name(), other.name());
                Err(wrong(message).help(help))
            }
        }
    }

    fn has(&self, method: Method) -> bool {
        match method {
            Method::Token => self.token.is_some(),
            Method::AppRole => self.role_id.is_some() || self.secret_id.is_some() || self.wrapping_token.is_some(),
            Method::Userpass => self.username.is_some() || self.password.is_some(),
            Method::Jwt => self.jwt.is_some(),
            Method::Kubernetes => self.kubernetes_token_file.is_some() || (self.role.is_some() && self.jwt.is_none()),
        }
    }

    /// The first option by which a way to log in is given.
    fn seen(&self, method: Method) -> &'static str {
        match method {
            Method::Token => "VAULT_TOKEN",
            Method::AppRole if self.role_id.is_some() => "VAULT_ROLE_ID",
            Method::AppRole if self.secret_id.is_some() => "VAULT_SECRET_ID",
            Method::AppRole => "VAULT_WRAPPING_TOKEN",
            Method::Userpass if self.username.is_some() => "VAULT_USERNAME",
            Method::Userpass => "VAULT_PASSWORD",
            Method::Jwt => "VAULT_JWT",
            Method::Kubernetes if self.kubernetes_token_file.is_some() => "VAULT_K8S_TOKEN_FILE",
            Method::Kubernetes => "VAULT_ROLE",
        }
    }
}

fn needed<T>(value: Option<T>, name: &str) -> Result<T, ManagerError> {
    value.ok_or_else(|| lacks(name))
}

fn lacks(name: &str) -> ManagerError {
    wrong(format!("half a login: {name} is not set")).help(format!("set {name}, or remove what belongs to it"))
}

fn wrong(message: impl Into<std::borrow::Cow<'static, str>>) -> ManagerError {
    ManagerError::new(Kind::Misconfigured, message)
}
