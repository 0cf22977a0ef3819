//! The error of the deserializer, while it travels outwards.

use std::borrow::Cow;
use std::fmt::{self, Display};

use serde::de::{self, Expected, Unexpected};

use super::bounded::Bounded;
use super::error::{CastError, Fix};
use super::rules::{self, Rules};
use super::words::{self, Said};
use crate::json::SyntaxError;
use crate::raw::{Position, Raw};

/// What is said where nothing more may be said.
pub(super) const REFUSED: &str = "is not accepted by its type";

/// An error on its way out of a value. One word wide, so that the results of the many small functions that serde
/// calls stay in registers.
pub(super) struct Fault(Box<Body>);

struct Body {
    error: CastError,
    /// Whether `error.own` is what a foreign type says it expects. That becomes the clause, unless it repeats a part
    /// of the value: the text of an expectation is free, and some types put their parse error there.
    expects: bool,
    /// The kind of the value, where it is not text.
    kind: Option<&'static str>,
    /// The known name that comes nearest to the one written: said of plain values alone.
    nearest: Option<&'static str>,
}

impl Fault {
    #[cold]
    pub(super) fn new(clause: impl Into<Cow<'static, str>>) -> Self {
        Self::from(CastError::new(clause))
    }

    /// A value of the wrong kind: `is a list, not a boolean`.
    #[cold]
    pub(super) fn mismatch(kind: &str, wanted: &str) -> Self {
        Self::new(format!("is {kind}, not {wanted}"))
    }

    /// Text that does not say what is wanted. What hides the right text from the eye is named.
    #[cold]
    pub(super) fn refused(text: &str, wanted: &str) -> Self {
        if text.is_empty() {
            return Self::new(format!("is empty, not {wanted}"));
        }
        let fault = Self::new(format!("is not {wanted}"));
        match text.as_bytes() {
            [b'"', .., b'"'] | [b'\'', .., b'\''] => fault.help("remove the quotes around it"),
            _ if text.trim().len() < text.len() => fault.help("remove the white space around it"),
            _ => fault,
        }
    }

    /// Text that begins as JSON and is none.
    #[cold]
    pub(super) fn syntax(error: &SyntaxError, rules: &Rules, positions: bool) -> Self {
        // A message may name a key; in text that may be secret a key is a part of it.
        let quotes_key = error.message().contains('`');
        let message = if quotes_key && !rules::is_plain(rules) { "" } else { error.message() };
        let colon = if message.is_empty() { "" } else { ": " };
        let mut fault = Self::new(format!("is not sound JSON{colon}{message}"));
        if positions {
            fault.0.error.position = Some(error.position());
        }
        match error.help() {
            Some(help) => fault.help(help.to_owned()),
            None => fault,
        }
    }

    #[cold]
    pub(super) fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.0.error.fix = Some(Fix::Say(help.into()));
        self
    }

    #[cold]
    pub(super) fn fix(mut self, fix: Fix) -> Self {
        self.0.error.fix = Some(fix);
        self
    }

    /// Says that it happened in the item `index`, counted from 0.
    #[cold]
    pub(super) fn in_item(mut self, index: usize, position: Option<Position>) -> Self {
        let path = &mut self.0.error.path;
        *path = format!("[{index}]{path}").into();
        self.at(position)
    }

    /// Says that it happened in the member `key`.
    #[cold]
    pub(super) fn in_member(mut self, key: &str, position: Option<Position>) -> Self {
        let path = &mut self.0.error.path;
        *path = format!(".{}{path}", key.escape_debug()).into();
        self.at(position)
    }

    fn at(mut self, position: Option<Position>) -> Self {
        let place = &mut self.0.error.position;
        *place = place.or(position);
        self
    }

    /// Keeps an expectation apart when it repeats a part of the text that was refused.
    #[cold]
    pub(super) fn beside(self, text: &str) -> Self {
        self.unless(|said| said.repeats(text))
    }

    /// Keeps an expectation apart when it repeats a part of the value.
    fn unless(mut self, repeats: impl FnOnce(&Said<'_>) -> bool) -> Self {
        if self.0.expects && self.0.error.own.as_ref().is_some_and(|own| repeats(&Said::new(own))) {
            self.0.expects = false;
        }
        self
    }

    /// The error as the caller of the cast gets it.
    #[cold]
    pub(super) fn finish(self, raw: &Raw, rules: &Rules) -> CastError {
        let Body { mut error, expects, kind, nearest } = *self.unless(|said| said.repeats_any(raw)).0;
        if expects && let Some(own) = error.own.take() {
            let expected = words::of(&own);
            error.clause = match kind {
                Some(kind) => format!("is {kind}, not {expected}").into(),
                None => format!("is not {expected}").into(),
            };
        }
        if let Some(name) = nearest.filter(|_| rules::is_plain(rules) && error.fix.is_none()) {
            error.fix = Some(Fix::Say(format!("did you mean `{name}`?").into()));
        }
        error
    }

    fn expecting(expected: &dyn Expected, kind: Option<&'static str>) -> Self {
        let mut error = CastError::new(REFUSED);
        error.own = Some(Bounded::print(&expected));
        Self(Box::new(Body { error, expects: true, kind, nearest: None }))
    }

    fn unknown(clause: String, name: &str, known: &'static [&'static str]) -> Self {
        let mut fault = Self::new(clause);
        fault.0.nearest = words::nearest(name, known);
        fault
    }
}

impl From<CastError> for Fault {
    #[cold]
    fn from(error: CastError) -> Self {
        Self(Box::new(Body { error, expects: false, kind: None, nearest: None }))
    }
}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0.error, f)
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.0.error, f)
    }
}

impl std::error::Error for Fault {}

/// What foreign types say. Nothing that comes from the value enters a clause.
impl de::Error for Fault {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        CastError::foreign(message).into()
    }

    #[cold]
    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::expecting(expected, words::kind(&unexpected))
    }

    #[cold]
    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::expecting(expected, None)
    }

    #[cold]
    fn invalid_length(_: usize, expected: &dyn Expected) -> Self {
        Self::expecting(expected, None)
    }

    #[cold]
    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        let clause = match expected {
            [] => "is no variant of its type".into(),
            _ => format!("is none of {}", words::list(expected)),
        };
        Self::unknown(clause, variant, expected)
    }

    #[cold]
    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let clause = match expected {
            [] => "is no member of its type, which has none".into(),
            _ => format!("is no member of its type, which has {}", words::list(expected)),
        };
        Self::unknown(clause, field, expected)
    }

    #[cold]
    fn missing_field(field: &'static str) -> Self {
        Self::new(format!("has no member `{field}`"))
    }

    #[cold]
    fn duplicate_field(field: &'static str) -> Self {
        Self::new(format!("has the member `{field}` twice"))
    }
}
