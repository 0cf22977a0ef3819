//! `ServiceUrl`.

use std::fmt;

use secrecy::ExposeSecret;
use url::Url;
use zeroize::Zeroizing;

use crate::credentials::Credentials;
use crate::error::{UrlError, UrlPart};
use crate::host::{self, HostPort};
use crate::kind::{Kind, credentials, hosts, url_type};
use crate::options::Options;
use crate::percent;
use crate::split::{Allow, open};
use crate::write::{Alone, Writer, is_secret_name};

/// Any URL that may hold a secret: a DSN, a webhook, an API behind a token.
///
/// Path and query stay as written. What is shown is more careful than for other types, as webhooks have their secret in
/// the path: parts of 16 characters and more are withheld, and a user that stands alone.
///
/// ```
/// use tactful_urls::ServiceUrl;
///
/// let hook: ServiceUrl = "https://hooks.example.com/services/T024BE7LD/0123456789abcdefABCDEF".parse()?;
/// assert_eq!(hook.to_string(), "https://hooks.example.com/services/T024BE7LD/[REDACTED]");
///
/// let dsn: ServiceUrl = "https://0123456789abcdef@o1.ingest.example.com/42".parse()?;
/// assert_eq!(dsn.to_string(), "https://[REDACTED]@o1.ingest.example.com/42");
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ServiceUrl {
    scheme: Box<str>,
    credentials: Credentials,
    hosts: Vec<HostPort>,
    /// Path, query and fragment as written.
    tail: Zeroizing<String>,
    path_length: usize,
    options: Options,
}

url_type!(ServiceUrl);
credentials!(ServiceUrl);
hosts!(ServiceUrl);

impl ServiceUrl {
    /// The scheme in lower case.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// The port of the first host, where it is given.
    pub fn port(&self) -> Option<u16> {
        self.hosts.first().and_then(HostPort::port)
    }

    /// The port of the first host, or the usual one of the web.
    pub fn port_or_default(&self) -> Option<u16> {
        self.port().or(match self.scheme() {
            "http" | "ws" => Some(80),
            "https" | "wss" => Some(443),
            _ => None,
        })
    }

    /// The path as written, from its first slash. It may hold a secret: do not print it.
    pub fn path(&self) -> &str {
        &self.tail[..self.path_length]
    }

    /// The whole URL, password and all. A [`Url`] prints its password: pass it on, and keep it no longer than needed.
    ///
    /// # Errors
    /// Where the URL standard knows no such URL: more than one host.
    pub fn expose_as_url(&self) -> Result<Url, UrlError> {
        Url::parse(self.expose_url().expose_secret())
            .map_err(|_| UrlError::new(UrlPart::Url, "is none by the URL standard of the web"))
    }
}

/// A part of a path or a query this long is taken for a token.
const TOKEN: usize = 16;

impl Kind for ServiceUrl {
    const EXPECTED: &'static str = "a URL, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        let opened = open(text)?;
        let scheme = opened.scheme.to_ascii_lowercase().into_boxed_str();
        if !scheme.as_bytes()[0].is_ascii_alphabetic() || scheme.contains('_') {
            return Err(UrlError::new(UrlPart::Scheme, "is none: it begins with a letter, and has no `_`"));
        }
        let split = opened.split(Allow::Web)?;
        let is_web = matches!(&*scheme, "http" | "https" | "ws" | "wss");
        let hosts = host::list(split.hosts, !is_web)?;
        if is_web && hosts.is_empty() {
            return Err(UrlError::new(UrlPart::Host, "is missing"));
        }
        // Read to be looked over.
        percent::wiped(split.path, UrlPart::Path)?;
        if let Some((_, fragment)) = split.tail.split_once('#') {
            percent::wiped(fragment, UrlPart::Path)?;
        }
        Ok(Self {
            scheme,
            credentials: Credentials::of(&split)?,
            hosts,
            tail: Zeroizing::new(split.tail.to_owned()),
            path_length: split.path.len(),
            options: Options::of(&split, &[])?,
        })
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.raw(&self.scheme)?;
        to.raw("://")?;
        to.credentials(&self.credentials, Alone::Token)?;
        to.hosts(&self.hosts)?;
        if to.is_shown() { self.show_tail(to) } else { to.raw(&self.tail) }
    }

    fn set_credentials(&mut self, credentials: Credentials) {
        self.credentials = credentials;
    }
}

impl ServiceUrl {
    fn show_tail(&self, to: &mut Writer<'_>) -> fmt::Result {
        // An `@` may end a password whose `/` or `?` was not encoded.
        if self.tail.contains('@') {
            to.raw("/")?;
            return to.redacted();
        }
        for (index, segment) in self.path().split('/').enumerate() {
            to.raw(if index > 0 { "/" } else { "" })?;
            if segment.len() >= TOKEN || segment.contains(':') { to.redacted()? } else { to.raw(segment)? }
        }
        let (query, fragment) = match self.tail[self.path_length..].split_once('#') {
            Some((query, fragment)) => (query, Some(fragment)),
            None => (&self.tail[self.path_length..], None),
        };
        let mut mark = "?";
        for pair in query.strip_prefix('?').into_iter().flat_map(|query| query.split('&')) {
            to.raw(mark)?;
            mark = "&";
            match pair.split_once('=') {
                Some((key, value)) if is_token(key, value) => {
                    to.raw(key)?;
                    to.raw("=")?;
                    to.redacted()?;
                }
                None if pair.len() >= TOKEN => to.redacted()?,
                _ => to.raw(pair)?,
            }
        }
        if fragment.is_some() {
            to.raw("#")?;
            to.redacted()?;
        }
        Ok(())
    }
}

/// Whether a value of the query is withheld; a key that is not encoded as it should be was refused.
fn is_token(key: &str, value: &str) -> bool {
    let secret = percent::text(key, UrlPart::Options).is_ok_and(|key| is_secret_name(&key));
    !value.is_empty() && (secret || value.len() >= TOKEN)
}
