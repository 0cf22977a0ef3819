//! Remote secret managers: the trait that a store implements, and all that is the same for every store.
//!
//! A store answers requests; it knows nothing of layers, retries or deadlines. What lies between it and a load, in the
//! order in which it happens:
//!
//! - `reference`: the text `ref+vault://secret/shop#/KEY`, taken apart
//! - `store`: a kind of store: its options, which are settings themselves, and how it is opened
//! - `addresses`: managers that an operator or a config file names
//! - `plan`: which stores a load needs, what it asks of each, and which has to wait for which
//! - `run`: stage after stage, each store is opened and asked
//! - `policy`: deadline, retries and back-off
//! - `answers`: what was fetched, as layers and as the values of references; `document`: a payload and its members
#![cfg_attr(
    not(all(
        feature = "aws",
        feature = "azure",
        feature = "gcp",
        feature = "http",
        feature = "tracing",
        feature = "vault"
    )),
    allow(dead_code, reason = "no store uses all of what they share")
)]

mod addresses;
mod answers;
#[cfg(feature = "aws")]
mod aws;
#[cfg(feature = "azure")]
mod azure;
mod blocking;
#[cfg(any(feature = "aws", feature = "azure", feature = "gcp", feature = "http", feature = "vault"))]
mod causes;
#[cfg(any(feature = "azure", feature = "http", feature = "vault"))]
#[cfg_attr(not(feature = "vault"), allow(dead_code, reason = "not every store uses all of it"))]
mod client;
#[cfg(feature = "conformance")]
pub mod conformance;
mod document;
mod error;
#[cfg(feature = "exec")]
mod exec;
mod fetched;
mod files;
#[cfg(any(feature = "azure", feature = "exec", feature = "gcp", feature = "http", feature = "vault"))]
mod flight;
#[cfg(feature = "gcp")]
mod gcp;
#[cfg(feature = "http")]
mod http;
#[cfg(any(feature = "azure", feature = "http", feature = "vault"))]
mod http_date;
pub(crate) mod managed;
mod plan;
mod policy;
pub(crate) mod reference;
mod registry;
mod request;
mod run;
pub(crate) mod store;
#[cfg(feature = "vault")]
mod vault;

use std::future::Future;
use std::pin::Pin;

#[cfg(feature = "aws")]
pub use aws::{AwsParameters, AwsSecrets};
#[cfg(feature = "azure")]
pub use azure::AzureKeyVault;
#[doc(hidden)]
pub use blocking::{complete_blocking, complete_untyped_blocking};
pub use error::{ManagerError, ManagerErrorKind};
#[cfg(feature = "exec")]
pub use exec::Exec;
pub use fetched::{Fetched, Lease};
#[cfg(feature = "gcp")]
pub use gcp::GcpSecrets;
#[cfg(feature = "http")]
pub use http::Http;
pub use managed::Managed;
pub use request::{Identity, SecretRequest};
#[doc(hidden)]
pub use run::{complete, complete_untyped, unasked};
#[cfg(feature = "vault")]
pub use vault::Vault;

/// A future that may move between threads, in a box of its own.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A store of secrets that is asked over a network, or however else waiting is needed.
///
/// An implementation fetches, and tells what it got or why it did not. It neither retries nor caches, and it keeps no
/// deadline but that of a single request: the load does all that, for every manager alike.
///
/// ```
/// use tactful_sources::manager::{
///     BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest,
/// };
///
/// /// Secrets in a table of a program.
/// struct Table(Identity);
///
/// impl SecretManager for Table {
///     fn identity(&self) -> &Identity {
///         &self.0
///     }
///
///     fn fetch<'a>(
///         &'a self,
///         requests: &'a [SecretRequest],
///     ) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
///         let answer = |request: &SecretRequest| match request.path() {
///             "pin" => Ok(Fetched::new(b"4711".to_vec())),
///             _ => Err(ManagerError::new(ManagerErrorKind::NotFound, "no such entry")),
///         };
///         Box::pin(async move { requests.iter().map(answer).collect() })
///     }
/// }
/// ```
pub trait SecretManager: Send + Sync + 'static {
    /// Scheme, endpoint and store, free of credentials: for reports and logs.
    fn identity(&self) -> &Identity;

    /// One answer per request, in order. Batches them and runs them concurrently as the store allows.
    ///
    /// Dropping the future cancels: nothing of it may go on in the background.
    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>>;
}

/// A manager that several hold.
impl<M: SecretManager + ?Sized> SecretManager for std::sync::Arc<M> {
    fn identity(&self) -> &Identity {
        (**self).identity()
    }

    fn fetch<'a>(&'a self, requests: &'a [SecretRequest]) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
        (**self).fetch(requests)
    }
}
