//! The text of one value, unquoted or between double quotes, to a template.

use zeroize::Zeroizing;

use super::error::{Capped, SyntaxError, SyntaxErrorKind};
use super::lexer::{Place, is_blank, name_end, next_special, trim_end};
use super::template::{Operator, Part, Quoting, Template, Text, Variable};

/// How deep `${..}` may nest. Reading, expanding and dropping a template recurse this far at most.
const MAX_DEPTH: usize = 64;

/// Reads one value and stops at the first thing that leaves its end in doubt; other errors are reported on the
/// way.
pub(super) struct ValueReader<'t, 'e> {
    pub(super) text: &'t str,
    /// The next byte to read.
    pub(super) at: usize,
    /// Where the value ends: its closing quote, or its line. A comment moves it.
    pub(super) end: usize,
    pub(super) quoting: Quoting,
    /// A place at or before `at`.
    pub(super) place: Place,
    /// The key that errors name.
    pub(super) key: Option<&'t str>,
    pub(super) errors: &'e mut Capped<SyntaxError>,
}

/// The value cannot be read any further.
enum Broken {
    /// For want of a `}`. Only the outermost `${` is reported: it is enough to find them all.
    OpenBrace,
    /// As an error says that is reported already.
    Reported,
}

/// What ends a run of text.
enum Stop {
    End,
    /// The `}` of a word.
    Brace,
    /// `${`
    Variable,
}

