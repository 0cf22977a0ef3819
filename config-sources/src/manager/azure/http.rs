//! The ways to a vault, to Entra and to the machine.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use reqwest::{NoProxy, Proxy, Request, RequestBuilder, Url};
use secrecy::ExposeSecret;

use super::super::client::{Client, Reply, Trust};
use super::super::store::Limits;
use super::super::{ManagerError, ManagerErrorKind as Kind};
use super::AzureOptions;

/// What is the same for all hosts of a manager.
pub(super) struct Ways {
    limits: Limits,
    /// Authorities to trust beside those of the system.
    ca_bundle: Option<PathBuf>,
    proxy: Option<Proxy>,
    /// The host of the vault, where its address is known.
    known: Option<(String, IpAddr)>,
}

/// Sends requests, one by one: none is made again, no redirect is followed.
#[derive(Debug)]
pub(super) struct Http(Client);

/// How long to wait for a host that may not be there at all, as the service of a machine: it is one hop away.
const NEAR: Duration = Duration::from_secs(1);

impl Ways {
    /// Takes what is said of them from the options.
    pub(super) fn of(options: &mut AzureOptions, vault: Option<&Url>, limits: Limits) -> Result<Self, ManagerError> {
        let known = options.vault_address.take().zip(vault.and_then(Url::host_str));
        let except = options.no_proxy.take().and_then(|hosts| NoProxy::from_string(&hosts));
        let proxy = options.proxy.take().map(|url| {
            let wrong = |_| {
                ManagerError::new(Kind::Misconfigured, "HTTPS_PROXY is no address of a proxy")
                    .help("write it as http://HOST:PORT")
            };
            Proxy::https(url.expose_secret()).map(|proxy| proxy.no_proxy(except)).map_err(wrong)
        });
        Ok(Self {
            limits,
            ca_bundle: options.ca_bundle.take(),
            proxy: proxy.transpose()?,
            known: known.map(|(address, host)| (host.to_owned(), address)),
        })
    }

    pub(super) const fn limits(&self) -> Limits {
        self.limits
    }

    /// The way to a host.
    pub(super) fn to(&self, host: &Url) -> Result<Http, ManagerError> {
        let trust = Trust { ca_file: self.ca_bundle.as_deref(), ca_option: "AZURE_CA_BUNDLE", ..Trust::default() };
        let client = Client::with(host, &trust, self.limits, |mut builder| {
            if let Some((host, address)) = &self.known {
                // Port 0 stands for that of the URL.
                builder = builder.resolve(host, SocketAddr::new(*address, 0));
            }
            match &self.proxy {
                Some(proxy) if !is_loopback(host) && !is_link_local(host) => builder.proxy(proxy.clone()),
                _ if is_link_local(host) => builder.connect_timeout(NEAR),
                _ => builder,
            }
        });
        client.map(Http)
    }
}

impl Http {
    pub(super) async fn ask(&self, request: Request) -> Result<Reply, ManagerError> {
        self.0.send(RequestBuilder::from_parts(self.0.http().clone(), request)).await
    }
}

/// Whether a host is this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host_str().map(|host| host.trim_matches(['[', ']'])) {
        Some(host) => host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()),
        None => false,
    }
}

/// Whether a host can only be one hop away, as what gives tokens to a machine is.
pub(super) fn is_link_local(url: &Url) -> bool {
    url.host_str().and_then(|host| host.parse().ok()).is_some_and(|ip: Ipv4Addr| ip.is_link_local())
}

/// The same failure, with the host that it happened at where nothing else says so.
pub(super) fn at(host: &str, error: &ManagerError) -> ManagerError {
    let mut told = ManagerError::new(error.kind(), format!("{host}: {error}"));
    if let Some(help) = error.fix() {
        told = told.help(help.to_owned());
    }
    match error.wait() {
        Some(wait) => told.retry_after(wait),
        None => told,
    }
}
