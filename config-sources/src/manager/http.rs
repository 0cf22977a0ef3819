//! A JSON endpoint, as a document or as one secret for each key: a config server of one's own.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, LAST_MODIFIED};
use secrecy::{ExposeSecret as _, SecretString};
use tactful_core::secret::RawText;
use zeroize::Zeroizing;

use super::client::{Client, Reply, Trust, endpoint};
use super::flight;
use super::managed::{Managed, Opener, managed_source};
use super::reference::{Misread, Reference};
use super::request::{NAME, has_odd_name, with_name};
use super::store::{Asked, Limits, Opened, Placement, Store};
use super::{BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest, http_date};

/// What every request says, unless code gives the header another value. It also keeps the layers from giving headers.
const ACCEPT: &str = "accept: application/json, text/plain;q=0.9, */*;q=0.8";

/// A layer of a web address: one JSON document, or one secret for each key.
///
/// `{profile}` in the address is the profile of the load; with [`Http::each`], `{name}` is the environment name of a key.
/// Only an answer of status 200 counts, no redirect is followed, and what the answer says of its type is not looked at.
/// Reports and logs show the address up to its query.
///
/// ```no_run
/// use secrecy::SecretString;
/// use tactful_sources::manager::Http;
///
/// # let key = SecretString::from("..");
/// let document = Http::document("https://config.example/shop/{profile}").bearer_from_layers();
/// let each = Http::each("https://config.example/shop/{name}").header("x-api-key", key);
/// # let _ = (document, each);
/// ```
///
/// Its token may be given in code, or be an option of the load; so may be the files of mutual TLS:
///
/// | in code | option | in `[settings.http]` |
/// |---|---|---|
/// | [`Http::bearer`], or [`Http::bearer_from_layers`] | `CONFIG_BEARER_TOKEN` | `bearer_token` |
/// | [`Http::ca_file`] | `CONFIG_CACERT` | `ca_file` |
/// | [`Http::client_certificate`] | `CONFIG_CLIENT_CERT`, `CONFIG_CLIENT_KEY` | `client_certificate`, `client_key` |
///
/// What code gives beats what the layers say. A token of the layers is sent to the addresses alone that say so in code.
///
/// No address in `SETTINGS_MANAGERS`, no config file and no reference leads to it: text that a program reads must not
/// make it send its token somewhere else.
#[derive(Clone, Debug)]
pub struct Http(Managed);

impl Http {
    /// A layer that is one JSON object, whose members are looked up by nested path, dotted path or environment name.
    pub fn document(url: impl Into<String>) -> Self {
        Self::of(Placement::Document(request(&url.into())))
    }

    /// A layer of one secret per key, each the body of an answer as it is. `{name}` in the address is the key's environment
    /// name. Every key of the schema is asked for; 404 and 410 say that there is no such secret, and the layers below may
    /// have it.
    pub fn each(url: impl Into<String>) -> Self {
        Self::of(Placement::Each(with_name(request(&url.into()))))
    }

    /// Sends `Authorization: Bearer` with this token.
    #[must_use]
    pub fn bearer(self, token: impl Into<SecretString>) -> Self {
        let with_token = self.bearer_from_layers();
        Self(with_token.0.give("bearer_token", token.into().expose_secret()))
    }

    /// Sends `Authorization: Bearer` with the token that the layers below have as `CONFIG_BEARER_TOKEN`: a variable, its
    /// `CONFIG_BEARER_TOKEN_FILE`, a reference, a document of a manager before this one. None is a problem.
    #[must_use]
    pub fn bearer_from_layers(mut self) -> Self {
        self.0.opener = Opener::Kind(&Guarded);
        self
    }

    /// Sends a header. May be repeated; of one name the last counts.
    #[must_use]
    pub fn header(self, name: impl AsRef<str>, value: impl Into<SecretString>) -> Self {
        let (name, value) = (name.as_ref(), value.into());
        let value = value.expose_secret();
        let own = self.0.given.iter().find(|(key, _)| *key == "headers").map_or("", |(_, text)| text.expose());
        let has_break = [name, value].iter().any(|text| text.contains(['\r', '\n']));
        let lines = if has_break {
            // Two lines would be two headers. An empty one is refused when the store is opened.
            format!("{own}\n")
        } else {
            let mut lines = String::with_capacity(own.len() + name.len() + value.len() + 3);
            for piece in [own, "\n", name, ": ", value] {
                lines.push_str(piece);
            }
            lines
        };
        Self(self.0.give("headers", RawText::new(lines)))
    }

