//! How to log in: what the options call for.

use std::path::PathBuf;

use reqwest::Url;
use secrecy::SecretString;

use super::super::client::endpoint;
use super::super::store::Limits;
use super::super::{ManagerError, ManagerErrorKind as Kind};
use super::AzureOptions;
use super::http::is_link_local;
use super::tools::Tools;

/// Where every machine of Azure finds the service that knows its identity.
const MACHINE: &str = "http://169.254.169.254";

/// A way to a token.
pub(super) enum Method {
    /// An application of Entra, with a secret or with the token of a workload.
    Application { tenant: String, client: String, proof: Proof, authority: Option<Url> },
    /// The identity of an app of App Service, Functions or Container Apps.
    App { endpoint: Url, header: SecretString, client: Option<String> },
    /// The identity of a virtual machine, and of what runs on it.
    Machine { host: Url, client: Option<String> },
    /// Whoever is logged in to these tools.
    Tools(Tools),
    /// The machine, if it has an identity; else the tools.
    Whoever { host: Url, client: Option<String>, tools: Option<Tools> },
}

/// What an application proves itself by.
pub(super) enum Proof {
    Secret(SecretString),
    /// A file, read at each login: Kubernetes changes it once an hour.
    Assertion(PathBuf),
}

impl Method {
    /// The client id of who logs in, where it is known.
    pub(super) fn caller(&self) -> Option<&str> {
        match self {
            Self::Application { client, .. } => Some(client),
            Self::App { client, .. } | Self::Machine { client, .. } | Self::Whoever { client, .. } => client.as_deref(),
            Self::Tools(_) => None,
        }
    }

    pub(super) fn of(options: &mut AzureOptions, limits: Limits) -> Result<Self, ManagerError> {
        let wanted = options.login.take().unwrap_or_default();
        match wanted.trim().to_ascii_lowercase().as_str() {
            "" => Self::by_what_is_set(options, limits, true),
            "prod" => Self::by_what_is_set(options, limits, false),
            "environmentcredential" => Self::with_secret(options, limits),
            "workloadidentitycredential" => Self::with_assertion(options, limits),
            "managedidentitycredential" => Self::managed(options, limits),
            "dev" => Ok(Self::Tools(Tools::all(options))),
            "azureclicredential" => Ok(Self::Tools(Tools::cli(options))),
            "azuredeveloperclicredential" => Ok(Self::Tools(Tools::developer_cli(options))),
            _ => Err(misconfigured("AZURE_TOKEN_CREDENTIALS names no way to log in").help(
                "prod, dev, EnvironmentCredential, WorkloadIdentityCredential, ManagedIdentityCredential, \
                 AzureCliCredential or AzureDeveloperCliCredential",
            )),
        }
    }

    fn by_what_is_set(options: &mut AzureOptions, limits: Limits, with_tools: bool) -> Result<Self, ManagerError> {
        if options.client_secret.is_some() {
            return Self::with_secret(options, limits);
        }
        if options.federated_token_file.is_some() {
            return Self::with_assertion(options, limits);
        }
        if options.path.is_none() && options.identity_endpoint.is_none() && options.machine_host.is_none() {
            // Nothing is known of the machine: its environment is not that of the load.
            return Err(misconfigured("no login is configured").help(HOW));
        }
        let tools = options.path.is_some().then(|| with_tools.then(|| Tools::all(options)));
        Ok(match (Self::managed(options, limits)?, tools) {
            (Self::Machine { host, client }, Some(tools)) => Self::Whoever { host, client, tools },
            (managed, _) => managed,
        })
    }

    fn with_secret(options: &mut AzureOptions, limits: Limits) -> Result<Self, ManagerError> {
        let Some(secret) = options.client_secret.take() else { return Err(lacking("AZURE_CLIENT_SECRET")) };
        Self::application(options, Proof::Secret(secret), limits)
    }

    fn with_assertion(options: &mut AzureOptions, limits: Limits) -> Result<Self, ManagerError> {
        let Some(file) = options.federated_token_file.take() else { return Err(lacking("AZURE_FEDERATED_TOKEN_FILE")) };
        Self::application(options, Proof::Assertion(file), limits)
    }

    fn application(options: &mut AzureOptions, proof: Proof, limits: Limits) -> Result<Self, ManagerError> {
        let Some(tenant) = options.tenant_id.take() else { return Err(lacking("AZURE_TENANT_ID")) };
        let Some(client) = options.client_id.take() else { return Err(lacking("AZURE_CLIENT_ID")) };
        // It becomes part of a path.
        if !tenant.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-')) {
            return Err(misconfigured("AZURE_TENANT_ID is neither an id nor a domain")
                .help("az account show --query tenantId tells it"));
        }
        let authority = options.authority_host.take().map(|text| authority(&text, limits)).transpose()?;
        Ok(Self::Application { tenant, client, proof, authority })
    }

    fn managed(options: &mut AzureOptions, limits: Limits) -> Result<Self, ManagerError> {
        let client = options.client_id.take();
        let near = |name: &str, text: &str| {
            let is_near = Url::parse(text).is_ok_and(|url| is_link_local(&url));
            endpoint(text, name, Limits { plain_http: limits.plain_http || is_near, ..limits })
        };
        if let Some(app) = options.identity_endpoint.take() {
            let Some(header) = options.identity_header.take() else {
                return Err(misconfigured("IDENTITY_ENDPOINT is set and IDENTITY_HEADER is not").help(
                    "App Service sets both; Azure Arc, which sets one, is not supported: log in with a client secret",
                ));
            };
            return Ok(Self::App { endpoint: near("IDENTITY_ENDPOINT", &app)?, header, client });
        }
        let host = options.machine_host.take();
        let host = near("AZURE_POD_IDENTITY_AUTHORITY_HOST", host.as_deref().unwrap_or(MACHINE))?;
        Ok(Self::Machine { host, client })
    }
}

/// Entra, also without a scheme, as other clients have it.
fn authority(text: &str, limits: Limits) -> Result<Url, ManagerError> {
    let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    endpoint(&whole, "AZURE_AUTHORITY_HOST", limits)
}

fn lacking(name: &str) -> ManagerError {
    let what = format!("{name} is not set, and this login needs it");
    let needs = "a client secret needs AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; \
                 a workload identity AZURE_FEDERATED_TOKEN_FILE instead of the last";
    misconfigured(what).help(needs)
}

fn misconfigured(message: impl Into<std::borrow::Cow<'static, str>>) -> ManagerError {
    ManagerError::new(Kind::Misconfigured, message)
}

const HOW: &str = "at Azure give the machine or app an identity, in Kubernetes a workload identity; elsewhere set \
                   AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; on a developer's machine `az login`";

/// Nobody to log in as.
pub(super) fn nobody(message: &'static str) -> ManagerError {
    ManagerError::new(Kind::Unauthenticated, message).help(HOW)
}
