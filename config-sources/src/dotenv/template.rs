//! What a value is before it is expanded.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

/// Text that is wiped on drop and never shown.
#[derive(Default)]
pub(crate) struct Text(Zeroizing<String>);

impl Text {
    /// A copy of `text` in a block of exactly its size.
    pub(crate) fn copy(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// A copy of `text`, in which every carriage return comes before a line feed, with line feeds alone.
    pub(super) fn with_line_feeds(text: &str) -> Self {
        let mut copy = Zeroizing::new(String::with_capacity(text.len()));
        text.split('\r').for_each(|piece| copy.push_str(piece));
        Self(copy)
    }

    /// The text itself, still wiped on drop.
    pub(crate) fn into_inner(self) -> Zeroizing<String> {
        self.0
    }
}

impl From<Zeroizing<String>> for Text {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[REDACTED]")
    }
}

/// How a value was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quoting {
    /// `A=b`
    Unquoted,
    /// `A='b'`
    Single,
    /// `A="b"`
    Double,
}

/// A value that may refer to others.
#[derive(Debug)]
pub(crate) enum Template {
    /// Text that stands for itself: nearly every value.
    Literal(Text),
    /// Text and variables by turns.
    Parts(Vec<Part>),
}

impl Template {
    /// The template of these parts, as a literal where they are no more than that.
    pub(super) fn from_parts(mut parts: Vec<Part>) -> Self {
        match (parts.len(), parts.pop()) {
            (_, None) => Self::Literal(Text::default()),
            (1, Some(Part::Literal(text))) => Self::Literal(text),
            (_, Some(last)) => {
                parts.push(last);
                Self::Parts(parts)
            }
        }
    }
}

/// One piece of a template.
#[derive(Debug)]
pub(crate) enum Part {
    /// Text as it stands.
    Literal(Text),
    /// `${..}`
    Variable(Variable),
}

/// `${name}`, or `${name` operator word `}`.
#[derive(Debug)]
pub(crate) struct Variable {
    /// The name. Wiped like text: in a file whose quotes are wrong it may be a piece of a value.
    pub(super) name: Text,
    /// What to do where the name is set or is not.
    pub(super) operator: Operator,
    /// The text after the operator; empty where there is none.
    pub(super) word: Template,
    /// The line of `${`.
    pub(super) line: u32,
    /// The column of `${`, in characters.
    pub(super) column: u32,
}

/// The operator of a variable. `empty_too` is the colon: the empty text counts as not set.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operator {
    /// `${B}`
    Plain,
    /// `${B-d}`, `${B:-d}`: the word where the name is not set.
    Default { empty_too: bool },
    /// `${B+d}`, `${B:+d}`: the word where the name is set, nothing where it is not.
    Alternative { empty_too: bool },
    /// `${B?m}`, `${B:?m}`: an error with the word as its message where the name is not set.
    Required { empty_too: bool },
}
