//! What a value is before it is expanded.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

/// Text that is never shown: a piece of the file, or what was made of one and is wiped on drop.
pub(crate) enum Text<'t> {
    /// As it stands in the file.
    Given(&'t str),
    /// Without the escapes and carriage returns of the file.
    Made(Zeroizing<String>),
}

impl<'t> Text<'t> {
    /// `text`, in which every carriage return comes before a line feed, with line feeds alone.
    pub(super) fn with_line_feeds(text: &'t str) -> Self {
        if !text.contains('\r') {
            return Self::Given(text);
        }
        let mut made = Zeroizing::new(String::with_capacity(text.len()));
        text.split('\r').for_each(|piece| made.push_str(piece));
        Self::Made(made)
    }

    /// The same text without the file.
    fn into_owned(self) -> Text<'static> {
        Text::Made(match self {
            Self::Given(text) => Zeroizing::new(text.to_owned()),
            Self::Made(text) => text,
        })
    }
}

impl Default for Text<'_> {
    fn default() -> Self {
        Self::Given("")
    }
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Given(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl fmt::Debug for Text<'_> {
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

/// One `KEY=value`, not yet expanded.
#[derive(Debug)]
pub(crate) struct Assignment<'t> {
    /// The name before `=`. Never shown, for it may be a piece of a value: see `doubtful`.
    pub(crate) key: Text<'t>,
    /// The line, from 1.
    pub(crate) line: u32,
    /// The column of the value, from 1, in characters.
    pub(crate) column: u32,
    /// The value.
    pub(crate) value: Template<'t>,
    /// How the value was written.
    pub(crate) quoting: Quoting,
    /// The line may be the rest of a value whose quotes are missing or wrong, so no name in it is to be shown,
    /// nor what is wrong with its variables.
    pub(crate) doubtful: bool,
}

impl Assignment<'_> {
    /// The same assignment without the file.
    pub(super) fn into_owned(self) -> Assignment<'static> {
        let Self { key, line, column, value, quoting, doubtful } = self;
        let (key, value) = (key.into_owned(), value.into_owned());
        Assignment { key, line, column, value, quoting, doubtful }
    }
}

/// A value that may refer to others.
#[derive(Debug)]
pub(crate) enum Template<'t> {
    /// Text that stands for itself: nearly every value.
    Literal(Text<'t>),
    /// Text and variables by turns.
    Parts(Vec<Part<'t>>),
}

impl<'t> Template<'t> {
    /// The template of these parts, as a literal where they are no more than that.
    pub(super) fn from_parts(mut parts: Vec<Part<'t>>) -> Self {
        match (parts.len(), parts.pop()) {
            (_, None) => Self::Literal(Text::default()),
            (1, Some(Part::Literal(text))) => Self::Literal(text),
            (_, Some(last)) => {
                parts.push(last);
                Self::Parts(parts)
            }
        }
    }

    fn into_owned(self) -> Template<'static> {
        match self {
            Self::Literal(text) => Template::Literal(text.into_owned()),
            Self::Parts(parts) => Template::Parts(parts.into_iter().map(Part::into_owned).collect()),
        }
    }
}

/// One piece of a template.
#[derive(Debug)]
pub(crate) enum Part<'t> {
    /// Text as it stands.
    Literal(Text<'t>),
    /// `${..}`
    Variable(Variable<'t>),
}

impl Part<'_> {
    fn into_owned(self) -> Part<'static> {
        match self {
            Self::Literal(text) => Part::Literal(text.into_owned()),
            Self::Variable(Variable { name, operator, word, line, column }) => {
                let (name, word) = (name.into_owned(), word.into_owned());
                Part::Variable(Variable { name, operator, word, line, column })
            }
        }
    }
}

/// `${name}`, or `${name` operator word `}`.
#[derive(Debug)]
pub(crate) struct Variable<'t> {
    /// The name.
    pub(super) name: Text<'t>,
    /// What to do where the name is set or is not.
    pub(super) operator: Operator,
    /// The text after the operator; empty where there is none.
    pub(super) word: Template<'t>,
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
