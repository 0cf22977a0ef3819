//! A token for a file of credentials, by Google's own crate.

use std::error::Error;
use std::thread::{self, JoinHandle};

use google_cloud_auth::build_errors;
use google_cloud_auth::credentials::{
    CacheableResource, Credentials, external_account, impersonated, service_account, user_account,
};
use google_cloud_auth::errors::CredentialsError;
use reqwest::header::HeaderMap;
use serde_json::Value;
use tactful_core::secret::RawBytes;
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::http;
use crate::manager::store::Limits;
use crate::manager::{ManagerError, ManagerErrorKind as Kind};

/// Types of files that can be used.
pub(super) const KINDS: [&str; 4] =
    ["authorized_user", "external_account", "impersonated_service_account", "service_account"];

const SCOPE: &str = "https://www.googleapis.com/auth/cloud-platform";

/// What requests bring in the name of this file.
///
/// The crate's credentials leave a task behind that sleeps until the token is about to expire, on whatever runtime they
/// were made in. They get one that ends with the login.
pub(super) async fn with(content: &RawBytes, limits: Limits) -> Result<HeaderMap, ManagerError> {
    // Cannot fail: it has been read as JSON before. The copies are the crate's, which needs them as they are.
    let json = serde_json::from_slice(content.expose()).map_err(|_| unusable())?;
    let mut login = Login::begin(json)?;
    match timeout(limits.request, &mut login.headers).await {
        Ok(Ok(headers)) => headers,
        // It panicked.
        Ok(Err(_)) => Err(unusable()),
        Err(_) => Err(named(&http::out_of_time(limits))),
    }
}

/// A login under way. It ends when this is dropped.
struct Login {
    headers: oneshot::Receiver<Result<HeaderMap, ManagerError>>,
    thread: Option<JoinHandle<()>>,
}

impl Login {
    fn begin(json: Value) -> Result<Self, ManagerError> {
        let (mut tell, headers) = oneshot::channel();
        let failed = |_| ManagerError::new(Kind::Unavailable, "no thread can be had for the login");
        let runtime = Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let work = move || {
            let outcome = runtime.block_on(async {
                tokio::select! {
                    outcome = headers_of(json) => Some(outcome),
                    () = tell.closed() => None,
                }
            });
            // Whatever the credentials have started is gone before anybody hears of the token.
            runtime.shutdown_background();
            if let Some(outcome) = outcome {
                // Nobody may be waiting any more.
                let _ = tell.send(outcome);
            }
        };
        let thread = thread::Builder::new().name("gcp-login".to_owned()).spawn(work).map_err(failed)?;
        Ok(Self { headers, thread: Some(thread) })
    }
}

impl Drop for Login {
    /// Waits for the thread, which has nothing to do any more: it is woken by the closed channel, or has sent already.
    fn drop(&mut self) {
        self.headers.close();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn headers_of(json: Value) -> Result<HeaderMap, ManagerError> {
    let credentials = build(json).map_err(|_| unusable())?;
    match credentials.headers(no_tag()).await {
        Ok(CacheableResource::New { data, .. }) => Ok(data),
        Ok(CacheableResource::NotModified) => Err(unusable()),
        Err(error) => Err(refused(&error)),
    }
}

/// The tag of no token that would be known already: what the crate takes is a type of `http`, which is not ours to name.
fn no_tag<T: Default>() -> T {
    T::default()
}

fn build(json: Value) -> Result<Credentials, build_errors::Error> {
    match json.get("type").and_then(Value::as_str) {
        Some("authorized_user") => user_account::Builder::new(json).build(),
        Some("external_account") => external_account::Builder::new(json).with_scopes([SCOPE]).build(),
        Some("impersonated_service_account") => impersonated::Builder::new(json).with_scopes([SCOPE]).build(),
        _ => {
            let scope = service_account::AccessSpecifier::from_scopes([SCOPE]);
            service_account::Builder::new(json).with_access_specifier(scope).build()
        }
    }
}

fn unusable() -> ManagerError {
    ManagerError::new(Kind::Misconfigured, "the file of credentials lacks what its type needs").help(
        "make a new one by `gcloud iam service-accounts keys create`, or by `gcloud auth application-default login`",
    )
}

/// Why there is no token. The error's own text may hold what the other side answered.
fn refused(error: &CredentialsError) -> ManagerError {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if let Some(inner) = inner.downcast_ref::<reqwest::Error>() {
            return match inner.status().map(|status| status.as_u16()) {
                Some(429) => named(&ManagerError::new(Kind::Throttled, "429, too many requests")),
                Some(status @ 500..) => {
                    named(&ManagerError::new(Kind::Unavailable, format!("{status}, it cannot serve now")))
                }
                Some(status) => unknown(&format!("{status}, it does not accept the credentials of the file")),
                None if inner.source().is_some_and(<dyn Error>::is::<serde_json::Error>) => {
                    named(&ManagerError::new(Kind::Protocol, "the answer is none of a login"))
                }
                None => named(&http::failed(inner)),
            };
        }
        cause = inner.source();
    }
    if error.is_transient() {
        return named(&ManagerError::new(Kind::Unavailable, "it cannot serve now"));
    }
    unknown("no token can be made of the file of credentials")
}

/// A failure of who gives tokens, told as such.
fn named(error: &ManagerError) -> ManagerError {
    ManagerError::new(error.kind(), format!("login with the file of credentials: {error}"))
}

fn unknown(clause: &str) -> ManagerError {
    ManagerError::new(Kind::Unauthenticated, format!("login with the file of credentials: {clause}"))
        .help("its key may be deleted, its login expired, or this machine's clock wrong; make a new file and name it in GOOGLE_APPLICATION_CREDENTIALS")
}
