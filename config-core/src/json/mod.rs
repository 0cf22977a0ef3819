//! JSON text as a tree of raw values: RFC 8259 and nothing beside it.
//!
//! Numbers stay as written and every value knows its place. No buffer that holds a value's text ever grows, so that
//! nothing is left behind when the tree is wiped. What every document format needs is here too: [`SyntaxError`],
//! [`Cursor`], [`TableBuilder`].
//!
//! ```
//! use tactful_core::json;
//!
//! let node = json::parse(r#"{"port": 5432}"#)?;
//! assert_eq!(node.value.kind(), "a table");
//!
//! let error = json::parse("{\"port\": 5432,\n}").unwrap_err();
//! assert_eq!(error.to_string(), "1:14: a comma after the last member (JSON allows none there: remove it)");
//! # Ok::<(), json::SyntaxError>(())
//! ```

mod cursor;
mod error;
mod number;
mod table;
mod text;

#[cfg(test)]
mod tests;

use crate::raw::{Node, Position, Raw};
use crate::secret::RawText;

pub use cursor::Cursor;
pub use error::{QuotedKey, SyntaxError};
pub use table::{KeyText, TableBuilder};

/// How deep lists and tables of a document may stand in each other; deeper is an error.
pub const MAX_DEPTH: usize = 128;

/// Reads one JSON value of any kind.
///
/// Positions are relative to `text`. A byte order mark is skipped. Lone surrogates, duplicate keys and more than
/// [`MAX_DEPTH`] levels are errors.
///
/// # Errors
/// The first thing that is wrong; never a value or a part of one.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut parser = Parser { text, offset: 0, cursor: Cursor::new(text), depth: 0 };
    parser.blanks();
    if parser.peek().is_none() {
        return Err(parser.error(parser.offset, "the document is empty").with_help("the empty table is {}"));
    }
    let node = parser.item()?;
    parser.blanks();
    match parser.peek() {
        Some(_) => Err(parser.unexpected("the document should end here")),
        None => Ok(node),
    }
}

/// A part of the document, or what is wrong with it.
type Parsed<T> = Result<T, SyntaxError>;

/// What is wrong at a byte of the document.
type Fault = (usize, &'static str);

struct Parser<'t> {
    text: &'t str,
    offset: usize,
    cursor: Cursor<'t>,
    depth: usize,
}

impl<'t> Parser<'t> {
    /// A value and its place.
    fn item(&mut self) -> Parsed<Node> {
        let position = self.here();
        Ok(Node::at(self.value()?, position))
    }

    fn value(&mut self) -> Parsed<Raw> {
        match self.peek() {
            Some(b'"') => self.text(),
            Some(b'{') => self.nested(Self::table),
            Some(b'[') => self.nested(Self::list),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    /// Recursion is bounded here, for reading and so for dropping.
    fn nested(&mut self, read: fn(&mut Self) -> Parsed<Raw>) -> Parsed<Raw> {
        if self.depth == MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} tables or lists in each other");
            return Err(SyntaxError::new(self.here(), message));
        }
        self.depth += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn table(&mut self) -> Parsed<Raw> {
        let open = self.offset;
        let mut table = TableBuilder::new();
        let mut more = self.first(b'}');
        while more {
            let position = self.here();
            let key = self.key(open)?;
            self.blanks();
            if self.peek() != Some(b':') {
                return Err(self.unexpected("a colon should follow the key"));
            }
            self.offset += 1;
            self.blanks();
            let value = self.value()?;
            table.insert(&key, position, value)?;
            more = self.next(open, b'}')?;
        }
        Ok(table.into_raw())
    }

    fn list(&mut self) -> Parsed<Raw> {
        let open = self.offset;
        let mut items = Vec::new();
        let mut more = self.first(b']');
        while more {
            items.push(self.item()?);
            more = self.next(open, b']')?;
        }
        Ok(Raw::List(items))
    }

    /// Steps into a table or list; whether it has a first member.
    fn first(&mut self, close: u8) -> bool {
        self.offset += 1;
        self.blanks();
        !self.eat(close)
    }

    /// Steps over what follows a member; whether another one stands there.
    fn next(&mut self, open: usize, close: u8) -> Parsed<bool> {
        self.blanks();
        let comma = self.offset;
        if self.eat(close) {
            return Ok(false);
        }
        if !self.eat(b',') {
            return Err(match (self.peek(), close) {
                (None, _) => self.unclosed(open),
                (_, b'}') => self.unexpected("a comma or a closing brace should follow"),
                _ => self.unexpected("a comma or a closing bracket should follow"),
            });
        }
        self.blanks();
        if self.peek() == Some(close) {
            return Err(self
                .error(comma, "a comma after the last member")
                .with_help("JSON allows none there: remove it"));
        }
        Ok(true)
    }

    fn key(&mut self, open: usize) -> Parsed<KeyText<'t>> {
        match self.peek() {
            Some(b'"') => {
                let token = text::scan(self.text, self.offset).map_err(|fault| self.fault(fault))?;
                self.offset = token.end;
                token.key().map_err(|fault| self.fault(fault))
            }
            None => Err(self.unclosed(open)),
            Some(_) => Err(self.unexpected("a key in double quotes should stand here")),
        }
    }