    /// The client's certificate and key for mutual TLS: paths of PEM files.
    #[must_use]
    pub fn client_certificate(self, certificate: impl AsRef<Path>, key: impl AsRef<Path>) -> Self {
        let managed = self.0.give("client_certificate", text(certificate.as_ref()));
        Self(managed.give("client_key", text(key.as_ref())))
    }

    /// A PEM file of authorities to trust beside those of the platform.
    #[must_use]
    pub fn ca_file(self, path: impl AsRef<Path>) -> Self {
        Self(self.0.give("ca_file", text(path.as_ref())))
    }

    /// Takes the `ETag` as the version, which reports show. Only for an endpoint whose tags are versions: most web
    /// frameworks make them of the length and a hash of the body, which is one of secrets here. Without this, the version
    /// is the date of `Last-Modified`.
    #[must_use]
    pub fn version_from_etag(self) -> Self {
        Self(self.0.ask(|request| request.option(ETAG, "version")))
    }

    fn of(placement: Placement) -> Self {
        Self(Managed::of(&Open, placement).give("headers", ACCEPT))
    }
}

managed_source!(Http);

/// Options of a request: parts of its address that are not shown, and how its version is told.
const QUERY: &str = "query";
const CREDENTIALS: &str = "credentials";
const ETAG: &str = "etag";

/// An address as a request. What may hold a secret stands beside the path, which reports show.
fn request(url: &str) -> SecretRequest {
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    let (url, query) = url.split_once('?').map_or((url, None), |(url, query)| (url, Some(query)));
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, _)| url.split_at(scheme.len() + 3));
    let host = rest.split(['/', '\\']).next().unwrap_or_default();
    // `user:pass/word@host`: what looks like a port is none.
    let port = host.rsplit_once(':').filter(|_| !host.ends_with(']')).map_or("", |(_, port)| port);
    let has_credentials = host.contains('@') || (rest.contains('@') && !port.bytes().all(|b| b.is_ascii_digit()));
    let shown = if has_credentials { rest.rsplit_once('@').map_or("", |(_, after)| after) } else { rest };
    let request = SecretRequest::new(format!("{scheme}{shown}"));
    let request = query.into_iter().fold(request, |request, query| request.option(QUERY, query));
    // Refused when it is asked for, where there is somebody to tell.
    if has_credentials { request.option(CREDENTIALS, "yes") } else { request }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Web addresses that are asked without a token.
#[derive(Debug)]
struct Open;

/// Web addresses that are asked with one.
#[derive(Debug)]
struct Guarded;

#[derive(tactful_derive::Settings)]
#[settings(crate = tactful_core)]
struct OpenOptions {
    /// Headers, `name: value`, one per line. Code gives them.
    #[settings(env = "CONFIG_HEADERS")]
    headers: Option<SecretString>,
    /// PEM file of authorities to trust beside those of the platform.
    #[settings(env = "CONFIG_CACERT")]
    ca_file: Option<PathBuf>,
    /// PEM file of the certificate for mutual TLS.
    #[settings(env = "CONFIG_CLIENT_CERT")]
    client_certificate: Option<PathBuf>,
    /// PEM file of its key.
    #[settings(env = "CONFIG_CLIENT_KEY")]
    client_key: Option<PathBuf>,
}

#[derive(tactful_derive::Settings)]
#[settings(crate = tactful_core)]
struct GuardedOptions {
    /// Token for the endpoint of the configuration.
    #[settings(env = "CONFIG_BEARER_TOKEN")]
    bearer_token: SecretString,
    #[settings(flatten)]
    others: OpenOptions,
}

impl Store for Open {
    type Options = OpenOptions;
    const SCHEME: &'static str = "http";
    const NAME: &'static str = "http";

    fn read(_reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        Err(unnamed())
    }

    fn place(_address: &Reference) -> Result<Asked<Placement>, Misread> {
        Err(unnamed())
    }

    fn open(options: OpenOptions, limits: Limits) -> BoxFuture<'static, Opened> {
        Box::pin(async move { Web::opened(options, None, limits) })
    }
}