impl<'t> ValueReader<'t, '_> {
    /// The template, if it is without errors.
    pub(super) fn read(mut self) -> Option<Template<'t>> {
        let errors = self.errors.len();
        let template = self.template(0);
        template.ok().filter(|_| self.errors.len() == errors)
    }

    /// Reads up to the end of the value, or at a `depth` above 0 to the `}` of a word.
    fn template(&mut self, depth: usize) -> Result<Template<'t>, Broken> {
        let mut parts = Vec::new();
        loop {
            let start = self.at;
            let stop = self.run(depth > 0);
            let mut raw = &self.text[start..self.at];
            if depth == 0 && self.quoting == Quoting::Unquoted && matches!(stop, Stop::End) {
                raw = trim_end(raw);
            }
            if !raw.is_empty() {
                parts.push(Part::Literal(self.literal(raw)));
            }
            match stop {
                Stop::Variable => parts.extend(self.variable(depth)?.map(Part::Variable)),
                Stop::Brace | Stop::End => return Ok(Template::from_parts(parts)),
            }
        }
    }

    /// Reads text up to whatever ends it.
    fn run(&mut self, in_word: bool) -> Stop {
        let bytes = self.text.as_bytes();
        let unquoted = self.quoting == Quoting::Unquoted;
        while self.at < self.end {
            let next = bytes.get(self.at + 1);
            match bytes[self.at] {
                b'$' => match next {
                    Some(b'{') => return Stop::Variable,
                    // One token, as in a shell: the `{` of `$${` opens nothing.
                    Some(b'$') => self.at += 2,
                    _ => self.at += 1,
                },
                b'\\' => self.backslash(in_word),
                b'#' if unquoted && !in_word && is_blank(bytes[self.at - 1]) => self.end = self.at,
                b'}' if in_word => return Stop::Brace,
                // A shell takes the first `}` for the end, a reader the one that balances: neither is right.
                b'{' if in_word => {
                    self.report(self.at, SyntaxErrorKind::BraceInWord);
                    self.at += 1;
                }
                _ if in_word => self.at += 1,
                _ => self.at = next_special(bytes, self.at + 1).min(self.end),
            }
        }
        Stop::End
    }

    /// Moves past a backslash, and past what it escapes.
    fn backslash(&mut self, in_word: bool) {
        let next = self.text.as_bytes().get(self.at + 1).copied();
        if self.quoting == Quoting::Unquoted {
            match next {
                Some(b'$') => self.at += 2,
                // A shell takes it for an escape, a reader of `C:\` does not.
                Some(b'}') if in_word => {
                    self.report(self.at, SyntaxErrorKind::BraceInWord);
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        } else if next.and_then(escaped).is_some() {
            self.at += 2;
        } else {
            self.report(self.at, SyntaxErrorKind::Escape);
            self.at += 1;
        }
    }

    /// Reads `${..}`. A variable that makes no sense is reported and passed over as text.
    fn variable(&mut self, depth: usize) -> Result<Option<Variable<'t>>, Broken> {
        self.place.forward(self.text, self.at);
        let opened = self.place;
        if depth == MAX_DEPTH {
            self.report(self.at, SyntaxErrorKind::Depth);
            return Err(Broken::Reported);
        }
        match self.braced(depth, opened) {
            Err(Broken::OpenBrace) if depth == 0 => {
                self.report_at(opened, SyntaxErrorKind::OpenBrace);
                Err(Broken::Reported)
            }
            other => other,
        }
    }

    fn braced(&mut self, depth: usize, opened: Place) -> Result<Option<Variable<'t>>, Broken> {
        let text = self.text;
        let inside = &text.as_bytes()[..self.end];
        let start = self.at + 2;
        let end = name_end(inside, start);
        let rest = inside.get(end..).unwrap_or_default();
        if rest.is_empty() {
            return Err(Broken::OpenBrace);
        }
        self.at = end;
        if end == start {
            self.report_at(opened, SyntaxErrorKind::VariableName);
            return Ok(None);
        }
        let empty_too = rest[0] == b':';
        let (operator, width) = match rest.get(usize::from(empty_too)) {
            Some(b'}') if !empty_too => (Operator::Plain, 0),
            Some(b'-') => (Operator::Default { empty_too }, 1),
            Some(b'+') => (Operator::Alternative { empty_too }, 1),
            Some(b'?') => (Operator::Required { empty_too }, 1),
            _ => {
                self.report(end, SyntaxErrorKind::VariableOperator);
                return Ok(None);
            }
        };
        self.at += usize::from(empty_too) + width;
        let word = self.word(depth + 1)?;
        if self.at == self.end {
            return Err(Broken::OpenBrace);
        }
        self.at += 1;
        let Place { line, column, .. } = opened;
        Ok(Some(Variable { name: Text::Given(&text[start..end]), operator, word, line, column }))
    }

    /// Reads the text after an operator.
    fn word(&mut self, depth: usize) -> Result<Template<'t>, Broken> {
        let first = self.text.as_bytes().get(self.at);
        if self.quoting == Quoting::Unquoted && matches!(first, Some(b'"' | b'\'')) {
            // A shell would take the quotes off, and a value such as `["a"]` needs them left alone elsewhere.
            self.report(self.at, SyntaxErrorKind::QuoteInWord);
        }
        self.template(depth)
    }

    /// `raw` with its escapes resolved.
    fn literal(&self, raw: &'t str) -> Text<'t> {
        let Some(first) = raw.find(['\\', '\r']) else {
            return Text::Given(raw);
        };
        // What an escape stands for is never longer than the escape.
        let mut text = Zeroizing::new(String::with_capacity(raw.len()));
        let (mut rest, mut found) = (raw, Some(first));
        while let Some(at) = found {
            text.push_str(&rest[..at]);
            let returned = rest.as_bytes()[at] == b'\r';
            rest = &rest[at + 1..];
            // Of CR LF the LF is left, and comes with the rest.
            if !returned {
                let character = rest.bytes().next().and_then(|byte| self.escaped(byte));
                text.push(character.unwrap_or('\\'));
                rest = &rest[usize::from(character.is_some())..];
            }
            found = rest.find(['\\', '\r']);
        }
        text.push_str(rest);
        Text::Made(text)
    }

    /// What a backslash and `byte` stand for.
    fn escaped(&self, byte: u8) -> Option<char> {
        match self.quoting {
            Quoting::Double => escaped(byte),
            _ => (byte == b'$').then_some('$'),
        }
    }

    fn report(&mut self, at: usize, kind: SyntaxErrorKind) {
        self.place.forward(self.text, at);
        self.report_at(self.place, kind);
    }

    fn report_at(&mut self, place: Place, kind: SyntaxErrorKind) {
        let key = self.key;
        let Place { line, column, .. } = place;
        self.errors.push(|| SyntaxError { line, column, key: key.map(str::to_owned), kind });
    }
}

/// What a backslash and `byte` stand for between double quotes.
fn escaped(byte: u8) -> Option<char> {
    match byte {
        b'n' => Some('\n'),
        b'r' => Some('\r'),
        b't' => Some('\t'),
        b'\\' | b'"' | b'$' => Some(char::from(byte)),
        _ => None,
    }
}
