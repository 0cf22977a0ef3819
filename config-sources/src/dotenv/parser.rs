//! Lines to assignments.

use std::collections::HashMap;

use super::error::{Capped, SyntaxError, SyntaxErrorKind};
use super::fault::diagnose;
use super::lexer::{
    Place, Source, decode, is_blank, line_end, name_end, next_line, next_special, reject,
    skip_blanks, skip_export, trim_end, without_mark,
};
use super::template::{Quoting, Template, Text};
use super::value::ValueReader;

/// One `KEY=value`, not yet expanded.
#[derive(Debug)]
pub(crate) struct Assignment {
    /// The name before `=`. Wiped like a value: see `doubtful`.
    pub(crate) key: Text,
    /// The line, from 1.
    pub(crate) line: u32,
    /// The column of the value, from 1, in characters.
    pub(crate) column: u32,
    /// The value.
    pub(crate) value: Template,
    /// How the value was written.
    pub(crate) quoting: Quoting,
    /// The line may be the rest of a value whose quotes are missing or wrong, so its names are not to be shown.
    pub(crate) doubtful: bool,
}

/// A key that stands twice in one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Duplicate {
    /// The key.
    pub(crate) key: String,
    /// The line that has no effect.
    pub(crate) first: u32,
    /// The next line with that key.
    pub(crate) second: u32,
}

/// What one file says, and what is wrong with it.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The lines that are sound, in order.
    pub(crate) assignments: Vec<Assignment>,
    /// The lines that are not, in order.
    pub(crate) errors: Capped<SyntaxError>,
    /// The keys that stand more than once.
    pub(crate) duplicates: Capped<Duplicate>,
}

/// Parses the bytes of one file, in time linear in their number.
pub(crate) fn parse(bytes: &[u8]) -> Parsed {
    let bytes = without_mark(bytes);
    let mut parsed = match decode(bytes) {
        Source::Sound(text) => Parser::new(text, None).file(),
        Source::Patched(text) => Parser::new(&text, Some(bytes)).file(),
        Source::Utf16 => {
            let mut parsed = Parsed::new();
            let kind = SyntaxErrorKind::Utf16;
            parsed.errors.push(|| SyntaxError {
                line: 1,
                column: 1,
                key: None,
                kind,
            });
            parsed
        }
    };
    parsed
        .errors
        .listed
        .sort_by_key(|error| (error.line, error.column));
    parsed.find_duplicates();
    parsed
}

impl Parsed {
    fn new() -> Self {
        Self {
            assignments: Vec::new(),
            errors: Capped::new(),
            duplicates: Capped::new(),
        }
    }

    fn find_duplicates(&mut self) {
        let mut lines = HashMap::with_capacity(self.assignments.len());
        for Assignment {
            key, line: second, ..
        } in self.assignments.iter().filter(|line| !line.doubtful)
        {
            if let Some(first) = lines.insert(&**key, *second) {
                self.duplicates.push(|| Duplicate {
                    key: String::from(&**key),
                    first,
                    second: *second,
                });
            }
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    /// The bytes as they were, where some of `text` are replaced.
    original: Option<&'t [u8]>,
    /// The next byte to read, at the beginning of a line except within one.
    at: usize,
    /// The line of `at`.
    line: u32,
    /// A quote was not closed: the rest of the file may belong to it.
    astray: bool,
    /// The line before was no assignment: this one may be more of the same text.
    stray: bool,
    parsed: Parsed,
}

/// The beginning of an assignment.
struct Head<'t> {
    key: &'t str,
    /// Where the value begins.
    value: usize,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, original: Option<&'t [u8]>) -> Self {
        Self {
            text,
            original,
            at: 0,
            line: 1,
            astray: false,
            stray: false,
            parsed: Parsed::new(),
        }
    }

    fn file(mut self) -> Parsed {
        while self.at < self.text.len() {
            let start = Place::new(self.at, self.line, 1);
            let (from, assignments, errors) = (
                self.at,
                self.parsed.assignments.len(),
                self.parsed.errors.len(),
            );
            self.assignment_or_nothing();
            if let Some(original) = self.original
                && self.text[from..self.at].contains('\0')
            {
                // Whatever else was found may be owed to the bytes that do not belong there.
                self.parsed.assignments.truncate(assignments);
                self.parsed.errors.truncate(errors);
                self.report_rejects(original, from, start);
            }
        }
        self.parsed
    }

    /// Reads a line, with all the lines that its value spans.
    fn assignment_or_nothing(&mut self) {
        let doubtful = self.astray | std::mem::take(&mut self.stray);
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
        let shown = (!doubtful).then_some(key);
        let (quoting, value) = match bytes.get(from) {
            Some(b'\'') => (
                Quoting::Single,
                self.quoted(Quoting::Single, Place::new(from, line, column), shown),
            ),
            Some(b'"') => (
                Quoting::Double,
                self.quoted(Quoting::Double, Place::new(from, line, column), shown),
            ),
            _ => (
                Quoting::Unquoted,
                self.unquoted(Place::new(from, line, column), shown),
            ),
        };
        if let Some(value) = value {
            let key = Text::copy(key);
            self.parsed.assignments.push(Assignment {
                key,
                line,
                column,
                value,
                quoting,
                doubtful,
            });
        }
    }

