//! Text in double quotes.

use zeroize::Zeroizing;

use super::{Fault, KeyText};
use crate::secret::RawText;

/// Text as it stands in the document.
pub(super) struct Token<'t> {
    /// What stands between the quotes.
    inner: &'t str,
    /// Where it begins in the document.
    start: usize,
    escaped: bool,
    /// The byte after the closing quote.
    pub(super) end: usize,
}

/// Finds the end of the text whose opening quote stands at `open`.
pub(super) fn scan(document: &str, open: usize) -> Result<Token<'_>, Fault> {
    let bytes = document.as_bytes();
    let start = open + 1;
    let mut at = start;
    let mut escaped = false;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(Token { inner: &document[start..at], start, escaped, end: at + 1 }),
            Some(b'\\') => {
                escaped = true;
                // The byte after it may be a quote; one of a longer character does no harm.
                at += 2;
            }
            Some(b'\n' | b'\r') => return Err((at, "a line break in text is written \\n")),
            Some(0..0x20) => return Err((at, "a control character in text is written as an escape: \\t, \\u001b")),
            Some(_) => at += 1,
            None => return Err((open, "this text is never closed")),
        }
    }
}

impl<'t> Token<'t> {
    /// The text as a value: in a buffer that has its final size before the first character enters.
    pub(super) fn value(&self) -> Result<RawText, Fault> {
        if !self.escaped {
            return Ok(RawText::from(self.inner));
        }
        // Every escape is longer than what it stands for.
        let mut buffer = Zeroizing::new(String::with_capacity(self.inner.len()));
        self.unescape(&mut buffer)?;
        Ok(RawText::from(buffer))
    }

    /// The text as a key.
    pub(super) fn key(&self) -> Result<KeyText<'t>, Fault> {
        if self.escaped { self.value().map(KeyText::Decoded) } else { Ok(KeyText::Slice(self.inner)) }
    }

    fn unescape(&self, buffer: &mut String) -> Result<(), Fault> {
        let mut rest = self.inner;
        while let Some(run) = rest.find('\\') {
            buffer.push_str(&rest[..run]);
            let escape = &rest[run..];
            let offset = self.start + self.inner.len() - escape.len();
            let (character, length) = decode(escape).map_err(|message| (offset, message))?;
            buffer.push(character);
            rest = &escape[length..];
        }
        buffer.push_str(rest);
        Ok(())
    }
}

/// The character an escape stands for, and the length of the escape.
fn decode(escape: &str) -> Result<(char, usize), &'static str> {
    let character = match escape.as_bytes().get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(escape),
        _ => {
            return Err("an unknown escape; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits");
        }
    };
    Ok((character, 2))
}

/// `\u0041`, or two of them for a character beyond the first plane.
fn unicode(escape: &str) -> Result<(char, usize), &'static str> {
    const LONE: &str = "a \\u escape of one half of a character; both halves are needed";
    let first = unit(escape).ok_or("four hex digits should follow \\u")?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, 6));
    }
    let second = escape.get(6..).and_then(unit).ok_or(LONE)?;
    match (first, second) {
        (0xd800..0xdc00, 0xdc00..0xe000) => {
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            char::from_u32(code).map(|character| (character, 12)).ok_or(LONE)
        }
        _ => Err(LONE),
    }
}

/// The number of a `\uXXXX` that `escape` begins with.
fn unit(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    digits.chars().try_fold(0, |number, digit| Some(number * 16 + digit.to_digit(16)?))
}
