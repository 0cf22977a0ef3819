//! What a store answers.

use std::fmt;
use std::time::{Duration, SystemTime};

use tactful_core::secret::RawBytes;

/// One secret as its store gave it. `Debug` shows everything but the payload.
#[derive(Clone)]
pub struct Fetched {
    payload: RawBytes,
    version: Option<String>,
    created: Option<SystemTime>,
    expires: Option<SystemTime>,
    lease: Option<Lease>,
}

/// A secret that the store will revoke by itself, and the handle to renew it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    id: String,
    duration: Duration,
    renewable: bool,
}

impl Lease {
    /// A lease of this id, from now on and for so long.
    pub fn new(id: impl Into<String>, duration: Duration, renewable: bool) -> Self {
        Self { id: id.into(), duration, renewable }
    }

    /// The store's handle.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How long it holds, from the answer on.
    #[must_use]
    pub const fn duration(&self) -> Duration {
        self.duration
    }

    /// Whether it can be made longer.
    #[must_use]
    pub const fn is_renewable(&self) -> bool {
        self.renewable
    }
}

impl Fetched {
    /// A payload: text, a JSON document, or any bytes. It is taken over without a copy and wiped on drop.
    #[must_use]
    pub fn new(payload: Vec<u8>) -> Self {
        Self::from(RawBytes::new(payload))
    }

    /// The version, as the store numbers or names it.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// When this version was made.
    #[must_use]
    pub const fn created(mut self, at: SystemTime) -> Self {
        self.created = Some(at);
        self
    }

    /// When it stops to be valid.
    #[must_use]
    pub const fn expires(mut self, at: SystemTime) -> Self {
        self.expires = Some(at);
        self
    }

    /// The lease under which it was given.
    #[must_use]
    pub fn lease(mut self, lease: Lease) -> Self {
        self.lease = Some(lease);
        self
    }

    /// The bytes of the secret. Ask what prints them before you pass them on.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.payload.expose()
    }

    /// The version.
    #[must_use]
    pub fn version_name(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// When this version was made.
    #[must_use]
    pub const fn created_at(&self) -> Option<SystemTime> {
        self.created
    }

    /// When it stops to be valid.
    #[must_use]
    pub const fn expires_at(&self) -> Option<SystemTime> {
        self.expires
    }

    /// The lease under which it was given.
    #[must_use]
    pub const fn held_under(&self) -> Option<&Lease> {
        self.lease.as_ref()
    }
}

impl From<RawBytes> for Fetched {
    fn from(payload: RawBytes) -> Self {
        Self { payload, version: None, created: None, expires: None, lease: None }
    }
}

impl fmt::Debug for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetched")
            .field("version", &self.version)
            .field("created", &self.created)
            .field("expires", &self.expires)
            .field("lease", &self.lease)
            .finish_non_exhaustive()
    }
}
