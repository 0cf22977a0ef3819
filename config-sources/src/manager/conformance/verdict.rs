//! What the suite found.

use std::fmt;

/// One rule, and whether the manager keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// What is checked: `missing`.
    pub name: &'static str,
    /// How it went.
    pub outcome: Outcome,
}

/// How a check went.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The manager keeps the rule.
    Passed,
    /// It does not: in what way. No payload and no secret stands in it.
    Failed(String),
    /// The subject has not what the check needs: what that is.
    Skipped(&'static str),
}

impl Check {
    pub(super) fn new(name: &'static str, outcome: Result<(), String>) -> Self {
        Self { name, outcome: outcome.map_or_else(Outcome::Failed, |()| Outcome::Passed) }
    }

    pub(super) const fn skipped(name: &'static str, needs: &'static str) -> Self {
        Self { name, outcome: Outcome::Skipped(needs) }
    }

    /// Whether the manager breaks the rule.
    #[must_use]
    pub const fn has_failed(&self) -> bool {
        matches!(self.outcome, Outcome::Failed(_))
    }

    /// Ends a test that it failed.
    ///
    /// # Panics
    /// The check failed.
    #[track_caller]
    pub fn assert(&self) {
        assert!(!self.has_failed(), "{self}");
    }
}

impl fmt::Display for Check {
    /// `missing: an empty payload where NotFound is wanted`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.outcome {
            Outcome::Passed => write!(f, "{}: passed", self.name),
            Outcome::Failed(why) => write!(f, "{}: FAILED: {why}", self.name),
            Outcome::Skipped(needs) => write!(f, "{}: left out: the subject names no {needs}", self.name),
        }
    }
}

/// All checks of one manager. `Display` has a line for each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conformance(pub(super) Vec<Check>);

impl Conformance {
    /// The checks, in the order in which they were made.
    #[must_use]
    pub fn checks(&self) -> &[Check] {
        &self.0
    }

    /// Those that the manager did not pass.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.0.iter().filter(|check| check.has_failed())
    }

    /// Ends a test whose manager breaks a rule.
    ///
    /// # Panics
    /// A check failed.
    #[track_caller]
    pub fn assert(&self) {
        assert!(self.failures().next().is_none(), "the manager does not conform\n{self}");
    }
}

impl fmt::Display for Conformance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|check| writeln!(f, "{check}"))
    }
}
