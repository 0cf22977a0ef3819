//! Why a value breaks a rule, and whether that may be said aloud.

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::iter;

use zeroize::Zeroizing;

use crate::cast::CastError;

/// Why a value breaks a rule: a clause that can follow the value, as in `"0" is not from 1 to 5`.
///
/// A rule may return anything that implements `Display`; it becomes a failure. Text that the program fixed at compile
/// time (`&'static str`, and what the library's own rules say) cannot hold a secret and is always shown. Any other text
/// may repeat the value: it is shown for plain fields alone and wiped on drop, and the failure's own `Display` and
/// `Debug`, which know no field, withhold it.
///
/// ```
/// use tactful_core::validate::Failure;
///
/// fn is_even(port: &u16) -> Result<(), Failure> {
///     if port % 2 == 0 { Ok(()) } else { Err(Failure::fixed("is odd")) }
/// }
///
/// struct Tls { on: bool, key: Option<String> }
///
/// fn key_is_there(tls: &Tls) -> Result<(), Failure> {
///     match (tls.on, &tls.key) {
///         (true, None) => Err(Failure::at("key", "is needed where tls is on")),
///         _ => Ok(()),
///     }
/// }
/// # assert_eq!(is_even(&3).unwrap_err().to_string(), "is odd");
/// # assert!(key_is_there(&Tls { on: true, key: None }).is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Failure {
    text: Text,
    /// What is said instead of trusted text where the field is not plain.
    redacted: Option<Cow<'static, str>>,
    /// The field at fault, for rules across fields: its key, relative to the struct.
    field: Option<Cow<'static, str>>,
    more: Vec<Failure>,
}

#[derive(Clone, PartialEq, Eq)]
enum Text {
    /// Known to hold no value.
    Trusted(Cow<'static, str>),
    /// May hold the value.
    Own(Zeroizing<String>),
}

/// What is said in place of a text that may hold a secret.
const WITHHELD: &str = "breaks a rule of its field, which says why in words that may repeat the value";

impl Failure {
    /// A failure whose text may repeat the value.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self::of(Text::Own(Zeroizing::new(text.into())))
    }

    /// A failure whose text was fixed at compile time.
    #[must_use]
    pub const fn fixed(text: &'static str) -> Self {
        Self::of(Text::Trusted(Cow::Borrowed(text)))
    }

    /// A failure of a rule across fields that is the fault of one: its key, relative to the struct. Text fixed at
    /// compile time is always shown; a `String` is withheld where it repeats a secret.
    #[must_use]
    pub fn at(field: impl Into<Cow<'static, str>>, text: impl Into<Cow<'static, str>>) -> Self {
        let text = match text.into() {
            Cow::Borrowed(text) => Text::Trusted(Cow::Borrowed(text)),
            Cow::Owned(text) => Text::Own(Zeroizing::new(text)),
        };
        Self { field: Some(field.into()), ..Self::of(text) }
    }

    /// One failure of several: a rule across fields may find more than one thing wrong.
    #[must_use]
    pub fn and(mut self, mut other: Self) -> Self {
        let rest = std::mem::take(&mut other.more);
        self.more.push(other);
        self.more.extend(rest);
        self
    }

    /// The verdict over any number of failures: sound where there is none.
    ///
    /// # Errors
    /// All of them, as one.
    pub fn all_of(failures: impl IntoIterator<Item = Self>) -> Result<(), Self> {
        failures.into_iter().reduce(Self::and).map_or(Ok(()), Err)
    }

    const fn of(text: Text) -> Self {
        Self { text, redacted: None, field: None, more: Vec::new() }
    }

    /// A failure whose text is made of the rule alone: bounds, patterns, lengths asked for.
    pub(crate) fn trusted(text: String) -> Self {
        Self::of(Text::Trusted(Cow::Owned(text)))
    }

    /// Says what stands in for a text of the rule that tells too much of a secret: a list of all values it may have.
    pub(crate) fn redacted(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.redacted = Some(text.into());
        self
    }

    /// What anything displays of itself, which may repeat the value: bounded and wiped, as for casts.
    pub(crate) fn foreign(message: impl fmt::Display) -> Self {
        let own = CastError::foreign(message).own;
        own.map_or(Self::fixed(WITHHELD), |own| Self::of(Text::Own(own)))
    }

