//! The core schema of YAML 1.2: what plain text means, and the tags that say otherwise.

use tactful_core::raw::Raw;
use tactful_core::secret::RawText;

/// The tags that are understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Str,
    Int,
    Float,
    Bool,
    Null,
    Map,
    Seq,
}

impl Tag {
    /// The tag as it is written. `!` alone says that nothing is to be read into plain text.
    pub(super) fn of(written: &str) -> Option<Self> {
        Some(match written {
            "!" | "!!str" => Self::Str,
            "!!int" => Self::Int,
            "!!float" => Self::Float,
            "!!bool" => Self::Bool,
            "!!null" => Self::Null,
            "!!map" => Self::Map,
            "!!seq" => Self::Seq,
            _ => return None,
        })
    }

    /// A scalar of this tag, or what it should be.
    pub(super) fn scalar(self, text: RawText) -> Result<Raw, &'static str> {
        let meant = resolve(text.expose());
        match (self, meant) {
            (Self::Str, _) => Ok(Raw::Text(text)),
            (Self::Int, Meaning::Int) | (Self::Float, Meaning::Int | Meaning::Float) => Ok(Raw::Number(text)),
            (Self::Bool, Meaning::Bool(value)) => Ok(Raw::Bool(value)),
            (Self::Null, Meaning::Null) => Ok(Raw::Null),
            (Self::Int, _) => Err("not the integer its tag says"),
            (Self::Float, _) => Err("not the number its tag says"),
            (Self::Bool, _) => Err("not the boolean its tag says"),
            (Self::Null, _) => Err("not the null its tag says"),
            (Self::Map, _) => Err("not the table its tag says"),
            (Self::Seq, _) => Err("not the list its tag says"),
        }
    }

    /// Whether a table or list may have this tag.
    pub(super) fn fits(self, value: &Raw) -> bool {
        matches!((self, value), (Self::Map, Raw::Map(_)) | (Self::Seq, Raw::List(_)))
    }
}

/// What plain text means.
enum Meaning {
    Null,
    Bool(bool),
    Int,
    Float,
    Text,
}

/// The value of plain text without a tag.
pub(super) fn plain(text: RawText) -> Raw {
    match resolve(text.expose()) {
        Meaning::Null => Raw::Null,
        Meaning::Bool(value) => Raw::Bool(value),
        Meaning::Int | Meaning::Float => Raw::Number(text),
        Meaning::Text => Raw::Text(text),
    }
}

fn resolve(text: &str) -> Meaning {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Meaning::Null,
        "true" | "True" | "TRUE" => Meaning::Bool(true),
        "false" | "False" | "FALSE" => Meaning::Bool(false),
        ".nan" | ".NaN" | ".NAN" => Meaning::Float,
        _ => number(text.as_bytes()),
    }
}

fn number(bytes: &[u8]) -> Meaning {
    let all = |digits: &[u8], is_digit: fn(&u8) -> bool| !digits.is_empty() && digits.iter().all(is_digit);
    match bytes {
        [b'0', b'o', digits @ ..] if all(digits, |byte| matches!(byte, b'0'..=b'7')) => return Meaning::Int,
        [b'0', b'x', digits @ ..] if all(digits, u8::is_ascii_hexdigit) => return Meaning::Int,
        _ => {}
    }
    let unsigned = bytes.strip_prefix(b"+").or(bytes.strip_prefix(b"-")).unwrap_or(bytes);
    if matches!(unsigned, b".inf" | b".Inf" | b".INF") {
        return Meaning::Float;
    }
    let (whole, rest) = split_digits(unsigned);
    let (fraction, rest) = rest.strip_prefix(b".").map_or((0, rest), split_digits);
    if whole + fraction == 0 {
        return Meaning::Text;
    }
    match rest {
        [] if whole == unsigned.len() => Meaning::Int,
        [] => Meaning::Float,
        [b'e' | b'E', exponent @ ..] => {
            let digits = exponent.strip_prefix(b"+").or(exponent.strip_prefix(b"-")).unwrap_or(exponent);
            if all(digits, u8::is_ascii_digit) { Meaning::Float } else { Meaning::Text }
        }
        _ => Meaning::Text,
    }
}

/// How many digits there are at the front, and what follows.
fn split_digits(bytes: &[u8]) -> (usize, &[u8]) {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (count, &bytes[count..])
}
