//! What every secret manager has to pass, one of your own too.
//!
//! The suite needs a manager and a [`Subject`]: secrets that are there, with what they hold, and one that is not. It asks
//! for them in every way that a load may, and gives a verdict for each rule. Run it against the real store, and once more
//! through whatever makes the way to it slow; a load depends on all of these rules, and tests none of them.
//!
//! ```
//! use tactful_sources::manager::conformance::{Subject, check_blocking};
//! # use tactful_sources::manager::{
//! #     BoxFuture, Fetched, Identity, ManagerError, ManagerErrorKind, SecretManager, SecretRequest,
//! # };
//! # struct Table(Identity);
//! # impl SecretManager for Table {
//! #     fn identity(&self) -> &Identity { &self.0 }
//! #     fn fetch<'a>(
//! #         &'a self,
//! #         requests: &'a [SecretRequest],
//! #     ) -> BoxFuture<'a, Vec<Result<Fetched, ManagerError>>> {
//! #         let answer = |request: &SecretRequest| match request.path() {
//! #             "pin" => Ok(Fetched::new(b"4711".to_vec())),
//! #             "key" => Ok(Fetched::new(b"8d969eef".to_vec())),
//! #             _ => Err(ManagerError::new(ManagerErrorKind::NotFound, "no such entry")),
//! #         };
//! #         Box::pin(async move { requests.iter().map(answer).collect() })
//! #     }
//! # }
//! # let table = Table(Identity::new("table", ""));
//! let subject = Subject::new("pin", "4711").second("key", "8d969eef").missing("pim");
//! check_blocking(table, &subject).assert();
//! ```

mod checks;
mod opened;
mod session;
mod verdict;

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use tactful_core::secret::RawBytes;

pub use self::checks::{check, check_blocking, check_fault};
pub use self::opened::opened;
pub use self::verdict::{Check, Conformance, Outcome};
use super::SecretRequest;

/// What a store holds for the suite. Only the first secret is needed; a check that needs more is left out.
///
/// Let each payload be unlike all else, so that it can be searched for in what is shown.
#[derive(Clone)]
#[must_use]
pub struct Subject {
    existing: Known,
    second: Option<Known>,
    missing: Option<SecretRequest>,
    binary: Option<Known>,
    old: Option<Known>,
    denied: Option<SecretRequest>,
    disabled: Option<SecretRequest>,
    batch: Vec<Known>,
    secrets: Vec<SecretString>,
    patience: Duration,
}

/// A secret, and what it holds.
#[derive(Clone)]
struct Known {
    request: SecretRequest,
    payload: RawBytes,
}

impl Known {
    fn new(request: impl Into<SecretRequest>, payload: impl Into<Vec<u8>>) -> Self {
        Self { request: request.into(), payload: RawBytes::new(payload.into()) }
    }
}

impl Subject {
    /// A store that has this secret.
    pub fn new(request: impl Into<SecretRequest>, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            existing: Known::new(request, payload),
            second: None,
            missing: None,
            binary: None,
            old: None,
            denied: None,
            disabled: None,
            batch: Vec::new(),
            secrets: Vec::new(),
            patience: Duration::from_secs(30),
        }
    }

    /// And another one.
    pub fn second(mut self, request: impl Into<SecretRequest>, payload: impl Into<Vec<u8>>) -> Self {
        self.second = Some(Known::new(request, payload));
        self
    }

    /// A secret that it does not have.
    pub fn missing(mut self, request: impl Into<SecretRequest>) -> Self {
        self.missing = Some(request.into());
        self
    }

    /// A secret that is no text: it has to come byte for byte.
    pub fn binary(mut self, request: impl Into<SecretRequest>, payload: impl Into<Vec<u8>>) -> Self {
        self.binary = Some(Known::new(request, payload));
        self
    }

    /// An older version of the first secret, with [`SecretRequest::version`], and what it held.
    pub fn old_version(mut self, request: SecretRequest, payload: impl Into<Vec<u8>>) -> Self {
        self.old = Some(Known::new(request, payload));
        self
    }

    /// A secret that is there and may not be read.
    pub fn denied(mut self, request: impl Into<SecretRequest>) -> Self {
        self.denied = Some(request.into());
        self
    }

    /// A secret that is there and switched off.
    pub fn disabled(mut self, request: impl Into<SecretRequest>) -> Self {
        self.disabled = Some(request.into());
        self
    }

    /// Many secrets, to be asked for at once. Without them the first two are asked for a hundred times.
    pub fn batch<R: Into<SecretRequest>, P: Into<Vec<u8>>>(mut self, batch: impl IntoIterator<Item = (R, P)>) -> Self {
        self.batch.extend(batch.into_iter().map(|(request, payload)| Known::new(request, payload)));
        self
    }

    /// A text that nothing may show beside the payloads: a token, a password.
    pub fn secret(mut self, text: impl Into<SecretString>) -> Self {
        self.secrets.push(text.into());
        self
    }

    /// How long one fetch may take before the suite gives it up: 30 s unless told.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    fn known(&self) -> impl Iterator<Item = &Known> {
        let more = [&self.second, &self.binary, &self.old].into_iter().flatten();
        std::iter::once(&self.existing).chain(more).chain(&self.batch)
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject").field("existing", &self.existing.request).finish_non_exhaustive()
    }
}
