//! Google Secret Manager.
//!
//! - `name`: how a secret is named, and what of it may stand in an address
//! - `client`: one request for each secret, one login for all of them
//! - `credentials`: whose name the requests are made in, and how that becomes a token
//! - `answer`: what Google answers, as a secret or as an error with advice
//! - `login`: a token for a file, by Google's crate; `machine`: one of the metadata server
//! - `http`: requests that are bounded in time and size
//!
//! # Why the requests are ours
//!
//! One call is all that is needed of the API: `GET v1/projects/P/secrets/S/versions/V:access`. Google's client for it,
//! `google-cloud-secretmanager-v1` 1.12, cannot keep what holds for every manager. Read in its transport,
//! `google-cloud-gax-internal` 0.7.16:
//!
//! - it collects the whole of an answer, however large (`to_http_response`, `to_http_error`);
//! - it follows redirects: `disable_follow_redirects` is out of reach for whoever builds this client;
//! - it takes no certificate authority, and no HTTP client that would have one;
//! - it reads `GOOGLE_CLOUD_UNIVERSE_DOMAIN` and `GOOGLE_CLOUD_RUST_LOGGING` of the process, closed context or not;
//! - on a machine of Google's it makes a request of its own for the universe, before the first secret.
//!
//! It also brings some twenty crates more, OpenTelemetry among them.
//!
//! Tokens are made by `google-cloud-auth`, where making them takes more than one request: it knows the files of all
//! kinds. Each of its credentials starts a task that renews the token and sleeps for up to an hour before it sees that
//! nobody needs it any more (`token_cache::refresh_task`). So they live on a runtime of their own, for as long as the
//! login takes. The metadata server is asked by a request of ours, since the crate prefers the process's own
//! `GCE_METADATA_HOST` to what it is told.

mod answer;
mod client;
mod credentials;
mod http;
mod login;
mod machine;
mod name;

use std::path::PathBuf;
use std::sync::Arc;

use secrecy::SecretString;

use self::client::Client;
use self::name::Name;
use super::managed::{Managed, managed_source};
use super::reference::{Misread, Reference};
use super::store::{Asked, Limits, Opened, Placement, Store};
use super::{BoxFuture, SecretManager, SecretRequest};

/// Secrets of [Google Secret Manager](https://cloud.google.com/security/products/secret-manager): one document, or a
/// secret for each key.
///
/// ```
/// # use tactful_sources::manager::GcpSecrets;
/// // The settings of the shop as one JSON object. The project is that of the environment, or of the credentials.
/// let one = GcpSecrets::document("shop-{profile}");
/// // `shop-SECRET_KEY`, `shop-STRIPE_SECRET_KEY`, ..: only the keys of the schema are asked for.
/// let many = GcpSecrets::each("shop-{name}").project("my-project").location("europe-west3");
/// ```
///
/// Credentials are Google's application default credentials: a file that `GOOGLE_APPLICATION_CREDENTIALS` names, else
/// the one that `gcloud auth application-default login` leaves behind, else the metadata server of the machine.
#[derive(Clone, Debug)]
pub struct GcpSecrets(pub(crate) Managed);

managed_source!(GcpSecrets);

impl GcpSecrets {
    /// A layer that is one secret: a JSON object, whose members are looked up by nested path, dotted path or
    /// environment name.
    ///
    /// The name is `SECRET`, `PROJECT/SECRET` or a whole `projects/PROJECT/secrets/SECRET`; `{profile}` in it is the
    /// profile of the load.
    pub fn document(name: impl Into<String>) -> Self {
        Self(Managed::of(&Gcp, Placement::Document(SecretRequest::new(name))))
    }

    /// A layer of one secret per key. `{name}` is the key's environment name, `{profile}` the profile of the load.
    pub fn each(name: impl Into<String>) -> Self {
        Self(Managed::of(&Gcp, Placement::Each(SecretRequest::new(name))))
    }

    /// The project of the secrets, by its id or number: `GCP_PROJECT_ID` or `GOOGLE_CLOUD_PROJECT` unless told, else
    /// the project of the credentials.
    pub fn project(self, project: impl Into<String>) -> Self {
        Self(self.0.give("project", project.into()))
    }

    /// Takes regional secrets of this location, from the endpoint of that region: `europe-west3`.
    pub fn location(self, location: impl Into<String>) -> Self {
        Self(self.0.give("location", location.into()))
    }

    /// Where the API is: `https://secretmanager.googleapis.com`, or that of the location, unless told.
    pub fn endpoint(self, url: impl Into<String>) -> Self {
        Self(self.0.give("endpoint", url.into()))
    }

    /// Which version: a number, an alias, or `latest`, which is the default.
    pub fn version(self, version: impl Into<String>) -> Self {
        let version = version.into();
        Self(self.0.ask(|request| request.version(version)))
    }

    /// The file with the credentials: of a service account, of a user, or for workload identity federation.
    pub fn credentials_file(self, path: impl Into<String>) -> Self {
        Self(self.0.give("credentials_file", path.into()))
    }