    /// Reads from the first character of a line up to the value, if the line is an assignment.
    fn head(&self, first: usize) -> Option<Head<'t>> {
        let bytes = self.text.as_bytes();
        let start = skip_export(bytes, first);
        let end = name_end(bytes, start);
        let equals = skip_blanks(bytes, end);
        let sound = end > start && bytes.get(equals) == Some(&b'=');
        sound.then(|| Head {
            key: &self.text[start..end],
            value: skip_blanks(bytes, equals + 1),
        })
    }

    fn unquoted(&mut self, place: Place, key: Option<&str>) -> Option<Template> {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let from = place.offset;
        let mut end = next_special(bytes, from);
        while bytes.get(end) == Some(&b'#') && !is_blank(bytes[end - 1]) {
            end = next_special(bytes, end + 1);
        }
        let value = match bytes.get(end) {
            Some(b'$' | b'\\') => {
                end = line_end(text, end);
                let errors = &mut self.parsed.errors;
                ValueReader {
                    text,
                    at: from,
                    end,
                    quoting: Quoting::Unquoted,
                    place,
                    key,
                    errors,
                }
                .read()
            }
            _ => Some(Template::Literal(Text::copy(trim_end(&text[from..end])))),
        };
        self.go_on_after(end);
        value
    }

    fn quoted(&mut self, quoting: Quoting, opened: Place, key: Option<&str>) -> Option<Template> {
        let (text, bytes) = (self.text, self.text.as_bytes());
        let from = opened.offset + 1;
        let Some(end) = closing_quote(text, from, quoting) else {
            return self.open_quote(quoting, opened, None, key);
        };
        let mut closed = opened;
        closed.forward(text, end);
        let rest = skip_blanks(bytes, end + 1);
        let tidy = match bytes.get(rest) {
            None | Some(b'\n' | b'\r') => true,
            Some(b'#') => rest > end + 1,
            _ => false,
        };
        if !tidy && self.begins_value(end, from) {
            return self.open_quote(quoting, opened, Some(closed.line), key);
        }
        let value = self.between_quotes(quoting, opened, end, key);
        self.line = closed.line;
        self.go_on_after(rest);
        if tidy {
            return value;
        }
        closed.forward(text, rest);
        let spans = (closed.line > opened.line).then_some(opened.line);
        self.report(
            closed,
            key,
            SyntaxErrorKind::AfterQuote {
                quoting,
                opened: spans,
            },
        );
        None
    }

    fn between_quotes(
        &mut self,
        quoting: Quoting,
        place: Place,
        end: usize,
        key: Option<&str>,
    ) -> Option<Template> {
        let (text, at) = (self.text, place.offset + 1);
        if quoting == Quoting::Single {
            return Some(Template::Literal(Text::with_line_feeds(&text[at..end])));
        }
        let errors = &mut self.parsed.errors;
        ValueReader {
            text,
            at,
            end,
            quoting,
            place,
            key,
            errors,
        }
        .read()
    }

    /// Whether a value of its own begins at `at`, on a line after `from`: then a quote there was not meant to
    /// close another.
    fn begins_value(&self, at: usize, from: usize) -> bool {
        let Some(line) = self.text[from..at]
            .rfind('\n')
            .map(|found| from + found + 1)
        else {
            return false;
        };
        self.head(skip_blanks(self.text.as_bytes(), line))
            .is_some_and(|head| head.value == at)
    }

    fn open_quote(
        &mut self,
        quoting: Quoting,
        opened: Place,
        next: Option<u32>,
        key: Option<&str>,
    ) -> Option<Template> {
        self.report(opened, key, SyntaxErrorKind::OpenQuote { quoting, next });
        self.astray = true;
        self.go_on_after(opened.offset);
        None
    }

    /// Says why there is no [`Head`] at `first`.
    fn report_head(&mut self, first: usize, doubtful: bool) {
        let (at, kind) = diagnose(&self.text[first..line_end(self.text, first)], doubtful);
        let mut place = Place::new(self.at, self.line, 1);
        place.forward(self.text, first + at);
        self.report(place, None, kind);
    }

    /// Reports the first byte of each line that cannot stand in a dotenv file.
    fn report_rejects(&mut self, original: &[u8], from: usize, mut place: Place) {
        let mut line = from;
        while line < self.at {
            let next = next_line(self.text, line);
            if let Some(found) = self.text[line..next].find('\0') {
                place.forward(self.text, line + found);
                self.report(place, None, reject(original[line + found]));
            }
            place.forward(self.text, next);
            line = next;
        }
    }

    fn report(&mut self, place: Place, key: Option<&str>, kind: SyntaxErrorKind) {
        let Place { line, column, .. } = place;
        self.parsed.errors.push(|| SyntaxError {
            line,
            column,
            key: key.map(str::to_owned),
            kind,
        });
    }

    /// Goes on at the line after the one of `at`.
    fn go_on_after(&mut self, at: usize) {
        let here = self.text.as_bytes().get(at) == Some(&b'\n');
        self.at = if here {
            at + 1
        } else {
            next_line(self.text, at)
        };
        self.line = self.line.saturating_add(1);
    }
}

/// The offset of the quote that closes a value whose text begins at `from`.
fn closing_quote(text: &str, from: usize, quoting: Quoting) -> Option<usize> {
    if quoting == Quoting::Single {
        return text[from..].find('\'').map(|found| from + found);
    }
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
