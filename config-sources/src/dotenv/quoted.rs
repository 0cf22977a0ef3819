//! Values between quotes, which may span lines, and quotes that do not pair.

use super::error::SyntaxErrorKind;
use super::lexer::{Place, skip_blanks};
use super::parser::Parser;
use super::template::{Quoting, Template, Text};
use super::value::ValueReader;

impl<'t> Parser<'t> {
    /// Reads the value whose quote stands at `opened`, and the rest of its last line.
    pub(super) fn quoted(&mut self, quoting: Quoting, opened: Place, key: Option<&'t str>) -> Option<Template<'t>> {
        let (text, bytes, from) = (self.text, self.text.as_bytes(), opened.offset + 1);
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
        let opened = (closed.line > opened.line).then_some(opened.line);
        self.report(closed, key, SyntaxErrorKind::AfterQuote { quoting, opened });
        None
    }

    fn between_quotes(
        &mut self,
        quoting: Quoting,
        place: Place,
        end: usize,
        key: Option<&'t str>,
    ) -> Option<Template<'t>> {
        let (text, at) = (self.text, place.offset + 1);
        if quoting == Quoting::Single {
            return Some(Template::Literal(Text::with_line_feeds(&text[at..end])));
        }
        let errors = &mut self.parsed.errors;
        ValueReader { text, at, end, quoting, place, key, errors }.read()
    }

    /// Whether a value of its own begins at `at`, on a line after `from`: then a quote there was not meant to
    /// close another.
    fn begins_value(&self, at: usize, from: usize) -> bool {
        let Some(line) = self.text[from..at].rfind('\n').map(|found| from + found + 1) else {
            return false;
        };
        let first = skip_blanks(self.text.as_bytes(), line);
        self.head(first).is_some_and(|head| head.value == at)
    }

    /// Reports a quote that is not closed, or by mistake on the line `next`, and goes on below it.
    fn open_quote(
        &mut self,
        quoting: Quoting,
        opened: Place,
        next: Option<u32>,
        key: Option<&str>,
    ) -> Option<Template<'t>> {
        self.report(opened, key, SyntaxErrorKind::OpenQuote { quoting, next });
        self.astray = true;
        self.go_on_after(opened.offset);
        None
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
