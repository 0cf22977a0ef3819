//! One thing wrong, as data.

use std::borrow::Cow;
use std::fmt;

use super::clean::{REDACTED, clip};
use super::words;
use crate::origin::Origin;
use crate::redact::redact_url_text;

/// What kind of problem this is. Stable: dashboards and `SETTINGS_WARN_ONLY` may rely on the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Code {
    /// A required key has no value in any layer.
    Missing,
    /// A value is not of its type, or fails a rule of its field.
    Invalid,
    /// A name that no field has.
    Unknown,
    /// One layer says two different things for one key.
    Conflict,
    /// A secret that is a known placeholder, or lies where it can be read.
    Insecure,
    /// A value whose shape says that something went wrong on its way here.
    Suspect,
    /// A source cannot be read.
    Source,
    /// A reference to a secret that cannot be followed.
    Reference,
    /// A rule across fields.
    Constraint,
    /// A name that is on its way out.
    Deprecated,
    /// A value that hides a different one below it.
    Overridden,
    /// Sources that wait for each other.
    Cycle,
    /// The profile is unknown, misspelt or cannot be told.
    Profile,
}

impl Code {
    /// The name in reports: `missing`, `invalid`, ...
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Invalid => "invalid",
            Self::Unknown => "unknown",
            Self::Conflict => "conflict",
            Self::Insecure => "insecure",
            Self::Suspect => "suspect",
            Self::Source => "source",
            Self::Reference => "reference",
            Self::Constraint => "constraint",
            Self::Deprecated => "deprecated",
            Self::Overridden => "overridden",
            Self::Cycle => "cycle",
            Self::Profile => "profile",
        }
    }
}

impl Severity {
    /// The name in JSON: `problem`, `warning`, `let_through`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Warning => "warning",
            Self::LetThrough => "let_through",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a load may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// The load fails.
    Problem,
    /// The load goes on; somebody should look.
    Warning,
    /// A problem that `SETTINGS_WARN_ONLY` turned into a warning for this run.
    LetThrough,
}

/// A value as a report may print it: decided once, where the secrecy of the field is known.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shown {
    /// The text. Credentials of URL-shaped text are replaced when it is printed, if they were not before.
    Text(String),
    /// `[REDACTED]`.
    Redacted,
}

/// A longer value helps nobody and hides the rest of the report.
const VALUE_LIMIT: usize = 200;

impl Shown {
    /// The whole value, where it may be printed: as given, but for the credentials of URLs.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Text(text) => Some(redact_url_text(text)),
            Self::Redacted => None,
        }
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text() {
            Some(text) => write!(f, "{:?}", clip(&text, VALUE_LIMIT)),
            None => f.write_str(REDACTED),
        }
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One place that was asked for a missing key, and what was found there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tried {
    /// The place: `env SHOP_SECRET_KEY`, `/run/secrets`.
    pub(crate) place: String,
    /// What was there: `not set`, `no such file among 3`.
    pub(crate) found: String,
}

/// One thing wrong: code, key, origin, help. Holds no secret.
///
/// `Display` is one line: `invalid SHOP_PORT, from env: "http" is not a whole number from 0 to 65535`.
#[derive(Clone, PartialEq, Eq)]
pub struct Problem {
    pub(crate) code: Code,
    pub(crate) detail: Option<&'static str>,
    pub(crate) severity: Severity,
    /// Place in schema order; what belongs to no key has `None` and comes last.
    pub(crate) order: Option<u32>,
    pub(crate) key: Option<String>,
    /// What the source calls the key: the heading of the problem.
    pub(crate) name: String,
    pub(crate) type_name: Option<&'static str>,
    pub(crate) doc: Option<&'static str>,
    pub(crate) origin: Option<Origin>,
    pub(crate) value: Option<Shown>,
    /// What is wrong, without the value: `is not a whole number from 0 to 65535`. A clause that may follow the value.
    pub(crate) message: String,
    pub(crate) tried: Vec<Tried>,
    /// The keys that have no value because of this, by the names of their variables.
    pub(crate) leaves: Vec<String>,
    pub(crate) help: Option<String>,
    pub(crate) temporary: bool,
}

impl Problem {
    /// A problem under a name (a variable, a key, a path). Give the rest with the other methods.
    #[must_use]
    pub fn new(code: Code, name: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code,
            detail: None,
            severity: Severity::Problem,
            order: None,
            key: None,
            name: name.into(),
            type_name: None,
            doc: None,
            origin: None,
            value: None,
            message: message.into(),
            tried: Vec::new(),
            leaves: Vec::new(),
            help: None,
            temporary: false,
        }
    }

    /// Makes it a warning.
    #[must_use]
    pub const fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// A finer code: `denied` of `source.denied`.
    #[must_use]
    pub const fn detailed(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Where it was found.
    #[must_use]
    pub fn from(mut self, origin: Origin) -> Self {
        self.origin = Some(origin);
        self
    }

    /// What to type to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which keys have no value because of this, by the names of their variables.
    #[must_use]
    pub fn leaving(mut self, names: Vec<String>) -> Self {
        self.leaves = names;
        self
    }

    /// Says in which table of a config file its key stands, if it stands in one.
    #[doc(hidden)]
    #[must_use]
    pub fn within(mut self, table: &str) -> Self {
        if self.origin.as_ref().is_some_and(|origin| *origin.layer() == crate::origin::LayerName::FILE) {
            self.name = format!("{table}.{}", self.name);
        }
        self
    }

    /// Takes it out of the order of the schema that it was found under: it is a problem of another load.
    #[doc(hidden)]
    #[must_use]
    pub const fn unordered(mut self) -> Self {
        self.order = None;
        self
    }

    /// Says that waiting would help (exit status 75).
    #[must_use]
    pub const fn temporary(mut self) -> Self {
        self.temporary = true;
        self
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.code
    }

    /// The finer code, where there is one: `denied` of `source.denied`.
    #[must_use]
    pub const fn detail(&self) -> Option<&'static str> {
        self.detail
    }

    /// Whether the load may go on.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.severity
    }

    /// The dotted path of the field, where the problem belongs to one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// What the source calls the key, or the file, directory or variable at fault.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The type of the field, as the program spells it.
    #[must_use]
    pub const fn type_name(&self) -> Option<&'static str> {
        self.type_name
    }

    /// The doc text of the field.
    #[must_use]
    pub const fn doc(&self) -> Option<&'static str> {
        self.doc
    }

    /// The value at fault, where there is one, as it may be printed.
    #[must_use]
    pub const fn value(&self) -> Option<&Shown> {
        self.value.as_ref()
    }

    /// The places that were asked for a missing key, and what was found in each.
    pub fn tried(&self) -> impl Iterator<Item = (&str, &str)> {
        self.tried.iter().map(|tried| (tried.place.as_str(), tried.found.as_str()))
    }

    /// The required keys that have no value because of this, by the names of their variables.
    pub fn leaves(&self) -> impl Iterator<Item = &str> {
        self.leaves.iter().map(String::as_str)
    }

    /// Where it was found.
    #[must_use]
    pub const fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }

    /// What is wrong, in words; never the value of a secret.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to type to mend it.
    #[must_use]
    pub fn fix(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Whether waiting may mend it.
    #[must_use]
    pub const fn is_temporary(&self) -> bool {
        self.temporary
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&words::sentence(self))
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Problem({self})")
    }
}

impl std::error::Error for Problem {}
