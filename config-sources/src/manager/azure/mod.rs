//! Azure Key Vault: its secrets, by Microsoft's client, over a transport and with logins of ours.
//!
//! - `client`: the manager: which vault, what is asked of it, and the one login before all the rest
//! - `transport`: what Microsoft's client sends by; the answers with secrets pass it by
//! - `http`: the ways to a vault, to Entra and to the machine
//! - `login`: tokens of Entra and of the machine; `method`: which of them the options call for; `tools`: `az` and `azd`
//! - `answer`: secrets and refusals, read
//!
//! The logins of `azure_identity` read `IDENTITY_ENDPOINT` and its like from the process, whatever the options say, and
//! put the text of answers into errors. So of them there are only those that run a developer's tools.

mod answer;
mod client;
mod http;
mod login;
mod method;
mod tools;
mod transport;

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;
use tactful_core::secret::RawText;

use self::client::Manager;
use super::managed::{Managed, managed_source};
use super::reference::{Misread, Reference};
use super::store::{Asked, Limits, Opened, Placement, Store};
use super::{BoxFuture, SecretManager, SecretRequest};

/// Secrets of Azure Key Vault as a source.
///
/// The vault and who asks are options of their own: `AZURE_VAULT_URL`, `AZURE_TENANT_ID`, `AZURE_CLIENT_ID`, .., read from the
/// layers below or given here.
///
/// ```
/// use tactful_sources::manager::AzureKeyVault;
///
/// // One secret that is a JSON object.
/// let document = AzureKeyVault::document("shop").vault_url("https://myvault.vault.azure.net");
/// // A secret for each key: that of SECRET_KEY is called SECRET-KEY.
/// let each = AzureKeyVault::each("{name}").managed_identity();
/// # let _ = (document, each);
/// ```
#[derive(Clone, Debug)]
pub struct AzureKeyVault(pub(crate) Managed);

managed_source!(AzureKeyVault);

impl AzureKeyVault {
    /// A layer that is one secret: a JSON object, whose members are looked up like those of a config file. `{profile}` in
    /// the name is the profile of the load; names hold letters, digits and hyphens.
    pub fn document(name: impl Into<String>) -> Self {
        Self(Managed::of(&KeyVault, Placement::Document(SecretRequest::new(name))))
    }

    /// A layer of one secret per key of the schema. `{name}` is the key's environment name with `-` for `_`, `{profile}` the
    /// profile: `each("shop-{name}")`. A vault does not tell capitals from small letters: two keys whose names
    /// differ in nothing else are a problem of the load.
    pub fn each(name: impl Into<String>) -> Self {
        Self(Managed::of(&KeyVault, Placement::Each(SecretRequest::new(name))))
    }

    /// Asks for a version, 32 hexadecimal digits, instead of the current one.
    #[must_use]
    pub fn version(self, version: impl Into<String>) -> Self {
        Self(self.0.ask(|request| request.version(version)))
    }

    /// The address of the vault: `https://myvault.vault.azure.net`. Instead of `AZURE_VAULT_URL`.
    #[must_use]
    pub fn vault_url(self, url: impl Into<String>) -> Self {
        self.give("vault_url", url.into())
    }

    /// The IP address of the vault where DNS does not know its private endpoint. Instead of `AZURE_VAULT_ADDRESS`.
    #[must_use]
    pub fn vault_address(self, address: IpAddr) -> Self {
        self.give("vault_address", address.to_string())
    }

    /// Logs in as an application with a client secret.
    #[must_use]
    pub fn client_secret(
        self,
        tenant: impl Into<String>,
        client: impl Into<String>,
        secret: impl Into<RawText>,
    ) -> Self {
        self.give("login", "EnvironmentCredential")
            .give("tenant_id", tenant.into())
            .give("client_id", client.into())
            .give("client_secret", secret)
    }

    /// Logs in with the token of a Kubernetes service account: `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and
    /// `AZURE_FEDERATED_TOKEN_FILE`, which Azure's webhook sets.
    #[must_use]
    pub fn workload_identity(self) -> Self {
        self.give("login", "WorkloadIdentityCredential")
    }

    /// Logs in as the identity of the machine or the app that this runs in. Where it has several, `client_id` says which.
    #[must_use]
    pub fn managed_identity(self) -> Self {
        self.give("login", "ManagedIdentityCredential")
    }