    /// Brings no credentials, for an emulator that lets everybody in.
    pub fn anonymous(self) -> Self {
        Self(self.0.give("disable_credentials", "true".to_owned()))
    }

    /// A file of certificates in PEM that are trusted beside those of the platform, for an endpoint of one's own.
    pub fn ca_file(self, path: impl Into<String>) -> Self {
        Self(self.0.give("ca_file", path.into()))
    }
}

/// Google Secret Manager.
#[derive(Debug)]
pub(crate) struct Gcp;

/// What it has to know beside the name of a secret.
#[derive(tactful_derive::Settings)]
#[settings(crate = tactful_core)]
pub(crate) struct GcpOptions {
    /// The project of secrets that are named without one.
    #[settings(env = "GCP_PROJECT_ID", alias(env = "GOOGLE_CLOUD_PROJECT"))]
    project: Option<String>,
    /// The location of regional secrets.
    #[settings(env = "GCP_SECRETMANAGER_LOCATION")]
    location: Option<String>,
    /// Where the API is, if not at Google's usual address.
    #[settings(env = "GCP_SECRETMANAGER_ENDPOINT", alias(env = "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER"))]
    endpoint: Option<String>,
    /// The file with the credentials.
    #[settings(env = "GOOGLE_APPLICATION_CREDENTIALS")]
    credentials_file: Option<PathBuf>,
    /// An access token, such as `gcloud auth print-access-token` gives.
    #[settings(env = "CLOUDSDK_AUTH_ACCESS_TOKEN")]
    access_token: Option<SecretString>,
    /// Whether to bring no credentials at all, for an emulator.
    #[settings(env = "CLOUDSDK_AUTH_DISABLE_CREDENTIALS", default = false)]
    disable_credentials: bool,
    /// The project that pays for the requests, where it is not that of the secret.
    #[settings(env = "GOOGLE_CLOUD_QUOTA_PROJECT")]
    quota_project: Option<String>,
    /// The metadata server: host, or host and port.
    #[settings(env = "GCE_METADATA_HOST")]
    metadata_host: Option<String>,
    /// Certificates in PEM that are trusted beside those of the platform.
    #[settings(env = "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE")]
    ca_file: Option<PathBuf>,
    /// A proxy for `https://`; it may hold a password.
    #[settings(env = "HTTPS_PROXY", alias(env = "https_proxy"))]
    proxy: Option<SecretString>,
    /// Hosts that are reached without it.
    #[settings(env = "NO_PROXY", alias(env = "no_proxy"))]
    no_proxy: Option<String>,
    /// The folder where gcloud keeps its files.
    #[settings(env = "CLOUDSDK_CONFIG")]
    gcloud_path: Option<PathBuf>,
    /// The folder below which that one is, unless it is told.
    #[settings(env = "HOME")]
    home_path: Option<PathBuf>,
    /// The same on Windows.
    #[settings(env = "APPDATA")]
    appdata_path: Option<PathBuf>,
}

impl Store for Gcp {
    type Options = GcpOptions;
    const SCHEME: &'static str = "gcpsecrets";
    const NAME: &'static str = "gcp";

    fn read(reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        let request = request(reference)?;
        Name::of(&request)?;
        Ok(Asked::new(request))
    }

    fn place(address: &Reference) -> Result<Asked<Placement>, Misread> {
        let mut request = request(address)?;
        if request.path().ends_with('/') {
            request = request
                .map(|text| text.strip_suffix('/').map_or_else(|| text.to_owned(), |path| format!("{path}/{{name}}")));
        }
        Name::of(&request.map(|text| text.replace("{profile}", "p").replace("{name}", "n")))?;
        let is_each = request.path().contains("{name}");
        Ok(Asked::new(if is_each { Placement::Each(request) } else { Placement::Document(request) }))
    }

    fn open(options: GcpOptions, limits: Limits) -> BoxFuture<'static, Opened> {
        Box::pin(async move { Ok(Arc::new(Client::open(options, limits)?) as Arc<dyn SecretManager>) })
    }
}

/// What an address asks for. Its place is part of the request and not of the options, so that secrets of all regions
/// are fetched by one client, with one token.
fn request(reference: &Reference) -> Result<SecretRequest, Misread> {
    reference.only_options(&["version", "location"])?;
    let path = reference.path();
    let Some((project, rest)) = path.split_once('/') else {
        let help = "write gcpsecrets://PROJECT/SECRET, or gcpsecrets:///SECRET for the project of GCP_PROJECT_ID";
        return Err(Misread::new("names no secret of a project").help(help));
    };
    // An empty project is the one that the options give.
    let request = SecretRequest::new(if project.is_empty() && !rest.is_empty() { rest } else { path });
    let options = ["version", "location"].into_iter();
    Ok(options.fold(request, |request, name| match reference.option(name) {
        Some(value) => request.option(name, value),
        None => request,
    }))
}
