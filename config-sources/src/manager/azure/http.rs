//! Requests with a limit of time and size, and what it means when they fail.

use std::error::Error;
use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Certificate, Client, Request, Url};
use zeroize::Zeroizing;

use super::super::store::Limits;
use super::super::{ManagerError, ManagerErrorKind as Kind};
use crate::read::{Fault, SECRET_LIMIT, read_file};

/// Sends requests, one by one: none is made again, no redirect is followed.
pub(super) struct Http {
    client: Client,
    limits: Limits,
}

/// A whole answer, wiped on drop.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Zeroizing<Vec<u8>>,
}

/// What is particular to the way to a host.
#[derive(Clone, Default)]
pub(super) struct Way {
    /// Trusted beside the roots of the system.
    pub(super) roots: Vec<Certificate>,
    /// A host whose address is known.
    pub(super) known: Option<(String, IpAddr)>,
    /// Whether the host is this machine or belongs to it, so that no proxy may come between.
    pub(super) is_near: bool,
}

/// How long to wait for a host that may not be there at all, as the endpoint of a machine: it is one hop away.
const NEAR: Duration = Duration::from_secs(1);

impl Http {
    pub(super) fn new(way: &Way, limits: Limits) -> Result<Self, ManagerError> {
        let mut builder = Client::builder()
            .timeout(limits.request)
            .redirect(Policy::none())
            .referer(false)
            .tls_certs_merge(way.roots.iter().cloned());
        if let Some((host, address)) = &way.known {
            // Port 0 stands for that of the URL.
            builder = builder.resolve(host, SocketAddr::new(*address, 0));
        }
        if way.is_near {
            builder = builder.no_proxy().connect_timeout(NEAR);
        }
        let client = builder.build().map_err(|_| {
            ManagerError::new(Kind::Misconfigured, "TLS cannot be set up on this machine").help(
                "install the certificates of public authorities (package ca-certificates), or set AZURE_CA_BUNDLE",
            )
        })?;
        Ok(Self { client, limits })
    }

    pub(super) async fn ask(&self, request: Request) -> Result<Reply, ManagerError> {
        let mut response = self.client.execute(request).await.map_err(|error| self.failure(&error))?;
        let (status, headers) = (response.status().as_u16(), std::mem::take(response.headers_mut()));
        let expected = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        if expected > self.limits.answer {
            return Err(self.too_large());
        }
        let mut body = Zeroizing::new(Vec::with_capacity(expected));
        while let Some(chunk) = response.chunk().await.map_err(|error| self.failure(&error))? {
            if body.len() + chunk.len() > self.limits.answer {
                return Err(self.too_large());
            }
            append(&mut body, &chunk);
        }
        Ok(Reply { status, headers, body })
    }

    fn too_large(&self) -> ManagerError {
        ManagerError::new(
            Kind::Protocol,
            format!("its answer is larger than {} MiB", self.limits.answer / (1024 * 1024)),
        )
    }

