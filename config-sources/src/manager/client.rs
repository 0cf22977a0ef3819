//! What stores over HTTP share: a client that keeps to the limits, answers in wiped memory, and failures by their kind.
//!
//! No error of the HTTP crates is passed on: its text may hold the URL with its query.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Certificate, ClientBuilder, Identity, RequestBuilder, Response, Url};
use tactful_core::secret::RawBytes;
use zeroize::Zeroizing;

use super::causes::{causes, speaks_no_http};
use super::store::Limits;
use super::{ManagerError, ManagerErrorKind as Kind, http_date};
use crate::read::{Fault, SECRET_LIMIT, read_file};

/// The most that is set aside for an answer before it comes.
const FIRST_SIZE: usize = 64 * 1024;

/// Where a store is, checked: `http` or `https`, a host, no credentials, no query; plain `http` only to this machine
/// unless the limits allow it. `option` is what the address is called where it was given: `VAULT_ADDR`.
pub(crate) fn endpoint(text: &str, option: &str, limits: Limits) -> Result<Url, ManagerError> {
    let wrong = |clause: &str, help: &str| Err(misconfigured(format!("{option} {clause}")).help(help.to_owned()));
    let Ok(url) = Url::parse(text) else {
        return wrong("is no URL", "write it with its scheme: https://host.example:8443");
    };
    let Some(host) = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")) else {
        return wrong("is neither http:// nor https://", "write https://host.example:8443");
    };
    if !url.username().is_empty() || url.password().is_some() {
        return wrong(
            "has credentials in it",
            "credentials have options of their own: remove what stands before the @",
        );
    }
    if url.query().is_some() || url.fragment().is_some() {
        return wrong("has a query or a fragment in it", "end it before ? and #");
    }
    if url.scheme() == "http" && !limits.plain_http && !is_this_machine(host) {
        let help = "write https://, or say .allow_plain_http() in the code where the network between is trusted";
        return wrong("is plain http:// to another machine, where whoever is between can read the secrets", help);
    }
    Ok(url)
}

/// Loopback by its address or its name.
fn is_this_machine(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Scheme, host and port of a URL: what may be shown of it.
pub(crate) fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// An HTTP client that follows no redirect, uses no proxy, asks once and waits no longer than the limits say.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    http: reqwest::Client,
    limits: Limits,
    ca_option: &'static str,
    ca_file: Option<PathBuf>,
}

/// Whom a client trusts, and who it says that it is.
#[derive(Debug, Default)]
pub(crate) struct Trust<'a> {
    /// A PEM file of authorities to trust beside those of the platform.
    pub(crate) ca_file: Option<&'a Path>,
    /// What that option is called, for advice: `VAULT_CACERT`.
    pub(crate) ca_option: &'static str,
    /// A PEM file of a certificate, for mutual TLS, and of its key, if that has no file of its own.
    pub(crate) identity_file: Option<&'a Path>,
    /// What that option is called.
    pub(crate) identity_option: &'static str,
    /// A PEM file of the key alone.
    pub(crate) key_file: Option<&'a Path>,
    /// What that option is called.
    pub(crate) key_option: &'static str,
}

impl Client {
    /// A client for one endpoint. Reads the files it is given and, for `https`, the platform's authorities; makes no
    /// request.
    pub(crate) fn new(endpoint: &Url, trust: &Trust<'_>, limits: Limits) -> Result<Self, ManagerError> {
        Self::with(endpoint, trust, limits, |builder| builder)
    }

