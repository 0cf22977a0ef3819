//! Lines to assignments.

use super::duplicates::{Duplicate, find_duplicates};
use super::error::{Capped, SyntaxError, SyntaxErrorKind};
use super::fault::diagnose;
use super::lexer::{
    Place, Source, decode, decode_text, is_blank, line_end, name_end, next_line, next_special, next_special_or_quote,
    reject, skip_blanks, skip_export, trim_end, without_mark,
};
use super::template::{Assignment, Quoting, Template, Text};
use super::value::ValueReader;

/// What one file says, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct Parsed<'t> {
    /// The lines that are sound, in order.
    pub(crate) assignments: Vec<Assignment<'t>>,
    /// The lines that are not, in order.
    pub(crate) errors: Capped<SyntaxError>,
    /// The keys that stand more than once, in order of their later lines.
    pub(crate) duplicates: Capped<Duplicate>,
}

/// Parses the bytes of one file, in time linear in their number.
pub(crate) fn parse(bytes: &[u8]) -> Parsed<'_> {
    parse_source(decode(without_mark(bytes)))
}

/// Parses a file that is known to be UTF-8.
pub(crate) fn parse_text(text: &str) -> Parsed<'_> {
    parse_source(decode_text(text.strip_prefix('\u{feff}').unwrap_or(text)))
}

fn parse_source(source: Source<'_>) -> Parsed<'_> {
    let mut parsed = match source {
        Source::Sound(text) => Parser::new(text, None).file(),
        Source::Patched { text, bytes } => {
            let Parsed { assignments, errors, duplicates } = Parser::new(&text, Some(bytes)).file();
            let assignments = assignments.into_iter().map(Assignment::into_owned).collect();
            Parsed { assignments, errors, duplicates }
        }
        Source::Utf16 => {
            let mut parsed = Parsed::default();
            let kind = SyntaxErrorKind::Utf16;
            parsed.errors.push(|| SyntaxError { line: 1, column: 1, key: None, kind });
            parsed
        }
    };
    parsed.errors.listed.sort_by_key(|error| (error.line, error.column));
    parsed.duplicates = find_duplicates(&parsed.assignments);
    parsed
}

impl Default for Parsed<'_> {
    fn default() -> Self {
        Self { assignments: Vec::new(), errors: Capped::new(), duplicates: Capped::new() }
    }
}

/// The state between two lines.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    /// The bytes as they were, where some of `text` are replaced.
    original: Option<&'t [u8]>,
    /// The beginning of the line to read.
    at: usize,
    /// The number of that line.
    pub(super) line: u32,
    /// A quote was not closed: the rest of the file may belong to it.
    pub(super) astray: bool,
    /// The line before was no assignment: this one may be more of the same text.
    stray: bool,
    pub(super) parsed: Parsed<'t>,
}