    /// What kept a request from its answer. The text of foreign errors is looked at and not passed on.
    fn failure(&self, error: &reqwest::Error) -> ManagerError {
        if error.is_timeout() {
            let message = format!("no answer within {} s", self.limits.request.as_secs_f64());
            return ManagerError::new(Kind::Timeout, message);
        }
        let mut at: Option<&(dyn Error + 'static)> = Some(error);
        while let Some(cause) = at {
            if cause.to_string().starts_with("dns error") {
                return ManagerError::new(Kind::Unavailable, "its host name leads to no address")
                    .help("is the name of the vault right? `az keyvault list --query '[].properties.vaultUri'` tells");
            }
            let of_system = cause.downcast_ref::<io::Error>();
            if let Some(told) = of_system.and_then(of_io) {
                return told;
            }
            // What such an error is made of is not its source.
            let within = of_system.and_then(io::Error::get_ref).map(|error| error as &(dyn Error + 'static));
            at = within.or_else(|| cause.source());
        }
        let message =
            if error.is_connect() { "no connection" } else { "the connection broke before the answer was whole" };
        ManagerError::new(Kind::Unavailable, message)
    }
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").finish_non_exhaustive()
    }
}

fn of_io(error: &io::Error) -> Option<ManagerError> {
    use io::ErrorKind as Io;
    let down = |message| Some(ManagerError::new(Kind::Unavailable, message));
    match error.kind() {
        Io::ConnectionRefused => down("connection refused"),
        Io::ConnectionReset | Io::ConnectionAborted | Io::BrokenPipe => down("connection reset"),
        Io::HostUnreachable | Io::NetworkUnreachable => down("no way leads to its network"),
        // TLS stands in an error of this kind.
        Io::InvalidData => Some(of_tls(&error.to_string())),
        _ => None,
    }
}

fn of_tls(text: &str) -> ManagerError {
    let trust = "is there a proxy between? set AZURE_CA_BUNDLE to a file with the certificate of its authority";
    let (message, help) = if text.contains("UnknownIssuer") {
        ("its certificate is signed by nobody whom this machine trusts", trust)
    } else if text.contains("not valid for name") || text.contains("NotValidForName") {
        ("its certificate is for another host", "use the vault's own name, https://NAME.vault.azure.net")
    } else if text.contains("expired") || text.contains("Expired") {
        ("its certificate has expired", "is the clock of this machine right?")
    } else if text.contains("certificate") || text.contains("Certificate") {
        ("its certificate is not valid", trust)
    } else {
        ("it does not speak TLS as it should", "is the address that of a vault? it begins https://")
    };
    ManagerError::new(Kind::Tls, message).help(help)
}

/// Appends without leaving a copy behind: a buffer that gets too small is wiped.
fn append(body: &mut Zeroizing<Vec<u8>>, chunk: &[u8]) {
    if body.capacity() - body.len() < chunk.len() {
        let room = (body.capacity() * 2).max(body.len() + chunk.len());
        let mut larger = Zeroizing::new(Vec::with_capacity(room));
        larger.extend_from_slice(body);
        *body = larger;
    }
    body.extend_from_slice(chunk);
}

/// The certificates of a file.
pub(super) fn roots(path: &Path) -> Result<Vec<Certificate>, ManagerError> {
    let wrong = |what: &str| {
        ManagerError::new(Kind::Misconfigured, format!("AZURE_CA_BUNDLE names {}, which {what}", path.display()))
            .help("name a file of certificates in PEM, which begin -----BEGIN CERTIFICATE-----")
    };
    let content = read_file(path, SECRET_LIMIT).map_err(|fault| match fault {
        Fault::NotFound => wrong("does not exist"),
        Fault::Denied => wrong("this process may not read"),
        Fault::TooLarge(_) => wrong("is larger than 1 MiB"),
        _ => wrong("cannot be read"),
    })?;
    match Certificate::from_pem_bundle(content.expose()) {
        Ok(roots) if !roots.is_empty() => Ok(roots),
        _ => Err(wrong("holds no certificate")),
    }
}

/// Whether a host is this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host_str().map(|host| host.trim_matches(['[', ']'])) {
        Some(host) => host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()),
        None => false,
    }
}

/// Whether a host can only be one hop away, as endpoints for tokens of a machine are.
pub(super) fn is_link_local(url: &Url) -> bool {
    url.host_str().and_then(|host| host.parse().ok()).is_some_and(|ip: std::net::Ipv4Addr| ip.is_link_local())
}

/// The same failure, with the host that it happened at where nothing else says so.
pub(super) fn at(host: &str, error: ManagerError) -> ManagerError {
    let mut told = ManagerError::new(error.kind(), format!("{host}: {error}"));
    if let Some(help) = error.fix() {
        told = told.help(help.to_owned());
    }
    match error.wait() {
        Some(wait) => told.retry_after(wait),
        None => told,
    }
}
