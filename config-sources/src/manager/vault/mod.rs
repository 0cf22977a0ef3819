//! HashiCorp Vault and OpenBao, by a client of our own: about a dozen endpoints, all of them JSON over HTTP.
//!
//! - `options`: what the settings of the store say, and the one way to log in that they make
//! - `api`: requests as the server wants them
//! - `login`: from credentials to a token
//! - `target`, `mounts`: which path of the API a secret has: that depends on where its mount ends and what is mounted
//! - `read`: asks for secrets; `answer`, `refusal`: what comes back, and why nothing does

mod answer;
mod api;
mod login;
mod mounts;
mod options;
mod read;
mod refusal;
mod target;

use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};

use self::options::VaultOptions;
use self::read::VaultManager;
use super::managed::managed_source;
use super::reference::{Misread, Reference};
use super::store::{Asked, Limits, Opened, Placement, Store};
use super::{BoxFuture, Managed, SecretRequest};

/// A secret of HashiCorp Vault or OpenBao as a source: a JSON object, whose members are looked up by nested path, dotted
/// path or environment name.
///
/// Where the server is and who asks are settings of their own, which the layers below give: `VAULT_ADDR`, `VAULT_TOKEN`,
/// `VAULT_ROLE_ID` with `VAULT_SECRET_ID`, and so on. What is said in code beats them.
///
/// ```
/// use tactful_sources::manager::Vault;
///
/// let shop = Vault::kv2("secret", "shop/{profile}").namespace("team-a");
/// let database = Vault::database("shop"); // gives username and password, under a lease
/// # let _ = (shop, database);
/// ```
#[derive(Clone, Debug)]
pub struct Vault(pub(crate) Managed);

managed_source!(Vault);

#[allow(clippy::needless_pass_by_value, reason = "a secret that is handed over is wiped here")]
impl Vault {
    /// A secret of a KV engine, version 2. `{profile}` in the path is the profile of the load.
    pub fn kv2(mount: impl AsRef<str>, path: impl AsRef<str>) -> Self {
        Self::mounted(mount.as_ref(), path.as_ref(), target::KV2)
    }

    /// A secret of a KV engine, version 1, which keeps no versions.
    pub fn kv1(mount: impl AsRef<str>, path: impl AsRef<str>) -> Self {
        Self::mounted(mount.as_ref(), path.as_ref(), target::KV1)
    }

    /// A login of a database that is made for this load: `username` and `password`. The server revokes it when its lease
    /// ends. The engine is taken to be mounted at `database`; [`Vault::mount`] says otherwise.
    pub fn database(role: impl AsRef<str>) -> Self {
        let path = format!("creds/{}", trimmed(role.as_ref()));
        Self::mounted("database", &path, target::DATABASE)
    }

    fn mounted(mount: &str, path: &str, engine: &'static str) -> Self {
        let request = target::request_of(trimmed(mount), trimmed(path)).option("engine", engine);
        Self(Managed::of(&VaultStore, Placement::Document(request)))
    }

    /// Where the engine is mounted.
    #[must_use]
    pub fn mount(self, mount: impl AsRef<str>) -> Self {
        let mount = trimmed(mount.as_ref());
        Self(self.0.ask(|request| target::moved(&request, mount)))
    }

    /// A version of a secret of KV 2, instead of the current one.
    #[must_use]
    pub fn version(self, version: u64) -> Self {
        Self(self.0.ask(|request| request.version(version.to_string())))
    }

    /// The address of the server: `https://vault.example:8200`. Otherwise `VAULT_ADDR`.
    #[must_use]
    pub fn address(self, address: impl AsRef<str>) -> Self {
        self.give("address", address.as_ref())
    }

    /// The namespace. Otherwise `VAULT_NAMESPACE`.
    #[must_use]
    pub fn namespace(self, namespace: impl AsRef<str>) -> Self {
        self.give("namespace", namespace.as_ref())
    }

    /// A PEM file of authorities to trust beside those of the platform. Otherwise `VAULT_CACERT`.
    #[must_use]
    pub fn ca_file(self, path: impl AsRef<Path>) -> Self {
        self.give("ca_file", &path.as_ref().to_string_lossy())
    }

    /// Asks with this token. Otherwise `VAULT_TOKEN`.
    #[must_use]
    pub fn token(self, token: SecretString) -> Self {
        self.give("token", token.expose_secret())
    }

    /// Logs in as an application. Otherwise `VAULT_ROLE_ID` and `VAULT_SECRET_ID`.
    #[must_use]
    pub fn app_role(self, role_id: impl AsRef<str>, secret_id: SecretString) -> Self {
        self.give("role_id", role_id.as_ref()).give("secret_id", secret_id.expose_secret())
    }

