//! The query: options as text, and the typed ones among them.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::time::Duration;

use secrecy::SecretString;
use zeroize::Zeroize;

use crate::error::{UrlError, UrlPart};
use crate::percent;
use crate::split::Split;

/// How long something may live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MaxAge {
    /// For ever: `None`.
    Unlimited,
    /// For so long; zero is not at all.
    For(Duration),
}

/// How a connection is secured, in the words of `libpq`; `MySQL`'s mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SslMode {
    /// `disable`, `disabled`.
    Disable,
    /// `allow`: only where the server insists.
    Allow,
    /// `prefer`, `preferred`: where the server can.
    Prefer,
    /// `require`, `required`: encrypted, whoever answers.
    Require,
    /// `verify-ca`: and the certificate is of a known authority.
    VerifyCa,
    /// `verify-full`, `verify-identity`: and names the host.
    VerifyFull,
}

/// What a known option takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Bool,
    Seconds,
    MaxAge,
    Number,
    SslMode,
    /// Text that is not empty.
    Text,
    /// Any text: only the name is known.
    Any,
}

/// An option that a type knows: its name, other spellings of it, what it takes.
pub(crate) type Known = (&'static str, &'static [&'static str], Takes);

/// The options of a URL, wiped on drop: some hold secrets.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Options(BTreeMap<String, String>);

impl Options {
    /// Those of a query. Names that are known are kept in lower case.
    ///
    /// # Errors
    /// A key without a name, one that is given twice, a value that a known option does not take.
    pub(crate) fn of(split: &Split<'_>, known: &[Known]) -> Result<Self, UrlError> {
        Self::read(split.query.unwrap_or_default(), known, split.encoded)
    }

    /// Those of a text between the `?` and the end.
    ///
    /// # Errors
    /// As [`Options::of`].
    pub(crate) fn parse(query: &str, known: &[Known]) -> Result<Self, UrlError> {
        Self::read(query, known, true)
    }

    fn read(query: &str, known: &[Known], encoded: bool) -> Result<Self, UrlError> {
        let decoded = |text: &str| if encoded { percent::text(text, UrlPart::Options) } else { Ok(text.to_owned()) };
        let mut options = Self::default();
        let mut rest = query;
        while !rest.is_empty() {
            let pair;
            (pair, rest) = cut(rest, b'&');
            if pair.is_empty() {
                continue;
            }
            let (key, value) = cut(pair, b'=');
            let mut key = decoded(key)?;
            if key.is_empty() {
                return Err(UrlError::new(UrlPart::Options, "has no name"));
            }
            let known = known.iter().find(|known| known.is_named(&key));
            if let Some(known) = known.filter(|known| key != known.0) {
                known.0.clone_into(&mut key);
            }
            let value = match options.0.entry(key) {
                // From here on it is wiped with all others, whatever is wrong with it.
                Entry::Vacant(free) => free.insert(decoded(value)?),
                Entry::Occupied(_) => return Err(UrlError::new(UrlPart::Options, "is given twice")),
            };
            if let Some(known) = known {
                check(known, value)?;
            }
        }
        Ok(options)
    }

    pub(crate) const fn map(&self) -> &BTreeMap<String, String> {
        &self.0
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// Whether one of these is given.
    pub(crate) fn has_any(&self, names: &[&str]) -> bool {
        self.0.keys().any(|key| names.contains(&key.as_str()))
    }

    /// Takes an option out.
    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// Takes an option away.
    pub(crate) fn remove(&mut self, name: &str) {
        drop(self.take_secret(name));
    }

    /// Takes a secret out.
    pub(crate) fn take_secret(&mut self, name: &str) -> Option<SecretString> {
        // The copy has the length of the text; the box is made of it in place.
        self.0.remove(name).map(|mut text| {
            let secret = SecretString::from(text.as_str());
            text.zeroize();
            secret
        })
    }

    pub(crate) fn bool(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(bool_of)
    }

    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.get(name).and_then(|text| text.parse().ok())
    }

    pub(crate) fn seconds(&self, name: &str) -> Option<Duration> {
        self.get(name).and_then(seconds_of)
    }

    pub(crate) fn max_age(&self, name: &str) -> Option<MaxAge> {
        self.get(name).and_then(max_age_of)
    }

    pub(crate) fn ssl_mode(&self, name: &str) -> Option<SslMode> {
        self.get(name).and_then(ssl_mode_of)
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        // Spare room is wiped in bulk, what is in use byte by byte.
        self.0.values_mut().for_each(|value| {
            value.clear();
            value.zeroize();
        });
    }
}

/// What stands before a delimiter and after it. Options are short: a byte is found sooner than a searcher is set up.
fn cut(text: &str, at: u8) -> (&str, &str) {
    match text.bytes().position(|byte| byte == at) {
        Some(place) => (&text[..place], &text[place + 1..]),
        None => (text, ""),
    }
}

trait Named {
    fn is_named(&self, name: &str) -> bool;
}

impl Named for Known {
    fn is_named(&self, name: &str) -> bool {
        self.0 == name
            || self.0.eq_ignore_ascii_case(name)
            || self.1.iter().any(|other| other.eq_ignore_ascii_case(name))
    }
}

fn check((name, _, takes): &Known, value: &str) -> Result<(), UrlError> {
    let (sound, wanted) = match takes {
        Takes::Bool => (bool_of(value).is_some(), "true or false"),
        Takes::Seconds => (seconds_of(value).is_some(), "a number of seconds"),
        Takes::MaxAge => (max_age_of(value).is_some(), "a number of seconds, or None"),
        Takes::Number => (digits(value) && value.parse::<u32>().is_ok(), "a whole number"),
        Takes::SslMode => {
            (ssl_mode_of(value).is_some(), "one of disable, allow, prefer, require, verify-ca, verify-full")
        }
        Takes::Text if value.is_empty() => {
            return Err(UrlError::whole(UrlPart::Options, format!("the option `{name}` is empty")));
        }
        Takes::Text | Takes::Any => return Ok(()),
    };
    if sound { Ok(()) } else { Err(UrlError::whole(UrlPart::Options, format!("the option `{name}` is not {wanted}"))) }
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words that fields of type `bool` take too.
fn bool_of(text: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match () {
        () if is(&["true", "yes", "y", "on", "1"]) => Some(true),
        () if is(&["false", "no", "n", "off", "0"]) => Some(false),
        () => None,
    }
}

/// Seconds as a decimal number: `5`, `0.5`.
fn seconds_of(text: &str) -> Option<Duration> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    match text.parse().map(Duration::from_secs) {
        Ok(seconds) => Some(seconds),
        Err(_) => text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()),
    }
}

fn max_age_of(text: &str) -> Option<MaxAge> {
    if text.eq_ignore_ascii_case("none") { Some(MaxAge::Unlimited) } else { seconds_of(text).map(MaxAge::For) }
}

fn ssl_mode_of(text: &str) -> Option<SslMode> {
    const WORDS: [(&str, SslMode); 10] = [
        ("disable", SslMode::Disable),
        ("disabled", SslMode::Disable),
        ("allow", SslMode::Allow),
        ("prefer", SslMode::Prefer),
        ("preferred", SslMode::Prefer),
        ("require", SslMode::Require),
        ("required", SslMode::Require),
        ("verify-ca", SslMode::VerifyCa),
        ("verify-full", SslMode::VerifyFull),
        ("verify-identity", SslMode::VerifyFull),
    ];
    // `MySQL` writes VERIFY_CA.
    let same = |left: u8, right: u8| left.eq_ignore_ascii_case(&right) || (left, right) == (b'_', b'-');
    let is = |word: &str| text.len() == word.len() && text.bytes().zip(word.bytes()).all(|(a, b)| same(a, b));
    WORDS.iter().find(|(word, _)| is(word)).map(|(_, mode)| *mode)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &[Known] = &[
        ("flag", &[], Takes::Bool),
        ("age", &["max-age"], Takes::MaxAge),
        ("wait", &[], Takes::Seconds),
        ("db", &[], Takes::Number),
        ("sslmode", &[], Takes::SslMode),
        ("from", &[], Takes::Text),
    ];

    #[test]
    fn typed() {
        let options =
            Options::parse("FLAG=On&max-age=None&wait=0.5&db=3&sslmode=VERIFY_CA&x=&y=a=b&&z", KNOWN).unwrap();
        assert_eq!(options.bool("flag"), Some(true));
        assert_eq!(options.max_age("age"), Some(MaxAge::Unlimited));
        assert_eq!(options.seconds("wait"), Some(Duration::from_millis(500)));
        assert_eq!(options.number("db"), Some(3));
        assert_eq!(options.ssl_mode("sslmode"), Some(SslMode::VerifyCa));
        assert_eq!((options.get("x"), options.get("y"), options.get("z")), (Some(""), Some("a=b"), Some("")));
        assert_eq!(options.map().len(), 8);
    }

    #[test]
    fn refused() {
        for query in [
            "=x",
            "a=1&a=1",
            "flag=1&FLAG=0",
            "flag=maybe",
            "flag",
            "age=soon",
            "age=-1",
            "wait=1e3",
            "wait=",
            "wait=1.",
            "db=+1",
            "db=4294967296",
            "sslmode=on",
            "from=",
            "a=%0d",
            "%zz=1",
            "a=%ff",
        ] {
            let error = Options::parse(query, KNOWN).err().map(|error| error.part());
            assert_eq!(error, Some(UrlPart::Options), "{query}");
        }
    }
}
