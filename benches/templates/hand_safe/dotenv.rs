//! The dotenv file: a subset of a shell's, read in one pass, every error of it noted.

use super::text::{Text, Wiped};
use super::{Layer, Loader, Origin};

/// A place in the file.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
}

impl<'a> Loader<'a> {
    pub fn dotenv(&mut self, contents: &'a super::Contents) {
        let text = self.text_of(contents);
        let mut cursor = Cursor { text: text.strip_prefix('\u{feff}').unwrap_or(text), at: 0, line: 1, line_start: 0 };
        while cursor.at < cursor.text.len() {
            if let Err((origin, what)) = self.dotenv_line(&mut cursor) {
                self.problem_at(origin, what);
                cursor.skip_line();
            }
        }
    }

    fn dotenv_line(&mut self, cursor: &mut Cursor<'a>) -> Result<(), (Origin, &'static str)> {
        cursor.skip_blanks();
        match cursor.peek() {
            None => return Ok(()),
            Some(b'\n' | b'\r' | b'#') => {
                cursor.skip_line();
                return Ok(());
            }
            Some(_) => {}
        }
        let start = cursor.origin();
        let mut name = cursor.take_name();
        if name == "export" && matches!(cursor.peek(), Some(b' ' | b'\t')) {
            cursor.skip_blanks();
            name = cursor.take_name();
        }
        cursor.skip_blanks();
        if name.is_empty() || cursor.peek() != Some(b'=') {
            return Err((start, "wants NAME=value"));
        }
        cursor.at += 1;
        cursor.skip_blanks();
        let origin = cursor.origin();
        let value = self.dotenv_value(cursor)?;
        if let Some(field) = self.names.by_variable(name.as_bytes()) {
            self.offer(field, value, origin);
        } else if let Some(field) = name.strip_suffix("_FILE").and_then(|name| self.names.by_variable(name.as_bytes())) {
            let origin = Origin { indirect: true, ..origin };
            let path = value.as_str().unwrap_or_default();
            if let Some(value) = self.value_of(field, path.as_ref(), origin) {
                self.offer(field, Text::Owned(value), origin);
            }
        }
        Ok(())
    }

    fn dotenv_value(&mut self, cursor: &mut Cursor<'a>) -> Result<Text<'a>, (Origin, &'static str)> {
        let origin = cursor.origin();
        let quote = match cursor.peek() {
            Some(quote @ (b'"' | b'\'')) => quote,
            _ => return plain(cursor.take_plain(), origin),
        };
        cursor.at += 1;
        let raw = cursor.take_quoted(quote).ok_or((origin, "has no closing quote"))?;
        cursor.skip_blanks();
        match cursor.peek() {
            None | Some(b'\n' | b'\r' | b'#') => cursor.skip_line(),
            Some(_) => return Err((cursor.origin(), "is text after a closing quote")),
        }
        if quote == b'\'' || !raw.contains(['\\', '$', '\r']) {
            return Ok(Text::Borrowed(raw));
        }
        unescape(raw).map(Text::Owned).map_err(|what| (origin, what))
    }
}

/// An unquoted value; expansion is refused rather than left as it stands.
fn plain(raw: &str, origin: Origin) -> Result<Text<'_>, (Origin, &'static str)> {
    if raw.contains("${") {
        return Err((origin, "wants an expansion, which this loader does not do"));
    }
    Ok(Text::Borrowed(raw))
}

fn unescape(raw: &str) -> Result<Wiped, &'static str> {
    // Never longer than it is written.
    let mut text = Wiped::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('$', Some('{')) => return Err("wants an expansion, which this loader does not do"),
            ('\r', Some('\n')) => {}
            ('\\', Some(escaped)) => {
                text.push(match escaped {
                    'n' => '\n',
                    'r' => '\r',
                    't' => '\t',
                    '\\' | '"' | '$' => *escaped,
                    _ => return Err("has an unknown escape"),
                });
                characters.next();
            }
            _ => text.push(character),
        }
    }
    Ok(text)
}

impl<'a> Cursor<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn origin(&self) -> Origin {
        // A file of at most 16 MiB.
        Layer::Dotenv.at(self.line, (self.at - self.line_start) as u32 + 1)
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// To the beginning of the next line.
    fn skip_line(&mut self) {
        self.at = self.end_of_line() + 1;
        self.line += 1;
        self.line_start = self.at;
    }

    fn end_of_line(&self) -> usize {
        self.text.get(self.at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |length| self.at + length)
    }

    fn take_name(&mut self) -> &'a str {
        let rest = &self.text[self.at..];
        let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        let length = rest.bytes().position(|byte| !is_of_name(byte)).unwrap_or(rest.len());
        self.at += length;
        if rest.as_bytes().first().is_some_and(u8::is_ascii_digit) { "" } else { &rest[..length] }
    }

    /// To the end of the line or a comment, without blanks around.
    fn take_plain(&mut self) -> &'a str {
        let line = &self.text[self.at..self.end_of_line()];
        let comment = line
            .as_bytes()
            .windows(2)
            .position(|pair| matches!(pair, [b' ' | b'\t', b'#']))
            .unwrap_or(line.len());
        self.skip_line();
        line[..comment].trim()
    }

    /// To the closing quote, over lines if need be, and past it.
    fn take_quoted(&mut self, quote: u8) -> Option<&'a str> {
        let start = self.at;
        loop {
            match self.peek()? {
                byte if byte == quote => break,
                b'\\' if quote == b'"' => self.at += 2,
                b'\n' => {
                    self.at += 1;
                    self.line += 1;
                    self.line_start = self.at;
                }
                _ => self.at += 1,
            }
        }
        self.at += 1;
        self.text.get(start..self.at - 1)
    }
}