impl Store for Guarded {
    type Options = GuardedOptions;
    // No reference begins so: that of the other is told of both.
    const SCHEME: &'static str = "http with a token";
    const NAME: &'static str = "http";

    fn read(_reference: &Reference) -> Result<Asked<SecretRequest>, Misread> {
        Err(unnamed())
    }

    fn place(_address: &Reference) -> Result<Asked<Placement>, Misread> {
        Err(unnamed())
    }

    fn open(options: GuardedOptions, limits: Limits) -> BoxFuture<'static, Opened> {
        Box::pin(async move { Web::opened(options.others, Some(&options.bearer_token), limits) })
    }
}

fn unnamed() -> Misread {
    Misread::new("leads to a web address, which only code may name").help("write Http::document(..) in the code")
}

/// The endpoints of one set of options.
struct Web {
    identity: Identity,
    headers: HeaderMap,
    options: OpenOptions,
    limits: Limits,
    /// One for `http` and one for `https`, which reads the authorities of the platform.
    clients: [OnceLock<Result<Client, ManagerError>>; 2],
}

impl Web {
    fn opened(mut options: OpenOptions, token: Option<&SecretString>, limits: Limits) -> Opened {
        let lines = options.headers.take().unwrap_or_else(|| SecretString::from(""));
        let mut headers = headers(lines.expose_secret())?;
        if let Some(token) = token {
            let text = Zeroizing::new(["Bearer ", token.expose_secret()].concat());
            headers.insert(AUTHORIZATION, value(&text).ok_or_else(|| unsayable("its bearer token"))?);
        }
        if options.client_certificate.is_some() != options.client_key.is_some() {
            let message = "mutual TLS takes a certificate and its key, and one of them is not given";
            return Err(misconfigured(message).help("set both CONFIG_CLIENT_CERT and CONFIG_CLIENT_KEY"));
        }
        Ok(Arc::new(Self {
            identity: Identity::new("http", ""),
            headers,
            options,
            limits,
            clients: Default::default(),
        }))
    }

    async fn ask(&self, request: &SecretRequest) -> Result<Fetched, ManagerError> {
        let url = self.address(request)?;
        let client = self.client(&url)?;
        let reply = client.send(client.http().get(url.clone()).headers(self.headers.clone())).await?;
        if let Some(refusal) = reply.refusal() {
            return Err(self.advised(refusal, &reply, &url));
        }
        if reply.status != 200 {
            let message = format!("{}, where 200 is wanted", reply.status);
            return Err(ManagerError::new(ManagerErrorKind::Protocol, message));
        }
        Ok(fetched(reply, request.get(ETAG).is_some()))
    }

    /// The whole address, with all that is filled in.
    fn address(&self, request: &SecretRequest) -> Result<Url, ManagerError> {
        if request.get(CREDENTIALS).is_some() {
            let help = "remove what stands before the @: .bearer(token), or .header(\"authorization\", ..)";
            return Err(misconfigured("its address has credentials in it").help(help));
        }
        if has_odd_name(request) {
            let name = request.get(NAME).unwrap_or_default();
            let message = format!("the name {name:?} is not of letters, digits and _: no address is made of it");
            return Err(misconfigured(message).help("rename the key"));
        }
        let mut url = endpoint(request.path(), "its address", self.limits)?;
        url.set_query(request.get(QUERY));
        Ok(url)
    }

    fn client(&self, url: &Url) -> Result<&Client, ManagerError> {
        let client = self.clients[usize::from(url.scheme() == "https")].get_or_init(|| {
            let trust = Trust {
                ca_file: self.options.ca_file.as_deref(),
                ca_option: "CONFIG_CACERT",
                identity_file: self.options.client_certificate.as_deref(),
                identity_option: "CONFIG_CLIENT_CERT",
                key_file: self.options.client_key.as_deref(),
                key_option: "CONFIG_CLIENT_KEY",
            };
            Client::new(url, &trust, self.limits)
        });
        client.as_ref().map_err(Clone::clone)
    }

