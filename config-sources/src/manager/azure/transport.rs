//! What Microsoft's client sends its requests by.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use azure_core::error::{Error, ErrorKind};
use azure_core::http::headers::{HeaderName, Headers};
use azure_core::http::policies::{Policy, PolicyResult};
use azure_core::http::{AsyncRawResponse, Context, Request};
use reqwest::Method;
use tactful_core::secret::RawBytes;

use super::super::ManagerError;
use super::http::Http;

/// The last policy of the client's pipeline.
#[derive(Debug)]
pub(super) struct Wire(pub(super) Arc<Http>);

/// Takes the body of a good answer. On its way up the client's pipeline it would be copied twice, and no copy wiped.
#[derive(Clone, Default)]
pub(super) struct Aside(Arc<Mutex<Option<RawBytes>>>);

impl Aside {
    pub(super) fn take(&self) -> Option<RawBytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, body: RawBytes) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
    }
}

#[async_trait]
#[allow(elided_lifetimes_in_paths, reason = "with a name it is another lifetime than that of the trait")]
impl Policy for Wire {
    async fn send(&self, ctx: &Context, request: &mut Request, _next: &[Arc<dyn Policy>]) -> PolicyResult {
        let aside = ctx.value::<Aside>().cloned();
        let reply = self.0.ask(translated(request)?).await.map_err(passed_on)?;
        let headers: Headers = reply
            .headers
            .iter()
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .fold(Headers::new(), |mut headers, (name, value)| {
                headers.insert(HeaderName::from(name), value);
                headers
            });
        let body = match aside {
            Some(aside) if reply.status == 200 => {
                aside.put(reply.body);
                Vec::new()
            }
            _ => reply.body.expose().to_vec(),
        };
        Ok(AsyncRawResponse::from_bytes(reply.status.into(), headers, body))
    }
}

/// A request of the client, which only ever reads.
fn translated(request: &Request) -> Result<reqwest::Request, Error> {
    let mut translated = reqwest::Request::new(Method::GET, request.url().clone());
    for (name, value) in request.headers().iter() {
        let name = reqwest::header::HeaderName::from_bytes(name.as_str().as_bytes());
        let value = reqwest::header::HeaderValue::from_str(value.as_str());
        let (Ok(name), Ok(mut value)) = (name, value) else {
            return Err(Error::with_message(ErrorKind::Other, "a header that cannot be sent"));
        };
        value.set_sensitive(name == reqwest::header::AUTHORIZATION);
        translated.headers_mut().insert(name, value);
    }
    Ok(translated)
}

/// An error of ours, to be found again among the causes of the client's.
pub(super) fn passed_on(error: ManagerError) -> Error {
    let text = error.to_string();
    Error::with_error(ErrorKind::Other, error, text)
}

/// Finds it.
pub(super) fn found_again(error: &Error) -> Option<ManagerError> {
    let mut at: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = at {
        if let Some(own) = cause.downcast_ref::<ManagerError>() {
            return Some(own.clone());
        }
        at = cause.source();
    }
    None
}
