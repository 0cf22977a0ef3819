//! What went wrong, as data first and text second.

mod canvas;
mod clean;
#[cfg(feature = "miette")]
mod diagnostic;
mod emit;
mod error;
mod explain;
mod json;
mod lines;
mod near;
mod object;
mod problem;
mod text;
mod words;

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::origin::LayerName;

pub use error::LoadError;
pub use explain::{ExplainEntry, Explanation, Overridden};
#[doc(hidden)]
pub use near::did_you_mean;
pub(crate) use problem::Tried;
pub use problem::{Code, Problem, Severity, Shown};

/// Everything that one load has to say: problems, warnings, what was read and under which profile. Holds no secret.
///
/// `Display` is the text for a terminal; `{:#}` its last line alone, which stands by itself in a log.
#[derive(Clone)]
pub struct Report {
    header: Header,
    problems: Vec<Problem>,
    warnings: Vec<Problem>,
    read: Vec<Note>,
    not_read: Vec<Note>,
}

/// What a report says of the load as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Header {
    /// The package of the application: `shop`.
    application: Cow<'static, str>,
    /// The root struct: `AppSettings`.
    settings: Cow<'static, str>,
    profile: String,
    /// Where the profile came from, to follow "from": `SETTINGS_PROFILE`, `a debug build`.
    profile_from: Cow<'static, str>,
    /// The project root.
    root: Option<PathBuf>,
    /// Begins the operator's variables: `SETTINGS`.
    control_prefix: &'static str,
}

/// Something that was read, or was not and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    /// In words: `/run/secrets (3 files)`, and why not.
    Text { what: String, why: Option<String> },
    /// A file that was read.
    Document(Arc<Path>),
    /// A layer of names, how many of them the load asked for, and how those begin. Words are for who reads them.
    Names { layer: LayerName, count: usize, prefix: &'static str },
}

impl From<&str> for Note {
    fn from(what: &str) -> Self {
        Self::Text { what: what.to_owned(), why: None }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { what, why: Some(why) } => write!(f, "{what} ({why})"),
            Self::Text { what, why: None } => f.write_str(what),
            Self::Document(path) => write!(f, "{}", path.display()),
            Self::Names { layer, count, prefix } => {
                let names = if *count == 1 { "name" } else { "names" };
                let begin = if prefix.is_empty() { "" } else { " " };
                let star = if prefix.is_empty() { "" } else { "_*" };
                write!(f, "{layer} ({count} {names}{begin}{prefix}{star})")
            }
        }
    }
}

impl Report {
    /// An empty report of a package, its root struct, a profile and where that came from.
    pub(crate) fn new(
        application: impl Into<Cow<'static, str>>,
        settings: impl Into<Cow<'static, str>>,
        profile: impl Into<String>,
        profile_from: impl Into<Cow<'static, str>>,
    ) -> Self {
        let header = Header {
            application: application.into(),
            settings: settings.into(),
            profile: profile.into(),
            profile_from: profile_from.into(),
            root: None,
            control_prefix: "SETTINGS",
        };
        Self { header, problems: Vec::new(), warnings: Vec::new(), read: Vec::new(), not_read: Vec::new() }
    }

    /// Says what the project root is.
    pub(crate) fn root(&mut self, root: PathBuf) {
        self.header.root = Some(root);
    }

    /// Says what the operator's variables begin with.
    pub(crate) const fn control_prefix(&mut self, prefix: &'static str) {
        self.header.control_prefix = prefix;
    }

    /// Takes a problem or a warning, as its severity says.
    pub(crate) fn push(&mut self, problem: Problem) {
        match problem.severity {
            Severity::Problem => self.problems.push(problem),
            Severity::Warning | Severity::LetThrough => self.warnings.push(problem),
        }
    }

    /// Says what was read: `/run/secrets (3 files)`.
    pub(crate) fn note_read(&mut self, note: Note) {
        self.read.push(note);
    }

    /// Says what was not read, and why.
    pub(crate) fn note_not_read(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.not_read.push(Note::Text { what: what.into(), why: Some(why.into()) });
    }

