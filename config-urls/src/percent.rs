//! Percent-encoding (RFC 3986, section 2.1), into buffers of the right size.

use std::fmt;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::error::{UrlError, UrlPart};

/// A part as it is meant; wiped on drop.
///
/// A `+` stays what it is. In a password so does a `%` that begins no escape: many are written by hand.
///
/// # Errors
/// A broken escape, bytes that are not UTF-8, a control character.
pub(crate) fn wiped(raw: &str, part: UrlPart) -> Result<Zeroizing<String>, UrlError> {
    if find_percent(raw.as_bytes()).is_none() {
        return Ok(Zeroizing::new(raw.to_owned()));
    }
    let mut out = Zeroizing::new(Vec::with_capacity(decoded_length(raw)));
    let mut rest = raw.as_bytes();
    while let Some(percent) = find_percent(rest) {
        out.extend_from_slice(&rest[..percent]);
        rest = &rest[percent..];
        match escape(rest) {
            Some(byte) => {
                out.push(byte);
                rest = &rest[3..];
            }
            None if part == UrlPart::Password => {
                out.push(b'%');
                rest = &rest[1..];
            }
            None => {
                return Err(UrlError::new(part, "holds a `%` that two hexadecimal digits do not follow")
                    .with_help("write `%` as %25"));
            }
        }
    }
    out.extend_from_slice(rest);
    let text = match String::from_utf8(std::mem::take(&mut *out)) {
        Ok(text) => Zeroizing::new(text),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            return Err(UrlError::new(part, "is not UTF-8 once its percent-encoding is undone"));
        }
    };
    if holds_control(&text) { Err(control(part)) } else { Ok(text) }
}

/// A part that is no secret.
///
/// # Errors
/// As [`wiped`].
pub(crate) fn text(raw: &str, part: UrlPart) -> Result<String, UrlError> {
    if find_percent(raw.as_bytes()).is_none() {
        return Ok(raw.to_owned());
    }
    wiped(raw, part).map(|mut text| std::mem::take(&mut *text))
}

/// A password.
///
/// # Errors
/// As [`wiped`].
pub(crate) fn secret(raw: &str) -> Result<SecretString, UrlError> {
    // The buffer has the length of the text, so that it becomes the box of the secret in place.
    text(raw, UrlPart::Password).map(SecretString::from)
}

/// A control character ends lines and commands of SMTP and Redis, and texts of C.
#[cold]
pub(crate) fn control(part: UrlPart) -> UrlError {
    UrlError::new(part, "holds a line break or another control character").with_help("remove it")
}

/// What may stand as it is, beside letters, digits and `-._~`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keep {
    /// Nothing: a password, a socket in the place of a host.
    Nothing,
    /// What is no delimiter in a user.
    User,
    /// A part of a path.
    Segment,
    /// A path.
    Path,
    /// The path of a socket, in which a colon may begin a number.
    Socket,
    /// A key or a value of the query.
    Query,
}

impl Keep {
    const fn keeps(self, byte: u8) -> bool {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => true,
            b',' => !matches!(self, Self::Nothing | Self::Socket),
            b'=' => matches!(self, Self::User | Self::Segment | Self::Path),
            b':' => matches!(self, Self::Segment | Self::Path | Self::Query),
            b'/' => matches!(self, Self::Path | Self::Query | Self::Socket),
            _ => false,
        }
    }
}

/// Writes a part so that [`wiped`] gives it back.
///
/// # Errors
/// Those of what it writes to.
pub(crate) fn encode(text: &str, keep: Keep, to: &mut dyn fmt::Write) -> fmt::Result {
    let mut rest = text;
    while let Some(index) = rest.bytes().position(|byte| !keep.keeps(byte)) {
        let (plain, after) = rest.split_at(index);
        to.write_str(plain)?;
        let width = after.chars().next().map_or(0, char::len_utf8);
        for byte in &after.as_bytes()[..width] {
            write!(to, "%{byte:02X}")?;
        }
        rest = &after[width..];
    }
    to.write_str(rest)
}

fn find_percent(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| *byte == b'%')
}

fn holds_control(text: &str) -> bool {
    // Those beyond ASCII are asked for only where there is something beyond ASCII.
    text.bytes().any(|byte| byte.is_ascii_control()) || (!text.is_ascii() && text.contains(char::is_control))
}

fn decoded_length(raw: &str) -> usize {
    let (mut length, mut rest) = (raw.len(), raw.as_bytes());
    while let Some(percent) = find_percent(rest) {
        let escape = escape(&rest[percent..]);
        length -= if escape.is_some() { 2 } else { 0 };
        rest = &rest[percent + if escape.is_some() { 3 } else { 1 }..];
    }
    length
}

/// The byte that an escape at the start stands for.
fn escape(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    Some(digit(*high)? << 4 | digit(*low)?)
}

const fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes() {
        for (raw, expected) in [
            ("", Some("")),
            ("a+b", Some("a+b")),
            ("a%20b%2Fc%2fd", Some("a b/c/d")),
            ("%C3%A4", Some("ä")),
            ("%2541", Some("%41")),
            ("%", None),
            ("%4", None),
            ("%zz", None),
            ("%ff", None),
            ("%0a", None),
            ("%00", None),
            ("%C2%85", None),
        ] {
            assert_eq!(text(raw, UrlPart::Path).ok().as_deref(), expected, "{raw}");
        }
    }

    #[test]
    fn a_password_keeps_a_percent_sign_that_begins_nothing() {
        for (raw, expected) in [("100%", Some("100%")), ("%zz%41", Some("%zzA")), ("%%34", Some("%4")), ("%fe", None)] {
            let decoded = wiped(raw, UrlPart::Password).ok();
            assert_eq!(decoded.as_ref().map(|text| text.as_str()), expected, "{raw}");
        }
    }

    #[test]
    fn the_buffer_has_the_length_of_the_text() {
        for raw in ["%41%42%", "%2541%zz", "abc", "%%%41"] {
            let text = text(raw, UrlPart::Password).unwrap();
            assert_eq!(text.capacity(), text.len(), "{raw}");
        }
    }

    #[test]
    fn encodes() {
        for (text, keep, expected) in [
            ("a b/c", Keep::Segment, "a%20b%2Fc"),
            ("a b/c", Keep::Path, "a%20b/c"),
            ("cn=a,dc=b", Keep::User, "cn=a,dc=b"),
            ("p,w=1", Keep::Nothing, "p%2Cw%3D1"),
            ("ä+", Keep::Query, "%C3%A4%2B"),
        ] {
            let mut out = String::new();
            encode(text, keep, &mut out).unwrap();
            assert_eq!(out, expected);
        }
    }
}