/// The beginning of an assignment.
pub(super) struct Head<'t> {
    pub(super) key: &'t str,
    /// Where the value begins.
    pub(super) value: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, original: Option<&'t [u8]>) -> Self {
        // Few files have more lines, few lines are shorter.
        let assignments = Vec::with_capacity((text.len() / 16).min(64));
        let parsed = Parsed { assignments, ..Parsed::default() };
        Self { text, original, at: 0, line: 1, astray: false, stray: false, parsed }
    }

    fn file(mut self) -> Parsed<'t> {
        while self.at < self.text.len() {
            if let Some(original) = self.original {
                self.patched_line(original);
            } else if !self.plain_line() {
                self.assignment_or_nothing();
            }
        }
        self.parsed
    }

    /// Reads `NAME=value` or `NAME="value"` without outer blanks, comment and anything special, as nearly every line
    /// is, at a fraction of the work; any other line is left as it is.
    fn plain_line(&mut self) -> bool {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let equals = name_end(bytes, self.at);
        if equals == self.at || bytes.get(equals) != Some(&b'=') {
            return false;
        }
        let value = equals + 1;
        let quoting = match bytes.get(value) {
            Some(b'"') => Quoting::Double,
            Some(b'\'') => Quoting::Single,
            _ => Quoting::Unquoted,
        };
        let (from, to, end) = if quoting == Quoting::Unquoted {
            let end = next_special(bytes, value);
            if end > value && (is_blank(bytes[value]) || is_blank(bytes[end - 1])) {
                return false;
            }
            (value, end, end)
        } else {
            let end = next_special_or_quote(bytes, value + 1);
            if bytes.get(end) != Some(&bytes[value]) {
                return false;
            }
            (value + 1, end, end + 1)
        };
        if bytes.get(end) != Some(&b'\n') {
            return false;
        }
        let doubtful = self.doubtful();
        self.parsed.assignments.push(Assignment {
            key: Text::Given(&text[self.at..equals]),
            line: self.line,
            column: number(value - self.at).saturating_add(1),
            value: Template::Literal(Text::Given(&text[from..to])),
            quoting,
            doubtful,
        });
        self.at = end + 1;
        self.line = self.line.saturating_add(1);
        true
    }

    /// Whether the next line may be the rest of a value.
    fn doubtful(&mut self) -> bool {
        self.astray | std::mem::take(&mut self.stray)
    }

    /// Reads a line, with all the lines that its value spans.
    fn assignment_or_nothing(&mut self) {
        let doubtful = self.doubtful();
        let bytes = self.text.as_bytes();
        let first = skip_blanks(bytes, self.at);
        if matches!(bytes.get(first), None | Some(b'\n' | b'\r' | b'#')) {
            return self.go_on_after(first);
        }
        let Some(Head { key, value: from }) = self.head(first) else {
            self.report_head(first, doubtful);
            self.stray = true;
            return self.go_on_after(first);
        };
        // All that may stand before a value is ASCII.
        let column = number(from - self.at).saturating_add(1);
        let line = self.line;
        let place = Place::new(from, line, column);
        let shown = (!doubtful).then_some(key);
        let (quoting, value) = match bytes.get(from) {
            Some(b'\'') => (Quoting::Single, self.quoted(Quoting::Single, place, shown)),
            Some(b'"') => (Quoting::Double, self.quoted(Quoting::Double, place, shown)),
            _ => (Quoting::Unquoted, self.unquoted(place, shown)),
        };
        if let Some(value) = value {
            let key = Text::Given(key);
            let assignment = Assignment { key, line, column, value, quoting, doubtful };
            self.parsed.assignments.push(assignment);
        }
    }

    /// Reads from the first character of a line up to the value, if the line is an assignment.
    pub(super) fn head(&self, first: usize) -> Option<Head<'t>> {
        let bytes = self.text.as_bytes();
        let start = skip_export(bytes, first);
        let end = name_end(bytes, start);
        let equals = skip_blanks(bytes, end);
        if end == start || bytes.get(equals) != Some(&b'=') {
            return None;
        }
        Some(Head { key: &self.text[start..end], value: skip_blanks(bytes, equals + 1) })
    }

    fn unquoted(&mut self, place: Place, key: Option<&'t str>) -> Option<Template<'t>> {
        let (text, bytes, from) = (self.text, self.text.as_bytes(), place.offset);
        let mut end = next_special(bytes, from);
        while bytes.get(end) == Some(&b'#') && !is_blank(bytes[end - 1]) {
            end = next_special(bytes, end + 1);
        }
        let value = if let Some(b'$' | b'\\') = bytes.get(end) {
            end = line_end(text, end);
            let (quoting, errors) = (Quoting::Unquoted, &mut self.parsed.errors);
            ValueReader { text, at: from, end, quoting, place, key, errors }.read()
        } else {
            Some(Template::Literal(Text::Given(trim_end(&text[from..end]))))
        };
        self.go_on_after(end);
        value
    }

    /// Says why there is no [`Head`] at `first`.
    fn report_head(&mut self, first: usize, doubtful: bool) {
        let (at, kind) = diagnose(&self.text[first..line_end(self.text, first)], doubtful);
        let mut place = Place::new(self.at, self.line, 1);
        place.forward(self.text, first + at);
        self.report(place, None, kind);
    }

    /// Reads a line of a text in which bytes of the `original` are replaced by NUL.
    fn patched_line(&mut self, original: &[u8]) {
        let (from, start) = (self.at, Place::new(self.at, self.line, 1));
        let (assignments, errors) = (self.parsed.assignments.len(), self.parsed.errors.len());
        self.assignment_or_nothing();
        if self.text[from..self.at].contains('\0') {
            // Whatever else was found may be owed to the bytes that do not belong there.
            self.parsed.assignments.truncate(assignments);
            self.parsed.errors.truncate(errors);
            self.report_rejects(original, start);
        }
    }

    /// Reports the first replaced byte of each line from `place` to where reading goes on.
    fn report_rejects(&mut self, original: &[u8], mut place: Place) {
        while place.offset < self.at {
            let next = next_line(self.text, place.offset);
            if let Some(found) = self.text[place.offset..next].find('\0') {
                place.forward(self.text, place.offset + found);
                self.report(place, None, reject(original[place.offset]));
            }
            place.forward(self.text, next);
        }
    }

    pub(super) fn report(&mut self, place: Place, key: Option<&str>, kind: SyntaxErrorKind) {
        let Place { line, column, .. } = place;
        let error = || SyntaxError { line, column, key: key.map(str::to_owned), kind };
        self.parsed.errors.push(error);
    }

    /// Goes on at the line after the one of `at`.
    pub(super) fn go_on_after(&mut self, at: usize) {
        let here = self.text.as_bytes().get(at) == Some(&b'\n');
        self.at = if here { at + 1 } else { next_line(self.text, at) };
        self.line = self.line.saturating_add(1);
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
