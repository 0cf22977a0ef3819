//! What is wrong with a document, without a word of its values.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

use crate::raw::Position;

/// A longer key is cut in messages.
const KEY_LIMIT: usize = 64;

/// One thing wrong with a document: where, what, and what to write instead.
///
/// Key names may appear; a value, or a part of one, never does. Who adds a message keeps that promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    position: Position,
    message: Cow<'static, str>,
    help: Option<Cow<'static, str>>,
}

impl SyntaxError {
    /// An error at a place; the message is in lower case, without a full stop.
    pub fn new(position: Position, message: impl Into<Cow<'static, str>>) -> Self {
        Self { position, message: message.into(), help: None }
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// A key that stands twice in one table.
    #[must_use]
    pub fn duplicate_key(key: &str, position: Position, first: Option<Position>) -> Self {
        let key = QuotedKey(key);
        let line = position.line();
        match first {
            Some(first) => {
                Self::new(position, format!("{key} in line {line} is already given in line {}", first.line()))
            }
            None => Self::new(position, format!("{key} in line {line} is already given")),
        }
    }

    /// Where it is.
    #[must_use]
    pub const fn position(&self) -> Position {
        self.position
    }

    /// The line, from 1.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.position.line()
    }

    /// The column in characters, from 1.
    #[must_use]
    pub const fn column(&self) -> u32 {
        self.position.column()
    }

    /// What is wrong.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to write instead.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line(), self.column(), self.message)?;
        match &self.help {
            Some(help) => write!(f, " ({help})"),
            None => Ok(()),
        }
    }
}

impl Error for SyntaxError {}

/// A key for a message: in quotes, control characters escaped, not longer than a line can bear.
#[derive(Clone, Copy, Debug)]
pub struct QuotedKey<'k>(&'k str);

impl<'k> QuotedKey<'k> {
    /// A key to be shown.
    #[must_use]
    pub const fn new(key: &'k str) -> Self {
        Self(key)
    }
}

impl fmt::Display for QuotedKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(KEY_LIMIT) {
            Some((end, _)) => write!(f, "`{}..`", self.0[..end].escape_debug()),
            None => write!(f, "`{}`", self.0.escape_debug()),
        }
    }
}