    /// The same with what is particular to a store: a proxy of its options, an address that DNS does not know.
    pub(crate) fn with(
        endpoint: &Url,
        trust: &Trust<'_>,
        limits: Limits,
        particular: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Result<Self, ManagerError> {
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .no_proxy()
            // Another crate of the program may have switched these on: what unpacks keeps copies that nobody wipes.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .timeout(limits.request)
            .user_agent(concat!("tactful/", env!("CARGO_PKG_VERSION")));
        if let Some(path) = trust.ca_file {
            let pem = pem_file(path, trust.ca_option)?;
            let certificates = Certificate::from_pem_bundle(pem.expose()).unwrap_or_default();
            if certificates.is_empty() {
                let message = format!("{} names {}, which holds no certificate", trust.ca_option, path.display());
                return Err(misconfigured(message).help("it has to be PEM: -----BEGIN CERTIFICATE-----"));
            }
            builder = builder.tls_certs_merge(certificates);
        }
        if endpoint.scheme() == "http" {
            // The authorities of the platform are a file of 200 kB, read for nothing.
            builder = builder.tls_certs_only([]);
        }
        if let Some(path) = trust.identity_file {
            let certificate = pem_file(path, trust.identity_option)?;
            let key = trust.key_file.map(|path| pem_file(path, trust.key_option)).transpose()?.unwrap_or_default();
            let pem = Zeroizing::new([key.expose(), b"\n", certificate.expose()].concat());
            let identity = Identity::from_pem(&pem).map_err(|_| {
                let message = format!("{} names {}, which is no identity", trust.identity_option, path.display());
                misconfigured(message).help("it has to hold a certificate and its private key, both as PEM")
            })?;
            builder = builder.identity(identity);
        }
        let http = particular(builder).build().map_err(|_| {
            let help = match trust.ca_option {
                "" => "install the package ca-certificates".to_owned(),
                option => format!("install the package ca-certificates, or name a PEM file in {option}"),
            };
            if trust.identity_file.is_some() {
                let message = "no TLS: the client certificate and its key do not belong together, or cannot be used";
                return misconfigured(message.to_owned()).help("look at both with openssl x509 and openssl pkey");
            }
            let message = "no TLS: this machine has no certificates of authorities, or those given cannot be used";
            misconfigured(message.to_owned()).help(help)
        })?;
        Ok(Self { http, limits, ca_option: trust.ca_option, ca_file: trust.ca_file.map(Path::to_owned) })
    }

    /// What makes requests, for [`Client::send`].
    pub(crate) const fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// Asks once and reads the whole answer, whatever its status. A failure is one of the connection.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Result<Reply, ManagerError> {
        let mut response = request.send().await.map_err(|error| self.failure(&error))?;
        let body = self.body(&mut response).await?;
        let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
        Ok(Reply { status, headers, body })
    }

    /// The body in a buffer that leaves no copy when it grows, and that ends the request when it gets too large.
    async fn body(&self, response: &mut Response) -> Result<RawBytes, ManagerError> {
        let limit = self.limits.answer;
        let told = response.content_length().and_then(|length| usize::try_from(length).ok());
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large(limit));
        }
        let mut body = Zeroizing::new(Vec::with_capacity(told.unwrap_or(FIRST_SIZE).min(FIRST_SIZE)));
        while let Some(chunk) = response.chunk().await.map_err(|error| self.failure(&error))? {
            let needed = body.len().saturating_add(chunk.len());
            if needed > limit {
                return Err(too_large(limit));
            }
            if needed > body.capacity() {
                let size = needed.max(body.capacity().saturating_mul(2)).max(told.unwrap_or(0)).min(limit);
                let mut larger = Vec::with_capacity(size);
                larger.extend_from_slice(&body);
                body = Zeroizing::new(larger);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(RawBytes::new(std::mem::take(&mut *body)))
    }

    /// What kind of failure it was, in words of our own.
    fn failure(&self, error: &reqwest::Error) -> ManagerError {
        if error.is_timeout() {
            let message = format!("no answer within {}", seconds(self.limits.request));
            return ManagerError::new(Kind::Timeout, message)
                .help("is the address right, and does a firewall let it through?");
        }
        if let Some(tls) = causes(error).find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
            return self.untrusted(tls);
        }
        if error.is_dns() {
            let help = "is the host spelt right, and does it resolve from here? try getent hosts NAME";
            return ManagerError::new(Kind::Unavailable, "its host name cannot be resolved").help(help);
        }
        if error.is_builder() {
            // A header or a path that HTTP has no way to say: never the fault of the network.
            return misconfigured("the request cannot be written as HTTP".to_owned());
        }
        if speaks_no_http(error) {
            return ManagerError::new(Kind::Protocol, "what answers does not speak HTTP")
                .help("check the port and the scheme");
        }
        // One that only carries another says nothing by itself: a reset within a handshake is a reset.
        let broken = causes(error)
            .filter_map(|cause| cause.downcast_ref::<io::Error>().map(io::Error::kind))
            .find(|kind| *kind != io::ErrorKind::Other);
        let (clause, help) = match broken {
            Some(io::ErrorKind::ConnectionRefused) => ("connection refused", "is it running, and is the port right?"),
            Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
                ("the network has no way to it", "check the route, the VPN and the firewall")
            }
            Some(io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe) => {
                ("the connection was reset", "look at its log, and at whatever lies between")
            }
            _ if error.is_connect() => ("no connection could be made", "check the address, and whatever lies between"),
            _ if error.is_body() || error.is_decode() => {
                ("the connection ended in the middle of the answer", "look at its log, and at whatever lies between")
            }
            _ => ("the connection was closed without an answer", "look at its log, and at whatever lies between"),
        };
        ManagerError::new(Kind::Unavailable, clause).help(help)
    }

    fn untrusted(&self, error: &rustls::Error) -> ManagerError {
        use rustls::CertificateError as Certificate;
        let authority = || match (self.ca_option, &self.ca_file) {
            (option, Some(path)) => {
                let path = path.display();
                format!("the certificates in {path} ({option}) did not sign it: add that of the authority which did")
            }
            ("", None) => "give the certificate of its authority as a PEM file".to_owned(),
            (option, None) => format!("name a PEM file with the certificate of its authority in {option}"),
        };
        let (clause, help) = match error {
            rustls::Error::InvalidCertificate(Certificate::UnknownIssuer) => {
                ("its certificate is signed by an authority that is not trusted here", authority())
            }
            rustls::Error::InvalidCertificate(Certificate::Expired | Certificate::ExpiredContext { .. }) => {
                ("its certificate has expired", "renew it, and check the clock of this machine".to_owned())
            }
            rustls::Error::InvalidCertificate(Certificate::NotValidYet | Certificate::NotValidYetContext { .. }) => {
                ("its certificate is not valid yet", "check the clock of this machine".to_owned())
            }
            rustls::Error::InvalidCertificate(
                Certificate::NotValidForName | Certificate::NotValidForNameContext { .. },
            ) => {
                let help = "use the host name that the certificate is for, or add this one to its alternative names";
                ("its certificate is for another host", help.to_owned())
            }
            rustls::Error::InvalidCertificate(_) => ("its certificate cannot be trusted", authority()),
            rustls::Error::InvalidMessage(_) => {
                ("what answers does not speak TLS", "is it http:// there, or another port?".to_owned())
            }
            rustls::Error::AlertReceived(_) => {
                ("it refused the TLS handshake", "does it want a client certificate, or an older TLS?".to_owned())
            }
            _ => ("TLS failed", "check what lies between: a proxy that opens connections, a broken network".to_owned()),
        };
        ManagerError::new(Kind::Tls, clause).help(help)
    }
}