    fn advised(&self, refusal: ManagerError, reply: &Reply, url: &Url) -> ManagerError {
        let has_token = self.headers.contains_key(AUTHORIZATION);
        match reply.status {
            300..=399 => match reply.leads_to(url) {
                Some(place) => refusal.help(format!("it leads to {place}: give the address that it ends at")),
                None => refusal.help("give the address that it ends at"),
            },
            401 if has_token => refusal.help("is the token right, and has it not expired?"),
            401 => refusal.help("it wants to know who asks: .bearer(token), .bearer_from_layers(), or .header(..)"),
            403 => refusal.help("let whoever asks read this address"),
            404 | 410 => refusal.help("is the address spelt right, and is there one for this profile?"),
            _ => refusal,
        }
    }
}

impl SecretManager for Web {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        let answers = requests.iter().map(|request| self.ask(request));
        Box::pin(flight::at_most(self.limits.in_flight, answers))
    }
}

fn fetched(reply: Reply, takes_etag: bool) -> Fetched {
    let header =
        |name: HeaderName| reply.headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty());
    let modified = header(LAST_MODIFIED).and_then(|text| Some((text, http_date::read(text)?)));
    let tag = header(reqwest::header::ETAG).filter(|_| takes_etag);
    let version = tag.map(|tag| tag.trim_start_matches("W/").trim_matches('"').to_owned());
    let version = version.or_else(|| modified.map(|(text, _)| text.to_owned()));
    let created = modified.map(|(_, at)| at);
    let fetched = version.into_iter().fold(Fetched::from(reply.body), Fetched::version);
    created.into_iter().fold(fetched, Fetched::created)
}

/// Headers of their lines.
fn headers(lines: &str) -> Result<HeaderMap, ManagerError> {
    let mut headers = HeaderMap::new();
    for line in lines.split('\n').filter(|_| !lines.is_empty()) {
        let Some((name, text)) = line.split_once(": ") else {
            return Err(misconfigured("a header that code gives has a line break in it").help("remove it"));
        };
        let name = HeaderName::from_bytes(name.as_bytes())
            .map_err(|_| misconfigured("a header that code gives has a name that HTTP does not have"))?;
        let value = value(text).ok_or_else(|| unsayable(&format!("the header {name}")))?;
        headers.insert(name, value);
    }
    Ok(headers)
}

fn value(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn unsayable(what: &str) -> ManagerError {
    misconfigured(format!("{what} has a control character in it")).help("a line break at its end, perhaps?")
}

fn misconfigured(message: impl Into<std::borrow::Cow<'static, str>>) -> ManagerError {
    ManagerError::new(ManagerErrorKind::Misconfigured, message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    /// What is shown of an address is what it is asked by, and never what may be a secret.
    #[test]
    fn addresses_are_taken_apart() {
        for (url, path, query, has_credentials) in [
            ("https://config.example/shop/{profile}", "https://config.example/shop/{profile}", None, false),
            ("https://config.example:8443/shop?a=b&c#d", "https://config.example:8443/shop", Some("a=b&c"), false),
            ("https://config.example", "https://config.example", None, false),
            ("https://config.example?a", "https://config.example", Some("a"), false),
            ("https://[::1]:8443/@scope/x", "https://[::1]:8443/@scope/x", None, false),
            ("https://[::1]/@scope/x", "https://[::1]/@scope/x", None, false),
            ("https://user@config.example/x", "https://config.example/x", None, true),
            ("https://user:pass@config.example/x", "https://config.example/x", None, true),
            ("https://user:pa@ss@config.example/x", "https://config.example/x", None, true),
            ("https://user:pa/ss@config.example/x", "https://config.example/x", None, true),
            ("config.example/shop", "config.example/shop", None, false),
            ("", "", None, false),
        ] {
            let request = request(url);
            assert_eq!(request.path(), path, "{url}");
            assert_eq!((request.get(QUERY), request.get(CREDENTIALS).is_some()), (query, has_credentials), "{url}");
        }
    }

    #[test]
    fn headers_are_lines() {
        let read = headers("accept: a\nx-key: b: c\naccept: d").unwrap();
        assert_eq!((read.len(), &read["accept"], &read["x-key"]), (2, &value("d").unwrap(), &value("b: c").unwrap()));
        assert!(headers("").unwrap().is_empty());
        for lines in ["accept: a\n", "accept", "a b: c", "a: \u{7}", "a: b\r"] {
            assert!(headers(lines).is_err(), "{lines:?}");
        }
        let shown = format!("{:?}", headers("x-key: c4n4ry").unwrap());
        assert!(!shown.contains("c4n4ry"), "{shown}");
    }
}
