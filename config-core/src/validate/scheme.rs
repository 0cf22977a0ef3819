//! The scheme of a URL.

use std::fmt::{self, Display, Write as _};

use secrecy::zeroize::Zeroize;
use secrecy::{ExposeSecret, SecretBox};

use super::Failure;

/// Something whose text begins with a scheme: every type that can be displayed, options of them, and secret text. `M`
/// tells these apart and is always inferred.
pub trait HasScheme<M> {
    /// Whether the text begins with this scheme and a colon, ignoring case; true where there is no text, as in an
    /// `Option`.
    fn has_scheme(&self, scheme: &str) -> bool;
}

/// The URL has one of these schemes: `scheme(["https"])`. For texts, for [`Url`](https://docs.rs/url) and for types that
/// display themselves as a URL.
pub fn scheme<V, M, const N: usize>(schemes: [&'static str; N]) -> impl Fn(&V) -> Result<(), Failure>
where
    V: HasScheme<M> + ?Sized,
{
    move |value| {
        if schemes.iter().any(|scheme| value.has_scheme(scheme)) {
            return Ok(());
        }
        let list: Vec<String> = schemes.iter().map(|scheme| format!("{scheme}:")).collect();
        Err(Failure::trusted(format!("does not begin with {}", list.join(" or "))))
    }
}

/// Compares what is written to it with a scheme and keeps none of it: what comes after the scheme is a password at
/// times. Ends the writing with an error as soon as it knows.
struct Comparison<'a> {
    rest: &'a str,
    verdict: Option<bool>,
}

impl fmt::Write for Comparison<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            let mut rest = self.rest.chars();
            match rest.next() {
                Some(expected) if expected.eq_ignore_ascii_case(&c) => self.rest = rest.as_str(),
                expected => {
                    self.verdict = Some(expected.is_none() && c == ':');
                    return Err(fmt::Error);
                }
            }
        }
        Ok(())
    }
}

fn begins_with(text: impl Display, scheme: &str) -> bool {
    let mut comparison = Comparison { rest: scheme, verdict: None };
    // The error is how the comparison ends early.
    let _ = write!(comparison, "{text}");
    comparison.verdict == Some(true)
}

/// Marks types that can be displayed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Displayed;

/// Marks options of types that can be displayed.
#[derive(Debug)]
#[non_exhaustive]
pub struct Optional;

/// Marks secret text.
#[derive(Debug)]
#[non_exhaustive]
pub struct Secret;

/// Marks options of secret text.
#[derive(Debug)]
#[non_exhaustive]
pub struct OptionalSecret;

impl<T: Display + ?Sized> HasScheme<Displayed> for T {
    fn has_scheme(&self, scheme: &str) -> bool {
        begins_with(self, scheme)
    }
}

impl<T: Display> HasScheme<Optional> for Option<T> {
    fn has_scheme(&self, scheme: &str) -> bool {
        self.as_ref().is_none_or(|text| begins_with(text, scheme))
    }
}

impl<T: Display + Zeroize + ?Sized> HasScheme<Secret> for SecretBox<T> {
    fn has_scheme(&self, scheme: &str) -> bool {
        begins_with(self.expose_secret(), scheme)
    }
}

impl<T: Display + Zeroize + ?Sized> HasScheme<OptionalSecret> for Option<SecretBox<T>> {
    fn has_scheme(&self, scheme: &str) -> bool {
        self.as_ref().is_none_or(|secret| begins_with(secret.expose_secret(), scheme))
    }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretString;

    use super::*;

    /// Displays itself as URL types do: in pieces.
    struct Url;

    impl Display for Url {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("htt")?;
            f.write_str("ps")?;
            f.write_str("://shop:CANARY@example.com")
        }
    }

    #[test]
    fn schemes() {
        for (verdict, expected) in [
            (scheme(["https"])("https://example.com"), "sound"),
            (scheme(["https"])("HTTPS://example.com"), "sound"),
            (scheme(["https"])("http://example.com"), "does not begin with https:"),
            (scheme(["https"])("https"), "does not begin with https:"),
            (scheme(["http"])("https://example.com"), "does not begin with http:"),
            (scheme(["https", "http"])("ftp://example.com"), "does not begin with https: or http:"),
            (scheme(["https"])(""), "does not begin with https:"),
            (scheme(["mailto"])(&"mailto:shop@example.com".to_owned()), "sound"),
            (scheme(["https"])(&Url), "sound"),
            (scheme(["http"])(&Some(Url)), "does not begin with http:"),
            (scheme(["http"])(&None::<Url>), "sound"),
            (scheme(["https"])(&SecretString::from("https://u:CANARY@h")), "sound"),
            (scheme(["https"])(&Some(SecretString::from("CANARY"))), "does not begin with https:"),
        ] {
            let said = verdict.map_or_else(|failure| failure.text_for(true).into_owned(), |()| "sound".to_owned());
            assert_eq!(said, expected);
        }
    }
}
