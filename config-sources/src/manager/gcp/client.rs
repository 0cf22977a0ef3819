//! One request for each secret, and one login for all of them.

use std::fmt;
use std::time::{Duration, Instant};

use reqwest::header::{ACCEPT, HeaderMap, HeaderValue};
use reqwest::{Certificate, NoProxy, Proxy};
use secrecy::ExposeSecret as _;
use tokio::sync::{Mutex, OnceCell};

use super::credentials::{self, Credentials};
use super::http::{self, Http};
use super::name::{Name, check_location, check_project};
use super::{GcpOptions, answer};
use crate::manager::flight;
use crate::manager::reference::Misread;
use crate::manager::store::Limits;
use crate::manager::{
    BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind as Kind, SecretManager, SecretRequest,
};
use crate::read::{DOCUMENT_LIMIT, read_file};

/// How long a token is used again. The metadata server gives tokens that are good for four minutes at least.
const REUSE: Duration = Duration::from_secs(180);

/// The secrets that one set of options leads to.
pub(super) struct Client {
    identity: Identity,
    /// The address that the options give; `None` for that of Google, which depends on the location.
    endpoint: Option<String>,
    location: Option<String>,
    /// The project, once somebody asked for a secret without one.
    project: OnceCell<String>,
    credentials: Credentials,
    quota_project: Option<HeaderValue>,
    http: Http,
    limits: Limits,
    /// What requests bring, and since when.
    session: Mutex<Option<(Instant, HeaderMap)>>,
}

impl Client {
    /// Takes the options apart. Files are read, and no request is made.
    pub(super) fn open(options: GcpOptions, limits: Limits) -> Result<Self, ManagerError> {
        let endpoint = options.endpoint.as_deref().map(|text| endpoint(text, limits)).transpose()?;
        if let Some(location) = &options.location {
            check_location(location).map_err(|misread| wrong("GCP_SECRETMANAGER_LOCATION", misread))?;
        }
        let quota_project = options.quota_project.as_deref().map(quota_project).transpose()?;
        let roots = options.ca_file.as_deref().map(roots).transpose()?.unwrap_or_default();
        let http = match &endpoint {
            Some(url) if url.starts_with("http://") => Http::to_neighbours(limits)?,
            _ => Http::to_servers(limits, roots, proxy(&options)?)?,
        };
        let given = options.project.clone();
        let credentials = Credentials::find(&options, limits)?;
        let project = given.or_else(|| credentials.project().map(str::to_owned));
        if let Some(project) = &project {
            check_project(project).map_err(|misread| wrong("GCP_PROJECT_ID", misread))?;
        }
        let shown = endpoint.clone().unwrap_or_else(|| google(options.location.as_deref()));
        Ok(Self {
            identity: Identity::new("gcpsecrets", shown),
            endpoint,
            location: options.location,
            project: OnceCell::new_with(project),
            credentials,
            quota_project,
            http,
            limits,
            session: Mutex::new(None),
        })
    }

    /// What each request brings: made by the first that asks, waited for by those who come meanwhile.
    async fn session(&self) -> Result<HeaderMap, ManagerError> {
        let mut session = self.session.lock().await;
        if let Some((since, headers)) = &*session
            && since.elapsed() < REUSE
        {
            return Ok(headers.clone());
        }
        let mut headers = self.credentials.log_in(self.limits).await?;
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(project) = &self.quota_project {
            headers.insert(credentials::QUOTA_PROJECT, project.clone());
        }
        *session = Some((Instant::now(), headers.clone()));
        Ok(headers)
    }

    /// What all requests have in common, fetched before the first of them.
    async fn prepare(&self, requests: &[SecretRequest]) -> Result<HeaderMap, ManagerError> {
        let headers = self.session().await?;
        let lacks_project = |request: &SecretRequest| Name::of(request).is_ok_and(|name| name.project.is_none());
        if requests.iter().any(lacks_project) {
            self.project.get_or_try_init(|| self.credentials.project_of_machine()).await?;
        }
        Ok(headers)
    }

