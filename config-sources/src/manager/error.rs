//! Why a store gave no secret.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// What kind of failure it was: what decides whether to ask again, and what a person has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ManagerErrorKind {
    /// There is no such secret, version or key.
    NotFound,
    /// The store knows who asks and refuses.
    Denied,
    /// The secret or version is there and switched off: disabled, destroyed, deleted, expired, not yet valid.
    Disabled,
    /// The store does not know who asks: no credentials, wrong ones, expired ones.
    Unauthenticated,
    /// Too many requests.
    Throttled,
    /// Nobody answers, the connection broke, or the store says that it cannot serve now.
    Unavailable,
    /// No answer in time.
    Timeout,
    /// The connection cannot be trusted: certificate, host name, protocol.
    Tls,
    /// An answer that cannot be understood.
    Protocol,
    /// The options of the manager are wrong; no request was made.
    Misconfigured,
}

impl ManagerErrorKind {
    /// Whether asking again may help: `Throttled`, `Unavailable` and `Timeout`.
    #[must_use]
    pub const fn is_temporary(self) -> bool {
        matches!(self, Self::Throttled | Self::Unavailable | Self::Timeout)
    }

    /// The name in reports, after `source.`: `denied`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "missing",
            Self::Denied => "denied",
            Self::Disabled => "disabled",
            Self::Unauthenticated => "unauthenticated",
            Self::Throttled => "throttled",
            Self::Unavailable => "unavailable",
            Self::Timeout => "timeout",
            Self::Tls => "tls",
            Self::Protocol => "protocol",
            Self::Misconfigured => "misconfigured",
        }
    }
}

/// Why a store gave no secret: kind, status, and a clause in words. Never a token, a payload or the query of a URL.
///
/// `Display` is that clause: `403, permission denied`. Who reports it names the store and the path.
#[derive(Clone, PartialEq, Eq)]
pub struct ManagerError {
    kind: ManagerErrorKind,
    message: Cow<'static, str>,
    help: Option<Cow<'static, str>>,
    retry_after: Option<Duration>,
    is_of_secret: bool,
}

impl ManagerError {
    /// A failure, told in a clause that may follow the name of the secret: `no such version`. What a store says in
    /// its answer may repeat what was sent to it: do not put it here unless it cannot be secret.
    pub fn new(kind: ManagerErrorKind, message: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, message: message.into(), help: None, retry_after: None, is_of_secret: false }
    }

    /// What to do about it: `add "read" on secret/data/shop to the policy of this token`.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// How long the store asks to wait (`Retry-After`).
    #[must_use]
    pub const fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// The same of whoever is named: a login, and not the store that a report shows.
    #[cfg_attr(not(feature = "aws"), allow(dead_code, reason = "only AWS logs in elsewhere by another's client"))]
    pub(crate) fn of(mut self, whose: &str) -> Self {
        self.message = format!("{whose}: {}", self.message).into();
        self
    }

    /// Says that it is the affair of one secret, whatever its kind says of others.
    pub(crate) const fn of_secret(mut self) -> Self {
        self.is_of_secret = true;
        self
    }

    /// Whether it says something of the whole store, and not of one secret.
    pub(crate) const fn is_of_store(&self) -> bool {
        use ManagerErrorKind as Kind;
        !self.is_of_secret && !matches!(self.kind, Kind::NotFound | Kind::Denied | Kind::Disabled)
    }

    /// The kind.
    #[must_use]
    pub const fn kind(&self) -> ManagerErrorKind {
        self.kind
    }

    /// Whether asking again may help.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        self.kind.is_temporary()
    }

    /// What to do about it.
    #[must_use]
    pub fn fix(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// How long the store asks to wait.
    #[must_use]
    pub const fn wait(&self) -> Option<Duration> {
        self.retry_after
    }
}

impl fmt::Display for ManagerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for ManagerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ManagerError({}: {})", self.kind.as_str(), self.message)
    }
}

impl std::error::Error for ManagerError {}