    /// This failure and those joined to it.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Self> {
        iter::once(self).chain(&self.more)
    }

    /// The key of the field at fault, for rules across fields.
    pub(crate) fn field(&self) -> Option<&str> {
        self.field.as_deref()
    }

    /// Whether the text is known to hold no value.
    pub(crate) const fn is_trusted(&self) -> bool {
        matches!(self.text, Text::Trusted(_))
    }

    /// The text, which may hold the value where it is not trusted.
    pub(crate) fn text(&self) -> &str {
        match &self.text {
            Text::Trusted(text) => text,
            Text::Own(text) => text,
        }
    }

    /// What may be said where the field is plain, or is not.
    pub(crate) fn text_for(&self, plain: bool) -> Cow<'_, str> {
        match (&self.text, &self.redacted) {
            _ if plain => Cow::Borrowed(self.text()),
            (Text::Trusted(_), Some(redacted)) => Cow::Borrowed(redacted),
            (Text::Trusted(text), None) => Cow::Borrowed(text),
            (Text::Own(_), _) => Cow::Borrowed(WITHHELD),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, one) in self.all().enumerate() {
            let separator = if number == 0 { "" } else { "; " };
            let (field, colon) = one.field().map_or(("", ""), |field| (field, ": "));
            // A choice list is no secret here: it stands in the program, beside the call that made this failure.
            let text = one.text_for(one.is_trusted());
            write!(f, "{separator}{field}{colon}{text}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Failure({self})")
    }
}

impl std::error::Error for Failure {}

/// What a rule says, as a failure.
///
/// # Errors
/// The rule's own: a [`Failure`] as it is, a `&'static str` as trusted text, and of anything else what it displays.
pub(crate) fn verdict<E: fmt::Display + 'static>(result: Result<(), E>) -> Result<(), Failure> {
    let Err(error) = result else { return Ok(()) };
    // An `Option`, so that the failure can be taken out of its `Any`.
    let mut error = Some(error);
    let any: &mut dyn Any = &mut error;
    if let Some(failure) = any.downcast_mut::<Option<Failure>>().and_then(Option::take) {
        return Err(failure);
    }
    if let Some(text) = any.downcast_mut::<Option<&'static str>>().and_then(Option::take) {
        return Err(Failure::fixed(text));
    }
    error.map_or(Ok(()), |error| Err(Failure::foreign(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure<E: fmt::Display + 'static>(error: E) -> Failure {
        verdict(Err(error)).expect_err("an error stays one")
    }

    #[test]
    fn what_may_be_said() {
        let list =
            || Failure::trusted("is none of a, b".to_owned()).redacted("is none of the 2 values that it may have");
        for (failure, plain, otherwise) in [
            (failure("is odd"), "is odd", "is odd"),
            (failure("holds CANARY".to_owned()), "holds CANARY", WITHHELD),
            (failure(Failure::new("holds CANARY")), "holds CANARY", WITHHELD),
            (failure(Failure::fixed("is odd")), "is odd", "is odd"),
            (failure(list()), "is none of a, b", "is none of the 2 values that it may have"),
            (failure("1x".parse::<u8>().expect_err("no number")), "invalid digit found in string", WITHHELD),
            (Failure::at("key", "is needed"), "is needed", "is needed"),
            (Failure::at("key", "CANARY".to_owned()), "CANARY", WITHHELD),
        ] {
            assert_eq!(failure.text_for(true), plain);
            assert_eq!(failure.text_for(false), otherwise);
            assert!(!format!("{failure} {failure:?} {failure:#?}").contains("CANARY"));
        }
        assert_eq!(verdict::<String>(Ok(())), Ok(()));
    }

    #[test]
    fn foreign_text_is_bounded() {
        assert_eq!(failure("x".repeat(100_000)).text().len(), 512);
    }

    #[test]
    fn several_failures_are_one() {
        let joined = Failure::at("a", "is one").and(Failure::fixed("is two").and(Failure::at("c", "is three")));
        let fields: Vec<_> = joined.all().map(|one| (one.field(), one.text())).collect();
        assert_eq!(fields.len(), 3);
        assert!(fields.contains(&(Some("c"), "is three")));
        assert_eq!(Failure::all_of([]), Ok(()));
        let list = ["is one", "is two", "is three"].map(Failure::fixed);
        assert_eq!(Failure::all_of(list).expect_err("three").to_string(), "is one; is two; is three");
        assert_eq!(joined.to_string().split("; ").next(), Some("a: is one"));
    }
}
