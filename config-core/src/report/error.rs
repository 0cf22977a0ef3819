//! A load that failed.

use std::fmt;

use super::{Code, Problem, Report};

/// A load that failed: a report with at least one problem.
///
/// `Display` and `Debug` are the report as text, so that a `main` that returns it prints what an operator needs; `{:#}`
/// is the last line of it alone.
#[derive(Clone)]
pub struct LoadError(Box<Report>);

impl LoadError {
    /// The error of a load whose report has problems.
    #[doc(hidden)]
    #[must_use]
    pub fn new(mut report: Report) -> Self {
        // Nothing was built although nothing was wrong: an implementation of `Bind` forgot to say why.
        if report.is_ok() {
            let name = report.settings().to_owned();
            report.push(Problem::new(Code::Invalid, name, "cannot be built, for a reason that was not reported"));
        }
        Self(Box::new(report))
    }

    /// What went wrong, as data.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.0
    }

    /// What went wrong, as data of one's own.
    #[must_use]
    pub fn into_report(self) -> Report {
        *self.0
    }

    /// The exit status for a `main` of one's own: 75 where waiting would mend every problem, else 78.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        self.0.exit_code()
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::error::Error for LoadError {}