    async fn access(&self, request: &SecretRequest, headers: HeaderMap) -> Result<Fetched, ManagerError> {
        let mut name = Name::of(request).map_err(|misread| misnamed(request, misread))?;
        let project = name.project.or(self.project.get().map(String::as_str));
        let Some(project) = project else {
            return Err(ManagerError::new(Kind::Misconfigured, "no project").help("set GCP_PROJECT_ID"));
        };
        name.project = Some(project);
        name.location = name.location.or(self.location.as_deref());
        let Name { location, secret, version, .. } = name;
        let endpoint = self.endpoint.clone().unwrap_or_else(|| google(location));
        let place = location.map_or_else(String::new, |location| format!("/locations/{location}"));
        let url = format!("{endpoint}/v1/projects/{project}{place}/secrets/{secret}/versions/{version}:access");
        let reply = self.http.get(&url, headers).await?;
        if reply.status == 200 {
            return answer::secret(&reply);
        }
        let error = answer::refusal(&reply, name, self.credentials.account());
        if error.kind() == Kind::Unauthenticated {
            // Whoever asks next logs in anew.
            self.session.lock().await.take();
        }
        Err(error)
    }
}

impl SecretManager for Client {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        Box::pin(async move {
            match self.prepare(requests).await {
                Ok(headers) => {
                    let answers: Vec<_> =
                        requests.iter().map(|request| self.access(request, headers.clone())).collect();
                    flight::at_most(self.limits.in_flight, answers).await
                }
                Err(error) => requests.iter().map(|_| Err(error.clone())).collect(),
            }
        })
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("identity", &self.identity).finish_non_exhaustive()
    }
}

/// Google's own address for global secrets, or for those of a region. <https://cloud.google.com/secret-manager/regional-secrets/locations>
fn google(location: Option<&str>) -> String {
    match location {
        None => "https://secretmanager.googleapis.com".to_owned(),
        Some(location) => format!("https://secretmanager.{location}.rep.googleapis.com"),
    }
}

fn endpoint(text: &str, limits: Limits) -> Result<String, ManagerError> {
    match http::address(text, limits) {
        Ok(url) => Ok(url.as_str().trim_end_matches('/').to_owned()),
        Err(clause) => Err(ManagerError::new(Kind::Misconfigured, format!("GCP_SECRETMANAGER_ENDPOINT {clause}"))
            .help("write scheme, host and port, as in https://secretmanager.googleapis.com")),
    }
}

fn quota_project(text: &str) -> Result<HeaderValue, ManagerError> {
    check_project(text).map_err(|misread| wrong("GOOGLE_CLOUD_QUOTA_PROJECT", misread))?;
    HeaderValue::from_str(text)
        .map_err(|_| ManagerError::new(Kind::Misconfigured, "GOOGLE_CLOUD_QUOTA_PROJECT is no project"))
}

/// The proxy of the options. Its address may hold a password, and is not shown.
fn proxy(options: &GcpOptions) -> Result<Option<Proxy>, ManagerError> {
    let Some(address) = &options.proxy else { return Ok(None) };
    let proxy = Proxy::https(address.expose_secret()).map_err(|_| {
        ManagerError::new(Kind::Misconfigured, "HTTPS_PROXY is no address")
            .help("write it as http://proxy.example:3128")
    })?;
    Ok(Some(proxy.no_proxy(options.no_proxy.as_deref().and_then(NoProxy::from_string))))
}

/// Authorities that are trusted beside those of the platform.
fn roots(path: &std::path::Path) -> Result<Vec<Certificate>, ManagerError> {
    let unread = |clause: &'static str| {
        ManagerError::new(Kind::Misconfigured, clause).help("name a file of certificates in PEM")
    };
    let pem = read_file(path, DOCUMENT_LIMIT).map_err(|_| unread("the file of certificates cannot be read"))?;
    let roots = Certificate::from_pem_bundle(pem.expose()).unwrap_or_default();
    if roots.is_empty() { Err(unread("the file of certificates holds none in PEM")) } else { Ok(roots) }
}

fn wrong(option: &str, misread: Misread) -> ManagerError {
    let error = ManagerError::new(Kind::Misconfigured, format!("{option} {}", misread.message));
    told(error, misread)
}

fn misnamed(request: &SecretRequest, misread: Misread) -> ManagerError {
    let error = ManagerError::new(Kind::Misconfigured, format!("{} {}", request.path(), misread.message));
    told(error, misread)
}

fn told(error: ManagerError, misread: Misread) -> ManagerError {
    match misread.help {
        Some(help) => error.help(help),
        None => error,
    }
}