    /// The same with a secret id that is response-wrapped: the wrapping token gives it once, and to nobody after that.
    /// Otherwise `VAULT_ROLE_ID` and `VAULT_WRAPPING_TOKEN`.
    #[must_use]
    pub fn app_role_wrapped(self, role_id: impl AsRef<str>, wrapping_token: SecretString) -> Self {
        self.give("role_id", role_id.as_ref()).give("wrapping_token", wrapping_token.expose_secret())
    }

    /// Logs in by a name and a password. Otherwise `VAULT_USERNAME` and `VAULT_PASSWORD`.
    #[must_use]
    pub fn userpass(self, username: impl AsRef<str>, password: SecretString) -> Self {
        self.give("username", username.as_ref()).give("password", password.expose_secret())
    }

    /// Logs in by a signed token: of a CI system, of an identity provider. Otherwise `VAULT_ROLE` and `VAULT_JWT`.
    #[must_use]
    pub fn jwt(self, role: impl AsRef<str>, token: SecretString) -> Self {
        self.give("role", role.as_ref()).give("jwt", token.expose_secret())
    }

    /// Logs in as the service account of a pod. Otherwise `VAULT_ROLE`, with no `VAULT_JWT` beside it.
    #[must_use]
    pub fn kubernetes(self, role: impl AsRef<str>) -> Self {
        self.give("role", role.as_ref())
    }

    /// Where the token of the service account lies, if not at `/var/run/secrets/kubernetes.io/serviceaccount/token`.
    /// Otherwise `VAULT_K8S_TOKEN_FILE`.
    #[must_use]
    pub fn kubernetes_token_file(self, path: impl AsRef<Path>) -> Self {
        self.give("kubernetes_token_file", &path.as_ref().to_string_lossy())
    }

    /// Where the way to log in is mounted, if not under its own name: `approle`, `userpass`, `jwt`, `kubernetes`.
    /// Otherwise `VAULT_AUTH_MOUNT`.
    #[must_use]
    pub fn auth_mount(self, mount: impl AsRef<str>) -> Self {
        self.give("auth_mount", mount.as_ref())
    }

    /// Which way to log in counts, where the layers give more than one: `token`, `approle`, `userpass`, `jwt`,
    /// `kubernetes`. Otherwise `VAULT_AUTH_METHOD`.
    #[must_use]
    pub fn auth_method(self, method: impl AsRef<str>) -> Self {
        self.give("auth_method", method.as_ref())
    }

    fn give(self, key: &'static str, text: &str) -> Self {
        Self(self.0.give(key, text))
    }
}

/// A path without the slashes around it.
fn trimmed(path: &str) -> &str {
    path.trim_matches('/')
}

/// Vault as a kind of store.
#[derive(Debug)]
pub(crate) struct VaultStore;

impl Store for VaultStore {
    type Options = VaultOptions;
    const SCHEME: &'static str = "vault";
    const NAME: &'static str = "vault";

    const LOGINS: &'static [&'static str] =
        &["VAULT_TOKEN", "VAULT_ROLE_ID", "VAULT_USERNAME", "VAULT_JWT", "VAULT_ROLE", "VAULT_K8S_TOKEN_FILE"];

    fn read(reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        reference.only_options(&["version", "namespace", "address", "engine"])?;
        let path = reference.path();
        if let Some(clause) = target::misshapen(path) {
            return Err(Misread::new(clause).help("write MOUNT/PATH, as in vault://secret/shop"));
        }
        let mut request = SecretRequest::new(path);
        if let Some(version) = reference.option("version") {
            if !target::is_version(version) {
                return Err(Misread::new("has a version that is no number").help("write version=3, or leave it out"));
            }
            request = request.version(version);
        }
        if let Some(engine) = reference.option("engine") {
            if !target::ENGINES.contains(&engine) {
                let help = format!("engines: {}", target::ENGINES.join(", "));
                return Err(Misread::new("has an unknown engine").help(help));
            }
            request = request.option("engine", engine);
        }
        Ok(Asked::new(request)
            .given("namespace", reference.option("namespace"))
            .given("address", reference.option("address")))
    }

    fn place(address: &Reference) -> Result<Asked<Placement>, Misread> {
        let asked = Self::read(address)?;
        Ok(Asked { what: Placement::Document(asked.what), given: asked.given })
    }

    fn open(options: VaultOptions, limits: Limits) -> BoxFuture<'static, Opened> {
        Box::pin(async move { VaultManager::open(options, limits) })
    }
}
