//! Reports for programs that print their errors with miette.

use std::fmt::Display;
use std::iter;

use miette::{Diagnostic, LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::clean::clean;
use super::{LoadError, Problem, Severity, Shown, words};

impl Diagnostic for LoadError {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new("settings"))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.report().problems().iter().map(|problem| problem as &dyn Diagnostic)))
    }
}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        Some(Box::new(format!("settings::{}", words::label(self))))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Problem => miette::Severity::Error,
            Severity::Warning | Severity::LetThrough => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        words::fix(self).map(|fix| Box::new(fix) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        drawn(self).map(|_| self as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new(words::message(self), 0, drawn(self)?.len());
        Some(Box::new(iter::once(label)))
    }
}

/// The value to draw: one that may be shown, and as it stands, because a renderer of source does not escape it. Never the
/// document around it: the neighbours of a plain value may be secrets.
fn drawn(problem: &Problem) -> Option<&str> {
    match problem.value.as_ref()? {
        Shown::Text(text) => Some(text.as_str()).filter(|text| clean(text, LONGEST) == *text),
        Shown::Redacted => None,
    }
}

/// A longer value is no picture.
const LONGEST: usize = 200;

/// A value that may be shown, under the name of its origin, with the number of its line there.
impl SourceCode for Problem {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = drawn(self).ok_or(MietteError::OutOfBounds)?;
        let contents = text.read_span(span, before, after)?;
        let position = self.origin.as_ref().and_then(crate::origin::Origin::position);
        let first = position.map_or(0, |at| usize::try_from(at.line()).unwrap_or_default().saturating_sub(1));
        Ok(Box::new(MietteSpanContents::new_named(
            clean(&self.origin.as_ref().map_or_else(|| self.name.clone(), ToString::to_string), LONGEST),
            contents.data(),
            *contents.span(),
            first + contents.line(),
            contents.column(),
            contents.line_count(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origin::{LayerName, Origin};
    use crate::raw::Position;
    use crate::report::{Code, Report};

    fn error() -> LoadError {
        let origin = Origin::new(LayerName::FILE)
            .in_document(std::path::Path::new("/app/settings.toml"), Some(Position::new(7, 11)));
        let mut report = Report::new("shop", "AppSettings", "production", "");
        for value in [
            Shown::Text("30".to_owned()),
            Shown::Redacted,
            Shown::Text("a://b:CANARY@c".to_owned()),
            Shown::Text("\u{1b}c".to_owned()),
        ] {
            let mut problem = Problem::new(Code::Invalid, "timeout", "has no unit").detailed("rule").help("add a unit");
            problem.value = Some(value);
            report.push(problem.from(origin.clone()));
        }
        LoadError::new(report)
    }

    #[test]
    fn problems_are_related() {
        let error = error();
        assert_eq!(error.code().expect("a code").to_string(), "settings");
        let related: Vec<_> = error.related().expect("related").collect();
        assert_eq!(related.len(), 4);
        assert_eq!(related[0].code().expect("a code").to_string(), "settings::invalid.rule");
        assert_eq!(related[0].help().expect("help").to_string(), "add a unit");
        assert_eq!(related[0].severity(), Some(miette::Severity::Error));
    }

    #[test]
    fn shown_values_alone_are_drawn() {
        let error = error();
        let [shown, hidden @ ..] = error.report().problems() else { panic!("four problems") };
        let label = shown.labels().expect("labels").next().expect("one");
        let contents = shown.source_code().expect("source").read_span(label.inner(), 1, 1).expect("in bounds");
        assert_eq!(contents.data(), b"30");
        assert_eq!((contents.name(), contents.line()), (Some("/app/settings.toml:7:11"), 6));
        for hidden in hidden {
            assert!(hidden.source_code().is_none() && hidden.labels().is_none());
            assert!(hidden.read_span(label.inner(), 1, 1).is_err());
        }
    }
}
