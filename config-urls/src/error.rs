//! What is wrong with a URL, without a word of the URL.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;

/// What is wrong with a URL: which part, and what to write instead.
///
/// It holds no character of the URL, so that it may be printed wherever the URL may not.
///
/// ```
/// use tactful_urls::{DatabaseUrl, UrlPart};
///
/// let error = "postgres://shop:pa/ss@db/shop".parse::<DatabaseUrl>().unwrap_err();
/// assert_eq!(error.part(), UrlPart::Password);
/// assert!(error.help().is_some_and(|help| help.contains("%2F")));
/// assert!(!format!("{error} {error:?}").contains("pa/ss"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct UrlError(Box<Body>);

#[derive(Clone, PartialEq, Eq)]
struct Body {
    part: UrlPart,
    message: Message,
    help: Option<Cow<'static, str>>,
}

#[derive(Clone, PartialEq, Eq)]
enum Message {
    /// What follows the name of the part.
    Clause(&'static str),
    Whole(Cow<'static, str>),
}

/// A part of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlPart {
    /// The text as a whole.
    Url,
    /// What stands before `://`; in a table, `engine`.
    Scheme,
    /// The user.
    User,
    /// The password.
    Password,
    /// A host, or the address of a socket.
    Host,
    /// The number after a host.
    Port,
    /// What stands after the host: a database, an index, a path.
    Path,
    /// What stands after the `?`.
    Options,
}

impl UrlPart {
    /// The part in the words of a message.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Url => "the URL",
            Self::Scheme => "the scheme",
            Self::User => "the user",
            Self::Password => "the password",
            Self::Host => "the host",
            Self::Port => "the port",
            Self::Path => "the path",
            Self::Options => "an option",
        }
    }
}

impl UrlError {
    /// An error whose words follow the part: `the port` `is not a number`.
    #[cold]
    pub(crate) fn new(part: UrlPart, clause: &'static str) -> Self {
        Self::of(part, Message::Clause(clause))
    }

    /// An error in words of its own.
    #[cold]
    pub(crate) fn whole(part: UrlPart, message: impl Into<Cow<'static, str>>) -> Self {
        Self::of(part, Message::Whole(message.into()))
    }

    fn of(part: UrlPart, message: Message) -> Self {
        Self(Box::new(Body { part, message, help: None }))
    }

    /// What of it was fixed when the program was compiled.
    pub(crate) fn fixed(&self) -> &'static str {
        match &self.0.message {
            Message::Clause(text) | Message::Whole(Cow::Borrowed(text)) => text,
            Message::Whole(Cow::Owned(_)) => "does not fit the others",
        }
    }

    /// Adds what to write instead.
    #[cold]
    pub(crate) fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The part that is wrong.
    pub fn part(&self) -> UrlPart {
        self.0.part
    }

    /// What to write instead.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }
}

impl fmt::Debug for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UrlError").field("part", &self.0.part).field("message", &self.to_string()).finish()
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.message {
            Message::Clause(clause) => write!(f, "{} {clause}", self.0.part.words())?,
            Message::Whole(text) => f.write_str(text)?,
        }
        match &self.0.help {
            Some(help) => write!(f, ": {help}"),
            None => Ok(()),
        }
    }
}

impl Error for UrlError {}
