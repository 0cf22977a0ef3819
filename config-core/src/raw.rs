//! Raw values: text, or a tree of text, before its type is known.

use std::ffi::OsString;

use crate::secret::{RawBytes, RawText};

/// A raw value. Every part that may be secret is wiped on drop.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Raw {
    /// An explicit nothing: `null` of JSON and YAML.
    #[default]
    Null,
    /// A boolean of a typed format.
    Bool(bool),
    /// A number of a typed format, as written (`5432`, `0x1F`, `1e3`), so that nothing is lost before its type is known.
    Number(RawText),
    /// Text. The only kind that flat sources (environment, dotenv, files) give.
    Text(RawText),
    /// A date, time or date-time of TOML, as written.
    Time(RawText),
    /// Bytes of a file or variable that are not UTF-8.
    Bytes(RawBytes),
    /// A list of a typed format.
    List(Vec<Node>),
    /// A table of a typed format, in the order written.
    Map(Vec<(String, Node)>),
}

impl Raw {
    /// A text value.
    pub fn text(text: impl Into<RawText>) -> Self {
        Self::Text(text.into())
    }

    /// A text value where the bytes are UTF-8, else a value of bytes.
    #[must_use]
    #[inline]
    pub fn from_bytes(bytes: RawBytes) -> Self {
        match bytes.into_text() {
            Ok(text) => Self::Text(text),
            Err(bytes) => Self::Bytes(bytes),
        }
    }

    /// The text of a scalar as written, where it has one.
    #[must_use]
    pub fn as_written(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Time(text) => Some(text.expose()),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            Self::Null | Self::Bytes(_) | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The scheme of a value that says where the secret is, and not what: `vault` of `ref+vault://secret/shop`. It is
    /// the whole value that matches `^ref\+[a-z][a-z0-9]*://`.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        let Self::Text(text) = self else { return None };
        let (scheme, _) = text.expose().strip_prefix("ref+")?.split_once("://")?;
        let named = scheme.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
            && scheme.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        named.then_some(scheme)
    }

    /// Whether two values say the same, whatever the format of each: `5` of a document, and the text `5`.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self.as_written(), other.as_written()) {
            (Some(one), Some(other)) => one == other,
            _ => self == other,
        }
    }

    /// Whether this says nothing: `null` or empty text.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.expose().is_empty(),
            Self::Bytes(bytes) => bytes.expose().is_empty(),
            _ => false,
        }
    }

    /// What kind of value this is, in the words of a report: `text`, `a number`, `a list`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::Time(_) => "a date or time",
            Self::Bytes(_) => "bytes that are not UTF-8",
            Self::List(_) => "a list",
            Self::Map(_) => "a table",
        }
    }
}

/// A place in a document, counted from 1; columns count characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    line: u32,
    column: u32,
}

impl Position {
    /// A position; both numbers count from 1.
    #[must_use]
    pub const fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }

    /// The line, from 1.
    #[must_use]
    pub const fn line(self) -> u32 {
        self.line
    }

    /// The column in characters, from 1.
    #[must_use]
    pub const fn column(self) -> u32 {
        self.column
    }
}

/// A value of a tree and where it stands in its document.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Node {
    /// The value.
    pub value: Raw,
    /// Where the value (for a member of a table: its key) begins, where the format tells.
    pub position: Option<Position>,
}

impl Node {
    /// A value at a place.
    #[must_use]
    pub const fn at(value: Raw, position: Position) -> Self {
        Self { value, position: Some(position) }
    }
}

impl From<OsString> for Raw {
    /// Text where it is UTF-8, else bytes; without a copy.
    #[inline]
    fn from(value: OsString) -> Self {
        match value.into_string() {
            Ok(text) => Self::Text(RawText::new(text)),
            Err(value) => Self::Bytes(RawBytes::new(value.into_encoded_bytes())),
        }
    }
}

impl From<Raw> for Node {
    fn from(value: Raw) -> Self {
        Self { value, position: None }
    }
}
