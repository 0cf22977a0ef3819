//! The dotenv file: a subset of a shell's, read in one pass, every error of it noted.

use super::text::{Text, Wiped};
use super::{Layer, Loader, Origin};

const EXPANSION: &str = "wants an expansion, which this loader does not do";

/// A place in the file.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
    line_end: usize,
}

impl<'a> Loader<'a> {
    pub fn dotenv(&mut self, contents: &'a super::Contents) {
        let text = self.text_of(contents);
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut cursor = Cursor { text, at: 0, line: 1, line_start: 0, line_end: 0 };
        cursor.line_end = cursor.end_of_line();
        while cursor.at < cursor.text.len() {
            if let Err((origin, what)) = self.dotenv_line(&mut cursor) {
                self.problem_at(origin, what);
            }
        }
    }

    /// One line, or the several of a quoted value; an error, too, leaves the cursor behind it.
    fn dotenv_line(&mut self, cursor: &mut Cursor<'a>) -> Result<(), (Origin, &'static str)> {
        cursor.skip_blanks();
        let line = &cursor.text[cursor.at..cursor.line_end];
        if matches!(line.as_bytes().first(), None | Some(b'\r' | b'#')) {
            cursor.skip_line();
            return Ok(());
        }
        // What is a name of ours needs no look at its letters.
        let equals = line.bytes().position(|byte| byte == b'=');
        let known = equals.and_then(|equals| Some((equals, self.names.by_variable(line[..equals].as_bytes())?)));
        let (equals, field, indirect) = match known {
            Some((equals, field)) => (equals, Some(field), false),
            None => match self.other_name(line, equals) {
                Some(other) => other,
                None => {
                    let origin = cursor.origin();
                    cursor.skip_line();
                    return Err((origin, "wants NAME=value"));
                }
            },
        };
        cursor.at += equals + 1;
        cursor.skip_blanks();
        let origin = Origin { indirect, ..cursor.origin() };
        let value = self.dotenv_value(cursor)?;
        match field {
            Some(field) if indirect => {
                let path = value.as_str().unwrap_or_default();
                if let Some(value) = self.value_of(field, path.as_ref(), origin) {
                    self.offer(field, Text::Owned(value), origin);
                }
            }
            Some(field) => self.offer(field, value, origin),
            None => {}
        }
        Ok(())
    }

    /// The field of a name that is not just one of ours: with `export`, blanks around, as `NAME_FILE`, or a
    /// stranger's. `None` if it is no name at all.
    #[cold]
    fn other_name(&self, line: &str, equals: Option<usize>) -> Option<(usize, Option<usize>, bool)> {
        let equals = equals?;
        let name = line[..equals].trim_end();
        let name = match name.strip_prefix("export") {
            Some(exported) if exported.starts_with([' ', '\t']) => exported.trim_start(),
            _ => name,
        };
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !is_name || name.bytes().next().is_none_or(|first| first.is_ascii_digit()) {
            return None;
        }
        if let Some(field) = self.names.by_variable(name.as_bytes()) {
            return Some((equals, Some(field), false));
        }
        let field = name.strip_suffix("_FILE").and_then(|name| self.names.by_variable(name.as_bytes()));
        Some((equals, field, field.is_some()))
    }

    fn dotenv_value(&mut self, cursor: &mut Cursor<'a>) -> Result<Text<'a>, (Origin, &'static str)> {
        let origin = cursor.origin();
        let quote = match cursor.peek() {
            Some(quote @ (b'"' | b'\'')) => quote,
            _ => {
                let raw = cursor.take_plain();
                let expands = raw.bytes().any(|byte| byte == b'$') && raw.contains("${");
                return if expands { Err((origin, EXPANSION)) } else { Ok(Text::Borrowed(raw)) };
            }
        };
        cursor.at += 1;
        let Some((raw, plain)) = cursor.take_quoted(quote) else {
            cursor.at = cursor.text.len();
            return Err((origin, "has no closing quote"));
        };
        cursor.skip_blanks();
        let (after, next) = (cursor.origin(), cursor.peek());
        cursor.skip_line();
        if !matches!(next, None | Some(b'\n' | b'\r' | b'#')) {
            return Err((after, "is text after a closing quote"));
        }
        if plain || quote == b'\'' {
            return Ok(Text::Borrowed(raw));
        }
        unescape(raw).map(Text::Owned).map_err(|what| (origin, what))
    }
}

fn unescape(raw: &str) -> Result<Wiped, &'static str> {
    // Never longer than it is written.
    let mut text = Wiped::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, characters.peek()) {
            ('$', Some('{')) => return Err(EXPANSION),
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
        self.at = self.line_end + 1;
        self.begin_line();
    }

    /// Notes that `at` is at the beginning of one.
    fn begin_line(&mut self) {
        self.line += 1;
        self.line_start = self.at;
        self.line_end = self.end_of_line();
    }

    fn end_of_line(&self) -> usize {
        self.text.get(self.at..).and_then(|rest| rest.find('\n')).map_or(self.text.len(), |length| self.at + length)
    }

    /// To the end of the line or a comment, without blanks around.
    fn take_plain(&mut self) -> &'a str {
        // With the byte before, which is `=` or a blank.
        let line = &self.text[self.at - 1..self.line_end];
        let value = if line.bytes().any(|byte| byte == b'#') { before_comment(line) } else { line };
        self.skip_line();
        value.get(1..).unwrap_or_default().trim()
    }

    /// To the closing quote, over lines if need be, and past it; and whether nothing in it means anything
    /// else in double quotes.
    fn take_quoted(&mut self, quote: u8) -> Option<(&'a str, bool)> {
        let start = self.at;
        let mut plain = true;
        loop {
            let rest = &self.text.as_bytes()[self.at..];
            self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'\'' | b'\\' | b'\n' | b'\r' | b'$'))?;
            let found = self.text.as_bytes()[self.at];
            if found == quote {
                break;
            }
            self.at += if found == b'\\' && quote == b'"' { 2 } else { 1 };
            if found == b'\n' {
                self.begin_line();
            } else if found != b'"' && found != b'\'' {
                plain = false;
            }
            // An escape may have been the last of the file.
            self.text.as_bytes().get(self.at)?;
        }
        self.at += 1;
        Some((&self.text[start..self.at - 1], plain))
    }
}

/// A comment begins after a blank.
#[cold]
fn before_comment(line: &str) -> &str {
    let begins = line.as_bytes().windows(2).position(|pair| matches!(pair, [b' ' | b'\t', b'#']));
    &line[..begins.unwrap_or(line.len())]
}