    fn text(&mut self) -> Parsed<Raw> {
        let token = text::scan(self.text, self.offset).map_err(|fault| self.fault(fault))?;
        self.offset = token.end;
        token.value().map(Raw::Text).map_err(|fault| self.fault(fault))
    }

    fn number(&mut self) -> Parsed<Raw> {
        let start = self.offset;
        self.offset = number::end(self.text.as_bytes(), start).map_err(|fault| self.fault(fault))?;
        Ok(Raw::Number(RawText::from(&self.text[start..self.offset])))
    }

    fn word(&mut self) -> Parsed<Raw> {
        let rest = &self.text.as_bytes()[self.offset..];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let value = match &rest[..letters] {
            b"true" => Raw::Bool(true),
            b"false" => Raw::Bool(false),
            b"null" => Raw::Null,
            _ => return Err(self.unexpected("a value should stand here")),
        };
        self.offset += letters;
        Ok(value)
    }

    /// Skips blanks and line breaks.
    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.offset += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.offset).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.offset += usize::from(found);
        found
    }

    fn here(&mut self) -> Position {
        self.cursor.at(self.offset)
    }

    fn error(&mut self, offset: usize, message: &'static str) -> SyntaxError {
        SyntaxError::new(self.cursor.at(offset), message)
    }

    fn fault(&mut self, (offset, message): Fault) -> SyntaxError {
        self.error(offset, message)
    }

    fn unclosed(&mut self, open: usize) -> SyntaxError {
        match self.text.as_bytes()[open] {
            b'{' => self.error(open, "this table is never closed"),
            _ => self.error(open, "this list is never closed"),
        }
    }

    /// Says what should stand here; what does stand here may be a part of a secret.
    fn unexpected(&mut self, wanted: &'static str) -> SyntaxError {
        let rest = &self.text.as_bytes()[self.offset..];
        let help = match rest {
            [] => return self.error(self.offset, wanted).with_help("the document ends too early"),
            [b'/' | b'#', ..] => "JSON has no comments",
            [b'\'', ..] => "JSON knows double quotes alone",
            [b'+' | b'.', ..] => "a number begins with a digit or a minus",
            [byte, ..] if byte.is_ascii_alphabetic() || *byte == b'_' => {
                "text stands in double quotes; true, false and null are in lower case"
            }
            [0xc2, 0xa0, ..] | [0xe2, 0x80, ..] => "an invisible character or a quote of a word processor stands here",
            _ => return self.error(self.offset, wanted),
        };
        self.error(self.offset, wanted).with_help(help)
    }
}
