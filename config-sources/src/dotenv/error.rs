//! What can be wrong with a dotenv file, in words that never repeat what it holds.

use std::fmt::{self, Write as _};

use super::template::Quoting;

/// The most errors of one kind of list that are kept; the rest are counted.
const CAP: usize = 1_000;

/// A list that a hostile file cannot make long: the first thousand, and how many more there were.
#[derive(Debug)]
pub(crate) struct Capped<T> {
    /// The first of them.
    pub(crate) listed: Vec<T>,
    /// How many are not listed.
    pub(crate) unlisted: usize,
}

impl<T> Capped<T> {
    /// A list of none.
    pub(super) fn new() -> Self {
        Self { listed: Vec::new(), unlisted: 0 }
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Adds one, which is only made where it is kept.
    pub(super) fn push(&mut self, make: impl FnOnce() -> T) {
        if self.listed.len() < CAP {
            self.listed.push(make());
        } else {
            self.unlisted += 1;
        }
    }

    /// How many there are: a state to go back to.
    pub(super) fn len(&self) -> usize {
        self.listed.len() + self.unlisted
    }

    /// Forgets all but the first `len`.
    pub(super) fn truncate(&mut self, len: usize) {
        self.listed.truncate(len);
        self.unlisted = len.saturating_sub(CAP);
    }
}

/// One place where a file breaks the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    /// The line, from 1.
    pub(crate) line: u32,
    /// The column, from 1, in characters.
    pub(crate) column: u32,
    /// The key of the line, where it has one that is known not to be a piece of a value.
    pub(crate) key: Option<String>,
    /// What is wrong.
    pub(super) kind: SyntaxErrorKind,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SyntaxErrorKind {
    /// `A`
    MissingEquals,
    /// `A: b`
    Colon,
    /// `=b`
    MissingName,
    /// `A-B=c`, with a name that would do.
    NameCharacter { instead: Option<String> },
    /// `A="b`. Where the next quote is the opening one of another name, the line of that.
    OpenQuote { quoting: Quoting, next: Option<u32> },
    /// `A="b"c`, with the line of the opening quote where that is another.
    AfterQuote { quoting: Quoting, opened: Option<u32> },
    /// `A="\q"`
    Escape,
    /// `A=${B`
    OpenBrace,
    /// `A=${}`
    VariableName,
    /// `A=${B!c}`
    VariableOperator,
    /// `A=${B:-{}}`
    BraceInWord,
    /// `A=${B:-"c"}`
    QuoteInWord,
    /// `A=${B:-${C:-${..`
    Depth,
    /// A NUL.
    Nul,
    /// A byte that is no UTF-8.
    InvalidUtf8,
    /// A carriage return that no line feed follows.
    LoneReturn,
    /// The whole file.
    Utf16,
}

impl SyntaxError {
    /// What to type instead.
    pub(crate) fn help(&self) -> String {
        use SyntaxErrorKind as Kind;
        let help = match &self.kind {
            Kind::MissingEquals => "write NAME=value; a value of more than one line needs quotes around it",
            Kind::Colon | Kind::MissingName => "write NAME=value",
            Kind::NameCharacter { instead } => return name_help(instead.as_deref()),
            Kind::OpenQuote { quoting, next } => return open_quote_help(*quoting, *next),
            Kind::AfterQuote { quoting, opened } => return after_quote_help(*quoting, *opened),
            Kind::Escape => {
                "between double quotes write one of \\n \\r \\t \\\\ \\\" \\$; between single quotes a \
                 backslash stands for itself"
            }
            Kind::OpenBrace => "write `}` at its end, or \\${ for the text itself",
            Kind::VariableName => "write ${NAME}, or \\${ for the text itself",
            Kind::VariableOperator => {
                "write ${NAME}, or one of :- - :+ + :? ? after the name, or \\${ for the text itself"
            }
            Kind::BraceInWord => {
                "give the text a name of its own, between single quotes on a line above, and refer to \
                 it: ${NAME:-${OTHER}}"
            }
            Kind::QuoteInWord => "leave the quotes out: blanks need none here",
            Kind::Depth => "give the inner part a name of its own on a line above",
            Kind::Nul => "remove it; binary data is written in base64 or hex",
            Kind::InvalidUtf8 | Kind::Utf16 => "save the file as UTF-8",
            Kind::LoneReturn => "end lines with LF or CRLF; in a value write \\r between double quotes",
        };
        help.to_owned()
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        use SyntaxErrorKind as Kind;
        formatter.write_str(match &self.kind {
            Kind::MissingEquals => "no `=` between a name and a value",
            Kind::Colon => "`:` where `=` belongs",
            Kind::MissingName => "no name before `=`",
            Kind::NameCharacter { .. } => "a character that names do not have",
            Kind::OpenQuote { .. } => "a quote without its closing one",
            Kind::AfterQuote { .. } => "text after the closing quote",
            Kind::Escape => "a backslash before a character that has no escape",
            Kind::OpenBrace => "`${` without its `}`",
            Kind::VariableName => "`${` without a name",
            Kind::VariableOperator => "a name in `${..}` with something after it that is no operator",
            Kind::BraceInWord => "a brace inside the text of a `${..}`",
            Kind::QuoteInWord => "a quote at the beginning of the text of a `${..}`",
            Kind::Depth => "`${..}` nested too deep",
            Kind::Nul => "a NUL character",
            Kind::InvalidUtf8 => "a byte that is not UTF-8",
            Kind::LoneReturn => "a carriage return without a line feed",
            Kind::Utf16 => "the file is UTF-16",
        })
    }
}

impl std::error::Error for SyntaxError {}

/// One variable that cannot be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ExpandError {
    /// The line of `${`, from 1.
    pub(crate) line: u32,
    /// The column of `${`, from 1, in characters.
    pub(crate) column: u32,
    /// The name that is asked for.
    pub(crate) name: String,
    /// What is wrong.
    pub(super) kind: ExpandErrorKind,
}