/// An answer, whole.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: RawBytes,
}

impl Reply {
    /// What `Retry-After` asks for: a number of seconds, or a date. One that is past asks for no wait.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        let text = self.headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds));
        }
        Some(http_date::read(text)?.duration_since(SystemTime::now()).unwrap_or_default())
    }

    /// Where a redirect leads: scheme, host and port alone. `base` is what was asked.
    pub(crate) fn leads_to(&self, base: &Url) -> Option<String> {
        let location = self.headers.get(LOCATION)?.to_str().ok()?;
        base.join(location).ok().filter(Url::has_host).as_ref().map(origin)
    }

    /// A status that any server may answer with, as a failure; `None` for 2xx.
    pub(crate) fn refusal(&self) -> Option<ManagerError> {
        let status = self.status;
        let (kind, clause) = match status {
            200..=299 => return None,
            300..=399 => (Kind::Protocol, "a redirect, which is not followed"),
            401 => (Kind::Unauthenticated, "not authenticated"),
            403 => (Kind::Denied, "permission denied"),
            404 | 410 => (Kind::NotFound, "not found"),
            408 | 504 => (Kind::Timeout, "it ran out of time"),
            429 => (Kind::Throttled, "too many requests"),
            500..=599 => (Kind::Unavailable, "it cannot serve now"),
            _ => (Kind::Protocol, "an answer that was not expected"),
        };
        let error = ManagerError::new(kind, format!("{status}, {clause}"));
        Some(match self.retry_after() {
            Some(wait) if kind.is_temporary() => error.retry_after(wait),
            _ => error,
        })
    }
}

fn pem_file(path: &Path, option: &str) -> Result<RawBytes, ManagerError> {
    read_file(path, SECRET_LIMIT).map_err(|fault| {
        let why = match fault {
            Fault::NotFound => "which does not exist",
            Fault::Denied => "which this process may not read",
            Fault::TooLarge(_) => "which is too large to be a certificate",
            Fault::Irregular(_) => "which is no regular file",
            Fault::Changed | Fault::Other(_) => "which cannot be read",
        };
        misconfigured(format!("{option} names {}, {why}", path.display()))
            .help("mend the path, or the rights of the file")
    })
}

fn misconfigured(message: String) -> ManagerError {
    ManagerError::new(Kind::Misconfigured, message)
}

fn too_large(limit: usize) -> ManagerError {
    let message = format!("its answer is larger than {} MiB", limit / (1024 * 1024));
    ManagerError::new(Kind::Protocol, message).help("is it the right secret?")
}

fn seconds(time: Duration) -> String {
    format!("{} s", (time.as_secs_f64() * 10.0).round() / 10.0)
}