    /// Logs in as whoever is logged in to `az` or `azd`.
    #[must_use]
    pub fn developer_tools(self) -> Self {
        self.give("login", "dev")
    }

    /// The client id of the application or of the identity. Instead of `AZURE_CLIENT_ID`.
    #[must_use]
    pub fn client_id(self, id: impl Into<String>) -> Self {
        self.give("client_id", id.into())
    }

    /// The tenant that logins belong to. Instead of `AZURE_TENANT_ID`.
    #[must_use]
    pub fn tenant_id(self, id: impl Into<String>) -> Self {
        self.give("tenant_id", id.into())
    }

    /// Where Entra is: that of the vault's cloud unless told. Instead of `AZURE_AUTHORITY_HOST`.
    #[must_use]
    pub fn authority_host(self, url: impl Into<String>) -> Self {
        self.give("authority_host", url.into())
    }

    /// A file of certificates, PEM, to trust beside those of the system. Instead of `AZURE_CA_BUNDLE`.
    #[must_use]
    pub fn ca_bundle(self, path: impl Into<String>) -> Self {
        self.give("ca_bundle", path.into())
    }

    fn give(self, key: &'static str, text: impl Into<RawText>) -> Self {
        Self(self.0.give(key, text))
    }
}

/// The kind of store.
#[derive(Debug)]
pub(crate) struct KeyVault;

/// Options of Azure Key Vault.
#[derive(tactful_derive::Settings)]
#[settings(crate = tactful_core)]
pub(crate) struct AzureOptions {
    /// Address of the vault: `https://myvault.vault.azure.net`.
    #[settings(env = "AZURE_VAULT_URL")]
    vault_url: Option<String>,
    /// IP address of the vault, where DNS does not know its private endpoint.
    #[settings(env = "AZURE_VAULT_ADDRESS")]
    vault_address: Option<IpAddr>,
    /// How to log in: `prod`, `dev`, or the name of a credential of Azure's clients. Unless told, by what else is set.
    #[settings(env = "AZURE_TOKEN_CREDENTIALS", public)]
    login: Option<String>,
    /// The tenant that logins belong to.
    #[settings(env = "AZURE_TENANT_ID")]
    tenant_id: Option<String>,
    /// The client id of the application or of the identity.
    #[settings(env = "AZURE_CLIENT_ID")]
    client_id: Option<String>,
    /// The secret of the application.
    #[settings(env = "AZURE_CLIENT_SECRET")]
    client_secret: Option<SecretString>,
    /// A file that holds the token of a workload identity.
    #[settings(env = "AZURE_FEDERATED_TOKEN_FILE")]
    federated_token_file: Option<PathBuf>,
    /// Where Entra is: `https://login.microsoftonline.com`.
    #[settings(env = "AZURE_AUTHORITY_HOST")]
    authority_host: Option<String>,
    /// Where App Service gives tokens.
    #[settings(env = "IDENTITY_ENDPOINT")]
    identity_endpoint: Option<String>,
    /// What App Service wants to see for a token.
    #[settings(env = "IDENTITY_HEADER")]
    identity_header: Option<SecretString>,
    /// Where a machine gives tokens: `http://169.254.169.254`.
    #[settings(env = "AZURE_POD_IDENTITY_AUTHORITY_HOST")]
    machine_host: Option<String>,
    /// A file of certificates, PEM, to trust beside those of the system.
    #[settings(env = "AZURE_CA_BUNDLE")]
    ca_bundle: Option<PathBuf>,
    /// The proxy on the way to the vault and to Entra: `http://proxy.example:3128`.
    #[settings(env = "HTTPS_PROXY")]
    proxy: Option<SecretString>,
    /// Hosts that are reached without it, as curl has it: `.vault.azure.net,10.0.0.0/8`.
    #[settings(env = "NO_PROXY")]
    no_proxy: Option<String>,
    /// Where `az` and `azd` are looked for. Without it, as in a test of a closed context, neither they nor the machine
    /// are asked for a token unless `login` says so.
    #[settings(env = "PATH")]
    path: Option<String>,
}

impl Store for KeyVault {
    type Options = AzureOptions;
    const SCHEME: &'static str = "azurekeyvault";
    const NAME: &'static str = "azure";

    fn read(reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        reference.only_options(&[])?;
        let help = "write ref+azurekeyvault://VAULT/SECRET, and /VERSION behind it for one that is not current";
        match parts(reference)? {
            (_, None) => Err(Misread::new("names no secret").help(help)),
            (vault, Some(secret)) => Ok(Asked::new(request(vault, secret))),
        }
    }

