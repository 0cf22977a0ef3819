//! Requests that are bounded in time and in size, follow nobody, and try once.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{Certificate, Proxy, Url, redirect, retry};
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::manager::causes::speaks_no_http;
use crate::manager::store::Limits;
use crate::manager::{ManagerError, ManagerErrorKind as Kind};

/// An answer, whatever its status.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// A client, with the limits that hold for each of its requests.
pub(super) struct Http {
    client: reqwest::Client,
    limits: Limits,
}

impl Http {
    /// Speaks to servers elsewhere, through a proxy if one is given. That of the process is not asked for.
    pub(super) fn to_servers(
        limits: Limits,
        roots: Vec<Certificate>,
        proxy: Option<Proxy>,
    ) -> Result<Self, ManagerError> {
        let builder = reqwest::Client::builder().no_proxy().tls_certs_merge(roots);
        Self::build(limits, proxy.into_iter().fold(builder, reqwest::ClientBuilder::proxy))
    }

    /// Speaks `http://` to whoever is near, and to no proxy.
    pub(super) fn to_neighbours(limits: Limits) -> Result<Self, ManagerError> {
        // Without roots to load, which it will not need.
        Self::build(limits, reqwest::Client::builder().no_proxy().tls_certs_only([]))
    }

    fn build(limits: Limits, builder: reqwest::ClientBuilder) -> Result<Self, ManagerError> {
        let agent = concat!("tactful/", env!("CARGO_PKG_VERSION"));
        let builder = builder.redirect(redirect::Policy::none()).retry(retry::never()).referer(false).user_agent(agent);
        let client =
            builder.build().map_err(|_| ManagerError::new(Kind::Misconfigured, "no HTTP client can be made"))?;
        Ok(Self { client, limits })
    }

    /// Asks once. An error is one of the way there and back.
    pub(super) async fn get(&self, url: &str, headers: HeaderMap) -> Result<Reply, ManagerError> {
        let asked = timeout(self.limits.request, self.answer(url, headers));
        asked.await.unwrap_or_else(|_| Err(out_of_time(self.limits)))
    }

    async fn answer(&self, url: &str, headers: HeaderMap) -> Result<Reply, ManagerError> {
        let mut response = self.client.get(url).headers(headers).send().await.map_err(|error| failed(&error))?;
        let length = response.content_length().unwrap_or(0);
        let length = usize::try_from(length).ok().filter(|length| *length <= self.limits.answer);
        let mut body = Body::of(length.ok_or_else(|| self.too_large())?);
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
            if chunk.len() > self.limits.answer - body.0.len() {
                return Err(self.too_large());
            }
            body.push(&chunk);
        }
        let retry_after = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let status = response.status().as_u16();
        Ok(Reply { status, retry_after: retry_after.map(Duration::from_secs), body: body.0 })
    }

    fn too_large(&self) -> ManagerError {
        ManagerError::new(Kind::Protocol, format!("the answer is larger than {} bytes", self.limits.answer))
    }
}

/// Shows nothing of what it sends.
impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// What has come of an answer.
struct Body(Zeroizing<Vec<u8>>);

impl Body {
    fn of(length: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(length)))
    }

    /// Grows by moving to a new buffer, so that the old one is wiped.
    fn push(&mut self, chunk: &[u8]) {
        let wanted = self.0.len() + chunk.len();
        if wanted > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(wanted.next_power_of_two()));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(chunk);
    }
}

/// Why there is no answer. The text of a foreign error holds the URL: none of it is passed on.
pub(super) fn failed(error: &reqwest::Error) -> ManagerError {
    if error.is_timeout() {
        return ManagerError::new(Kind::Timeout, "no answer in time");
    }
    if speaks_no_http(error) {
        return ManagerError::new(Kind::Protocol, "what answers does not speak HTTP")
            .help("check the port and the scheme of the endpoint");
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(io) = inner.downcast_ref::<io::Error>() {
            return of_connection(innermost(io).kind(), error.is_connect());
        }
        cause = inner.source();
    }
    let clause = if error.is_connect() { "no connection" } else { "the connection broke" };
    ManagerError::new(Kind::Unavailable, clause)
}

/// What an error of the system was made of: `source` passes over it.
fn innermost(mut error: &io::Error) -> &io::Error {
    while let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        error = inner;
    }
    error
}

fn of_connection(kind: io::ErrorKind, is_connect: bool) -> ManagerError {
    // What rustls finds wrong arrives so.
    if kind == io::ErrorKind::InvalidData && is_connect {
        let help =
            "if the endpoint has a certificate of your own authority, name that in CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE";
        return ManagerError::new(Kind::Tls, "no secure connection: its certificate or protocol is not accepted")
            .help(help);
    }
    let clause = match kind {
        io::ErrorKind::TimedOut => return ManagerError::new(Kind::Timeout, "no answer in time"),
        io::ErrorKind::ConnectionRefused => "connection refused",
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => "no way there",
        _ if is_connect => "no connection",
        _ => "the connection broke",
    };
    ManagerError::new(Kind::Unavailable, clause)
}

pub(super) fn out_of_time(limits: Limits) -> ManagerError {
    ManagerError::new(Kind::Timeout, format!("no answer within {} s", limits.request.as_secs_f64()))
}

/// An address without credentials, query and fragment, that may be spoken to; else what is wrong with it.
pub(super) fn address(text: &str, limits: Limits) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(|_| "is no URL")?;
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("has credentials, a query or a fragment in it");
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if limits.plain_http || url.host_str().is_some_and(is_this_machine) => Ok(url),
        "http" => Err("is http://, which is spoken to this machine alone"),
        _ => Err("is not https://"),
    }
}

/// Whether a host is this machine, by its name or address alone.
pub(super) fn is_this_machine(host: &str) -> bool {
    host == "localhost" || ip(host).is_some_and(|ip| ip.is_loopback())
}

/// The address of a host that is given as one.
pub(super) fn ip(host: &str) -> Option<IpAddr> {
    host.trim_matches(['[', ']']).parse().ok()
}