    /// Puts problems into schema order, those of no key last. Of one key they stay in the order they were found.
    pub(crate) fn finish(&mut self) {
        for list in [&mut self.problems, &mut self.warnings] {
            list.sort_by_key(|problem| problem.order.unwrap_or(u32::MAX));
        }
    }

    /// The report of a load that may go on, or the error of one that may not.
    ///
    /// # Errors
    /// Where there is a problem.
    pub fn into_result(self) -> Result<Self, LoadError> {
        if self.is_ok() { Ok(self) } else { Err(LoadError::new(self)) }
    }

    /// What stops the load, in schema order.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// What does not stop it, in schema order; problems that the operator let through for this run are among them.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Whether nothing stops the load; there may be warnings.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.problems.is_empty()
    }

    /// The name of the application's package.
    #[must_use]
    pub fn application(&self) -> &str {
        &self.header.application
    }

    /// The name of the root struct.
    #[must_use]
    pub fn settings(&self) -> &str {
        &self.header.settings
    }

    /// The profile of the load.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.header.profile
    }

    /// Where the profile came from: `SETTINGS_PROFILE`, `code`, or what a guess rests on.
    #[must_use]
    pub fn profile_from(&self) -> &str {
        &self.header.profile_from
    }

    /// What was read: `/run/secrets (3 files)`.
    pub fn read(&self) -> impl Iterator<Item = String> {
        self.read.iter().map(Note::to_string)
    }

    /// What was not read, and why.
    pub fn not_read(&self) -> impl Iterator<Item = (&str, &str)> {
        self.not_read.iter().filter_map(|note| match note {
            Note::Text { what, why } => Some((what.as_str(), why.as_deref().unwrap_or_default())),
            Note::Document(_) | Note::Names { .. } => None,
        })
    }

    /// The exit status that fits: 0 for a sound report, 75 (`EX_TEMPFAIL`) where waiting would mend every problem, else
    /// 78 (`EX_CONFIG`). The numbers are those of `sysexits.h`, which service managers know.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.problems.as_slice() {
            [] => 0,
            problems if problems.iter().all(Problem::is_temporary) => 75,
            _ => 78,
        }
    }

    /// One line per problem and warning, for log collectors; the first is a header, the last the closing line.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        lines::render(self)
    }

    /// One JSON object, in one line. `"format": 1` names its shape; members may be added to it, none will change.
    #[must_use]
    pub fn to_json(&self) -> String {
        object::report(self)
    }

    /// The report in a form of one's choice, without a line break at its end. Text alone heeds the style.
    #[must_use]
    pub fn render(&self, format: ReportFormat, style: Style) -> String {
        match format {
            ReportFormat::Text => text::render(self, style),
            ReportFormat::Lines => self.lines().join("\n"),
            ReportFormat::Json => self.to_json(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            f.write_str(&words::closing(self))
        } else {
            f.write_str(&text::render(self, Style::default()))
        }
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not `Display`: `{:#?}` should not be the shorter form.
        f.write_str(&text::render(self, Style::default()))
    }
}

/// A form of a report, as `SETTINGS_REPORT` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReportFormat {
    /// Blocks for a person at a terminal.
    Text,
    /// One line per problem, for log collectors.
    Lines,
    /// One object, for programs.
    Json,
}

impl ReportFormat {
    /// The format of this name: `text`, `lines` or `json`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "text" => Some(Self::Text),
            "lines" => Some(Self::Lines),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// How text is laid out. The terminal is asked elsewhere; here its answers are data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    width: usize,
    colour: bool,
}

impl Style {
    /// Columns of the terminal (at least 40 are used) and whether it shows colours.
    #[must_use]
    pub const fn new(width: usize, colour: bool) -> Self {
        Self { width: if width < 40 { 40 } else { width }, colour }
    }
}

impl Default for Style {
    /// 100 columns, no colours: what `Display` uses, which knows no terminal.
    fn default() -> Self {
        Self::new(100, false)
    }
}

#[cfg(test)]
mod tests;