/// What is wrong with a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ExpandErrorKind {
    /// It is not set and has no default.
    Unset,
    /// It is required, with the message of whoever wrote the file.
    Required { empty: bool, message: Option<String> },
    /// What it stands for would make the values of the file too long.
    Budget,
}

impl ExpandError {
    /// What to type instead.
    pub(crate) fn help(&self) -> String {
        let name = &self.name;
        match self.kind {
            ExpandErrorKind::Unset => {
                format!("set {name} in the environment or above this line, or write ${{{name}:-}} for empty text")
            }
            ExpandErrorKind::Required { .. } => {
                format!("set {name} in the environment or above this line")
            }
            ExpandErrorKind::Budget => "write the text out once instead of repeating it".to_owned(),
        }
    }
}

impl fmt::Display for ExpandError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.kind {
            ExpandErrorKind::Unset => write!(formatter, "{name} is not set"),
            ExpandErrorKind::Required { empty, message } => {
                write!(formatter, "{name} is {}", if *empty { "empty" } else { "not set" })?;
                message.as_ref().map_or(Ok(()), |message| write!(formatter, ": {message}"))
            }
            ExpandErrorKind::Budget => {
                write!(formatter, "{name} makes the expanded values too long")
            }
        }
    }
}

impl std::error::Error for ExpandError {}

fn name_help(instead: Option<&str>) -> String {
    let rule = "a name is made of A to Z, a to z, 0 to 9 and `_`, and does not begin with a digit";
    instead.map_or_else(|| rule.to_owned(), |name| format!("{rule}: write {name}"))
}

fn open_quote_help(quoting: Quoting, next: Option<u32>) -> String {
    let mark = if quoting == Quoting::Single { '\'' } else { '"' };
    match next {
        Some(line) => {
            format!("the next {mark} begins another value, on line {line}: write one at the end of this value")
        }
        None => format!("write a {mark} at the end of the value"),
    }
}

fn after_quote_help(quoting: Quoting, opened: Option<u32>) -> String {
    let inside = match quoting {
        Quoting::Single => "a ' inside a value needs double quotes around it",
        _ => "a \" inside a value is written \\\"",
    };
    let mut help = format!("end the line after the closing quote, or write a blank and `#` before a comment; {inside}");
    if let Some(line) = opened {
        let _ = write!(help, "; the quote was opened on line {line}");
    }
    help
}
