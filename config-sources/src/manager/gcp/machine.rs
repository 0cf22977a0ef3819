//! The metadata server, which tells a machine of Google's who it is and in whose project.
//! <https://cloud.google.com/compute/docs/metadata/overview>

use std::net::IpAddr;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::http::{self, Http, Reply};
use super::name::check_project;
use super::{answer, credentials};
use crate::manager::store::Limits;
use crate::manager::{ManagerError, ManagerErrorKind as Kind};

/// The name that every machine of Google's knows.
const USUAL: &str = "metadata.google.internal";

const FLAVOR: HeaderName = HeaderName::from_static("metadata-flavor");

const ELSEWHERE: &str =
    "outside of Google Cloud set GOOGLE_APPLICATION_CREDENTIALS, or run `gcloud auth application-default login`";

/// Where it is.
pub(super) struct Machine {
    host: String,
    http: Http,
}

impl Machine {
    /// `host` is a host, or host and port. The protocol is plain HTTP, which goes no further than to this machine or
    /// its host.
    pub(super) fn new(host: Option<&str>, limits: Limits) -> Result<Self, ManagerError> {
        let host = host.unwrap_or(USUAL);
        let wrong = |clause: &str| {
            let message = format!("GCE_METADATA_HOST {clause}");
            ManagerError::new(Kind::Misconfigured, message).help("write a host, or a host and a port: 169.254.169.254")
        };
        let near = Limits { plain_http: true, ..limits };
        let url = http::address(&format!("http://{host}"), near).map_err(wrong)?;
        if url.path() != "/" {
            return Err(wrong("is no host"));
        }
        if !limits.plain_http && !url.host_str().is_some_and(is_near) {
            return Err(wrong("is another machine, and would be spoken to without encryption"));
        }
        Ok(Self { host: host.to_owned(), http: Http::to_neighbours(limits)? })
    }

    /// A token of the account that the machine runs as.
    pub(super) async fn log_in(&self) -> Result<HeaderMap, ManagerError> {
        let reply = self.ask("instance/service-accounts/default/token").await?;
        let document = answer::json(&reply)?;
        match answer::text(&document, "access_token") {
            Some(token) => credentials::bearer(token),
            None => Err(self.strange()),
        }
    }

    /// The project that the machine runs in.
    pub(super) async fn project(&self) -> Result<String, ManagerError> {
        let reply = self.ask("project/project-id").await?;
        let project = std::str::from_utf8(&reply.body).map_err(|_| self.strange())?.trim();
        check_project(project).map_err(|_| self.strange())?;
        Ok(project.to_owned())
    }

    async fn ask(&self, what: &str) -> Result<Reply, ManagerError> {
        let url = format!("http://{}/computeMetadata/v1/{what}", self.host);
        let headers = HeaderMap::from_iter([(FLAVOR, HeaderValue::from_static("Google"))]);
        let reply = self.http.get(&url, headers).await.map_err(|error| self.unreached(&error))?;
        let (kind, clause) = match reply.status {
            200 => return Ok(reply),
            300..=399 => (Kind::Protocol, "a redirect, and none is followed"),
            404 => (Kind::Unauthenticated, "404, the machine has no such account"),
            429 => (Kind::Throttled, "429, too many requests"),
            500.. => (Kind::Unavailable, "it cannot serve now"),
            _ => (Kind::Unauthenticated, "it refuses"),
        };
        let error = ManagerError::new(kind, format!("metadata server at {}: {clause}", self.host));
        let error = match reply.retry_after {
            Some(wait) => error.retry_after(wait),
            None => error,
        };
        Err(error.help(match kind {
            Kind::Protocol => ELSEWHERE,
            _ => "give the machine a service account, or the pod one by Workload Identity Federation",
        }))
    }

    /// A failure on the way to it. Temporary where Google's own machines have it: the server of a fresh pod is seconds
    /// late.
    fn unreached(&self, error: &ManagerError) -> ManagerError {
        let message = format!("no credentials are given, and the metadata server at {} gives none: {error}", self.host);
        ManagerError::new(error.kind(), message).help(ELSEWHERE)
    }

    fn strange(&self) -> ManagerError {
        let message = format!("metadata server at {}: an answer that is none of Google's", self.host);
        ManagerError::new(Kind::Protocol, message).help(ELSEWHERE)
    }
}

/// Whether what is said to a host stays on this machine or the one below it.
fn is_near(host: &str) -> bool {
    let is_link_local = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        // The address of the server in networks without IPv4: fd20:ce::254.
        IpAddr::V6(ip) => ip.segments() == [0xfd20, 0xce, 0, 0, 0, 0, 0, 0x254],
    };
    host == USUAL || http::is_this_machine(host) || http::ip(host).is_some_and(is_link_local)
}