    fn place(address: &Reference) -> Result<Asked<Placement>, Misread> {
        address.only_options(&[])?;
        let placement = match parts(address)? {
            (vault, None) => Placement::Each(request(vault, ("{name}", None))),
            (vault, Some(secret)) if secret.0.contains("{name}") => Placement::Each(request(vault, secret)),
            (vault, Some(secret)) => Placement::Document(request(vault, secret)),
        };
        Ok(Asked::new(placement))
    }

    /// Names have no `_`, and capitals are small letters to a vault.
    fn name_of(env_name: &str) -> String {
        env_name.replace('_', "-").to_ascii_uppercase()
    }

    fn open(options: AzureOptions, limits: Limits) -> BoxFuture<'static, Opened> {
        Box::pin(async move { Ok(Arc::new(Manager::new(options, limits)?) as Arc<dyn SecretManager>) })
    }
}

/// A secret's name and version.
type Named<'r> = (&'r str, Option<&'r str>);

/// Vault, secret and version of an address. An empty vault is that of `AZURE_VAULT_URL`.
fn parts(address: &Reference) -> Result<(&str, Option<Named<'_>>), Misread> {
    let path = address.path();
    let mut parts = path.strip_suffix('/').unwrap_or(path).split('/');
    let vault = parts.next().unwrap_or_default();
    let named = parts.next().map(|secret| (secret, parts.next()));
    let is_empty = |part: &str| part.is_empty();
    if parts.next().is_some()
        || named.is_some_and(|(secret, version)| is_empty(secret) || version.is_some_and(is_empty))
    {
        let help = "write azurekeyvault://VAULT/SECRET/VERSION; a member of a JSON secret stands behind #/";
        return Err(Misread::new("is not made of vault, secret and version").help(help));
    }
    Ok((vault, named))
}

fn request(vault: &str, (secret, version): Named<'_>) -> SecretRequest {
    let request = SecretRequest::new(if vault.is_empty() { secret.to_owned() } else { format!("{vault}/{secret}") });
    match version {
        Some(version) => request.version(version),
        None => request,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn references_name_vault_secret_and_version() {
        for (text, path, version) in [
            ("azurekeyvault://myvault/shop", "myvault/shop", None),
            ("azurekeyvault://myvault/shop/", "myvault/shop", None),
            ("azurekeyvault://myvault/shop/0123#/KEY", "myvault/shop", Some("0123")),
            ("azurekeyvault://myvault.vault.azure.cn/shop", "myvault.vault.azure.cn/shop", None),
            ("azurekeyvault:///shop", "shop", None),
        ] {
            let asked = KeyVault::read(&Reference::parse(text).unwrap()).unwrap().what;
            assert_eq!((asked.path(), asked.wanted_version()), (path, version), "{text}");
        }
    }

    #[test]
    fn other_references_are_refused() {
        for text in [
            "azurekeyvault://myvault",
            "azurekeyvault://myvault/",
            "azurekeyvault://myvault//0123",
            "azurekeyvault://myvault/shop/0123/x",
            "azurekeyvault://myvault/shop?version=3",
        ] {
            assert!(KeyVault::read(&Reference::parse(text).unwrap()).is_err(), "{text}");
        }
    }

    #[test]
    fn addresses_are_documents_or_a_secret_per_key() {
        let place = |text| KeyVault::place(&Reference::parse(text).unwrap()).unwrap().what;
        let each = |path: &str| Placement::Each(SecretRequest::new(path));
        assert_eq!(place("azurekeyvault://myvault/shop"), Placement::Document(SecretRequest::new("myvault/shop")));
        assert_eq!(place("azurekeyvault://myvault/"), each("myvault/{name}"));
        assert_eq!(place("azurekeyvault://myvault"), each("myvault/{name}"));
        assert_eq!(place("azurekeyvault://"), each("{name}"));
        assert_eq!(place("azurekeyvault://myvault/shop-{name}"), each("myvault/shop-{name}"));
    }

    #[test]
    fn names_are_those_of_a_vault() {
        assert_eq!(KeyVault::name_of("SHOP_STRIPE_SECRET_KEY"), "SHOP-STRIPE-SECRET-KEY");
        assert_eq!(KeyVault::name_of("LIMITS__EU"), "LIMITS--EU");
    }
}
