//! Requests as the server wants them.

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Body, Method, RequestBuilder, Url};
use serde::Serialize;
use zeroize::Zeroizing;

use crate::manager::client::{Client, Reply};
use crate::manager::{ManagerError, ManagerErrorKind as Kind};

const TOKEN: HeaderName = HeaderName::from_static("x-vault-token");
const NAMESPACE: HeaderName = HeaderName::from_static("x-vault-namespace");
/// Set by every real client: a request that a browser was tricked into has not got it.
const REQUEST: HeaderName = HeaderName::from_static("x-vault-request");

/// A server, and the namespace in it.
pub(super) struct Api {
    client: Client,
    base: Url,
    namespace: Option<HeaderValue>,
}

/// A token as a header. What it is made of is wiped when the last request that has it is gone.
#[derive(Clone)]
pub(super) struct Token(HeaderValue);

impl Token {
    /// `None` for what cannot be a token: it is empty, or has a line break, a blank or a character beyond ASCII in it.
    pub(super) fn new(text: &str) -> Option<Self> {
        if text.is_empty() || !text.bytes().all(|b| b.is_ascii_graphic()) {
            return None;
        }
        let bytes = Bytes::from_owner(Zeroizing::new(text.as_bytes().to_vec()));
        let mut value = HeaderValue::from_maybe_shared(bytes).ok()?;
        value.set_sensitive(true);
        Some(Self(value))
    }
}

impl Api {
    pub(super) fn new(client: Client, base: Url, namespace: Option<&str>) -> Result<Self, ManagerError> {
        let namespace = match namespace {
            None => None,
            Some(name) if name.bytes().all(|b| b.is_ascii_graphic()) => HeaderValue::from_str(name).ok(),
            Some(_) => {
                let message = "VAULT_NAMESPACE has a blank, a line break or a character beyond ASCII in it";
                return Err(ManagerError::new(Kind::Misconfigured, message).help("write it as in team-a/shop"));
            }
        };
        Ok(Self { client, base, namespace })
    }

    pub(super) const fn base(&self) -> &Url {
        &self.base
    }

    /// Reads a path of the API, such as `secret/data/shop`.
    pub(super) async fn get(&self, path: &str, version: Option<&str>, token: &Token) -> Result<Reply, ManagerError> {
        let mut url = self.url(path);
        if let Some(version) = version {
            url.query_pairs_mut().append_pair("version", version);
        }
        self.client.send(self.request(Method::GET, url).header(TOKEN, token.0.clone())).await
    }

    /// Writes to a path of the API; without a token where that is how one comes by it.
    pub(super) async fn post<T: Serialize + Sync>(
        &self,
        path: &str,
        body: Option<&T>,
        size: usize,
        token: Option<&Token>,
    ) -> Result<Reply, ManagerError> {
        let mut request = self.request(Method::POST, self.url(path));
        if let Some(token) = token {
            request = request.header(TOKEN, token.0.clone());
        }
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(wiped(body, size));
        }
        self.client.send(request).await
    }

    fn request(&self, method: Method, url: Url) -> RequestBuilder {
        let request = self.client.http().request(method, url).header(REQUEST, "true");
        match &self.namespace {
            Some(namespace) => request.header(NAMESPACE, namespace.clone()),
            None => request,
        }
    }

    /// Whatever a path holds is written so that it stays what it is: `?` and `#` belong to a segment.
    fn url(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        // It has a host, so it has segments.
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().push("v1").extend(path.split('/'));
        }
        url
    }
}

/// A body that is wiped after it was sent. `size` is that of all texts in it.
fn wiped(body: &impl Serialize, size: usize) -> Body {
    // No text gets longer than `\u0000` for each byte: the buffer never grows, and leaves no copy.
    let mut text = Zeroizing::new(Vec::with_capacity(256 + 6 * size));
    // Writing strings to memory cannot fail; an empty body would be refused by the server.
    let _ = serde_json::to_writer(&mut *text, body);
    Body::from(Bytes::from_owner(text))
}
